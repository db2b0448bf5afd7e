// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/Conversation.h"

#include "models/domain/Names.h"
#include "models/domain/SafeText.h"

namespace liaison {

namespace {
constexpr Name<ConversationState> stateNames[] = {
    {ConversationState::Waiting, "waiting"}, {ConversationState::Offered, "offered"}, {ConversationState::Active, "active"},
    {ConversationState::Parked, "parked"},   {ConversationState::Wrapup, "wrapup"},   {ConversationState::Closed, "closed"}};

QJsonObject marksToJson(const Marks &marks) { return {{"delivered", marks.delivered}, {"read", marks.read}}; }

Marks marksFromJson(const QJsonObject &json) { return {json["delivered"].toInteger(), json["read"].toInteger()}; }
} // namespace

QString toString(ConversationState state) { return nameOf(stateNames, state); }
ConversationState conversationStateFromString(QStringView text) { return valueOf(stateNames, text, ConversationState::Waiting); }

qint64 countdownEnd(const QJsonValue &leftMs, qint64 now)
{
    constexpr qint64 year = 366LL * 24 * 3600 * 1000;
    // Made and read at 0, as the store keeps a head, it is a moment since 1970 and not a rest.
    return now + qBound<qint64>(0, leftMs.toInteger(), now == 0 ? 200 * year : 10 * year);
}

QJsonObject Conversation::toJson(qint64 now) const
{
    QJsonObject json{
        {"id", id},
        {"customer", customer},
        {"customer_name", customerName},
        {"vip", vip},
        {"channel", channel},
        {"state", toString(state)},
        {"queue", queue},
        {"queue_name", queueName},
        {"agent", agent},
        {"agent_name", agentName},
        {"ver", version},
        {"cseq", cseq},
        {"nth", nth},
        {"source", QJsonObject{{"url", sourceUrl}, {"title", sourceTitle}}},
        {"created_at", createdAt},
        {"queued_at", queuedAt},
        {"assigned_at", assignedAt},
        {"closed_at", closedAt},
        {"need_since", needSince},
        {"code", code},
        {"marks", QJsonObject{{"agent", marksToJson(agentMarks)}, {"customer", marksToJson(customerMarks)}}},
        {"last", QJsonObject{{"k", toString(last.kind)}, {"side", toString(last.side)}, {"text", last.text}, {"at", last.at}}}};
    if (wrapupEndsAt > 0)
        json["wrapup_in_ms"] = qMax<qint64>(0, wrapupEndsAt - now);
    if (offer)
        json["offer"] = QJsonObject{{"id", offer->id},
                                    {"agent", offer->agent},
                                    {"expires_in_ms", qMax<qint64>(0, offer->expiresAt - now)},
                                    {"expires_at", offer->expiresAt}};
    return json;
}

Conversation Conversation::fromJson(const QJsonObject &json, qint64 now)
{
    Conversation c;
    c.id = json["id"].toString();
    c.customer = json["customer"].toString();
    c.customerName = neutralisedLine(json["customer_name"].toString());
    c.vip = json["vip"].toInt();
    c.channel = json["channel"].toString(c.channel);
    c.state = conversationStateFromString(json["state"].toString());
    c.queue = json["queue"].toString();
    c.queueName = neutralisedLine(json["queue_name"].toString());
    c.agent = json["agent"].toString();
    c.agentName = neutralisedLine(json["agent_name"].toString());
    c.version = json["ver"].toInteger();
    c.cseq = json["cseq"].toInteger();
    c.nth = json["nth"].toInt(1);
    c.sourceUrl = neutralisedLine(json["source"]["url"].toString());
    c.sourceTitle = neutralisedLine(json["source"]["title"].toString());
    c.createdAt = json["created_at"].toInteger();
    c.queuedAt = json["queued_at"].toInteger();
    c.assignedAt = json["assigned_at"].toInteger();
    c.closedAt = json["closed_at"].toInteger();
    c.needSince = json["need_since"].toInteger();
    c.code = json["code"].toString();
    c.agentMarks = marksFromJson(json["marks"]["agent"].toObject());
    c.customerMarks = marksFromJson(json["marks"]["customer"].toObject());
    const QJsonObject last = json["last"].toObject();
    c.last = {messageKindFromString(last["k"].toString()), sideFromString(last["side"].toString()),
              neutralised(last["text"].toString()), last["at"].toInteger()};
    if (json.contains("wrapup_in_ms"))
        c.wrapupEndsAt = countdownEnd(json["wrapup_in_ms"], now);
    if (json["offer"].isObject()) {
        const QJsonObject offer = json["offer"].toObject();
        c.offer = Offer{offer["id"].toString(), offer["agent"].toString(), countdownEnd(offer["expires_in_ms"], now)};
    }
    return c;
}

} // namespace liaison
