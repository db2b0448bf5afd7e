// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/link/LinkDesk.h"

using namespace liaison;
using namespace liaison::test;

/// How a link ends, moves to another, renews itself and stops.
class tst_DeskLinkEndings : public QObject
{
    Q_OBJECT
private slots:
    void drainOpensTheSecondLinkBeforeItClosesTheFirst()
    {
        Desk desk(calm());
        desk.start();
        TRY_LIVE(desk);
        desk.hub.append(QStringLiteral("x"));
        QTRY_COMPARE(desk.positions, upTo(1));
        desk.phases.clear();
        int openAtOnce = 0;
        desk.hub.onConnect = [&](PairTransport &, PairTransport &) { openAtOnce = desk.hub.openPeers(); };
        desk.hub.send(desk.hub.last(), wire::Bye{QStringLiteral("drain"), 5, QStringLiteral("ws://127.0.0.1:99/desk")});
        QTRY_COMPARE(desk.hub.peers.size(), 2);
        QCOMPARE(openAtOnce, 2);
        // Both links tell of the same events until the first is closed; each is handed on once.
        desk.hub.append(QStringLiteral("x"));
        desk.link.send(command(QStringLiteral("c1")));
        QTRY_COMPARE(desk.answered, QStringList{QStringLiteral("c1")});
        QTRY_COMPARE(desk.hub.openPeers(), 1);
        QVERIFY(desk.hub.last().open);
        desk.hub.append(QStringLiteral("x"));
        QTRY_COMPARE(desk.positions, upTo(4));
        QVERIFY2(desk.phases.isEmpty(), "the agent must not notice a drain");
        QCOMPARE(desk.hub.urls.last().port(), 99);
        QCOMPARE(desk.hub.done.size(), 1);
        QCOMPARE(desk.hub.peers.first()->all<wire::Bye>().size(), 1);
    }

    void drainNeverFollowsToAnotherHost()
    {
        Desk desk(calm());
        desk.start();
        TRY_LIVE(desk);
        desk.hub.send(desk.hub.last(), wire::Bye{QStringLiteral("drain"), 1, QStringLiteral("ws://evil.example/desk")});
        QTRY_COMPARE(desk.hub.peers.size(), 2);
        QCOMPARE(desk.hub.urls.last().host(), QStringLiteral("127.0.0.1"));
    }

    void aFirstLinkThatEndsDuringTheDrainCostsNothing()
    {
        Desk desk(calm());
        desk.start();
        TRY_LIVE(desk);
        desk.hub.onConnect = [&](PairTransport &, PairTransport &) { desk.hub.peers.first()->end->close(4012, {}); };
        desk.hub.send(desk.hub.last(), wire::Bye{QStringLiteral("drain"), 1, {}});
        desk.link.send(command(QStringLiteral("c1")));
        QTRY_COMPARE(desk.hub.peers.size(), 2);
        desk.link.send(command(QStringLiteral("c2")));
        QTRY_COMPARE(desk.answered.size(), 2);
        TRY_LIVE(desk);
        QCOMPARE(desk.hub.done.size(), 2);
        QCOMPARE(desk.positions, upTo(2));
    }

    void aSecondLinkThatFailsIsTriedAgain()
    {
        Desk desk(calm());
        desk.start();
        TRY_LIVE(desk);
        int connections = 0;
        desk.hub.onConnect = [&](PairTransport &, PairTransport &hub) { hub.cutAfter(connections++ < 2 ? 0 : -1); };
        desk.hub.send(desk.hub.last(), wire::Bye{QStringLiteral("drain"), 1, {}});
        QTRY_COMPARE(desk.hub.peers.size(), 4);
        QTRY_COMPARE(desk.hub.openPeers(), 1);
        desk.link.send(command(QStringLiteral("c1")));
        QTRY_COMPARE(desk.answered.size(), 1);
    }

