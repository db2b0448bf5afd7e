// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/link/LinkDesk.h"

using namespace liaison;
using namespace liaison::test;

namespace {

/// Acknowledgements wait long enough to be one, also on a machine that holds the test up.
LinkTimings gathering()
{
    LinkTimings timings = calm();
    timings.ackEvery = 500;
    return timings;
}

} // namespace

class tst_DeskLink : public QObject
{
    Q_OBJECT
private slots:
    void resumesInOneRoundTrip()
    {
        Desk desk(gathering());
        for (int i = 0; i < 10; ++i)
            desk.hub.append(QStringLiteral("x"));
        desk.stored = {QStringLiteral("e1"), 4};
        desk.link.subscribe(QStringLiteral("queues"));
        desk.link.send(command(QStringLiteral("c1")));
        desk.start();
        TRY_LIVE(desk);
        QTRY_COMPARE(desk.positions, (QList<qint64>{5, 6, 7, 8, 9, 10, 11}));
        QTRY_COMPARE(desk.answered, QStringList{QStringLiteral("c1")});
        const auto &peer = desk.hub.last();
        QCOMPARE(peer.hello.pos, 4);
        QCOMPARE(peer.hello.token, QStringLiteral("secret"));
        QVERIFY(peer.hello.caps.contains(QStringLiteral("z1")));
        QCOMPARE(peer.hello.subs, (QList<wire::Subscription>{{QStringLiteral("queues"), 0}}));
        // The command followed the greeting before any welcome, without a generation.
        QVERIFY(std::holds_alternative<wire::Command>(peer.got.at(1)));
        QCOMPARE(peer.all<wire::Command>().first().gen, 0);
        QCOMPARE(desk.phases, (QList<LinkPhase>{LinkPhase::Connecting, LinkPhase::Replaying, LinkPhase::Live}));
        QTRY_COMPARE(peer.all<wire::Ack>().size(), 1);
        QCOMPARE(peer.all<wire::Ack>().last().pos, 11);
    }

    void commandsAfterTheWelcomeCarryItsGeneration()
    {
        Desk desk(calm());
        desk.start();
        TRY_LIVE(desk);
        desk.link.send(command(QStringLiteral("c1")));
        QTRY_COMPARE(desk.answered.size(), 1);
        QCOMPARE(desk.hub.last().all<wire::Command>().first().gen, 1);
    }

    void snapshotIsAppliedOnlyWhole()
    {
        Desk desk(calm());
        desk.stored = {};
        desk.hub.snapshotParts = 3;
        desk.hub.snapshot = [] { return QJsonObject{{"convs", QJsonArray{QJsonObject{{"id", "v1"}}}}}; };
        // The first link ends in the middle of the snapshot.
        int connections = 0;
        desk.hub.onConnect = [&](PairTransport &, PairTransport &hub) { hub.cutAfter(connections++ == 0 ? 3 : -1); };
        QSignalSpy snapshots(&desk.link, &DeskLink::snapshotReceived);
        desk.start();
        TRY_LIVE(desk);
        QCOMPARE(desk.hub.peers.size(), 2);
        QCOMPARE(snapshots.size(), 1);
        QCOMPARE(snapshots.first().at(2).toJsonObject()["convs"].toArray().size(), 1);
        QCOMPARE(snapshots.first().at(3).toBool(), false);
    }

    void anotherEpochIsAReset()
    {
        Desk desk(gathering());
        desk.hub.epoch = QStringLiteral("e2");
        desk.hub.head = 9000;
        QSignalSpy snapshots(&desk.link, &DeskLink::snapshotReceived);
        desk.start();
        TRY_LIVE(desk);
        QCOMPARE(snapshots.size(), 1);
        QCOMPARE(snapshots.first().at(0).toString(), QStringLiteral("e2"));
        QCOMPARE(snapshots.first().at(3).toBool(), true);
        desk.hub.append(QStringLiteral("x"));
        QTRY_COMPARE(desk.positions, QList<qint64>{9001});
        QTRY_COMPARE(desk.hub.last().all<wire::Ack>().size(), 1);
    }

