// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/log/Writer.h"

#include "hub/log/CommandGroup.h"
#include "hub/store/Log.h"
#include "models/domain/FaultPoint.h"

#include <chrono>

namespace liaison::hub {

namespace {

constexpr qint64 removeEveryMs = 3600 * 1000; ///< looked for what is too old
constexpr qint64 removePauseMs = 500;         ///< between two pieces of it while commands wait
constexpr qint64 noteEveryMs = 5000;
constexpr qint64 driftMostMs = 2000;
/// So many commands in one group, and the next group waits for more. Two or three that happen to meet would only wait in vain.
constexpr int crowd = 8;

} // namespace

Writer::Writer(Database &database, Rules &rules, const Clock &clock, Metrics &metrics, const WriterSettings &settings,
               std::function<void(const Committed &)> onCommit)
    : m_database(database), m_rules(rules), m_clock(clock), m_metrics(metrics), m_settings(settings),
      m_onCommit(std::move(onCommit)), m_checkpoints(database)
{}

Writer::~Writer() { kill(); }

void Writer::start()
{
    m_head.store(m_database.headAtOpen());
    m_notedHead = m_database.headAtOpen();
    m_running.store(true);
    m_checkpoints.start();
    m_thread = std::thread([this] { run(); });
}

void Writer::stop() { end(true); }

void Writer::kill() { end(false); }

void Writer::end(bool finishQueue)
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_killed = m_killed || !finishQueue;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    m_checkpoints.stop();
}

void Writer::submit(HubCommand command, Callback callback)
{
    Job job;
    job.command = std::move(command);
    job.callback = std::move(callback);
    push(std::move(job));
}

void Writer::execute(std::function<void(Transaction &)> work, std::function<void(bool)> done)
{
    Job job;
    job.work = std::move(work);
    if (done)
        job.callback = [done = std::move(done)](const CommandResult &result) { done(result.ok()); };
    push(std::move(job));
}

void Writer::openSession(const QString &device, const Principal &who, std::function<void(const DeviceSession &)> callback)
{
    const auto session = std::make_shared<DeviceSession>();
    execute(
        [session, device, who](Transaction &transaction) {
            // At least the time: counted alone, an older copy of the database would give the same number to another link, and what an
            // old link carried would pass for the new one's.
            transaction.query(
                QStringLiteral("INSERT INTO device_session (device, principal, gen, seen_at) VALUES (?, ?, ?, ?) "
                               "ON CONFLICT (device) DO UPDATE SET gen = CASE WHEN device_session.gen < excluded.gen "
                               "THEN excluded.gen ELSE device_session.gen + 1 END, "
                               "principal = excluded.principal, seen_at = excluded.seen_at"),
                {device, who.toString(), transaction.now(), transaction.now()});
            auto query = transaction.query(QStringLiteral("SELECT gen FROM device_session WHERE device = ?"), {device});
            if (query.next())
                session->gen = query.number(0);
        },
        [this, session, callback = std::move(callback)](bool ok) {
            session->ok = ok;
            session->head = head();
            session->epoch = m_database.epoch();
            callback(*session);
        });
}

void Writer::poke()
{
    {
        const std::lock_guard lock(m_mutex);
        m_poked = true;
    }
    m_wake.notify_all();
}

void Writer::push(Job job)
{
    job.queuedAt = m_clock.steadyMs();
    {
        const std::lock_guard lock(m_mutex);
        // After the end there is nobody to answer: the link goes too, and the client sends again.
        if (m_stopping)
            return;
        m_queue.push_back(std::move(job));
    }
    m_wake.notify_all();
}

