// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/WaitingListModel.h"

#include "models/lists/PreviewText.h"
#include "models/session/Session.h"

namespace liaison {

WaitingListModel::WaitingListModel(Session *session, QObject *parent) : QAbstractListModel(parent), m_session(session)
{
    connect(session, &Session::queuesChanged, this, &WaitingListModel::refresh);
    connect(session, &Session::reset, this, &WaitingListModel::refresh);
    refresh();
}

void WaitingListModel::refresh()
{
    const QList<Conversation> fresh = m_session->waiting();
    if (fresh == m_rows)
        return;
    beginResetModel();
    m_rows = fresh;
    endResetModel();
}

int WaitingListModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

QVariant WaitingListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Conversation &head = m_rows[index.row()];
    switch (role) {
    case Id: return head.id;
    case Qt::DisplayRole:
    case CustomerName: return head.customerName;
    case Vip: return head.vip;
    case QueueName: return head.queueName;
    case QueuedAt: return head.queuedAt;
    case PreviewText: return previewText(head.last);
    default: return {};
    }
}

} // namespace liaison
