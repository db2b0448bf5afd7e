// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/MessageListModel.h"

#include "models/lists/MessageMasking.h"
#include "models/lists/MessageWords.h"
#include "models/session/Session.h"

#include <QSet>
#include <algorithm>

namespace liaison {

namespace {
/// Rows kept while paging through a long history; those at the far end go.
constexpr int mostRows = 600;
/// New messages may take the list beyond that before the oldest go: the agent may be reading there.
constexpr int mostLiveRows = 2000;
constexpr qint64 behindEverything = Q_INT64_C(9007199254740992);

bool isSpoken(const Message &message) { return message.kind != MessageKind::Note && message.kind != MessageKind::System; }
} // namespace

/// Rows: first what the hub has numbered, ascending by cseq; behind it, only while the end is loaded, what is still in the outbox.
class MessageListModel::Private
{
public:
    struct Row
    {
        Message message;
        OutboxEntry::State state = OutboxEntry::State::Waiting;
        QString error = {};
        int uploadPercent = -1;
        bool pending = false;
    };
    enum class Fetch { None, Slice, Older, Newer, Hub };

    Private(MessageListModel *model, Session *session_, QString conversation_, int slice_)
        : q(model), session(session_), conversation(std::move(conversation_)), slice(slice_), masking(session_->mask())
    {}

    // --- reading -------------------------------------------------------------------------------------------------------------

    /// What was handed to the store but may be missing from the slice that is asked for now; what comes meanwhile is added to it.
    void expect(Fetch what)
    {
        fetch = what;
        arrivedMeanwhile = session->uncommitted(conversation);
    }

    void load(const std::function<void(std::function<void(const MessageSlice &)>)> &read)
    {
        expect(Fetch::Slice);
        const int ticket = ++tickets;
        read([this, ticket](const MessageSlice &found) {
            if (ticket == tickets)
                show(found);
        });
    }

    void loadNewest()
    {
        load([this](auto done) { session->store()->readNewest(conversation, slice, q, std::move(done)); });
    }

    void show(const MessageSlice &found)
    {
        q->beginResetModel();
        fetch = Fetch::None;
        rows.clear();
        for (const Message &message : found.messages)
            rows.append(rowOf(message));
        numbered = int(rows.size());
        moreBefore = found.moreBefore;
        moreAfter = found.moreAfter;
        hubHasMore = mayHubHaveMore();
        const QList<Message> meanwhile = std::exchange(arrivedMeanwhile, {});
        if (!moreAfter) {
            for (const Message &message : meanwhile) {
                if (q->rowOf(message.mid) < 0)
                    insertQuietly(message);
            }
            const QList<PendingMessage> pending = session->pending(conversation);
            for (const PendingMessage &one : pending) {
                if (q->rowOf(one.message.mid) < 0)
                    rows.append(rowOf(one));
            }
        }
        noteMarks();
        q->endResetModel();
        isLoaded = true;
        emit q->loaded();
        emit q->hasOlderChanged();
        noteUnread();
        if (numbered == 0 && hubHasMore && !std::exchange(askedWhileEmpty, true))
            askHub();
    }

    /// A conversation whose beginning is not here: the hub counts from 1.
    bool mayHubHaveMore() const
    {
        if (hubExhausted)
            return false;
        if (numbered > 0)
            return rows.first().message.cseq > 1;
        const Conversation *head = session->conversation(conversation);
        return !head || head->cseq > 0;
    }

    void askHub()
    {
        expect(Fetch::Hub);
        session->fetchHistory(conversation, numbered > 0 ? rows.first().message.cseq : behindEverything);
    }

    void fetchOlder()
    {
        if (fetch != Fetch::None || !isLoaded)
            return;
        if (moreBefore && numbered > 0)
            readOlder();
        else if (hubHasMore)
            askHub();
    }

    void readOlder()
    {
        expect(Fetch::Older);
        const int ticket = ++tickets;
        session->store()->readBefore(conversation, rows.first().message.cseq, slice, q,
                                     [this, ticket](const MessageSlice &found) {
                                         if (ticket == tickets)
                                             prepend(found);
                                     });
    }

