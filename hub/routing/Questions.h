// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Principal.h"
#include "models/wire/Frames.h"

#include <QSqlDatabase>
#include <variant>

namespace liaison::hub {

struct ConversationRow;

/// Answers `ask` from the tables, and says who may see what; docs/protocol.md, 6. Reads only; throws SqlError.
class Questions
{
public:
    Questions(const QSqlDatabase &db, const Principal &who, qint64 now, qint64 silentMs)
        : m_db(db), m_who(who), m_now(now), m_silentMs(silentMs)
    {}
    std::variant<QJsonObject, wire::Err> answer(const wire::Ask &ask) const;
    /// His own conversation; or one he has, had, or is offered; or an earlier one of a customer he serves now.
    bool maySee(const ConversationRow &row) const;
    bool mayFetchFile(const QString &file) const;
    /// The other side of a talk that is going on, if `who` is part of it.
    QList<Principal> signalAudience(const QString &conversation) const;

private:
    using Result = std::variant<QJsonObject, wire::Err>;
    Result history(const wire::Ask &ask) const;
    Result customerConversations(const QString &customer) const;
    Result findCustomers(const QString &typed) const;
    Result agents() const;

    QSqlDatabase m_db;
    Principal m_who;
    qint64 m_now;
    qint64 m_silentMs;
};

} // namespace liaison::hub
