// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/AgentTable.h"

#include "hub/routing/DeskQuery.h"

namespace liaison::hub {

namespace {
const QString selectAgents = QStringLiteral(
    "SELECT a.id, a.name, a.display, a.role, a.capacity, a.disabled, s.status, s.reason, s.next, s.since, s.misses, "
    "s.assigned_at, COALESCE(s.link_lost_at, 1) FROM agent a LEFT JOIN agent_state s ON s.agent = a.id ");
}

QList<AgentRow> AgentTable::rows(const QString &where, const QVariantList &values) const
{
    QList<AgentRow> found;
    DeskQuery query(m_db, selectAgents + where, values);
    while (query.next()) {
        AgentRow row;
        row.agent.id = query.text(0);
        row.agent.name = query.text(1);
        row.agent.display = query.text(2);
        row.agent.role = query.text(3);
        row.agent.capacity = int(query.number(4));
        row.disabled = query.number(5) != 0;
        row.agent.status = agentStatusFromString(query.text(6));
        row.agent.reason = query.text(7);
        row.agent.next = query.text(8);
        row.agent.since = query.number(9);
        row.misses = int(query.number(10));
        row.assignedAt = query.number(11);
        row.linkLostAt = query.number(12);
        found.append(row);
    }
    return found;
}

std::optional<AgentRow> AgentTable::load(const QString &id) const
{
    const auto found = rows(QStringLiteral("WHERE a.id = ?"), {id});
    return found.isEmpty() ? std::nullopt : std::optional(found.first());
}

QList<AgentRow> AgentTable::all() const { return rows(QStringLiteral("WHERE a.disabled = 0 ORDER BY a.display, a.id"), {}); }

QStringList AgentTable::disabledInUse() const
{
    QStringList ids;
    DeskQuery query(
        m_db, QStringLiteral("SELECT a.id FROM agent a WHERE a.disabled = 1 AND ("
                             "EXISTS (SELECT 1 FROM conversation c WHERE c.agent = a.id AND c.state IN "
                             "('active','parked','wrapup')) "
                             "OR EXISTS (SELECT 1 FROM offer o WHERE o.agent = a.id AND o.state = 'open') "
                             "OR EXISTS (SELECT 1 FROM link_up l WHERE l.principal = 'a:' || a.id) "
                             "OR EXISTS (SELECT 1 FROM agent_token t WHERE t.agent = a.id AND t.revoked = 0)) ORDER BY a.id"));
    while (query.next())
        ids.append(query.text(0));
    return ids;
}

QStringList AgentTable::signedOutWithLinks() const
{
    QStringList ids;
    DeskQuery query(
        m_db,
        QStringLiteral("SELECT a.id FROM agent a WHERE a.disabled = 0 "
                       "AND EXISTS (SELECT 1 FROM link_up l WHERE l.principal = 'a:' || a.id) "
                       "AND EXISTS (SELECT 1 FROM agent_token t WHERE t.agent = a.id AND t.revoked = 1) "
                       "AND NOT EXISTS (SELECT 1 FROM agent_token t WHERE t.agent = a.id AND t.revoked = 0) ORDER BY a.id"));
    while (query.next())
        ids.append(query.text(0));
    return ids;
}

QList<std::pair<QString, QString>> AgentTable::signedOutDevices() const
{
    QList<std::pair<QString, QString>> found;
    DeskQuery query(
        m_db,
        QStringLiteral("SELECT a.id, l.device FROM agent a JOIN link_up l ON l.principal = 'a:' || a.id WHERE a.disabled = 0 "
                       "AND EXISTS (SELECT 1 FROM agent_token t WHERE t.agent = a.id AND t.revoked = 0) "
                       "AND EXISTS (SELECT 1 FROM agent_token t WHERE t.agent = a.id AND t.device = l.device AND t.revoked = 1) "
                       "AND NOT EXISTS (SELECT 1 FROM agent_token t WHERE t.agent = a.id AND t.device = l.device AND "
                       "t.revoked = 0) ORDER BY a.id, l.device"));
    while (query.next())
        found.append({query.text(0), query.text(1)});
    return found;
}

QList<AgentRow> AgentTable::candidates(const QString &queue, qint64 now, qint64 linkGraceMs) const
{
    return rows(
        QStringLiteral("JOIN queue_member m ON m.agent = a.id JOIN queue q ON q.id = m.queue "
                       "WHERE m.queue = ? AND q.disabled = 0 AND a.disabled = 0 AND s.status = 'available' AND s.next = '' "
                       "AND (s.link_lost_at = 0 OR s.link_lost_at > ?) ORDER BY s.assigned_at, a.id"),
        {queue, now - linkGraceMs});
}

AgentLoad AgentTable::loadOf(const QString &agent, qint64 now, qint64 silentMs) const
{
    AgentLoad load;
    {
        DeskQuery query(m_db,
                        QStringLiteral("SELECT state, need_since, customer_at, assigned_at FROM conversation "
                                       "WHERE agent = ? AND state IN ('active','wrapup')"),
                        {agent});
        while (query.next()) {
            ++load.count;
            const bool silent = query.number(1) == 0 && now - qMax(query.number(2), query.number(3)) > silentMs;
            if (query.text(0) == QLatin1String("wrapup"))
                load.weight += 0.5;
            else
                load.weight += silent ? 0.3 : 1.0;
        }
    }
    DeskQuery query(
        m_db, QStringLiteral("SELECT COUNT(*) FROM offer WHERE state = 'open' AND (agent = ? OR (sender = ? AND parked = 0))"),
        {agent, agent});
    query.next();
    load.count += int(query.number(0));
    load.weight += double(query.number(0));
    return load;
}

QHash<QString, int> AgentTable::counts() const
{
    QHash<QString, int> counts;
    for (const char *sql : {"SELECT agent, COUNT(*) FROM conversation WHERE state IN ('active','wrapup') GROUP BY agent",
                            "SELECT agent, COUNT(*) FROM offer WHERE state = 'open' GROUP BY agent",
                            "SELECT sender, COUNT(*) FROM offer WHERE state = 'open' AND sender <> '' AND sender <> agent AND "
                            "parked = 0 GROUP BY sender"}) {
        DeskQuery query(m_db, QLatin1String(sql));
        while (query.next())
            counts[query.text(0)] += int(query.number(1));
    }
    return counts;
}

void AgentTable::saveState(const AgentRow &row)
{
    DeskQuery(m_db,
              QStringLiteral("INSERT INTO agent_state (agent, status, reason, next, since, misses, assigned_at, link_lost_at) "
                             "VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (agent) DO UPDATE SET status = excluded.status, "
                             "reason = excluded.reason, next = excluded.next, since = excluded.since, misses = excluded.misses, "
                             "assigned_at = excluded.assigned_at, link_lost_at = excluded.link_lost_at"),
              {row.agent.id, toString(row.agent.status), row.agent.reason, row.agent.next, row.agent.since, row.misses,
               row.assignedAt, row.linkLostAt});
}

std::optional<Queue> AgentTable::queue(const QString &id, QString *mode) const
{
    DeskQuery query(m_db, QStringLiteral("SELECT name, mode, target_s FROM queue WHERE id = ? AND disabled = 0"), {id});
    if (!query.next())
        return std::nullopt;
    Queue queue;
    queue.id = id;
    queue.name = query.text(0);
    queue.targetSeconds = int(query.number(2));
    if (mode)
        *mode = query.text(1);
    return queue;
}

QList<Queue> AgentTable::queues(const QString &ofAgent) const
{
    QString sql = QStringLiteral("SELECT q.id, q.name, q.target_s, COUNT(c.id), COALESCE(MIN(c.queued_at), 0) FROM queue q "
                                 "LEFT JOIN conversation c ON c.queue = q.id AND c.state = 'waiting' ");
    QVariantList values;
    if (!ofAgent.isEmpty()) {
        sql += QStringLiteral("JOIN queue_member m ON m.queue = q.id AND m.agent = ? ");
        values << ofAgent;
    }
    sql += QStringLiteral("WHERE q.disabled = 0 GROUP BY q.id, q.name, q.target_s, q.place ORDER BY q.place, q.id");
    QList<Queue> found;
    DeskQuery query(m_db, sql, values);
    while (query.next()) {
        Queue queue;
        queue.id = query.text(0);
        queue.name = query.text(1);
        queue.targetSeconds = int(query.number(2));
        queue.waiting = int(query.number(3));
        queue.oldestAt = query.number(4);
        found.append(queue);
    }
    return found;
}

QStringList AgentTable::queueIdsOf(const QString &agent) const
{
    QStringList ids;
    DeskQuery query(m_db,
                    QStringLiteral("SELECT q.id FROM queue q JOIN queue_member m ON m.queue = q.id WHERE m.agent = ? "
                                   "AND q.disabled = 0 ORDER BY q.place, q.id"),
                    {agent});
    while (query.next())
        ids.append(query.text(0));
    return ids;
}

QStringList AgentTable::members(const QString &queue) const
{
    QStringList ids;
    DeskQuery query(m_db, QStringLiteral("SELECT agent FROM queue_member WHERE queue = ? ORDER BY agent"), {queue});
    while (query.next())
        ids.append(query.text(0));
    return ids;
}

bool AgentTable::hasMembers(const QString &queue) const
{
    return DeskQuery(m_db,
                     QStringLiteral("SELECT 1 FROM queue_member m JOIN agent a ON a.id = m.agent JOIN queue q ON q.id = m.queue "
                                    "WHERE m.queue = ? AND a.disabled = 0 AND q.disabled = 0 LIMIT 1"),
                     {queue})
        .next();
}

QString AgentTable::standardQueue() const
{
    DeskQuery query(m_db, QStringLiteral("SELECT q.id FROM queue q WHERE q.disabled = 0 ORDER BY CASE WHEN EXISTS (SELECT 1 FROM "
                                         "queue_member m JOIN agent a ON a.id = m.agent WHERE m.queue = q.id AND a.disabled = 0) "
                                         "THEN 0 ELSE 1 END, q.place, q.id LIMIT 1"));
    return query.next() ? query.text(0) : QStringLiteral("");
}

QList<WrapupCode> AgentTable::codes() const
{
    QList<WrapupCode> found;
    DeskQuery query(m_db, QStringLiteral("SELECT id, name FROM wrapup_code WHERE disabled = 0 ORDER BY place, id"));
    while (query.next())
        found.append({query.text(0), query.text(1)});
    return found;
}

bool AgentTable::hasCode(const QString &code) const
{
    return DeskQuery(m_db, QStringLiteral("SELECT 1 FROM wrapup_code WHERE id = ? AND disabled = 0"), {code}).next();
}

} // namespace liaison::hub