    void prepend(const MessageSlice &found)
    {
        fetch = Fetch::None;
        QList<Message> older;
        const qint64 first = numbered > 0 ? rows.first().message.cseq : behindEverything;
        for (const Message &message : found.messages) {
            if (message.cseq < first)
                older.append(message);
        }
        moreBefore = found.moreBefore && !older.isEmpty();
        hubExhausted = hubExhausted || (std::exchange(fromHub, false) && older.isEmpty());
        if (!older.isEmpty()) {
            q->beginInsertRows({}, 0, int(older.size()) - 1);
            QList<Row> all;
            all.reserve(older.size() + rows.size());
            for (const Message &message : std::as_const(older))
                all.append(rowOf(message));
            rows = all + rows;
            numbered += int(older.size());
            q->endInsertRows();
            dropNewest();
        }
        hubHasMore = mayHubHaveMore();
        emit q->hasOlderChanged();
        noteUnread();
    }

    void fetchNewer()
    {
        if (fetch != Fetch::None || !isLoaded || !moreAfter || numbered == 0)
            return;
        expect(Fetch::Newer);
        const int ticket = ++tickets;
        session->store()->readAfter(conversation, rows.last().message.cseq, slice, q, [this, ticket](const MessageSlice &found) {
            if (ticket == tickets)
                append(found);
        });
    }

    void append(const MessageSlice &found)
    {
        fetch = Fetch::None;
        const QList<Message> meanwhile = std::exchange(arrivedMeanwhile, {});
        moreAfter = found.moreAfter;
        QList<Row> newer;
        const qint64 last = rows.last().message.cseq;
        for (const Message &message : found.messages) {
            if (message.cseq > last)
                newer.append(rowOf(message));
        }
        if (!newer.isEmpty()) {
            q->beginInsertRows({}, numbered, numbered + int(newer.size()) - 1);
            rows += newer;
            numbered = int(rows.size());
            q->endInsertRows();
            dropOldest(mostRows);
        }
        if (!moreAfter) {
            for (const Message &message : meanwhile)
                take(message);
            syncPending();
        }
    }

    void onHistory(bool more)
    {
        if (fetch != Fetch::Hub)
            return;
        fetch = Fetch::None;
        hubExhausted = !more;
        if (numbered == 0) {
            loadNewest();
        } else {
            fromHub = true;
            readOlder(); // what has just been stored
        }
    }

    // --- one row at a time ---------------------------------------------------------------------------------------------------

    /// Rows of a list have a quarter of their memory in common: its conversation, and the names of the few who write in it.
    Row rowOf(Message message)
    {
        if (message.conversation == conversation)
            message.conversation = conversation;
        for (QString *name : {&message.by, &message.byName})
            *name = *names.insert(*name);
        return {std::move(message)};
    }
    static Row rowOf(const PendingMessage &pending)
    {
        return {pending.message, pending.state, pending.error, pending.uploadPercent, true};
    }

    int placeOf(qint64 cseq) const
    {
        const auto place = std::lower_bound(rows.cbegin(), rows.cbegin() + numbered, cseq,
                                            [](const Row &row, qint64 wanted) { return row.message.cseq < wanted; });
        return int(place - rows.cbegin());
    }

    void insertQuietly(const Message &message)
    {
        rows.insert(placeOf(message.cseq), rowOf(message));
        ++numbered;
    }

