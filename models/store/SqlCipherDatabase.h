// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QString>
#include <functional>
#include <mutex>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace liaison {

/// One connection to an encrypted file: RAII over SQLCipher's C API. Belongs to one thread at a time (opened with NOMUTEX);
/// only interrupt() may be called from another one, at any time. Every failure is thrown as SqlFailure.
class SqlCipherDatabase
{
public:
    enum class Role {
        Writer,
        Reader,  ///< query only
        Salvage, ///< of a damaged file: nothing is written back when it is closed
    };

    SqlCipherDatabase() = default;
    ~SqlCipherDatabase();
    SqlCipherDatabase(const SqlCipherDatabase &) = delete;
    SqlCipherDatabase &operator=(const SqlCipherDatabase &) = delete;

    /// Opens `path` with the raw 32-byte `key` and reads once, because a wrong key shows only then. A writer makes the file.
    void open(const QString &path, const QByteArray &key, Role role);
    /// The settings of the role; separate from open(), so that a file of a newer program is not touched before its version is read.
    void configure(Role role);
    void close();
    bool isOpen() const { return m_db != nullptr; }
    /// Bytes that all databases of this process hold.
    static qint64 memoryUsed();

    /// Runs one or more statements without values.
    void exec(const char *sql);
    /// First column of the first row, or `otherwise` if there is none.
    qint64 number(const char *sql, qint64 otherwise = 0);
    QString text(const char *sql);
    qint64 lastInsertId() const;
    /// Rows changed since the connection was opened.
    qint64 totalChanges() const;
    bool inTransaction() const;

    /// Asked every few thousand steps of a running statement; true ends it with an interrupt.
    void setCancelled(std::function<bool()> cancelled);
    void interrupt();

    /// A statement kept for the life of the connection; `sql` must be a literal. Used by Statement.
    sqlite3_stmt *cached(const char *sql);
    sqlite3 *handle() const { return m_db; }
    /// Throws the connection's last error.
    [[noreturn]] void fail(int code) const;

private:
    static int progress(void *self);

    void letInterrupt(sqlite3 *db);

    sqlite3 *m_db = nullptr;
    std::mutex m_interrupting;
    sqlite3 *m_interruptible = nullptr; ///< the same once it is open, none from before it is closed: for another thread
    std::unordered_map<const char *, sqlite3_stmt *> m_cached;
    std::function<bool()> m_cancelled;
};

} // namespace liaison
