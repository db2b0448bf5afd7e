// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/store/Database.h"

#include "hub/store/Log.h"
#include "hub/store/Migrations.h"
#include "hub/store/StatementCache.h"
#include "models/domain/Ids.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QSqlError>
#include <condition_variable>
#include <mutex>
#include <unordered_map>

namespace liaison::hub {

/// How many threads have a connection of one Database.
struct OpenConnections
{
    std::mutex mutex;
    std::condition_variable fewer;
    int count = 0;

    void add(int by)
    {
        const std::lock_guard lock(mutex);
        count += by;
        fewer.notify_all();
    }
};

namespace {

/// A thread that is over closes its connection within moments; one that lives on longer than this is not waited for.
constexpr std::chrono::seconds closing{5};

void drop(const QString &name)
{
    StatementCache::forget(name);
    QSqlDatabase::removeDatabase(name);
}

/// The connections of one thread, by Database number; closed when the thread ends.
struct ThreadConnections
{
    ThreadConnections() { StatementCache::forget({}); } // so that the cache is made first and destroyed last
    ~ThreadConnections()
    {
        for (const auto &[number, own] : names)
            own.close();
    }
    struct Own
    {
        QString name;
        std::shared_ptr<OpenConnections> open;

        void close() const
        {
            drop(name);
            open->add(-1);
        }
    };
    std::unordered_map<quint64, Own> names;
};

ThreadConnections &threadConnections()
{
    thread_local ThreadConnections connections;
    return connections;
}

} // namespace

Database::Database(const DatabaseOptions &options) : m_options(options), m_open(std::make_shared<OpenConnections>())
{
    static std::atomic<quint64> next{1};
    m_number = next.fetch_add(1);
}

Database::~Database()
{
    closeThread();
    // QThread::wait() returns before the thread's own variables are destroyed: its connection would be closed while main() has returned
    // already and Qt SQL is being taken apart.
    std::unique_lock lock(m_open->mutex);
    m_open->fewer.wait_for(lock, closing, [this] { return m_open->count == 0; });
}

QSqlDatabase Database::connection()
{
    auto &names = threadConnections().names;
    if (const auto found = names.find(m_number); found != names.end())
        return QSqlDatabase::database(found->second.name, false);

    static std::atomic<quint64> next{1};
    const QString name = QStringLiteral("liaison-hub-%1").arg(next.fetch_add(1));
    QString failed;
    {
        QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        db.setDatabaseName(m_options.path);
        db.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(m_options.busyTimeoutMs));
        if (!db.open()) {
            failed = db.lastError().text();
        } else {
            try {
                prepare(db);
            } catch (const SqlError &error) {
                failed = QString::fromUtf8(error.what());
            }
        }
    }
    if (!failed.isEmpty()) {
        drop(name);
        throw DatabaseError(QStringLiteral("The database %1 cannot be opened: %2").arg(m_options.path, failed));
    }
    names.emplace(m_number, ThreadConnections::Own{name, m_open});
    m_open->add(1);
    return QSqlDatabase::database(name, false);
}

void Database::prepare(QSqlDatabase &db) const
{
    Query(db, QStringLiteral("PRAGMA journal_mode = WAL"));
    Query(db, QStringLiteral("PRAGMA synchronous = FULL"));
    // In pages. Behind Checkpoints, which copies earlier and beside the writer.
    Query(db, QStringLiteral("PRAGMA wal_autocheckpoint = 4000"));
    Query(db, QStringLiteral("PRAGMA foreign_keys = ON"));
    Query(db, QStringLiteral("PRAGMA trusted_schema = OFF"));
    if (m_options.maxPages > 0)
        Query(db, QStringLiteral("PRAGMA max_page_count = %1").arg(m_options.maxPages));
}

void Database::closeThread()
{
    auto &names = threadConnections().names;
    const auto found = names.find(m_number);
    if (found == names.end())
        return;
    found->second.close();
    names.erase(found);
}

void Database::open()
{
    // Customers' words are in it: nobody but the hub's own user reads the file. Made first, so that it is never readable for a moment.
    if (!QFile::exists(m_options.path)) {
        QFile file(m_options.path);
        if (!file.open(QIODevice::WriteOnly))
            throw DatabaseError(QStringLiteral("The database %1 cannot be made: %2").arg(m_options.path, file.errorString()));
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }
    QSqlDatabase db = connection();
    Migrations::apply(db, Migrations::builtIn());
    loadHead(db);
}

void Database::loadHead(QSqlDatabase &db)
{
    const bool isNew =
        Query(db, QStringLiteral("INSERT INTO log_head (ws, pos, epoch) VALUES (1, 0, ?) ON CONFLICT (ws) DO NOTHING"), {newId()})
            .rowsAffected() == 1;
    QFile file(headFile());
    const QByteArray note = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    {
        Query query(db, QStringLiteral("SELECT pos, epoch FROM log_head WHERE ws = 1"));
        query.next();
        m_head = query.number(0);
        m_epoch = query.text(1);
    }
    if (m_options.besideHub && !isNew)
        return;
    const QJsonObject noted = QJsonDocument::fromJson(note).object();
    const QJsonValue notedPos = noted.value(QStringLiteral("pos"));
    const bool goesOn =
        noted.value(QStringLiteral("epoch")).toString() == m_epoch && notedPos.isDouble() && notedPos.toInteger() <= m_head;
    // Once too often costs clients a snapshot, once too seldom costs words.
    if (!isNew && !goesOn) {
        log::warning("db.older_copy", {{QStringLiteral("pos"), m_head}, {QStringLiteral("noted"), notedPos}});
        renewEpoch();
    }
    noteHead(m_head);
}

void Database::noteHead(qint64 pos) const
{
    // Behind the truth at worst (after a crash), never ahead of it: it is only written after a commit.
    QSaveFile file(headFile());
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.write(QJsonDocument(QJsonObject{{QStringLiteral("epoch"), m_epoch}, {QStringLiteral("pos"), pos}})
                   .toJson(QJsonDocument::Compact));
    file.commit();
}

void Database::renewEpoch()
{
    const QString epoch = newId();
    Query(connection(), QStringLiteral("UPDATE log_head SET epoch = ? WHERE ws = 1"), {epoch});
    m_epoch = epoch;
    noteHead(m_head);
}

} // namespace liaison::hub
