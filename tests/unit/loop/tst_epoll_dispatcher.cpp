// SPDX-License-Identifier: GPL-3.0-or-later
// The hub's event loop does what Qt's own does. This program runs on it altogether: the test framework's own waiting too.
#include "hub/loop/EpollDispatcher.h"

#include <QSocketNotifier>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryFile>
#include <QThread>
#include <QtTest>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace liaison::hub;

namespace {

/// Two ends of a stream; closed at the end if they still are open.
class Pair
{
public:
    Pair()
    {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) != 0)
            qFatal("no socket pair");
    }
    ~Pair()
    {
        closeEnd(0);
        closeEnd(1);
    }
    void closeEnd(int end)
    {
        if (ends[end] >= 0)
            ::close(std::exchange(ends[end], -1));
    }
    void put(int end, char what = 'x') const { QCOMPARE(::send(ends[end], &what, 1, MSG_NOSIGNAL), ssize_t(1)); }
    int take(int end) const
    {
        char bytes[64];
        return int(::recv(ends[end], bytes, sizeof bytes, 0));
    }
    int ends[2];
};

/// Rounds of the loop that do not wait, until nothing more happens.
void settle()
{
    while (QCoreApplication::eventDispatcher()->processEvents(QEventLoop::AllEvents)) {
    }
}

} // namespace

class EpollDispatcherTest : public QObject
{
    Q_OBJECT
private slots:
    void isTheOneInUse();

    void tellsOfWhatCanBeRead();
    void tellsOfRoomToWrite();
    void tellsOfUrgentData();
    void tellsBothOfOneSocket();
    void tellsOfAPeerThatHasGone();
    void aDisabledNotifierIsNotTold();
    void aNotifierDisabledInTheSameRoundIsNotTold();
    void aNotifierDeletedInTheSameRoundIsNotTold();
    void aNotifierMayDeleteItself();
    void aDescriptorUsedAgainInTheSameRoundIsNotMistaken();
    void aDescriptorClosedBeforeItsNotifierIsForgotten();
    void writeInterestThatComesAndGoes();
    void anOrdinaryFileIsAlwaysReady();
    void nestedLoopTellsTheRestOfTheRoundOnce();
    void socketsCanBeLeftOut();

    void timersFireInTheOrderTheyAreDue();
    void timersAreNeverEarlyAndComeAgain_data();
    void timersAreNeverEarlyAndComeAgain();
    void timerThatIsStoppedInTheSameRound();
    void timerThatIsDeletedInTheSameRound();
    void timerThatIsSetAnewInItsOwnTurn();
    void timerDoesNotEnterItself();
    void timersWithoutIntervalLetSocketsHaveTheirTurn();
    void timersCanBeLeftOut();
    void remainingTimeAndRegisteredTimers();

    void postedEventsAreDelivered();
    void wakesUpFromAnotherThread();
    void eventsFromAnotherThreadEndTheWaiting();
    void interruptEndsTheRound();
    void nestedLoopsEndEachByItself();
    void deferredDeletion();
    void manySocketsOfRealConnections();
};

void EpollDispatcherTest::isTheOneInUse() { QVERIFY(qobject_cast<EpollDispatcher *>(QCoreApplication::eventDispatcher())); }

// --- sockets ---------------------------------------------------------------------------------------------------------------

void EpollDispatcherTest::tellsOfWhatCanBeRead()
{
    const Pair pair;
    QSocketNotifier reader(pair.ends[0], QSocketNotifier::Read);
    int told = 0;
    connect(&reader, &QSocketNotifier::activated, this, [&] {
        ++told;
        pair.take(0);
    });
    settle();
    QCOMPARE(told, 0);
    pair.put(1);
    settle();
    QCOMPARE(told, 1);
    pair.put(1);
    settle();
    QCOMPARE(told, 2);
}

