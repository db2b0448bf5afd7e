// SPDX-License-Identifier: GPL-3.0-or-later
#include "EchoRules.h"
#include "TestClock.h"
#include "hub/log/Writer.h"

#include <QTemporaryDir>
#include <QTest>
#include <condition_variable>
#include <future>

using namespace liaison;
using namespace liaison::hub;
using namespace liaison::test;

namespace {

/// A writer over a database of its own, driven synchronously.
class Bench
{
public:
    explicit Bench(WriterSettings settings = {}, qint64 maxPages = 0, QString path = {})
        : database({path.isEmpty() ? folder.filePath(QStringLiteral("hub.db")) : path, 5000, maxPages}),
          writer(database, rules, clock, metrics, settings, [this](const Committed &committed) {
              wakes.fetch_add(1);
              lastHead.store(committed.head);
          })
    {
        database.open();
    }
    void open(const QString &device = QStringLiteral("dev-1"), const QString &agent = QStringLiteral("1"))
    {
        std::promise<DeviceSession> promise;
        writer.openSession(device, Principal::agent(agent), [&](const DeviceSession &made) { promise.set_value(made); });
        session = promise.get_future().get();
    }
    CommandResult run(const HubCommand &command)
    {
        std::promise<CommandResult> promise;
        writer.submit(command, [&](const CommandResult &result) { promise.set_value(result); });
        return promise.get_future().get();
    }
    qint64 count(const QString &sql, const QVariantList &values = {})
    {
        Query query(database.connection(), sql, values);
        query.next();
        return query.number(0);
    }

    QTemporaryDir folder;
    TestClock clock;
    EchoRules rules;
    Metrics metrics;
    Database database;
    Writer writer;
    DeviceSession session;
    std::atomic<int> wakes{0};
    std::atomic<qint64> lastHead{0};
};

const QString events = QStringLiteral("SELECT COUNT(*) FROM event_log");

/// Keeps the writer busy until it is let go, so that what is submitted meanwhile becomes one group.
class Gate
{
public:
    explicit Gate(Writer &writer)
    {
        std::promise<void> entered;
        writer.execute([&entered, opened = m_open.get_future().share()](Transaction &) {
            entered.set_value();
            opened.wait();
        });
        entered.get_future().wait();
    }
    void open() { m_open.set_value(); }

private:
    std::promise<void> m_open;
};

} // namespace

