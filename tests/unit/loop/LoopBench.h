// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/loop/EpollDispatcher.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QtTest>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

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
    Q_DISABLE_COPY_MOVE(Pair)
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

/// One round of the loop. Returns whether anything happened in it.
inline bool runRound(QEventLoop::ProcessEventsFlags flags = QEventLoop::AllEvents)
{
    return QCoreApplication::eventDispatcher()->processEvents(flags);
}

/// Rounds of the loop that do not wait, until nothing more happens. Fails the test if something happens for ever.
inline void settle()
{
    constexpr int many = 1000; // more than any test has to tell
    for (int round = 0; round < many; ++round) {
        if (!runRound())
            return;
    }
    QFAIL("the loop does not come to rest");
}

/// Runs a test class on the hub's event loop altogether: the test framework's own waiting too.
template <typename Test>
int runOnEpoll(int argc, char *argv[])
{
    QCoreApplication::setEventDispatcher(new liaison::hub::EpollDispatcher);
    const QCoreApplication app(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}
