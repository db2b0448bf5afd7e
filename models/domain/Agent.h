// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonObject>
#include <QString>

namespace liaison {

/// What an agent says of himself; activity and the state of each conversation are kept apart from it.
enum class AgentStatus { Offline, Available, Busy, Break };
QString toString(AgentStatus status);
AgentStatus agentStatusFromString(QStringView text);

/// An agent as others and his own workstation see him: `agent` of docs/protocol.md. A plain value.
struct Agent
{
    QString id;
    QString name;                           ///< sign-in name
    QString display;                        ///< shown to colleagues and customers
    QString role = QStringLiteral("agent"); ///< agent, monitor, manager
    AgentStatus status = AgentStatus::Offline;
    QString reason; ///< of a break; "missed" if the hub set it
    QString next;   ///< status to take when the last conversation ends; empty for none
    qint64 since = 0;
    int capacity = 0; ///< conversations at once, hard limit
    int load = 0;

    QJsonObject toJson() const;
    static Agent fromJson(const QJsonObject &json);
    friend bool operator==(const Agent &, const Agent &) = default;
};

/// A queue: customers wait in it, agents are members of it.
struct Queue
{
    QString id;
    QString name;
    int waiting = 0;
    qint64 oldestAt = 0;
    int targetSeconds = 60; ///< answer within

    QJsonObject toJson() const;
    static Queue fromJson(const QJsonObject &json);
    friend bool operator==(const Queue &, const Queue &) = default;
};

/// A wrap-up code: why a conversation was about what it was about.
struct WrapupCode
{
    QString id;
    QString name;

    QJsonObject toJson() const { return {{"id", id}, {"name", name}}; }
    static WrapupCode fromJson(const QJsonObject &json) { return {json["id"].toString(), json["name"].toString()}; }
    friend bool operator==(const WrapupCode &, const WrapupCode &) = default;
};

} // namespace liaison
