// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStyledItemDelegate>

namespace liaison {

class Session;

/// Paints who waits in a queue: name, queue, how long, what was written. GUI thread.
class WaitingDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit WaitingDelegate(Session *session, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    Session *m_session;
};

} // namespace liaison