    /// The first link still owes the answers to what was sent on it: repeats there wait for them, so none is taken for a repeat's.
    void aSecondLinkThatGreetedAndFailedLeavesTheFirstInOrder()
    {
        const auto sentOn = [](const ScriptedHub::Peer &peer) {
            QStringList cids;
            for (const wire::Command &sent : peer.all<wire::Command>())
                cids.append(sent.cid);
            return cids;
        };
        const QStringList all{QStringLiteral("c1"), QStringLiteral("c2"), QStringLiteral("c3")};
        Desk desk(calm());
        desk.start();
        TRY_LIVE(desk);
        desk.hub.answering = false;
        desk.link.send(command(all.at(0)));
        desk.link.send(command(all.at(1)));
        QTRY_COMPARE(desk.hub.done.size(), 2);
        desk.hub.onConnect = [&](PairTransport &client, PairTransport &) {
            if (desk.hub.peers.size() == 2)
                client.cutAfter(0);
            else
                client.abort(); // and never gets as far again
        };
        ScriptedHub::Peer &first = desk.hub.last();
        desk.hub.send(first, wire::Bye{QStringLiteral("drain"), 1, {}});
        QTRY_VERIFY(desk.hub.peers.size() >= 4);
        desk.link.send(command(all.at(2)));
        wire::Err busy;
        busy.cid = all.at(1);
        busy.code = ErrorCode::Busy;
        busy.retry = Retry::Later;
        desk.hub.send(first, busy);
        desk.hub.append(QStringLiteral("x"));
        QTRY_COMPARE(desk.positions.size(), 3);
        QCOMPARE(sentOn(first), all.first(2));
        desk.hub.answering = true;
        desk.hub.send(first, desk.hub.results.value(all.at(0)));
        QTRY_COMPARE(desk.answered, all);
        QCOMPARE(sentOn(first), (QStringList{all.at(0), all.at(1), all.at(1), all.at(2)}));
    }

    /// The hub is now a copy of an earlier state; the first link still hangs on what was.
    void drainToAnotherLogIsANewBeginning_data()
    {
        QTest::addColumn<QString>("epoch");
        QTest::addColumn<qint64>("applied");
        QTest::addColumn<qint64>("head");
        QTest::newRow("another epoch") << QStringLiteral("e2") << qint64(3) << qint64(100);
        QTest::newRow("behind what we stored") << QStringLiteral("e1") << qint64(3) << qint64(1);
        QTest::newRow("behind what we saw") << QStringLiteral("e1") << qint64(1) << qint64(2);
    }
    void drainToAnotherLogIsANewBeginning()
    {
        QFETCH(QString, epoch);
        QFETCH(qint64, applied);
        QFETCH(qint64, head);
        Desk desk(calm());
        QSignalSpy caughtUp(&desk.link, &DeskLink::caughtUp);
        desk.start();
        TRY_LIVE(desk);
        for (qint64 i = 1; i <= 3; ++i) {
            desk.storing = i <= applied;
            desk.hub.append(QStringLiteral("x"));
            QTRY_COMPARE(desk.positions, upTo(i));
        }
        desk.storing = true;
        desk.hub.onConnect = [&](PairTransport &, PairTransport &) {
            // The store still had this to do with the old log; the other hub's reaches as far.
            if (desk.hub.peers.size() == 3)
                desk.link.applied({QStringLiteral("e1"), 2});
            desk.hub.epoch = epoch;
            desk.hub.log.clear();
            desk.hub.head = head;
        };
        desk.hub.onHello = [&](ScriptedHub::Peer &, const wire::Hello &) {
            for (qint64 pos = 4; pos <= 5; ++pos) { // the first hub is not done with its log
                wire::Event event;
                event.pos = pos;
                event.kind = QStringLiteral("x");
                event.by = QStringLiteral("s:hub");
                desk.hub.send(*desk.hub.peers.first(), event);
            }
            return false;
        };
        QList<Cursor> measures; // what an answer would be measured with
        connect(&desk.link, &DeskLink::welcomed, this, [&] { measures.append(desk.link.received()); });
        desk.phases.clear();
        caughtUp.clear();
        desk.hub.send(desk.hub.last(), wire::Bye{QStringLiteral("drain"), 1, {}});
        QTRY_COMPARE(desk.snapshots, 1);
        QTRY_COMPARE(caughtUp.size(), 1);
        QCOMPARE(caughtUp.first().first().value<Cursor>(), (Cursor{epoch, head}));
        QCOMPARE(measures, QList<Cursor>{Cursor()});
        QCOMPARE(desk.phases, (QList<LinkPhase>{LinkPhase::Replaying, LinkPhase::Live}));
        QTRY_COMPARE(desk.hub.openPeers(), 1);
        desk.hub.append(QStringLiteral("x"));
        QTRY_COMPARE(desk.positions, QList<qint64>{head + 1});
        // And the next greeting names the new log.
        desk.hub.onHello = nullptr;
        desk.hub.onConnect = nullptr;
        desk.hub.last().end->abort();
        const auto links = desk.hub.peers.size();
        QTRY_COMPARE(desk.hub.peers.size(), links + 1);
        TRY_LIVE(desk);
        QCOMPARE(desk.hub.last().hello.epoch, epoch);
        QCOMPARE(desk.hub.last().hello.pos, head + 1);
        QCOMPARE(desk.snapshots, 1);
    }