    /// A message of the hub: takes the place of its own bubble, or is added where its number says.
    void take(const Message &message)
    {
        const int known = q->rowOf(message.mid);
        if (known >= 0 && !rows.at(known).pending) {
            if (!(rows.at(known).message == message) && !rows.at(known).message.recalled) {
                rows[known].message = message;
                emit q->dataChanged(q->index(known), q->index(known));
            }
            return;
        }
        if (known >= 0) {
            confirm(known, message);
            return;
        }
        const int place = placeOf(message.cseq);
        if (place == 0 && numbered > 0 && (moreBefore || hubHasMore)) {
            moreBefore = true; // older than all that is shown: it is read when the agent goes there
            return;
        }
        if (moreAfter && place == numbered)
            return;
        q->beginInsertRows({}, place, place);
        rows.insert(place, rowOf(message));
        ++numbered;
        q->endInsertRows();
        dropOldest(mostLiveRows);
    }

    /// How many of `messages` from `from` on simply follow what is there: the usual case, and added as one.
    qsizetype following(const QList<Message> &messages, qsizetype from) const
    {
        if (moreAfter || numbered == 0)
            return 0;
        qint64 last = rows.at(numbered - 1).message.cseq;
        qsizetype to = from;
        for (; to < messages.size() && messages.at(to).cseq > last; ++to) {
            const QString &mid = messages.at(to).mid;
            if (std::any_of(rows.cbegin() + numbered, rows.cend(), [&mid](const Row &row) { return row.message.mid == mid; }))
                break; // its own bubble is there already
            last = messages.at(to).cseq;
        }
        return to - from;
    }

    void takeAll(const QList<Message> &messages)
    {
        for (qsizetype i = 0; i < messages.size();) {
            const qsizetype run = following(messages, i);
            if (run == 0) {
                take(messages.at(i++));
                continue;
            }
            QList<Row> fresh;
            fresh.reserve(run);
            for (qsizetype end = i + run; i < end; ++i)
                fresh.append(rowOf(messages.at(i)));
            q->beginInsertRows({}, numbered, numbered + int(run) - 1);
            rows.insert(numbered, run, Row());
            std::move(fresh.begin(), fresh.end(), rows.begin() + numbered);
            numbered += int(run);
            q->endInsertRows();
            dropOldest(mostLiveRows);
        }
    }

    void confirm(int from, const Message &message)
    {
        const int to = placeOf(message.cseq);
        if (from != to) {
            q->beginMoveRows({}, from, from, {}, to);
            rows.move(from, to);
            q->endMoveRows();
        }
        rows[to] = rowOf(message);
        ++numbered;
        emit q->dataChanged(q->index(to), q->index(to));
    }

    /// Brings the bubbles at the end in line with the outbox; only those that changed are touched.
    void syncPending()
    {
        if (!isLoaded || moreAfter)
            return;
        const QList<PendingMessage> pending = session->pending(conversation);
        const auto waits = [&pending](const QString &mid) {
            return std::any_of(pending.cbegin(), pending.cend(),
                               [&mid](const PendingMessage &p) { return p.message.mid == mid; });
        };
        for (int row = int(rows.size()) - 1; row >= numbered; --row) {
            if (waits(rows.at(row).message.mid))
                continue;
            q->beginRemoveRows({}, row, row);
            rows.removeAt(row);
            q->endRemoveRows();
        }
        for (const PendingMessage &one : pending) {
            const int known = q->rowOf(one.message.mid);
            const Row fresh = rowOf(one);
            if (known < 0) {
                const int end = int(rows.size());
                q->beginInsertRows({}, end, end);
                rows.append(fresh);
                q->endInsertRows();
            } else if (rows.at(known).pending) {
                Row &row = rows[known];
                const bool same = row.state == fresh.state && row.error == fresh.error &&
                                  row.uploadPercent == fresh.uploadPercent && row.message == fresh.message;
                row = fresh;
                if (!same)
                    emit q->dataChanged(q->index(known), q->index(known));
            }
        }
    }

    void recall(const QString &mid)
    {
        for (Message &message : arrivedMeanwhile) {
            if (message.mid == mid)
                strip(message);
        }
        const int row = q->rowOf(mid);
        if (row < 0)
            return;
        strip(rows[row].message);
        emit q->dataChanged(q->index(row), q->index(row));
    }
    static void strip(Message &message)
    {
        message.recalled = true;
        message.text.clear();
        message.file.reset();
        message.args = {};
    }