    void aHubWhoseLogIsOlderThanOursMustSendASnapshot()
    {
        Desk desk(calm());
        desk.stored = {QStringLiteral("e1"), 50};
        desk.hub.onHello = [&](ScriptedHub::Peer &peer, const wire::Hello &h) {
            if (h.epoch.isEmpty())
                return false;
            wire::Welcome welcome;
            welcome.epoch = desk.hub.epoch;
            welcome.head = welcome.from = 20;
            welcome.now = 1;
            welcome.me = QStringLiteral("a:anna");
            welcome.mode = QStringLiteral("resume");
            desk.hub.send(peer, welcome);
            return true;
        };
        desk.start();
        TRY_LIVE(desk);
        QCOMPARE(desk.snapshots, 1);
        QCOMPARE(desk.hub.peers.size(), 2);
    }

    void whatIsNotStoredComesAgainButIsHandedOnOnce()
    {
        Desk desk(calm());
        desk.storing = false;
        desk.start();
        TRY_LIVE(desk);
        for (int i = 0; i < 3; ++i)
            desk.hub.append(QStringLiteral("x"));
        QTRY_COMPARE(desk.positions, upTo(3));
        desk.hub.last().end->abort();
        QTRY_COMPARE(desk.hub.peers.size(), 2);
        TRY_LIVE(desk);
        QCOMPARE(desk.hub.last().hello.pos, 0);
        desk.hub.append(QStringLiteral("x"));
        QTRY_COMPARE(desk.positions, upTo(4));
    }

    void unknownKindsAreHandedOnRaw()
    {
        Desk desk(calm());
        QSignalSpy events(&desk.link, &DeskLink::eventsReceived);
        desk.start();
        TRY_LIVE(desk);
        desk.hub.append(QStringLiteral("from.the.future"), {}, {{"x", 1}});
        QTRY_COMPARE(events.size(), 1);
        const auto received = events.first().at(1).value<QList<wire::Event>>();
        QCOMPARE(received.first().kind, QStringLiteral("from.the.future"));
        QCOMPARE(received.first().body["x"].toInt(), 1);
        QTRY_COMPARE(desk.hub.last().all<wire::Ack>().size(), 1);
    }

    void nothingIsLostOrDoubledWhereverTheLinkIsCut_data()
    {
        QTest::addColumn<bool>("hubSide");
        QTest::addColumn<bool>("resultFirst");
        QTest::newRow("hub's frames, event first") << true << false;
        QTest::newRow("hub's frames, result first") << true << true;
        QTest::newRow("client's frames") << false << false;
    }
    void nothingIsLostOrDoubledWhereverTheLinkIsCut()
    {
        QFETCH(bool, hubSide);
        QFETCH(bool, resultFirst);
        for (int boundary = 0; boundary < 16; ++boundary) {
            Desk desk(calm());
            desk.hub.resultFirst = resultFirst;
            int connections = 0;
            desk.hub.onConnect = [&](PairTransport &client, PairTransport &hub) {
                // Each of the first three links is cut, at different places.
                if (connections < 3)
                    (hubSide ? hub : client).cutAfter(boundary + connections);
                ++connections;
            };
            for (int i = 0; i < 3; ++i)
                desk.hub.append(QStringLiteral("x"));
            desk.start();
            for (int i = 0; i < 6; ++i)
                desk.link.send(command(QStringLiteral("c%1").arg(i)));
            QTRY_COMPARE(desk.answered.size(), 6);
            QTRY_COMPARE(desk.positions.size(), 9);
            QCOMPARE(desk.positions, upTo(9));
            QCOMPARE(desk.hub.done.size(), 6);
            for (int i = 0; i < 6; ++i)
                QCOMPARE(desk.hub.done.at(i).cid, QStringLiteral("c%1").arg(i));
            QCOMPARE(desk.link.unanswered(), 0);
        }
    }

    void halfOpenIsFoundByAnUnansweredCommand()
    {
        LinkTimings timings = calm();
        timings.commandUnansweredFor = 30;
        timings.commandPongWithin = 20;
        Desk desk(timings);
        desk.start();
        TRY_LIVE(desk);
        desk.hub.last().end->goSilent();
        desk.hub.last().open = false; // and what we send goes nowhere either
        desk.hub.peers.last()->end->disconnect(&desk.hub);
        desk.link.send(command(QStringLiteral("c1")));
        QTRY_COMPARE(desk.hub.peers.size(), 2);
        QTRY_COMPARE(desk.answered, QStringList{QStringLiteral("c1")});
        QCOMPARE(desk.hub.done.size(), 1);
    }

