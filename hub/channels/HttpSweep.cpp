// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/channels/HttpSweep.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <sys/socket.h>

namespace liaison::hub {

namespace {

qint64 steadyMs()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

} // namespace

void HttpSweep::start()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = false;
    }
    m_thread = std::thread([this] { run(); });
}

void HttpSweep::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void HttpSweep::opened(const void *connection, int socket)
{
    const std::scoped_lock lock(m_mutex);
    m_entries.insert(connection, {socket, steadyMs() + m_headerMs});
}

void HttpSweep::requestStarted(const void *connection)
{
    const std::scoped_lock lock(m_mutex);
    if (const auto it = m_entries.find(connection); it != m_entries.end())
        it->deadline = 0;
}

void HttpSweep::requestDone(const void *connection)
{
    const std::scoped_lock lock(m_mutex);
    if (const auto it = m_entries.find(connection); it != m_entries.end()) {
        it->deadline = steadyMs() + m_idleMs + m_headerMs;
        it->resting = true;
    }
}

void HttpSweep::closed(const void *connection)
{
    const std::scoped_lock lock(m_mutex);
    m_entries.remove(connection);
}

bool HttpSweep::later(qint64 ms, std::function<void()> then)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_stop)
            return false;
        m_later.emplace(steadyMs() + ms, std::move(then));
    }
    m_wake.notify_all();
    return true;
}

void HttpSweep::run()
{
    constexpr qint64 lookEveryMs = 1000;
    std::unique_lock lock(m_mutex);
    qint64 look = steadyMs() + lookEveryMs;
    while (!m_stop) {
        const qint64 next = m_later.empty() ? look : std::min(look, m_later.begin()->first);
        if (const qint64 left = next - steadyMs(); left > 0)
            m_wake.wait_for(lock, std::chrono::milliseconds(left));
        const qint64 now = steadyMs();
        wakeTheDue(lock, now);
        if (now >= look) {
            cutTheSlow(now);
            look = now + lookEveryMs;
        }
    }
    wakeTheDue(lock, std::numeric_limits<qint64>::max());
}

void HttpSweep::wakeTheDue(std::unique_lock<std::mutex> &lock, qint64 now)
{
    while (!m_later.empty() && m_later.begin()->first <= now) {
        const auto due = m_later.extract(m_later.begin());
        lock.unlock(); // it takes locks of its own, under which others wait for ours
        due.mapped()();
        lock.lock();
    }
}

void HttpSweep::cutTheSlow(qint64 now)
{
    for (Entry &entry : m_entries) {
        if (entry.deadline == 0 || entry.deadline > now)
            continue;
        ::shutdown(entry.socket, SHUT_RDWR);
        entry.deadline = 0;
        if (!entry.resting)
            m_cut();
    }
}

} // namespace liaison::hub
