// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/ConversationCommands.h"

#include "hub/routing/DeskQuery.h"
#include "hub/routing/Routing.h"
#include "hub/routing/TextRules.h"
#include "models/domain/Ids.h"

namespace liaison::hub {

CommandResult ConversationCommands::accept()
{
    ConversationRow &row = *m.conversation;
    const QString &me = m.actor().id();
    if (!row.isOfferedTo(me) || row.head.offer->id != m.text("offer"))
        return DeskCall::conflict(row, QStringLiteral("no longer offered"));
    ConversationFlow flow = m.flow();
    const QString sender = row.sender;
    flow.endOffer(row, QStringLiteral("accepted"));
    flow.assign(row, me, QStringLiteral("accept"));
    Routing routing(m.tx, m.config);
    if (!sender.isEmpty())
        routing.freed(sender);
    routing.routeFor(me); // an offer of another queue may have waited for this slot's weight
    return DeskCall::done(row);
}

CommandResult ConversationCommands::decline()
{
    ConversationRow &row = *m.conversation;
    if (!row.isOfferedTo(m.actor().id()) || row.head.offer->id != m.text("offer"))
        return DeskCall::conflict(row, QStringLiteral("no longer offered"));
    Routing routing(m.tx, m.config);
    routing.offerFailed(row, QStringLiteral("declined"));
    routing.freed(m.actor().id());
    return DeskCall::done(row);
}

CommandResult ConversationCommands::take()
{
    ConversationRow &row = *m.conversation;
    const QString &me = m.actor().id();
    if (row.head.state != ConversationState::Waiting)
        return DeskCall::conflict(row, QStringLiteral("no longer waiting"));
    if (!AgentTable(m.tx.db()).queueIdsOf(me).contains(row.head.queue))
        return CommandResult::refused(ErrorCode::Forbidden, QStringLiteral("not one of your queues"));
    if (!Routing(m.tx, m.config).hasRoom(*m.agent))
        return CommandResult::refused(ErrorCode::Full, QStringLiteral("as many conversations as allowed"));
    m.tx.clearTimer(QStringLiteral("route:") + row.head.id);
    m.flow().assign(row, me, QStringLiteral("take"));
    return DeskCall::done(row);
}

bool ConversationCommands::addNote(const QString &text)
{
    Message note;
    note.mid = newId();
    note.kind = MessageKind::Note;
    note.side = Side::Agent;
    note.by = m.actor().toString();
    note.byName = m.agent->agent.display;
    note.text = text;
    m.flow().say(*m.conversation, note, true);
    return true;
}

CommandResult ConversationCommands::transfer()
{
    if (m.conversation->head.state == ConversationState::Wrapup)
        return DeskCall::conflict(*m.conversation, QStringLiteral("the talk has ended"));
    const QString note = TextRules::cleaned(m.text("note")).trimmed();
    if (note.size() > TextRules::note)
        return CommandResult::invalid(QStringLiteral("the note is too long"));
    const QString agent = m.text("agent");
    const QString queue = m.text("queue");
    if (agent.isEmpty() == queue.isEmpty())
        return CommandResult::invalid(QStringLiteral("either an agent or a queue"));
    return agent.isEmpty() ? transferToQueue(queue, note) : transferToAgent(agent, note);
}

CommandResult ConversationCommands::transferToAgent(const QString &agent, const QString &note)
{
    ConversationRow &row = *m.conversation;
    const QString &me = m.actor().id();
    const auto target = AgentTable(m.tx.db()).load(agent);
    if (!target || target->disabled)
        return CommandResult::refused(ErrorCode::NotFound, QStringLiteral("no such agent"));
    if (agent == me)
        return CommandResult::invalid(QStringLiteral("that is you"));
    const bool there = (target->agent.status == AgentStatus::Available || target->agent.status == AgentStatus::Busy) &&
                       target->isReachable(m.tx.now(), m.config.linkGraceMs);
    if (!there)
        return CommandResult::refused(ErrorCode::NotFound, QStringLiteral("that agent is away"));
    Routing routing(m.tx, m.config);
    if (!routing.hasRoom(*target))
        return CommandResult::refused(ErrorCode::Full, QStringLiteral("that agent has no room"));

    ConversationFlow flow = m.flow();
    flow.lost(row, me, QStringLiteral("transferred"));
    row.head.agent.clear();
    // The note goes into the history first, so that the new agent's offer carries it in its tail.
    if (!note.isEmpty())
        addNote(note);
    flow.remark(row, QStringLiteral("transferred"), {{"from", m.agent->agent.display}, {"to", target->agent.display}});
    QString mode;
    AgentTable(m.tx.db()).queue(row.head.queue, &mode);
    if (mode == QLatin1String("auto")) {
        flow.assign(row, agent, QStringLiteral("auto"));
        routing.freed(me);
    } else {
        flow.offerTo(row, agent, me, note);
    }
    return DeskCall::done(row);
}

CommandResult ConversationCommands::transferToQueue(const QString &queue, const QString &note)
{
    ConversationRow &row = *m.conversation;
    const QString &me = m.actor().id();
    const auto target = AgentTable(m.tx.db()).queue(queue);
    if (!target)
        return CommandResult::refused(ErrorCode::NotFound, QStringLiteral("no such queue"));

    ConversationFlow flow = m.flow();
    flow.lost(row, me, QStringLiteral("transferred"));
    row.head.agent.clear();
    if (!note.isEmpty())
        addNote(note);
    flow.remark(row, QStringLiteral("transferred"), {{"from", m.agent->agent.display}, {"to", target->name}});
    row.head.queue = queue;
    row.prefer.clear();
    const qint64 now = m.tx.now();
    // Counts like an offer that failed: whoever passed it on is not asked again at once.
    DeskQuery(m.tx.db(),
              QStringLiteral("INSERT INTO offer (id, conv, agent, state, made_at, expires_at, ended_at) "
                             "VALUES (?,?,?,'transferred',?,?,?)"),
              {newId(), row.head.id, me, now, now, now});
    m.tx.setTimer({QStringLiteral("route:") + row.head.id, QStringLiteral("route"), row.head.id, now + m.config.excludedMs + 1});
    flow.enqueue(row, now, now - flow.headStart(row.head.vip));
    Routing routing(m.tx, m.config);
    routing.route(row.head.id);
    routing.freed(me);
    return DeskCall::done(row);
}

CommandResult ConversationCommands::park()
{
    if (m.conversation->head.state != ConversationState::Active)
        return DeskCall::conflict(*m.conversation, QStringLiteral("not active"));
    m.flow().setParked(*m.conversation, true);
    Routing(m.tx, m.config).freed(m.actor().id());
    return DeskCall::done(*m.conversation);
}

CommandResult ConversationCommands::resume()
{
    if (m.conversation->head.state != ConversationState::Parked)
        return DeskCall::conflict(*m.conversation, QStringLiteral("not parked"));
    if (!Routing(m.tx, m.config).hasRoom(*m.agent))
        return CommandResult::refused(ErrorCode::Full, QStringLiteral("as many conversations as allowed"));
    m.flow().setParked(*m.conversation, false);
    return DeskCall::done(*m.conversation);
}

CommandResult ConversationCommands::wrapup()
{
    if (m.conversation->head.state == ConversationState::Wrapup)
        return DeskCall::conflict(*m.conversation, QStringLiteral("already in wrap-up"));
    if (m.conversation->head.state == ConversationState::Parked && !Routing(m.tx, m.config).hasRoom(*m.agent))
        return CommandResult::refused(ErrorCode::Full, QStringLiteral("as many conversations as allowed"));
    m.flow().beginWrapup(*m.conversation);
    Routing(m.tx, m.config).freed(m.actor().id());
    return DeskCall::done(*m.conversation);
}

CommandResult ConversationCommands::close()
{
    const QString code = m.text("code");
    if (!AgentTable(m.tx.db()).hasCode(code))
        return CommandResult::invalid(QStringLiteral("unknown wrap-up code"));
    const QString note = TextRules::cleaned(m.text("note")).trimmed();
    if (note.size() > TextRules::note)
        return CommandResult::invalid(QStringLiteral("the note is too long"));
    if (!note.isEmpty())
        addNote(note);
    m.flow().close(*m.conversation, code);
    Routing(m.tx, m.config).freed(m.actor().id());
    return DeskCall::done(*m.conversation);
}

CommandResult ConversationCommands::open()
{
    const QString customerId = m.text("customer");
    const auto customer = CustomerTable(m.tx.db()).load(customerId);
    if (!customer)
        return CommandResult::refused(ErrorCode::NotFound, QStringLiteral("no such customer"));
    if (const auto open = ConversationTable(m.tx.db()).openOf(customerId)) {
        CommandResult result = DeskCall::conflict(*open, QStringLiteral("has an open conversation"));
        result.body = {{"agent", open->head.agentName}, {"conv", open->head.id}};
        return result;
    }
    if (!Routing(m.tx, m.config).hasRoom(*m.agent))
        return CommandResult::refused(ErrorCode::Full, QStringLiteral("as many conversations as allowed"));
    AgentTable agents(m.tx.db());
    const QStringList mine = agents.queueIdsOf(m.actor().id());
    ConversationFlow flow = m.flow();
    ConversationRow row = flow.begin(*customer, {}, mine.isEmpty() ? agents.standardQueue() : mine.first());
    row.virtualAt = m.tx.now() - flow.headStart(customer->vip);
    flow.assign(row, m.actor().id(), QStringLiteral("open"));
    CommandResult result = DeskCall::done(row);
    result.body = {{"conv", row.head.id}};
    return result;
}

CommandResult ConversationCommands::leave()
{
    ConversationRow &row = *m.conversation;
    ConversationFlow flow = m.flow();
    Routing routing(m.tx, m.config);
    switch (row.head.state) {
    case ConversationState::Waiting: flow.close(row, QString()); break;
    case ConversationState::Offered: {
        const QString agent = row.head.offer->agent;
        const QString sender = row.sender;
        flow.endOffer(row, QStringLiteral("withdrawn"));
        flow.lost(row, agent, QStringLiteral("left"));
        flow.close(row, QString());
        routing.freed(agent);
        if (!sender.isEmpty())
            routing.freed(sender);
        break;
    }
    case ConversationState::Active:
    case ConversationState::Parked: {
        row.customerLeft = true;
        flow.remark(row, QStringLiteral("customer_left"));
        if (row.head.state == ConversationState::Active)
            flow.beginWrapup(row);
        else
            flow.close(row, m.config.timeoutCode); // a parked one holds no slot for wrap-up work
        routing.freed(row.head.agent);
        break;
    }
    case ConversationState::Wrapup: break; // over already
    case ConversationState::Closed: break;
    }
    return DeskCall::done(row);
}

} // namespace liaison::hub
