// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/Transaction.h"
#include "hub/routing/AgentTable.h"
#include "hub/routing/ConversationTable.h"
#include "hub/routing/DeskConfig.h"

#include <QSet>

namespace liaison::hub {

/// Who gets which conversation, and what an agent's state has to do with it. Keeps one thing true after every command: nobody waits
/// while an agent may be asked for him. Writer thread, for the length of one command; throws SqlError.
class Routing
{
public:
    Routing(Transaction &tx, const DeskConfig &config) : m_tx(tx), m_config(config) {}

    /// Finds an agent for a waiting conversation and offers or assigns it.
    void route(const QString &conversation);
    /// Serves those who wait in the agent's queues, in their order: he may have got a free slot.
    void routeFor(const QString &agent);
    /// Serves all who wait, and notes of each queue why it still has a line.
    void routeAll();

    /// An offer was declined or ran out: the sender of a transfer gets it back, else it takes its old place in the queue.
    /// `why`: declined, expired.
    void offerFailed(ConversationRow &row, const QString &why);
    /// Changes an agent's state with all that hangs on it: event, open offers, routing.
    void setStatus(AgentRow &row, AgentStatus status, const QString &reason, const QString &next);
    /// Something ended in this agent's hands: his "next status" may be due, else he may be asked again.
    void freed(const QString &agent);
    /// Everything an agent has goes back: his link is gone for too long, or he was disabled.
    void takeAllFrom(const QString &agent, bool parkedToo);

    /// May he take one more by his own will (hard limit)?
    bool hasRoom(const AgentRow &row) const;
    /// May the hub give him one more (capacity and hard limit)?
    bool hasFreeCapacity(const AgentRow &row) const;

private:
    enum class Outcome { Routed, NobodyForThis, NobodyAtAll };
    Outcome routeOne(const QString &conversation);
    /// Notes why it waits: "members" nobody works in its queue, "agents" none of them is available, "room" none has room left,
    /// "asked" whoever has room was asked lately and did not take it.
    Outcome waits(const ConversationRow &row, const char *why, Outcome outcome);
    QSet<QString> excludedFrom(const QString &conversation) const;
    void routeQueues(QStringList queues, bool noteWhy);
    void publishAgent(const QString &agent);

    Transaction &m_tx;
    const DeskConfig &m_config;
    QString m_why; ///< of the last one that found nobody
};

} // namespace liaison::hub
