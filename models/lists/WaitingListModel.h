// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Conversation.h"

#include <QAbstractListModel>

namespace liaison {

class Session;

/// The customers who wait in the agent's queues (topic "queues"), longest first, at most 50. Rows that stay are moved or changed, never
/// reset. GUI thread.
class WaitingListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    /// Since: qint64 hub UTC ms; Vip: int; Urgency: int(Urgency) by the queue's target.
    enum Role { Id = Qt::UserRole + 1, CustomerName, PreviewText, Since, QueueName, Vip, Urgency };

    explicit WaitingListModel(Session *session, QObject *parent = nullptr);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    /// Called by the view once a second; urgency changes with time.
    void tick();

private:
    void update();
    int urgency(const Conversation &conversation) const;

    Session *m_session;
    QList<Conversation> m_rows;
    QList<int> m_urgencies; ///< as last shown
};

} // namespace liaison
