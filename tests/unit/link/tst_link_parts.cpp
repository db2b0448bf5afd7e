// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/link/Backoff.h"
#include "models/link/ClockOffset.h"
#include "models/link/CommandWindow.h"
#include "models/link/DeskLink.h"
#include "models/link/LivenessWatch.h"
#include "models/link/SnapshotAssembler.h"

#include <QTest>

using namespace liaison;

namespace {
Random always(double value)
{
    return [value] { return value; };
}

wire::Command command(const QString &cid)
{
    wire::Command c;
    c.cid = cid;
    return c;
}

QStringList cids(const QList<wire::Command> &commands)
{
    QStringList cids;
    for (const wire::Command &c : commands)
        cids.append(c.cid);
    return cids;
}
} // namespace

class tst_LinkParts : public QObject
{
    Q_OBJECT
private slots:
    void backoffDoublesUpToItsLimit()
    {
        Backoff backoff(LinkTimings(), always(0.999999));
        const QList<qint64> most{500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000};
        for (const qint64 expected : most) {
            const qint64 delay = backoff.next(0, 0);
            QVERIFY2(delay < expected && delay > expected - 2, qPrintable(QString::number(delay)));
        }
        for (int i = 0; i < 100; ++i)
            QVERIFY(backoff.next(0, 0) <= 30000);
    }

    void backoffIsFullJitter()
    {
        QCOMPARE(Backoff(LinkTimings(), always(0)).next(0, 0), 0);
        Backoff half(LinkTimings(), always(0.5));
        QCOMPARE(half.next(0, 0), 250);
        QCOMPARE(half.next(0, 0), 500);
    }

    void aLongLifeBeginsAnew()
    {
        Backoff backoff(LinkTimings(), always(0.999999));
        for (int i = 0; i < 10; ++i)
            backoff.next(0, 0);
        QVERIFY(backoff.next(30000, 0) < 300);
        QCOMPARE(backoff.failures(), 0);
        QVERIFY(backoff.next(29999, 0) < 500); // a short life is a failure, the first of its row
        QCOMPARE(backoff.failures(), 1);
    }

    void theNamedDelayIsALeast()
    {
        Backoff backoff(LinkTimings(), always(0.5));
        QCOMPARE(backoff.next(0, 5000), 5250);
    }

    void theClockIsTheMedianOfTheBestRoundTrips()
    {
        ClockOffset clock;
        QCOMPARE(clock.roundTrip(), -1);
        QCOMPARE(clock.offset(), 0);
        clock.add(10500, 10000, 20); // 510 ahead
        QCOMPARE(clock.offset(), 510);
        clock.add(15000, 10000, 4000); // a slow one that is far off
        QCOMPARE(clock.offset(), 510);
        clock.add(10502, 10000, 10); // 507
        clock.add(10504, 10000, 10); // 509
        clock.add(9000, 10000, 3000);
        clock.add(10500, 10000, 12); // 506
        QCOMPARE(clock.roundTrip(), 12);
        QVERIFY(clock.offset() >= 506 && clock.offset() <= 510);
        for (int i = 0; i < 20; ++i)
            clock.add(20000, 10000, 5); // the hub's clock was set: after a while it is believed
        QCOMPARE(clock.offset(), 10002);
    }

    void livenessPingsAfterSilence()
    {
        LivenessWatch watch({}, always(0.5), 0);
        watch.heard(0);
        QVERIFY(watch.verdict(19999) == LivenessWatch::Verdict::Fine);
        QCOMPARE(watch.dueAt(), 20000);
        QVERIFY(watch.verdict(20000) == LivenessWatch::Verdict::Ping);
        watch.pingSent(1, 20000);
        watch.heard(21000); // data is no pong
        QVERIFY(watch.verdict(27999) == LivenessWatch::Verdict::Fine);
        QVERIFY(watch.verdict(28000) == LivenessWatch::Verdict::Dead);
        QVERIFY(!watch.pong(2, 22000));
        QCOMPARE(watch.pong(1, 22000), std::optional<qint64>(2000));
        QVERIFY(watch.verdict(28000) == LivenessWatch::Verdict::Fine);
    }

    void livenessSpreadsThePings()
    {
        LivenessWatch early({}, always(0), 0);
        early.heard(0);
        QCOMPARE(early.dueAt(), 16000);
        LivenessWatch late({}, always(1), 0);
        late.heard(0);
        QCOMPARE(late.dueAt(), 24000);
    }

    void anUnansweredCommandMakesItUrgent()
    {
        LivenessWatch watch({}, always(0.5), 0);
        watch.heard(1000);
        watch.setUnansweredSince(1000);
        QVERIFY(watch.verdict(4999) == LivenessWatch::Verdict::Fine);
        QVERIFY(watch.verdict(5000) == LivenessWatch::Verdict::Ping);
        watch.pingSent(1, 5000);
        QVERIFY(watch.verdict(7999) == LivenessWatch::Verdict::Fine);
        QVERIFY(watch.verdict(8000) == LivenessWatch::Verdict::Dead); // 7 s after the command
        QVERIFY(watch.pong(1, 6000));
        // The hub lives but is busy: not every second a ping.
        QVERIFY(watch.verdict(9999) == LivenessWatch::Verdict::Fine);
        QVERIFY(watch.verdict(10000) == LivenessWatch::Verdict::Ping);
    }

