// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/customer/CustomerDelegate.h"
#include "widgets/controls/Avatar.h"
#include "widgets/controls/Pill.h"
#include "widgets/theme/Theme.h"

#include <QPainter>

namespace liaison {

namespace {
constexpr int margin = 12;
constexpr int gap = 10;
} // namespace

QSize CustomerDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {200, Theme::instance().rowHeight()};
}

void CustomerDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::instance();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect row = option.rect;
    QColor ground = theme.color(Token::Surface);
    if (option.state.testFlag(QStyle::State_Selected)) {
        ground = theme.color(Token::Select);
        painter->fillRect(row, ground);
        painter->fillRect(QRect(row.left(), row.top(), 3, row.height()), theme.color(Token::Accent));
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        ground = theme.color(Token::Surface2);
        painter->fillRect(row, ground);
    }
    const int size = theme.density() == Theme::Density::Compact ? 28 : 36;
    const QRect avatar(row.left() + margin, row.center().y() - size / 2, size, size);
    const QString name = index.data(Name).toString();
    Avatar::paint(painter, avatar, name, {}, ground);
    const QFontMetrics bold(theme.font(FontRole::BodyStrong));
    const QFontMetrics small(theme.font(FontRole::Secondary));
    const int left = avatar.right() + gap;
    const int top = row.top() + (row.height() - bold.height() - small.height()) / 2;
    const QRect first(left, top, row.right() - margin - left, bold.height());
    const QRect second(left, first.bottom() + 1, first.width(), small.height());
    const QString vip = index.data(Vip).toString();
    const int vipWidth = vip.isEmpty() ? 0 : Pill::sizeOf(vip).width() + 6;
    const QString shown = bold.elidedText(name, Qt::ElideRight, first.width() - vipWidth);
    painter->setFont(theme.font(FontRole::BodyStrong));
    painter->setPen(theme.color(Token::Text));
    painter->drawText(first, Qt::AlignVCenter | Qt::TextSingleLine, shown);
    if (!vip.isEmpty()) {
        const QSize pill = Pill::sizeOf(vip);
        const QPoint at(left + bold.horizontalAdvance(shown) + 6, first.center().y() - pill.height() / 2);
        Pill::paint(painter, QRect(at, pill), vip, Pill::Tone::Note);
    }
    painter->setFont(theme.font(FontRole::Secondary));
    painter->setPen(theme.color(Token::Text2));
    painter->drawText(second, Qt::AlignVCenter | Qt::TextSingleLine,
                      small.elidedText(index.data(Words).toString(), Qt::ElideRight, second.width()));
    if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(theme.color(Token::Accent), 2));
        painter->drawRoundedRect(row.adjusted(1, 1, -1, -1), 4, 4);
    }
    painter->restore();
}

} // namespace liaison
