// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/ConversationListModel.h"

#include "models/lists/ConversationOrder.h"
#include "models/lists/PreviewText.h"
#include "models/session/Session.h"

#include <algorithm>
#include <array>

namespace liaison {

namespace {
constexpr qint64 standardTargetMs = 60000;
constexpr std::size_t groups = std::size_t(ConversationGroup::Closed) + 1;
} // namespace

class ConversationListModel::Private
{
public:
    Private(ConversationListModel *model, Session *session_) : q(model), session(session_) {}

    bool isShown(ConversationGroup group) const
    {
        switch (filter) {
        case Filter::NeedsMe:
            // Who waits for the customer stays in sight below: an answer there makes it the agent's turn again.
            return group != ConversationGroup::Parked && group != ConversationGroup::Closed;
        case Filter::All: return group != ConversationGroup::Closed;
        case Filter::Parked: return group == ConversationGroup::Parked;
        case Filter::Closed: return group == ConversationGroup::Closed;
        }
        return false;
    }

    void rebuild()
    {
        q->beginResetModel();
        all.clear();
        rows.clear();
        const QList<Conversation> conversations = session->conversations();
        for (const Conversation &conversation : conversations) {
            const auto order = ConversationOrder::of(conversation);
            if (!order)
                continue;
            all.insert(conversation.id, *order);
            if (isShown(order->group))
                rows.append(*order);
        }
        std::sort(rows.begin(), rows.end());
        q->endResetModel();
        noteCounts();
    }

    int rowOf(const ConversationOrder &order) const
    {
        const auto place = std::lower_bound(rows.cbegin(), rows.cend(), order);
        return place != rows.cend() && *place == order ? int(place - rows.cbegin()) : -1;
    }

    /// One conversation came, changed or went: at most one row is inserted, moved or removed.
    void update(const QString &id)
    {
        const Conversation *conversation = session->conversation(id);
        const auto known = all.constFind(id);
        const int from = known == all.constEnd() ? -1 : rowOf(*known);
        const std::optional<ConversationOrder> order = conversation ? ConversationOrder::of(*conversation) : std::nullopt;
        if (order)
            all.insert(id, *order);
        else
            all.remove(id);
        const bool shown = order && isShown(order->group);

        if (from >= 0 && !shown) {
            q->beginRemoveRows({}, from, from);
            rows.removeAt(from);
            q->endRemoveRows();
        } else if (from < 0 && shown) {
            const int to = int(std::lower_bound(rows.cbegin(), rows.cend(), *order) - rows.cbegin());
            q->beginInsertRows({}, to, to);
            rows.insert(to, *order);
            q->endInsertRows();
        } else if (from >= 0) {
            move(from, *order);
        }
        noteCounts();
    }

    void move(int from, const ConversationOrder &order)
    {
        if (rows.at(from) == order) {
            emit q->dataChanged(q->index(from), q->index(from));
            return;
        }
        // Where it would stand if it were not there; Qt counts the destination with it.
        int to = int(std::lower_bound(rows.cbegin(), rows.cend(), order) - rows.cbegin());
        const int last = to > from ? to - 1 : to;
        if (last == from) {
            rows[from] = order;
        } else {
            q->beginMoveRows({}, from, from, {}, to);
            rows.removeAt(from);
            rows.insert(last, order);
            q->endMoveRows();
        }
        emit q->dataChanged(q->index(last), q->index(last));
    }

    qint64 targetMs(const Conversation &conversation) const
    {
        const QList<Queue> queues = session->queues();
        for (const Queue &queue : queues) {
            if (queue.id == conversation.queue && queue.targetSeconds > 0)
                return queue.targetSeconds * 1000LL;
        }
        return standardTargetMs;
    }

    Urgency urgency(const Conversation &conversation) const
    {
        if (!conversation.isOpen())
            return Urgency::None;
        return urgencyOf(conversation.needSince, targetMs(conversation), session->hubNow());
    }

    void noteCounts()
    {
        std::array<int, groups> fresh{};
        for (const ConversationOrder &order : std::as_const(all))
            ++fresh[std::size_t(order.group)];
        const int late = countLate();
        if (fresh == counts && late == lateShown)
            return;
        counts = fresh;
        lateShown = late;
        emit q->countsChanged();
    }

    int countLate() const
    {
        int late = 0;
        for (const ConversationOrder &order : std::as_const(all)) {
            if (order.group != ConversationGroup::ReplyNow)
                continue;
            const Conversation *conversation = session->conversation(order.id);
            const Urgency u = conversation ? urgency(*conversation) : Urgency::None;
            late += u == Urgency::Late || u == Urgency::Soon ? 1 : 0;
        }
        return late;
    }

