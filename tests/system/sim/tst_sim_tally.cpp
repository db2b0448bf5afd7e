// SPDX-License-Identifier: GPL-3.0-or-later
// The count of loss, doubling and disorder must itself be right: each fault is made by hand and must be found.
#include "app/sim/Tally.h"

#include <QtTest>

using namespace liaison::sim;

namespace {
const QString customer = QStringLiteral("c:1");
const QString agent = QStringLiteral("a:1");
const QString conv = QStringLiteral("k1");

/// A customer's message on its whole way: sent, confirmed, back in the own log.
void goodMessage(Tally &tally, const QString &mid, qint64 cseq, qint64 now)
{
    tally.sent(customer, mid, now);
    tally.confirmed(mid, cseq, false, now + 5);
    tally.seen(customer, conv, mid, cseq, customer, now + 6);
}
} // namespace

class SimTallyTest : public QObject
{
    Q_OBJECT
private slots:
    void aCleanRun();
    void neverAnsweredIsLost();
    void confirmedButInNoLogIsLost();
    void anAgentsMessageTheCustomerDoesNotSeeIsLost();
    void aCustomersMessageItsAgentDoesNotSeeIsLost();
    void theSameMessageTwiceIsDoubled();
    void anOwnMessageUnderAnotherIdIsDoubled();
    void refusedButInTheLogIsDoubled();
    void aTailIsNoSecondSight();
    void numbersThatFallAreDisorder();
    void sentLaterSeenEarlierIsDisorder();
    void refusedIsNotLost();
    void timesAreMeasured();
};

void SimTallyTest::aCleanRun()
{
    Tally tally;
    tally.belongsTo(conv, customer);
    goodMessage(tally, QStringLiteral("m1"), 1, 0);
    tally.seenInTail(agent, conv, QStringLiteral("m1"), 1);
    tally.owns(agent, conv, true);
    goodMessage(tally, QStringLiteral("m2"), 3, 100);
    tally.seen(agent, conv, QStringLiteral("m2"), 3, customer, 101);
    tally.sent(agent, QStringLiteral("m3"), 200);
    tally.confirmed(QStringLiteral("m3"), 4, true, 210);
    tally.seen(agent, conv, QStringLiteral("m3"), 4, agent, 210);
    tally.seen(customer, conv, QStringLiteral("m3"), 4, agent, 211);
    tally.marked(conv, 3, 1);
    QVERIFY(tally.isComplete());
    const TallySummary summary = tally.summary();
    QVERIFY2(summary.clean(), qPrintable(summary.toText()));
    QCOMPARE(summary.sent, 3);
    QCOMPARE(summary.sentByAgents, 1);
    QCOMPARE(summary.confirmed, 3);
    QCOMPARE(summary.seenBySender, 3);
    QCOMPARE(summary.seenByCustomers, 1);
    QCOMPARE(summary.seenByAgents, 2);
    QCOMPARE(summary.markedDelivered, 2);
    QCOMPARE(summary.markedRead, 1);
    QCOMPARE(summary.repeatsAnswered, 1);
}

void SimTallyTest::neverAnsweredIsLost()
{
    Tally tally;
    tally.sent(customer, QStringLiteral("m1"), 0);
    QVERIFY(!tally.isComplete());
    QCOMPARE(tally.summary().lost, 1);
    QCOMPARE(tally.summary().unanswered, 1);
    QVERIFY(!tally.summary().clean());
}

void SimTallyTest::confirmedButInNoLogIsLost()
{
    Tally tally;
    tally.sent(customer, QStringLiteral("m1"), 0);
    tally.confirmed(QStringLiteral("m1"), 1, false, 5);
    QVERIFY(!tally.isComplete());
    QCOMPARE(tally.summary().lost, 1);
}

void SimTallyTest::anAgentsMessageTheCustomerDoesNotSeeIsLost()
{
    Tally tally;
    tally.belongsTo(conv, customer);
    tally.sent(agent, QStringLiteral("m1"), 0);
    tally.confirmed(QStringLiteral("m1"), 1, false, 5);
    tally.seen(agent, conv, QStringLiteral("m1"), 1, agent, 6);
    QCOMPARE(tally.summary().lost, 1);
    tally.seen(customer, conv, QStringLiteral("m1"), 1, agent, 7);
    QCOMPARE(tally.summary().lost, 0);
}

