// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/ConversationListModel.h"

#include "models/lists/PreviewText.h"
#include "models/session/Session.h"

#include <QHash>
#include <algorithm>
#include <tuple>

namespace liaison {

namespace {

constexpr int fallbackTargetSeconds = 60;

/// One row as it is shown; compared with its fresh self to find out whether anything must be painted anew.
struct Row
{
    Conversation head;
    ConversationGroup group = ConversationGroup::Closed;
    Urgency urgency = Urgency::None;
    qint64 target = 0;
    int unread = 0;
    int toSend = 0;
    bool typing = false;
    QString draft;
    friend bool operator==(const Row &, const Row &) = default;
};

ConversationGroup groupOf(const Conversation &head)
{
    switch (head.state) {
    case ConversationState::Offered: return ConversationGroup::Offered;
    case ConversationState::Wrapup: return ConversationGroup::Wrapup;
    case ConversationState::Parked: return head.needSince > 0 ? ConversationGroup::ReplyNow : ConversationGroup::Parked;
    case ConversationState::Closed: return ConversationGroup::Closed;
    case ConversationState::Waiting:
    case ConversationState::Active: break;
    }
    return head.needSince > 0 ? ConversationGroup::ReplyNow : ConversationGroup::WaitingForCustomer;
}

/// Offers by expiry, who needs an answer by waiting time, all others by last activity; the id makes it a total order.
auto orderOf(const Row &row)
{
    qint64 key = -qMax(row.head.last.at, row.head.createdAt);
    if (row.group == ConversationGroup::Offered)
        key = row.head.offer ? row.head.offer->expiresAt : 0;
    else if (row.group == ConversationGroup::ReplyNow)
        key = row.head.needSince - (row.head.vip > 0 ? 1 : 0);
    else if (row.group == ConversationGroup::Wrapup)
        key = row.head.wrapupEndsAt;
    return std::make_tuple(int(row.group), key, row.head.id);
}

bool isBefore(const Row &a, const Row &b) { return orderOf(a) < orderOf(b); }

} // namespace

class ConversationListModel::Private
{
public:
    Private(ConversationListModel *model, Session *source) : q(model), session(source) {}

    qint64 targetOf(const Conversation &head) const
    {
        for (const Queue &queue : session->queues()) {
            if (queue.id == head.queue)
                return qint64(queue.targetSeconds) * 1000;
        }
        return qint64(fallbackTargetSeconds) * 1000;
    }

    Row rowFor(const Conversation &head) const
    {
        Row row;
        row.head = head;
        row.group = groupOf(head);
        row.target = targetOf(head);
        row.urgency = urgencyOf(head.needSince, session->hubNow(), row.target);
        row.unread = session->unread(head.id);
        row.typing = session->isTyping(head.id);
        row.draft = session->draft(head.id).simplified();
        row.toSend = int(session->pending(head.id).size());
        return row;
    }

    bool isShown(const Row &row) const
    {
        if (!typed.isEmpty() && !row.head.customerName.contains(typed, Qt::CaseInsensitive) &&
            !row.head.last.text.contains(typed, Qt::CaseInsensitive))
            return false;
        switch (filter) {
        case Filter::NeedsMe: return row.group != ConversationGroup::Closed && row.group != ConversationGroup::Parked;
        case Filter::All: return row.group != ConversationGroup::Closed;
        case Filter::Parked: return row.group == ConversationGroup::Parked || row.head.state == ConversationState::Parked;
        case Filter::Closed: return row.group == ConversationGroup::Closed;
        }
        return false;
    }

    void rebuild()
    {
        q->beginResetModel();
        rows.clear();
        for (const Conversation &head : session->conversations()) {
            Row row = rowFor(head);
            if (isShown(row))
                rows.append(std::move(row));
        }
        std::sort(rows.begin(), rows.end(), isBefore);
        recount();
        q->endResetModel();
        emit q->countsChanged();
    }

    void remove(int at)
    {
        q->beginRemoveRows({}, at, at);
        rows.removeAt(at);
        q->endRemoveRows();
    }

    /// Puts one conversation where it belongs now: inserted, moved, repainted or removed; never a reset.
    void update(const QString &id)
    {
        const int at = q->rowOf(id);
        const Conversation *head = session->conversation(id);
        const Row fresh = head ? rowFor(*head) : Row{};
        if (!head || !isShown(fresh)) {
            if (at >= 0)
                remove(at);
        } else if (at < 0) {
            const int to = int(std::lower_bound(rows.begin(), rows.end(), fresh, isBefore) - rows.begin());
            q->beginInsertRows({}, to, to);
            rows.insert(to, fresh);
            q->endInsertRows();
        } else {
            replace(at, fresh);
        }
        recount();
        emit q->countsChanged();
    }

