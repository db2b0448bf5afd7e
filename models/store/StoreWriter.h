// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Clock.h"
#include "models/store/DiskReserve.h"
#include "models/store/FolderLock.h"
#include "models/store/RowWriter.h"
#include "models/store/StoreFiles.h"
#include "models/store/StoreOptions.h"
#include "models/store/WriteJob.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace liaison {

/// The only write connection, on a thread of its own. Jobs are written in the order they are added: neighbours share a
/// transaction, an outbox entry has one of its own that is on the disk before it is reported. add() may be called from the GUI
/// thread, reportDamage() from any; the events are called on the writer's thread.
class StoreWriter
{
public:
    struct Events
    {
        std::function<void()> opened;
        std::function<void(const StoreError &)> failed; ///< error.isRebuilt(): and goes on
        std::function<void(const StoreError &)> degraded;
        std::function<void()> recovered;
        std::function<void(const QStringList &conversations)> removed;
        std::function<void(quint64 ticket, const StoreError &, const Cursor &)> done;
        std::function<void()> readersOut; ///< returns when no other connection is open
        std::function<void()> readersIn;  ///< other connections may open; also after the first opening
        std::function<void()> readersOff; ///< the file will not be opened
    };

    StoreWriter(const StoreOptions &options, Events events);
    ~StoreWriter(); ///< writes what is queued, as far as the disk lets it, then closes

    void start(const QString &folder, const QByteArray &key);
    void add(WriteJob job);
    /// A reader met a damaged page: the file is rebuilt.
    void reportDamage(const QString &detail);
    qint64 commits() const { return m_commits; }
    /// The last end was not clean: the file should be looked through.
    bool endedUncleanly() const { return m_unclean; }

private:
    enum class State { Working, Degraded, Dead };
    using Lock = std::unique_lock<std::mutex>;

    void run();
    void openStore();
    void closeStore();
    bool takeJobs(Lock &lock, std::deque<WriteJob> &jobs);
    bool waitForJobs(Lock &lock);
    void work(std::deque<WriteJob> &jobs);
    void writeGroup(std::deque<WriteJob> &jobs);
#ifdef LIAISON_FAULT_POINTS
    void writeCursorsFirst(const std::deque<WriteJob> &jobs);
#endif
    void begin();
    void writeOne(const WriteJob &job, bool &deleted);
    void writeOutbox(std::deque<WriteJob> &jobs);
    void writeSingly(std::deque<WriteJob> &jobs);
    void answerCursor(const WriteJob &job);
    bool isRefused(const WriteJob &job) const;
    void refuse(const WriteJob &job, const StoreError &error);
    void afterCommit(bool deleted);
    void onFailure(const StoreError &error, std::deque<WriteJob> &jobs);
    void degrade(const StoreError &error, std::deque<WriteJob> &jobs);
    void rebuild(const QString &why, std::deque<WriteJob> &jobs);
    void die(const StoreError &error, std::deque<WriteJob> &jobs);
    void rollback();
    void putBack(std::deque<WriteJob> &jobs);
    bool idle();
    void beginRemoving(qint64 before);
    void removeSome();
    qint64 nextIdle() const;
    void done(const WriteJob &job, const StoreError &error, const Cursor &cursor = {});

    const StoreOptions m_options;
    const Events m_events;
    SystemClock m_clock;

    // Shared, under m_mutex.
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<WriteJob> m_queue;
    int m_queuedRows = 0;
    int m_urgent = 0;
    bool m_stopping = false;
    bool m_outboxCame = false; ///< while the disk is full: try at once
    bool m_crowded = false;    ///< degraded, so the queue has a limit
    QString m_damage;

    // The writer thread's own.
    StoreFiles m_files{QString()};
    QByteArray m_key;
    SqlCipherDatabase m_database;
    RowWriter m_rows{m_database};
    std::unique_ptr<DiskReserve> m_reserve;
    std::unique_ptr<FolderLock> m_lockFile;
    State m_state = State::Working;
    StoreError m_dead;
    /// Events are refused since this happened, until the reader of the log asks for the cursor again (R3).
    std::optional<StoreError> m_gap;
    qint64 m_retryAt = -1;
    qint64 m_changesBefore = 0; ///< the transaction that is open
    qint64 m_truncateAt = -1;
    qint64 m_mergeAt = -1;
    qint64 m_reserveAt = -1;
    qint64 m_removeAt = -1;
    qint64 m_removeBefore = 0;

    std::atomic<qint64> m_commits = 0;
    std::atomic<bool> m_unclean = false;
    std::thread m_thread;
};

} // namespace liaison
