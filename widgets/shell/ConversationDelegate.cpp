// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/ConversationDelegate.h"
#include "models/domain/Conversation.h"
#include "models/lists/ConversationListModel.h"
#include "models/session/Session.h"
#include "widgets/controls/TimeWords.h"
#include "widgets/theme/Theme.h"

#include <QMouseEvent>

namespace liaison {

namespace {
constexpr qsizetype draftShown = 200; ///< characters of a draft that may find room in a row, as a preview has at most 120

ConversationGroup groupOf(const QModelIndex &index)
{
    return static_cast<ConversationGroup>(index.data(ConversationRole::Group).toInt());
}
} // namespace

ConversationDelegate::ConversationDelegate(Session *session, QObject *parent) : QStyledItemDelegate(parent), m_session(session) {}

bool ConversationDelegate::startsGroup(const QModelIndex &index)
{
    if (index.row() == 0)
        return true;
    return groupOf(index.sibling(index.row() - 1, 0)) != groupOf(index);
}

QSize ConversationDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {200, Theme::instance().rowHeight() + (startsGroup(index) ? ConversationRow::GroupHeight : 0)};
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

void ConversationDelegate::nameGroup(ConversationRow *row, const QModelIndex &index) const
{
    const auto *model = qobject_cast<const ConversationListModel *>(index.model());
    row->groupAside = model ? QString::number(model->countIn(groupOf(index))) : QString();
    switch (groupOf(index)) {
    case ConversationGroup::Offered: row->group = tr("Offered to you"); break;
    case ConversationGroup::ReplyNow:
        row->group = tr("Reply now");
        row->groupAside = tr("target %1 s").arg(index.data(ConversationRole::TargetMs).toLongLong() / 1000);
        break;
    case ConversationGroup::WaitingForCustomer: row->group = tr("Waiting for the customer"); break;
    case ConversationGroup::Wrapup: row->group = tr("To be wrapped up"); break;
    case ConversationGroup::Parked: row->group = tr("Parked"); break;
    case ConversationGroup::Closed: row->group = tr("Closed"); break;
    }
}

ConversationRow ConversationDelegate::rowOf(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    ConversationRow row;
    if (startsGroup(index))
        nameGroup(&row, index);
    row.name = index.data(ConversationRole::CustomerName).toString();
    row.shownName = row.name.isEmpty() ? tr("Visitor") : row.name;
    row.channel = index.data(ConversationRole::Channel).toString();
    row.offered = groupOf(index) == ConversationGroup::Offered;
    const qint64 now = m_session->hubNow();
    if (row.offered) {
        row.clock = tr("Offer %1").arg(TimeWords::clock(index.data(ConversationRole::OfferEndsAt).toLongLong() - now));
        row.clockTone = Pill::Tone::Soon;
    } else {
        row.clock = timeWords(index, now, false);
        const auto urgency = static_cast<Urgency>(index.data(ConversationRole::Urgency).toInt());
        row.clockTone = urgency == Urgency::Late   ? Pill::Tone::Late
                        : urgency == Urgency::Soon ? Pill::Tone::Soon
                                                   : Pill::Tone::Calm;
    }
    if (const qint64 at = index.data(ConversationRole::PreviewAt).toLongLong(); row.clock.isEmpty() && at > 0)
        row.ago = TimeWords::ago(now - at);
    if (index.data(ConversationRole::Vip).toInt() > 0)
        row.vip = tr("VIP");
    if (const int unread = index.data(ConversationRole::Unread).toInt(); unread > 0)
        row.unread = unread > 999 ? QStringLiteral("999+") : QString::number(unread);
    row.typing = index.data(ConversationRole::Typing).toBool();
    const QString draft = row.typing ? QString() : index.data(ConversationRole::Draft).toString().left(draftShown).simplified();
    if (row.typing) {
        row.preview = tr("typing…");
    } else if (!draft.isEmpty()) {
        row.draftWord = tr("Draft");
        row.preview = draft;
    } else {
        row.preview = index.data(ConversationRole::PreviewText).toString().simplified();
    }
    row.selected = option.state.testFlag(QStyle::State_Selected);
    row.hovered = !row.selected && option.state.testFlag(QStyle::State_MouseOver);
    row.focused = option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange);
    return row;
}

void ConversationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    m_pictures.paint(painter, option.rect, rowOf(option, index));
}

bool ConversationDelegate::editorEvent(QEvent *event, QAbstractItemModel *, const QStyleOptionViewItem &option,
                                       const QModelIndex &index)
{
    if (event->type() != QEvent::MouseButtonRelease || groupOf(index) != ConversationGroup::Offered)
        return false;
    const QPoint at = static_cast<QMouseEvent *>(event)->pos();
    const ConversationRow::Layout layout = ConversationRow::layout(option.rect, startsGroup(index), true);
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
