// SPDX-License-Identifier: GPL-3.0-or-later
// The hub's event loop delivers, waits, wakes and ends as Qt's own does.
#include "hub/loop/EpollDispatcher.h"
#include "tests/unit/loop/LoopBench.h"

#include <QEventLoop>
#include <QFile>
#include <QSocketNotifier>
#include <QThread>
#include <QtTest>
#include <atomic>
#include <csignal>
#include <functional>

using namespace liaison::hub;

namespace {

std::atomic<int> signalsSeen{0};

/// Whether a thread of this process is asleep in the kernel.
bool isAsleep(pid_t thread)
{
    QFile file(QStringLiteral("/proc/self/task/%1/stat").arg(thread));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray stat = file.readAll();
    return stat.mid(stat.lastIndexOf(')') + 2, 1) == "S"; // the state stands behind the name, which is in brackets
}

} // namespace

class EpollRoundsTest : public QObject
{
    Q_OBJECT
private slots:
    void isTheOneInUse();
    void postedEventsAreDelivered();
    void wakesUpFromAnotherThread();
    void eventsFromAnotherThreadEndTheWaiting();
    void interruptEndsTheRound();
    void saysWhenItIsAwakeAndWhenItWillWait();
    void whatIsAskedForBeforeWaitingIsNotLost();
    void signalsDoNotEndTheWaiting_data();
    void signalsDoNotEndTheWaiting();
    void nestedLoopsEndEachByItself();
    void deferredDeletion();
};

void EpollRoundsTest::isTheOneInUse() { QVERIFY(qobject_cast<EpollDispatcher *>(QCoreApplication::eventDispatcher())); }

void EpollRoundsTest::postedEventsAreDelivered()
{
    QList<int> order;
    QMetaObject::invokeMethod(
        this,
        [&] {
            order.append(1);
            QMetaObject::invokeMethod(
                this, [&] { order.append(3); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
    QMetaObject::invokeMethod(
        this, [&] { order.append(2); }, Qt::QueuedConnection);
    settle();
    QCOMPARE(order, QList<int>({1, 2, 3}));
}

void EpollRoundsTest::wakesUpFromAnotherThread()
{
    auto *dispatcher = QCoreApplication::eventDispatcher();
    settle();
    for (int turn = 0; turn < 100; ++turn) {
        const std::unique_ptr<QThread> thread(QThread::create([dispatcher] { dispatcher->wakeUp(); }));
        thread->start();
        // Comes back only because it was woken: there is no timer and no socket.
        QVERIFY(dispatcher->processEvents(QEventLoop::WaitForMoreEvents));
        QVERIFY(thread->wait());
        settle();
    }
}

void EpollRoundsTest::eventsFromAnotherThreadEndTheWaiting()
{
    constexpr int many = 20000;
    int got = 0;
    QEventLoop loop;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        for (int i = 0; i < many; ++i)
            QMetaObject::invokeMethod(
                this,
                [&] {
                    if (++got == many)
                        loop.quit();
                },
                Qt::QueuedConnection);
    }));
    thread->start();
    loop.exec();
    QCOMPARE(got, many);
    QVERIFY(thread->wait());
}

void EpollRoundsTest::interruptEndsTheRound()
{
    auto *dispatcher = QCoreApplication::eventDispatcher();
    settle();
    QMetaObject::invokeMethod(
        this, [dispatcher] { dispatcher->interrupt(); }, Qt::QueuedConnection);
    // Would wait for ever otherwise.
    QVERIFY(!dispatcher->processEvents(QEventLoop::WaitForMoreEvents));
    settle();
}

void EpollRoundsTest::saysWhenItIsAwakeAndWhenItWillWait()
{
    auto *dispatcher = QCoreApplication::eventDispatcher();
    settle();
    QStringList said;
    QObject context;
    connect(dispatcher, &QAbstractEventDispatcher::awake, &context, [&] { said.append(QStringLiteral("awake")); });
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, &context, [&] { said.append(QStringLiteral("block")); });
    QMetaObject::invokeMethod(
        &context, [&] { said.append(QStringLiteral("event")); }, Qt::QueuedConnection);
    runRound();
    QCOMPARE(said, QStringList({QStringLiteral("awake"), QStringLiteral("event")})); // does not wait, and so does not say so

    said.clear();
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        QMetaObject::invokeMethod(
            &context,
            [&] {
                said.append(QStringLiteral("event"));
                dispatcher->interrupt();
            },
            Qt::QueuedConnection);
    }));
    // The thread is not started before the loop says that it will wait, so that nothing can have come before.
    connect(
        dispatcher, &QAbstractEventDispatcher::aboutToBlock, &context, [&] { thread->start(); }, Qt::SingleShotConnection);
    QVERIFY(runRound(QEventLoop::WaitForMoreEvents));
    QCOMPARE(said, QStringList({QStringLiteral("awake"), QStringLiteral("block")}));
    QVERIFY(!runRound(QEventLoop::WaitForMoreEvents)); // interrupted: does not wait
    QCOMPARE(said.mid(2), QStringList({QStringLiteral("awake"), QStringLiteral("event")}));
    QVERIFY(thread->wait());
    settle();
}

