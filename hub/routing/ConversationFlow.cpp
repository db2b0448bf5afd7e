// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/ConversationFlow.h"

#include "hub/routing/DeskQuery.h"
#include "hub/routing/MessageTable.h"
#include "hub/routing/TextRules.h"
#include "models/domain/Ids.h"

namespace liaison::hub {

ConversationState ConversationFlow::customerState(ConversationState state)
{
    return state == ConversationState::Parked ? ConversationState::Active : state;
}

QJsonObject ConversationFlow::customerHead(const ConversationRow &row, qint64 now)
{
    QJsonObject head = row.head.toJson(now);
    for (const char *inner : {"vip", "code", "offer", "wrapup_in_ms"})
        head.remove(QLatin1String(inner));
    head["state"] = toString(customerState(row.head.state));
    return head;
}

void ConversationFlow::append(const ConversationRow &row, const QString &kind, const QJsonObject &body,
                              const QList<Principal> &audience)
{
    if (audience.isEmpty())
        return;
    NewEvent event;
    event.conversation = row.head.id;
    event.kind = kind;
    event.body = body;
    event.by = m_by;
    event.audience = audience;
    event.cid = m_cid;
    m_tx.append(event);
}

void ConversationFlow::publish(const ConversationRow &row, const QString &kind, int to)
{
    if ((to & Owner) && !row.head.agent.isEmpty())
        append(row, kind, {{"conv", row.head.toJson(m_tx.now())}}, {Principal::agent(row.head.agent)});
    if (to & Customer_)
        append(row, kind, {{"conv", customerHead(row, m_tx.now())}}, {Principal::customer(row.head.customer)});
}

QJsonObject ConversationFlow::withTail(const ConversationRow &row) const
{
    QJsonObject head = row.head.toJson(m_tx.now());
    head["tail"] = MessageTable(m_tx.db()).tail(row.head.id, Viewer::Agent);
    return head;
}

void ConversationFlow::move(ConversationRow &row)
{
    if (!ConversationTable(m_tx.db()).move(row))
        throw SqlError(QStringLiteral("a conversation was moved by somebody else"), false);
    readNames(row);
    m_tx.touchTopic(QStringLiteral("queues"));
    m_tx.touchTopic(QStringLiteral("place"));
    m_tx.touchTopic(QStringLiteral("place@") + Principal::customer(row.head.customer).toString());
    if (!row.head.agent.isEmpty())
        m_tx.touchTopic(QStringLiteral("figures@") + Principal::agent(row.head.agent).toString());
}

void ConversationFlow::readNames(ConversationRow &row) const
{
    DeskQuery query(m_tx.db(),
                    QStringLiteral("SELECT (SELECT display FROM agent WHERE id = ?), (SELECT name FROM queue WHERE id = ?)"),
                    {row.head.agent, row.head.queue});
    if (query.next()) {
        row.head.agentName = query.text(0);
        row.head.queueName = query.text(1);
    }
}

ConversationRow ConversationFlow::begin(const Customer &customer, const CustomerTable::Page &page, const QString &queue)
{
    ConversationTable table(m_tx.db());
    const auto before = table.newestOf(customer.id);
    ConversationRow row;
    row.head.id = newId();
    row.head.customer = customer.id;
    row.head.customerName = customer.name;
    row.head.vip = customer.vip;
    row.head.queue = queue;
    row.head.version = 1;
    row.head.nth = before ? before->head.nth + 1 : 1;
    row.head.sourceUrl = page.url;
    row.head.sourceTitle = page.title;
    row.head.createdAt = m_tx.now();
    row.prefer = before ? before->head.agent : QString();
    readNames(row);
    table.insert(row);
    CustomerTable(m_tx.db()).countConversation(customer.id);
    publish(row, QStringLiteral("conv.created"), Customer_);
    return row;
}

Message ConversationFlow::say(ConversationRow &row, Message message, bool internal)
{
    message.conversation = row.head.id;
    message.cseq = m_tx.nextCseq(row.head.id);
    message.at = m_tx.now();
    row.head.cseq = message.cseq;
    MessageTable(m_tx.db()).insert(message, internal);
    if (!internal && message.side != Side::Hub) {
        row.lastMid = message.mid;
        QString text = TextRules::shortened(message.text);
        if (text.isEmpty() && message.file)
            text = TextRules::shortened(message.file->name);
        row.head.last = {message.kind, message.side, text, message.at};
    }

    NewEvent event;
    event.conversation = row.head.id;
    event.cseq = message.cseq;
    event.kind = QStringLiteral("msg");
    event.by = m_by;
    event.mid = message.mid;
    event.cid = m_cid;
    event.body = {{"msg", message.toJson()}, {"need_since", row.head.needSince}};
    if (!row.head.agent.isEmpty() && row.head.state != ConversationState::Closed)
        event.audience.append(Principal::agent(row.head.agent));
    else if (row.head.offer)
        event.audience.append(Principal::agent(row.head.offer->agent));
    if (!internal)
        event.audience.append(Principal::customer(row.head.customer));
    if (!event.audience.isEmpty())
        m_tx.append(event);
    return message;
}

void ConversationFlow::remark(ConversationRow &row, const QString &code, const QJsonObject &args, bool internal)
{
    Message message;
    message.mid = newId();
    message.kind = MessageKind::System;
    message.side = Side::Hub;
    message.by = Principal::hub().toString();
    message.text = code;
    message.args = args;
    say(row, message, internal);
}

void ConversationFlow::enqueue(ConversationRow &row, qint64 queuedAt, qint64 virtualAt)
{
    row.head.state = ConversationState::Waiting;
    row.head.agent.clear();
    row.head.wrapupEndsAt = 0;
    row.head.queuedAt = queuedAt;
    row.virtualAt = virtualAt;
    move(row);
    publish(row, QStringLiteral("conv.queued"), Customer_);
}

void ConversationFlow::offerTo(ConversationRow &row, const QString &agent, const QString &sender, const QString &note)
{
    const qint64 now = m_tx.now();
    const Offer offer{newId(), agent, now + m_config.offerMs};
    const bool parked = row.head.state == ConversationState::Parked;
    DeskQuery(m_tx.db(),
              QStringLiteral("INSERT INTO offer (id, conv, agent, sender, parked, made_at, expires_at) VALUES (?,?,?,?,?,?,?)"),
              {offer.id, row.head.id, agent, sender, parked ? 1 : 0, now, offer.expiresAt});
    m_tx.setTimer({QStringLiteral("offer:") + offer.id, QStringLiteral("offer.expire"), offer.id, offer.expiresAt});
    row.head.state = ConversationState::Offered;
    row.head.agent.clear();
    row.head.offer = offer;
    row.sender = sender;
    row.senderParked = parked;
    move(row);

    QJsonObject body{
        {"conv", withTail(row)},
        {"offer",
         QJsonObject{{"id", offer.id}, {"agent", agent}, {"expires_in_ms", m_config.offerMs}, {"expires_at", offer.expiresAt}}}};
    if (const auto customer = CustomerTable(m_tx.db()).load(row.head.customer))
        body["customer"] = customer->toJson();
    if (!note.isEmpty())
        body["note"] = note;
    append(row, QStringLiteral("conv.offered"), body, {Principal::agent(agent)});
}

void ConversationFlow::endOffer(ConversationRow &row, const QString &how)
{
    if (!row.head.offer)
        return;
    DeskQuery(m_tx.db(), QStringLiteral("UPDATE offer SET state = ?, ended_at = ? WHERE id = ? AND state = 'open'"),
              {how, m_tx.now(), row.head.offer->id});
    m_tx.clearTimer(QStringLiteral("offer:") + row.head.offer->id);
    row.head.offer.reset();
    row.sender.clear();
    row.senderParked = false;
}

void ConversationFlow::assign(ConversationRow &row, const QString &agent, const QString &how)
{
    const qint64 now = m_tx.now();
    row.head.state = ConversationState::Active;
    row.head.agent = agent;
    row.head.assignedAt = now;
    row.head.wrapupEndsAt = 0;
    row.prefer.clear();
    readNames(row);
    {
        // Remark and assignment in one: the owner gets the remark inside the tail, the customer as a message.
        const QString owner = row.head.agent;
        row.head.agent.clear();
        remark(row, QStringLiteral("assigned"), {{"agent", row.head.agentName}});
        row.head.agent = owner;
    }
    move(row);
    DeskQuery(m_tx.db(), QStringLiteral("UPDATE agent_state SET assigned_at = ?, misses = 0 WHERE agent = ?"), {now, agent});
    DeskQuery(
        m_tx.db(),
        QStringLiteral("INSERT INTO fact_assigned (id, conv, agent, queue, queued_at, assigned_at, how) VALUES (?,?,?,?,?,?,?)"),
        {newId(), row.head.id, agent, row.head.queue, row.head.queuedAt, now, how});

    QJsonObject body{{"conv", withTail(row)}};
    if (const auto customer = CustomerTable(m_tx.db()).load(row.head.customer))
        body["customer"] = customer->toJson();
    append(row, QStringLiteral("conv.assigned"), body, {Principal::agent(agent)});
    publish(row, QStringLiteral("conv.changed"), Customer_);
}

void ConversationFlow::lost(const ConversationRow &row, const QString &agent, const QString &why)
{
    append(row, QStringLiteral("conv.lost"), {{"why", why}}, {Principal::agent(agent)});
    m_tx.touchTopic(QStringLiteral("figures@") + Principal::agent(agent).toString());
}

void ConversationFlow::requeue(ConversationRow &row)
{
    const QString agent = row.head.agent;
    lost(row, agent, QStringLiteral("requeued"));
    m_tx.clearTimer(QStringLiteral("wrapup:") + row.head.id);
    row.prefer = agent;
    row.head.agent.clear();
    remark(row, QStringLiteral("requeued"));
    // He was being served already: his old place is ahead of those who came later.
    const qint64 place = row.virtualAt > 0 ? row.virtualAt : m_tx.now() - headStart(row.head.vip);
    enqueue(row, m_tx.now(), place);
}

void ConversationFlow::setParked(ConversationRow &row, bool parked)
{
    row.head.state = parked ? ConversationState::Parked : ConversationState::Active;
    if (parked)
        remark(row, QStringLiteral("parked"), {}, true);
    move(row);
    publish(row, QStringLiteral("conv.changed"), Owner);
}

void ConversationFlow::beginWrapup(ConversationRow &row)
{
    row.head.state = ConversationState::Wrapup;
    row.endedAt = m_tx.now();
    row.head.needSince = 0;
    row.head.wrapupEndsAt = m_config.wrapupMs > 0 ? m_tx.now() + m_config.wrapupMs : 0;
    if (m_config.wrapupMs > 0)
        m_tx.setTimer(
            {QStringLiteral("wrapup:") + row.head.id, QStringLiteral("wrapup.end"), row.head.id, row.head.wrapupEndsAt});
    move(row);
    publish(row, QStringLiteral("conv.changed"), Both);
}

void ConversationFlow::reopen(ConversationRow &row)
{
    m_tx.clearTimer(QStringLiteral("wrapup:") + row.head.id);
    row.head.state = ConversationState::Active;
    row.head.wrapupEndsAt = 0;
    row.endedAt = 0;
    if (row.customerLeft) {
        row.customerLeft = false;
        remark(row, QStringLiteral("customer_back"));
    }
    move(row);
    publish(row, QStringLiteral("conv.changed"), Both);
}

void ConversationFlow::close(ConversationRow &row, const QString &code)
{
    m_tx.clearTimer(QStringLiteral("wrapup:") + row.head.id);
    m_tx.clearTimer(QStringLiteral("route:") + row.head.id);
    remark(row, QStringLiteral("closed"));
    row.head.state = ConversationState::Closed;
    row.head.closedAt = m_tx.now();
    if (row.endedAt == 0)
        row.endedAt = m_tx.now();
    row.head.wrapupEndsAt = 0;
    row.head.needSince = 0;
    row.head.code = code;
    move(row);
    publish(row, QStringLiteral("conv.closed"), Both);
}

} // namespace liaison::hub
