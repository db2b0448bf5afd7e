// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/channels/HttpSweep.h"

#include <chrono>
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
    m_stop = false;
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

void HttpSweep::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_stop) {
        m_wake.wait_for(lock, std::chrono::seconds(1));
        const qint64 now = steadyMs();
        for (Entry &entry : m_entries) {
            if (entry.deadline == 0 || entry.deadline > now)
                continue;
            ::shutdown(entry.socket, SHUT_RDWR);
            entry.deadline = 0;
            if (!entry.resting)
                m_cut();
        }
    }
}

} // namespace liaison::hub
