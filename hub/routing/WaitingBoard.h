// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/routing/DeskConfig.h"

#include <QHash>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QStringList>
#include <optional>

namespace liaison::hub {

/// Who waits where, worked out once for everybody who asks and kept until something changes: a thousand customers in a queue all want
/// to know their place whenever one of them moves on. Main thread; reads only, throws SqlError.
class WaitingBoard
{
public:
    explicit WaitingBoard(const DeskConfig &config) : m_config(config) {}

    /// Something changed: the next question is answered anew.
    void forget();
    /// The place, from 1, of a conversation that waits or is offered; 0 if it does neither.
    int placeOf(const QSqlDatabase &db, const QString &conversation);
    /// How many agents of a queue may be asked now.
    int agentsOf(const QSqlDatabase &db, const QString &queue, qint64 now);
    /// How many conversations of a queue were completed within the last half hour.
    int completedOf(const QSqlDatabase &db, const QString &queue, qint64 now);
    /// The topic "queues" for somebody who is a member of these.
    QJsonObject queues(const QSqlDatabase &db, const QStringList &ids, qint64 now);

    static constexpr qint64 rateWindowMs = 30LL * 60 * 1000; ///< over which the completion rate is measured

private:
    void readPlaces(const QSqlDatabase &db);

    const DeskConfig &m_config;
    bool m_isRead = false;
    QHash<QString, int> m_places;
    QHash<QString, int> m_agents;
    QHash<QString, int> m_completed;
    QHash<QString, QJsonObject> m_queues; ///< by their ids
};

} // namespace liaison::hub
