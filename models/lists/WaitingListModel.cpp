// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/WaitingListModel.h"

#include "models/domain/ReplyClock.h"
#include "models/lists/PreviewText.h"
#include "models/session/Session.h"

#include <algorithm>

namespace liaison {

WaitingListModel::WaitingListModel(Session *session, QObject *parent) : QAbstractListModel(parent), m_session(session)
{
    connect(session, &Session::queuesChanged, this, &WaitingListModel::update);
    update();
}

int WaitingListModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

int WaitingListModel::urgency(const Conversation &conversation) const
{
    const QList<Queue> queues = m_session->queues();
    const auto queue =
        std::find_if(queues.cbegin(), queues.cend(), [&](const Queue &candidate) { return candidate.id == conversation.queue; });
    const qint64 targetMs = queue == queues.cend() ? 0 : queue->targetSeconds * 1000LL;
    return int(urgencyOf(conversation.queuedAt, targetMs, m_session->hubNow()));
}

void WaitingListModel::update()
{
    const QList<Conversation> fresh = m_session->waiting();
    const auto has = [](const QList<Conversation> &list, const QString &id) {
        return std::any_of(list.cbegin(), list.cend(), [&id](const Conversation &c) { return c.id == id; });
    };
    for (int row = int(m_rows.size()) - 1; row >= 0; --row) {
        if (has(fresh, m_rows.at(row).id))
            continue;
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }
    for (int row = 0; row < fresh.size(); ++row) {
        const Conversation &wanted = fresh.at(row);
        int from = row;
        while (from < m_rows.size() && m_rows.at(from).id != wanted.id)
            ++from;
        if (from == m_rows.size()) {
            beginInsertRows({}, row, row);
            m_rows.insert(row, wanted);
            endInsertRows();
            continue;
        }
        if (from != row) {
            beginMoveRows({}, from, from, {}, row);
            m_rows.move(from, row);
            endMoveRows();
        }
        if (!(m_rows.at(row) == wanted)) {
            m_rows[row] = wanted;
            emit dataChanged(index(row), index(row));
        }
    }
    m_urgencies.clear();
    for (const Conversation &conversation : std::as_const(m_rows))
        m_urgencies.append(urgency(conversation));
}

void WaitingListModel::tick()
{
    for (int row = 0; row < m_rows.size(); ++row) {
        const int now = urgency(m_rows.at(row));
        if (std::exchange(m_urgencies[row], now) != now)
            emit dataChanged(index(row), index(row), {Urgency});
    }
}

QVariant WaitingListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Conversation &c = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case CustomerName: return c.customerName;
    case Id: return c.id;
    case PreviewText: return previewText(c.last, m_session->mask());
    case Since: return c.queuedAt;
    case QueueName: return c.queueName;
    case Vip: return c.vip;
    case Urgency: return urgency(c);
    default: return {};
    }
}

} // namespace liaison
