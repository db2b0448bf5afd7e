// SPDX-License-Identifier: GPL-3.0-or-later
#include "LinkBench.h"

#include <QTemporaryDir>
#include <QTest>

using namespace liaison;
using namespace liaison::hub;
using namespace liaison::test;

namespace {

const QString me = QStringLiteral("a:1");
const QString device = QStringLiteral("dev-1");

/// Ascending, without repetition.
bool isOrdered(const QList<wire::Event> &events)
{
    for (qsizetype i = 1; i < events.size(); ++i) {
        if (events.at(i).pos <= events.at(i - 1).pos)
            return false;
    }
    return true;
}

} // namespace

/// The link as a cursor over the log: replay, live, snapshots, back-pressure.
class TestLinkFeed : public QObject
{
    Q_OBJECT
private slots:
    void replayThenLiveIsOneOrderedRead()
    {
        LinkSettings settings = LinkBench::quick();
        settings.ringEvents = 50; // so that the replay comes from the table and ends in the ring
        LinkBench bench(settings);
        const QString epoch = bench.core->database().epoch();
        bench.put(me, 500);
        // Others write all the while.
        std::atomic<int> more{0};
        std::jthread writing([&](const std::stop_token &stop) {
            while (!stop.stop_requested() || more < 300) {
                bench.put(more % 3 == 0 ? QStringLiteral("a:2") : me, 1);
                more.fetch_add(1);
            }
        });
        RawClient client(*bench.core);
        client.hello(me, device, epoch, 0);
        QTRY_VERIFY(client.has<wire::Live>());
        QTRY_VERIFY_WITH_TIMEOUT(more >= 200, 60'000); // each a commit
        writing.request_stop();
        writing.join();
        Query expected(bench.core->database().connection(),
                       QStringLiteral("SELECT COUNT(*) FROM event_aud WHERE principal = 'a:1'"));
        QVERIFY(expected.next());
        QTRY_COMPARE(client.events().size(), expected.number(0));
        QVERIFY(isOrdered(client.events()));
        QCOMPARE(client.last<wire::Welcome>().mode, QStringLiteral("resume"));
        QCOMPARE(client.all<wire::Live>().size(), 1);
        QCOMPARE(client.undecodable, 0);
    }

    void everyCutIsResumedWithoutLossOrRepetition()
    {
        LinkBench bench;
        const QString epoch = bench.core->database().epoch();
        bench.put(me, 40);
        qint64 cursor = 0;
        QList<wire::Event> applied;
        for (int cut = 0; cut < 12; ++cut) {
            RawClient client(*bench.core);
            client.hubs->cutAfter(cut);
            client.hello(me, device, epoch, cursor);
            bench.put(me, 5);
            QTRY_VERIFY(client.isClosed() || (client.has<wire::Live>() && client.events().size() >= 5));
            for (const wire::Event &event : client.events()) {
                if (event.pos > cursor) { // R6
                    applied.append(event);
                    cursor = event.pos;
                }
            }
        }
        RawClient client(*bench.core);
        client.hello(me, device, epoch, cursor);
        QTRY_VERIFY(client.has<wire::Live>());
        for (const wire::Event &event : client.events())
            applied.append(event);
        QCOMPARE(applied.size(), 100);
        QVERIFY(isOrdered(applied));
        QCOMPARE(applied.first().pos, 1);
        QCOMPARE(applied.last().pos, 100);
    }

    void onlyTheAudienceGetsAnEvent()
    {
        LinkBench bench;
        RawClient one(*bench.core);
        RawClient two(*bench.core);
        one.hello(me, device);
        two.hello(QStringLiteral("a:2"), QStringLiteral("dev-2"));
        QTRY_VERIFY(one.has<wire::Live>() && two.has<wire::Live>());
        bench.put(me, 3);
        bench.put(QStringLiteral("a:2"), 1);
        QTRY_COMPARE(one.events().size(), 3);
        QTRY_COMPARE(two.events().size(), 1);
        QCOMPARE(two.events().first().pos, 4);
    }

    void batchesAreBounded()
    {
        LinkBench bench;
        bench.put(me, 30, QString(20000, QLatin1Char('x')));
        bench.put(me, 450);
        RawClient client(*bench.core);
        client.hello(me, device, bench.core->database().epoch(), 0);
        QTRY_VERIFY(client.has<wire::Live>());
        QCOMPARE(client.events().size(), 480);
        for (const wire::Batch &batch : client.all<wire::Batch>())
            QVERIFY(batch.events.size() <= 200);
        QVERIFY(client.largest <= 130 * 1024);
        QVERIFY(client.all<wire::Batch>().size() >= 6);
    }

    void aClientThatNeverReadsDoesNotGrowTheHub()
    {
        LinkBench bench;
        RawClient client(*bench.core);
        client.hello(me, device, bench.core->database().epoch(), 0);
        QTRY_VERIFY(client.has<wire::Live>());
        client.hubs->hold(true);
        const QString big(10000, QLatin1Char('x'));
        for (int i = 0; i < 20; ++i)
            bench.put(me, 20, big); // 4 MB
        QTRY_COMPARE(bench.core->tail().head(), 400);
        QVERIFY(client.hubs->mostWaiting() > 256 * 1024 - 130 * 1024);
        QVERIFY2(client.hubs->mostWaiting() < 256 * 1024 + 130 * 1024, "the feed did not stop");
        // It reads again: everything is there, in order.
        client.hubs->hold(false);
        QTRY_COMPARE(client.events().size(), 400);
        QVERIFY(isOrdered(client.events()));
        QVERIFY(client.hubs->mostWaiting() < 256 * 1024 + 130 * 1024);
        QVERIFY(!client.isClosed());
    }

    void aClientThatStaysBehindIsClosed()
    {
        LinkSettings settings = LinkBench::quick();
        settings.feedBytes = 1000;
        LinkBench bench(settings);
        RawClient client(*bench.core);
        client.hello(me, device, bench.core->database().epoch(), 0);
        QTRY_VERIFY(client.has<wire::Live>());
        client.hubs->pretend(2000);
        bench.put(me, 10);
        QTRY_COMPARE(bench.core->tail().head(), 10);
        bench.clock.advance(30000);
        client.send(wire::Ping{1, 0, 0, 0}); // alive, but not reading
        client.send(wire::Ask{QStringLiteral("r1"), QStringLiteral("echo"), {}, {}});
        QTRY_VERIFY(client.has<wire::Answer>());
        QVERIFY(!client.isClosed());
        bench.clock.advance(30001);
        QTRY_COMPARE(client.closeCode, close_code::slow);
        // It comes back and misses nothing.
        RawClient again(*bench.core);
        again.hello(me, device, bench.core->database().epoch(), 0);
        QTRY_COMPARE(again.events().size(), 10);
    }

    void aClientThatNeverAcknowledgesIsClosed()
    {
        LinkBench bench;
        RawClient client(*bench.core);
        client.hello(me, device, bench.core->database().epoch(), 0);
        QTRY_VERIFY(client.has<wire::Live>());
        bench.put(me, 2);
        QTRY_COMPARE(client.events().size(), 2);
        bench.clock.advance(50000);
        client.send(wire::Ack{1});
        client.send(wire::Ask{QStringLiteral("r1"), QStringLiteral("echo"), {}, {}});
        QTRY_VERIFY(client.has<wire::Answer>());
        bench.clock.advance(50000);
        client.send(wire::Ack{1});
        client.send(wire::Ask{QStringLiteral("r2"), QStringLiteral("echo"), {}, {}});
        QTRY_COMPARE(client.all<wire::Answer>().size(), 2);
        QVERIFY(!client.isClosed());
        bench.clock.advance(11000);
        QTRY_COMPARE(client.closeCode, close_code::slow);
    }

    void snapshotsComeInPartsAtOnePosition()
    {
        LinkBench bench;
        bench.rules.snapshotConversations = 60;
        bench.rules.snapshotText = 10000;
        bench.put(me, 5);
        RawClient client(*bench.core);
        client.hello(me, device);
        bench.put(me, 3);
        QTRY_VERIFY(client.has<wire::Live>());
        QTRY_VERIFY(!client.events().isEmpty() || client.last<wire::Snap>().pos == 8);
        const auto parts = client.all<wire::Snap>();
        QVERIFY(parts.size() >= 5);
        QStringList ids;
        for (qsizetype i = 0; i < parts.size(); ++i) {
            QCOMPARE(parts.at(i).part, i + 1);
            QCOMPARE(parts.at(i).last, i == parts.size() - 1);
            QCOMPARE(parts.at(i).pos, parts.first().pos);
            const QJsonArray convs = parts.at(i).body.value(QStringLiteral("convs")).toArray();
            for (const QJsonValue &conv : convs)
                ids.append(conv.toObject().value(QStringLiteral("id")).toString());
        }
        QCOMPARE(ids.size(), 60);
        QCOMPARE(ids.removeDuplicates(), 0);
        QVERIFY(client.largest <= 128 * 1024);
        const qint64 pos = parts.first().pos;
        QCOMPARE(client.last<wire::Welcome>().from, pos);
        // What the snapshot says it has seen, and what follows, make the whole.
        const qint64 inside =
            parts.first().body.value(QStringLiteral("agent")).toObject().value(QStringLiteral("events")).toInteger();
        QCOMPARE(inside, pos);
        QTRY_COMPARE(inside + client.events().size(), 8);
        QVERIFY(isOrdered(client.events()));
        QVERIFY(client.events().isEmpty() || client.events().first().pos > pos);
    }

    void compressedWhereTheClientCan()
    {
        LinkBench bench;
        bench.rules.snapshotConversations = 10;
        bench.rules.snapshotText = 2000;
        bench.put(me, 5);
        RawClient client(*bench.core);
        client.hello(me, device, {}, -1, {QStringLiteral("z1")});
        QTRY_VERIFY(client.has<wire::Live>());
        QCOMPARE(client.binaries, 1);
        QCOMPARE(client.undecodable, 0);
        QCOMPARE(client.last<wire::Snap>().body.value(QStringLiteral("convs")).toArray().size(), 10);
        QCOMPARE(client.last<wire::Welcome>().caps, QStringList{QStringLiteral("z1")});
    }

    void cursorsThatCannotBeServedAreReset_data()
    {
        QTest::addColumn<bool>("sameEpoch");
        QTest::addColumn<qint64>("pos");
        QTest::addColumn<QString>("mode");
        QTest::newRow("known") << true << qint64(3) << QStringLiteral("resume");
        QTest::newRow("at the head") << true << qint64(30) << QStringLiteral("resume");
        QTest::newRow("another epoch") << false << qint64(3) << QStringLiteral("reset");
        QTest::newRow("ahead of the log") << true << qint64(31) << QStringLiteral("reset");
        QTest::newRow("too far behind") << true << qint64(2) << QStringLiteral("resume");
        QTest::newRow("none") << true << qint64(-1) << QStringLiteral("snapshot");
    }
    void cursorsThatCannotBeServedAreReset()
    {
        QFETCH(bool, sameEpoch);
        QFETCH(qint64, pos);
        QFETCH(QString, mode);
        LinkSettings settings = LinkBench::quick();
        settings.resetEvents = 20;
        LinkBench bench(settings);
        bench.put(me, 15);
        bench.put(QStringLiteral("a:2"), 15);
        RawClient client(*bench.core);
        client.hello(me, device, sameEpoch ? bench.core->database().epoch() : QStringLiteral("other"), pos);
        QTRY_VERIFY(client.has<wire::Live>());
        QCOMPARE(client.last<wire::Welcome>().mode, mode);
        QCOMPARE(client.has<wire::Snap>(), mode != QLatin1String("resume"));
        if (mode == QLatin1String("resume"))
            QCOMPARE(client.events().size(), qMax<qint64>(0, 15 - pos));
        else
            QCOMPARE(client.last<wire::Snap>().pos, 30);
    }

    void tooMuchMissedOrTrimmedIsReset()
    {
        LinkSettings settings = LinkBench::quick();
        settings.resetEvents = 20;
        LinkBench bench(settings);
        const QString epoch = bench.core->database().epoch();
        bench.put(me, 21);
        {
            RawClient client(*bench.core);
            client.hello(me, device, epoch, 0);
            QTRY_VERIFY(client.has<wire::Live>());
            QCOMPARE(client.last<wire::Welcome>().mode, QStringLiteral("reset"));
        }
        std::promise<void> trimmed;
        bench.core->writer().execute([](Transaction &t) { t.query(QStringLiteral("DELETE FROM event_log WHERE pos < 10")); },
                                     [&](bool) { trimmed.set_value(); });
        trimmed.get_future().wait();
        for (const auto &[pos, mode] : {std::pair<qint64, const char *>{8, "reset"}, {9, "resume"}}) {
            RawClient client(*bench.core);
            client.hello(me, device, epoch, pos);
            QTRY_VERIFY(client.has<wire::Live>());
            QCOMPARE(client.last<wire::Welcome>().mode, QLatin1String(mode));
        }
    }

    void anOffersCountdownIsThatOfTheMoment()
    {
        LinkBench bench;
        QJsonObject body = putFor(me);
        body.insert(QStringLiteral("offer"), QJsonObject{{QStringLiteral("id"), QStringLiteral("o5")},
                                                         {QStringLiteral("expires_in_ms"), 20000},
                                                         {QStringLiteral("expires_at"), bench.clock.utcMs() + 20000}});
        body.insert(QStringLiteral("conv"), QJsonObject{{QStringLiteral("wrapup_in_ms"), 9000}});
        std::promise<void> done;
        bench.core->writer().submit(hubCommand(QStringLiteral("put"), {}, body, -1),
                                    [&](const CommandResult &) { done.set_value(); });
        done.get_future().wait();
        for (const int later : {0, 6000, 60000}) {
            bench.clock.advance(later);
            RawClient client(*bench.core);
            client.hello(me, device, bench.core->database().epoch(), 0);
            QTRY_COMPARE(client.events().size(), 1);
            const QJsonObject got = client.events().first().body;
            const int passed = later == 60000 ? 66000 : later;
            QCOMPARE(got.value(QStringLiteral("offer")).toObject().value(QStringLiteral("expires_in_ms")).toInt(),
                     qMax(0, 20000 - passed));
            QCOMPARE(got.value(QStringLiteral("conv")).toObject().value(QStringLiteral("wrapup_in_ms")).toInt(),
                     qMax(0, 9000 - passed));
        }
    }

    void aRestoredOlderCopyIsAnotherEpoch()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("hub.db"));
        const QString copy = folder.filePath(QStringLiteral("copy.db"));
        QString epoch;
        {
            LinkBench bench(LinkBench::quick(), {}, path);
            epoch = bench.core->database().epoch();
            bench.put(me, 5);
            bench.core->drain(0);
            QTRY_VERIFY(!bench.core->writer().isRunning());
        }
        QVERIFY(QFile::copy(path, copy));
        {
            LinkBench bench(LinkBench::quick(), {}, path);
            QCOMPARE(bench.core->database().epoch(), epoch);
            bench.put(me, 5);
            bench.core->drain(0);
            QTRY_VERIFY(!bench.core->writer().isRunning());
        }
        QVERIFY(QFile::remove(path) && QFile::rename(copy, path));
        LinkBench bench(LinkBench::quick(), {}, path);
        QVERIFY(bench.core->database().epoch() != epoch);
        bench.put(me, 5); // now the old cursor would look right again
        RawClient client(*bench.core);
        client.hello(me, device, epoch, 7);
        QTRY_VERIFY(client.has<wire::Live>());
        QCOMPARE(client.last<wire::Welcome>().mode, QStringLiteral("reset"));
    }
};

QTEST_GUILESS_MAIN(TestLinkFeed)
#include "tst_link_feed.moc"
