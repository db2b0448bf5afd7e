// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/MessageListModel.h"

#include "models/lists/MessageRows.h"
#include "models/lists/PreviewText.h"
#include "models/session/Session.h"

#include <QPointer>

namespace liaison {

namespace {

/// Rows kept at most; beyond it the far end goes and is read again when it is scrolled to.
constexpr int mostRows = 600;

BubbleState pendingState(const PendingMessage &pending)
{
    switch (pending.state) {
    case OutboxEntry::State::Waiting:
    case OutboxEntry::State::Sent: return BubbleState::Sending;
    case OutboxEntry::State::NeedsConfirmation: return BubbleState::NeedsConfirmation;
    case OutboxEntry::State::Failed: break;
    }
    return pending.error == QLatin1String("stale_cmd") ? BubbleState::TooOld : BubbleState::Failed;
}

BubbleState confirmedState(const Message &message, const Marks &customer)
{
    if (message.side != Side::Agent || message.kind == MessageKind::Note || message.kind == MessageKind::System)
        return BubbleState::None;
    if (message.cseq <= customer.read)
        return BubbleState::Read;
    return message.cseq <= customer.delivered ? BubbleState::Delivered : BubbleState::Sent;
}

} // namespace

class MessageListModel::Private
{
public:
    enum class Load { None, Replace, Older, Newer };

    Private(MessageListModel *model, Session *s, const QString &id, int n) : q(model), session(s), conversation(id), slice(n)
    {
        if (const Conversation *head = session->conversation(conversation))
            marks = head->customerMarks;
    }

    int pendingAt() const { return int(rows.confirmed.size()); }

    // --- reading slices ---

    void load(Load what, qint64 cseq)
    {
        loading = what;
        const quint64 turn = ++loadTurn;
        const auto done = [this, turn, what, cseq](const MessageSlice &slice_) {
            if (turn == loadTurn)
                take(what, cseq, slice_);
        };
        Store *store = session->store();
        if (what == Load::Older)
            store->readBefore(conversation, cseq, slice, q, done);
        else if (what == Load::Newer)
            store->readAfter(conversation, cseq, slice, q, done);
        else if (cseq > 0)
            store->readAround(conversation, cseq, slice, q, done);
        else
            store->readNewest(conversation, slice, q, done);
    }

    void take(Load what, qint64 cseq, const MessageSlice &read)
    {
        loading = Load::None;
        if (what == Load::Replace)
            replaceAll(cseq, read);
        else if (what == Load::Older)
            takeOlder(read);
        else
            takeNewer(read);
        const QList<Message> meanwhile = std::exchange(arrivedMeanwhile, {});
        if (rows.atEnd)
            merge(meanwhile);
    }

    void replaceAll(qint64 around, const MessageSlice &read)
    {
        q->beginResetModel();
        const MessageRows::Run run = MessageRows::contiguous(read.messages, around, holesKnown);
        rows.confirmed = run.messages;
        rows.atEnd = !read.moreAfter && !run.cutAfter;
        moreBefore = read.moreBefore || run.cutBefore || firstCseq() > 1;
        rows.pending = rows.atEnd ? pendingNow() : QList<PendingMessage>{};
        loadedOnce = true;
        q->endResetModel();
        emit q->loaded();
        emit q->hasOlderChanged();
        emit q->unreadRowChanged();
        if (rows.confirmed.isEmpty() && !askedForStart && session->conversation(conversation)) {
            // Nothing stored yet, though the conversation has a past: it is fetched once.
            const qint64 head = session->conversation(conversation)->cseq;
            if (head > 0) {
                askedForStart = true;
                askHub(head + 1, Load::Replace);
            }
        }
    }

