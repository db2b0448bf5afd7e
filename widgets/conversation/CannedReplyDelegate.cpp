// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/conversation/CannedReplyDelegate.h"

#include "models/lists/CannedReplyModel.h"
#include "widgets/theme/Theme.h"

#include <QPainter>

namespace liaison {

void CannedReplyDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::instance();
    const bool current = option.state & QStyle::State_Selected;
    painter->save();
    painter->fillRect(option.rect, theme.color(current ? Token::Select : Token::Surface));
    if (current)
        painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), theme.color(Token::Accent));
    const QRect inner = option.rect.adjusted(12, 4, -12, -4);
    const int half = inner.height() / 2;
    QRect top(inner.topLeft(), QSize(inner.width(), half));
    const QString shortcut = u'/' + index.data(CannedReplyModel::Shortcut).toString();
    painter->setFont(theme.font(FontRole::SecondaryStrong));
    painter->setPen(theme.color(Token::Accent));
    painter->drawText(top, Qt::AlignLeft | Qt::AlignVCenter, shortcut);
    top.setLeft(top.left() + qMax(64, painter->fontMetrics().horizontalAdvance(shortcut) + 12));
    painter->setFont(theme.font(FontRole::BodyStrong));
    painter->setPen(theme.color(Token::Text));
    const auto cut = [painter](const QString &text, int width) {
        return painter->fontMetrics().elidedText(text, Qt::ElideRight, width);
    };
    painter->drawText(top, Qt::AlignLeft | Qt::AlignVCenter, cut(index.data(CannedReplyModel::Title).toString(), top.width()));
    QString preview = index.data(CannedReplyModel::Text).toString().left(300);
    preview.replace(u'\n', u' ');
    painter->setFont(theme.font(FontRole::Secondary));
    painter->setPen(theme.color(Token::Text2));
    painter->drawText(QRect(inner.left(), inner.top() + half, inner.width(), half), Qt::AlignLeft | Qt::AlignVCenter,
                      cut(preview, inner.width()));
    painter->restore();
}

QSize CannedReplyDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    const Theme &theme = Theme::instance();
    return {320, QFontMetrics(theme.font(FontRole::BodyStrong)).height() +
                     QFontMetrics(theme.font(FontRole::Secondary)).height() + 12};
}

} // namespace liaison
