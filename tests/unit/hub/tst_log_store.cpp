// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/log/Metrics.h"
#include "hub/store/Checkpoints.h"
#include "hub/store/Database.h"
#include "hub/store/Log.h"
#include "hub/store/Migrations.h"

#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <thread>

using namespace liaison::hub;

/// The database, its migrations, statements, logs and counters.
class TestLogStore : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("hub.db"));
    }

    void opensDurably()
    {
        Database database({m_path, 5000, 0});
        database.open();
        const auto pragma = [&](const QString &name) {
            Query query(database.connection(), QStringLiteral("PRAGMA ") + name);
            query.next();
            return query.text(0);
        };
        QCOMPARE(pragma(QStringLiteral("journal_mode")), QStringLiteral("wal"));
        QCOMPARE(pragma(QStringLiteral("synchronous")), QStringLiteral("2"));
        QCOMPARE(pragma(QStringLiteral("foreign_keys")), QStringLiteral("1"));
        QCOMPARE(pragma(QStringLiteral("busy_timeout")), QStringLiteral("5000"));
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFile::permissions(m_path) & others, QFile::Permissions());
        QVERIFY(!database.epoch().isEmpty());
        QCOMPARE(database.headAtOpen(), 0);
    }

    void migrationsAreAppliedOnce()
    {
        QString epoch;
        qint64 applied = 0;
        for (int time = 0; time < 2; ++time) {
            Database database({m_path, 5000, 0});
            database.open();
            Query query(database.connection(), QStringLiteral("SELECT COUNT(*) FROM schema_migration"));
            QVERIFY(query.next());
            if (time == 1)
                QCOMPARE(query.number(0), applied);
            applied = query.number(0);
            if (time == 1)
                QCOMPARE(database.epoch(), epoch);
            epoch = database.epoch();
        }
        QCOMPARE(applied, Migrations::builtIn().size());
        QVERIFY(applied >= 2);
    }

    void aNewerDatabaseIsRefused()
    {
        {
            Database database({m_path, 5000, 0});
            database.open();
            Query(database.connection(), QStringLiteral("INSERT INTO schema_migration (number, name, at) VALUES (9999, 'x', 0)"));
        }
        Database database({m_path, 5000, 0});
        try {
            database.open();
            QFAIL("opened");
        } catch (const DatabaseError &error) {
            QVERIFY(QByteArray(error.what()).contains("9999"));
        }
    }

    void aFailedMigrationLeavesNothing()
    {
        Database database({m_path, 5000, 0});
        database.open();
        QSqlDatabase db = database.connection();
        QList<Migration> migrations = Migrations::builtIn();
        migrations.append(
            {9000, QStringLiteral("9000_bad.sql"), QStringLiteral("CREATE TABLE half (id INTEGER); CREATE TABLE;")});
        QVERIFY_EXCEPTION_THROWN(Migrations::apply(db, migrations), SqlError);
        QVERIFY_EXCEPTION_THROWN(Query(db, QStringLiteral("SELECT * FROM half")), SqlError);
        Query query(db, QStringLiteral("SELECT COUNT(*) FROM schema_migration WHERE number = 9000"));
        QVERIFY(query.next());
        QCOMPARE(query.number(0), 0);
    }

    void aFileThatIsNoDatabaseIsRefused()
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(8192, 'x'));
        file.close();
        Database database({m_path, 5000, 0});
        QVERIFY_EXCEPTION_THROWN(database.open(), DatabaseError);
        Database nowhere({m_folder->filePath(QStringLiteral("missing/hub.db")), 5000, 0});
        QVERIFY_EXCEPTION_THROWN(nowhere.open(), DatabaseError);
    }

    void statementsAreSplitWithCareForQuotesAndComments()
    {
        const QStringList found = Migrations::statements(QStringLiteral("-- a; comment\nCREATE TABLE a (b TEXT DEFAULT ';--');\n"
                                                                        "INSERT INTO a VALUES ('it''s'); -- end;\n\n;"));
        QCOMPARE(found.size(), 2);
        QCOMPARE(found.first(), QStringLiteral("CREATE TABLE a (b TEXT DEFAULT ';--')"));
        QCOMPARE(found.last(), QStringLiteral("INSERT INTO a VALUES ('it''s')"));
    }

    void theSameStatementCanBeNested()
    {
        Database database({m_path, 5000, 0});
        database.open();
        const QSqlDatabase db = database.connection();
        Query(db, QStringLiteral("CREATE TABLE n (v INTEGER)"));
        for (int i = 1; i <= 3; ++i)
            Query(db, QStringLiteral("INSERT INTO n VALUES (?)"), {i});
        const QString sql = QStringLiteral("SELECT v FROM n WHERE v >= ? ORDER BY v");
        int pairs = 0;
        Query outer(db, sql, {1});
        while (outer.next()) {
            Query inner(db, sql, {outer.number(0)});
            while (inner.next())
                ++pairs;
        }
        QCOMPARE(pairs, 6);
    }

    void errorsNameTheStatementButNoValue()
    {
        Database database({m_path, 5000, 0});
        database.open();
        try {
            Query(database.connection(), QStringLiteral("INSERT INTO timer (id, kind, ref, due_at) VALUES (?, ?, ?, ?)"),
                  {QStringLiteral("secret-words"), QVariant(), QVariant(), 0});
            QFAIL("inserted");
        } catch (const SqlError &error) {
            QVERIFY(QByteArray(error.what()).contains("INSERT INTO timer"));
            QVERIFY(!QByteArray(error.what()).contains("secret-words"));
            QVERIFY(!error.isFull());
        }
    }

    void everyThreadHasItsOwnConnection()
    {
        Database database({m_path, 5000, 0});
        database.open();
        const QString mine = database.connection().connectionName();
        QCOMPARE(database.connection().connectionName(), mine);
        QString other;
        std::thread thread([&] {
            other = database.connection().connectionName();
            Query query(database.connection(), QStringLiteral("SELECT pos FROM log_head"));
            query.next();
        });
        thread.join();
        QVERIFY(other != mine);
        QVERIFY(!QSqlDatabase::contains(other)); // went with its thread
    }

    void aRestoredCopyGetsANewEpoch_data()
    {
        QTest::addColumn<int>("head");        // where the log ends
        QTest::addColumn<QByteArray>("note"); // what stands in the side file; EPOCH is that of the log
        QTest::addColumn<bool>("goesOn");
        QTest::newRow("the last note") << 5 << QByteArray(R"({"epoch":"EPOCH","pos":5})") << true;
        QTest::newRow("a note from before the crash") << 5 << QByteArray(R"({"epoch":"EPOCH","pos":3})") << true;
        QTest::newRow("an older copy") << 5 << QByteArray(R"({"epoch":"EPOCH","pos":7})") << false;
        QTest::newRow("a copy of an empty log") << 0 << QByteArray(R"({"epoch":"EPOCH","pos":7})") << false;
        QTest::newRow("an empty log alone on a new server") << 0 << QByteArray() << false;
        QTest::newRow("an empty log") << 0 << QByteArray(R"({"epoch":"EPOCH","pos":0})") << true;
        QTest::newRow("a copy from before another restore") << 5 << QByteArray(R"({"epoch":"another","pos":3})") << false;
        QTest::newRow("alone on a new server") << 5 << QByteArray() << false;
        QTest::newRow("a note that cannot be read") << 5 << QByteArray("{\"epoch\":\"EPOCH\"") << false;
        QTest::newRow("a note without a position") << 5 << QByteArray(R"({"epoch":"EPOCH","pos":"3"})") << false;
    }
    void aRestoredCopyGetsANewEpoch()
    {
        QFETCH(int, head);
        QFETCH(QByteArray, note);
        QFETCH(bool, goesOn);
        QString epoch;
        {
            Database database({m_path, 5000, 0});
            database.open();
            epoch = database.epoch();
            Query(database.connection(), QStringLiteral("UPDATE log_head SET pos = ?"), {head});
        }
        QFile side(m_path + QStringLiteral(".head"));
        QVERIFY(side.remove());
        if (!note.isEmpty()) {
            QVERIFY(side.open(QIODevice::WriteOnly));
            side.write(QByteArray(note).replace("EPOCH", epoch.toUtf8()));
            side.close();
        }
        {
            Database database({m_path, 5000, 0});
            database.open();
            QCOMPARE(database.epoch() == epoch, goesOn);
            epoch = database.epoch();
        }
        // Noticed once, not at every start.
        Database database({m_path, 5000, 0});
        database.open();
        QCOMPARE(database.epoch(), epoch);
        database.renewEpoch();
        QVERIFY(database.epoch() != epoch);
    }

    // A command of the administrator's beside a hub that is noting, or has just renewed.
    void whoIsBesideAHubLeavesTheEpochAlone()
    {
        Database hub({m_path, 5000, 0});
        hub.open();
        QVERIFY(QFile::remove(m_path + QStringLiteral(".head")));
        Database beside({m_path, 5000, 0, true});
        beside.open();
        QCOMPARE(beside.epoch(), hub.epoch());
        QVERIFY(!QFile::exists(m_path + QStringLiteral(".head")));
    }

    // As the guide has it: a queue and an agent first, then the hub.
    void aDatabaseThatACommandMadeIsNoCopy()
    {
        Database command({m_path, 5000, 0, true});
        command.open();
        Database hub({m_path, 5000, 0});
        hub.open();
        QCOMPARE(hub.epoch(), command.epoch());
    }

    void theFileFollowsWhatIsCommitted()
    {
        Database database({m_path, 5000, 0});
        database.open();
        Checkpoints checkpoints(database);
        checkpoints.start();
        QSqlDatabase db = database.connection();
        Query(db, QStringLiteral("CREATE TABLE note (n INTEGER PRIMARY KEY, text TEXT NOT NULL)"));
        int n = 0;
        const auto commit = [&](int times) {
            for (int end = n + times; n < end; ++n) {
                Query(db, QStringLiteral("INSERT INTO note (n, text) VALUES (?, ?)"), {n, QStringLiteral("kept %1").arg(n)});
                checkpoints.committed();
            }
        };
        commit(60);
        // Goes on as a hub does, since a pass may be left out; far less in all than SQLite would wait for by itself.
        QTRY_VERIFY([&] {
            if (n < 150)
                commit(5);
            QFile file(m_path); // without its write-ahead log
            return file.open(QIODevice::ReadOnly) && file.readAll().contains("kept 29");
        }());
        checkpoints.stop();
    }

    void logLinesAreJson()
    {
        QByteArray line;
        log::setSink([&](const QByteArray &written) { line = written; });
        log::warning("some.event", {{QStringLiteral("n"), 3}});
        log::setSink({});
        QVERIFY(line.endsWith('\n') && line.count('\n') == 1);
        const QJsonObject json = QJsonDocument::fromJson(line).object();
        QCOMPARE(json.value(QStringLiteral("event")).toString(), QStringLiteral("some.event"));
        QCOMPARE(json.value(QStringLiteral("level")).toString(), QStringLiteral("warning"));
        QCOMPARE(json.value(QStringLiteral("n")).toInt(), 3);
        QVERIFY(QDateTime::fromString(json.value(QStringLiteral("at")).toString(), Qt::ISODateWithMs).isValid());
    }

    void countersAreWrittenForPrometheus()
    {
        Metrics metrics;
        metrics.counter("commands_total{result=\"ok\"}", "Commands").add(2);
        metrics.counter("commands_total{result=\"refused\"}").add();
        metrics.gauge("links", "Links").set(5);
        QCOMPARE(metrics.prometheus(), QByteArray("# HELP liaison_hub_commands_total Commands\n"
                                                  "# TYPE liaison_hub_commands_total counter\n"
                                                  "liaison_hub_commands_total{result=\"ok\"} 2\n"
                                                  "liaison_hub_commands_total{result=\"refused\"} 1\n"
                                                  "# HELP liaison_hub_links Links\n"
                                                  "# TYPE liaison_hub_links gauge\n"
                                                  "liaison_hub_links 5\n"));
    }

    /// A pool is done with a thread before that has closed its connection: at the end of the program it was closed too late.
    void itsEndWaitsForTheConnectionsOfThreadsThatAreOver()
    {
        // A new file is made WAL by one connection alone, as open() does it; SQLite waits for no other there.
        Database({m_path, 5000, 0}).open();
        for (int i = 0; i < 200; ++i) {
            {
                Database database({m_path, 5000, 0});
                QThreadPool pool;
                for (int thread = 0; thread < 4; ++thread)
                    pool.start([&database] { database.connection(); });
                pool.waitForDone();
            }
            QCOMPARE(QSqlDatabase::connectionNames().filter(QStringLiteral("liaison-hub")), QStringList());
        }
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestLogStore)
#include "tst_log_store.moc"