    void takeOlder(const MessageSlice &read)
    {
        const qint64 first = firstCseq();
        const MessageRows::Run run = MessageRows::endingAt(read.messages, first, holesKnown);
        if (run.messages.isEmpty()) {
            if (first > 1 && !holesKnown.contains(first)) {
                askHub(first, Load::Older);
                return;
            }
            moreBefore = read.moreBefore && !read.messages.isEmpty();
        } else {
            q->beginInsertRows({}, 0, int(run.messages.size()) - 1);
            rows.confirmed = run.messages + rows.confirmed;
            q->endInsertRows();
            moreBefore = read.moreBefore || run.cutBefore || (firstCseq() > 1 && !holesKnown.contains(firstCseq()));
            dropFarEnd();
        }
        emit q->hasOlderChanged();
        emit q->unreadRowChanged();
    }

    void takeNewer(const MessageSlice &read)
    {
        const qint64 last = lastCseq();
        if (!read.messages.isEmpty() && read.messages.first().cseq != last + 1 &&
            !holesKnown.contains(read.messages.first().cseq)) {
            askHub(read.messages.first().cseq, Load::Newer);
            return;
        }
        const MessageRows::Run run = MessageRows::startingAt(read.messages, holesKnown);
        if (!run.messages.isEmpty()) {
            const int at = pendingAt();
            q->beginInsertRows({}, at, at + int(run.messages.size()) - 1);
            rows.confirmed += run.messages;
            q->endInsertRows();
        }
        rows.atEnd = !read.moreAfter && !run.cutAfter;
        if (rows.atEnd)
            syncPending();
        dropFarBeginning();
    }

    /// Asks the hub for what lies before `cseq`; when it is stored (or the hub has nothing), reads again.
    void askHub(qint64 cseq, Load then)
    {
        awaitedHistory = cseq;
        afterHistory = then;
        loading = then;
        session->fetchHistory(conversation, cseq);
    }

    void historyCame()
    {
        if (awaitedHistory == 0)
            return;
        const qint64 before = std::exchange(awaitedHistory, 0);
        // Whatever still lacks before this number does not exist for us: numbers that are no messages, or the beginning.
        holesKnown.insert(before);
        const Load what = std::exchange(afterHistory, Load::None);
        load(what, what == Load::Replace ? 0 : what == Load::Older ? firstCseq() : lastCseq());
    }

    void dropFarEnd()
    {
        const int extra = int(rows.confirmed.size()) - mostRows;
        if (extra <= 0)
            return;
        if (!rows.pending.isEmpty()) {
            const int from = pendingAt();
            q->beginRemoveRows({}, from, from + int(rows.pending.size()) - 1);
            rows.pending.clear();
            q->endRemoveRows();
        }
        q->beginRemoveRows({}, mostRows, mostRows + extra - 1);
        rows.confirmed.resize(mostRows);
        rows.atEnd = false;
        q->endRemoveRows();
    }

    void dropFarBeginning()
    {
        const int extra = int(rows.confirmed.size()) - mostRows;
        if (extra < slice)
            return; // in steps, so that an append does not remove a row each time
        q->beginRemoveRows({}, 0, extra - 1);
        rows.confirmed.remove(0, extra);
        moreBefore = true;
        q->endRemoveRows();
        emit q->hasOlderChanged();
        emit q->unreadRowChanged();
    }

    // --- what comes while it is shown ---

    void arrived(const QList<Message> &messages)
    {
        if (loading != Load::None || !loadedOnce) {
            arrivedMeanwhile += messages;
            return;
        }
        if (rows.atEnd)
            merge(messages);
    }

    void merge(const QList<Message> &messages)
    {
        for (const Message &message : messages)
            mergeOne(message);
        dropFarBeginning();
    }

