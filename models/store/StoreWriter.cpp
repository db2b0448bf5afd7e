// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/StoreWriter.h"

#include "models/domain/FaultPoint.h"
#include "models/store/RowReader.h"
#include "models/store/SqlFailure.h"
#include "models/store/StoreOpener.h"

#include <QFile>
#include <sodium.h>
#include <sqlite3.h>

namespace liaison {

namespace {
constexpr qint64 mergeStepMs = 50;
constexpr qint64 removeStepMs = 10;
constexpr int removeRows = 100; // a few milliseconds
constexpr qint64 reserveAfterMs = 1'000;
constexpr qint64 reserveAgainMs = 60'000;

/// Refused for what it says, not for the state of the disk: trying again would never end.
bool isRefusal(const SqlFailure &failure)
{
    switch (failure.code()) {
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
    case SQLITE_RANGE:
    case SQLITE_ERROR: return true;
    default: return false;
    }
}
} // namespace

StoreWriter::StoreWriter(const StoreOptions &options, Events events) : m_options(options), m_events(std::move(events)) {}

StoreWriter::~StoreWriter()
{
    {
        const std::lock_guard guard(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    sodium_memzero(m_key.data(), size_t(m_key.size()));
}

void StoreWriter::start(const QString &folder, const QByteArray &key)
{
    m_files = StoreFiles(folder);
    m_key = QByteArray(key.constData(), key.size());
    m_reserve = std::make_unique<DiskReserve>(m_files.reserve(), m_options.reserveBytes);
    m_thread = std::thread([this] { run(); });
}

void StoreWriter::add(WriteJob job)
{
    {
        const std::lock_guard guard(m_mutex);
        if (m_crowded && job.as<StoreBatch>() && m_queuedRows > m_options.mostQueuedRows)
            job.what = WriteJob::Refused();
        job.arrived = m_clock.steadyMs();
        m_queuedRows += job.rows();
        m_urgent += job.isUrgent() ? 1 : 0;
        m_outboxCame = m_outboxCame || job.as<WriteJob::PutOutbox>();
        m_queue.push_back(std::move(job));
    }
    m_wake.notify_all();
}

void StoreWriter::reportDamage(const QString &detail)
{
    {
        const std::lock_guard guard(m_mutex);
        m_damage = detail;
    }
    m_wake.notify_all();
}

void StoreWriter::run()
{
    openStore();
    std::deque<WriteJob> jobs;
    Lock lock(m_mutex);
    while (takeJobs(lock, jobs)) {
        lock.unlock();
        work(jobs);
        lock.lock();
    }
    lock.unlock();
    closeStore();
}

void StoreWriter::openStore()
{
    std::deque<WriteJob> none;
    if (!m_files.makeFolder())
        return die(StoreError::of(StoreError::Kind::Io, QStringLiteral("the folder cannot be made")), none);
    if (m_files.wipePending())
        m_files.wipe();
    m_lockFile = std::make_unique<FolderLock>(m_files.lock());
    FolderLock::Outcome lock = m_lockFile->take();
    // A quota, or a file system that counts otherwise, is not seen as a full disk; the reserve helps there, too.
    if ((lock == FolderLock::Outcome::NoRoom || lock == FolderLock::Outcome::Failed) && m_reserve->release())
        lock = m_lockFile->take();
    if (lock != FolderLock::Outcome::Held) {
        m_lockFile.reset();
        const StoreError::Kind kind = lock == FolderLock::Outcome::Taken    ? StoreError::Kind::InUse
                                      : lock == FolderLock::Outcome::NoRoom ? StoreError::Kind::DiskFull
                                                                            : StoreError::Kind::Io;
        return die(StoreError::of(kind, QStringLiteral("the folder cannot be locked")), none);
    }
    QFile::setPermissions(m_files.lock(), QFile::ReadOwner | QFile::WriteOwner);
    m_unclean = QFile::exists(m_files.inUse());
    StoreOpener opener(m_files, m_key);
    StoreError error = opener.open(m_database);
    if (error.kind == StoreError::Kind::DiskFull && m_reserve->release())
        error = opener.open(m_database);
    if (error.isError() && !error.isRebuilt())
        return die(error, none);
    QFile inUse(m_files.inUse());
    if (inUse.open(QIODevice::WriteOnly, QFile::ReadOwner | QFile::WriteOwner))
        inUse.close();
    m_reserveAt = m_clock.steadyMs() + reserveAfterMs;
    m_events.readersIn();
    if (error.isError())
        m_events.failed(error);
    m_events.opened();
}

void StoreWriter::closeStore()
{
    m_events.readersOut();
    if (m_database.isOpen()) {
        m_database.close(); // the last connection empties and deletes the WAL
        QFile::remove(m_files.inUse());
    }
    m_lockFile.reset();
}

/// Waits for work and takes it. False when everything is written and the store is to be closed.
bool StoreWriter::takeJobs(Lock &lock, std::deque<WriteJob> &jobs)
{
    if (!waitForJobs(lock))
        return false;
    if (m_queue.empty() || !m_damage.isNull())
        return true;
    int rows = 0;
    do {
        WriteJob &job = m_queue.front();
        if (job.isUrgent() && !jobs.empty())
            break;
        rows += job.rows();
        m_urgent -= job.isUrgent() ? 1 : 0;
        jobs.push_back(std::move(job));
        m_queue.pop_front();
    } while (!jobs.back().isUrgent() && rows < m_options.groupRows && !m_queue.empty());
    m_queuedRows -= rows;
    return true;
}

bool StoreWriter::waitForJobs(Lock &lock)
{
    for (;;) {
        if (!m_damage.isNull())
            return true;
        const qint64 now = m_clock.steadyMs();
        qint64 until = -1;
        if (m_stopping) {
            // On a full disk the queue is tried once more, then the hub has it all anyway.
            if (m_queue.empty() || m_state == State::Degraded)
                return !m_queue.empty() && std::exchange(m_retryAt, -2) != -2;
            return true;
        }
        if (m_state == State::Degraded && !m_queue.empty()) {
            if (now >= m_retryAt || std::exchange(m_outboxCame, false))
                return true;
            until = m_retryAt;
        } else if (!m_queue.empty()) {
            const qint64 due = m_queue.front().arrived + m_options.groupMs;
            if (m_urgent > 0 || m_queuedRows >= m_options.groupRows || now >= due || m_state == State::Dead)
                return true;
            until = due;
        } else {
            until = nextIdle();
            if (until >= 0 && now >= until) {
                lock.unlock();
                const bool idled = idle();
                lock.lock();
                if (!idled)
                    return true;
                continue;
            }
        }
        if (until < 0)
            m_wake.wait(lock);
        else
            m_wake.wait_for(lock, std::chrono::milliseconds(until - now));
    }
}

void StoreWriter::work(std::deque<WriteJob> &jobs)
{
    QString damage;
    {
        const std::lock_guard guard(m_mutex);
        damage = std::exchange(m_damage, QString());
    }
    if (m_state == State::Dead) {
        for (const WriteJob &job : jobs)
            done(job, m_dead);
        jobs.clear();
        return;
    }
    if (!damage.isNull())
        return rebuild(damage, jobs);
    while (!jobs.empty()) {
        const WriteJob &first = jobs.front();
        if (first.as<WriteJob::Refused>() || isRefused(first)) {
            refuse(first, m_gap.value_or(StoreError::of(StoreError::Kind::DiskFull, QStringLiteral("the queue is full"))));
            jobs.pop_front();
        } else {
            break;
        }
    }
    if (jobs.empty())
        return;
    try {
        if (jobs.front().as<WriteJob::AskCursor>())
            answerCursor(jobs.front());
        else if (jobs.front().as<WriteJob::PutOutbox>())
            writeOutbox(jobs);
        else
            writeGroup(jobs);
        jobs.clear();
    } catch (const SqlFailure &failure) {
        rollback();
        if (isRefusal(failure) && jobs.size() == 1) {
            refuse(jobs.front(), failure.toStoreError());
            jobs.clear();
            return;
        }
        if (isRefusal(failure))
            return writeSingly(jobs); // so that only the one at fault is refused
        onFailure(failure.toStoreError(), jobs);
    }
}

/// Stops at what is not the job's own fault; it and those behind it then wait in their order.
void StoreWriter::writeSingly(std::deque<WriteJob> &jobs)
{
    while (!jobs.empty()) {
        std::deque<WriteJob> single;
        single.push_back(std::move(jobs.front()));
        jobs.pop_front();
        if (isRefused(single.front())) {
            refuse(single.front(), *m_gap);
            continue;
        }
        try {
            writeGroup(single);
        } catch (const SqlFailure &failure) {
            rollback();
            if (!isRefusal(failure)) {
                jobs.push_front(std::move(single.front()));
                return onFailure(failure.toStoreError(), jobs);
            }
            refuse(single.front(), failure.toStoreError());
        }
    }
}

bool StoreWriter::isRefused(const WriteJob &job) const
{
    const auto *batch = job.as<StoreBatch>();
    return m_gap && batch && batch->cursor && !batch->replaceAll;
}

/// A batch that is not stored makes a hole; later ones would carry the cursor over it.
void StoreWriter::refuse(const WriteJob &job, const StoreError &error)
{
    const auto *batch = job.as<StoreBatch>();
    if (!m_gap && (job.as<WriteJob::Refused>() || (batch && batch->cursor)))
        m_gap = error;
    done(job, error);
}

void StoreWriter::writeGroup(std::deque<WriteJob> &jobs)
{
    bool deleted = false;
#ifdef LIAISON_FAULT_POINTS
    if (LIAISON_BREAKS(R3))
        writeCursorsFirst(jobs);
#endif
    begin();
    std::deque<const WriteJob *> refused;
    bool snapshot = false;
    for (const WriteJob &job : jobs) {
        const auto *batch = job.as<StoreBatch>();
        snapshot = snapshot || (batch && batch->replaceAll);
        if (!snapshot && isRefused(job))
            refused.push_back(&job);
        else
            writeOne(job, deleted);
    }
    LIAISON_FAULT_POINT("store.before-commit");
    LIAISON_FAULT_NEAR("store.commit");
    m_database.exec("COMMIT");
    LIAISON_FAULT_POINT("store.after-commit");
    const std::optional<StoreError> gap = m_gap;
    if (snapshot)
        m_gap.reset();
    afterCommit(deleted);
    for (const WriteJob &job : jobs) {
        const bool out = !refused.empty() && refused.front() == &job;
        if (out)
            refused.pop_front();
        done(job, out ? *gap : StoreError());
    }
}

#ifdef LIAISON_FAULT_POINTS
/// With R3 broken: the cursors of a group have a transaction of their own, in front of its events'.
void StoreWriter::writeCursorsFirst(const std::deque<WriteJob> &jobs)
{
    bool deleted = false;
    begin();
    for (const WriteJob &job : jobs) {
        const auto *batch = job.as<StoreBatch>();
        if (!batch || !batch->cursor || batch->replaceAll || isRefused(job))
            continue;
        StoreBatch cursorOnly;
        cursorOnly.cursor = batch->cursor;
        deleted |= m_rows.apply(cursorOnly);
    }
    m_database.exec("COMMIT");
}
#endif

void StoreWriter::begin()
{
    if (m_options.mostPages) {
        const qint64 most = *m_options.mostPages;
        m_database.number(("PRAGMA max_page_count = " + QByteArray::number(most > 0 ? most : 0xfffffffe)).constData());
    }
    m_database.exec("BEGIN IMMEDIATE");
    m_changesBefore = m_database.totalChanges();
}

void StoreWriter::writeOne(const WriteJob &job, bool &deleted)
{
    if (const auto *batch = job.as<StoreBatch>())
        deleted |= m_rows.apply(*batch);
    else if (const auto *removed = job.as<WriteJob::RemoveOutbox>())
        m_rows.removeOutbox(removed->cid);
    else if (const auto *draft = job.as<DraftRow>())
        m_rows.putDraft(*draft);
    else if (const auto *back = job.as<WriteJob::GiveBack>()) {
        for (const QString &cid : back->cids)
            m_rows.removeOutbox(cid);
        m_rows.putDraft(back->draft);
    } else if (const auto *setting = job.as<WriteJob::Setting>())
        m_rows.putSetting(setting->name, setting->value);
    else if (const auto *old = job.as<WriteJob::RemoveClosed>())
        beginRemoving(old->before);
}

void StoreWriter::beginRemoving(qint64 before)
{
    m_removeBefore = before;
    m_removeAt = m_clock.steadyMs();
    m_files.removeAsideBefore(before);
}

void StoreWriter::writeOutbox(std::deque<WriteJob> &jobs)
{
    // FULL only here: the outbox is the only thing the hub cannot send again.
    m_database.exec("PRAGMA synchronous = FULL");
    const auto normal = qScopeGuard([this] {
        try {
            m_database.exec("PRAGMA synchronous = NORMAL");
        } catch (const SqlFailure &) { // the connection is being given up
        }
    });
    const auto &put = *jobs.front().as<WriteJob::PutOutbox>();
    begin();
    if (put.from.replaced.contains(put.entry.cid))
        m_rows.removeOutbox(put.entry.cid);
    m_rows.putOutbox(put.entry);
    for (const QString &cid : put.from.replaced) {
        if (cid != put.entry.cid)
            m_rows.removeOutbox(cid);
    }
    if (!put.from.draft.name.isEmpty())
        m_rows.putDraft(put.from.draft);
    LIAISON_FAULT_POINT("outbox.before-commit");
    LIAISON_FAULT_NEAR("outbox.commit");
    m_database.exec("COMMIT");
    LIAISON_FAULT_POINT("outbox.after-commit");
    afterCommit(false);
    done(jobs.front(), {});
}

void StoreWriter::answerCursor(const WriteJob &job)
{
    const Cursor cursor = RowReader(m_database).cursor();
    m_gap.reset();
    done(job, {}, cursor);
}

void StoreWriter::afterCommit(bool deleted)
{
    ++m_commits;
    const qint64 now = m_clock.steadyMs();
    const qint64 truncateAt = now + (deleted ? m_options.truncateAfterDeleteMs : m_options.truncateAfterCommitMs);
    m_truncateAt = m_truncateAt < 0 ? truncateAt : qMin(m_truncateAt, truncateAt);
    m_mergeAt = now + m_options.mergeAfterIdleMs;
    // A transaction that changes nothing commits on a full disk, too.
    if (m_state != State::Degraded || m_database.totalChanges() == m_changesBefore)
        return;
    m_state = State::Working;
    m_reserveAt = now + reserveAfterMs;
    {
        const std::lock_guard guard(m_mutex);
        m_crowded = false;
    }
    m_events.recovered();
}

void StoreWriter::onFailure(const StoreError &error, std::deque<WriteJob> &jobs)
{
    if (error.kind == StoreError::Kind::Damaged)
        return rebuild(error.detail, jobs);
    if (error.kind == StoreError::Kind::DiskFull && m_reserve->release()) {
        m_retryAt = m_clock.steadyMs();
        return putBack(jobs);
    }
    degrade(error, jobs);
}

/// Goes on from memory: batches, drafts and settings wait in their order; an outbox entry is answered with the error and forgotten,
/// because its command may only be sent once it is on the disk.
void StoreWriter::degrade(const StoreError &error, std::deque<WriteJob> &jobs)
{
    putBack(jobs);
    std::deque<WriteJob> failed;
    {
        const std::lock_guard guard(m_mutex);
        for (auto it = m_queue.begin(); it != m_queue.end();) {
            if (!it->as<WriteJob::PutOutbox>()) {
                ++it;
                continue;
            }
            --m_urgent;
            m_queuedRows -= it->rows();
            failed.push_back(std::move(*it));
            it = m_queue.erase(it);
        }
        m_crowded = true;
        m_outboxCame = false;
    }
    for (const WriteJob &job : failed)
        done(job, error);
    if (m_retryAt != -2)
        m_retryAt = m_clock.steadyMs() + m_options.retryMs;
    if (m_state == State::Degraded)
        return;
    m_state = State::Degraded;
    m_events.degraded(error);
}

void StoreWriter::rebuild(const QString &why, std::deque<WriteJob> &jobs)
{
    m_events.readersOut();
    m_database.close();
    m_rows.forget();
    StoreOpener opener(m_files, m_key);
    StoreError error = opener.rebuild(m_database, why);
    if (error.kind == StoreError::Kind::DiskFull && m_reserve->release())
        error = opener.rebuild(m_database, why);
    if (!error.isRebuilt())
        return die(error, jobs);
    // The rows before the cursor are gone: events that follow would leave a hole.
    m_gap = error;
    m_events.readersIn();
    m_events.failed(error);
    putBack(jobs);
}

void StoreWriter::die(const StoreError &error, std::deque<WriteJob> &jobs)
{
    m_state = State::Dead;
    m_dead = error;
    m_truncateAt = m_mergeAt = m_reserveAt = m_removeAt = -1;
    m_database.close();
    m_lockFile.reset();
    m_events.readersOff();
    m_events.failed(error);
    putBack(jobs);
}

void StoreWriter::rollback()
{
    m_rows.forget();
    try {
        if (m_database.inTransaction())
            m_database.exec("ROLLBACK");
    } catch (const SqlFailure &) { // a full or damaged file has rolled back by itself
    }
}

void StoreWriter::putBack(std::deque<WriteJob> &jobs)
{
    const std::lock_guard guard(m_mutex);
    while (!jobs.empty()) {
        m_queuedRows += jobs.back().rows();
        m_urgent += jobs.back().isUrgent() ? 1 : 0;
        m_queue.push_front(std::move(jobs.back()));
        jobs.pop_back();
    }
}

qint64 StoreWriter::nextIdle() const
{
    qint64 next = -1;
    for (const qint64 at : {m_truncateAt, m_mergeAt, m_reserveAt, m_removeAt}) {
        if (at >= 0 && (next < 0 || at < next))
            next = at;
    }
    return next;
}

/// One short piece of housekeeping. False if the file turned out to be damaged.
bool StoreWriter::idle()
{
    const qint64 now = m_clock.steadyMs();
    try {
        if (m_removeAt >= 0 && now >= m_removeAt) {
            removeSome();
        } else if (m_mergeAt >= 0 && now >= m_mergeAt) {
            const qint64 before = m_database.totalChanges();
            m_database.exec("INSERT INTO message_fts(message_fts, rank) VALUES ('merge', 200)");
            // SQLite's manual: fewer than two changes mean that nothing was left to merge.
            const bool more = m_database.totalChanges() - before >= 2;
            m_mergeAt = more ? now + mergeStepMs : -1;
            if (m_truncateAt < 0)
                m_truncateAt = now + m_options.truncateAfterCommitMs;
        } else if (m_truncateAt >= 0 && now >= m_truncateAt) {
            m_truncateAt = -1;
            m_database.exec("PRAGMA incremental_vacuum(200)");
            const bool busy = m_database.number("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
            if (busy)
                m_truncateAt = now + m_options.truncateAfterDeleteMs;
        } else if (m_reserveAt >= 0 && now >= m_reserveAt) {
            m_reserveAt = m_reserve->make() ? -1 : now + reserveAgainMs;
        }
        return true;
    } catch (const SqlFailure &failure) {
        rollback();
        m_mergeAt = m_truncateAt = m_removeAt = -1; // what is left goes the next time
        if (failure.kind() != StoreError::Kind::Damaged)
            return true; // the next write meets it again and says so
        const std::lock_guard guard(m_mutex);
        m_damage = failure.toStoreError().detail;
        return false;
    }
}

/// One small transaction; what is written meanwhile goes first.
void StoreWriter::removeSome()
{
    begin();
    const RowWriter::Removal removal = m_rows.removeClosed(m_removeBefore, removeRows);
    m_database.exec("COMMIT");
    m_removeAt = removal.more ? m_clock.steadyMs() + removeStepMs : -1;
    if (removal.rows == 0)
        return;
    afterCommit(true);
    if (!removal.conversation.isEmpty())
        m_events.removed({removal.conversation});
}

void StoreWriter::done(const WriteJob &job, const StoreError &error, const Cursor &cursor)
{
    if (job.ticket != 0)
        m_events.done(job.ticket, error, cursor);
}

} // namespace liaison
