// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeskBench.h"
#include "hub/routing/AgentTable.h"

#include <QTest>

using namespace liaison;
using namespace liaison::hub;
using namespace liaison::test;

/// Who is asked, in which order, and what happens if he does not answer.
class RulesRoutingTest : public QObject
{
    Q_OBJECT
private slots:
    void longestIdleFirst();
    void unansweredGoesOnAndComesBackToItsPlace();
    void twoMissesMakeABreak();
    void lateAcceptIsAConflict();
    void declinedIsExcludedForAWhile();
    void vipStandsAhead();
    void capacityIsAsked();
    void aSilentCustomerTakesLess();
    void takeStopsAtTheHardLimit();
    void aQueueThatAssignsByItself();
    void transferToAnAgent();
    void transferComesBack();
    void aParkedTransferTakesNoPlaceAndComesBackParked();
    void transferToAQueue();
    void nextStatusAfterTheLastOne();
    void whoGoesOnABreakIsNotAsked();
    void aShortDropLosesNothing();
    void afterTheGraceTimeItGoesBack();
    void aReplacedLinkIsNoLoss();
    void aHubThatStartsGivesTimeToReturn();
    void aHubThatSaysItsStartLateKeepsTheLinksOfThisRun();
    void whoWaitsBehindFiveHundredIsSeen();
    void twoQueuesOfOneAgentAreOneLine();
    void theLastMemberLeaves();
    void anEmptyQueueIsNotTheStandard();
    void whyACustomerWaits();
};

void RulesRoutingTest::longestIdleFirst()
{
    DeskBench bench;
    for (const char *agent : {"a1", "a2", "a3"})
        bench.available(QLatin1String(agent));
    QStringList order;
    for (int i = 0; i < 3; ++i) {
        bench.pass(1000);
        const QString conv = bench.writes(bench.addCustomer());
        order.append(bench.askedFor(conv));
        bench.accepts(order.last(), conv);
    }
    QCOMPARE(order, (QStringList{"a1", "a2", "a3"}));
    bench.pass(1000);
    QCOMPARE(bench.askedFor(bench.writes(bench.addCustomer())), QStringLiteral("a1"));
}