    void mergeOne(const Message &message)
    {
        const int known = rows.confirmedRow(message.mid);
        if (known >= 0) {
            rows.confirmed[known] = message;
            emit q->dataChanged(q->index(known), q->index(known));
            return;
        }
        const int to = rows.placeOf(message.cseq);
        const int waiting = rows.pendingRow(message.mid);
        if (waiting < 0) {
            q->beginInsertRows({}, to, to);
            rows.confirmed.insert(to, message);
            q->endInsertRows();
            return;
        }
        // The same bubble: it only leaves the outbox's part of the list.
        if (waiting == to) {
            rows.pending.removeAt(waiting - pendingAt());
            rows.confirmed.insert(to, message);
        } else {
            q->beginMoveRows({}, waiting, waiting, {}, to);
            rows.pending.removeAt(waiting - pendingAt());
            rows.confirmed.insert(to, message);
            q->endMoveRows();
        }
        emit q->dataChanged(q->index(to), q->index(to));
    }

    QList<PendingMessage> pendingNow() const
    {
        QList<PendingMessage> left;
        for (const PendingMessage &pending : session->pending(conversation)) {
            if (rows.confirmedRow(pending.message.mid) < 0)
                left.append(pending);
        }
        return left;
    }

    /// Brings the outbox's part of the list up to date without touching any other row.
    void syncPending()
    {
        if (!loadedOnce || !rows.atEnd)
            return;
        const QList<PendingMessage> fresh = pendingNow();
        const auto has = [](const QList<PendingMessage> &list, const QString &mid) {
            return std::any_of(list.begin(), list.end(), [&](const PendingMessage &p) { return p.message.mid == mid; });
        };
        for (int i = int(rows.pending.size()) - 1; i >= 0; --i) {
            if (has(fresh, rows.pending[i].message.mid))
                continue;
            const int row = pendingAt() + i;
            q->beginRemoveRows({}, row, row);
            rows.pending.removeAt(i);
            q->endRemoveRows();
        }
        for (int i = 0; i < fresh.size(); ++i) {
            const int row = pendingAt() + i;
            if (i < rows.pending.size() && rows.pending[i].message.mid == fresh[i].message.mid) {
                rows.pending[i] = fresh[i];
                emit q->dataChanged(q->index(row), q->index(row));
            } else {
                q->beginInsertRows({}, row, row);
                rows.pending.insert(i, fresh[i]);
                q->endInsertRows();
            }
        }
    }

    void headChanged()
    {
        const Conversation *head = session->conversation(conversation);
        if (!head || head->customerMarks == marks)
            return;
        const qint64 from =
            qMin(qMin(head->customerMarks.read, marks.read), qMin(head->customerMarks.delivered, marks.delivered));
        marks = head->customerMarks;
        const int first = rows.placeOf(from + 1);
        if (first < rows.confirmed.size())
            emit q->dataChanged(q->index(first), q->index(int(rows.confirmed.size()) - 1), {MessageRole::State});
    }

    qint64 firstCseq() const { return rows.confirmed.isEmpty() ? 0 : rows.confirmed.first().cseq; }
    qint64 lastCseq() const { return rows.confirmed.isEmpty() ? 0 : rows.confirmed.last().cseq; }

    MessageListModel *q;
    Session *session;
    QString conversation;
    int slice;
    MessageRows rows;
    Marks marks;
    bool moreBefore = false;
    bool loadedOnce = false;
    bool askedForStart = false;
    Load loading = Load::None;
    Load afterHistory = Load::None;
    qint64 awaitedHistory = 0;
    quint64 loadTurn = 0;
    qint64 unreadFrom = -1;
    QSet<qint64> holesKnown; ///< numbers before which nothing is missing though the number before is not there
    QList<Message> arrivedMeanwhile;
};

MessageListModel::MessageListModel(Session *session, const QString &conversation, int slice, QObject *parent)
    : QAbstractListModel(parent), d(std::make_unique<Private>(this, session, conversation, slice))
{
    connect(session, &Session::messagesArrived, this, [this](const QString &id, const QList<Message> &messages) {
        if (id == d->conversation)
            d->arrived(messages);
    });
    connect(session, &Session::messageChanged, this, [this](const Message &message) {
        const int row = message.conversation == d->conversation ? d->rows.confirmedRow(message.mid) : -1;
        if (row < 0)
            return;
        d->rows.confirmed[row] = message;
        emit dataChanged(index(row), index(row));
    });
    connect(session, &Session::pendingChanged, this, [this](const QString &id) {
        if (id == d->conversation)
            d->syncPending();
    });
    connect(session, &Session::conversationChanged, this, [this](const QString &id) {
        if (id == d->conversation)
            d->headChanged();
    });
    connect(session, &Session::historyStored, this, [this](const QString &id, bool) {
        if (id == d->conversation)
            d->historyCame();
    });
    connect(session, &Session::reset, this, &MessageListModel::loadNewest);
    loadNewest();
}

MessageListModel::~MessageListModel() = default;

const QString &MessageListModel::conversation() const { return d->conversation; }

int MessageListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(d->rows.confirmed.size() + d->rows.pending.size());
}

