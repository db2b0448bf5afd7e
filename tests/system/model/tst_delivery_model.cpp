// SPDX-License-Identifier: GPL-3.0-or-later
// The model of rules R1–R6 (docs/protocol.md) against the real code: hub core and rules of the desk, session, store and message list. Links
// are cut at every frame boundary in both directions, the hub dies at every transaction before and after its commit, the
// workstation dies after every commit of its store, and all of it in random order. In the end every message is exactly once, in the
// same order, in the hub's table, its log, the customer's log, the workstation's store and its list, and no outbox holds anything.
#include "tests/system/model/ModelWorld.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace liaison;
using namespace liaison::test;
using Direction = FaultyWire::Direction;

class DeliveryModelTest : public QObject
{
    Q_OBJECT
private slots:
    void nothingBreaks();
    void tooFastForTheHub();
    void cutAtEveryFrame_data();
    void cutAtEveryFrame();
    void halfOpen();
    void hubDiesAtEveryTransaction_data();
    void hubDiesAtEveryTransaction();
    void workstationDiesAfterEveryCommit();
    void storeFallsBack();
    void everythingAtOnce_data();
    void everythingAtOnce();
};

namespace {
/// The exchange that each systematic fault is put into.
void exchange(ModelWorld &world)
{
    world.customerWrites();
    world.agentWrites();
    world.customerWrites();
    world.agentWrites();
}

#define VERIFY_WORLD(world, what)                                                                                                \
    do {                                                                                                                         \
        const QString wrong = (world).verify();                                                                                  \
        QVERIFY2(wrong.isEmpty(), qPrintable(what + QStringLiteral(": ") + wrong));                                              \
    } while (false)
} // namespace

void DeliveryModelTest::nothingBreaks()
{
    ModelWorld world;
    QString error;
    QVERIFY2(world.begin(&error), qPrintable(error));
    for (int i = 0; i < 5; ++i)
        exchange(world);
    VERIFY_WORLD(world, QStringLiteral("calm"));
    QCOMPARE(world.hubStarts(), 1);
}

void DeliveryModelTest::tooFastForTheHub()
{
    ModelWorld world;
    QString error;
    QVERIFY2(world.begin(&error), qPrintable(error));
    for (int i = 0; i < 150; ++i)
        world.customerWrites();
    VERIFY_WORLD(world, QStringLiteral("too fast"));
    QVERIFY(world.refusedByRate() > 0);
    QCOMPARE(world.hubStarts(), 1);
}

void DeliveryModelTest::cutAtEveryFrame_data()
{
    QTest::addColumn<bool>("customer");
    QTest::addColumn<bool>("toHub");
    QTest::newRow("customer to hub") << true << true;
    QTest::newRow("hub to customer") << true << false;
    QTest::newRow("agent to hub") << false << true;
    QTest::newRow("hub to agent") << false << false;
}

void DeliveryModelTest::cutAtEveryFrame()
{
    QFETCH(bool, customer);
    QFETCH(bool, toHub);
    ModelWorld world;
    QString error;
    QVERIFY2(world.begin(&error), qPrintable(error));
    FaultyWire &wire = customer ? world.customerWire() : world.agentWire();
    const Direction direction = toHub ? Direction::ToHub : Direction::FromHub;
    // Twenty frames are more than one exchange has in either direction; commands go both in the hello flight and later.
    for (int frames = 0; frames < 20; ++frames) {
        const int before = wire.connections();
        wire.cutNext(direction, frames);
        exchange(world);
        VERIFY_WORLD(world, QStringLiteral("next link cut after %1 frames").arg(frames));
        QVERIFY(wire.connections() > before);
        wire.cutAfter(direction, frames);
        exchange(world);
        VERIFY_WORLD(world, QStringLiteral("live link cut after %1 frames").arg(frames));
    }
}

void DeliveryModelTest::halfOpen()
{
    ModelWorld world;
    QString error;
    QVERIFY2(world.begin(&error), qPrintable(error));
    for (FaultyWire *wire : {&world.customerWire(), &world.agentWire()}) {
        for (const Direction direction : {Direction::ToHub, Direction::FromHub}) {
            const int before = wire->connections();
            wire->goSilent(direction);
            exchange(world);
            VERIFY_WORLD(world, QStringLiteral("half-open"));
            QVERIFY(wire->connections() > before);
        }
    }
}

