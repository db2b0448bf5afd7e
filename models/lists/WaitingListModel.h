// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Conversation.h"

#include <QAbstractListModel>

namespace liaison {

class Session;

/// Who waits in the agent's queues (topic "queues"), longest first; any of them can be taken. GUI thread.
class WaitingListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { Id = Qt::UserRole + 1, CustomerName, Vip, QueueName, QueuedAt, PreviewText };

    explicit WaitingListModel(Session *session, QObject *parent = nullptr);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    void refresh();
    Session *m_session;
    QList<Conversation> m_rows;
};

} // namespace liaison