QVariant MessageListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int row = index.row();
    const PendingMessage *pending = row >= d->pendingAt() ? &d->rows.pending[row - d->pendingAt()] : nullptr;
    const Message &message = pending ? pending->message : d->rows.confirmed[row];
    switch (role) {
    case MessageRole::Mid: return message.mid;
    case MessageRole::Cseq: return message.cseq;
    case MessageRole::Kind: return int(message.kind);
    case MessageRole::Side: return int(message.side);
    case MessageRole::AuthorName: return message.byName;
    case MessageRole::At: return message.at;
    case Qt::DisplayRole:
    case MessageRole::Text: return message.text;
    case MessageRole::SystemText:
        return message.kind == MessageKind::System ? systemSentence(message.text, message.args) : QString();
    case MessageRole::File: return message.file ? QVariant::fromValue(*message.file) : QVariant();
    case MessageRole::State: return int(pending ? pendingState(*pending) : confirmedState(message, d->marks));
    case MessageRole::Error: return pending ? pending->error : QString();
    case MessageRole::UploadPercent: return pending ? pending->uploadPercent : -1;
    case MessageRole::LocalFile: return pending ? pending->localFile : QString();
    case MessageRole::Recalled: return message.recalled;
    default: return {};
    }
}

QHash<int, QByteArray> MessageListModel::roleNames() const
{
    return {{MessageRole::Mid, "mid"}, {MessageRole::Text, "text"}, {MessageRole::At, "at"}, {MessageRole::State, "state"}};
}

bool MessageListModel::hasOlder() const { return d->moreBefore; }
bool MessageListModel::atEnd() const { return d->rows.atEnd; }
bool MessageListModel::isLoading() const { return !d->loadedOnce; }

void MessageListModel::fetchOlder()
{
    if (d->loading == Private::Load::None && d->moreBefore && d->firstCseq() > 0)
        d->load(Private::Load::Older, d->firstCseq());
}

void MessageListModel::fetchNewer()
{
    if (d->loading == Private::Load::None && !d->rows.atEnd && d->lastCseq() > 0)
        d->load(Private::Load::Newer, d->lastCseq());
}

void MessageListModel::loadNewest() { d->load(Private::Load::Replace, 0); }
void MessageListModel::loadAround(qint64 cseq) { d->load(Private::Load::Replace, cseq); }

int MessageListModel::rowOf(const QString &mid) const
{
    const int row = d->rows.confirmedRow(mid);
    return row >= 0 ? row : d->rows.pendingRow(mid);
}

int MessageListModel::unreadRow() const
{
    if (d->unreadFrom < 0)
        return -1;
    for (int row = d->rows.placeOf(d->unreadFrom + 1); row < d->rows.confirmed.size(); ++row) {
        if (d->rows.confirmed[row].side == Side::Customer)
            return row;
    }
    return -1;
}

void MessageListModel::setUnreadFrom(qint64 cseq)
{
    if (cseq == d->unreadFrom)
        return;
    d->unreadFrom = cseq;
    emit unreadRowChanged();
}

} // namespace liaison