bool Writer::collect(std::vector<Job> &jobs)
{
    using std::chrono::milliseconds;
    std::unique_lock lock(m_mutex);
    while (m_queue.empty()) {
        if (m_stopping)
            return false;
        const qint64 untilTimer = m_nextTimer > 0 ? m_nextTimer - m_clock.utcMs() : m_settings.idleMs;
        const bool tried = m_stepTriedAt >= 0 && m_clock.steadyMs() - m_stepTriedAt < m_settings.idleMs;
        if (m_poked || untilTimer <= 0 || (!tried && clockStep() != 0))
            break;
        m_wake.wait_for(lock, milliseconds(qMin<qint64>(untilTimer, m_settings.idleMs)));
        if (m_queue.empty() && !m_stopping && !m_poked && (m_nextTimer == 0 || m_nextTimer > m_clock.utcMs())) {
            lock.unlock();
            housekeeping();
            lock.lock();
        }
    }
    m_poked = false;
    // While a group is written the next one gathers by itself; waiting on top of it pays only when commands come in a crowd.
    const auto full = [this] { return m_stopping || int(m_queue.size()) >= m_settings.groupSize; };
    if (m_crowded && !m_queue.empty() && !full()) {
        const qint64 left = m_queue.front().queuedAt + m_settings.groupMs - m_clock.steadyMs();
        if (left > 0)
            m_wake.wait_for(lock, milliseconds(left), full);
    }
    if (m_killed)
        return false;
    const auto count = qMin(m_queue.size(), std::size_t(m_settings.groupSize));
    std::move(m_queue.begin(), m_queue.begin() + std::ptrdiff_t(count), std::back_inserter(jobs));
    m_queue.erase(m_queue.begin(), m_queue.begin() + std::ptrdiff_t(count));
    m_metrics.gauge("writer_queue", "Commands waiting for the writer").set(qint64(m_queue.size()));
    return true;
}

void Writer::run()
{
    try {
        std::vector<Job> jobs;
        m_nextTimer = 1; // look at once
        while (collect(jobs)) {
            runGroup(jobs);
            jobs.clear();
            housekeeping();
        }
        housekeeping();
    } catch (const Stopped &) {
        log::error("writer.stopped");
    } catch (const std::exception &error) {
        log::error("writer.died", {{QStringLiteral("error"), QString::fromUtf8(error.what())}});
    }
    m_database.closeThread();
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_queue.clear();
    }
    m_running.store(false);
}

qint64 Writer::clockStep()
{
    const qint64 ahead = m_clock.utcMs() - m_clock.steadyMs();
    const qint64 step = ahead - m_utcAhead.value_or(ahead);
    if (qAbs(step) > driftMostMs)
        return step;
    m_utcAhead = ahead;
    return 0;
}

void Writer::runGroup(std::vector<Job> &jobs)
{
    const qint64 began = m_clock.steadyMs();
    const qint64 step = clockStep();
    m_stepTriedAt = step != 0 ? began : -1;
    CommandGroup group(m_database.connection(), m_rules, m_clock, m_settings);
    qint64 nextTimer = m_nextTimer;
    int timers = 0;
    try {
        group.begin();
        // An offer is to last its seconds, whatever somebody does to the clock meanwhile.
        if (step != 0)
            group.moveTimers(step);
        for (const Job &job : jobs) {
            if (job.work)
                group.work(job.work);
            else
                group.command(job.command);
            LIAISON_FAULT_POINT("hub.inside");
        }
        timers = group.timers();
        group.finish();
        nextTimer = group.nextTimer();
        if (m_hook)
            m_hook(WriterPoint::BeforeCommit);
        if (LIAISON_BREAKS(R2)) {
            for (std::size_t i = 0; i < jobs.size(); ++i) {
                if (jobs[i].callback)
                    std::exchange(jobs[i].callback, {})(group.result(i));
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(5)); // the answers leave before anything is on the disk
        }
        LIAISON_FAULT_POINT("hub.before-commit");
        LIAISON_FAULT_NEAR("hub.commit");
        group.commit();
        m_checkpoints.committed();
        LIAISON_FAULT_POINT("hub.after-commit");
    } catch (const SqlError &error) {
        group.rollback();
        log::error("writer.group_failed", {{QStringLiteral("error"), QString::fromUtf8(error.what())},
                                           {QStringLiteral("commands"), qint64(jobs.size())},
                                           {QStringLiteral("full"), error.isFull()}});
        m_metrics.counter("writer_group_failures_total", "Groups rolled back").add();
        m_nextTimer = m_clock.utcMs() + m_settings.timerRetryMs;
        answerAll(jobs, error.isFull()
                            ? CommandResult::refused(ErrorCode::Full, QStringLiteral("the hub's disk is full"), Retry::Later)
                            : CommandResult::refused(ErrorCode::Busy, QStringLiteral("not written, try again"), Retry::Later));
        return;
    } catch (const Stopped &) {
        group.rollback();
        throw;
    }
    if (m_hook)
        m_hook(WriterPoint::AfterCommit);
    if (step != 0) {
        m_utcAhead = *m_utcAhead + step;
        m_stepTriedAt = -1;
        log::warning("writer.clock_was_set", {{QStringLiteral("by_ms"), step}});
    }
    m_nextTimer = nextTimer;
    m_crowded = int(jobs.size()) >= crowd;
    if (group.head() >= 0)
        m_head.store(group.head());

    qint64 refused = 0;
    qint64 repeated = 0;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const CommandResult &result = group.result(i);
        refused += result.ok() ? 0 : 1;
        repeated += result.dup ? 1 : 0;
        if (jobs[i].callback)
            jobs[i].callback(result);
    }
    group.runAfterCommit();
    if (m_onCommit && (group.head() >= 0 || !group.topics().isEmpty()))
        m_onCommit({m_head.load(), group.topics()});

    m_metrics.counter("writer_groups_total", "Transactions committed by the writer").add();
    m_metrics.counter("commands_total", "Commands answered").add(qint64(jobs.size()));
    m_metrics.counter("commands_refused_total", "Commands refused").add(refused);
    m_metrics.counter("commands_repeated_total", "Commands answered from an earlier result").add(repeated);
    m_metrics.counter("events_total", "Events written to the log").add(group.eventCount());
    m_metrics.counter("timers_total", "Timers carried out").add(timers);
    m_metrics.counter("writer_busy_ms_total", "Time spent in groups").add(m_clock.steadyMs() - began);
    m_metrics.gauge("log_head", "Newest position of the log").set(m_head.load());
}

