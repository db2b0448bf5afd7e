// SPDX-License-Identifier: GPL-3.0-or-later
// The hub's event loop fires timers as Qt's own does.
#include "hub/loop/EpollDispatcher.h"
#include "tests/unit/loop/LoopBench.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QSocketNotifier>
#include <QThread>
#include <QtTest>
#include <algorithm>
#include <atomic>

using namespace liaison::hub;

namespace {

/// Counts the turns of its timers, and knows in which thread the last one came.
class Timed : public QObject
{
public:
    std::atomic<int> fired{0};
    std::atomic<QThread *> firedIn{nullptr};

protected:
    void timerEvent(QTimerEvent *) override
    {
        firedIn = QThread::currentThread();
        ++fired;
    }
};

} // namespace

class EpollTimersTest : public QObject
{
    Q_OBJECT
private slots:
    void timersFireInTheOrderTheyAreDue();
    void timersAreNeverEarlyAndComeAgain_data();
    void timersAreNeverEarlyAndComeAgain();
    void timerThatIsStoppedInTheSameRound();
    void timerThatIsDeletedInTheSameRound();
    void timerThatIsSetAnewInItsOwnTurn();
    void timerDoesNotEnterItself();
    void aTimerToldInALoopInsideIsNotToldAgain();
    void aTurnTakenMeanwhileIsNotTakenAgain();
    void loopInsideATimerLetsTheOthersRun();
    void timersWithoutIntervalLetSocketsHaveTheirTurn();
    void timersWithoutIntervalAreNoNews();
    void timersCanBeLeftOut();
    void remainingTimeAndRegisteredTimers();
    void timersMoveWithTheirObject();
};

void EpollTimersTest::timersFireInTheOrderTheyAreDue()
{
    QList<int> fired;
    std::vector<std::unique_ptr<QTimer>> timers;
    // Far enough apart for a machine that holds us up between two of them.
    for (const int ms : {600, 100, 400, 200, 1}) {
        timers.push_back(std::make_unique<QTimer>());
        timers.back()->setTimerType(Qt::PreciseTimer);
        timers.back()->setSingleShot(true);
        connect(timers.back().get(), &QTimer::timeout, this, [&fired, ms] { fired.append(ms); });
        timers.back()->start(ms);
    }
    QTRY_COMPARE(fired.size(), 5);
    QCOMPARE(fired, QList<int>({1, 100, 200, 400, 600}));
}

void EpollTimersTest::timersAreNeverEarlyAndComeAgain_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("ms");
    QTest::addColumn<int>("earlyMs"); ///< how much they may be moved forward
    QTest::newRow("precise") << int(Qt::PreciseTimer) << 25 << 0;
    QTest::newRow("coarse, short") << int(Qt::CoarseTimer) << 15 << 0;
    QTest::newRow("coarse") << int(Qt::CoarseTimer) << 60 << 3;
    QTest::newRow("very coarse, short") << int(Qt::VeryCoarseTimer) << 60 << 3;
    QTest::newRow("very coarse") << int(Qt::VeryCoarseTimer) << 1000 << 500;
}

