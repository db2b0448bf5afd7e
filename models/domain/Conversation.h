// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Message.h"

#include <QList>

namespace liaison {

/// Where a conversation stands: waiting → offered → active → wrapup → closed, and parked.
enum class ConversationState { Waiting, Offered, Active, Parked, Wrapup, Closed };
QString toString(ConversationState state);
ConversationState conversationStateFromString(QStringView text);

/// Up to which cseq one side has got and read what the other side wrote.
struct Marks
{
    qint64 delivered = 0;
    qint64 read = 0;
    friend bool operator==(const Marks &, const Marks &) = default;
};

/// An offer of a conversation to one agent; it stands until `expiresAt` (hub UTC ms).
struct Offer
{
    QString id;
    QString agent;
    qint64 expiresAt = 0;
    friend bool operator==(const Offer &, const Offer &) = default;
};

/// The newest message as the conversation list shows it.
struct Preview
{
    MessageKind kind = MessageKind::Text;
    Side side = Side::Customer;
    QString text;
    qint64 at = 0;
    friend bool operator==(const Preview &, const Preview &) = default;
};

/// The head of a conversation: `conv` of docs/protocol.md. A plain value; times are hub UTC ms, 0 if not yet.
struct Conversation
{
    QString id;
    QString customer;
    QString customerName;
    int vip = 0;
    QString channel = QStringLiteral("web");
    ConversationState state = ConversationState::Waiting;
    QString queue;
    QString queueName;
    QString agent;
    QString agentName;
    qint64 version = 0;
    qint64 cseq = 0; ///< newest number given in this conversation
    int nth = 1;     ///< the how-many-eth conversation of this customer
    QString sourceUrl;
    QString sourceTitle;
    qint64 createdAt = 0;
    qint64 queuedAt = 0;
    qint64 assignedAt = 0;
    qint64 closedAt = 0;
    qint64 wrapupEndsAt = 0;
    qint64 needSince = 0; ///< when the oldest customer message not yet answered was written
    QString code;         ///< wrap-up code, once closed
    Marks agentMarks;     ///< what the agent has got and read of the customer's
    Marks customerMarks;  ///< what the customer has got and read of the agent's
    Preview last;
    std::optional<Offer> offer;

    /// `now`: hub UTC ms at which the JSON is made or received; countdowns on the wire are relative to it.
    QJsonObject toJson(qint64 now) const;
    static Conversation fromJson(const QJsonObject &json, qint64 now);
    bool isOpen() const { return state != ConversationState::Closed; }
    friend bool operator==(const Conversation &, const Conversation &) = default;
};

/// When a countdown with `leftMs` (a number of JSON) left at `now` ends. Less than nothing counts as nothing, more than ten years
/// as ten: a time beyond every configuration is no time but an attack on the sum.
qint64 countdownEnd(const QJsonValue &leftMs, qint64 now);

} // namespace liaison
