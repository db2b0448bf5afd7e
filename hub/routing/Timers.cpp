// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/Timers.h"

#include "hub/routing/ConversationFlow.h"
#include "hub/routing/DeskQuery.h"
#include "hub/routing/Routing.h"

namespace liaison::hub {

namespace {
constexpr int rescuedAtOnce = 200; ///< the next tick takes the rest
}

void Timers::due(const TimerRow &timer)
{
    if (timer.kind == QLatin1String("offer.expire"))
        offerExpired(timer.ref);
    else if (timer.kind == QLatin1String("wrapup.end"))
        wrapupEnded(timer.ref);
    else if (timer.kind == QLatin1String("link.grace"))
        graceEnded(timer.ref);
    else if (timer.kind == QLatin1String("route"))
        Routing(m_tx, m_config).route(timer.ref);
    else if (timer.kind == QLatin1String("desk.tick"))
        tick();
}

void Timers::offerExpired(const QString &offer)
{
    QString conversation;
    {
        DeskQuery query(m_tx.db(), QStringLiteral("SELECT conv FROM offer WHERE id = ? AND state = 'open'"), {offer});
        if (!query.next())
            return;
        conversation = query.text(0);
    }
    auto row = ConversationTable(m_tx.db()).load(conversation);
    if (!row || !row->head.offer || row->head.offer->id != offer)
        return;
    const QString agent = row->head.offer->agent;
    Routing routing(m_tx, m_config);
    AgentTable agents(m_tx.db());
    if (auto missed = agents.load(agent)) {
        ++missed->misses;
        agents.saveState(*missed);
    }
    routing.offerFailed(*row, QStringLiteral("expired"));
    auto missed = agents.load(agent);
    if (missed && missed->misses >= m_config.missesUntilBreak && missed->agent.status == AgentStatus::Available) {
        missed->misses = 0;
        routing.setStatus(*missed, AgentStatus::Break, QStringLiteral("missed"), QString());
    } else {
        routing.freed(agent);
    }
}

void Timers::wrapupEnded(const QString &conversation)
{
    auto row = ConversationTable(m_tx.db()).load(conversation);
    if (!row || row->head.state != ConversationState::Wrapup)
        return;
    ConversationFlow(m_tx, m_config, Principal::hub()).close(*row, m_config.timeoutCode);
    Routing(m_tx, m_config).freed(row->head.agent);
}

void Timers::graceEnded(const QString &agent)
{
    AgentTable agents(m_tx.db());
    auto row = agents.load(agent);
    if (!row || row->linkLostAt == 0)
        return;
    Routing routing(m_tx, m_config);
    // First the status: nothing may come back to him while his conversations are given away.
    if (row->agent.status != AgentStatus::Offline)
        routing.setStatus(*row, AgentStatus::Offline, QStringLiteral("link"), QString());
    routing.takeAllFrom(agent, false);
}

void Timers::tick()
{
    m_tx.setTimer({QStringLiteral("desk.tick"), QStringLiteral("desk.tick"), QString(), m_tx.now() + m_config.tickMs});
    AgentTable agents(m_tx.db());
    Routing routing(m_tx, m_config);
    for (const QString &agent : agents.disabledInUse()) {
        auto row = agents.load(agent);
        routing.setStatus(*row, AgentStatus::Offline, QStringLiteral("disabled"), QString());
        routing.takeAllFrom(agent, true);
        DeskQuery(m_tx.db(), QStringLiteral("UPDATE agent_token SET revoked = 1 WHERE agent = ?"), {agent});
        DeskQuery(m_tx.db(), QStringLiteral("DELETE FROM link_up WHERE principal = ?"), {Principal::agent(agent).toString()});
        if (m_agentDisabled)
            m_tx.afterCommit([then = m_agentDisabled, agent] { then(agent); });
    }
    for (const QString &agent : agents.signedOutWithLinks()) {
        if (m_agentDisabled)
            m_tx.afterCommit([then = m_agentDisabled, agent] { then(agent); });
    }
    for (const auto &[agent, device] : agents.signedOutDevices()) {
        if (m_deviceSignedOut)
            m_tx.afterCommit([then = m_deviceSignedOut, who = agent, from = device] { then(who, from); });
    }
    rescueWaiting(agents);
    routing.routeAll();
}

void Timers::rescueWaiting(const AgentTable &agents)
{
    const QString standard = agents.standardQueue();
    if (standard.isEmpty())
        return;
    const bool staffed = agents.hasMembers(standard);
    ConversationTable table(m_tx.db());
    ConversationFlow flow(m_tx, m_config, Principal::hub());
    for (const QString &queue : table.queuesWithWaiting()) {
        // He may have come before the first queue was made.
        if (queue == standard || (!queue.isEmpty() && (!staffed || agents.hasMembers(queue))))
            continue;
        for (const ConversationTable::Place &place : table.waitingBehind({queue}, nullptr, rescuedAtOnce)) {
            auto row = table.load(place.id);
            row->head.queue = standard;
            flow.enqueue(*row, row->head.queuedAt, row->virtualAt);
        }
    }
}

} // namespace liaison::hub
