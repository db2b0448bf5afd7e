// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/Command.h"
#include "hub/store/Query.h"

#include <QSqlDatabase>
#include <QStringList>

namespace liaison::hub {

/// An event to be written to the log. The writer gives `pos` when the group commits.
struct NewEvent
{
    QString conversation; ///< empty for events of no conversation
    qint64 cseq = 0;      ///< from Transaction::nextCseq(), 0 for none
    QString kind;
    QJsonObject body;
    Principal by;
    QList<Principal> audience;
    QString mid;
    QString cid;
};

/// What a command, a timer or a sign-in does to the tables: one savepoint inside the writer's group commit.
/// Lives on the writer thread for the length of one command. SQL errors throw SqlError; the savepoint is then rolled back
/// together with every event, timer and wake-up asked for here.
class Transaction
{
public:
    virtual ~Transaction() = default;
    /// The writer's connection, inside the transaction.
    virtual QSqlDatabase &db() = 0;
    /// Hub UTC ms; constant within one command.
    virtual qint64 now() const = 0;
    /// Prepares (cached per connection) and binds positional values.
    Query query(const QString &sql, const QVariantList &values = {}) { return Query(db(), sql, values); }
    /// Adds an event to the log and returns nothing: its pos is not known before the group commits.
    virtual void append(const NewEvent &event) = 0;
    /// The next dense number of a conversation (updates conversation.cseq).
    virtual qint64 nextCseq(const QString &conversation) = 0;
    /// Sets (replaces by id) or removes a row of the timer table.
    virtual void setTimer(const TimerRow &timer) = 0;
    virtual void clearTimer(const QString &id) = 0;
    /// Says that a topic's state has changed; links subscribed to it get a new `st`, coalesced, after the commit.
    /// "figures@a:7" says it for one principal's links only.
    virtual void touchTopic(const QString &topic) = 0;
    /// Runs after the commit on the writer thread (counters, closing the links of a disabled agent …).
    virtual void afterCommit(std::function<void()> then) = 0;
};

} // namespace liaison::hub
