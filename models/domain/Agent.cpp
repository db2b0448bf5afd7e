// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/Agent.h"

#include "models/domain/Names.h"

namespace liaison {

namespace {
constexpr Name<AgentStatus> statusNames[] = {{AgentStatus::Offline, "offline"},
                                             {AgentStatus::Available, "available"},
                                             {AgentStatus::Busy, "busy"},
                                             {AgentStatus::Break, "break"}};
} // namespace

QString toString(AgentStatus status) { return nameOf(statusNames, status); }
AgentStatus agentStatusFromString(QStringView text) { return valueOf(statusNames, text, AgentStatus::Offline); }

QJsonObject Agent::toJson() const
{
    return {{"id", id},         {"name", name}, {"display", display}, {"role", role},         {"status", toString(status)},
            {"reason", reason}, {"next", next}, {"since", since},     {"capacity", capacity}, {"load", load}};
}

Agent Agent::fromJson(const QJsonObject &json)
{
    Agent a;
    a.id = json["id"].toString();
    a.name = json["name"].toString();
    a.display = json["display"].toString();
    a.role = json["role"].toString(a.role);
    a.status = agentStatusFromString(json["status"].toString());
    a.reason = json["reason"].toString();
    a.next = json["next"].toString();
    a.since = json["since"].toInteger();
    a.capacity = json["capacity"].toInt();
    a.load = json["load"].toInt();
    return a;
}

QJsonObject Queue::toJson() const
{
    return {{"id", id}, {"name", name}, {"waiting", waiting}, {"oldest_at", oldestAt}, {"target_s", targetSeconds}};
}

Queue Queue::fromJson(const QJsonObject &json)
{
    Queue q;
    q.id = json["id"].toString();
    q.name = json["name"].toString();
    q.waiting = json["waiting"].toInt();
    q.oldestAt = json["oldest_at"].toInteger();
    q.targetSeconds = json["target_s"].toInt(q.targetSeconds);
    return q;
}

} // namespace liaison
