// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/SqlCipherDatabase.h"

#include "models/store/SqlFailure.h"
#include "models/store/Statement.h"

#include <QFile>
#include <sodium.h>
#include <sqlite3.h>

namespace liaison {

namespace {
constexpr int busyMs = 3000;
constexpr int stepsBetweenQuestions = 2000;

/// SQLite would make the file readable for the group; its -wal and -shm take over the rights of the file.
void makePrivateFile(const QString &path)
{
    QFile file(path);
    if (!file.exists() && file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner))
        file.close();
}
} // namespace

SqlCipherDatabase::~SqlCipherDatabase() { close(); }

void SqlCipherDatabase::open(const QString &path, const QByteArray &key, Role role)
{
    close();
    if (role == Role::Writer)
        makePrivateFile(path);
    const int opened = sqlite3_open_v2(path.toUtf8().constData(), &m_db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    try {
        if (opened != SQLITE_OK)
            fail(opened);
        sqlite3_extended_result_codes(m_db, 1);
        sqlite3_busy_timeout(m_db, busyMs);
        sqlite3_db_config(m_db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        if (role == Role::Salvage)
            sqlite3_db_config(m_db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        exec("PRAGMA cipher_log_level = NONE; PRAGMA cipher_memory_security = OFF");
        // The raw form x'…': no passphrase is stretched (0.7 s a connection); the salt is made by the library and stands
        // in the file's first 16 bytes.
        QByteArray hex = key.toHex();
        QByteArray quoted = "x'" + hex + "'";
        sodium_memzero(hex.data(), size_t(hex.size()));
        const int keyed = sqlite3_key(m_db, quoted.constData(), int(quoted.size()));
        sodium_memzero(quoted.data(), size_t(quoted.size()));
        if (keyed != SQLITE_OK)
            fail(keyed);
        number("SELECT count(*) FROM sqlite_schema");
        letInterrupt(m_db);
    } catch (...) {
        close();
        throw;
    }
}

void SqlCipherDatabase::configure(Role role)
{
    if (role == Role::Writer) {
        if (number("PRAGMA user_version") == 0 && number("SELECT count(*) FROM sqlite_schema") == 0)
            exec("PRAGMA auto_vacuum = INCREMENTAL");
        if (text("PRAGMA journal_mode = WAL") != QLatin1String("wal"))
            throw SqlFailure(SQLITE_IOERR, QStringLiteral("the file system refuses WAL"));
    }
    exec("PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA foreign_keys = ON;"
         "PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF");
    exec(role == Role::Writer ? "PRAGMA cache_size = -8192" : "PRAGMA cache_size = -16384; PRAGMA query_only = ON");
}

qint64 SqlCipherDatabase::memoryUsed() { return sqlite3_memory_used(); }

void SqlCipherDatabase::close()
{
    letInterrupt(nullptr);
    for (const auto &entry : m_cached)
        sqlite3_finalize(entry.second);
    m_cached.clear();
    sqlite3_close_v2(m_db);
    m_db = nullptr;
}

void SqlCipherDatabase::exec(const char *sql)
{
    const int code = sqlite3_exec(m_db, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        fail(code);
}

qint64 SqlCipherDatabase::number(const char *sql, qint64 otherwise)
{
    Statement statement(*this, QByteArray(sql));
    return statement.step() ? statement.number(0) : otherwise;
}

QString SqlCipherDatabase::text(const char *sql)
{
    Statement statement(*this, QByteArray(sql));
    return statement.step() ? statement.text(0) : QString();
}

qint64 SqlCipherDatabase::lastInsertId() const { return sqlite3_last_insert_rowid(m_db); }
qint64 SqlCipherDatabase::totalChanges() const { return sqlite3_total_changes64(m_db); }
bool SqlCipherDatabase::inTransaction() const { return m_db && !sqlite3_get_autocommit(m_db); }

void SqlCipherDatabase::setCancelled(std::function<bool()> cancelled)
{
    m_cancelled = std::move(cancelled);
    sqlite3_progress_handler(m_db, m_cancelled ? stepsBetweenQuestions : 0, &SqlCipherDatabase::progress, this);
}

int SqlCipherDatabase::progress(void *self) { return static_cast<SqlCipherDatabase *>(self)->m_cancelled() ? 1 : 0; }

void SqlCipherDatabase::interrupt()
{
    const std::lock_guard lock(m_interrupting);
    if (m_interruptible)
        sqlite3_interrupt(m_interruptible);
}

void SqlCipherDatabase::letInterrupt(sqlite3 *db)
{
    const std::lock_guard lock(m_interrupting);
    m_interruptible = db;
}

sqlite3_stmt *SqlCipherDatabase::cached(const char *sql)
{
    sqlite3_stmt *&statement = m_cached[sql];
    if (!statement) {
        const int code = sqlite3_prepare_v3(m_db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        if (code != SQLITE_OK) {
            m_cached.erase(sql);
            fail(code);
        }
    }
    return statement;
}

void SqlCipherDatabase::fail(int code) const
{
    const int extended = m_db && sqlite3_errcode(m_db) != SQLITE_OK ? sqlite3_extended_errcode(m_db) : code;
    throw SqlFailure(extended, QString::fromUtf8(m_db ? sqlite3_errmsg(m_db) : sqlite3_errstr(code)));
}

} // namespace liaison
