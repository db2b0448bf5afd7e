// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/Routing.h"

#include "hub/routing/ConversationFlow.h"
#include "hub/routing/DeskQuery.h"

#include <QSet>
#include <algorithm>

namespace liaison::hub {

namespace {
constexpr int passPart = 100; ///< waiting conversations read at a time
}

bool Routing::hasRoom(const AgentRow &row) const
{
    const AgentLoad load = AgentTable(m_tx.db()).loadOf(row.agent.id, m_tx.now(), m_config.silentAfterMs);
    return load.count < row.agent.capacity + m_config.hardCapacityExtra;
}

bool Routing::hasFreeCapacity(const AgentRow &row) const
{
    const AgentLoad load = AgentTable(m_tx.db()).loadOf(row.agent.id, m_tx.now(), m_config.silentAfterMs);
    return load.weight + 1.0 <= row.agent.capacity + 1e-9 && load.count < row.agent.capacity + m_config.hardCapacityExtra;
}

QSet<QString> Routing::excludedFrom(const QString &conversation) const
{
    QSet<QString> excluded;
    DeskQuery query(m_tx.db(),
                    QStringLiteral("SELECT agent FROM offer WHERE conv = ? AND state IN ('declined','expired','transferred') "
                                   "AND ended_at > ?"),
                    {conversation, m_tx.now() - m_config.excludedMs});
    while (query.next())
        excluded.insert(query.text(0));
    return excluded;
}

Routing::Outcome Routing::routeOne(const QString &conversation)
{
    auto row = ConversationTable(m_tx.db()).load(conversation);
    if (!row || row->head.state != ConversationState::Waiting)
        return Outcome::Routed;

    AgentTable agents(m_tx.db());
    QList<AgentRow> reachable = agents.candidates(row->head.queue, m_tx.now(), m_config.linkGraceMs);
    if (reachable.isEmpty())
        return waits(*row, agents.hasMembers(row->head.queue) ? "agents" : "members", Outcome::NobodyAtAll);
    // They are ordered by longest idle; who served last goes before them. Capacities cost a question each and are asked one by one.
    const auto served =
        std::find_if(reachable.begin(), reachable.end(), [&](const AgentRow &agent) { return agent.agent.id == row->prefer; });
    if (served != reachable.end())
        std::rotate(reachable.begin(), served, served + 1);
    const QSet<QString> excluded = excludedFrom(conversation);
    const auto chosen = std::find_if(reachable.cbegin(), reachable.cend(), [&](const AgentRow &agent) {
        return !excluded.contains(agent.agent.id) && hasFreeCapacity(agent);
    });
    if (chosen == reachable.cend()) {
        const bool othersFree = std::any_of(reachable.cbegin(), reachable.cend(), [&](const AgentRow &agent) {
            return excluded.contains(agent.agent.id) && hasFreeCapacity(agent);
        });
        return othersFree ? waits(*row, "asked", Outcome::NobodyForThis) : waits(*row, "room", Outcome::NobodyAtAll);
    }

    QString mode;
    agents.queue(row->head.queue, &mode);
    ConversationFlow flow(m_tx, m_config, Principal::hub());
    if (mode == QLatin1String("auto"))
        flow.assign(*row, chosen->agent.id, QStringLiteral("auto"));
    else
        flow.offerTo(*row, chosen->agent.id, QString(), QString());
    return Outcome::Routed;
}

Routing::Outcome Routing::waits(const ConversationRow &row, const char *why, Outcome outcome)
{
    m_why = QLatin1String(why);
    if (row.waitsFor != m_why && ConversationTable(m_tx.db()).setWaitsFor(row.head.id, m_why))
        m_tx.touchTopic(QStringLiteral("queues"));
    return outcome;
}

void Routing::route(const QString &conversation) { routeOne(conversation); }

void Routing::routeQueues(QStringList queues, bool noteWhy)
{
    ConversationTable table(m_tx.db());
    std::optional<ConversationTable::Place> place;
    // All their lines as one, in the order in which people wait; a queue in which nobody can be asked falls out.
    while (!queues.isEmpty()) {
        const auto some = table.waitingBehind(queues, place ? &*place : nullptr, passPart);
        if (some.isEmpty())
            return;
        for (const ConversationTable::Place &waiting : some) {
            place = waiting;
            if (routeOne(waiting.id) != Outcome::NobodyAtAll)
                continue;
            queues.removeAll(waiting.queue);
            if (noteWhy && table.setAllWaitFor(waiting.queue, m_why))
                m_tx.touchTopic(QStringLiteral("queues"));
            break;
        }
    }
}

void Routing::routeFor(const QString &agent)
{
    const QStringList queues = AgentTable(m_tx.db()).queueIdsOf(agent);
    if (!queues.isEmpty())
        routeQueues(queues, false);
}

void Routing::routeAll() { routeQueues(ConversationTable(m_tx.db()).queuesWithWaiting(), true); }

void Routing::offerFailed(ConversationRow &row, const QString &why)
{
    const QString agent = row.head.offer->agent;
    const QString sender = row.sender;
    const bool senderParked = row.senderParked;
    ConversationFlow flow(m_tx, m_config, Principal::hub());
    flow.endOffer(row, why);
    flow.lost(row, agent, why);

    if (!sender.isEmpty()) {
        const auto from = AgentTable(m_tx.db()).load(sender);
        if (from && !from->disabled && from->agent.status != AgentStatus::Offline &&
            from->isReachable(m_tx.now(), m_config.graceMs)) {
            flow.assign(row, sender, QStringLiteral("back"));
            if (senderParked)
                flow.setParked(row, true); // where it was: he may have no place for it
            return;
        }
    }
    const qint64 place = row.virtualAt > 0 ? row.virtualAt : m_tx.now() - flow.headStart(row.head.vip);
    flow.enqueue(row, row.head.queuedAt > 0 ? row.head.queuedAt : m_tx.now(), place);
    m_tx.setTimer(
        {QStringLiteral("route:") + row.head.id, QStringLiteral("route"), row.head.id, m_tx.now() + m_config.excludedMs + 1});
    route(row.head.id);
}

void Routing::publishAgent(const QString &agent)
{
    AgentTable table(m_tx.db());
    auto row = table.load(agent);
    if (!row)
        return;
    row->agent.load = table.loadOf(agent, m_tx.now(), m_config.silentAfterMs).count;
    NewEvent event;
    event.kind = QStringLiteral("agent.state");
    event.body = {{"agent", row->agent.toJson()}};
    event.by = Principal::hub();
    event.audience = {Principal::agent(agent)};
    m_tx.append(event);
    m_tx.touchTopic(QStringLiteral("place"));
}

void Routing::setStatus(AgentRow &row, AgentStatus status, const QString &reason, const QString &next)
{
    AgentTable table(m_tx.db());
    if (row.agent.status != status)
        row.agent.since = m_tx.now();
    row.agent.status = status;
    row.agent.reason = reason;
    row.agent.next = next;
    if (status == AgentStatus::Available)
        row.misses = 0;
    table.saveState(row);
    if (!next.isEmpty() && table.loadOf(row.agent.id, m_tx.now(), m_config.silentAfterMs).count == 0) {
        setStatus(row, agentStatusFromString(next), QString(), QString());
        return;
    }
    publishAgent(row.agent.id);

    if (status == AgentStatus::Available) {
        routeFor(row.agent.id);
    } else if (status != AgentStatus::Busy) {
        // Whoever goes away does not let customers wait for the end of an offer.
        for (ConversationRow &offered : ConversationTable(m_tx.db()).inHandsOf(row.agent.id)) {
            if (offered.isOfferedTo(row.agent.id))
                offerFailed(offered, QStringLiteral("declined"));
        }
    }
}

void Routing::freed(const QString &agent)
{
    auto row = AgentTable(m_tx.db()).load(agent);
    if (!row)
        return;
    if (!row->agent.next.isEmpty()) {
        if (AgentTable(m_tx.db()).loadOf(agent, m_tx.now(), m_config.silentAfterMs).count == 0)
            setStatus(*row, agentStatusFromString(row->agent.next), QString(), QString());
        return;
    }
    if (row->agent.status == AgentStatus::Available)
        routeFor(agent);
}

void Routing::takeAllFrom(const QString &agent, bool parkedToo)
{
    ConversationFlow flow(m_tx, m_config, Principal::hub());
    for (ConversationRow &row : ConversationTable(m_tx.db()).inHandsOf(agent)) {
        // Another one of the loop may have moved it.
        auto fresh = ConversationTable(m_tx.db()).load(row.head.id);
        if (!fresh)
            continue;
        if (fresh->isOfferedTo(agent)) {
            offerFailed(*fresh, QStringLiteral("expired"));
        } else if (fresh->isOwnedBy(agent)) {
            if (fresh->head.state == ConversationState::Wrapup) {
                flow.close(*fresh, m_config.timeoutCode);
            } else if (fresh->head.state == ConversationState::Active || parkedToo) {
                flow.requeue(*fresh);
                route(fresh->head.id);
            }
        }
    }
}

} // namespace liaison::hub
