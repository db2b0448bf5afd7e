// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Conversation.h"

#include <QSqlDatabase>
#include <QStringList>
#include <QVariant>
#include <optional>

namespace liaison::hub {

/// A conversation as the tables have it: the head everybody sees, and what only the hub needs.
struct ConversationRow
{
    Conversation head;         ///< with the open offer, if there is one
    QString sender;            ///< agent who transferred it, while that offer is open
    bool senderParked = false; ///< it lay parked with the sender, and goes back so
    QString prefer;            ///< agent who is asked first
    QString lastMid;           ///< message that head.last shows
    QString waitsFor;          ///< while it waits: why nobody has been asked; see Routing
    qint64 virtualAt = 0;
    qint64 endedAt = 0;
    qint64 firstReplyAt = 0;
    qint64 customerAt = 0; ///< when the customer last wrote
    bool customerLeft = false;

    bool isOwnedBy(const QString &agent) const;
    bool isOfferedTo(const QString &agent) const { return head.offer && head.offer->agent == agent; }
};

/// Reads and writes heads of conversations. Throws SqlError. The connection's thread; cheap to make.
class ConversationTable
{
public:
    explicit ConversationTable(const QSqlDatabase &db) : m_db(db) {}

    std::optional<ConversationRow> load(const QString &id) const;
    /// The customer's one open conversation.
    std::optional<ConversationRow> openOf(const QString &customer) const;
    /// His newest one, open or not.
    std::optional<ConversationRow> newestOf(const QString &customer) const;
    /// Newest first.
    QList<ConversationRow> allOf(const QString &customer, int most) const;
    /// What an agent has in hand (active, parked, wrapup) or is offered.
    QList<ConversationRow> inHandsOf(const QString &agent) const;
    /// What he closed since `since`, newest first.
    QList<ConversationRow> closedBy(const QString &agent, qint64 since, int most) const;
    /// Waiting ones in the order in which they are served; `queues` empty: of all queues.
    QList<ConversationRow> waiting(const QStringList &queues, int most) const;
    /// A conversation in the line of those who wait.
    struct Place
    {
        qint64 virtualAt;
        QString id;
        QString queue;
    };
    /// Those of these queues behind a place (null: from the front), in the order in which they are served.
    QList<Place> waitingBehind(const QStringList &queues, const Place *place, int most) const;
    /// Queues in which somebody waits.
    QStringList queuesWithWaiting() const;
    /// Does this agent have (or is he offered) an open conversation of the customer?
    bool serves(const QString &agent, const QString &customer) const;

    void insert(const ConversationRow &row);
    /// Writes a move: raises the version, and only if nobody else moved it since it was read. False if somebody did.
    bool move(ConversationRow &row);
    /// Why a waiting conversation, or all of a queue, still wait. False if that was known.
    bool setWaitsFor(const QString &id, const QString &why);
    bool setAllWaitFor(const QString &queue, const QString &why);
    /// Writes what is no move: preview, need_since, marks.
    void note(const ConversationRow &row);

private:
    QList<ConversationRow> rows(const QString &where, const QVariantList &values) const;
    int write(const ConversationRow &row, qint64 version);

    QSqlDatabase m_db;
};

} // namespace liaison::hub