void EpollDispatcherTest::tellsOfRoomToWrite()
{
    const Pair pair;
    QSocketNotifier writer(pair.ends[0], QSocketNotifier::Write);
    int told = 0;
    connect(&writer, &QSocketNotifier::activated, this, [&] {
        ++told;
        writer.setEnabled(false);
    });
    settle();
    QCOMPARE(told, 1);
    // Full: no word until the other side has taken something.
    const QByteArray block(65536, 'b');
    while (::send(pair.ends[0], block.constData(), std::size_t(block.size()), MSG_NOSIGNAL) > 0) {
    }
    writer.setEnabled(true);
    settle();
    QCOMPARE(told, 1);
    QByteArray taken(1 << 20, 0);
    while (::recv(pair.ends[1], taken.data(), std::size_t(taken.size()), 0) > 0) {
    }
    settle();
    QCOMPARE(told, 2);
}

void EpollDispatcherTest::tellsOfUrgentData()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QTcpSocket client;
    client.connectToHost(QHostAddress::LocalHost, server.serverPort());
    QTRY_VERIFY(server.hasPendingConnections());
    const auto *accepted = server.nextPendingConnection();
    QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
    const int mine = ::dup(int(accepted->socketDescriptor()));
    QSocketNotifier urgent(mine, QSocketNotifier::Exception);
    int told = 0;
    connect(&urgent, &QSocketNotifier::activated, this, [&] {
        ++told;
        char byte = 0;
        ::recv(mine, &byte, 1, MSG_OOB);
        urgent.setEnabled(false);
    });
    QCOMPARE(::send(int(client.socketDescriptor()), "!", 1, MSG_OOB), ssize_t(1));
    QTRY_COMPARE(told, 1);
    urgent.setEnabled(false);
    ::close(mine);
}

void EpollDispatcherTest::tellsBothOfOneSocket()
{
    const Pair pair;
    QSocketNotifier reader(pair.ends[0], QSocketNotifier::Read);
    QSocketNotifier writer(pair.ends[0], QSocketNotifier::Write);
    QStringList told;
    connect(&reader, &QSocketNotifier::activated, this, [&] {
        told.append(QStringLiteral("read"));
        pair.take(0);
    });
    connect(&writer, &QSocketNotifier::activated, this, [&] {
        told.append(QStringLiteral("write"));
        writer.setEnabled(false);
    });
    pair.put(1);
    settle();
    QCOMPARE(told, QStringList({QStringLiteral("read"), QStringLiteral("write")}));
    pair.put(1); // what is left is still watched
    settle();
    QCOMPARE(told.size(), 3);
}

void EpollDispatcherTest::tellsOfAPeerThatHasGone()
{
    Pair pair;
    QSocketNotifier reader(pair.ends[0], QSocketNotifier::Read);
    int got = -2;
    connect(&reader, &QSocketNotifier::activated, this, [&] {
        got = pair.take(0);
        reader.setEnabled(false);
    });
    pair.closeEnd(1);
    settle();
    QCOMPARE(got, 0);
}

void EpollDispatcherTest::aDisabledNotifierIsNotTold()
{
    const Pair pair;
    QSocketNotifier reader(pair.ends[0], QSocketNotifier::Read);
    int told = 0;
    connect(&reader, &QSocketNotifier::activated, this, [&] {
        ++told;
        pair.take(0);
    });
    reader.setEnabled(false);
    pair.put(1);
    settle();
    QCOMPARE(told, 0);
    reader.setEnabled(true);
    settle();
    QCOMPARE(told, 1);
}

void EpollDispatcherTest::aNotifierDisabledInTheSameRoundIsNotTold()
{
    const Pair one;
    const Pair two;
    QSocketNotifier first(one.ends[0], QSocketNotifier::Read);
    QSocketNotifier second(two.ends[0], QSocketNotifier::Read);
    int told = 0;
    const auto disableBoth = [&] {
        ++told;
        first.setEnabled(false);
        second.setEnabled(false);
    };
    connect(&first, &QSocketNotifier::activated, this, disableBoth);
    connect(&second, &QSocketNotifier::activated, this, disableBoth);
    settle();
    one.put(1);
    two.put(1);
    settle();
    QCOMPARE(told, 1);
}

