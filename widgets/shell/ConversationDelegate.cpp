// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/ConversationDelegate.h"
#include "models/domain/Conversation.h"
#include "models/lists/ConversationListModel.h"
#include "models/session/Session.h"
#include "widgets/controls/Avatar.h"
#include "widgets/controls/Pill.h"
#include "widgets/controls/TimeWords.h"
#include "widgets/theme/Theme.h"

#include <QMouseEvent>
#include <QPainter>

namespace liaison {

namespace {
constexpr int groupHeight = 30;

ConversationGroup groupOf(const QModelIndex &index)
{
    return static_cast<ConversationGroup>(index.data(ConversationRole::Group).toInt());
}

void drawButton(QPainter *painter, const QRect &rect, Icon icon, Token ground, Token ink, Token line)
{
    const Theme &theme = Theme::instance();
    painter->setPen(theme.color(line));
    painter->setBrush(theme.color(ground));
    painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), Theme::ControlRadius, Theme::ControlRadius);
    Icons::paint(painter, rect, icon, 16, ink);
}
} // namespace

/// Where the parts of one row lie: the same for painting and for the mouse.
struct ConversationDelegate::Layout
{
    QRect group;
    QRect row;
    QRect avatar;
    QRect first;  ///< line of the name
    QRect second; ///< line of the preview
    QRect accept;
    QRect decline;
};

ConversationDelegate::ConversationDelegate(Session *session, QObject *parent) : QStyledItemDelegate(parent), m_session(session) {}

bool ConversationDelegate::startsGroup(const QModelIndex &index)
{
    if (index.row() == 0)
        return true;
    return groupOf(index.sibling(index.row() - 1, 0)) != groupOf(index);
}

QSize ConversationDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {200, Theme::instance().rowHeight() + (startsGroup(index) ? groupHeight : 0)};
}

ConversationDelegate::Layout ConversationDelegate::layoutOf(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::instance();
    Layout layout;
    layout.row = option.rect;
    if (startsGroup(index)) {
        layout.group = QRect(option.rect.topLeft(), QSize(option.rect.width(), groupHeight));
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
    if (groupOf(index) == ConversationGroup::Offered) {
        layout.decline = QRect(right - 27, layout.row.center().y() - 14, 28, 28);
        layout.accept = layout.decline.translated(-34, 0);
        layout.first.setRight(layout.accept.left() - 8);
        layout.second.setRight(layout.accept.left() - 8);
    }
    return layout;
}

QString ConversationDelegate::timeWords(const QModelIndex &index, qint64 hubNow, bool brief)
{
    const qint64 need = index.data(ConversationRole::NeedSince).toLongLong();
    if (need <= 0)
        return {};
    const qint64 target = index.data(ConversationRole::TargetMs).toLongLong();
    const qint64 waited = hubNow - need;
    const bool late = waited >= target;
    const QString clock = TimeWords::clock(late ? waited - target : target - waited);
    if (brief)
        return late ? QStringLiteral("+") + clock : clock;
    return late ? tr("Late %1").arg(clock) : tr("%1 left").arg(clock);
}

void ConversationDelegate::paintGroup(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const Theme &theme = Theme::instance();
    QString name;
    QString right;
    const auto *model = qobject_cast<const ConversationListModel *>(index.model());
    const auto count = [&](ConversationGroup group) { return model ? QString::number(model->countIn(group)) : QString(); };
    switch (groupOf(index)) {
    case ConversationGroup::Offered:
        name = tr("Offered to you");
        right = count(ConversationGroup::Offered);
        break;
    case ConversationGroup::ReplyNow:
        name = tr("Reply now");
        right = tr("target %1 s").arg(index.data(ConversationRole::TargetMs).toLongLong() / 1000);
        break;
    case ConversationGroup::WaitingForCustomer:
        name = tr("Waiting for the customer");
        right = count(ConversationGroup::WaitingForCustomer);
        break;
    case ConversationGroup::Wrapup:
        name = tr("To be wrapped up");
        right = count(ConversationGroup::Wrapup);
        break;
    case ConversationGroup::Parked:
        name = tr("Parked");
        right = count(ConversationGroup::Parked);
        break;
    case ConversationGroup::Closed:
        name = tr("Closed");
        right = count(ConversationGroup::Closed);
        break;
    }
    const QRect line = rect.adjusted(12, 6, -13, 0);
    painter->setFont(theme.font(FontRole::SecondaryStrong));
    painter->setPen(theme.color(Token::Text2));
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, name);
    painter->setFont(theme.font(FontRole::Secondary));
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, right);
}

