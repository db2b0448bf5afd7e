// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStyledItemDelegate>

namespace liaison {

/// Paints a customer in a list: first letter, name, and a line of what tells him from others; the display role holds the same as
/// one text, for a screen reader. GUI thread.
class CustomerDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum Role { Id = Qt::UserRole, Name, Words, Vip };

    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace liaison
