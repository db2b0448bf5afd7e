// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/store/Query.h"

#include <QString>
#include <atomic>
#include <memory>

namespace liaison::hub {

struct OpenConnections;

/// The database cannot be used at all: not readable, made by a newer program, a migration failed. what() is for the administrator.
class DatabaseError : public std::runtime_error
{
public:
    explicit DatabaseError(const QString &text) : std::runtime_error(text.toStdString()) {}
};

/// How the hub's database is opened.
struct DatabaseOptions
{
    QString path; ///< of the SQLite file; its folder must exist
    int busyTimeoutMs = 5000;
    qint64 maxPages = 0;    ///< tests: the file may not grow beyond so many pages ("disk full"); 0 for no bound
    bool besideHub = false; ///< a hub may run on the file, and it alone says what becomes of the log's epoch
};

/// The hub's database: SQLite in WAL with synchronous=FULL, through Qt SQL. Every thread has a connection of its own, made at its
/// first connection() and closed when the thread ends or calls closeThread(). Only the writer's thread writes the log; see hub/log.
/// Constructed and destroyed on one thread, used by any. Outlives every thread that uses it; its end waits until they have closed
/// their connections, five seconds at most.
class Database
{
public:
    explicit Database(const DatabaseOptions &options);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// Opens, brings the tables up to date (migrations/NNNN_name.sql, each in one transaction, recorded in schema_migration), makes
    /// the log's head row, and starts a new epoch if the file is not the one last used (see noteHead()); not if `besideHub`.
    /// Throws DatabaseError or SqlError.
    void open();
    /// The calling thread's connection. Throws DatabaseError if it cannot be opened.
    QSqlDatabase connection();
    /// Closes the calling thread's connection, if it has one.
    void closeThread();

    /// Identity of the log (R4): random, made with the file; another one after a restore.
    QString epoch() const { return m_epoch; }
    /// The log's newest position as of open().
    qint64 headAtOpen() const { return m_head; }
    /// Writes "<path>.head" with epoch and position. Called by the writer now and then, after commits. A file restored from a
    /// backup is behind what stands there, or of another epoch, or came alone to a new server, and gets a new epoch: clients then
    /// start over from a snapshot instead of taking new events for ones they have. Whoever restores both files together, or a backup of
    /// the last seconds, runs `liaison-hub new-epoch`.
    void noteHead(qint64 pos) const;
    /// Gives the log a new epoch. Only while no writer runs. Throws SqlError.
    void renewEpoch();
    const QString &path() const { return m_options.path; }

private:
    QString headFile() const { return m_options.path + QStringLiteral(".head"); }
    void prepare(QSqlDatabase &db) const;
    void loadHead(QSqlDatabase &db);

    DatabaseOptions m_options;
    std::shared_ptr<OpenConnections> m_open;
    quint64 m_number; ///< tells the connections of two Database objects apart
    QString m_epoch;
    qint64 m_head = 0;
};

} // namespace liaison::hub