void SimTallyTest::aCustomersMessageItsAgentDoesNotSeeIsLost()
{
    Tally tally;
    tally.owns(agent, conv, true);
    goodMessage(tally, QStringLiteral("m1"), 1, 0);
    QCOMPARE(tally.summary().lost, 1);
    // An agent who has lost the conversation need not see what is written later.
    tally.owns(agent, conv, false);
    QCOMPARE(tally.summary().lost, 0);
}

void SimTallyTest::theSameMessageTwiceIsDoubled()
{
    Tally tally;
    goodMessage(tally, QStringLiteral("m1"), 1, 0);
    tally.seen(customer, conv, QStringLiteral("m1"), 2, customer, 9);
    QCOMPARE(tally.summary().doubled, 1);
}

void SimTallyTest::anOwnMessageUnderAnotherIdIsDoubled()
{
    Tally tally;
    goodMessage(tally, QStringLiteral("m1"), 1, 0);
    tally.seen(customer, conv, QStringLiteral("other"), 2, customer, 9);
    QCOMPARE(tally.summary().doubled, 1);
    Tally shared;
    shared.setShared(agent);
    shared.seen(agent, conv, QStringLiteral("other"), 2, agent, 9);
    QCOMPARE(shared.summary().doubled, 0);
}

void SimTallyTest::refusedButInTheLogIsDoubled()
{
    Tally tally;
    tally.sent(customer, QStringLiteral("m1"), 0);
    tally.refused(QStringLiteral("m1"), QStringLiteral("invalid"));
    tally.seen(customer, conv, QStringLiteral("m1"), 1, customer, 3);
    QCOMPARE(tally.summary().doubled, 1);
}

void SimTallyTest::aTailIsNoSecondSight()
{
    Tally tally;
    goodMessage(tally, QStringLiteral("m1"), 1, 0);
    tally.seenInTail(customer, conv, QStringLiteral("m1"), 1);
    QCOMPARE(tally.summary().doubled, 0);
}

void SimTallyTest::numbersThatFallAreDisorder()
{
    Tally tally;
    goodMessage(tally, QStringLiteral("m1"), 5, 0);
    goodMessage(tally, QStringLiteral("m2"), 4, 10);
    QCOMPARE(tally.summary().disordered, 1);
}

void SimTallyTest::sentLaterSeenEarlierIsDisorder()
{
    Tally tally;
    tally.sent(customer, QStringLiteral("m1"), 0);
    goodMessage(tally, QStringLiteral("m2"), 1, 1);
    tally.confirmed(QStringLiteral("m1"), 2, false, 5);
    tally.seen(customer, conv, QStringLiteral("m1"), 2, customer, 6);
    QCOMPARE(tally.summary().disordered, 1);
    QCOMPARE(tally.summary().lost, 0);
}

void SimTallyTest::refusedIsNotLost()
{
    Tally tally;
    tally.sent(customer, QStringLiteral("m1"), 0);
    tally.refused(QStringLiteral("m1"), QStringLiteral("too_big"));
    QVERIFY(tally.isComplete());
    QVERIFY(tally.summary().clean());
    QCOMPARE(tally.summary().refused, 1);
    QCOMPARE(tally.summary().errors.value(QStringLiteral("too_big")), 1);
    QCOMPARE(tally.summary().toJson()["errors"].toObject()["too_big"].toInt(), 1);
}

void SimTallyTest::timesAreMeasured()
{
    Tally tally;
    tally.belongsTo(conv, customer);
    goodMessage(tally, QStringLiteral("m1"), 1, 1000);
    goodMessage(tally, QStringLiteral("m2"), 2, 1500);
    tally.seen(customer, conv, QStringLiteral("x"), 3, agent, 4000);
    const TallySummary summary = tally.summary();
    QCOMPARE(summary.okMedian, 5);
    QCOMPARE(summary.answerMedian, 3000);
    QCOMPARE(summary.answerP99, 3000);
    QCOMPARE(summary.foreignSeen, 1);
}

QTEST_GUILESS_MAIN(SimTallyTest)
#include "tst_sim_tally.moc"
