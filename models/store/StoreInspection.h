// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/Secret.h"

#include "models/store/SqlCipherDatabase.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace liaison {

/// Looks through the whole file after an unclean end (quick_check: seconds for a million messages), on a connection and a thread
/// of its own, while the store works. Made and destroyed on the writer thread; destroying ends it at once.
class StoreInspection
{
public:
    /// Starts after `delayMs`. `damaged` is called on the inspection's thread, at most once.
    StoreInspection(const QString &database, const QByteArray &key, int delayMs, std::function<void(const QString &)> damaged);
    ~StoreInspection();

private:
    void run(int delayMs);

    const QString m_path;
    const Secret m_key;
    const std::function<void(const QString &)> m_damaged;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::atomic<bool> m_stopping = false;
    std::thread m_thread;
};

} // namespace liaison