    void anIdleHalfOpenLinkIsFoundByPings()
    {
        LinkTimings timings = calm();
        timings.pingAfterSilence = 20;
        timings.pongWithin = 20;
        Desk desk(timings);
        desk.start();
        TRY_LIVE(desk);
        desk.hub.ponging = false;
        QTRY_VERIFY(desk.phases.contains(LinkPhase::Waiting));
        desk.hub.ponging = true;
        QTRY_VERIFY(desk.hub.peers.size() >= 2);
        TRY_LIVE(desk);
    }

    void pingsKeepAnIdleLinkAndMeasureTheClock()
    {
        LinkTimings timings = calm();
        timings.pingAfterSilence = 15;
        timings.pongWithin = 5000;
        Desk desk(timings);
        desk.hub.clockAhead = 5000000;
        desk.start();
        TRY_LIVE(desk);
        QTRY_VERIFY(desk.hub.last().all<wire::Ping>().size() >= 3);
        QCOMPARE(desk.hub.peers.size(), 1);
        QVERIFY(desk.link.roundTrip() >= 0);
        QVERIFY(qAbs(desk.link.clockOffset() - 5000000) < 2500);
    }

    void aSocketThatLivesWhileItsDataIsDeadIsLeft()
    {
        Desk desk(calm());
        desk.start();
        TRY_LIVE(desk);
        // The hub counts an event as sent that never came.
        desk.hub.pushing = false;
        desk.hub.append(QStringLiteral("x"));
        desk.hub.send(desk.hub.last(), wire::Ping{7, 1, 1, 1});
        QTRY_COMPARE(desk.hub.peers.size(), 2);
        QTRY_COMPARE(desk.positions, upTo(1));
    }

    void theHubsPingIsAnsweredWithItsOwnId()
    {
        Desk desk(calm());
        desk.start();
        TRY_LIVE(desk);
        desk.hub.append(QStringLiteral("x"));
        QTRY_COMPARE(desk.positions, upTo(1));
        desk.hub.send(desk.hub.last(), wire::Ping{42, 1, 1, 777});
        QTRY_COMPARE(desk.hub.last().all<wire::Pong>().size(), 1);
        const wire::Pong pong = desk.hub.last().all<wire::Pong>().first();
        QCOMPARE(pong.id, 42);
        QCOMPARE(pong.echo, 777);
        QCOMPARE(pong.pos, 1);
    }

    void theWindowIsKept()
    {
        Desk desk(calm());
        desk.hub.window = 5;
        desk.hub.answering = false;
        desk.start();
        TRY_LIVE(desk);
        for (int i = 0; i < 12; ++i)
            desk.link.send(command(QStringLiteral("c%1").arg(i)));
        QTRY_COMPARE(desk.hub.last().all<wire::Command>().size(), 5);
        desk.hub.answering = true;
        for (const wire::Command &c : desk.hub.last().all<wire::Command>())
            desk.hub.send(desk.hub.last(), desk.hub.results.value(c.cid));
        QTRY_COMPARE(desk.answered.size(), 12);
        QCOMPARE(desk.hub.done.size(), 12);
    }

    void aLargeCommandWaitsForTheWelcomeAndKeepsItsPlace()
    {
        Desk desk(calm());
        desk.link.send(command(QStringLiteral("c1")));
        desk.link.send(command(QStringLiteral("c2"), QString(6000, QLatin1Char('x'))));
        desk.link.send(command(QStringLiteral("c3")));
        desk.start();
        QTRY_COMPARE(desk.answered.size(), 3);
        QCOMPARE(desk.answered, (QStringList{QStringLiteral("c1"), QStringLiteral("c2"), QStringLiteral("c3")}));
        const auto commands = desk.hub.last().all<wire::Command>();
        QCOMPARE(commands.at(0).gen, 0);
        QVERIFY(commands.at(1).gen > 0);
    }