void ConversationDelegate::paintSecondLine(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const Theme &theme = Theme::instance();
    const QFont font = theme.font(FontRole::Secondary);
    painter->setFont(font);
    QRect left = rect;
    if (const int unread = index.data(ConversationRole::Unread).toInt(); unread > 0) {
        const QString words = unread > 999 ? QStringLiteral("999+") : QString::number(unread);
        const QSize size = Pill::sizeOf(words);
        const int width = qMax(18, size.width() - 4);
        Pill::paint(painter, QRect(rect.right() - width + 1, rect.center().y() - 8, width, 17), words, Pill::Tone::Accent);
        left.setRight(left.right() - width - 6);
    }
    const QString draft = index.data(ConversationRole::Draft).toString().simplified();
    QString text = index.data(ConversationRole::PreviewText).toString().simplified();
    Token ink = Token::Text2;
    if (index.data(ConversationRole::Typing).toBool()) {
        text = tr("typing…");
        ink = Token::Accent;
    } else if (!draft.isEmpty()) {
        const QString word = tr("Draft");
        painter->setPen(theme.color(Token::Late));
        painter->drawText(left, Qt::AlignVCenter | Qt::AlignLeft, word);
        left.setLeft(left.left() + QFontMetrics(font).horizontalAdvance(word) + 5);
        text = draft;
    }
    painter->setPen(theme.color(ink));
    painter->drawText(left, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(text, Qt::ElideRight, left.width()));
}

void ConversationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::instance();
    const Layout layout = layoutOf(option, index);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (layout.group.isValid())
        paintGroup(painter, layout.group, index);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    QColor ground = theme.color(Token::Surface2);
    if (selected) {
        ground = theme.color(Token::Select);
        painter->fillRect(layout.row, ground);
        painter->fillRect(QRect(layout.row.left(), layout.row.top(), 3, layout.row.height()), theme.color(Token::Accent));
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        ground = theme.color(Token::Window);
        painter->fillRect(layout.row, ground);
    }
    const QString name = index.data(ConversationRole::CustomerName).toString();
    Avatar::paint(painter, layout.avatar, name, index.data(ConversationRole::Channel).toString(), ground);

    QRect first = layout.first;
    const qint64 now = m_session->hubNow();
    const ConversationGroup group = groupOf(index);
    QString words;
    Pill::Tone tone = Pill::Tone::Calm;
    if (group == ConversationGroup::Offered) {
        words = tr("Offer %1").arg(TimeWords::clock(index.data(ConversationRole::OfferEndsAt).toLongLong() - now));
        tone = Pill::Tone::Soon;
    } else {
        words = timeWords(index, now, false);
        const auto urgency = static_cast<Urgency>(index.data(ConversationRole::Urgency).toInt());
        tone = urgency == Urgency::Late ? Pill::Tone::Late : urgency == Urgency::Soon ? Pill::Tone::Soon : Pill::Tone::Calm;
    }
    if (!words.isEmpty()) {
        const QSize size = Pill::sizeOf(words);
        Pill::paint(painter,
                    QRect(first.right() - size.width() + 1, first.center().y() - size.height() / 2, size.width(), size.height()),
                    words, tone);
        first.setRight(first.right() - size.width() - 6);
    } else if (const qint64 at = index.data(ConversationRole::PreviewAt).toLongLong(); at > 0) {
        const QString ago = TimeWords::ago(now - at);
        painter->setFont(theme.font(FontRole::Small));
        painter->setPen(theme.color(Token::Text2));
        painter->drawText(first, Qt::AlignRight | Qt::AlignVCenter, ago);
        first.setRight(first.right() - painter->fontMetrics().horizontalAdvance(ago) - 6);
    }
    const QString vip = index.data(ConversationRole::Vip).toInt() > 0 ? tr("VIP") : QString();
    const QSize vipSize = vip.isEmpty() ? QSize(0, 0) : Pill::sizeOf(vip);
    const QFontMetrics bold(theme.font(FontRole::BodyStrong));
    const QString shown = bold.elidedText(name.isEmpty() ? tr("Visitor") : name, Qt::ElideRight,
                                          first.width() - (vip.isEmpty() ? 0 : vipSize.width() + 6));
    painter->setFont(theme.font(FontRole::BodyStrong));
    painter->setPen(theme.color(Token::Text));
    painter->drawText(first, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shown);
    if (!vip.isEmpty())
        Pill::paint(painter,
                    QRect(first.left() + bold.horizontalAdvance(shown) + 6, first.center().y() - vipSize.height() / 2 + 1,
                          vipSize.width(), vipSize.height() - 2),
                    vip, Pill::Tone::Note);
    paintSecondLine(painter, layout.second, index);
    if (layout.accept.isValid()) {
        drawButton(painter, layout.accept, Icon::Checkmark, Token::Accent, Token::OnAccent, Token::Accent);
        drawButton(painter, layout.decline, Icon::Dismiss, Token::Surface, Token::Text2, Token::LineStrong);
    }
    if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(theme.color(Token::Accent), 1.6));
        painter->drawRoundedRect(QRectF(layout.row).adjusted(4, 1.5, -2, -1.5), 4, 4);
    }
    painter->restore();
}

bool ConversationDelegate::editorEvent(QEvent *event, QAbstractItemModel *, const QStyleOptionViewItem &option,
                                       const QModelIndex &index)
{
    if (event->type() != QEvent::MouseButtonRelease || groupOf(index) != ConversationGroup::Offered)
        return false;
    const QPoint at = static_cast<QMouseEvent *>(event)->pos();
    const Layout layout = layoutOf(option, index);
    const QString id = index.data(ConversationRole::Id).toString();
    if (layout.accept.contains(at))
        emit acceptClicked(id);
    else if (layout.decline.contains(at))
        emit declineClicked(id);
    else
        return false;
    return true;
}

} // namespace liaison
