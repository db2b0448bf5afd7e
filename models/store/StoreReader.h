// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/RowReader.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace liaison {

/// The query-only connection, on a thread of its own. Questions are answered in their order; a new search interrupts an older
/// one. ask() from the GUI thread, pause() and resume() from the writer thread.
class StoreReader
{
public:
    struct Question
    {
        /// Runs on the reader's thread. `rows` is null if the store is not open: an empty answer is given then.
        std::function<void(RowReader *rows)> answer;
        std::function<void()> drop; ///< overtaken by a newer search
        bool isSearch = false;
    };

    /// `damaged` is called on the reader's thread; the reader then waits for resume().
    explicit StoreReader(std::function<void(const QString &detail)> damaged);
    ~StoreReader();

    void ask(Question question);
    /// Returns when the connection is closed; questions wait.
    void pause();
    void resume(const QString &database, const QByteArray &key);
    /// The store will not be opened: questions are answered empty.
    void giveUp();

private:
    using Lock = std::unique_lock<std::mutex>;
    enum class State { Paused, Working, Off };

    void run();
    void answerNext(Lock &lock);
    void closeConnection(Lock &lock);

    const std::function<void(const QString &)> m_damaged;

    // Shared, under m_mutex.
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::pair<quint64, Question>> m_questions;
    State m_state = State::Paused;
    bool m_stopping = false;
    bool m_closed = true;
    bool m_searching = false;
    bool m_reporting = false;
    QString m_path;
    QByteArray m_key;

    std::atomic<quint64> m_newestSearch = 0;
    std::atomic<bool> m_leave = false; ///< ends the running question: pause or stop
    quint64 m_asked = 0;
    SqlCipherDatabase m_database;
    std::thread m_thread;
};

} // namespace liaison