void EpollDispatcherTest::aNotifierDeletedInTheSameRoundIsNotTold()
{
    const Pair one;
    const Pair two;
    auto first = std::make_unique<QSocketNotifier>(one.ends[0], QSocketNotifier::Read);
    auto second = std::make_unique<QSocketNotifier>(two.ends[0], QSocketNotifier::Read);
    int told = 0;
    connect(first.get(), &QSocketNotifier::activated, this, [&] {
        ++told;
        one.take(0);
        second.reset();
    });
    connect(second.get(), &QSocketNotifier::activated, this, [&] {
        ++told;
        two.take(0);
        first.reset();
    });
    settle();
    one.put(1);
    two.put(1);
    settle();
    QCOMPARE(told, 1);
    QVERIFY(!first || !second);
}

void EpollDispatcherTest::aNotifierMayDeleteItself()
{
    const Pair pair;
    auto *reader = new QSocketNotifier(pair.ends[0], QSocketNotifier::Read);
    int told = 0;
    connect(reader, &QSocketNotifier::activated, this, [&told, reader] {
        ++told;
        reader->setEnabled(false);
        reader->deleteLater();
    });
    pair.put(1);
    settle();
    QCOMPARE(told, 1);
}

void EpollDispatcherTest::aDescriptorUsedAgainInTheSameRoundIsNotMistaken()
{
    // Whichever is told first closes the other's descriptor and opens a new one under its number, which is watched at once. What was
    // seen on the old one is not news of the new one, and what comes on the new one is not lost.
    Pair one;
    Pair two;
    auto first = std::make_unique<QSocketNotifier>(one.ends[0], QSocketNotifier::Read);
    auto second = std::make_unique<QSocketNotifier>(two.ends[0], QSocketNotifier::Read);
    std::unique_ptr<QSocketNotifier> fresh;
    int fromFresh = 0;
    int other = -1;
    const auto replace = [&](std::unique_ptr<QSocketNotifier> &notifier, Pair &pair) {
        if (fresh)
            return;
        const int number = pair.ends[0];
        notifier.reset();
        pair.closeEnd(0);
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
        // The lowest free number is given; should it be another one, it is moved there.
        const int mine = ends[0] == number ? ends[0] : ::dup2(ends[0], number);
        QCOMPARE(mine, number);
        other = ends[1];
        fresh = std::make_unique<QSocketNotifier>(mine, QSocketNotifier::Read);
        connect(fresh.get(), &QSocketNotifier::activated, this, [&, mine] {
            ++fromFresh;
            char byte = 0;
            ::recv(mine, &byte, 1, 0);
        });
    };
    connect(first.get(), &QSocketNotifier::activated, this, [&] {
        one.take(0);
        replace(second, two);
    });
    connect(second.get(), &QSocketNotifier::activated, this, [&] {
        two.take(0);
        replace(first, one);
    });
    settle();
    one.put(1);
    two.put(1);
    settle();
    QVERIFY(fresh);
    QCOMPARE(fromFresh, 0);
    QCOMPARE(::send(other, "y", 1, MSG_NOSIGNAL), ssize_t(1));
    settle();
    QCOMPARE(fromFresh, 1);
    const int number = int(fresh->socket());
    fresh.reset();
    ::close(number);
    ::close(other);
}