class TestLogWriter : public QObject
{
    Q_OBJECT
private slots:
    void repeatGetsTheStoredResult()
    {
        Bench bench;
        bench.writer.start();
        bench.open();
        const auto first = bench.run(hubCommand(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1"))));
        QVERIFY(first.ok());
        QVERIFY(!first.dup);
        QCOMPARE(first.pos, 1);
        const auto again = bench.run(hubCommand(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1"))));
        QVERIFY(again.ok());
        QVERIFY(again.dup);
        QCOMPARE(again.pos, 1);
        QCOMPARE(again.body, first.body);
        QCOMPARE(bench.rules.applied.load(), 1);
        QCOMPARE(bench.count(events), 1);
        // The same cid of another device is another command.
        bench.open(QStringLiteral("dev-2"));
        const auto other = bench.run(hubCommand(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1")),
                                                firstGen, QStringLiteral("dev-2")));
        QVERIFY(other.ok() && !other.dup);
    }

    void repeatWithinOneGroup()
    {
        Bench bench;
        bench.writer.start();
        bench.open();
        Gate gate(bench.writer);
        std::promise<CommandResult> first;
        std::promise<CommandResult> second;
        const auto command = hubCommand(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1")));
        bench.writer.submit(command, [&](const CommandResult &result) { first.set_value(result); });
        bench.writer.submit(command, [&](const CommandResult &result) { second.set_value(result); });
        const qint64 groups = bench.metrics.counter("writer_groups_total").value();
        gate.open();
        const auto a = first.get_future().get();
        const auto b = second.get_future().get();
        bench.writer.stop();
        QCOMPARE(bench.metrics.counter("writer_groups_total").value(), groups + 2); // the gate's own, and both in one
        QVERIFY(a.ok() && !a.dup);
        QVERIFY(b.ok() && b.dup);
        QCOMPARE(b.pos, a.pos);
        QCOMPARE(bench.rules.applied.load(), 1);
    }

    void resultsOutliveARestart()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("hub.db"));
        QString epoch;
        {
            Bench bench({}, 0, path);
            bench.writer.start();
            bench.open();
            QVERIFY(bench.run(hubCommand(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1")))).ok());
            epoch = bench.database.epoch();
            bench.writer.kill();
        }
        Bench bench({}, 0, path);
        bench.writer.start();
        bench.open();
        QCOMPARE(bench.database.epoch(), epoch);
        QCOMPARE(bench.session.gen, firstGen + 1);
        const auto again =
            bench.run(hubCommand(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1")), firstGen + 1));
        QVERIFY(again.ok() && again.dup);
        QCOMPARE(again.pos, 1);
        QCOMPARE(bench.rules.applied.load(), 0);
    }

    void refusalsAreKeptUnlessTheyMayBeTriedAgain()
    {
        Bench bench;
        bench.writer.start();
        bench.open();
        QCOMPARE(toString(bench.run(hubCommand(QStringLiteral("refuse"), QStringLiteral("c1"))).error),
                 toString(ErrorCode::Invalid));
        const auto again = bench.run(hubCommand(QStringLiteral("refuse"), QStringLiteral("c1")));
        QCOMPARE(toString(again.error), toString(ErrorCode::Invalid));
        QVERIFY(again.dup);
        QCOMPARE(bench.rules.applied.load(), 1);
        QCOMPARE(toString(bench.run(hubCommand(QStringLiteral("later"), QStringLiteral("c2"))).retry), toString(Retry::Later));
        QVERIFY(!bench.run(hubCommand(QStringLiteral("later"), QStringLiteral("c2"))).dup);
        QCOMPARE(bench.rules.applied.load(), 3);
    }

    void aRefusedCommandLeavesNothing()
    {
        Bench bench;
        bench.writer.start();
        bench.open();
        QCOMPARE(
            toString(bench.run(hubCommand(QStringLiteral("half"), QStringLiteral("c1"), putFor(QStringLiteral("a:1")))).error),
            toString(ErrorCode::Conflict));
        QCOMPARE(bench.count(events), 0);
        QCOMPARE(bench.count(QStringLiteral("SELECT COUNT(*) FROM timer WHERE kind IN ('half', 'echo')")), 0);
        // Nor does one that fails, and the next is carried out.
        const auto failed = bench.run(hubCommand(QStringLiteral("throw"), QStringLiteral("c2")));
        QCOMPARE(toString(failed.error), toString(ErrorCode::Internal));
        QVERIFY(!failed.text.contains(QLatin1String("nowhere")));
        const auto next = bench.run(hubCommand(QStringLiteral("put"), QStringLiteral("c3"), putFor(QStringLiteral("a:1"))));
        QCOMPARE(next.pos, 1);
    }

    void olderGenerationsAreFenced()
    {
        Bench bench;
        bench.writer.start();
        bench.open();
        QCOMPARE(bench.session.gen, firstGen);
        QVERIFY(bench.run(hubCommand(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1")), firstGen)).ok());
        bench.open();
        QCOMPARE(bench.session.gen, firstGen + 1);
        QCOMPARE(
            toString(bench.run(hubCommand(QStringLiteral("put"), QStringLiteral("c2"), putFor(QStringLiteral("a:1")), firstGen))
                         .error),
            toString(ErrorCode::Fenced));
        // The fence is not its last word: the client says hello again and the newer link repeats it.
        QCOMPARE(
            toString(bench.run(hubCommand(QStringLiteral("put"), QStringLiteral("c2"), putFor(QStringLiteral("a:1")), firstGen))
                         .retry),
            toString(Retry::Resync));
        QVERIFY(
            bench.run(hubCommand(QStringLiteral("put"), QStringLiteral("c2"), putFor(QStringLiteral("a:1")), firstGen + 1)).ok());
        // Somebody else's device is fenced, too.
        QCOMPARE(toString(bench
                              .run(hubCommand(QStringLiteral("put"), QStringLiteral("c3"), {}, firstGen + 1,
                                              QStringLiteral("dev-1"), QStringLiteral("2")))
                              .error),
                 toString(ErrorCode::Fenced));
        QCOMPARE(bench.count(events), 2);
    }

    void anOlderCopyRepeatsNoGeneration()
    {
        // A link was opened after the backup was made; what it carried arrives at the hub that runs on the backup.
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("hub.db"));
        for (const bool seenBefore : {true, false}) {
            QFile::remove(path);
            const QString device = seenBefore ? QStringLiteral("dev-1") : QStringLiteral("dev-2");
            Bench bench({}, 0, path);
            bench.writer.start();
            bench.open(QStringLiteral("dev-1"));
            Bench copy({}, 0, folder.filePath(QStringLiteral("copy%1.db").arg(seenBefore)));
            copy.writer.start();
            copy.open(QStringLiteral("dev-1")); // it has the same rows as the first at this moment
            bench.clock.advance(5000);
            bench.open(device);
            const qint64 old = bench.session.gen;
            copy.clock.advance(60'000);
            copy.database.renewEpoch();
            copy.open(device);
            QVERIFY(copy.session.gen > old);
            QCOMPARE(toString(copy.run(hubCommand(QStringLiteral("put"), QStringLiteral("c9"), putFor(QStringLiteral("a:1")), old,
                                                  device))
                                  .error),
                     toString(ErrorCode::Fenced));
        }
    }

    void oldCommandsWantConfirming()
    {
        Bench bench;
        bench.writer.start();
        bench.open();
        auto command = hubCommand(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1")));
        command.command.at = bench.clock.utcMs() - 10 * 60 * 1000 - 1;
        const auto refused = bench.run(command);
        QCOMPARE(toString(refused.error), toString(ErrorCode::StaleCommand));
        QCOMPARE(toString(refused.retry), toString(Retry::Confirm));
        command.command.confirmed = true;
        QVERIFY(bench.run(command).ok());
        // A customer's words are never too old.
        std::promise<DeviceSession> opened;
        bench.writer.openSession(QStringLiteral("dev-c"), Principal::customer(QStringLiteral("9")),
                                 [&](const DeviceSession &session) { opened.set_value(session); });
        opened.get_future().wait();
        auto customers = hubCommand(QStringLiteral("put"), QStringLiteral("c2"), putFor(QStringLiteral("a:1")), firstGen,
                                    QStringLiteral("dev-c"));
        customers.actor = Principal::customer(QStringLiteral("9"));
        customers.command.at = command.command.at;
        QVERIFY(bench.run(customers).ok());
    }

    void answersComeAfterTheCommit()
    {
        Bench bench;
        Database second({bench.database.path(), 5000, 0});
        second.open();
        std::atomic<int> seenBefore{-1};
        bench.writer.setHook([&](WriterPoint point) {
            if (point == WriterPoint::BeforeCommit) {
                Query query(second.connection(), events);
                query.next();
                seenBefore.store(int(query.number(0)));
            }
        });
        bench.writer.start();
        bench.open();
        std::atomic<int> missing{0};
        std::atomic<int> answered{0};
        for (int i = 0; i < 250; ++i) {
            bench.writer.submit(hubCommand(QStringLiteral("put"), QStringLiteral("c%1").arg(i), putFor(QStringLiteral("a:1"))),
                                [&](const CommandResult &result) {
                                    Query query(second.connection(), QStringLiteral("SELECT pos FROM event_log WHERE pos = ?"),
                                                {result.pos});
                                    missing.fetch_add(query.next() ? 0 : 1);
                                    answered.fetch_add(1);
                                });
        }
        bench.writer.stop();
        QCOMPARE(answered.load(), 250);
        QCOMPARE(missing.load(), 0);
        QVERIFY(seenBefore.load() >= 0);
        QVERIFY2(seenBefore.load() < 250, "the last group was visible before its commit");
        QVERIFY(bench.metrics.counter("writer_groups_total").value() < 100); // grouped
    }

    void positionsAreDense()
    {
        Bench bench;
        bench.writer.start();
        bench.open();
        std::vector<std::thread> senders;
        std::atomic<int> answered{0};
        for (int sender = 0; sender < 4; ++sender) {
            senders.emplace_back([&, sender] {
                for (int i = 0; i < 100; ++i) {
                    const QString kind = i % 5 == 3 ? QStringLiteral("half") : QStringLiteral("put");
                    bench.writer.submit(
                        hubCommand(kind, QStringLiteral("c%1-%2").arg(sender).arg(i), putFor(QStringLiteral("a:1"))),
                        [&](const CommandResult &) { answered.fetch_add(1); });
                }
            });
        }
        for (std::thread &sender : senders)
            sender.join();
        bench.writer.stop();
        QCOMPARE(answered.load(), 400);
        QCOMPARE(bench.count(events), 320);
        QCOMPARE(bench.count(QStringLiteral("SELECT MIN(pos) FROM event_log")), 1);
        QCOMPARE(bench.count(QStringLiteral("SELECT MAX(pos) FROM event_log")), 320);
        QCOMPARE(bench.count(QStringLiteral("SELECT pos FROM log_head")), 320);
        QCOMPARE(bench.lastHead.load(), 320);
    }

    void deathBeforeTheCommitLosesAllAndAnswersNobody()
    {
        Bench bench;
        std::atomic<bool> die{false};
        bench.writer.setHook([&](WriterPoint point) {
            if (die && point == WriterPoint::BeforeCommit)
                throw Writer::Stopped();
        });
        bench.writer.start();
        bench.open();
        die = true;
        std::atomic<int> answered{0};
        bench.writer.submit(hubCommand(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1"))),
                            [&](const CommandResult &) { answered.fetch_add(1); });
        QTRY_VERIFY(!bench.writer.isRunning());
        QCOMPARE(answered.load(), 0);
        QCOMPARE(bench.count(events), 0);
        QCOMPARE(bench.count(QStringLiteral("SELECT COUNT(*) FROM cmd_result")), 0);
    }

    void deathAfterTheCommitKeepsAllAndAnswersTheRepeat()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("hub.db"));
        const auto command = hubCommand(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1")));
        {
            Bench bench({}, 0, path);
            std::atomic<bool> die{false};
            bench.writer.setHook([&](WriterPoint point) {
                if (die && point == WriterPoint::AfterCommit)
                    throw Writer::Stopped();
            });
            bench.writer.start();
            bench.open();
            die = true;
            std::atomic<int> answered{0};
            bench.writer.submit(command, [&](const CommandResult &) { answered.fetch_add(1); });
            QTRY_VERIFY(!bench.writer.isRunning());
            QCOMPARE(answered.load(), 0);
        }
        Bench bench({}, 0, path);
        bench.writer.start();
        const auto again = bench.run(command);
        QVERIFY(again.ok() && again.dup);
        QCOMPARE(again.pos, 1);
        QCOMPARE(bench.count(events), 1);
    }

    void aFullDiskRefusesTheGroupAndTheWriterLives()
    {
        Bench bench({}, 110);
        bench.writer.start();
        bench.open();
        const QString big(60000, QLatin1Char('x'));
        CommandResult result;
        int written = 0;
        for (int i = 0; i < 100 && result.ok(); ++i) {
            result =
                bench.run(hubCommand(QStringLiteral("put"), QStringLiteral("c%1").arg(i), putFor(QStringLiteral("a:1"), big)));
            written += result.ok() ? 1 : 0;
        }
        QCOMPARE(toString(result.error), toString(ErrorCode::Full));
        QCOMPARE(toString(result.retry), toString(Retry::Later));
        QCOMPARE(bench.count(events), written);
        QVERIFY(bench.writer.isRunning());
        // Room again: the same command, sent once more, is carried out.
        std::promise<void> done;
        bench.writer.execute([](Transaction &t) { t.query(QStringLiteral("PRAGMA max_page_count = 100000")); },
                             [&](bool) { done.set_value(); });
        done.get_future().wait();
        result =
            bench.run(hubCommand(QStringLiteral("put"), QStringLiteral("c%1").arg(written), putFor(QStringLiteral("a:1"), big)));
        QVERIFY2(result.ok(), qPrintable(result.text));
        QVERIFY(!result.dup);
        QCOMPARE(bench.count(events), written + 1);
        QCOMPARE(result.pos, written + 1);
    }

    void timersAreCarriedOutOnceWhenDue()
    {
        Bench bench;
        bench.writer.start();
        bench.open();
        const qint64 due = bench.clock.utcMs() + 5000;
        QVERIFY(bench
                    .run(hubCommand(QStringLiteral("timer"), QStringLiteral("c1"),
                                    {{QStringLiteral("id"), QStringLiteral("t1")}, {QStringLiteral("at"), due}}))
                    .ok());
        bench.writer.poke();
        QVERIFY(bench.run(hubCommand(QStringLiteral("touch"), QStringLiteral("c2"))).ok());
        QCOMPARE(bench.count(events), 0);
        bench.clock.advance(5000);
        bench.writer.poke();
        QTRY_COMPARE(bench.lastHead.load(), 1);
        QCOMPARE(bench.count(QStringLiteral("SELECT COUNT(*) FROM timer WHERE kind IN ('half', 'echo')")), 0);
        QCOMPARE(bench.count(QStringLiteral("SELECT COUNT(*) FROM event_aud WHERE principal = 'a:timer'")), 1);
        bench.writer.poke();
        QVERIFY(bench.run(hubCommand(QStringLiteral("touch"), QStringLiteral("c3"))).ok());
        QCOMPARE(bench.count(events), 1);
    }

    void timersKeepTheirDistanceWhenTheClockIsSet_data()
    {
        QTest::addColumn<qint64>("by");
        QTest::newRow("back") << qint64(-3600 * 1000);
        QTest::newRow("forward") << qint64(3600 * 1000);
    }

    void timersKeepTheirDistanceWhenTheClockIsSet()
    {
        QFETCH(qint64, by);
        Bench bench;
        bench.writer.start();
        bench.open();
        const qint64 due = bench.clock.utcMs() + 5000;
        QVERIFY(bench
                    .run(hubCommand(QStringLiteral("timer"), QStringLiteral("c1"),
                                    {{QStringLiteral("id"), QStringLiteral("t1")}, {QStringLiteral("at"), due}}))
                    .ok());
        bench.clock.setBy(by);
        bench.clock.advance(4000);
        QVERIFY(bench.run(hubCommand(QStringLiteral("touch"), QStringLiteral("c2"))).ok());
        QCOMPARE(bench.count(events), 0);
        bench.clock.advance(1000);
        bench.writer.poke();
        QTRY_COMPARE(bench.lastHead.load(), 1);
    }

    void resultsAreForgottenAfterTwoWeeks()
    {
        Bench bench;
        bench.writer.start();
        bench.open();
        QVERIFY(bench.run(hubCommand(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1")))).ok());
        bench.clock.advance(14LL * 24 * 3600 * 1000 + 1);
        bench.writer.poke();
        const QString results = QStringLiteral("SELECT COUNT(*) FROM cmd_result WHERE cid = 'c1'");
        QTRY_COMPARE(bench.count(results), 0);
    }

    void aTailThatIsTooBigIsCut()
    {
        Bench bench;
        bench.writer.start();
        bench.open();
        QJsonArray tail;
        for (int i = 0; i < 30; ++i)
            tail.append(QJsonObject{{QStringLiteral("cseq"), i}, {QStringLiteral("text"), QString(8000, QChar(0x4f60))}});
        QJsonObject body = putFor(QStringLiteral("a:1"));
        body.insert(QStringLiteral("conv"), QJsonObject{{QStringLiteral("tail"), tail}});
        QVERIFY(bench.run(hubCommand(QStringLiteral("put"), QStringLiteral("c1"), body)).ok());
        Query query(bench.database.connection(), QStringLiteral("SELECT body FROM event_log"));
        QVERIFY(query.next());
        const QByteArray stored = query.text(0).toUtf8();
        QVERIFY(stored.size() <= 96 * 1024);
        const QJsonArray left = QJsonDocument::fromJson(stored)
                                    .object()
                                    .value(QStringLiteral("conv"))
                                    .toObject()
                                    .value(QStringLiteral("tail"))
                                    .toArray();
        QVERIFY(!left.isEmpty());
        QCOMPARE(left.last().toObject().value(QStringLiteral("cseq")).toInt(), 29);
    }
};

QTEST_GUILESS_MAIN(TestLogWriter)
#include "tst_log_writer.moc"