void RulesRoutingTest::unansweredGoesOnAndComesBackToItsPlace()
{
    DeskBench bench;
    bench.available(QStringLiteral("a1"));
    const QString conv = bench.writes(bench.addCustomer());
    const qint64 place = bench.number(QStringLiteral("SELECT virtual_at FROM conversation WHERE id = ?"), {conv});
    bench.pass(24'000);
    QCOMPARE(bench.askedFor(conv), QStringLiteral("a1"));
    bench.pass(2'000);
    QCOMPARE(bench.stateOf(conv), QStringLiteral("waiting"));
    QCOMPARE(bench.number(QStringLiteral("SELECT virtual_at FROM conversation WHERE id = ?"), {conv}), place);
    QCOMPARE(bench.lastOf(Principal::agent(QStringLiteral("a1"))).body["why"].toString(), QStringLiteral("expired"));
    // Whoever is there now is asked; he who missed it only after 120 s.
    bench.pass(90'000);
    QCOMPARE(bench.stateOf(conv), QStringLiteral("waiting"));
    bench.pass(35'000);
    QCOMPARE(bench.askedFor(conv), QStringLiteral("a1"));
}

void RulesRoutingTest::twoMissesMakeABreak()
{
    DeskBench bench;
    bench.available(QStringLiteral("a1"));
    const QString first = bench.writes(bench.addCustomer());
    bench.pass(26'000);
    const QString second = bench.writes(bench.addCustomer());
    QCOMPARE(bench.askedFor(second), QStringLiteral("a1"));
    bench.pass(26'000);
    QCOMPARE(bench.statusOf(QStringLiteral("a1")), QStringLiteral("break"));
    const auto last = bench.lastOf(Principal::agent(QStringLiteral("a1")));
    QCOMPARE(last.kind, QStringLiteral("agent.state"));
    QCOMPARE(last.body["agent"].toObject()["reason"].toString(), QStringLiteral("missed"));
    bench.pass(200'000);
    QCOMPARE(bench.stateOf(first), QStringLiteral("waiting"));
    // An answer in between starts the count anew.
    bench.available(QStringLiteral("a1"));
    QCOMPARE(bench.number(QStringLiteral("SELECT misses FROM agent_state WHERE agent = 'a1'")), 0);
}

void RulesRoutingTest::lateAcceptIsAConflict()
{
    DeskBench bench;
    bench.available(QStringLiteral("a1"));
    const QString conv = bench.writes(bench.addCustomer());
    const QString offer = bench.offerOf(conv);
    bench.available(QStringLiteral("a2"));
    bench.pass(26'000);
    QCOMPARE(bench.askedFor(conv), QStringLiteral("a2"));
    const auto late = bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.accept"), conv, {{"offer", offer}});
    QCOMPARE(toString(late.error), QStringLiteral("conflict"));
    QVERIFY(late.version > 0);
    // Nor may he use the offer made to a colleague.
    QCOMPARE(toString(bench.accepts(QStringLiteral("a1"), conv).error), QStringLiteral("conflict"));
    QVERIFY(bench.accepts(QStringLiteral("a2"), conv).ok());
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM fact_assigned WHERE conv = ?"), {conv}), 1);
}

void RulesRoutingTest::declinedIsExcludedForAWhile()
{
    DeskBench bench;
    bench.available(QStringLiteral("a1"));
    const QString conv = bench.writes(bench.addCustomer());
    QVERIFY(bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.decline"), conv, {{"offer", bench.offerOf(conv)}}).ok());
    QCOMPARE(bench.stateOf(conv), QStringLiteral("waiting"));
    QCOMPARE(bench.statusOf(QStringLiteral("a1")), QStringLiteral("available"));
    // He is asked for others meanwhile, and may take it by his own will.
    const QString other = bench.writes(bench.addCustomer());
    QCOMPARE(bench.askedFor(other), QStringLiteral("a1"));
    QVERIFY(bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.take"), conv).ok());
    QCOMPARE(bench.agentOf(conv), QStringLiteral("a1"));
}

void RulesRoutingTest::vipStandsAhead()
{
    DeskBench bench;
    const QString early = bench.writes(bench.addCustomer());
    bench.pass(290'000);
    const QString vip = bench.writes(bench.addCustomer({}, 1));
    bench.pass(20'000);
    const QString vipLate = bench.writes(bench.addCustomer({}, 1));
    bench.sql(QStringLiteral("UPDATE agent SET capacity = 1"));
    bench.available(QStringLiteral("a1"));
    QCOMPARE(bench.askedFor(vip), QStringLiteral("a1"));
    // The head start is bounded: who came 310 s earlier is not overtaken.
    bench.available(QStringLiteral("a2"));
    QCOMPARE(bench.askedFor(early), QStringLiteral("a2"));
    QCOMPARE(bench.stateOf(vipLate), QStringLiteral("waiting"));
}

void RulesRoutingTest::capacityIsAsked()
{
    DeskBench bench;
    bench.available(QStringLiteral("a1"));
    const QString one = bench.writes(bench.addCustomer());
    const QString two = bench.writes(bench.addCustomer());
    const QString three = bench.writes(bench.addCustomer());
    // An offer reserves a slot; the capacity is two.
    QCOMPARE(bench.stateOf(two), QStringLiteral("offered"));
    QCOMPARE(bench.stateOf(three), QStringLiteral("waiting"));
    bench.accepts(QStringLiteral("a1"), one);
    bench.accepts(QStringLiteral("a1"), two);
    QCOMPARE(bench.stateOf(three), QStringLiteral("waiting"));
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.park"), one);
    QCOMPARE(bench.askedFor(three), QStringLiteral("a1"));
}

void RulesRoutingTest::aSilentCustomerTakesLess()
{
    DeskBench bench;
    QStringList convs;
    bench.available(QStringLiteral("a1"));
    for (int i = 0; i < 3; ++i)
        convs.append(bench.writes(bench.addCustomer()));
    for (int i = 0; i < 2; ++i) {
        bench.accepts(QStringLiteral("a1"), convs.at(i));
        bench.replies(QStringLiteral("a1"), convs.at(i));
    }
    bench.pass(290'000);
    QCOMPARE(bench.stateOf(convs.at(2)), QStringLiteral("waiting"));
    // Both silent for five minutes: 0.3 + 0.3 leaves room for one; the heartbeat finds it.
    bench.pass(20'000);
    QCOMPARE(bench.askedFor(convs.at(2)), QStringLiteral("a1"));
}

void RulesRoutingTest::takeStopsAtTheHardLimit()
{
    DeskConfig config;
    config.hardCapacityExtra = 1;
    DeskBench bench(config);
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("agent.state"), {}, {{"status", "busy"}});
    QStringList convs;
    for (int i = 0; i < 4; ++i)
        convs.append(bench.writes(bench.addCustomer()));
    for (int i = 0; i < 3; ++i)
        QVERIFY(bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.take"), convs.at(i)).ok());
    QCOMPARE(toString(bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.take"), convs.at(3)).error),
             QStringLiteral("full"));
    QCOMPARE(toString(bench.agentSays(QStringLiteral("a2"), QStringLiteral("conv.take"), convs.at(0)).error),
             QStringLiteral("conflict"));
    // Resuming a parked one counts too.
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.park"), convs.at(0));
    QVERIFY(bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.take"), convs.at(3)).ok());
    QCOMPARE(toString(bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.resume"), convs.at(0)).error),
             QStringLiteral("full"));
}

void RulesRoutingTest::aQueueThatAssignsByItself()
{
    DeskBench bench;
    const QString conv = bench.served(QStringLiteral("a1"), bench.addCustomer());
    bench.available(QStringLiteral("a3"));
    QVERIFY(bench
                .agentSays(QStringLiteral("a1"), QStringLiteral("conv.transfer"), conv,
                           {{"queue", "q2"}, {"note", "asks for repair"}})
                .ok());
    QCOMPARE(bench.stateOf(conv), QStringLiteral("active"));
    QCOMPARE(bench.agentOf(conv), QStringLiteral("a3"));
}

void RulesRoutingTest::transferToAnAgent()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    const auto transfer = [&](const QJsonObject &body) {
        return bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.transfer"), conv, body);
    };
    QCOMPARE(toString(transfer({{"agent", "a2"}}).error), QStringLiteral("not_found")); // offline
    QCOMPARE(toString(transfer({{"agent", "nobody"}}).error), QStringLiteral("not_found"));
    QCOMPARE(toString(transfer({}).error), QStringLiteral("invalid"));
    QCOMPARE(toString(transfer({{"agent", "a1"}}).error), QStringLiteral("invalid"));
    bench.available(QStringLiteral("a2"));
    const qint64 before = bench.head();
    QVERIFY(transfer({{"agent", "a2"}, {"note", "wants a refund"}}).ok());
    QCOMPARE(bench.askedFor(conv), QStringLiteral("a2"));
    const auto lost = bench.lastOf(Principal::agent(QStringLiteral("a1")), before);
    QCOMPARE(lost.kind, QStringLiteral("conv.lost"));
    QCOMPARE(lost.body["why"].toString(), QStringLiteral("transferred"));
    const auto offered = bench.lastOf(Principal::agent(QStringLiteral("a2")), before);
    QCOMPARE(offered.body["note"].toString(), QStringLiteral("wants a refund"));
    bool noteInTail = false;
    for (const QJsonValue &m : offered.body["conv"].toObject()["tail"].toArray())
        noteInTail = noteInTail ||
                     (m["kind"].toString() == QLatin1String("note") && m["text"].toString() == QLatin1String("wants a refund"));
    QVERIFY(noteInTail);
    QCOMPARE(toString(bench.replies(QStringLiteral("a1"), conv).error), QStringLiteral("forbidden"));
    QVERIFY(bench.accepts(QStringLiteral("a2"), conv).ok());
    QCOMPARE(bench.agentOf(conv), QStringLiteral("a2"));
}

void RulesRoutingTest::transferComesBack()
{
    DeskBench bench;
    const QString conv = bench.served(QStringLiteral("a1"), bench.addCustomer());
    bench.available(QStringLiteral("a2"));
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.transfer"), conv, {{"agent", "a2"}});
    bench.agentSays(QStringLiteral("a2"), QStringLiteral("conv.decline"), conv, {{"offer", bench.offerOf(conv)}});
    QCOMPARE(bench.agentOf(conv), QStringLiteral("a1"));
    QCOMPARE(bench.stateOf(conv), QStringLiteral("active"));
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.transfer"), conv, {{"agent", "a2"}});
    bench.pass(26'000);
    QCOMPARE(bench.agentOf(conv), QStringLiteral("a1"));
    // The sender has gone: to the queue.
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.transfer"), conv, {{"agent", "a2"}});
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("agent.state"), {}, {{"status", "offline"}});
    bench.agentSays(QStringLiteral("a2"), QStringLiteral("conv.decline"), conv, {{"offer", bench.offerOf(conv)}});
    QCOMPARE(bench.stateOf(conv), QStringLiteral("waiting"));
}

void RulesRoutingTest::aParkedTransferTakesNoPlaceAndComesBackParked()
{
    DeskConfig config;
    config.hardCapacityExtra = 0;
    DeskBench bench(config);
    const QString a1 = QStringLiteral("a1");
    const QString conv = bench.served(a1, bench.addCustomer());
    QVERIFY(bench.agentSays(a1, QStringLiteral("conv.park"), conv).ok());
    for (int i = 0; i < 2; ++i)
        bench.served(a1, bench.addCustomer()); // as many as he may have
    bench.available(QStringLiteral("a2"));
    const QString customer = bench.addCustomer();
    for (const bool declined : {true, false}) {
        QVERIFY(bench.agentSays(a1, QStringLiteral("conv.transfer"), conv, {{"agent", "a2"}}).ok());
        QCOMPARE(bench.askedFor(conv), QStringLiteral("a2"));
        QCOMPARE(hub::AgentTable(bench.connection()).loadOf(a1, bench.clock.utcMs(), config.silentAfterMs).count, 2);
        QCOMPARE(hub::AgentTable(bench.connection()).counts().value(a1), 2);
        if (declined)
            bench.agentSays(QStringLiteral("a2"), QStringLiteral("conv.decline"), conv, {{"offer", bench.offerOf(conv)}});
        else
            bench.pass(26'000);
        QCOMPARE(bench.stateOf(conv), QStringLiteral("parked"));
        QCOMPARE(bench.agentOf(conv), a1);
        QCOMPARE(bench.lastOf(Principal::agent(a1)).body["conv"]["state"].toString(), QStringLiteral("parked"));
    }
    QCOMPARE(toString(bench.agentSays(a1, QStringLiteral("conv.open"), {}, {{"customer", customer}}).error),
             QStringLiteral("full"));
}

void RulesRoutingTest::transferToAQueue()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    const auto transfer = [&](const QString &queue) {
        return bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.transfer"), conv, {{"queue", queue}});
    };
    QCOMPARE(toString(transfer(QStringLiteral("q9")).error), QStringLiteral("not_found"));
    QVERIFY(transfer(QStringLiteral("q1")).ok());
    // Not at once back to him who passed it on.
    QCOMPARE(bench.stateOf(conv), QStringLiteral("waiting"));
    QCOMPARE(bench.lastOf(Principal::customer(customer)).kind, QStringLiteral("conv.queued"));
    bench.pass(125'000);
    QCOMPARE(bench.askedFor(conv), QStringLiteral("a1"));
}

void RulesRoutingTest::nextStatusAfterTheLastOne()
{
    DeskBench bench;
    const QString conv = bench.served(QStringLiteral("a1"), bench.addCustomer());
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("agent.state"), {}, {{"status", "available"}, {"next", "break"}});
    const QString waiting = bench.writes(bench.addCustomer());
    QCOMPARE(bench.stateOf(waiting), QStringLiteral("waiting")); // he is finishing
    QCOMPARE(bench.statusOf(QStringLiteral("a1")), QStringLiteral("available"));
    bench.closes(QStringLiteral("a1"), conv);
    QCOMPARE(bench.statusOf(QStringLiteral("a1")), QStringLiteral("break"));
    QCOMPARE(bench.stateOf(waiting), QStringLiteral("waiting"));
    QCOMPARE(toString(bench.agentSays(QStringLiteral("a1"), QStringLiteral("agent.state"), {}, {{"status", "asleep"}}).error),
             QStringLiteral("invalid"));
}

void RulesRoutingTest::whoGoesOnABreakIsNotAsked()
{
    DeskBench bench;
    bench.available(QStringLiteral("a1"));
    const QString conv = bench.writes(bench.addCustomer());
    QCOMPARE(bench.askedFor(conv), QStringLiteral("a1"));
    bench.available(QStringLiteral("a2"));
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("agent.state"), {}, {{"status", "break"}, {"reason", "lunch"}});
    QCOMPARE(bench.askedFor(conv), QStringLiteral("a2"));
}

void RulesRoutingTest::aShortDropLosesNothing()
{
    DeskBench bench;
    const QString conv = bench.served(QStringLiteral("a1"), bench.addCustomer());
    bench.linkDown(Principal::agent(QStringLiteral("a1")));
    bench.pass(20'000);
    QCOMPARE(bench.askedFor(bench.writes(bench.addCustomer())), QStringLiteral("a1")); // 30 s of trust
    bench.pass(20'000);
    QCOMPARE(bench.stateOf(bench.writes(bench.addCustomer())), QStringLiteral("waiting"));
    bench.linkUp(Principal::agent(QStringLiteral("a1")), 2);
    bench.pass(300'000);
    QCOMPARE(bench.agentOf(conv), QStringLiteral("a1"));
}

void RulesRoutingTest::afterTheGraceTimeItGoesBack()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    bench.linkDown(Principal::agent(QStringLiteral("a1")));
    bench.pass(179'000);
    QCOMPARE(bench.agentOf(conv), QStringLiteral("a1"));
    bench.pass(2'000);
    QCOMPARE(bench.stateOf(conv), QStringLiteral("waiting"));
    QCOMPARE(bench.statusOf(QStringLiteral("a1")), QStringLiteral("offline"));
    QCOMPARE(bench.lastOf(Principal::agent(QStringLiteral("a1"))).body["why"].toString(), QStringLiteral("requeued"));
    // He comes back before anybody else is free: he is asked first, though a2 has been idle for longer.
    bench.linkUp(Principal::agent(QStringLiteral("a1")), 2);
    bench.sql(QStringLiteral("UPDATE agent_state SET status = 'available' WHERE agent IN ('a1', 'a2')"));
    bench.pass(6'000);
    QCOMPARE(bench.askedFor(conv), QStringLiteral("a1"));
}

void RulesRoutingTest::aReplacedLinkIsNoLoss()
{
    DeskBench bench;
    const Principal a1 = Principal::agent(QStringLiteral("a1"));
    bench.available(QStringLiteral("a1"));
    bench.linkUp(a1, 2);
    bench.linkDown(a1, 1); // the end of the older link comes after the beginning of the newer one
    QCOMPARE(bench.number(QStringLiteral("SELECT link_lost_at FROM agent_state WHERE agent = 'a1'")), 0);
    bench.linkDown(a1, 2);
    QVERIFY(bench.number(QStringLiteral("SELECT link_lost_at FROM agent_state WHERE agent = 'a1'")) > 0);
}

void RulesRoutingTest::aHubThatStartsGivesTimeToReturn()
{
    DeskBench bench;
    const QString conv = bench.served(QStringLiteral("a1"), bench.addCustomer());
    bench.clock.advance(3'600'000); // the hub was down for an hour
    bench.internal(Principal::hub(), QStringLiteral("hub.start"), {});
    bench.pass(60'000);
    QCOMPARE(bench.agentOf(conv), QStringLiteral("a1"));
    bench.linkUp(Principal::agent(QStringLiteral("a1")), 2);
    bench.pass(300'000);
    QCOMPARE(bench.agentOf(conv), QStringLiteral("a1"));
    bench.internal(Principal::hub(), QStringLiteral("hub.start"), {});
    bench.pass(200'000);
    QCOMPARE(bench.stateOf(conv), QStringLiteral("waiting"));
}

void RulesRoutingTest::aHubThatSaysItsStartLateKeepsTheLinksOfThisRun()
{
    DeskBench bench;
    bench.linkUp(Principal::agent(QStringLiteral("a2")));
    bench.clock.advance(1000);
    HubCommand start;
    start.actor = Principal::hub();
    start.gen = -1;
    start.command.kind = QStringLiteral("hub.start");
    start.command.at = bench.clock.utcMs(); // it could not be written then
    bench.clock.advance(1000);
    bench.linkUp(Principal::agent(QStringLiteral("a1")), 2);
    QVERIFY(bench.run(start).ok());
    QCOMPARE(bench.text(QStringLiteral("SELECT principal FROM link_up")), QStringLiteral("a:a1"));
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM link_up")), 1);
    QCOMPARE(bench.number(QStringLiteral("SELECT link_lost_at FROM agent_state WHERE agent = 'a1'")), 0);
    QVERIFY(bench.number(QStringLiteral("SELECT link_lost_at FROM agent_state WHERE agent = 'a2'")) > 0);
}

void RulesRoutingTest::whoWaitsBehindFiveHundredIsSeen()
{
    DeskBench bench;
    bench.addAgent(QStringLiteral("q3only"), {});
    bench.sql(QStringLiteral("INSERT INTO queue (id, name, mode, place) VALUES ('q3', 'Third', 'offer', 2)"));
    bench.sql(QStringLiteral("INSERT INTO queue_member (queue, agent) VALUES ('q3', 'q3only')"));
    for (int i = 0; i < 520; ++i)
        bench.writes(bench.addCustomer()); // nobody of q1 is there
    const QString last = bench.writes(bench.addCustomer());
    bench.sql(QStringLiteral("UPDATE conversation SET queue = 'q3' WHERE id = ?"), {last});
    bench.sql(QStringLiteral("UPDATE agent_state SET status = 'available' WHERE agent = 'q3only'"));
    bench.pass(6000); // the tick
    QCOMPARE(bench.askedFor(last), QStringLiteral("q3only"));
}

void RulesRoutingTest::twoQueuesOfOneAgentAreOneLine()
{
    DeskBench bench;
    bench.sql(QStringLiteral("INSERT INTO queue (id, name, mode, place) VALUES ('q3', 'Third', 'offer', 2)"));
    bench.addAgent(QStringLiteral("both"), {QStringLiteral("q1"), QStringLiteral("q3")}, 1);
    const QString first = bench.writes(bench.addCustomer());
    bench.sql(QStringLiteral("UPDATE conversation SET queue = 'q3' WHERE id = ?"), {first});
    bench.clock.advance(1000);
    const QString second = bench.writes(bench.addCustomer()); // in q1, which comes first by name
    bench.available(QStringLiteral("both"));
    QCOMPARE(bench.askedFor(first), QStringLiteral("both"));
    QCOMPARE(bench.stateOf(second), QStringLiteral("waiting"));
}

void RulesRoutingTest::theLastMemberLeaves()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString conv = bench.writes(customer);
    bench.sql(QStringLiteral("UPDATE conversation SET queue = 'q2' WHERE id = ?"), {conv});
    const qint64 place = bench.number(QStringLiteral("SELECT virtual_at FROM conversation WHERE id = ?"), {conv});
    bench.pass(6000);
    QCOMPARE(bench.text(QStringLiteral("SELECT queue FROM conversation WHERE id = ?"), {conv}), QStringLiteral("q2"));
    bench.sql(QStringLiteral("DELETE FROM queue_member WHERE queue = 'q2'")); // by the administrator's command
    const qint64 before = bench.head();
    bench.pass(6000);
    QCOMPARE(bench.text(QStringLiteral("SELECT queue FROM conversation WHERE id = ?"), {conv}), QStringLiteral("q1"));
    QCOMPARE(bench.number(QStringLiteral("SELECT virtual_at FROM conversation WHERE id = ?"), {conv}), place);
    QCOMPARE(bench.kindsOf(Principal::customer(customer), before), QStringList{QStringLiteral("conv.queued")});
    bench.available(QStringLiteral("a2"));
    QCOMPARE(bench.askedFor(conv), QStringLiteral("a2"));
}

void RulesRoutingTest::anEmptyQueueIsNotTheStandard()
{
    DeskBench bench;
    bench.sql(QStringLiteral("INSERT INTO queue (id, name, mode, place) VALUES ('q0', 'New', 'offer', -1)"));
    QCOMPARE(bench.text(QStringLiteral("SELECT queue FROM conversation WHERE id = ?"), {bench.writes(bench.addCustomer())}),
             QStringLiteral("q1"));
    bench.sql(QStringLiteral("INSERT INTO queue_member (queue, agent) VALUES ('q0', 'a1')"));
    QCOMPARE(bench.text(QStringLiteral("SELECT queue FROM conversation WHERE id = ?"), {bench.writes(bench.addCustomer())}),
             QStringLiteral("q0"));
}

void RulesRoutingTest::whyACustomerWaits()
{
    DeskBench bench;
    const auto why = [&](const QString &conv) {
        return bench.text(QStringLiteral("SELECT waits_for FROM conversation WHERE id = ?"), {conv});
    };
    const QString first = bench.writes(bench.addCustomer());
    QCOMPARE(why(first), QStringLiteral("agents"));
    bench.clock.advance(1000);
    const QString second = bench.writes(bench.addCustomer());
    bench.sql(QStringLiteral("UPDATE agent SET capacity = 1"));
    bench.available(QStringLiteral("a1"));
    bench.accepts(QStringLiteral("a1"), first);
    QCOMPARE(bench.stateOf(second), QStringLiteral("waiting"));
    QCOMPARE(why(second), QStringLiteral("room"));
    // The agents of the queue read it.
    QSqlDatabase db = bench.connection();
    const auto state =
        bench.desk.topicState(db, Principal::agent(QStringLiteral("a2")), QStringLiteral("queues"), bench.clock.utcMs());
    QCOMPARE(state->body["waiting"].toArray().first().toObject()["waits_for"].toString(), QStringLiteral("room"));
    bench.closes(QStringLiteral("a1"), first);
    QCOMPARE(bench.askedFor(second), QStringLiteral("a1"));
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.decline"), second, {{"offer", bench.offerOf(second)}});
    QCOMPARE(why(second), QStringLiteral("asked"));
    // Those behind the first of a line learn it with the tick.
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("agent.state"), {}, {{"status", "offline"}});
    const QString third = bench.writes(bench.addCustomer());
    bench.sql(QStringLiteral("UPDATE conversation SET waits_for = 'room' WHERE id = ?"), {third});
    bench.pass(6000);
    QCOMPARE(why(second), QStringLiteral("agents"));
    QCOMPARE(why(third), QStringLiteral("agents"));
    bench.sql(QStringLiteral("DELETE FROM queue_member"));
    bench.pass(6000);
    QCOMPARE(why(third), QStringLiteral("members"));
}

QTEST_GUILESS_MAIN(RulesRoutingTest)
#include "tst_rules_routing.moc"