void EpollRoundsTest::whatIsAskedForBeforeWaitingIsNotLost()
{
    // Each of these would wait for ever if what a receiver of aboutToBlock() does were overlooked.
    auto *dispatcher = QCoreApplication::eventDispatcher();
    settle();
    QObject context;
    const auto beforeWaiting = [&](const std::function<void()> &what) {
        connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, &context, what, Qt::SingleShotConnection);
    };
    beforeWaiting([&] { dispatcher->wakeUp(); });
    QVERIFY(runRound(QEventLoop::WaitForMoreEvents));
    beforeWaiting([&] { dispatcher->interrupt(); });
    QVERIFY(!runRound(QEventLoop::WaitForMoreEvents));
    settle();
    bool isDelivered = false;
    beforeWaiting([&] {
        QMetaObject::invokeMethod(
            &context, [&] { isDelivered = true; }, Qt::QueuedConnection);
    });
    QVERIFY(runRound(QEventLoop::WaitForMoreEvents));
    runRound();
    QVERIFY(isDelivered);
    const Pair pair;
    QSocketNotifier reader(pair.ends[0], QSocketNotifier::Read);
    reader.setEnabled(false);
    int told = 0;
    connect(&reader, &QSocketNotifier::activated, &context, [&] {
        ++told;
        pair.take(0);
    });
    pair.put(1);
    settle();
    beforeWaiting([&] { reader.setEnabled(true); });
    QVERIFY(runRound(QEventLoop::WaitForMoreEvents));
    QCOMPARE(told, 1);
    QTimer timer;
    timer.setSingleShot(true);
    bool hasFired = false;
    connect(&timer, &QTimer::timeout, &context, [&] { hasFired = true; });
    beforeWaiting([&] { timer.start(1); });
    QVERIFY(runRound(QEventLoop::WaitForMoreEvents));
    QVERIFY(hasFired);
}

void EpollRoundsTest::signalsDoNotEndTheWaiting_data()
{
    QTest::addColumn<bool>("withSockets");
    QTest::newRow("with sockets") << true;
    QTest::newRow("without") << false;
}

void EpollRoundsTest::signalsDoNotEndTheWaiting()
{
    QFETCH(const bool, withSockets);
    auto *dispatcher = QCoreApplication::eventDispatcher();
    struct sigaction action = {};
    struct sigaction before = {};
    action.sa_handler = [](int) { ++signalsSeen; };
    QCOMPARE(::sigaction(SIGUSR1, &action, &before), 0);
    settle();
    signalsSeen = 0;
    constexpr int many = 20;
    std::atomic<bool> isWoken{false};
    const pid_t task = ::gettid();
    const pthread_t self = ::pthread_self();
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        for (int sent = 1; sent <= many; ++sent) {
            while (!isAsleep(task))
                QThread::yieldCurrentThread();
            ::pthread_kill(self, SIGUSR1);
            while (signalsSeen < sent)
                QThread::yieldCurrentThread();
        }
        isWoken = true;
        dispatcher->wakeUp();
    }));
    QObject context;
    connect(
        dispatcher, &QAbstractEventDispatcher::aboutToBlock, &context, [&] { thread->start(); }, Qt::SingleShotConnection);
    const bool hasCome = runRound(withSockets ? QEventLoop::WaitForMoreEvents
                                              : QEventLoop::WaitForMoreEvents | QEventLoop::ExcludeSocketNotifiers);
    const bool wasWoken = isWoken;
    QVERIFY(thread->wait());
    ::sigaction(SIGUSR1, &before, nullptr);
    QVERIFY(hasCome);
    QVERIFY(wasWoken);
    QCOMPARE(signalsSeen.load(), many);
    settle();
}

void EpollRoundsTest::nestedLoopsEndEachByItself()
{
    QStringList order;
    QEventLoop outer;
    QTimer::singleShot(0, this, [&] {
        QEventLoop inner;
        QTimer::singleShot(0, this, [&] {
            order.append(QStringLiteral("outer asked"));
            outer.quit();
            QTimer::singleShot(0, this, [&] {
                order.append(QStringLiteral("inner asked"));
                inner.quit();
            });
        });
        inner.exec();
        order.append(QStringLiteral("inner left"));
    });
    outer.exec();
    order.append(QStringLiteral("outer left"));
    QCOMPARE(order, QStringList({QStringLiteral("outer asked"), QStringLiteral("inner asked"), QStringLiteral("inner left"),
                                 QStringLiteral("outer left")}));
}

void EpollRoundsTest::deferredDeletion()
{
    QPointer<QObject> object = new QObject;
    QEventLoop loop;
    QTimer::singleShot(0, this, [&] {
        object->deleteLater();
        QTimer::singleShot(0, &loop, &QEventLoop::quit);
    });
    loop.exec();
    QTRY_VERIFY(!object);
}

int main(int argc, char *argv[])
{
    QTEST_SET_MAIN_SOURCE_PATH
    return runOnEpoll<EpollRoundsTest>(argc, argv);
}

#include "tst_epoll_rounds.moc"
