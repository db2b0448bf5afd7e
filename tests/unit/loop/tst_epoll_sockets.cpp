// SPDX-License-Identifier: GPL-3.0-or-later
// The hub's event loop tells of sockets what Qt's own does.
#include "hub/loop/EpollDispatcher.h"
#include "tests/unit/loop/LoopBench.h"

#include <QEventLoop>
#include <QSocketNotifier>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryFile>
#include <QtTest>
#include <fcntl.h>

using namespace liaison::hub;

class EpollSocketsTest : public QObject
{
    Q_OBJECT
private slots:
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
    void manySocketsOfRealConnections();
};

void EpollSocketsTest::tellsOfWhatCanBeRead()
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

void EpollSocketsTest::tellsOfRoomToWrite()
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

void EpollSocketsTest::tellsOfUrgentData()
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

void EpollSocketsTest::tellsBothOfOneSocket()
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

void EpollSocketsTest::tellsOfAPeerThatHasGone()
{
    // A pipe says EPOLLHUP and nothing else when its writer has gone, and EPOLLERR when its reader has; of a socket EPOLLIN comes too.
    int ends[2];
    QCOMPARE(::pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
    QSocketNotifier reader(ends[0], QSocketNotifier::Read);
    ssize_t got = -2;
    connect(&reader, &QSocketNotifier::activated, this, [&] {
        char byte = 0;
        got = ::read(ends[0], &byte, 1);
        reader.setEnabled(false);
    });
    settle();
    QCOMPARE(got, ssize_t(-2));
    ::close(ends[1]);
    settle();
    QCOMPARE(got, ssize_t(0));
    ::close(ends[0]);

    QCOMPARE(::pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
    const QByteArray block(65536, 'b');
    while (::write(ends[1], block.constData(), std::size_t(block.size())) > 0) {
    }
    QSocketNotifier writer(ends[1], QSocketNotifier::Write);
    int told = 0;
    connect(&writer, &QSocketNotifier::activated, this, [&] {
        ++told;
        writer.setEnabled(false);
    });
    settle();
    QCOMPARE(told, 0); // full
    ::close(ends[0]);
    settle();
    QCOMPARE(told, 1);
    ::close(ends[1]);
}

void EpollSocketsTest::aDisabledNotifierIsNotTold()
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

void EpollSocketsTest::aNotifierDisabledInTheSameRoundIsNotTold()
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

void EpollSocketsTest::aNotifierDeletedInTheSameRoundIsNotTold()
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

void EpollSocketsTest::aNotifierMayDeleteItself()
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

void EpollSocketsTest::aDescriptorUsedAgainInTheSameRoundIsNotMistaken()
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

void EpollSocketsTest::aDescriptorClosedBeforeItsNotifierIsForgotten()
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

void EpollSocketsTest::writeInterestThatComesAndGoes()
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

void EpollSocketsTest::anOrdinaryFileIsAlwaysReady()
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

void EpollSocketsTest::nestedLoopTellsTheRestOfTheRoundOnce()
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

void EpollSocketsTest::socketsCanBeLeftOut()
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

void EpollSocketsTest::manySocketsOfRealConnections()
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
    QTEST_SET_MAIN_SOURCE_PATH
    return runOnEpoll<EpollSocketsTest>(argc, argv);
}

#include "tst_epoll_sockets.moc"