void EpollDispatcherTest::aDescriptorClosedBeforeItsNotifierIsForgotten()
{
    Pair pair;
    auto reader = std::make_unique<QSocketNotifier>(pair.ends[0], QSocketNotifier::Read);
    settle();
    const int number = pair.ends[0];
    pair.closeEnd(0);
    reader.reset();
    const Pair next; // takes the number
    QSocketNotifier again(next.ends[0], QSocketNotifier::Read);
    int told = 0;
    connect(&again, &QSocketNotifier::activated, this, [&] {
        ++told;
        next.take(0);
    });
    QCOMPARE(next.ends[0], number);
    next.put(1);
    settle();
    QCOMPARE(told, 1);
}

void EpollDispatcherTest::writeInterestThatComesAndGoes()
{
    const Pair pair;
    QSocketNotifier reader(pair.ends[0], QSocketNotifier::Read);
    QSocketNotifier writer(pair.ends[0], QSocketNotifier::Write);
    int writes = 0;
    connect(&writer, &QSocketNotifier::activated, this, [&] {
        ++writes;
        writer.setEnabled(false);
    });
    for (int turn = 0; turn < 3; ++turn) {
        writer.setEnabled(true);
        writer.setEnabled(false);
    }
    settle();
    QCOMPARE(writes, 0);
    writer.setEnabled(true);
    settle();
    QCOMPARE(writes, 1);
    settle();
    QCOMPARE(writes, 1);
}

void EpollDispatcherTest::anOrdinaryFileIsAlwaysReady()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    QSocketNotifier reader(file.handle(), QSocketNotifier::Read);
    int told = 0;
    connect(&reader, &QSocketNotifier::activated, this, [&] {
        if (++told == 3)
            reader.setEnabled(false);
    });
    QTRY_COMPARE(told, 3);
    settle();
    QCOMPARE(told, 3);
}

void EpollDispatcherTest::nestedLoopTellsTheRestOfTheRoundOnce()
{
    const Pair one;
    const Pair two;
    QSocketNotifier first(one.ends[0], QSocketNotifier::Read);
    QSocketNotifier second(two.ends[0], QSocketNotifier::Read);
    QStringList told;
    const auto enter = [&](const QString &name, const Pair &pair) {
        told.append(name + QLatin1Char('<'));
        pair.take(0);
        if (told.size() == 1)
            settle();
        told.append(name + QLatin1Char('>'));
    };
    connect(&first, &QSocketNotifier::activated, this, [&] { enter(QStringLiteral("1"), one); });
    connect(&second, &QSocketNotifier::activated, this, [&] { enter(QStringLiteral("2"), two); });
    settle();
    one.put(1);
    two.put(1);
    settle();
    QCOMPARE(told.size(), 4);
    QCOMPARE(told.first().left(1), told.last().left(1));
    QCOMPARE(told.at(1).left(1), told.at(2).left(1));
}

void EpollDispatcherTest::socketsCanBeLeftOut()
{
    const Pair pair;
    QSocketNotifier reader(pair.ends[0], QSocketNotifier::Read);
    int told = 0;
    connect(&reader, &QSocketNotifier::activated, this, [&] {
        ++told;
        pair.take(0);
    });
    pair.put(1);
    QTimer timer;
    timer.setSingleShot(true);
    bool fired = false;
    connect(&timer, &QTimer::timeout, this, [&] { fired = true; });
    timer.start(1);
    while (!fired)
        QCoreApplication::eventDispatcher()->processEvents(QEventLoop::ExcludeSocketNotifiers | QEventLoop::WaitForMoreEvents);
    QCOMPARE(told, 0);
    settle();
    QCOMPARE(told, 1);
}

// --- timers ----------------------------------------------------------------------------------------------------------------

void EpollDispatcherTest::timersFireInTheOrderTheyAreDue()
{
    QList<int> fired;
    std::vector<std::unique_ptr<QTimer>> timers;
    for (const int ms : {30, 5, 20, 10, 1}) {
        timers.push_back(std::make_unique<QTimer>());
        timers.back()->setTimerType(Qt::PreciseTimer);
        timers.back()->setSingleShot(true);
        connect(timers.back().get(), &QTimer::timeout, this, [&fired, ms] { fired.append(ms); });
        timers.back()->start(ms);
    }
    QTRY_COMPARE(fired.size(), 5);
    QCOMPARE(fired, QList<int>({1, 5, 10, 20, 30}));
}

