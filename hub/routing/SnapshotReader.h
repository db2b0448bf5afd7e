// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Principal.h"

#include <QJsonObject>
#include <QSqlDatabase>

namespace liaison::hub {

/// Everything a principal may see, for `snap`; docs/protocol.md, 2. Reads only, inside the caller's transaction; throws SqlError.
class SnapshotReader
{
public:
    SnapshotReader(const QSqlDatabase &db, qint64 now, qint64 silentMs) : m_db(db), m_now(now), m_silentMs(silentMs) {}
    QJsonObject read(const Principal &who) const;

private:
    QJsonObject forAgent(const QString &agent) const;
    QJsonObject forCustomer(const QString &customer) const;

    QSqlDatabase m_db;
    qint64 m_now;
    qint64 m_silentMs;
};

} // namespace liaison::hub
