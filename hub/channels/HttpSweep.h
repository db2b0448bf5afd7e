// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace liaison::hub {

/// Cuts off connections that feed their headers one byte at a time: libmicrohttpd's own time-out starts anew with every byte.
/// A thread of its own looks every second, and wakes what sleeps for a time; the functions are called on the HTTP thread.
class HttpSweep
{
public:
    /// Seconds for a request's headers, and how long a connection may rest between two requests.
    /// `cut` is called for each connection that is cut off for being slow, with the sweep locked; any thread.
    HttpSweep(int headerSeconds, int idleSeconds, std::function<void()> cut)
        : m_headerMs(headerSeconds * 1000), m_idleMs(idleSeconds * 1000), m_cut(std::move(cut))
    {}
    ~HttpSweep() { stop(); }
    void start();
    void stop();
    void opened(const void *connection, int socket);
    void requestStarted(const void *connection);
    void requestDone(const void *connection);
    /// Calls `then` after so many ms, or when the sweep stops; on its thread. False if it has stopped.
    bool later(qint64 ms, std::function<void()> then);
    /// Called before the socket is closed, so that no other one can have its number while we look.
    void closed(const void *connection);

private:
    struct Entry
    {
        int socket = -1;
        qint64 deadline = 0;  ///< steady ms, 0 while a request is at work
        bool resting = false; ///< between two requests: nobody is slow
    };
    void run();
    void cutTheSlow(qint64 now);
    void wakeTheDue(std::unique_lock<std::mutex> &lock, qint64 now);

    const qint64 m_headerMs;
    const qint64 m_idleMs;
    const std::function<void()> m_cut;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    QHash<const void *, Entry> m_entries;
    std::multimap<qint64, std::function<void()>> m_later; ///< by steady ms
    bool m_stop = true;
    std::thread m_thread;
};

} // namespace liaison::hub
