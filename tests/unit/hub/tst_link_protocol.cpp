// SPDX-License-Identifier: GPL-3.0-or-later
#include "LinkBench.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace liaison;
using namespace liaison::hub;
using namespace liaison::test;

/// What a link says and refuses, and when it closes.
class TestLinkProtocol : public QObject
{
    Q_OBJECT
private slots:
    void greetingIsAnsweredInOneFlight()
    {
        LinkBench bench;
        RawClient client(*bench.core);
        client.hello();
        client.command(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1")), bench.clock.utcMs());
        QTRY_VERIFY(client.has<wire::Ok>());
        QTRY_COMPARE(client.events().size(), 1);
        const auto welcome = client.last<wire::Welcome>();
        QVERIFY(std::holds_alternative<wire::Welcome>(client.frames.first()));
        QCOMPARE(welcome.gen, firstGen);
        QCOMPARE(welcome.me, QStringLiteral("a:1"));
        QCOMPARE(welcome.mode, QStringLiteral("snapshot"));
        QCOMPARE(welcome.epoch, bench.core->database().epoch());
        QCOMPARE(welcome.now, bench.clock.utcMs());
        QCOMPARE(client.last<wire::Ok>().pos, client.events().first().pos);
        QVERIFY(client.has<wire::Live>());
        QTRY_COMPARE(bench.rules.ups.load(), 1);
    }

    void whatIsNoGreetingIsRefused_data()
    {
        QTest::addColumn<QByteArray>("frame");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("error");
        const auto row = [](const char *name, const QByteArray &frame, int code, ErrorCode error) {
            QTest::newRow(name) << frame << code << toString(error);
        };
        wire::Hello hello;
        hello.app = QStringLiteral("test");
        hello.device = QStringLiteral("dev-1");
        hello.token = QStringLiteral("a:1");
        row("not json", "hello?", close_code::never, ErrorCode::BadFrame);
        row("another frame", wire::encode(wire::Ack{3}), close_code::never, ErrorCode::BadFrame);
        row("a hub's frame", wire::encode(wire::Live{3}), close_code::never, ErrorCode::BadFrame);
        row("a command", R"({"t":"cmd","cid":"c1","k":"put","at":1})", close_code::never, ErrorCode::BadFrame);
        hello.lang = QString(5000, QLatin1Char('x'));
        row("too big", wire::encode(hello), close_code::never, ErrorCode::TooBig);
        hello.lang.clear();
        hello.protoMin = 2;
        hello.protoMax = 3;
        row("newer protocol", wire::encode(hello), close_code::upgrade, ErrorCode::UpgradeRequired);
        hello.protoMin = 1;
        hello.token = QStringLiteral("nobody");
        row("unknown token", wire::encode(hello), close_code::signIn, ErrorCode::Unauthorized);
    }
    void whatIsNoGreetingIsRefused()
    {
        QFETCH(QByteArray, frame);
        QFETCH(int, code);
        QFETCH(QString, error);
        LinkBench bench;
        RawClient client(*bench.core);
        client.say(frame);
        QTRY_COMPARE(client.closeCode, code);
        QCOMPARE(toString(client.last<wire::Err>().code), error);
        QVERIFY(!client.has<wire::Welcome>());
        QCOMPARE(bench.rules.ups.load(), 0);
    }

    void noGreetingInTime()
    {
        LinkBench bench;
        RawClient client(*bench.core);
        bench.clock.advance(4900);
        QCoreApplication::processEvents();
        QVERIFY(!client.isClosed());
        bench.clock.advance(200);
        QTRY_COMPARE(client.closeCode, close_code::retryLater);
    }

    void hostileFramesAfterTheGreeting()
    {
        LinkBench bench;
        RawClient client(*bench.core);
        client.hello();
        QTRY_VERIFY(client.has<wire::Live>());
        client.say("{\"t\":\"cmd\",\"cid\":\"c7\",\"k\":5,\"at\":1}");
        QTRY_VERIFY(client.has<wire::Err>());
        QCOMPARE(client.last<wire::Err>().cid, QStringLiteral("c7"));
        client.hello();                   // a second greeting
        client.send(wire::Welcome{});     // the hub's own frame
        client.mine->sendBinary("\x01x"); // the hub's own kind
        QTRY_COMPARE(client.all<wire::Err>().size(), 4);
        QVERIFY(!client.isClosed());
        client.command(QStringLiteral("put"), QStringLiteral("c8"), putFor(QStringLiteral("a:1")), bench.clock.utcMs());
        QTRY_VERIFY(client.has<wire::Ok>());
        client.say("[]");
        QTRY_COMPARE(client.closeCode, close_code::never);
    }

    void newerLinkOfADeviceReplacesTheOlder()
    {
        LinkBench bench;
        RawClient older(*bench.core);
        older.hello();
        QTRY_VERIFY(older.has<wire::Live>());
        RawClient newer(*bench.core);
        newer.hello();
        QTRY_COMPARE(older.closeCode, close_code::replaced);
        QCOMPARE(older.last<wire::Bye>().code, QStringLiteral("replaced"));
        QTRY_VERIFY(newer.has<wire::Live>());
        QCOMPARE(newer.last<wire::Welcome>().gen, firstGen + 1);
        newer.command(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1")), bench.clock.utcMs());
        QTRY_VERIFY(newer.has<wire::Ok>());
        QCOMPARE(bench.rules.downs.load(), 0); // the device was never down
        QTRY_COMPARE(bench.core->linkCount(), 1);
        newer.mine->cut();
        QTRY_COMPARE(bench.rules.downs.load(), 1);
        QCOMPARE(bench.core->linkCount(), 0);
    }

    void aDeviceOfAnotherPrincipalIsAnotherDevice()
    {
        LinkBench bench;
        RawClient agent(*bench.core);
        agent.hello();
        agent.command(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1")), bench.clock.utcMs());
        QTRY_VERIFY(agent.has<wire::Ok>());
        RawClient thief(*bench.core);
        thief.hello(QStringLiteral("c:9"), QStringLiteral("dev-1"));
        thief.command(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("c:9")), bench.clock.utcMs());
        QTRY_VERIFY(thief.has<wire::Ok>());
        QVERIFY(!thief.last<wire::Ok>().dup);
        QVERIFY(!agent.isClosed());
    }

    void questionsAreAnswered()
    {
        LinkBench bench;
        RawClient client(*bench.core);
        client.hello();
        client.send(wire::Ask{QStringLiteral("r1"), QStringLiteral("echo"), {}, {{QStringLiteral("x"), 7}}});
        client.send(wire::Ask{QStringLiteral("r2"), QStringLiteral("what"), {}, {}});
        QTRY_VERIFY(client.has<wire::Answer>() && client.has<wire::Err>());
        QCOMPARE(client.last<wire::Answer>().re, QStringLiteral("r1"));
        QCOMPARE(client.last<wire::Answer>().body.value(QStringLiteral("x")).toInt(), 7);
        QCOMPARE(client.last<wire::Err>().re, QStringLiteral("r2"));
    }

    void badFramesAreForgottenInTime()
    {
        LinkBench bench;
        RawClient client(*bench.core);
        client.hello();
        QTRY_VERIFY(client.has<wire::Live>());
        for (int i = 1; i <= 12; ++i) {
            client.say("[]");
            QTRY_COMPARE(client.all<wire::Err>().size(), i);
            QVERIFY(!client.isClosed());
            for (int minute = 0; minute < 3; ++minute) { // three half minutes, with a word of life in each
                bench.clock.advance(30'000);
                client.send(wire::Ping{minute, 0, 0, 0});
                QTRY_COMPARE(client.all<wire::Pong>().size(), 3 * (i - 1) + minute + 1);
            }
        }
        for (int i = 0; i < 5; ++i)
            client.say("[]");
        QTRY_COMPARE(client.closeCode, close_code::never);
    }

    void onlyKnownSignalsArePassedOn()
    {
        LinkBench bench;
        RawClient one(*bench.core);
        RawClient two(*bench.core);
        one.hello();
        two.hello(QStringLiteral("a:2"), QStringLiteral("dev-2"));
        QTRY_VERIFY(one.has<wire::Live>() && two.has<wire::Live>());
        wire::Signal signal;
        signal.conversation = QStringLiteral("2"); // EchoRules: to that agent
        signal.ttlMs = 1000;
        for (const char *kind : {"typing", "shouting", "<b>", "viewing"}) {
            signal.kind = QLatin1String(kind);
            one.send(signal);
        }
        QTRY_COMPARE(two.all<wire::Signal>().size(), 2);
        QCOMPARE(two.all<wire::Signal>().first().kind, QStringLiteral("typing"));
        QCOMPARE(two.last<wire::Signal>().kind, QStringLiteral("viewing"));
        QVERIFY(!one.isClosed());
    }

    void aTopicThatCannotBeWorkedOutComesLater()
    {
        LinkBench bench;
        RawClient client(*bench.core);
        client.hello();
        QTRY_VERIFY(client.has<wire::Live>());
        bench.rules.failingStates = 2;
        client.send(wire::Sub{QStringLiteral("queues"), 0});
        QTRY_COMPARE(bench.rules.failingStates.load(), 1);
        bench.clock.advance(300);
        QTRY_COMPARE(bench.rules.failingStates.load(), 0);
        QVERIFY(!client.has<wire::State>());
        bench.clock.advance(300);
        QTRY_COMPARE(client.all<wire::State>().size(), 1);
    }

    void whatIsOnesOwnIsNotTouchedByAll()
    {
        LinkBench bench;
        RawClient client(*bench.core);
        client.hello();
        client.send(wire::Sub{QStringLiteral("own"), 0});
        QTRY_COMPARE(client.all<wire::State>().size(), 1);
        const auto touch = [&](const QString &topic, int nr) {
            client.command(QStringLiteral("touch"), QStringLiteral("t%1").arg(nr), {{QStringLiteral("topic"), topic}},
                           bench.clock.utcMs());
        };
        const int before = bench.rules.states.load();
        touch(QStringLiteral("own"), 1);
        client.send(wire::Sub{QStringLiteral("queues"), 0});
        QTRY_COMPARE(client.all<wire::State>().size(), 2);
        bench.clock.advance(300);
        touch(QStringLiteral("own@a:2"), 2);
        touch(QStringLiteral("queues"), 3);
        QTRY_COMPARE(client.all<wire::State>().size(), 3);
        QCOMPARE(bench.rules.states.load(), before + 2); // those of "queues"
        touch(QStringLiteral("own@a:1"), 4);
        QTRY_COMPARE(client.all<wire::State>().size(), 4);
        QCOMPARE(client.last<wire::State>().topic, QStringLiteral("own"));
    }

    void topicsAreSentInFullThenCoalesced()
    {
        LinkBench bench;
        RawClient client(*bench.core);
        client.hello();
        client.send(wire::Sub{QStringLiteral("queues"), 0});
        client.send(wire::Sub{QStringLiteral("secret"), 0});
        QTRY_COMPARE(client.all<wire::State>().size(), 1);
        QTRY_VERIFY(client.has<wire::Err>());
        QCOMPARE(toString(client.last<wire::Err>().code), toString(ErrorCode::Forbidden));
        const QJsonObject topic{{QStringLiteral("topic"), QStringLiteral("queues")}};
        for (int i = 0; i < 20; ++i)
            client.command(QStringLiteral("touch"), QStringLiteral("c%1").arg(i), topic, bench.clock.utcMs());
        QTRY_COMPARE(client.all<wire::Ok>().size(), 20);
        QCOMPARE(client.all<wire::State>().size(), 1); // not yet: the clock stands
        bench.clock.advance(300);
        QTRY_COMPARE(client.all<wire::State>().size(), 2);
        QCOMPARE(client.last<wire::State>().body.value(QStringLiteral("applied")).toInt(), 20);
        QVERIFY(client.last<wire::State>().version > client.all<wire::State>().first().version);
        client.send(wire::Unsub{QStringLiteral("queues")});
        client.command(QStringLiteral("touch"), QStringLiteral("d1"), topic, bench.clock.utcMs());
        QTRY_COMPARE(client.all<wire::Ok>().size(), 21);
        bench.clock.advance(300);
        client.send(wire::Ask{QStringLiteral("r1"), QStringLiteral("echo"), {}, {}});
        QTRY_VERIFY(client.has<wire::Answer>());
        QCOMPARE(client.all<wire::State>().size(), 2);
    }

    void signalsReachTheOthersOnly()
    {
        LinkBench bench;
        RawClient one(*bench.core);
        RawClient two(*bench.core);
        one.hello(QStringLiteral("a:1"), QStringLiteral("dev-1"));
        two.hello(QStringLiteral("a:2"), QStringLiteral("dev-2"));
        QTRY_VERIFY(one.has<wire::Live>() && two.has<wire::Live>());
        one.send(wire::Signal{QStringLiteral("2"), QStringLiteral("typing"), 99999999, QStringLiteral("a:77")});
        QTRY_VERIFY(two.has<wire::Signal>());
        QCOMPARE(two.last<wire::Signal>().by, QStringLiteral("a:1"));
        QCOMPARE(two.last<wire::Signal>().ttlMs, 10000);
        QVERIFY(!one.has<wire::Signal>());
        // Above 64 KiB of waiting bytes they are dropped, not queued (R7).
        two.hubs->pretend(70 * 1024);
        one.send(wire::Signal{QStringLiteral("2"), QStringLiteral("typing"), 1000, {}});
        one.send(wire::Ask{QStringLiteral("r1"), QStringLiteral("echo"), {}, {}});
        QTRY_VERIFY(one.has<wire::Answer>());
        two.hubs->pretend(0);
        two.send(wire::Ask{QStringLiteral("r2"), QStringLiteral("echo"), {}, {}});
        QTRY_VERIFY(two.has<wire::Answer>());
        QCOMPARE(two.all<wire::Signal>().size(), 1);
    }

    void pingsCarryPositionAndCount()
    {
        LinkBench bench;
        RawClient client(*bench.core);
        client.hello();
        QTRY_VERIFY(client.has<wire::Live>());
        bench.put(QStringLiteral("a:1"), 3);
        QTRY_COMPARE(client.events().size(), 3);
        client.send(wire::Ping{7, client.events().last().pos, 0, 1234});
        QTRY_VERIFY(client.has<wire::Pong>());
        const auto pong = client.last<wire::Pong>();
        QCOMPARE(pong.id, 7);
        QCOMPARE(pong.echo, 1234);
        QCOMPARE(pong.sent, 3);
        QCOMPARE(pong.pos, client.events().last().pos);
        bench.clock.advance(25000);
        QTRY_VERIFY(client.has<wire::Ping>());
        QCOMPARE(client.last<wire::Ping>().sent, 3);
        bench.clock.advance(40000);
        QTRY_COMPARE(client.closeCode, close_code::retryLater); // silent for a minute
        QTRY_COMPARE(bench.rules.downs.load(), 1);
    }

    void tooManyCommandsAtOnce()
    {
        LinkSettings settings = LinkBench::quick();
        settings.window = 4;
        LinkBench bench(settings);
        RawClient client(*bench.core);
        client.hello();
        QTRY_VERIFY(client.has<wire::Live>());
        std::promise<void> gate;
        bench.core->writer().execute([opened = gate.get_future().share()](Transaction &) { opened.wait(); });
        for (int i = 0; i < 6; ++i)
            client.command(QStringLiteral("put"), QStringLiteral("c%1").arg(i), putFor(QStringLiteral("a:1")),
                           bench.clock.utcMs());
        QTRY_COMPARE(client.all<wire::Err>().size(), 2);
        QCOMPARE(toString(client.last<wire::Err>().code), toString(ErrorCode::Busy));
        QCOMPARE(toString(client.last<wire::Err>().retry), toString(Retry::Later));
        gate.set_value();
        QTRY_COMPARE(client.all<wire::Ok>().size(), 4);
    }

    void nothingOvertakesACommandRefusedForNow()
    {
        LinkBench bench;
        RawClient client(*bench.core);
        client.hello();
        QTRY_VERIFY(client.has<wire::Live>());
        const auto say = [&](const QString &kind, const QString &cid) {
            client.command(kind, cid, putFor(QStringLiteral("a:1")), bench.clock.utcMs());
        };
        const auto cids = [&client] {
            QStringList carriedOut;
            const QList<wire::Event> events = client.events();
            for (const wire::Event &event : events)
                carriedOut.append(event.cid);
            return carriedOut;
        };
        const QString put = QStringLiteral("put");
        std::promise<void> gate;
        bench.core->writer().execute([opened = gate.get_future().share()](Transaction &) { opened.wait(); });
        say(put, QStringLiteral("c1"));
        say(QStringLiteral("later"), QStringLiteral("c2"));
        say(put, QStringLiteral("c3")); // with the writer already when c2 is refused
        client.send(wire::Ask{QStringLiteral("r1"), QStringLiteral("echo"), {}, {}});
        QTRY_VERIFY(client.has<wire::Answer>());
        gate.set_value();
        QTRY_COMPARE(client.all<wire::Err>().size(), 2);
        say(put, QStringLiteral("c4")); // still on the wire when c2 was refused
        QTRY_COMPARE(client.all<wire::Err>().size(), 3);
        QCOMPARE(client.last<wire::Err>().cid, QStringLiteral("c4"));
        QCOMPARE(toString(client.last<wire::Err>().code), toString(ErrorCode::Busy));
        QCOMPARE(toString(client.last<wire::Err>().retry), toString(Retry::Later));
        QCOMPARE(client.all<wire::Ok>().size(), 1);
        for (const char *cid : {"c2", "c3", "c4", "c5"})
            say(put, QString::fromLatin1(cid));
        QTRY_COMPARE(client.all<wire::Ok>().size(), 5);
        QCOMPARE(client.all<wire::Err>().size(), 3);
        QTRY_COMPARE(cids().size(), 5);
        QCOMPARE(cids(), (QStringList{QStringLiteral("c1"), QStringLiteral("c2"), QStringLiteral("c3"), QStringLiteral("c4"),
                                      QStringLiteral("c5")}));
        // A client that gives the refused one up is not locked out: it begins with the next.
        say(QStringLiteral("later"), QStringLiteral("c6"));
        QTRY_COMPARE(client.all<wire::Err>().size(), 4);
        say(put, QStringLiteral("c7"));
        QTRY_COMPARE(client.all<wire::Err>().size(), 5);
        say(put, QStringLiteral("c7"));
        QTRY_COMPARE(client.last<wire::Ok>().cid, QStringLiteral("c7"));
    }

    void tooManyFramesASecond()
    {
        LinkSettings settings = LinkBench::quick();
        settings.rateBurst = 5;
        settings.ratePerSecond = 10;
        settings.customerRateBurst = 5;
        LinkBench bench(settings);
        RawClient client(*bench.core);
        client.hello();
        QTRY_VERIFY(client.has<wire::Live>());
        for (int i = 0; i < 7; ++i)
            client.command(QStringLiteral("put"), QStringLiteral("c%1").arg(i), putFor(QStringLiteral("a:1")),
                           bench.clock.utcMs());
        QTRY_COMPARE(client.all<wire::Ok>().size(), 5);
        QTRY_COMPARE(client.all<wire::Err>().size(), 2);
        QCOMPARE(toString(client.last<wire::Err>().code), toString(ErrorCode::Rate));
        QVERIFY(client.last<wire::Err>().afterMs > 0);
        bench.clock.advance(200);
        client.command(QStringLiteral("put"), QStringLiteral("c5"), putFor(QStringLiteral("a:1")), bench.clock.utcMs());
        QTRY_COMPARE(client.all<wire::Ok>().size(), 6);
        // A customer has a measure of his own.
        RawClient customer(*bench.core);
        customer.hello(QStringLiteral("c:1"), QStringLiteral("dev-2"));
        for (int i = 0; i < 6; ++i)
            customer.send(wire::Ask{QStringLiteral("r%1").arg(i), QStringLiteral("echo"), {}, {}});
        QTRY_COMPARE(customer.all<wire::Answer>().size(), 5);
        QTRY_COMPARE(customer.all<wire::Err>().size(), 1);
        // Whoever goes on regardless is closed.
        for (int i = 0; i < 20; ++i)
            client.send(wire::Sub{QStringLiteral("queues"), 0});
        QTRY_COMPARE(client.closeCode, close_code::retryLater);
    }

    void tokensExpireAndAreRenewed()
    {
        LinkBench bench;
        bench.expiresAt = bench.clock.utcMs() + 100000;
        RawClient client(*bench.core);
        client.hello();
        QTRY_VERIFY(client.has<wire::Live>());
        bench.clock.advance(45000);
        QTRY_VERIFY(client.has<wire::Err>());
        QCOMPARE(toString(client.last<wire::Err>().code), toString(ErrorCode::TokenExpiring));
        bench.expiresAt += 1000000;
        client.send(wire::Auth{QStringLiteral("a:1")});
        client.send(wire::Ask{QStringLiteral("r1"), QStringLiteral("echo"), {}, {}});
        QTRY_VERIFY(client.has<wire::Answer>());
        bench.clock.advance(57000);
        client.send(wire::Ask{QStringLiteral("r2"), QStringLiteral("echo"), {}, {}});
        QTRY_COMPARE(client.all<wire::Answer>().size(), 2);
        QVERIFY(!client.isClosed());
        // Another one's token is no renewal.
        client.send(wire::Auth{QStringLiteral("a:2")});
        QTRY_COMPARE(client.closeCode, close_code::signIn);
    }

    void openingALinkLengthensItsToken()
    {
        LinkBench bench;
        bench.expiresAt = bench.clock.utcMs() + 50000;
        bench.rules.tokenUntil = bench.clock.utcMs() + 500000;
        RawClient client(*bench.core);
        client.hello();
        QTRY_VERIFY(client.has<wire::Live>());
        QTRY_COMPARE(bench.rules.ups.load(), 1);
        std::promise<void> committed;
        bench.core->writer().execute([](hub::Transaction &) {}, [&committed](bool) { committed.set_value(); });
        committed.get_future().wait(); // the link's opening is on its way then
        bench.clock.advance(55000);
        client.send(wire::Ask{QStringLiteral("r1"), QStringLiteral("echo"), {}, {}});
        QTRY_VERIFY(client.has<wire::Answer>());
        QVERIFY(!client.isClosed());
    }

    void expiredTokensCloseTheLink()
    {
        LinkBench bench;
        bench.expiresAt = bench.clock.utcMs() + 50000;
        RawClient client(*bench.core);
        client.hello();
        QTRY_VERIFY(client.has<wire::Live>());
        bench.clock.advance(50000);
        QTRY_COMPARE(client.closeCode, close_code::signIn);
    }

    void linksOfADisabledAgentAreClosed()
    {
        LinkBench bench;
        RawClient one(*bench.core);
        RawClient two(*bench.core);
        one.hello(QStringLiteral("a:1"), QStringLiteral("dev-1"));
        two.hello(QStringLiteral("a:2"), QStringLiteral("dev-2"));
        QTRY_VERIFY(one.has<wire::Live>() && two.has<wire::Live>());
        bench.core->closeLinks(Principal::agent(QStringLiteral("1")), close_code::signIn);
        QTRY_COMPARE(one.closeCode, close_code::signIn);
        bench.core->closeLinks(Principal::agent(QStringLiteral("2")), close_code::signIn, QStringLiteral("dev-7"));
        two.send(wire::Ask{QStringLiteral("r1"), QStringLiteral("echo"), {}, {}});
        QTRY_VERIFY(two.has<wire::Answer>());
        QVERIFY(!two.isClosed());
    }

    void drainSaysGoodbyeAndFinishesTheWork()
    {
        LinkBench bench;
        QSignalSpy drained(bench.core.get(), &HubCore::drained);
        RawClient polite(*bench.core);
        RawClient deaf(*bench.core);
        polite.hello(QStringLiteral("a:1"), QStringLiteral("dev-1"));
        deaf.hello(QStringLiteral("a:2"), QStringLiteral("dev-2"));
        QTRY_VERIFY(polite.has<wire::Live>() && deaf.has<wire::Live>());
        polite.command(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1")), bench.clock.utcMs());
        bench.core->drain(1000);
        QTRY_VERIFY(polite.has<wire::Bye>() && deaf.has<wire::Bye>());
        QCOMPARE(polite.last<wire::Bye>().code, QStringLiteral("drain"));
        QVERIFY(polite.last<wire::Bye>().afterMs < 1000);
        QTRY_VERIFY(polite.has<wire::Ok>());
        RawClient late(*bench.core);
        QTRY_COMPARE(late.closeCode, close_code::drain);
        polite.send(wire::Bye{QStringLiteral("done"), 0, {}});
        QTRY_VERIFY(polite.isClosed());
        QCOMPARE(drained.size(), 0);
        bench.clock.advance(5000);
        QTRY_COMPARE(deaf.closeCode, close_code::drain);
        QTRY_COMPARE(drained.size(), 1);
        QVERIFY(!bench.core->writer().isRunning());
    }

    void aDrainWithoutLinksEndsAtOnce()
    {
        LinkBench bench;
        QSignalSpy drained(bench.core.get(), &HubCore::drained);
        bench.core->drain(30000);
        QTRY_COMPARE(drained.size(), 1);
    }

    void aHubThatDiesAfterTheCommitAnswersTheRepeat()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("hub.db"));
        QString epoch;
        {
            LinkBench bench(LinkBench::quick(), {}, path);
            epoch = bench.core->database().epoch();
            RawClient client(*bench.core);
            client.hello();
            QTRY_VERIFY(client.has<wire::Live>());
            client.hubs->hold(true); // whatever the hub says from now on is lost
            client.command(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1")), bench.clock.utcMs());
            QTRY_COMPARE(bench.core->writer().head(), 1);
            bench.core.reset();
            QTRY_VERIFY(client.isClosed());
            QVERIFY(!client.has<wire::Ok>());
        }
        LinkBench bench(LinkBench::quick(), {}, path);
        RawClient client(*bench.core);
        client.hello(QStringLiteral("a:1"), QStringLiteral("dev-1"), epoch, 0);
        client.command(QStringLiteral("put"), QStringLiteral("c1"), putFor(QStringLiteral("a:1")), bench.clock.utcMs());
        QTRY_VERIFY(client.has<wire::Ok>() && client.has<wire::Live>());
        QVERIFY(client.last<wire::Ok>().dup);
        QCOMPARE(client.events().size(), 1);
        QCOMPARE(client.events().first().cid, QStringLiteral("c1"));
        QCOMPARE(client.last<wire::Welcome>().mode, QStringLiteral("resume"));
    }
};

QTEST_GUILESS_MAIN(TestLinkProtocol)
#include "tst_link_protocol.moc"