void Writer::answerAll(std::vector<Job> &jobs, const CommandResult &result)
{
    for (const Job &job : jobs) {
        if (job.command.order && result.retry == Retry::Later)
            job.command.order->refuse(job.command.number);
        if (job.callback)
            job.callback(result);
    }
}

void Writer::housekeeping()
{
    const qint64 now = m_clock.utcMs();
    const qint64 head = m_head.load();
    if (head != m_notedHead && (m_clock.steadyMs() - m_notedAt >= noteEveryMs || isStopping())) {
        m_database.noteHead(head);
        m_notedHead = head;
        m_notedAt = m_clock.steadyMs();
    }
    if (now >= m_removeAt)
        removeOld();
}

void Writer::removeOld()
{
    if (isStopping())
        return;
    const qint64 steady = m_clock.steadyMs();
    if (m_removedAt >= 0 && steady - m_removedAt < removePauseMs && hasWork())
        return;
    bool more = true;
    while (more) {
        try {
            more = removeSome();
        } catch (const SqlError &error) {
            log::warning("writer.remove_failed", {{QStringLiteral("error"), QString::fromUtf8(error.what())}});
            break;
        }
        if (more && hasWork()) {
            m_removedAt = m_clock.steadyMs();
            return;
        }
    }
    m_removedAt = -1;
    m_removeAt = m_clock.utcMs() + removeEveryMs;
}

bool Writer::removeSome()
{
    CommandGroup group(m_database.connection(), m_rules, m_clock, m_settings);
    bool more = false;
    try {
        group.begin();
        group.work([&](Transaction &transaction) { more = Retention(m_settings.retention, m_rules).removeSome(transaction); });
        group.finish();
        group.commit();
        m_checkpoints.committed();
    } catch (const SqlError &) {
        group.rollback();
        throw;
    }
    group.runAfterCommit();
    m_metrics.counter("removals_total", "Pieces of what was too old that were removed").add();
    return more && group.result(0).ok();
}

bool Writer::isStopping()
{
    const std::lock_guard lock(m_mutex);
    return m_stopping;
}

bool Writer::hasWork()
{
    const std::lock_guard lock(m_mutex);
    return m_stopping || !m_queue.empty();
}

} // namespace liaison::hub
