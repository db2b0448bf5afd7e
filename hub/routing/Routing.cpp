// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/Routing.h"

#include "hub/routing/ConversationFlow.h"
#include "hub/routing/DeskQuery.h"

#include <QSet>
#include <algorithm>

namespace liaison::hub {

namespace {
constexpr int passMost = 500; ///< waiting conversations looked at in one pass; the tick comes back for the rest
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

Routing::Outcome Routing::routeOne(const QString &conversation)
{
    auto row = ConversationTable(m_tx.db()).load(conversation);
    if (!row || row->head.state != ConversationState::Waiting)
        return Outcome::Routed;

    AgentTable agents(m_tx.db());
    QList<AgentRow> free = agents.candidates(row->head.queue, m_tx.now(), m_config.linkGraceMs);
    free.removeIf([this](const AgentRow &agent) { return !hasFreeCapacity(agent); });
    if (free.isEmpty())
        return Outcome::NobodyAtAll;

    QSet<QString> excluded;
    {
        DeskQuery query(m_tx.db(),
                        QStringLiteral("SELECT agent FROM offer WHERE conv = ? AND state IN ('declined','expired','transferred') "
                                       "AND ended_at > ?"),
                        {conversation, m_tx.now() - m_config.excludedMs});
        while (query.next())
            excluded.insert(query.text(0));
    }
    free.removeIf([&](const AgentRow &agent) { return excluded.contains(agent.agent.id); });
    if (free.isEmpty())
        return Outcome::NobodyForThis;

    // candidates() are ordered by longest idle; who served last goes before them.
    const auto served =
        std::find_if(free.cbegin(), free.cend(), [&](const AgentRow &agent) { return agent.agent.id == row->prefer; });
    const QString chosen = served != free.cend() ? served->agent.id : free.first().agent.id;

    QString mode;
    agents.queue(row->head.queue, &mode);
    ConversationFlow flow(m_tx, m_config, Principal::hub());
    if (mode == QLatin1String("auto"))
        flow.assign(*row, chosen, QStringLiteral("auto"));
    else
        flow.offerTo(*row, chosen, QString(), QString());
    return Outcome::Routed;
}

void Routing::route(const QString &conversation) { routeOne(conversation); }

void Routing::routeQueues(const QStringList &queues)
{
    ConversationTable table(m_tx.db());
    QSet<QString> dry; // queues without any free agent
    for (const QString &id : table.waitingIds(queues, passMost)) {
        QString queue;
        {
            DeskQuery query(m_tx.db(), QStringLiteral("SELECT queue FROM conversation WHERE id = ?"), {id});
            if (query.next())
                queue = query.text(0);
        }
        if (dry.contains(queue))
            continue;
        if (routeOne(id) == Outcome::NobodyAtAll)
            dry.insert(queue);
        if (!queues.isEmpty() && dry.size() == queues.size())
            return;
    }
}

void Routing::routeFor(const QString &agent)
{
    const QStringList queues = AgentTable(m_tx.db()).queueIdsOf(agent);
    if (!queues.isEmpty())
        routeQueues(queues);
}

void Routing::routeAll() { routeQueues({}); }

void Routing::offerFailed(ConversationRow &row, const QString &why)
{
    const QString agent = row.head.offer->agent;
    const QString sender = row.sender;
    ConversationFlow flow(m_tx, m_config, Principal::hub());
    flow.endOffer(row, why);
    flow.lost(row, agent, why);

    if (!sender.isEmpty()) {
        const auto from = AgentTable(m_tx.db()).load(sender);
        if (from && !from->disabled && from->agent.status != AgentStatus::Offline &&
            from->isReachable(m_tx.now(), m_config.graceMs)) {
            flow.assign(row, sender, QStringLiteral("back"));
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