    void onlyTheSecondLinksAnswersCount()
    {
        Desk desk(calm());
        desk.start();
        TRY_LIVE(desk);
        desk.hub.answering = false;
        desk.link.send(command(QStringLiteral("c1"), QString(5000, QLatin1Char('x')))); // too long for the hello flight
        QTRY_COMPARE(desk.hub.done.size(), 1);
        // The second hub never heard of it; the first answers when the second has already been greeted.
        desk.hub.onHello = [&](ScriptedHub::Peer &, const wire::Hello &) {
            desk.hub.send(*desk.hub.peers.first(), desk.hub.results.value(QStringLiteral("c1")));
            desk.hub.results.clear();
            desk.hub.done.clear();
            desk.hub.answering = true;
            return false;
        };
        desk.hub.send(desk.hub.last(), wire::Bye{QStringLiteral("drain"), 1, {}});
        QTRY_COMPARE(desk.answered, QStringList{QStringLiteral("c1")});
        QCOMPARE(desk.hub.done.size(), 1);
        QCOMPARE(desk.hub.last().all<wire::Command>().size(), 1);
    }

    void closeCodes_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("again");
        QTest::addColumn<bool>("signIn");
        QTest::newRow("cut") << 0 << true << false;
        QTest::newRow("later") << 4000 << true << false;
        QTest::newRow("sign in") << 4001 << false << true;
        QTest::newRow("never") << 4003 << false << false;
        QTest::newRow("slow") << 4008 << true << false;
        QTest::newRow("replaced") << 4009 << true << false;
        QTest::newRow("upgrade") << 4010 << false << false;
    }
    void closeCodes()
    {
        QFETCH(int, code);
        QFETCH(bool, again);
        QFETCH(bool, signIn);
        Desk desk(calm());
        QSignalSpy signIns(&desk.link, &DeskLink::signInNeeded);
        desk.start();
        TRY_LIVE(desk);
        desk.hub.last().end->close(code, QStringLiteral("why"));
        if (again) {
            QTRY_COMPARE(desk.hub.peers.size(), 2);
            TRY_LIVE(desk);
        } else {
            QTRY_COMPARE(desk.link.phase(), LinkPhase::Stopped);
            QCOMPARE(desk.hub.peers.size(), 1);
            QCOMPARE(desk.link.lastCloseCode(), code);
            QCOMPARE(desk.link.lastCloseText(), QStringLiteral("why"));
        }
        QCOMPARE(signIns.size(), signIn ? 1 : 0);
        if (signIn) {
            desk.link.setToken(QStringLiteral("renewed"));
            TRY_LIVE(desk);
            QCOMPARE(desk.hub.last().hello.token, QStringLiteral("renewed"));
        }
    }

    void theHubNamesTheDelay()
    {
        LinkTimings timings = calm();
        Desk desk(timings);
        desk.start();
        TRY_LIVE(desk);
        desk.hub.send(desk.hub.last(), wire::Bye{QStringLiteral("shutdown"), 60000, {}});
        desk.hub.last().end->close(4000, {});
        QTRY_COMPARE(desk.link.phase(), LinkPhase::Waiting);
        QVERIFY(desk.link.nextTryIn() > 30000);
        desk.link.retryNow();
        TRY_LIVE(desk);
    }

    void theTokenIsRenewedInBand()
    {
        Desk desk(calm());
        QSignalSpy expiring(&desk.link, &DeskLink::tokenExpiring);
        desk.start();
        TRY_LIVE(desk);
        wire::Err err;
        err.code = ErrorCode::TokenExpiring;
        err.retry = Retry::Auth;
        desk.hub.send(desk.hub.last(), err);
        QTRY_COMPARE(expiring.size(), 1);
        desk.link.setToken(QStringLiteral("renewed"));
        QTRY_COMPARE(desk.hub.last().all<wire::Auth>().size(), 1);
        desk.hub.last().end->abort();
        QTRY_COMPARE(desk.hub.peers.size(), 2);
        TRY_LIVE(desk);
        QCOMPARE(desk.hub.last().hello.token, QStringLiteral("renewed"));
    }

    void acknowledgementsAreCoalesced()
    {
        LinkTimings timings = calm();
        timings.ackEvery = 20000;
        Desk desk(timings);
        desk.start();
        TRY_LIVE(desk);
        for (int i = 0; i < 120; ++i)
            desk.hub.append(QStringLiteral("x"));
        QTRY_COMPARE(desk.positions.size(), 120);
        QTRY_COMPARE(desk.hub.last().all<wire::Ack>().size(), 2);
        QCOMPARE(desk.hub.last().all<wire::Ack>().last().pos, 100);
    }

    void questionsAreAnsweredOrRefused()
    {
        Desk desk(calm());
        QSignalSpy answers(&desk.link, &DeskLink::askAnswered);
        QSignalSpy refusals(&desk.link, &DeskLink::askRefused);
        desk.link.ask({QStringLiteral("q0"), QStringLiteral("agents"), {}, {}});
        QTRY_COMPARE(refusals.size(), 1); // the link is down
        desk.start();
        TRY_LIVE(desk);
        desk.hub.onAsk = [&](ScriptedHub::Peer &peer, const wire::Ask &ask) {
            if (ask.re == QLatin1String("q1"))
                desk.hub.send(peer, wire::Answer{ask.re, ask.kind, {{"agents", QJsonArray()}}});
        };
        desk.link.ask({QStringLiteral("q1"), QStringLiteral("agents"), {}, {}});
        QTRY_COMPARE(answers.size(), 1);
        desk.link.ask({QStringLiteral("q2"), QStringLiteral("agents"), {}, {}});
        QTRY_COMPARE(desk.hub.last().all<wire::Ask>().size(), 2);
        desk.hub.last().end->abort();
        QTRY_COMPARE(refusals.size(), 2);
        QCOMPARE(refusals.last().first().value<wire::Err>().re, QStringLiteral("q2"));
    }

    void hostileFramesEndTheLink_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("not JSON") << QByteArray("{");
        QTest::newRow("a client's frame") << wire::encode(wire::Ack{3});
        QTest::newRow("a second welcome") << QByteArray(
            R"({"t":"welcome","proto":1,"gen":1,"epoch":"e1","from":0,"head":0,"now":1,"me":"a:x","mode":"resume"})");
        QTest::newRow("a snapshot nobody asked for") << wire::encode(wire::Snap{1, true, 9, {}});
    }
    void hostileFramesEndTheLink()
    {
        QFETCH(QByteArray, bytes);
        Desk desk(calm());
        desk.start();
        TRY_LIVE(desk);
        desk.hub.last().end->sendText(bytes);
        QTRY_COMPARE(desk.hub.peers.size(), 2);
        TRY_LIVE(desk);
        QCOMPARE(desk.snapshots, 0);
    }

    void aHubThatNeverAnswersIsLeft()
    {
        LinkTimings timings = calm();
        timings.handshake = 500; // of the third, which is answered, too
        Desk desk(timings);
        int hellos = 0;
        desk.hub.onHello = [&](ScriptedHub::Peer &, const wire::Hello &) { return ++hellos <= 2; };
        desk.start();
        TRY_LIVE(desk);
        QCOMPARE(hellos, 3);
    }

    void stopIsFinal()
    {
        Desk desk(calm());
        desk.start();
        TRY_LIVE(desk);
        desk.link.stop();
        QCOMPARE(desk.link.phase(), LinkPhase::Stopped);
        QTRY_COMPARE(desk.hub.openPeers(), 0);
        QCOMPARE(desk.hub.last().all<wire::Bye>().first().code, QStringLiteral("done"));
        desk.start();
        TRY_LIVE(desk);
    }

    void signalsGoOnlyWhileLive()
    {
        Desk desk(calm());
        const wire::Signal typing{QStringLiteral("v1"), QStringLiteral("typing"), 5000, {}};
        desk.link.sendSignal(typing);
        desk.start();
        TRY_LIVE(desk);
        desk.link.sendSignal(typing);
        QTRY_COMPARE(desk.hub.last().all<wire::Signal>().size(), 1);
        QSignalSpy signalsGot(&desk.link, &DeskLink::signalReceived);
        desk.hub.send(desk.hub.last(), wire::Signal{QStringLiteral("v1"), QStringLiteral("typing"), 5000, QStringLiteral("c:1")});
        QTRY_COMPARE(signalsGot.size(), 1);
    }
};

QTEST_GUILESS_MAIN(tst_DeskLinkEndings)
#include "tst_desklink_endings.moc"
