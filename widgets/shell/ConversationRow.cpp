// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/ConversationRow.h"
#include "widgets/controls/Avatar.h"
#include "widgets/theme/RoundedBox.h"
#include "widgets/theme/Theme.h"

#include <QPainter>

namespace liaison {

namespace {
void drawButton(QPainter *painter, const QRect &rect, Icon icon, Token ground, Token ink, Token line)
{
    const Theme &theme = Theme::instance();
    paintRoundedBox(painter, rect, theme.color(ground), theme.color(line), Theme::ControlRadius);
    Icons::paint(painter, rect, icon, 16, ink);
}
} // namespace

size_t qHash(const ConversationRow &row, size_t seed)
{
    return qHashMulti(seed, row.group, row.groupAside, row.name, row.clock, row.ago, row.unread, row.preview, row.selected);
}

ConversationRow::Layout ConversationRow::layout(const QRect &rect, bool startsGroup, bool offered)
{
    const Theme &theme = Theme::instance();
    Layout layout;
    layout.row = rect;
    if (startsGroup) {
        layout.group = QRect(rect.topLeft(), QSize(rect.width(), GroupHeight));
        layout.row.setTop(layout.group.bottom() + 1);
    }
    const int avatar = theme.density() == Theme::Density::Compact ? 28 : 36;
    layout.avatar = QRect(layout.row.left() + 14, layout.row.center().y() - avatar / 2, avatar, avatar);
    const int left = layout.avatar.right() + 11;
    const int right = layout.row.right() - 12;
    const int name = QFontMetrics(theme.font(FontRole::BodyStrong)).height();
    const int text = QFontMetrics(theme.font(FontRole::Secondary)).height() + 1;
    const int top = layout.row.top() + (layout.row.height() - name - text) / 2;
    layout.first = QRect(left, top, right - left, name);
    layout.second = QRect(left, top + name, right - left, text);
    if (offered) {
        layout.decline = QRect(right - 27, layout.row.center().y() - 14, 28, 28);
        layout.accept = layout.decline.translated(-34, 0);
        layout.first.setRight(layout.accept.left() - 8);
        layout.second.setRight(layout.accept.left() - 8);
    }
    return layout;
}

void ConversationRow::paint(QPainter *painter, const QRect &rect) const
{
    const Theme &theme = Theme::instance();
    const Layout layout = ConversationRow::layout(rect, startsGroup(), offered);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (startsGroup())
        paintGroup(painter, layout.group);
    paintGround(painter, rect);
    const QColor ground = theme.color(selected ? Token::Select : hovered ? Token::Window : Token::Surface2);
    Avatar::paint(painter, layout.avatar, name, channel, ground);
    paintFirstLine(painter, layout.first);
    paintSecondLine(painter, layout.second);
    if (offered) {
        drawButton(painter, layout.accept, Icon::Checkmark, Token::Accent, Token::OnAccent, Token::Accent);
        drawButton(painter, layout.decline, Icon::Dismiss, Token::Surface, Token::Text2, Token::LineStrong);
    }
    if (focused)
        paintRoundedBox(painter, layout.row.adjusted(3, 1, -1, -1), {}, theme.color(Token::Accent), 4, 1.6);
    painter->restore();
}

void ConversationRow::paintGround(QPainter *painter, const QRect &rect) const
{
    if (!selected && !hovered)
        return;
    const Theme &theme = Theme::instance();
    const QRect row = rect.adjusted(0, startsGroup() ? GroupHeight : 0, 0, 0);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->fillRect(row, theme.color(selected ? Token::Select : Token::Window));
    if (selected)
        painter->fillRect(QRect(row.left(), row.top(), 3, row.height()), theme.color(Token::Accent));
    painter->restore();
}

void ConversationRow::paintGroup(QPainter *painter, const QRect &rect) const
{
    const Theme &theme = Theme::instance();
    const QRect line = rect.adjusted(12, 6, -13, 0);
    painter->setFont(theme.font(FontRole::SecondaryStrong));
    painter->setPen(theme.color(Token::Text2));
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, group);
    painter->setFont(theme.font(FontRole::Secondary));
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, groupAside);
}

void ConversationRow::paintFirstLine(QPainter *painter, QRect rect) const
{
    const Theme &theme = Theme::instance();
    if (!clock.isEmpty()) {
        const QSize size = Pill::sizeOf(clock);
        Pill::paint(painter, QRect(QPoint(rect.right() - size.width() + 1, rect.center().y() - size.height() / 2), size), clock,
                    clockTone);
        rect.setRight(rect.right() - size.width() - 6);
    } else if (!ago.isEmpty()) {
        painter->setFont(theme.font(FontRole::Small));
        painter->setPen(theme.color(Token::Text2));
        painter->drawText(rect, Qt::AlignRight | Qt::AlignVCenter, ago);
        rect.setRight(rect.right() - painter->fontMetrics().horizontalAdvance(ago) - 6);
    }
    const QSize vipSize = vip.isEmpty() ? QSize(0, 0) : Pill::sizeOf(vip);
    const QFontMetrics bold(theme.font(FontRole::BodyStrong));
    const QString shown = bold.elidedText(shownName, Qt::ElideRight, rect.width() - (vip.isEmpty() ? 0 : vipSize.width() + 6));
    painter->setFont(theme.font(FontRole::BodyStrong));
    painter->setPen(theme.color(Token::Text));
    painter->drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shown);
    if (!vip.isEmpty())
        Pill::paint(painter,
                    QRect(rect.left() + bold.horizontalAdvance(shown) + 6, rect.center().y() - vipSize.height() / 2 + 1,
                          vipSize.width(), vipSize.height() - 2),
                    vip, Pill::Tone::Note);
}

void ConversationRow::paintSecondLine(QPainter *painter, QRect rect) const
{
    const Theme &theme = Theme::instance();
    const QFont font = theme.font(FontRole::Secondary);
    painter->setFont(font);
    if (!unread.isEmpty()) {
        const int width = qMax(18, Pill::sizeOf(unread).width() - 4);
        Pill::paint(painter, QRect(rect.right() - width + 1, rect.center().y() - 8, width, 17), unread, Pill::Tone::Accent);
        rect.setRight(rect.right() - width - 6);
    }
    if (!draftWord.isEmpty()) {
        painter->setPen(theme.color(Token::Late));
        painter->drawText(rect, Qt::AlignVCenter | Qt::AlignLeft, draftWord);
        rect.setLeft(rect.left() + QFontMetrics(font).horizontalAdvance(draftWord) + 5);
    }
    painter->setPen(theme.color(typing ? Token::Accent : Token::Text2));
    painter->drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(preview, Qt::ElideRight, rect.width()));
}

} // namespace liaison
