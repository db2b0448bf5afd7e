// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/Retention.h"
#include "hub/log/Transaction.h"

#include <QJsonArray>

namespace liaison::hub {

/// The state of a topic as one principal sees it.
struct TopicState
{
    TopicState(QJsonObject of) : body(std::move(of)) {} // NOLINT(google-explicit-constructor): a body alone is a state
    QJsonObject body;
    /// False: as long as it looks like this, only what is touched for him alone ("topic@principal") changes it. So that not every
    /// customer's place is worked out anew whenever one of them moves on.
    bool isShared = true;
};

/// The business rules behind the log: what a command does, what a timer does, what a principal may see. The writer and the
/// links know only this; hub/routing implements it. One object; which thread calls what is said below.
class Rules
{
public:
    virtual ~Rules() = default;

    /// Writer thread. Carries out one command. Rights, state and version are checked here and nowhere else. A refusal is returned,
    /// not thrown, and leaves nothing behind (the writer rolls the savepoint back).
    /// Internal kinds, sent by the hub itself with gen -1: "hub.start" (once, before any link: all links are down),
    /// "link.up" / "link.down" {device, gen, lang?, site?{url,title}} of a principal's link,
    /// "customer.create" {token_hash, name?, lang, source…} → body{customer}, "customer.identify" {user…, token_hash} → body{customer},
    /// "file.add" {id,name,mime,size,w,h}.
    virtual CommandResult apply(Transaction &transaction, const HubCommand &command) = 0;
    /// Writer thread. A due timer; its row is already removed.
    virtual void timerDue(Transaction &transaction, const TimerRow &timer) = 0;
    /// Writer thread. Removes some of what is older than it need be, at most `settings.rowsAtOnce` of each kind. Returns how many of
    /// the kind of which there were most.
    virtual int removeOld(Transaction &transaction, const RetentionSettings &settings)
    {
        Q_UNUSED(transaction)
        Q_UNUSED(settings)
        return 0;
    }

    /// Reader (main) thread, inside one read transaction on `db`: all that `who` sees, for `snap`
    /// ({agent?, customer?, convs[with tail], customers[], queues[], agents[], canned[], codes[]}). `now`: hub UTC ms.
    virtual QJsonObject snapshot(QSqlDatabase &db, const Principal &who, qint64 now) const = 0;
    /// Reader thread. Answers an `ask`; a refusal is an Err without cid or re.
    virtual std::variant<QJsonObject, wire::Err> answer(QSqlDatabase &db, const Principal &who, const wire::Ask &ask,
                                                        qint64 now) const = 0;
    /// Reader thread. The state of a topic for `who`, or nothing if he may not have it.
    virtual std::optional<TopicState> topicState(QSqlDatabase &db, const Principal &who, const QString &topic,
                                                 qint64 now) const = 0;
    /// Reader thread. A commit has touched these topics ("topic" or "topic@principal"): what was kept to answer topicState() is old.
    virtual void topicsTouched(const QStringList &topics) { Q_UNUSED(topics) }
    /// Reader thread. Who gets a signal (typing …) that `from` sends in a conversation; empty if he may not.
    virtual QList<Principal> signalAudience(QSqlDatabase &db, const Principal &from, const QString &conversation) const = 0;
    /// Reader thread. May `who` fetch this file?
    virtual bool mayFetchFile(QSqlDatabase &db, const Principal &who, const QString &file) const = 0;
};

} // namespace liaison::hub
