// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Agent.h"
#include "models/domain/CannedReply.h"
#include "models/domain/Conversation.h"
#include "models/domain/Customer.h"
#include "models/store/Store.h"

#include <QHash>

namespace liaison {

/// What a session holds in memory: heads and profiles, never the messages themselves. A value.
struct DeskState
{
    Agent me;
    QHash<QString, Conversation> conversations;
    QHash<QString, Customer> customers;
    QHash<QString, CannedReply> canned;
    QList<Queue> queues;
    QList<WrapupCode> codes;
    /// cseq of the customer's messages that the agent has not read, ascending, by conversation.
    QHash<QString, QList<qint64>> unread;

    /// Takes a conversation out, and its customer if there is no other of his.
    void remove(const QString &conversation);
};

/// What one run of events did, for the store and for those who look.
struct DeskChanges
{
    struct EndedOffer
    {
        QString conversation;
        QString why;
    };
    StoreBatch batch;
    QStringList added;
    QStringList changed;
    QStringList removed;
    QStringList offered;
    QList<EndedOffer> endedOffers;
    QHash<QString, QList<Message>> arrived; ///< by conversation, in order
    QStringList arrivedOrder;               ///< the keys of `arrived` as they came
    struct Recall
    {
        QString conversation;
        QString mid;
    };
    QList<Recall> recalled;
    QStringList customers;
    QStringList written;  ///< conversations in which the customer has just written
    QStringList commands; ///< cids that these events come from
    bool me = false;
    bool canned = false;
    bool queues = false;
};

} // namespace liaison