void DeliveryModelTest::hubDiesAtEveryTransaction_data()
{
    QTest::addColumn<bool>("before");
    QTest::newRow("before the commit") << true;
    QTest::newRow("after the commit, before the answer") << false;
}

void DeliveryModelTest::hubDiesAtEveryTransaction()
{
    QFETCH(bool, before);
    ModelWorld world;
    QString error;
    QVERIFY2(world.begin(&error), qPrintable(error));
    for (int nth = 1; nth <= 8; ++nth) {
        const int starts = world.hubStarts();
        world.killHubAt(before ? hub::WriterPoint::BeforeCommit : hub::WriterPoint::AfterCommit, nth);
        // Enough traffic that the transaction comes.
        for (int i = 0; i < 4000 && world.hubStarts() == starts; ++i) {
            if (i % 20 == 0)
                exchange(world);
            world.pump();
        }
        VERIFY_WORLD(world, QStringLiteral("hub died at transaction %1").arg(nth));
        QVERIFY(world.hubStarts() > starts);
    }
}

void DeliveryModelTest::workstationDiesAfterEveryCommit()
{
    ModelWorld world;
    QString error;
    QVERIFY2(world.begin(&error), qPrintable(error));
    for (int nth = 0; nth <= 8; ++nth) {
        const int starts = world.sessionStarts();
        world.killSessionAfterCommits(nth);
        // The store puts what comes together into one transaction, so it takes some traffic until the commit comes.
        for (int i = 0; i < 4000 && world.sessionStarts() == starts; ++i) {
            if (i % 20 == 0)
                exchange(world);
            world.pump();
        }
        VERIFY_WORLD(world, QStringLiteral("workstation died after commit %1").arg(nth));
        QVERIFY(world.sessionStarts() > starts);
    }
}

void DeliveryModelTest::storeFallsBack()
{
    ModelWorld world;
    QString error;
    QVERIFY2(world.begin(&error), qPrintable(error));
    for (int round = 0; round < 3; ++round) {
        VERIFY_WORLD(world, QStringLiteral("before"));
        const int starts = world.sessionStarts();
        world.killSession();
        QVERIFY(world.pumpUntil([&] { return world.sessionStarts() > starts; }));
        exchange(world);
        exchange(world);
        VERIFY_WORLD(world, QStringLiteral("between"));
        QVERIFY(world.rewindStore());
        VERIFY_WORLD(world, QStringLiteral("an older store"));
    }
}

void DeliveryModelTest::everythingAtOnce_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 8; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void DeliveryModelTest::everythingAtOnce()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    ModelWorld world;
    QString error;
    QVERIFY2(world.begin(&error), qPrintable(error));
    QString story;
    for (int step = 0; step < 60; ++step) {
        FaultyWire &wire = random.bounded(2) == 0 ? world.customerWire() : world.agentWire();
        const Direction direction = random.bounded(2) == 0 ? Direction::ToHub : Direction::FromHub;
        const int what = random.bounded(20);
        story += QStringLiteral(" %1").arg(what);
        if (what < 5)
            world.customerWrites();
        else if (what < 10)
            world.agentWrites();
        else if (what == 10)
            wire.cutNow();
        else if (what == 11)
            wire.cutAfter(direction, random.bounded(8));
        else if (what == 12)
            wire.cutNext(direction, random.bounded(12));
        else if (what == 13)
            wire.goSilent(direction);
        else if (what == 14)
            world.killHub();
        else if (what == 15)
            world.killHubAt(random.bounded(2) == 0 ? hub::WriterPoint::BeforeCommit : hub::WriterPoint::AfterCommit,
                            1 + random.bounded(4));
        else if (what == 16)
            world.killSession();
        else if (what == 17)
            world.killSessionAfterCommits(random.bounded(4));
        else if (what == 18)
            world.reloadPage();
        else
            world.rewindStore();
        for (int i = random.bounded(6); i > 0; --i)
            world.pump();
    }
    VERIFY_WORLD(world, QStringLiteral("steps") + story);
}

QTEST_GUILESS_MAIN(DeliveryModelTest)
#include "tst_delivery_model.moc"