void EpollDispatcherTest::timersAreNeverEarlyAndComeAgain_data()
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

void EpollDispatcherTest::timersAreNeverEarlyAndComeAgain()
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
    QTRY_COMPARE(at.size(), 3);
    for (qsizetype turn = 0; turn < 3; ++turn)
        QVERIFY2(at.at(turn) >= (ms * (turn + 1) - earlyMs) * 1'000'000LL, qPrintable(QString::number(at.at(turn))));
}

void EpollDispatcherTest::timerThatIsStoppedInTheSameRound()
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

void EpollDispatcherTest::timerThatIsDeletedInTheSameRound()
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

void EpollDispatcherTest::timerThatIsSetAnewInItsOwnTurn()
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

void EpollDispatcherTest::timerDoesNotEnterItself()
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

void EpollDispatcherTest::timersWithoutIntervalLetSocketsHaveTheirTurn()
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

void EpollDispatcherTest::timersCanBeLeftOut()
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

void EpollDispatcherTest::remainingTimeAndRegisteredTimers()
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
    // Qt frees the ids with the object, and says so of those it does not know.
    QObject keeper;
    keeper.startTimer(300'000);
    keeper.moveToThread(keeper.thread());
    QCOMPARE(dispatcher->registeredTimers(&keeper).size(), 1);
}

// --- events and loops ------------------------------------------------------------------------------------------------------

void EpollDispatcherTest::postedEventsAreDelivered()
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

void EpollDispatcherTest::wakesUpFromAnotherThread()
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

void EpollDispatcherTest::eventsFromAnotherThreadEndTheWaiting()
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

void EpollDispatcherTest::interruptEndsTheRound()
{
    auto *dispatcher = QCoreApplication::eventDispatcher();
    settle();
    QMetaObject::invokeMethod(
        this, [dispatcher] { dispatcher->interrupt(); }, Qt::QueuedConnection);
    // Would wait for ever otherwise.
    QVERIFY(!dispatcher->processEvents(QEventLoop::WaitForMoreEvents));
    settle();
}

void EpollDispatcherTest::nestedLoopsEndEachByItself()
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

void EpollDispatcherTest::deferredDeletion()
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

void EpollDispatcherTest::manySocketsOfRealConnections()
{
    constexpr int many = 200;
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QByteArray echoed;
    connect(&server, &QTcpServer::newConnection, this, [&] {
        while (QTcpSocket *socket = server.nextPendingConnection())
            connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->write(socket->readAll()); });
    });
    std::vector<std::unique_ptr<QTcpSocket>> clients;
    int answers = 0;
    for (int i = 0; i < many; ++i) {
        clients.push_back(std::make_unique<QTcpSocket>());
        QTcpSocket *client = clients.back().get();
        connect(client, &QTcpSocket::connected, this, [client] { client->write("hello"); });
        connect(client, &QTcpSocket::readyRead, this, [&answers, client] {
            if (client->bytesAvailable() >= 5 && client->readAll() == "hello")
                ++answers;
        });
        client->connectToHost(QHostAddress::LocalHost, server.serverPort());
    }
    QTRY_COMPARE_WITH_TIMEOUT(answers, many, 30000);
    for (const auto &client : clients)
        client->disconnectFromHost();
    for (const auto &client : clients)
        QTRY_COMPARE(client->state(), QAbstractSocket::UnconnectedState);
}

int main(int argc, char *argv[])
{
    QCoreApplication::setEventDispatcher(new EpollDispatcher);
    const QCoreApplication app(argc, argv);
    QTEST_SET_MAIN_SOURCE_PATH
    EpollDispatcherTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_epoll_dispatcher.moc"
