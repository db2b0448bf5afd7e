// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/EventApplier.h"

#include "models/domain/SafeText.h"

#include "models/wire/Codec.h"

#include <QJsonArray>
#include <algorithm>

namespace liaison {

namespace {

constexpr qsizetype previewLength = 120;

void addOnce(QStringList &list, const QString &item)
{
    if (!list.contains(item))
        list.append(item);
}

Preview previewOf(const Message &message)
{
    const QString text = message.text.isEmpty() && message.file ? message.file->name : message.text;
    return {message.kind, message.side, neutralisedLine(text.left(previewLength)).simplified(), message.at};
}

bool isSpoken(const Message &message) { return message.kind != MessageKind::Note && message.kind != MessageKind::System; }

QList<Message> tailOf(const QJsonObject &conversation)
{
    QList<Message> messages;
    const QJsonArray tail = conversation["tail"].toArray();
    for (const QJsonValue &item : tail) {
        const Message message = Message::fromJson(item.toObject());
        if (!message.mid.isEmpty())
            messages.append(message);
    }
    return messages;
}

} // namespace

DeskChanges EventApplier::apply(const QString &epoch, const QList<wire::Event> &events, qint64 now)
{
    m_changes = {};
    m_touchedConversations.clear();
    m_touchedCustomers.clear();
    m_touchedCanned.clear();
    for (const wire::Event &event : events) {
        apply(event, now);
        if (!event.cid.isEmpty())
            addOnce(m_changes.commands, event.cid);
        m_changes.batch.cursor = Cursor{epoch, event.pos};
    }
    fillBatch();
    return std::move(m_changes);
}

void EventApplier::apply(const wire::Event &event, qint64 now)
{
    const QString &k = event.kind;
    const QJsonObject &body = event.body;
    if (k == QLatin1String("msg")) {
        takeMessage(event);
    } else if (k == QLatin1String("conv.assigned")) {
        takeConversation(body, now, true);
    } else if (k == QLatin1String("conv.changed") || k == QLatin1String("conv.closed") || k == QLatin1String("conv.queued") ||
               k == QLatin1String("conv.created")) {
        takeConversation(body, now, false);
    } else if (k == QLatin1String("conv.offered")) {
        takeOffer(event, now);
    } else if (k == QLatin1String("conv.lost")) {
        takeLoss(event);
    } else if (k == QLatin1String("mark")) {
        takeMark(event);
    } else if (k == QLatin1String("recall")) {
        const QString mid = body["mid"].toString();
        m_changes.recalled.append({event.conversation, mid});
        m_changes.batch.recalledMessages.append(mid);
        takePreview(event, now);
    } else if (k == QLatin1String("customer")) {
        takeCustomer(body["customer"].toObject());
    } else if (k == QLatin1String("canned") || k == QLatin1String("canned.removed")) {
        takeCanned(event);
    } else if (k == QLatin1String("queue")) {
        takeQueue(body["queue"].toObject());
    } else if (k == QLatin1String("agent.state")) {
        const Agent agent = Agent::fromJson(body["agent"].toObject());
        if (m_state.me.id.isEmpty() || agent.id == m_state.me.id) {
            m_state.me = agent;
            m_changes.me = true;
            m_changes.batch.me = agent;
        }
    } else {
        m_changes.batch.unknownEvents.append(wire::eventToJson(event));
    }
}

// --- conversations ---------------------------------------------------------------------------------------------------------

void EventApplier::takeConversation(const QJsonObject &body, qint64 now, bool mine)
{
    const QJsonObject json = body["conv"].toObject();
    Conversation conversation = Conversation::fromJson(json, now);
    if (conversation.id.isEmpty())
        return;
    const bool known = m_state.conversations.contains(conversation.id);
    if (!known && !mine)
        return; // of a conversation that is not on this desk
    const bool wasOffered = known && m_state.conversations.value(conversation.id).offer.has_value();
    if (wasOffered && !conversation.offer)
        m_changes.endedOffers.append({conversation.id, mine ? QStringLiteral("accepted") : QString()});
    if (body["customer"].isObject())
        takeCustomer(body["customer"].toObject());
    put(conversation);
    const QList<Message> tail = tailOf(json);
    for (const Message &message : tail)
        putMessage(message);
}

void EventApplier::takeOffer(const wire::Event &event, qint64 now)
{
    const QJsonObject json = event.body["conv"].toObject();
    Conversation conversation = Conversation::fromJson(json, now);
    if (conversation.id.isEmpty())
        return;
    const QJsonObject offer = event.body["offer"].toObject();
    // The countdown of the event itself: that of the head was made when the offer was, not when this frame was sent.
    if (!offer.isEmpty())
        conversation.offer = Offer{offer["id"].toString(), offer["agent"].toString(), countdownEnd(offer["expires_in_ms"], now)};
    conversation.state = ConversationState::Offered;
    if (event.body["customer"].isObject())
        takeCustomer(event.body["customer"].toObject());
    put(conversation);
    const QList<Message> tail = tailOf(json);
    for (const Message &message : tail)
        putMessage(message);
    addOnce(m_changes.offered, conversation.id);
}

void EventApplier::takeLoss(const wire::Event &event)
{
    const auto found = m_state.conversations.constFind(event.conversation);
    if (found == m_state.conversations.constEnd() || found->state == ConversationState::Closed)
        return; // what one handled and closed stays one's own
    if (found->offer)
        m_changes.endedOffers.append({event.conversation, event.body["why"].toString()});
    forget(event.conversation);
}

void EventApplier::put(const Conversation &conversation)
{
    const bool known = m_state.conversations.contains(conversation.id);
    m_state.conversations.insert(conversation.id, conversation);
    m_changes.removed.removeAll(conversation.id);
    m_changes.batch.purgedConversations.removeAll(conversation.id);
    if (!known)
        addOnce(m_changes.added, conversation.id);
    else if (!m_changes.added.contains(conversation.id))
        addOnce(m_changes.changed, conversation.id);
    addOnce(m_touchedConversations, conversation.id);
    auto &unread = m_state.unread[conversation.id];
    while (!unread.isEmpty() && unread.first() <= conversation.agentMarks.read)
        unread.removeFirst();
}

void EventApplier::forget(const QString &conversation)
{
    const QString customer = m_state.conversations.value(conversation).customer;
    m_state.remove(conversation);
    if (!m_state.customers.contains(customer))
        m_touchedCustomers.removeAll(customer);
    m_touchedConversations.removeAll(conversation);
    m_changes.changed.removeAll(conversation);
    m_changes.offered.removeAll(conversation);
    m_changes.arrived.remove(conversation);
    m_changes.arrivedOrder.removeAll(conversation);
    m_changes.written.removeAll(conversation);
    if (!m_changes.added.removeOne(conversation))
        addOnce(m_changes.removed, conversation);
    const auto ofThis = [&conversation](const Message &message) { return message.conversation == conversation; };
    m_changes.batch.messages.removeIf(ofThis);
    addOnce(m_changes.batch.purgedConversations, conversation);
}

// --- messages --------------------------------------------------------------------------------------------------------------

void EventApplier::takeMessage(const wire::Event &event)
{
    Message message = Message::fromJson(event.body["msg"].toObject());
    if (message.conversation.isEmpty())
        message.conversation = event.conversation;
    if (message.mid.isEmpty() || !m_state.conversations.contains(message.conversation))
        return; // a late word about a conversation that is gone from this desk
    Conversation head = m_state.conversations.value(message.conversation);
    head.cseq = qMax(head.cseq, message.cseq);
    if (isSpoken(message)) {
        head.last = previewOf(message);
        if (event.body.contains(QLatin1String("need_since")))
            head.needSince = event.body["need_since"].toInteger();
        else if (message.side == Side::Agent)
            head.needSince = 0;
        else if (head.needSince == 0)
            head.needSince = message.at;
        if (message.side == Side::Customer)
            addOnce(m_changes.written, message.conversation);
    }
    put(head);
    putMessage(message);
}

void EventApplier::putMessage(const Message &message)
{
    QList<Message> &arrived = m_changes.arrived[message.conversation];
    if (arrived.isEmpty())
        addOnce(m_changes.arrivedOrder, message.conversation);
    const bool known = std::any_of(arrived.cbegin(), arrived.cend(), [&](const Message &m) { return m.mid == message.mid; });
    if (known)
        return; // in the tail of an assignment as well as by itself
    arrived.append(message);
    m_changes.batch.messages.append(message);
    countUnread(message);
}

void EventApplier::countUnread(const Message &message)
{
    if (message.side != Side::Customer || !isSpoken(message))
        return;
    if (message.cseq <= m_state.conversations.value(message.conversation).agentMarks.read)
        return;
    QList<qint64> &unread = m_state.unread[message.conversation];
    const auto place = std::lower_bound(unread.begin(), unread.end(), message.cseq);
    if (place == unread.end() || *place != message.cseq)
        unread.insert(place, message.cseq);
}

void EventApplier::takeMark(const wire::Event &event)
{
    if (!m_state.conversations.contains(event.conversation))
        return;
    Conversation head = m_state.conversations.value(event.conversation);
    Marks &marks = event.body["side"].toString() == QLatin1String("customer") ? head.customerMarks : head.agentMarks;
    marks.delivered = qMax(marks.delivered, event.body["delivered"].toInteger());
    marks.read = qMax(marks.read, event.body["read"].toInteger());
    put(head);
}

void EventApplier::takePreview(const wire::Event &event, qint64 now)
{
    if (!event.body.contains(QLatin1String("last")) || !m_state.conversations.contains(event.conversation))
        return;
    Conversation head = m_state.conversations.value(event.conversation);
    head.last = Conversation::fromJson(event.body, now).last;
    put(head);
}

// --- everything else -------------------------------------------------------------------------------------------------------

void EventApplier::takeCustomer(const QJsonObject &json)
{
    const Customer customer = Customer::fromJson(json);
    if (customer.id.isEmpty())
        return;
    m_state.customers.insert(customer.id, customer);
    addOnce(m_touchedCustomers, customer.id);
    addOnce(m_changes.customers, customer.id);
    // The heads repeat the name and the rank, so that a list needs no profile.
    const QStringList ids = m_state.conversations.keys();
    for (const QString &id : ids) {
        Conversation head = m_state.conversations.value(id);
        if (head.customer != customer.id || (head.customerName == customer.name && head.vip == customer.vip))
            continue;
        head.customerName = customer.name;
        head.vip = customer.vip;
        put(head);
    }
}

void EventApplier::takeCanned(const wire::Event &event)
{
    m_changes.canned = true;
    if (event.kind == QLatin1String("canned.removed")) {
        const QString id = event.body["id"].toString();
        m_state.canned.remove(id);
        m_touchedCanned.removeAll(id);
        addOnce(m_changes.batch.removedCanned, id);
        return;
    }
    const CannedReply reply = CannedReply::fromJson(event.body["canned"].toObject());
    if (reply.id.isEmpty())
        return;
    m_state.canned.insert(reply.id, reply);
    m_changes.batch.removedCanned.removeAll(reply.id);
    addOnce(m_touchedCanned, reply.id);
}

void EventApplier::takeQueue(const QJsonObject &json)
{
    const Queue queue = Queue::fromJson(json);
    if (queue.id.isEmpty())
        return;
    const auto same =
        std::find_if(m_state.queues.begin(), m_state.queues.end(), [&queue](const Queue &q) { return q.id == queue.id; });
    if (same == m_state.queues.end())
        m_state.queues.append(queue);
    else
        *same = queue;
    m_changes.queues = true;
    m_changes.batch.queues.append(queue);
}

void EventApplier::fillBatch()
{
    for (const QString &id : std::as_const(m_touchedConversations))
        m_changes.batch.conversations.append(m_state.conversations.value(id));
    for (const QString &id : std::as_const(m_touchedCustomers))
        m_changes.batch.customers.append(m_state.customers.value(id));
    for (const QString &id : std::as_const(m_touchedCanned))
        m_changes.batch.canned.append(m_state.canned.value(id));
}

DeskChanges EventApplier::replace(const QString &epoch, qint64 pos, const QJsonObject &body, bool reset, qint64 now)
{
    m_changes = {};
    m_touchedConversations.clear();
    m_touchedCustomers.clear();
    m_touchedCanned.clear();
    DeskState fresh;
    fresh.me = body["agent"].isObject() ? Agent::fromJson(body["agent"].toObject()) : m_state.me;
    if (!reset) {
        for (const Conversation &old : std::as_const(m_state.conversations)) {
            if (old.state != ConversationState::Closed)
                continue;
            fresh.conversations.insert(old.id, old);
            if (m_state.customers.contains(old.customer))
                fresh.customers.insert(old.customer, m_state.customers.value(old.customer));
        }
    }
    m_state = fresh;

    const QJsonArray customers = body["customers"].toArray();
    for (const QJsonValue &item : customers)
        takeCustomer(item.toObject());
    const QJsonArray conversations = body["convs"].toArray();
    for (const QJsonValue &item : conversations)
        takeConversation({{"conv", item.toObject()}}, now, true);
    const QJsonArray canned = body["canned"].toArray();
    for (const QJsonValue &item : canned) {
        wire::Event event;
        event.kind = QStringLiteral("canned");
        event.body = {{"canned", item.toObject()}};
        takeCanned(event);
    }
    const QJsonArray queues = body["queues"].toArray();
    for (const QJsonValue &item : queues)
        takeQueue(item.toObject());
    const QJsonArray codes = body["codes"].toArray();
    for (const QJsonValue &item : codes)
        m_state.codes.append(WrapupCode::fromJson(item.toObject()));

    m_changes.batch.codes = m_state.codes;
    m_changes.batch.me = m_state.me;
    m_changes.batch.replaceAll = true;
    m_changes.batch.cursor = Cursor{epoch, pos};
    fillBatch();
    return std::move(m_changes);
}

StoreBatch EventApplier::history(const QList<Message> &messages)
{
    StoreBatch batch;
    batch.messages = messages;
    return batch;
}

} // namespace liaison
