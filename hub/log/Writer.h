// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/Metrics.h"
#include "hub/log/Rules.h"
#include "hub/store/Checkpoints.h"
#include "models/domain/Clock.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace liaison::hub {

/// The writer's numbers. Milliseconds.
struct WriterSettings
{
    int groupMs = 5;                 ///< how long a group waits for more commands while there is a crowd
    int groupSize = 100;             ///< commands in one transaction
    qint64 staleMs = 10 * 60 * 1000; ///< an agent's command older than this must be confirmed
    int idleMs = 1000;               ///< the longest wait between two looks at the timers
    int timersAtOnce = 50;
    qint64 timerRetryMs = 5000;       ///< a timer whose rule failed comes again after this
    qsizetype eventBytes = 96 * 1024; ///< body of one event; a conversation's `tail` is cut to fit
    RetentionSettings retention;
};

/// Named points at which a test or a fault campaign stops the writer.
enum class WriterPoint { BeforeCommit, AfterCommit };

/// A device's session as openSession() made it.
struct DeviceSession
{
    bool ok = false;
    qint64 gen = 0;
    qint64 head = 0;
    QString epoch;
};

/// What the hub's links and readers are told after a commit.
struct Committed
{
    qint64 head = 0;
    QStringList topics; ///< whose state changed; "topic" or "topic@principal"
};

/// The one thread that writes. Commands of all links come into its queue; it carries them out in groups, one transaction a group,
/// one savepoint a command, and answers only after the commit (R2). Repeats are answered from cmd_result, which is written in
/// the same transaction (R1); commands of an older link of the same device are refused (R11). Positions are given at the end,
/// from the head row (R4). It also carries out timers that are due. A full disk rolls the group back, answers each
/// command with `full`/later and goes on.
/// submit(), openSession() and execute() may be called on any thread; callbacks come on the writer's thread and must not block.
class Writer
{
public:
    using Callback = std::function<void(const CommandResult &)>;
    using Hook = std::function<void(WriterPoint)>;
    /// Thrown by a hook: the writer dies on the spot, without answering.
    struct Stopped
    {
    };

    /// `onCommit` is called on the writer's thread after the answers of each group (coalesce on the receiving side).
    Writer(Database &database, Rules &rules, const Clock &clock, Metrics &metrics, const WriterSettings &settings,
           std::function<void(const Committed &)> onCommit);
    /// Ends like kill() if stop() was not called.
    ~Writer();
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;

    /// Set before start().
    void setHook(Hook hook) { m_hook = std::move(hook); }
    void start();
    /// Carries out what is in the queue, then ends. Blocks.
    void stop();
    /// Ends after the transaction that is under way; what is in the queue is dropped without an answer, as in a crash. Blocks.
    void kill();
    /// False once it has ended or died.
    bool isRunning() const { return m_running.load(); }

    /// Queues a command. `command.gen` -1 for the hub's own; a cid and device make it repeatable.
    void submit(HubCommand command, Callback callback = {});
    /// Raises the generation of a device's session (R11).
    void openSession(const QString &device, const Principal &who, std::function<void(const DeviceSession &)> callback);
    /// Runs anything that writes in the group's transaction, under a savepoint of its own: for accounts, files and the like.
    /// `done(false)` if it threw or the commit failed.
    void execute(std::function<void(Transaction &)> work, std::function<void(bool)> done = {});
    /// Looks at the timers now; for tests that set the clock.
    void poke();
    /// Newest committed position.
    qint64 head() const { return m_head.load(); }

private:
    struct Job
    {
        HubCommand command;
        Callback callback;
        std::function<void(Transaction &)> work;
        qint64 queuedAt = 0; ///< steady ms
    };

    void push(Job job);
    void run();
    bool collect(std::vector<Job> &jobs);
    void runGroup(std::vector<Job> &jobs);
    void answerAll(std::vector<Job> &jobs, const CommandResult &result);
    /// By how much (ms) the machine's clock was set since then; 0 for what is no more than drift.
    qint64 clockStep();
    void housekeeping();
    /// Removes what is old, piece by piece, as long as nobody waits; under load now and then one.
    void removeOld();
    bool removeSome();
    bool isStopping();
    bool hasWork();
    void end(bool finishQueue);

    Database &m_database;
    Rules &m_rules;
    const Clock &m_clock;
    Metrics &m_metrics;
    const WriterSettings m_settings;
    std::function<void(const Committed &)> m_onCommit;
    Hook m_hook;
    Checkpoints m_checkpoints;

    std::thread m_thread;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_queue;
    bool m_stopping = false;
    bool m_killed = false;
    bool m_poked = false;
    std::atomic<bool> m_running{false};
    std::atomic<qint64> m_head{0};

    // the writer's thread only
    qint64 m_nextTimer = 0;
    std::optional<qint64> m_utcAhead; ///< of the steady clock, when the timers were last right
    qint64 m_stepTriedAt = -1;        ///< steady ms; the timers could not be moved
    qint64 m_removeAt = 0;            ///< hub UTC ms
    qint64 m_removedAt = -1;          ///< steady ms
    qint64 m_notedHead = -1;
    qint64 m_notedAt = 0;
    bool m_crowded = false;
};

} // namespace liaison::hub