    // --- bounds, marks, unread -------------------------------------------------------------------------------------------------

    void dropNewest()
    {
        if (rows.size() <= mostRows)
            return;
        q->beginRemoveRows({}, mostRows, int(rows.size()) - 1);
        rows.resize(mostRows);
        numbered = qMin(numbered, mostRows);
        moreAfter = true;
        q->endRemoveRows();
    }

    void dropOldest(int most)
    {
        const int surplus = int(rows.size()) - most;
        if (surplus <= 0)
            return;
        const int drop = most == mostRows ? surplus : int(rows.size()) - mostRows;
        q->beginRemoveRows({}, 0, drop - 1);
        rows.remove(0, drop);
        numbered -= drop;
        moreBefore = true;
        q->endRemoveRows();
        emit q->hasOlderChanged();
        noteUnread();
    }

    bool noteMarks()
    {
        const Conversation *head = session->conversation(conversation);
        const Marks fresh = head ? head->customerMarks : marks;
        const bool changed = !(fresh == marks);
        marksBefore = std::exchange(marks, fresh);
        return changed;
    }

    void onHead()
    {
        if (!noteMarks() || numbered == 0)
            return;
        const int first = placeOf(qMin(marksBefore.read, marksBefore.delivered) + 1);
        const int last = placeOf(qMax(marks.read, marks.delivered) + 1) - 1;
        if (first <= last)
            emit q->dataChanged(q->index(first), q->index(last), {MessageRole::State});
    }

    int findUnread() const
    {
        if (unreadFrom <= 0)
            return -1;
        const int row = placeOf(unreadFrom);
        return row < numbered ? row : -1;
    }
    void noteUnread()
    {
        const int row = findUnread();
        if (std::exchange(unread, row) != row)
            emit q->unreadRowChanged();
    }

    BubbleState stateOf(const Row &row) const
    {
        if (row.pending) {
            switch (row.state) {
            case OutboxEntry::State::Failed:
                return row.error == QLatin1String("too_old") ? BubbleState::TooOld : BubbleState::Failed;
            case OutboxEntry::State::NeedsConfirmation: return BubbleState::NeedsConfirmation;
            default: return BubbleState::Sending;
            }
        }
        if (row.message.side != Side::Agent || !isSpoken(row.message))
            return BubbleState::None;
        if (row.message.cseq <= marks.read)
            return BubbleState::Read;
        return row.message.cseq <= marks.delivered ? BubbleState::Delivered : BubbleState::Sent;
    }

    MessageListModel *q;
    Session *session;
    QString conversation;
    int slice;
    QList<Row> rows;
    QSet<QString> names; ///< of those who wrote here
    int numbered = 0;    ///< rows that the hub has numbered; the others are pending
    bool isLoaded = false;
    bool moreBefore = false; ///< in the store
    bool moreAfter = false;
    bool hubHasMore = false;
    bool hubExhausted = false; ///< it said, or showed, that there is nothing older
    bool askedWhileEmpty = false;
    bool fromHub = false; ///< the slice that is read is what the hub has just sent
    Fetch fetch = Fetch::None;
    int tickets = 0; ///< an answer to an older question is dropped
    MessageMasking masking;
    QList<Message> arrivedMeanwhile;
    Marks marks;
    Marks marksBefore;
    qint64 unreadFrom = 0;
    int unread = -1;
};

MessageListModel::MessageListModel(Session *session, const QString &conversation, int slice, QObject *parent)
    : QAbstractListModel(parent), d(std::make_unique<Private>(this, session, conversation, slice))
{
    connect(session, &Session::messagesArrived, this, [this](const QString &id, const QList<Message> &messages) {
        if (id != d->conversation)
            return;
        if (d->fetch != Private::Fetch::None)
            d->arrivedMeanwhile += messages;
        if (!d->isLoaded || d->fetch == Private::Fetch::Slice)
            return;
        d->takeAll(messages);
        d->noteUnread();
    });
    connect(session, &Session::messageChanged, this, [this](const Message &message) {
        if (message.conversation == d->conversation && message.recalled)
            d->recall(message.mid);
    });
    connect(session, &Session::pendingChanged, this, [this](const QString &id) {
        if (id == d->conversation && d->fetch != Private::Fetch::Slice)
            d->syncPending();
    });
    const auto head = [this](const QString &id) {
        if (id == d->conversation)
            d->onHead();
    };
    connect(session, &Session::conversationChanged, this, head);
    connect(session, &Session::conversationAdded, this, head);
    connect(session, &Session::historyStored, this, [this](const QString &id, bool more) {
        if (id == d->conversation)
            d->onHistory(more);
    });
    connect(session, &Session::historyFailed, this, [this](const QString &id) {
        if (id == d->conversation && d->fetch == Private::Fetch::Hub)
            d->fetch = Private::Fetch::None;
    });
    connect(session, &Session::reset, this, &MessageListModel::loadNewest);
    d->loadNewest();
}

MessageListModel::~MessageListModel() = default;

const QString &MessageListModel::conversation() const { return d->conversation; }
int MessageListModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(d->rows.size()); }

