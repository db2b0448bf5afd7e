// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/store/Checkpoints.h"

#include "hub/store/Log.h"

namespace liaison::hub {

namespace {

/// A commit writes 18 pages (measured: 50 customers, 600 messages a minute): about half of the 1,000 that SQLite would wait for.
constexpr int commitsAtOnce = 30;

} // namespace

void Checkpoints::start()
{
    m_thread = std::thread([this] { run(); });
}

void Checkpoints::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Checkpoints::committed()
{
    const std::lock_guard lock(m_mutex);
    if (++m_commits == commitsAtOnce)
        m_wake.notify_all();
}

void Checkpoints::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        m_wake.wait(lock, [this] { return m_stopping || m_commits >= commitsAtOnce; });
        if (m_stopping)
            break;
        m_commits = 0;
        lock.unlock();
        try {
            // Passive: waits for nobody and lets nobody wait. What a reader still needs is copied the next time, and so is everything if
            // the writer is at that moment putting the end of its log on record (SQLite says "busy" then; 1 of 1,500).
            Query(m_database.connection(), QStringLiteral("PRAGMA wal_checkpoint(PASSIVE)"));
        } catch (const std::exception &error) {
            log::warning("checkpoint.failed", {{QStringLiteral("error"), QString::fromUtf8(error.what())}});
        }
        lock.lock();
    }
    lock.unlock();
    m_database.closeThread();
}

} // namespace liaison::hub