    void aSlowPingDoesNotHideAnUnansweredCommand()
    {
        LivenessWatch watch({}, always(0.5), 0);
        watch.heard(0);
        watch.pingSent(1, 20000);
        watch.setUnansweredSince(20500);
        QVERIFY(watch.verdict(27499) == LivenessWatch::Verdict::Fine);
        QVERIFY(watch.verdict(27500) == LivenessWatch::Verdict::Dead);
    }

    void suspicionPingsAtOnce()
    {
        LivenessWatch watch({}, always(0.5), 0);
        watch.heard(0);
        watch.suspect();
        QVERIFY(watch.verdict(10) == LivenessWatch::Verdict::Ping);
        watch.pingSent(1, 10);
        QVERIFY(watch.verdict(3010) == LivenessWatch::Verdict::Dead);
    }

    void snapshotsAreJoined()
    {
        SnapshotAssembler assembler;
        using Outcome = SnapshotAssembler::Outcome;
        QVERIFY(assembler.add({1, false, 9, {{"agent", QJsonObject{{"id", "a"}}}, {"convs", QJsonArray{1, 2}}}}) ==
                Outcome::More);
        QVERIFY(!assembler.isComplete());
        QVERIFY(assembler.add({2, true, 9, {{"convs", QJsonArray{3}}, {"codes", QJsonArray{4}}}}) == Outcome::Complete);
        QCOMPARE(assembler.body()["convs"].toArray(), (QJsonArray{1, 2, 3}));
        QCOMPARE(assembler.body()["codes"].toArray(), QJsonArray{4});
        QCOMPARE(assembler.body()["agent"]["id"].toString(), QStringLiteral("a"));
        QCOMPARE(assembler.pos(), 9);
        QVERIFY(assembler.add({3, true, 9, {}}) == Outcome::Broken);
    }

    void brokenSnapshotsAreNoticed_data()
    {
        QTest::addColumn<int>("part");
        QTest::addColumn<qint64>("pos");
        QTest::newRow("a part is missing") << 3 << qint64(9);
        QTest::newRow("a part twice") << 1 << qint64(9);
        QTest::newRow("another position") << 2 << qint64(10);
    }
    void brokenSnapshotsAreNoticed()
    {
        QFETCH(int, part);
        QFETCH(qint64, pos);
        SnapshotAssembler assembler;
        assembler.add({1, false, 9, {}});
        QVERIFY(assembler.add({part, true, pos, {}}) == SnapshotAssembler::Outcome::Broken);
    }

    void theWindowKeepsOrderAndSize()
    {
        CommandWindow window;
        for (const char *cid : {"a", "b", "c", "d"})
            QVERIFY(window.add(command(QString::fromLatin1(cid)), cid[0] == 'c' ? 5000 : 100));
        QVERIFY(!window.add(command(QStringLiteral("a")), 1));
        QCOMPARE(cids(window.sendable(10, 32, 4096)), (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
        QCOMPARE(cids(window.sendable(11, 3, 65536)), QStringList{QStringLiteral("c")});
        QCOMPARE(window.oldestSentAt(), std::optional<qint64>(10));
        QVERIFY(window.take(QStringLiteral("a")));
        QVERIFY(!window.take(QStringLiteral("a")));
        QCOMPARE(cids(window.sendable(12, 3, 65536)), QStringList{QStringLiteral("d")});
        QCOMPARE(window.oldestSentAt(), std::optional<qint64>(10));
        QVERIFY(!window.isHeldBack(4));
        window.postpone(QStringLiteral("b"), 100);
        QVERIFY(window.isHeldBack(3));
        QVERIFY(!window.isHeldBack(0));
        QVERIFY(window.sendable(50, 32, 65536).isEmpty());
        QCOMPARE(window.nextPostponed(), std::optional<qint64>(100));
        QCOMPARE(cids(window.sendable(100, 32, 65536)),
                 (QStringList{QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")}));
        QVERIFY(!window.nextPostponed());
        QVERIFY(!window.isHeldBack(3));
        window.requeue();
        QVERIFY(window.isHeldBack(1)); // on a link that carried some of them before
        QCOMPARE(cids(window.sendable(200, 32, 65536)),
                 (QStringList{QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")}));
    }

    void nothingOvertakesAPostponedCommand()
    {
        CommandWindow window;
        for (const char *cid : {"a", "b", "c"})
            QVERIFY(window.add(command(QString::fromLatin1(cid)), 100));
        QCOMPARE(window.sendable(0, 32, 4096).size(), 3);
        window.postpone(QStringLiteral("b"), 500);
        QVERIFY(window.add(command(QStringLiteral("d")), 100));
        QVERIFY(window.isHeldBack(2)); // the refusal of c is still on its way
        QCOMPARE(window.oldestSentAt(), std::optional<qint64>(0));
        window.postpone(QStringLiteral("c"), 900);  // it was refused because b was: it goes with b
        QVERIFY(window.isHeldBack(1));              // a has no answer yet
        window.postpone(QStringLiteral("a"), 1500); // in front of them, so that one counts
        QCOMPARE(window.nextPostponed(), std::optional<qint64>(1500));
        const QStringList fromB{QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")};
        QVERIFY(window.sendable(1499, 32, 4096).isEmpty());
        QVERIFY(window.take(QStringLiteral("a"))); // given up
        QVERIFY(!window.nextPostponed());
        QCOMPARE(cids(window.sendable(1499, 32, 4096)), fromB);
    }
};

QTEST_GUILESS_MAIN(tst_LinkParts)
#include "tst_link_parts.moc"
