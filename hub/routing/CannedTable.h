// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/CannedReply.h"

#include <QSqlDatabase>
#include <optional>

namespace liaison::hub {

/// Reads and writes canned replies. Throws SqlError. The connection's thread; cheap to make.
class CannedTable
{
public:
    explicit CannedTable(const QSqlDatabase &db) : m_db(db) {}

    /// `owner` (optional) gets the agent to whom a reply of scope "mine" belongs.
    std::optional<CannedReply> load(const QString &id, QString *owner = nullptr) const;
    /// Everybody's, and the agent's own; `uses` counts the agent's own use.
    QList<CannedReply> visibleTo(const QString &agent) const;
    int count(const QString &owner) const;
    void save(const CannedReply &reply, const QString &owner, qint64 now);
    void remove(const QString &id);
    void countUse(const QString &id, const QString &agent, qint64 now);

private:
    QSqlDatabase m_db;
};

} // namespace liaison::hub