void EpollTimersTest::timersAreNeverEarlyAndComeAgain()
{
    QFETCH(const int, type);
    QFETCH(const int, ms);
    QFETCH(const int, earlyMs);
    QTimer timer;
    timer.setTimerType(Qt::TimerType(type));
    QElapsedTimer since;
    QList<qint64> at;
    connect(&timer, &QTimer::timeout, this, [&] {
        at.append(since.nsecsElapsed());
        if (at.size() == 3)
            timer.stop();
    });
    since.start();
    timer.start(ms);
    QTRY_COMPARE_WITH_TIMEOUT(at.size(), 3, 20'000);
    for (qsizetype turn = 0; turn < 3; ++turn)
        QVERIFY2(at.at(turn) >= (ms * (turn + 1) - earlyMs) * 1'000'000LL, qPrintable(QString::number(at.at(turn))));
}

void EpollTimersTest::timerThatIsStoppedInTheSameRound()
{
    QTimer first;
    QTimer second;
    int fired = 0;
    connect(&first, &QTimer::timeout, this, [&] {
        ++fired;
        second.stop();
    });
    connect(&second, &QTimer::timeout, this, [&] {
        ++fired;
        first.stop();
    });
    first.start(0);
    second.start(0);
    QCoreApplication::eventDispatcher()->processEvents(QEventLoop::AllEvents); // both are due in this round
    QCOMPARE(fired, 1);
    QCOMPARE(int(first.isActive()) + int(second.isActive()), 1);
}

void EpollTimersTest::timerThatIsDeletedInTheSameRound()
{
    auto first = std::make_unique<QTimer>();
    auto second = std::make_unique<QTimer>();
    int fired = 0;
    connect(first.get(), &QTimer::timeout, this, [&] {
        ++fired;
        second.reset();
    });
    connect(second.get(), &QTimer::timeout, this, [&] {
        ++fired;
        first.reset();
    });
    first->start(0);
    second->start(0);
    QTRY_VERIFY(fired > 2);
    QCOMPARE(int(first != nullptr) + int(second != nullptr), 1);
}

void EpollTimersTest::timerThatIsSetAnewInItsOwnTurn()
{
    QTimer timer;
    int fired = 0;
    connect(&timer, &QTimer::timeout, this, [&] {
        ++fired;
        timer.start(fired == 1 ? 1 : 3'600'000);
    });
    timer.start(0);
    QTRY_COMPARE(fired, 2);
    settle();
    QCOMPARE(fired, 2);
    QVERIFY(timer.remainingTime() > 3'000'000);
}

void EpollTimersTest::timerDoesNotEnterItself()
{
    QTimer timer;
    int depth = 0;
    int deepest = 0;
    int fired = 0;
    connect(&timer, &QTimer::timeout, this, [&] {
        deepest = qMax(deepest, ++depth);
        ++fired;
        for (int round = 0; round < 3; ++round)
            QCoreApplication::eventDispatcher()->processEvents(QEventLoop::AllEvents);
        --depth;
    });
    timer.start(0);
    QTRY_VERIFY(fired >= 3);
    QCOMPARE(deepest, 1);
}

void EpollTimersTest::aTimerToldInALoopInsideIsNotToldAgain()
{
    auto *dispatcher = QCoreApplication::eventDispatcher();
    settle();
    QTimer first;
    QTimer second;
    int firsts = 0;
    int seconds = 0;
    int secondsInside = 0;
    connect(&first, &QTimer::timeout, this, [&] {
        ++firsts;
        runRound();
        secondsInside = seconds;
    });
    connect(&second, &QTimer::timeout, this, [&] { ++seconds; });
    for (QTimer *timer : {&first, &second}) {
        timer->setTimerType(Qt::PreciseTimer);
        timer->start(1);
    }
    while (dispatcher->remainingTime(second.timerId()) > 0) {
    }
    QCOMPARE(dispatcher->remainingTime(first.timerId()), 0);
    // Both are due: the second is told in the round inside the first one's turn, and its next turn is a later one.
    runRound();
    QCOMPARE(firsts, 1);
    QCOMPARE(secondsInside, 1);
    QCOMPARE(seconds, 1);
}

void EpollTimersTest::aTurnTakenMeanwhileIsNotTakenAgain()
{
    constexpr qint64 ms = 1'000'000;
    QObject object;
    LoopTimers timers;
    timers.add(1, 10, Qt::PreciseTimer, &object, 0);
    timers.add(2, 10, Qt::PreciseTimer, &object, 0);
    const auto outside = timers.dueAt(10 * ms);
    QCOMPARE(outside.size(), std::size_t(2));
    QCOMPARE(timers.begin(outside[0], 10 * ms), &object);
    const auto inside = timers.dueAt(11 * ms);
    QCOMPARE(inside.size(), std::size_t(1)); // the first is being told
    QCOMPARE(timers.begin(inside[0], 11 * ms), &object);
    timers.end(inside[0]);
    timers.end(outside[0]);
    QCOMPARE(timers.begin(outside[1], 10 * ms), static_cast<QObject *>(nullptr));
    QCOMPARE(timers.nextDue(), 20 * ms);
    QCOMPARE(timers.remainingMs(2, 11 * ms), 9);
    const auto next = timers.dueAt(20 * ms);
    QCOMPARE(next.size(), std::size_t(2)); // neither has been lost
}

void EpollTimersTest::loopInsideATimerLetsTheOthersRun()
{
    QTimer blocked;
    QTimer other;
    int turns = 0;
    int others = 0;
    connect(&other, &QTimer::timeout, this, [&] { ++others; });
    connect(&blocked, &QTimer::timeout, this, [&] {
        if (++turns > 1)
            return;
        QEventLoop inside;
        connect(&other, &QTimer::timeout, &inside, [&] {
            if (others >= 5)
                inside.quit();
        });
        inside.exec();
        QCOMPARE(turns, 1); // was due all the while
    });
    blocked.start(1);
    other.start(2);
    QTRY_VERIFY(others >= 5);
    QTRY_VERIFY(turns >= 3); // and goes on afterwards
}

void EpollTimersTest::timersWithoutIntervalLetSocketsHaveTheirTurn()
{
    const Pair pair;
    QSocketNotifier reader(pair.ends[0], QSocketNotifier::Read);
    QTimer timer;
    int fired = 0;
    int firedBefore = -1;
    connect(&timer, &QTimer::timeout, this, [&] {
        if (++fired == 5)
            pair.put(1);
    });
    connect(&reader, &QSocketNotifier::activated, this, [&] {
        firedBefore = fired;
        pair.take(0);
    });
    timer.start(0);
    QTRY_VERIFY(firedBefore >= 0);
    QCOMPARE(firedBefore, 5); // in the very next round
}

void EpollTimersTest::timersWithoutIntervalAreNoNews()
{
    // As Qt's own loop counts: otherwise a program that empties its loop with one of them running would never come to an end.
    settle();
    QTimer idle;
    int turns = 0;
    connect(&idle, &QTimer::timeout, this, [&] { ++turns; });
    idle.start(0);
    QVERIFY(!runRound());
    QCOMPARE(turns, 1);
    QCoreApplication::processEvents(QEventLoop::AllEvents, 200); // until nothing more happens, for so many milliseconds at most
    QCOMPARE(turns, 2);
    // One with an interval is news.
    idle.stop();
    QTimer other;
    other.start(1);
    while (other.remainingTime() > 0) {
    }
    QVERIFY(runRound());
}

void EpollTimersTest::timersCanBeLeftOut()
{
    QTimer timer;
    int fired = 0;
    connect(&timer, &QTimer::timeout, this, [&] { ++fired; });
    timer.start(0);
    for (int round = 0; round < 5; ++round)
        QCoreApplication::eventDispatcher()->processEvents(QEventLoop::X11ExcludeTimers);
    QCOMPARE(fired, 0);
    QTRY_VERIFY(fired > 0);
}

void EpollTimersTest::remainingTimeAndRegisteredTimers()
{
    auto *dispatcher = QCoreApplication::eventDispatcher();
    QObject object;
    const int one = object.startTimer(100'000, Qt::PreciseTimer);
    const int two = object.startTimer(200'000, Qt::VeryCoarseTimer);
    QVERIFY(dispatcher->remainingTime(one) <= 100'000);
    QVERIFY(dispatcher->remainingTime(one) > 0);
    QCOMPARE(dispatcher->registeredTimers(&object).size(), 2);
    object.killTimer(one);
    QCOMPARE(dispatcher->remainingTime(one), -1);
    const auto left = dispatcher->registeredTimers(&object);
    QCOMPARE(left.size(), 1);
    QCOMPARE(left.first().timerId, two);
    QCOMPARE(left.first().interval, 200'000);
    QCOMPARE(left.first().timerType, Qt::VeryCoarseTimer);
    QVERIFY(dispatcher->unregisterTimers(&object));
    QVERIFY(dispatcher->registeredTimers(&object).isEmpty());
    QVERIFY(!dispatcher->unregisterTimer(two));
}

void EpollTimersTest::timersMoveWithTheirObject()
{
    auto *here = QCoreApplication::eventDispatcher();
    QThread thread;
    thread.setEventDispatcher(new EpollDispatcher);
    thread.start();
    {
        Timed object;
        object.startTimer(300'000, Qt::VeryCoarseTimer);
        object.startTimer(1, Qt::PreciseTimer);
        QCOMPARE(here->registeredTimers(&object).size(), 2);
        object.moveToThread(&thread);
        QVERIFY(here->registeredTimers(&object).isEmpty());
        QTRY_VERIFY(object.fired >= 3);
        QVERIFY(object.firedIn == &thread);
        // In its own thread: the other dispatcher may be asked only there, and the object be moved only from there.
        QList<QAbstractEventDispatcher::TimerInfo> there;
        QMetaObject::invokeMethod(
            &object,
            [&] {
                there = QAbstractEventDispatcher::instance()->registeredTimers(&object);
                object.moveToThread(this->thread());
            },
            Qt::BlockingQueuedConnection);
        std::sort(there.begin(), there.end(), [](const auto &one, const auto &two) { return one.interval < two.interval; });
        QCOMPARE(there.size(), 2);
        QCOMPARE(there.first().interval, 1);
        QCOMPARE(there.last().interval, 300'000);
        QCOMPARE(there.last().timerType, Qt::VeryCoarseTimer);
        const int before = object.fired;
        QTRY_VERIFY(object.fired > before && object.firedIn == this->thread());
        QCOMPARE(here->registeredTimers(&object).size(), 2);
    }
    thread.quit();
    QVERIFY(thread.wait());
}

int main(int argc, char *argv[])
{
    QTEST_SET_MAIN_SOURCE_PATH
    return runOnEpoll<EpollTimersTest>(argc, argv);
}

#include "tst_epoll_timers.moc"
