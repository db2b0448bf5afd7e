// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "widgets/controls/Pill.h"

#include <QStyledItemDelegate>

namespace liaison {

/// Paints a person in a list in two lines: avatar, name with a pill, and words that tell him from others. GUI thread.
class PersonDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    struct Person
    {
        QString name;
        QString words;
        QString pill; ///< empty for none
        Pill::Tone tone = Pill::Tone::Neutral;
        bool pillAtEnd = false; ///< at the right edge, else behind the name
    };

    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    virtual Person person(const QModelIndex &index) const = 0;
};

} // namespace liaison
