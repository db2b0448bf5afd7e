// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/WaitingDelegate.h"
#include "models/lists/WaitingListModel.h"
#include "models/session/Session.h"
#include "widgets/controls/Avatar.h"
#include "widgets/controls/Pill.h"
#include "widgets/controls/TimeWords.h"
#include "widgets/theme/Theme.h"

#include <QPainter>

namespace liaison {

WaitingDelegate::WaitingDelegate(Session *session, QObject *parent) : QStyledItemDelegate(parent), m_session(session) {}

QSize WaitingDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {200, Theme::instance().rowHeight()};
}

void WaitingDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::instance();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect row = option.rect;
    QColor ground = theme.color(Token::Surface2);
    if (option.state.testFlag(QStyle::State_Selected)) {
        ground = theme.color(Token::Select);
        painter->fillRect(row, ground);
        painter->fillRect(QRect(row.left(), row.top(), 3, row.height()), theme.color(Token::Accent));
    }
    const int size = theme.density() == Theme::Density::Compact ? 28 : 36;
    const QRect avatar(row.left() + 14, row.center().y() - size / 2, size, size);
    const QString name = index.data(WaitingListModel::CustomerName).toString();
    Avatar::paint(painter, avatar, name, {}, ground);
    const QFontMetrics bold(theme.font(FontRole::BodyStrong));
    const QFontMetrics small(theme.font(FontRole::Secondary));
    const int top = row.top() + (row.height() - bold.height() - small.height()) / 2;
    QRect first(avatar.right() + 11, top, row.right() - 12 - avatar.right() - 11, bold.height());
    const QRect second(first.left(), first.bottom() + 1, first.width(), small.height());
    const QString waits =
        tr("waits %1").arg(TimeWords::clock(m_session->hubNow() - index.data(WaitingListModel::Since).toLongLong()));
    const QSize pill = Pill::sizeOf(waits);
    Pill::paint(painter,
                QRect(first.right() - pill.width() + 1, first.center().y() - pill.height() / 2, pill.width(), pill.height()),
                waits, Pill::Tone::Neutral);
    first.setRight(first.right() - pill.width() - 6);
    painter->setFont(theme.font(FontRole::BodyStrong));
    painter->setPen(theme.color(Token::Text));
    painter->drawText(first, Qt::AlignVCenter | Qt::TextSingleLine,
                      bold.elidedText(name.isEmpty() ? tr("Visitor") : name, Qt::ElideRight, first.width()));
    painter->setFont(theme.font(FontRole::Secondary));
    painter->setPen(theme.color(Token::Text2));
    const QString words = QStringLiteral("%1 · %2").arg(index.data(WaitingListModel::QueueName).toString(),
                                                        index.data(WaitingListModel::PreviewText).toString().simplified());
    painter->drawText(second, Qt::AlignVCenter | Qt::TextSingleLine, small.elidedText(words, Qt::ElideRight, second.width()));
    painter->restore();
}

} // namespace liaison
