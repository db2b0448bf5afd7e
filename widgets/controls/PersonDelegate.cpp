// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/PersonDelegate.h"

#include "widgets/controls/Avatar.h"
#include "widgets/theme/RoundedBox.h"
#include "widgets/theme/Theme.h"

#include <QPainter>

namespace liaison {

namespace {
constexpr int margin = 14;
constexpr int rightMargin = 12;
constexpr int gap = 11;
constexpr int pillGap = 6;
} // namespace

QSize PersonDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {200, Theme::instance().rowHeight()};
}

void PersonDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::instance();
    const Person who = person(index);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect row = option.rect;
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->fillRect(row, theme.color(Token::Select));
        painter->fillRect(QRect(row.left(), row.top(), 3, row.height()), theme.color(Token::Accent));
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        painter->fillRect(row, theme.color(Token::Surface2));
    }
    const int size = theme.density() == Theme::Density::Compact ? 28 : 36;
    const QRect avatar(row.left() + margin, row.center().y() - size / 2, size, size);
    Avatar::paint(painter, avatar, who.name, {}, {});
    const QFontMetrics bold(theme.font(FontRole::BodyStrong));
    const QFontMetrics small(theme.font(FontRole::Secondary));
    const int left = avatar.right() + gap;
    const int top = row.top() + (row.height() - bold.height() - small.height()) / 2;
    const QRect first(left, top, row.right() - rightMargin - left, bold.height());
    const QRect second(left, first.bottom() + 1, first.width(), small.height());

    const QSize pill = who.pill.isEmpty() ? QSize() : Pill::sizeOf(who.pill);
    const QString shown =
        bold.elidedText(who.name, Qt::ElideRight, first.width() - (who.pill.isEmpty() ? 0 : pill.width() + pillGap));
    painter->setFont(theme.font(FontRole::BodyStrong));
    painter->setPen(theme.color(Token::Text));
    painter->drawText(first, Qt::AlignVCenter | Qt::TextSingleLine, shown);
    if (!who.pill.isEmpty()) {
        const int x = who.pillAtEnd ? first.right() - pill.width() + 1 : left + bold.horizontalAdvance(shown) + pillGap;
        Pill::paint(painter, QRect(QPoint(x, first.center().y() - pill.height() / 2), pill), who.pill, who.tone);
    }
    painter->setFont(theme.font(FontRole::Secondary));
    painter->setPen(theme.color(Token::Text2));
    painter->drawText(second, Qt::AlignVCenter | Qt::TextSingleLine, small.elidedText(who.words, Qt::ElideRight, second.width()));
    if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange))
        paintRoundedBox(painter, row, {}, theme.color(Token::Accent), 4, 2);
    painter->restore();
}

} // namespace liaison
