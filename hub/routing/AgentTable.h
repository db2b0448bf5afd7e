// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Agent.h"

#include <QHash>
#include <QSqlDatabase>
#include <QStringList>
#include <QVariant>
#include <optional>

namespace liaison::hub {

/// An agent as the tables have him.
struct AgentRow
{
    Agent agent; ///< load is filled in by AgentTable::withLoad()
    bool disabled = false;
    int misses = 0;        ///< offers missed in a row
    qint64 assignedAt = 0; ///< when he last got a conversation
    qint64 linkLostAt = 0; ///< 0 while a link is up

    /// A link is up, or was until less than `graceMs` ago.
    bool isReachable(qint64 now, qint64 graceMs) const { return linkLostAt == 0 || now - linkLostAt < graceMs; }
};

/// What an agent has in hand.
struct AgentLoad
{
    double weight = 0; ///< against the capacity; see AgentTable::load()
    int count = 0;     ///< conversations and reserved slots, parked ones not counted; against the hard limit
};

/// Reads and writes agents, their states, queues and their members. Throws SqlError. The connection's thread; cheap to make.
class AgentTable
{
public:
    explicit AgentTable(const QSqlDatabase &db) : m_db(db) {}

    std::optional<AgentRow> load(const QString &id) const;
    QList<AgentRow> all() const; ///< without the disabled
    /// Disabled agents who still have conversations, offers, links or valid tokens.
    QStringList disabledInUse() const;
    /// Agents with a link up although all their tokens are revoked: signed out by a changed password.
    QStringList signedOutWithLinks() const;
    /// Links of a device whose token was revoked, while their agent is signed in on another: agent, device.
    QList<std::pair<QString, QString>> signedOutDevices() const;
    /// Who may be offered something of this queue now, longest idle first, then by id; capacity is not looked at.
    QList<AgentRow> candidates(const QString &queue, qint64 now, qint64 linkGraceMs) const;
    /// What he has in hand, weighted: active 1; active with a customer silent for `silentMs` and nothing to answer 0.3; wrap-up 0.5;
    /// parked 0; an open offer to him, or by him to a colleague (it may come back), 1.
    AgentLoad loadOf(const QString &agent, qint64 now, qint64 silentMs) const;
    /// AgentLoad::count of every agent who has anything, for lists of all of them: three reads, however many agents.
    QHash<QString, int> counts() const;
    void saveState(const AgentRow &row);

    std::optional<Queue> queue(const QString &id, QString *mode = nullptr) const;
    /// All queues, or those of an agent, in their order; with counts.
    QList<Queue> queues(const QString &ofAgent = {}) const;
    QStringList queueIdsOf(const QString &agent) const;
    QStringList members(const QString &queue) const;
    /// Somebody works in this queue, available or not.
    bool hasMembers(const QString &queue) const;
    /// The queue a new conversation goes to: the first in which somebody works, else the first; "" if there is none.
    QString standardQueue() const;
    QList<WrapupCode> codes() const;
    bool hasCode(const QString &code) const;

private:
    QList<AgentRow> rows(const QString &where, const QVariantList &values) const;
    QSqlDatabase m_db;
};

} // namespace liaison::hub
