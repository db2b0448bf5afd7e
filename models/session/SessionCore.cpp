// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/SessionCore.h"

#include "models/domain/FaultPoint.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QTimeZone>
#include <QTimer>
#include <algorithm>

namespace liaison {

namespace {
constexpr int unreadReadAtOnce = 200;
constexpr qint64 rewindAtMostEveryMs = 30000;
/// Two seconds: what passes by itself (no file handle or memory left, another program in the file) has passed by then.
constexpr int readTriesInSilence = 10;
constexpr int readAgainMs = 200;
constexpr int readAgainLaterMs = 2000;
constexpr int retentionMs = 3600 * 1000;
constexpr int retentionAtOnceMs = 60 * 1000;
constexpr qint64 dayMs = 24LL * 3600 * 1000;
const auto offsetSetting = QStringLiteral("clock.offset");
const auto queuesTopic = QStringLiteral("queues");
const auto figuresTopic = QStringLiteral("figures");
const auto presencePrefix = QStringLiteral("presence:");

bool isServed(const Conversation &conversation)
{
    return conversation.state == ConversationState::Active || conversation.state == ConversationState::Parked ||
           conversation.state == ConversationState::Wrapup;
}
} // namespace

Session::Private::Private(Session *session, Config config_, Store *store_, DeskLink *link_, const Clock &clock_)
    : q(session), config(std::move(config_)), store(store_), link(link_), clock(clock_), drafts(*store_),
      outbox(
          *store_, *link_, drafts, [this] { return hubNow(); }, this),
      outboxFiles(config.folder + QLatin1String("/outbox"), config.fileLimit),
      files(config.httpUrl, config.token, config.trust, this), marks(
                                                                   *link_, [this] { return hubNow(); }, this),
      typing(clock_, this)
{
    m_offlineSince = clock.utcMs();
    connectLink();
    connectOutbox();
    connect(&typing, &TypingBoard::changed, q, &Session::conversationChanged);
    connect(store, &Store::degraded, this, [this](const StoreError &error) {
        m_storeError = error;
        emit q->syncChanged();
    });
    connect(store, &Store::recovered, this, [this] {
        m_storeError = {};
        emit q->syncChanged();
    });
    connect(store, &Store::removed, this, [this](const QStringList &conversations) { onRemoved(conversations); });
    connect(&m_retention, &QTimer::timeout, this, [this] { removeOldHistory(); });
    connect(store, &Store::failed, this, [this](const StoreError &error) {
        if (!error.isRebuilt() || !m_started)
            return;
        // What it could not read again is still here.
        outbox.storeAgain();
        drafts.storeAgain();
        rewind();
    });
}

void Session::Private::connectLink()
{
    connect(link, &DeskLink::phaseChanged, this, [this](LinkPhase phase) { onPhase(phase); });
    connect(link, &DeskLink::greeting, this, [this] {
        outbox.noteLinkLost();
        // Through the event loop: the link is in the middle of its own change.
        QMetaObject::invokeMethod(
            this, [this] { outbox.pump(); }, Qt::QueuedConnection);
    });
    connect(link, &DeskLink::caughtUp, this, [this](const Cursor &received) {
        outbox.noteReceived(received);
        const QStringList ids = state.conversations.keys();
        for (const QString &id : ids)
            markDelivered(id);
    });
    connect(link, &DeskLink::welcomed, this, [this](const wire::Welcome &) {
        m_signInNeeded = false;
        const qint64 offset = link->clockOffset();
        if (qAbs(offset - m_savedOffset) > 1000) // kept, so that times are right at a start without the hub
            store->putSetting(offsetSetting, QString::number(offset));
        m_savedOffset = offset;
    });
    connect(link, &DeskLink::eventsReceived, this,
            [this](const QString &epoch, const QList<wire::Event> &events) { onEvents(epoch, events); });
    connect(
        link, &DeskLink::snapshotReceived, this,
        [this](const QString &epoch, qint64 pos, const QJsonObject &body, bool reset) { onSnapshot(epoch, pos, body, reset); });
    connect(link, &DeskLink::answered, this, [this](const wire::Ok &ok) {
        if (ok.cid == m_statusCommand)
            m_statusCommand.clear();
        if (!marks.noteAnswered(ok.cid))
            outbox.noteAnswered(ok, link->received());
    });
    connect(link, &DeskLink::refused, this, [this](const wire::Err &err) { onRefused(err); });
    connect(link, &DeskLink::stateReceived, this, [this](const wire::State &topicState) { onState(topicState); });
    connect(link, &DeskLink::signalReceived, this, [this](const wire::Signal &signal) {
        if (signal.kind == QLatin1String("typing") && signal.by.startsWith(QLatin1String("c:")) &&
            state.conversations.contains(signal.conversation))
            typing.heard(signal.conversation, signal.ttlMs);
    });
    connect(link, &DeskLink::askAnswered, this, [this](const wire::Answer &answer) {
        const OpenAsk open = m_asks.take(answer.re);
        if (open.context)
            open.done(answer.body, {});
    });
    connect(link, &DeskLink::askRefused, this, [this](const wire::Err &err) {
        const OpenAsk open = m_asks.take(err.re);
        if (open.context)
            open.done(err.body, words(toString(err.code)));
    });
    const auto needToken = [this] {
        m_signInNeeded = true;
        emit q->syncChanged();
    };
    connect(link, &DeskLink::signInNeeded, this, needToken);
    connect(link, &DeskLink::tokenExpiring, this, needToken);
}

void Session::Private::connectOutbox()
{
    connect(&outbox, &Outbox::changed, this, [this](const QString &conversation) { notePending(conversation); });
    connect(&outbox, &Outbox::uploadWanted, this, [this](const OutboxEntry &entry) { startUpload(entry); });
    connect(&outbox, &Outbox::dropped, this, [this](const OutboxEntry &entry) {
        if (entry.filePath.isEmpty())
            return;
        files.cancelUpload(entry.cid);
        OutboxFiles::remove(entry.filePath);
    });
    connect(&outbox, &Outbox::gaveBack, q, &Session::conversationChanged);
    connect(&outbox, &Outbox::refused, this, [this](const OutboxEntry &entry, const QString &code, bool returned) {
        emit q->refused(entry.kind, entry.conversation, code, returned);
    });
    connect(&outbox, &Outbox::failed, this, [this](const OutboxEntry &entry, const QString &code) {
        emit q->refused(entry.kind, entry.conversation, code, false);
    });
    connect(&outbox, &Outbox::confirmationNeeded, q, &Session::confirmationNeeded);
    connect(&files, &FileTransfer::progress, &outbox, &Outbox::noteProgress);
    connect(&files, &FileTransfer::uploaded, &outbox, &Outbox::noteUploaded);
    connect(&files, &FileTransfer::uploadFailed, &outbox, &Outbox::noteUploadFailed);
}

// --- start -----------------------------------------------------------------------------------------------------------------

void Session::Private::start()
{
    store->readSetting(offsetSetting, this, [this](const QString &offset) { m_savedOffset = offset.toLongLong(); });
    readOverview();
}

void Session::Private::readOverview()
{
    store->readOverview(this, [this](const StoreOverview &overview) {
        if (overview.read)
            load(overview);
        else
            noteUnread();
    });
}

/// An empty desk would be a lie, a snapshot of the hub would show nothing of what waits to be sent, and the private copies of
/// files would look as if nobody wanted them. So nothing is begun before the store was read.
void Session::Private::noteUnread()
{
    m_storeError.kind = StoreError::Kind::Io;
    m_storeError.detail = QStringLiteral("the overview could not be read");
    emit q->syncChanged();
    ++m_readTries;
    QTimer::singleShot(m_readTries < readTriesInSilence ? readAgainMs : readAgainLaterMs, this, [this] { readOverview(); });
    if (m_readTries == readTriesInSilence)
        emit q->unreadable(m_storeError);
}

void Session::Private::load(const StoreOverview &overview)
{
    m_started = true;
    if (m_readTries > 0)
        m_storeError = {};
    state.me = overview.me;
    for (const Conversation &conversation : overview.conversations)
        state.conversations.insert(conversation.id, conversation);
    for (const Customer &customer : overview.customers)
        state.customers.insert(customer.id, customer);
    for (const CannedReply &reply : overview.canned)
        state.canned.insert(reply.id, reply);
    state.queues = overview.queues;
    state.codes = overview.codes;
    drafts.restore(overview.drafts);
    outbox.restore(overview.outbox);
    QSet<QString> copies;
    for (const OutboxEntry &entry : overview.outbox)
        copies.insert(QFileInfo(entry.filePath).fileName()); // by name: the data folder may have moved
    outboxFiles.removeOrphans(copies);
    emit q->ready();
    for (const Conversation &conversation : overview.conversations) {
        if (conversation.isOpen() && conversation.agentMarks.read < conversation.cseq)
            readUnread(conversation.id);
    }
    watchPresence();
    startLink(overview.cursor);
    if (config.historyDays) {
        m_retention.start(*config.historyDays == 0 ? retentionAtOnceMs : retentionMs);
        removeOldHistory();
    }
}

void Session::Private::removeOldHistory() { store->removeClosedBefore(hubNow() - *config.historyDays * dayMs); }

void Session::Private::onRemoved(const QStringList &conversations)
{
    for (const QString &conversation : conversations) {
        if (!state.conversations.contains(conversation))
            continue;
        state.remove(conversation);
        forget(conversation);
    }
}

void Session::Private::forget(const QString &conversation)
{
    marks.forget(conversation);
    typing.forget(conversation);
    emit q->conversationRemoved(conversation);
}

void Session::Private::setLookedAt(const QStringList &conversations)
{
    m_lookedAt = QSet<QString>(conversations.begin(), conversations.end());
    readLookedAt();
}

void Session::Private::readLookedAt()
{
    for (const QString &id : std::as_const(m_lookedAt)) {
        if (state.conversations.contains(id))
            continue;
        store->readHead(id, this, [this, id](const StoredHead &stored) {
            // One that is open and not on this desk is somebody else's by now.
            if (!stored.conversation || stored.conversation->isOpen() || state.conversations.contains(id) ||
                !m_lookedAt.contains(id))
                return;
            Conversation head = *stored.conversation;
            if (stored.customer && !state.customers.contains(head.customer))
                state.customers.insert(head.customer, *stored.customer);
            // He may have been renamed since this was written.
            if (const auto customer = state.customers.constFind(head.customer); customer != state.customers.constEnd()) {
                head.customerName = customer->name;
                head.vip = customer->vip;
            }
            state.conversations.insert(id, head);
            emit q->conversationAdded(id);
        });
    }
}

void Session::Private::dropOldest()
{
    // While the store is in trouble this memory is all there is; while events are replayed, more of these may come.
    if (m_storeError.isError() || link->phase() != LinkPhase::Live)
        return;
    QList<std::pair<qint64, QString>> closed;
    for (const Conversation &conversation : std::as_const(state.conversations)) {
        if (!conversation.isOpen() && !m_lookedAt.contains(conversation.id) && q->toSend(conversation.id) == 0)
            closed.append({conversation.closedAt, conversation.id});
    }
    const qsizetype over = closed.size() - Store::ClosedInOverview;
    if (over <= 0)
        return;
    std::nth_element(closed.begin(), closed.begin() + over, closed.end());
    QStringList oldest;
    for (qsizetype i = 0; i < over; ++i)
        oldest.append(closed.at(i).second);
    onRemoved(oldest);
}

void Session::Private::startLink(const Cursor &cursor)
{
    wire::Hello hello;
    hello.app = QStringLiteral("liaison/" LIAISON_VERSION);
    hello.device = config.device;
    hello.token = config.token;
    hello.tz = QString::fromLatin1(QTimeZone::systemTimeZoneId());
    hello.lang = config.language;
    hello.subs = {{queuesTopic, 0}, {figuresTopic, 0}};
    link->start(config.linkUrl, hello, cursor);
}

void Session::Private::readUnread(const QString &conversation)
{
    const qint64 read = state.conversations.value(conversation).agentMarks.read;
    store->readAfter(conversation, read, unreadReadAtOnce, this, [this, conversation](const MessageSlice &slice) {
        const auto head = state.conversations.constFind(conversation);
        if (head == state.conversations.constEnd())
            return;
        QList<qint64> &unread = state.unread[conversation];
        QList<qint64> found;
        for (const Message &message : slice.messages) {
            const bool spoken = message.kind != MessageKind::Note && message.kind != MessageKind::System;
            if (message.side == Side::Customer && spoken && message.cseq > head->agentMarks.read &&
                (unread.isEmpty() || message.cseq < unread.first()))
                found.append(message.cseq);
        }
        if (found.isEmpty())
            return;
        unread = found + unread;
        emit q->conversationChanged(conversation);
    });
}

qint64 Session::Private::hubNow() const { return clock.utcMs() + (link->roundTrip() >= 0 ? link->clockOffset() : m_savedOffset); }

SyncState Session::Private::sync() const
{
    SyncState sync;
    sync.phase = link->phase();
    sync.inSyncAt = sync.phase == LinkPhase::Live ? clock.utcMs() - qMax<qint64>(0, link->silentFor()) : m_inSyncAt;
    sync.offlineSince = m_offlineSince;
    sync.nextTryInMs = link->nextTryIn();
    sync.toSend = outbox.toSend() + int(m_copying.size());
    sync.roundTripMs = link->roundTrip();
    sync.signInNeeded = m_signInNeeded;
    sync.store = m_storeError;
    return sync;
}

void Session::Private::onPhase(LinkPhase phase)
{
    const qint64 now = clock.utcMs();
    if (phase == LinkPhase::Live) {
        m_inSyncAt = now;
        m_offlineSince = 0;
        dropOldest();
    } else if (phase == LinkPhase::Waiting || phase == LinkPhase::Stopped) {
        if (m_offlineSince == 0) {
            m_inSyncAt = now - qMax<qint64>(0, link->silentFor());
            m_offlineSince = now;
        }
        outbox.noteLinkLost();
    }
    emit q->syncChanged();
    // Through the event loop: the link is in the middle of its own change.
    QMetaObject::invokeMethod(
        this, [this] { outbox.pump(); }, Qt::QueuedConnection);
}

// --- what the hub says -----------------------------------------------------------------------------------------------------

void Session::Private::onEvents(const QString &epoch, const QList<wire::Event> &events)
{
    LIAISON_FAULT_POINT("session.before-apply");
    DeskChanges changes = applier.apply(epoch, events, hubNow());
    const Cursor cursor{epoch, events.last().pos};
    m_holding = true;
    outbox.noteEvents(changes.commands, changes.batch);
    outbox.noteReceived(cursor);
    keep(changes, cursor, {});
    announce(changes);
    m_holding = false;
    const QStringList held = std::exchange(m_held, {});
    for (const QString &conversation : held)
        notePending(conversation);
    watchPresence();
    const QList<Conversation> &touched = changes.batch.conversations;
    if (std::any_of(touched.cbegin(), touched.cend(), [](const Conversation &one) { return !one.isOpen(); }))
        dropOldest();
}

void Session::Private::onSnapshot(const QString &epoch, qint64 pos, const QJsonObject &body, bool reset)
{
    QStringList open;
    for (const Conversation &conversation : std::as_const(state.conversations)) {
        if (conversation.isOpen())
            open.append(conversation.id);
    }
    DeskChanges changes = applier.replace(epoch, pos, body, reset, hubNow());
    waitingHeads.clear();
    m_meBefore.reset();
    keep(changes, {epoch, pos}, [this, open] {
        emit q->reset();
        for (const QString &id : open) {
            if (!state.conversations.contains(id))
                forget(id); // somebody else's meanwhile
        }
        readLookedAt();
    });
    emit q->meChanged();
    emit q->cannedChanged();
    emit q->queuesChanged();
    watchPresence();
}

void Session::Private::keep(DeskChanges &changes, const Cursor &cursor, std::function<void()> then)
{
    const quint64 number = m_nextBatch++;
    if (!changes.batch.messages.isEmpty())
        uncommitted.insert(number, changes.batch.messages);
    store->apply(
        changes.batch, this,
        // `changed` too: a conversation that has just become ours brought its messages along.
        [this, number, cursor, heard = changes.arrivedOrder + changes.changed, then = std::move(then)](const StoreError &error) {
            uncommitted.remove(number);
            if (error.isError()) {
                onStoreError(error);
            } else {
                LIAISON_FAULT_POINT("session.before-ack");
                link->applied(cursor);
                for (const QString &conversation : heard)
                    markDelivered(conversation);
            }
            if (then)
                then();
        });
    for (const QString &conversation : std::as_const(changes.removed)) {
        marks.forget(conversation);
        typing.forget(conversation);
    }
}

void Session::Private::announce(const DeskChanges &changes)
{
    if (changes.me) {
        m_meBefore.reset();
        emit q->meChanged();
    }
    for (const QString &customer : changes.customers)
        emit q->customerChanged(customer);
    for (const QString &conversation : changes.written)
        typing.clear(conversation);
    for (const QString &conversation : changes.added)
        emit q->conversationAdded(conversation);
    for (const QString &conversation : changes.arrivedOrder)
        emit q->messagesArrived(conversation, changes.arrived.value(conversation));
    for (const DeskChanges::Recall &recall : changes.recalled) {
        Message message;
        message.mid = recall.mid;
        message.conversation = recall.conversation;
        message.recalled = true;
        emit q->messageChanged(message);
    }
    for (const QString &conversation : changes.changed)
        emit q->conversationChanged(conversation);
    for (const QString &conversation : changes.offered)
        emit q->offered(conversation);
    for (const DeskChanges::EndedOffer &ended : changes.endedOffers)
        emit q->offerEnded(ended.conversation, ended.why);
    for (const QString &conversation : changes.removed)
        emit q->conversationRemoved(conversation);
    if (changes.canned)
        emit q->cannedChanged();
    if (changes.queues)
        emit q->queuesChanged();
}

void Session::Private::onStoreError(const StoreError &error)
{
    m_storeError = error;
    emit q->syncChanged();
    const qint64 now = clock.steadyMs();
    if (m_rewoundAt < 0 || now - m_rewoundAt > rewindAtMostEveryMs)
        rewind(); // else the store is beyond help for now: the day goes on from memory, and the status bar says so
}

void Session::Private::rewind()
{
    if (m_rewinding)
        return;
    m_rewinding = true;
    m_rewoundAt = clock.steadyMs();
    store->readCursor(this, [this](const Cursor &cursor) {
        m_rewinding = false;
        m_storeError = {};
        startLink(cursor);
    });
}

void Session::Private::onState(const wire::State &topicState)
{
    if (topicState.topic == queuesTopic) {
        const QJsonArray queues = topicState.body["queues"].toArray();
        for (const QJsonValue &item : queues) {
            const Queue fresh = Queue::fromJson(item.toObject());
            for (Queue &queue : state.queues) {
                if (queue.id != fresh.id)
                    continue;
                queue.waiting = fresh.waiting;
                queue.oldestAt = fresh.oldestAt;
            }
        }
        waitingHeads.clear();
        const QJsonArray heads = topicState.body["waiting"].toArray();
        for (const QJsonValue &item : heads)
            waitingHeads.append(Conversation::fromJson(item.toObject(), hubNow()));
        emit q->queuesChanged();
    } else if (topicState.topic == figuresTopic) {
        figures = topicState.body;
        emit q->figuresChanged();
    } else if (topicState.topic.startsWith(presencePrefix)) {
        const QString id = topicState.topic.mid(presencePrefix.size());
        presence.insert(id, topicState.body);
        const auto customer = state.customers.find(id);
        if (customer != state.customers.end()) {
            customer->online = topicState.body["online"].toBool();
            customer->seenAt = topicState.body["seen_at"].toInteger();
        }
        emit q->customerChanged(id);
    }
}

void Session::Private::onRefused(const wire::Err &err)
{
    if (err.cid == m_statusCommand) {
        m_statusCommand.clear();
        if (m_meBefore) {
            state.me = *m_meBefore;
            m_meBefore.reset();
            emit q->meChanged();
        }
    }
    if (!marks.noteRefused(err.cid))
        outbox.noteRefused(err);
}

void Session::Private::notePending(const QString &conversation)
{
    if (m_holding) {
        if (!m_held.contains(conversation))
            m_held.append(conversation);
        return;
    }
    if (!conversation.isEmpty())
        emit q->pendingChanged(conversation);
    emit q->syncChanged();
}

void Session::Private::markDelivered(const QString &conversation)
{
    const auto head = state.conversations.constFind(conversation);
    if (head == state.conversations.constEnd() || !isServed(*head))
        return;
    // What is marked as read here may still be on its way; it must not be taken for sent.
    if (head->agentMarks.delivered >= head->cseq)
        return;
    Marks wanted = head->agentMarks;
    wanted.delivered = head->cseq;
    marks.note(conversation, wanted, head->agentMarks);
}

void Session::Private::watchPresence()
{
    QSet<QString> wanted;
    for (const Conversation &conversation : std::as_const(state.conversations)) {
        if (isServed(conversation))
            wanted.insert(conversation.customer);
    }
    for (const QString &customer : std::as_const(m_watched)) {
        if (!wanted.contains(customer)) {
            link->unsubscribe(presencePrefix + customer);
            presence.remove(customer);
        }
    }
    for (const QString &customer : std::as_const(wanted)) {
        if (!m_watched.contains(customer))
            link->subscribe(presencePrefix + customer);
    }
    m_watched = wanted;
}

} // namespace liaison