QVariant MessageListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Private::Row &row = d->rows.at(index.row());
    const Message &m = row.message;
    switch (role) {
    case Qt::DisplayRole:
    case MessageRole::Text: return m.kind == MessageKind::System ? MessageWords::system(m) : d->masking.shown(m, m.text);
    case MessageRole::Mid: return m.mid;
    case MessageRole::Cseq: return m.cseq;
    case MessageRole::Kind: return int(m.kind);
    case MessageRole::Side: return int(m.side);
    case MessageRole::AuthorName: return m.byName;
    case MessageRole::At: return m.at;
    case MessageRole::SystemText: return m.kind == MessageKind::System ? MessageWords::system(m) : QString();
    case MessageRole::File: {
        if (!m.file)
            return {};
        FileRef file = *m.file;
        file.name = d->masking.shown(m, file.name);
        return QVariant::fromValue(file);
    }
    case MessageRole::Masked: return d->masking.mayReveal(m);
    case MessageRole::State: return int(d->stateOf(row));
    case MessageRole::Error: return row.error.isEmpty() ? QString() : MessageWords::failure(row.error);
    case MessageRole::UploadPercent: return row.uploadPercent;
    case MessageRole::LocalFile: return QString();
    case MessageRole::Recalled: return m.recalled;
    default: return {};
    }
}

bool MessageListModel::hasOlder() const { return d->isLoaded && (d->moreBefore || d->hubHasMore); }
bool MessageListModel::atEnd() const { return d->isLoaded && !d->moreAfter; }
bool MessageListModel::isLoading() const { return !d->isLoaded; }
void MessageListModel::fetchOlder() { d->fetchOlder(); }
void MessageListModel::fetchNewer() { d->fetchNewer(); }
void MessageListModel::loadNewest() { d->loadNewest(); }

void MessageListModel::loadAround(qint64 cseq)
{
    d->load([this, cseq](auto done) { d->session->store()->readAround(d->conversation, cseq, d->slice, this, std::move(done)); });
}

int MessageListModel::rowOf(const QString &mid) const
{
    for (int row = int(d->rows.size()) - 1; row >= 0; --row) { // what is looked for is mostly new
        if (d->rows.at(row).message.mid == mid)
            return row;
    }
    return -1;
}

void MessageListModel::reveal(const QString &mid)
{
    const int row = rowOf(mid);
    if (row < 0 || !d->masking.mayReveal(d->rows.at(row).message))
        return;
    d->masking.reveal(d->rows.at(row).message);
    emit dataChanged(index(row), index(row));
}

int MessageListModel::unreadRow() const { return d->unread; }

void MessageListModel::setUnreadFrom(qint64 cseq)
{
    d->unreadFrom = cseq;
    d->noteUnread();
}

} // namespace liaison
