// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/routing/WaitingBoard.h"

#include "hub/routing/AgentTable.h"
#include "hub/routing/ConversationTable.h"
#include "hub/routing/DeskQuery.h"

#include <QJsonArray>

namespace liaison::hub {

namespace {
constexpr int waitingShown = 50;
}

void WaitingBoard::forget()
{
    m_isRead = false;
    m_places.clear();
    m_agents.clear();
    m_completed.clear();
    m_queues.clear();
}

void WaitingBoard::readPlaces(const QSqlDatabase &db)
{
    if (m_isRead)
        return;
    QHash<QString, int> inQueue;
    DeskQuery query(db, QStringLiteral("SELECT id, queue FROM conversation WHERE state IN ('waiting','offered') "
                                       "ORDER BY virtual_at, id"));
    while (query.next())
        m_places.insert(query.text(0), ++inQueue[query.text(1)]);
    m_isRead = true;
}

int WaitingBoard::placeOf(const QSqlDatabase &db, const QString &conversation)
{
    readPlaces(db);
    return m_places.value(conversation);
}

int WaitingBoard::agentsOf(const QSqlDatabase &db, const QString &queue, qint64 now)
{
    auto known = m_agents.constFind(queue);
    if (known == m_agents.constEnd())
        known = m_agents.insert(queue, int(AgentTable(db).candidates(queue, now, m_config.linkGraceMs).size()));
    return *known;
}

int WaitingBoard::completedOf(const QSqlDatabase &db, const QString &queue, qint64 now)
{
    auto known = m_completed.constFind(queue);
    if (known == m_completed.constEnd()) {
        DeskQuery query(db, QStringLiteral("SELECT COUNT(*) FROM conversation WHERE queue = ? AND ended_at > ? AND agent <> ''"),
                        {queue, now - rateWindowMs});
        query.next();
        known = m_completed.insert(queue, int(query.number(0)));
    }
    return *known;
}

QJsonObject WaitingBoard::queues(const QSqlDatabase &db, const QStringList &ids, qint64 now)
{
    const QString key = ids.join(QLatin1Char(' '));
    auto known = m_queues.constFind(key);
    if (known == m_queues.constEnd()) {
        QJsonArray queues;
        for (const Queue &queue : AgentTable(db).queues()) {
            if (ids.contains(queue.id))
                queues.append(queue.toJson());
        }
        QJsonArray waiting;
        if (!ids.isEmpty()) {
            for (const ConversationRow &row : ConversationTable(db).waiting(ids, waitingShown)) {
                QJsonObject head = row.head.toJson(now);
                if (!row.waitsFor.isEmpty())
                    head["waits_for"] = row.waitsFor;
                waiting.append(head);
            }
        }
        known = m_queues.insert(key, QJsonObject{{"queues", queues}, {"waiting", waiting}});
    }
    return *known;
}

} // namespace liaison::hub
