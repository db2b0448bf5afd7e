// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/store/Database.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace liaison::hub {

/// Copies what was committed from the write-ahead log into the database file, in a thread of its own beside the writer. SQLite alone does
/// that within one commit in about fifty, and no message is written until that many pages and both files are on the disk. The
/// writer's own limit stands behind this one (Database): it finds most pages copied, and lets the log begin anew, which only a writer can.
/// start(), stop() and the destructor: one thread, while the database lives. Uses one connection.
class Checkpoints
{
public:
    explicit Checkpoints(Database &database) : m_database(database) {}
    ~Checkpoints() { stop(); }
    Checkpoints(const Checkpoints &) = delete;
    Checkpoints &operator=(const Checkpoints &) = delete;

    void start();
    /// Ends the thread; what was not copied stays in the write-ahead log.
    void stop();
    /// Something was committed. Any thread; cheap.
    void committed();

private:
    void run();

    Database &m_database;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    int m_commits = 0; ///< since the last copying
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace liaison::hub