    /// What of a row changes by time alone: its urgency and the two spans it names.
    struct Shown
    {
        Urgency urgency = Urgency::None;
        qint64 waited = -1;
        qint64 offerLeft = -1;
        friend bool operator==(const Shown &, const Shown &) = default;
    };
    Shown shownOf(const Conversation &conversation) const
    {
        Shown shown;
        const qint64 now = session->hubNow();
        shown.urgency = urgency(conversation);
        if (conversation.needSince > 0)
            shown.waited = displayedSpan(now - conversation.needSince);
        if (conversation.offer)
            shown.offerLeft = displayedSpan(conversation.offer->expiresAt - now);
        return shown;
    }

    ConversationListModel *q;
    Session *session;
    Filter filter = Filter::All;
    QHash<QString, ConversationOrder> all;
    QList<ConversationOrder> rows;
    std::array<int, groups> counts{};
    int lateShown = 0;
    QHash<QString, Shown> ticked;
};

ConversationListModel::ConversationListModel(Session *session, QObject *parent)
    : QAbstractListModel(parent), d(std::make_unique<Private>(this, session))
{
    const auto update = [this](const QString &id) { d->update(id); };
    connect(session, &Session::conversationAdded, this, update);
    connect(session, &Session::conversationChanged, this, update);
    connect(session, &Session::conversationRemoved, this, update);
    connect(session, &Session::pendingChanged, this, [this](const QString &id) {
        const int row = rowOf(id);
        if (row >= 0)
            emit dataChanged(index(row), index(row), {ConversationRole::ToSend});
    });
    connect(session, &Session::ready, this, [this] { d->rebuild(); });
    connect(session, &Session::reset, this, [this] { d->rebuild(); });
    d->rebuild();
}

ConversationListModel::~ConversationListModel() = default;

int ConversationListModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(d->rows.size()); }

QVariant ConversationListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ConversationOrder &order = d->rows.at(index.row());
    const Conversation *c = d->session->conversation(order.id);
    if (!c)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case ConversationRole::CustomerName: return c->customerName;
    case ConversationRole::Id: return c->id;
    case ConversationRole::Vip: return c->vip;
    case ConversationRole::Channel: return c->channel;
    case ConversationRole::State: return int(c->state);
    case ConversationRole::PreviewText: return previewText(c->last, d->session->mask());
    case ConversationRole::PreviewAt: return c->last.at;
    case ConversationRole::Unread: return d->session->unread(c->id);
    case ConversationRole::NeedSince: return c->needSince;
    case ConversationRole::TargetMs: return d->targetMs(*c);
    case ConversationRole::Urgency: return int(d->urgency(*c));
    case ConversationRole::Draft: return d->session->draft(c->id);
    case ConversationRole::Typing: return d->session->isTyping(c->id);
    case ConversationRole::Group: return int(order.group);
    case ConversationRole::QueueName: return c->queueName;
    case ConversationRole::OfferEndsAt: return c->offer ? c->offer->expiresAt : 0LL;
    case ConversationRole::ToSend: return d->session->toSend(c->id);
    default: return {};
    }
}

void ConversationListModel::setFilter(Filter filter)
{
    if (d->filter == filter)
        return;
    d->filter = filter;
    d->rebuild();
}

ConversationListModel::Filter ConversationListModel::filter() const { return d->filter; }

int ConversationListModel::rowOf(const QString &conversation) const
{
    const auto known = d->all.constFind(conversation);
    return known == d->all.constEnd() ? -1 : d->rowOf(*known);
}

QString ConversationListModel::nextNeedingReply(const QString &except) const
{
    const ConversationOrder *next = nullptr;
    for (const ConversationOrder &order : std::as_const(d->all)) {
        if (order.group == ConversationGroup::ReplyNow && order.id != except && (!next || order < *next))
            next = &order;
    }
    return next ? next->id : QString();
}

int ConversationListModel::countIn(ConversationGroup group) const { return d->counts[std::size_t(group)]; }
int ConversationListModel::lateCount() const { return d->lateShown; }

void ConversationListModel::tick()
{
    QHash<QString, Private::Shown> now;
    for (int row = 0; row < d->rows.size(); ++row) {
        const QString &id = d->rows.at(row).id;
        const Conversation *conversation = d->session->conversation(id);
        if (!conversation || (conversation->needSince == 0 && !conversation->offer))
            continue;
        const Private::Shown shown = d->shownOf(*conversation);
        now.insert(id, shown);
        const auto before = d->ticked.constFind(id);
        if (before == d->ticked.constEnd() || !(*before == shown))
            emit dataChanged(index(row), index(row),
                             {ConversationRole::Urgency, ConversationRole::NeedSince, ConversationRole::OfferEndsAt});
    }
    d->ticked = now;
    d->noteCounts();
}

} // namespace liaison