    void replace(int at, const Row &fresh)
    {
        if (rows[at] == fresh)
            return;
        rows[at] = fresh;
        int to = at;
        while (to > 0 && isBefore(fresh, rows[to - 1]))
            --to;
        if (to == at) {
            while (to + 1 < rows.size() && isBefore(rows[to + 1], fresh))
                ++to;
        }
        if (to != at) {
            q->beginMoveRows({}, at, at, {}, to > at ? to + 1 : to);
            rows.move(at, to);
            q->endMoveRows();
        }
        emit q->dataChanged(q->index(to), q->index(to));
    }

    /// Counts over all conversations, whatever the filter shows.
    void recount()
    {
        counts.clear();
        late = 0;
        for (const Conversation &head : session->conversations()) {
            ++counts[int(groupOf(head))];
            const Urgency urgency = urgencyOf(head.needSince, session->hubNow(), targetOf(head));
            if (head.isOpen() && (urgency == Urgency::Soon || urgency == Urgency::Late))
                ++late;
        }
    }

    ConversationListModel *q;
    Session *session;
    QList<Row> rows;
    Filter filter = Filter::NeedsMe;
    QString typed;
    QHash<int, int> counts;
    int late = 0;
};

ConversationListModel::ConversationListModel(Session *session, QObject *parent)
    : QAbstractListModel(parent), d(std::make_unique<Private>(this, session))
{
    const auto update = [this](const QString &id) { d->update(id); };
    const auto rebuild = [this] { d->rebuild(); };
    connect(session, &Session::conversationAdded, this, update);
    connect(session, &Session::conversationChanged, this, update);
    connect(session, &Session::conversationRemoved, this, update);
    connect(session, &Session::pendingChanged, this, update);
    connect(session, &Session::ready, this, rebuild);
    connect(session, &Session::reset, this, rebuild);
    d->rebuild();
}

ConversationListModel::~ConversationListModel() = default;

int ConversationListModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(d->rows.size()); }

QVariant ConversationListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = d->rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case ConversationRole::CustomerName: return row.head.customerName;
    case ConversationRole::Id: return row.head.id;
    case ConversationRole::Vip: return row.head.vip;
    case ConversationRole::Channel: return row.head.channel;
    case ConversationRole::State: return int(row.head.state);
    case ConversationRole::PreviewText: return previewText(row.head.last);
    case ConversationRole::PreviewAt: return row.head.last.at;
    case ConversationRole::Unread: return row.unread;
    case ConversationRole::NeedSince: return row.head.needSince;
    case ConversationRole::TargetMs: return row.target;
    case ConversationRole::Urgency: return int(row.urgency);
    case ConversationRole::Draft: return row.draft;
    case ConversationRole::Typing: return row.typing;
    case ConversationRole::Group: return int(row.group);
    case ConversationRole::QueueName: return row.head.queueName;
    case ConversationRole::OfferEndsAt: return row.head.offer ? row.head.offer->expiresAt : 0;
    case ConversationRole::ToSend: return row.toSend;
    case ConversationRole::AssignedAt: return row.head.assignedAt;
    case ConversationRole::Nth: return row.head.nth;
    default: return {};
    }
}

void ConversationListModel::setFilter(Filter filter)
{
    if (filter == d->filter)
        return;
    d->filter = filter;
    d->rebuild();
}

ConversationListModel::Filter ConversationListModel::filter() const { return d->filter; }

void ConversationListModel::setTyped(const QString &typed)
{
    if (typed == d->typed)
        return;
    d->typed = typed;
    d->rebuild();
}

int ConversationListModel::rowOf(const QString &conversation) const
{
    for (int i = 0; i < d->rows.size(); ++i) {
        if (d->rows[i].head.id == conversation)
            return i;
    }
    return -1;
}

QString ConversationListModel::nextNeedingReply(const QString &except) const
{
    const Conversation *next = nullptr;
    const QList<Conversation> all = d->session->conversations();
    for (const Conversation &head : all) {
        if (head.id != except && groupOf(head) == ConversationGroup::ReplyNow && (!next || head.needSince < next->needSince))
            next = &head;
    }
    return next ? next->id : QString();
}

int ConversationListModel::countIn(ConversationGroup group) const { return d->counts.value(int(group)); }
int ConversationListModel::lateCount() const { return d->late; }

void ConversationListModel::tick()
{
    const qint64 now = d->session->hubNow();
    for (int i = 0; i < d->rows.size(); ++i) {
        Row &row = d->rows[i];
        const Urgency urgency = urgencyOf(row.head.needSince, now, row.target);
        // Countdowns and waiting times are written to the second, all others say minutes and change rarely.
        const bool saysSeconds = row.head.needSince > 0 || row.group == ConversationGroup::Offered;
        if (urgency == row.urgency && !saysSeconds)
            continue;
        row.urgency = urgency;
        emit dataChanged(index(i), index(i), {ConversationRole::Urgency});
    }
    const int before = d->late;
    d->recount();
    if (d->late != before)
        emit countsChanged();
}

} // namespace liaison