    void aCommandBeyondTheFrameLimitIsRefusedHere()
    {
        Desk desk(calm());
        desk.start();
        desk.link.send(command(QStringLiteral("big"), QString(70000, QLatin1Char('x'))));
        QTRY_COMPARE(desk.refused, QStringList{QStringLiteral("big")});
        QCOMPARE(desk.link.unanswered(), 0);
    }

    void refusalsForGoodAreHandedOn()
    {
        Desk desk(calm());
        desk.hub.refuse = [](const wire::Command &) {
            wire::Err err;
            err.code = ErrorCode::Forbidden;
            err.retry = Retry::Confirm;
            return std::optional(err);
        };
        desk.start();
        desk.link.send(command(QStringLiteral("c1")));
        QTRY_COMPARE(desk.refused, QStringList{QStringLiteral("c1")});
        QCOMPARE(desk.link.unanswered(), 0);
    }

    void aCommandRefusedForNowGoesAgain()
    {
        Desk desk(calm());
        int times = 0;
        desk.hub.refuse = [&](const wire::Command &) -> std::optional<wire::Err> {
            if (++times > 2)
                return {};
            wire::Err err;
            err.code = ErrorCode::Busy;
            err.retry = Retry::Later;
            err.afterMs = 5;
            return err;
        };
        desk.start();
        desk.link.send(command(QStringLiteral("c1")));
        QTRY_COMPARE(desk.answered, QStringList{QStringLiteral("c1")});
        QCOMPARE(times, 3);
        QVERIFY(desk.refused.isEmpty());
    }

    void aNegativeWaitIsNone()
    {
        Desk desk(calm());
        int times = 0;
        desk.hub.refuse = [&](const wire::Command &) -> std::optional<wire::Err> {
            if (++times > 1)
                return {};
            wire::Err err;
            err.code = ErrorCode::Busy;
            err.retry = Retry::Later;
            err.afterMs = -3'000'000'000;
            return err;
        };
        desk.start();
        TRY_LIVE(desk);
        desk.link.send(command(QStringLiteral("c1")));
        QTRY_COMPARE(desk.answered, QStringList{QStringLiteral("c1")});
        QCOMPARE(desk.hub.peers.size(), 1); // and it is no reason to leave
    }

    void aCommandRefusedForNowIsNotOvertaken()
    {
        Desk desk(calm());
        QStringList carriedOut;
        int refusals = 0;
        QString awaited;
        desk.hub.refuse = [&](const wire::Command &sent) -> std::optional<wire::Err> {
            if (sent.cid == awaited)
                awaited.clear();
            if (sent.cid == QLatin1String("c2") && ++refusals == 1)
                awaited = sent.cid;
            if (awaited.isEmpty()) {
                carriedOut.append(sent.cid);
                return {};
            }
            wire::Err err;
            err.code = sent.cid == awaited ? ErrorCode::Full : ErrorCode::Busy;
            err.retry = Retry::Later;
            err.afterMs = 5;
            return err;
        };
        desk.start();
        TRY_LIVE(desk);
        const QStringList all{QStringLiteral("c1"), QStringLiteral("c2"), QStringLiteral("c3"), QStringLiteral("c4")};
        for (const QString &cid : all.first(3))
            desk.link.send(command(cid));
        QTRY_COMPARE(refusals, 1);
        desk.link.send(command(all.last()));
        QTRY_COMPARE(desk.answered, all);
        QCOMPARE(carriedOut, all);
        QVERIFY(desk.refused.isEmpty());
    }

    void aFencedCommandGoesAgainOnANewLink()
    {
        Desk desk(calm());
        desk.start();
        TRY_LIVE(desk);
        ++desk.hub.gen; // another process with this device's name greeted
        desk.link.send(command(QStringLiteral("c1")));
        QTRY_COMPARE(desk.answered, QStringList{QStringLiteral("c1")});
        QCOMPARE(desk.hub.peers.size(), 2);
        QCOMPARE(desk.hub.done.size(), 1);
    }
};

QTEST_GUILESS_MAIN(tst_DeskLink)
#include "tst_desklink.moc"
