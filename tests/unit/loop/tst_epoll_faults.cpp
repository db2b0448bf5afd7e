// SPDX-License-Identifier: GPL-3.0-or-later
// What the epoll set refuses, keeps too long or mistakes does not make the hub's event loop deaf, nor let it spin.
#include "hub/loop/EpollDispatcher.h"
#include "tests/unit/loop/LoopBench.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QRegularExpression>
#include <QSocketNotifier>
#include <QTemporaryFile>
#include <QtTest>
#include <sys/epoll.h>
#include <sys/syscall.h>

namespace {

int refusals = 0; ///< so many descriptors more are not taken into an epoll set
int refusal = 0;  ///< errno of that

/// Rounds that wait, until `over`. A loop that rests makes few of them.
int roundsUntil(const bool &over)
{
    int rounds = 0;
    while (!over) {
        runRound(QEventLoop::WaitForMoreEvents);
        ++rounds;
    }
    return rounds;
}

} // namespace

/// The system's call, which this program can let fail: a system's limit cannot be reached without disturbing everybody on it.
extern "C" int epoll_ctl(int set, int what, int fd, epoll_event *event) noexcept
{
    if (what == EPOLL_CTL_ADD && refusals > 0) {
        --refusals;
        errno = refusal;
        return -1;
    }
    return int(::syscall(SYS_epoll_ctl, set, what, fd, event));
}

class EpollFaultsTest : public QObject
{
    Q_OBJECT
private slots:
    void aDescriptorClosedWhileADuplicateLives_data();
    void aDescriptorClosedWhileADuplicateLives();
    void aSocketUnderTheNumberOfAFile_data();
    void aSocketUnderTheNumberOfAFile();
    void aFileUnderTheNumberOfASocket();
    void aRefusedDescriptorIsTriedAgain_data();
    void aRefusedDescriptorIsTriedAgain();
    void aRefusedDescriptorIsNotTriedInEveryRound();
    void aRefusedDescriptorThatIsGivenUp();
};

void EpollFaultsTest::aDescriptorClosedWhileADuplicateLives_data()
{
    QTest::addColumn<QString>("number");
    QTest::newRow("its number is free") << QString();
    QTest::newRow("its number is another file's") << QStringLiteral("other");
    QTest::newRow("its number is another watched file's") << QStringLiteral("watched");
    QTest::newRow("its number is its own again") << QStringLiteral("same");
}

void EpollFaultsTest::aDescriptorClosedWhileADuplicateLives()
{
    // Such a one stays in the epoll set, and nothing but itself could take it out.
    QFETCH(const QString, number);
    Pair pair;
    const Pair other;
    const Pair neighbour;
    QSocketNotifier neighbours(neighbour.ends[0], QSocketNotifier::Read);
    int toldNeighbour = 0;
    connect(&neighbours, &QSocketNotifier::activated, this, [&] {
        ++toldNeighbour;
        neighbour.take(0);
    });
    auto reader = std::make_unique<QSocketNotifier>(pair.ends[0], QSocketNotifier::Read);
    settle();
    const int closed = pair.ends[0];
    const int duplicate = ::dup(closed);
    pair.closeEnd(0);
    reader.reset();
    std::unique_ptr<QSocketNotifier> others;
    int toldOther = 0;
    if (!number.isEmpty())
        QCOMPARE(::dup2(number == QStringLiteral("same") ? duplicate : other.ends[0], closed), closed);
    if (number == QStringLiteral("watched")) {
        others = std::make_unique<QSocketNotifier>(closed, QSocketNotifier::Read);
        connect(others.get(), &QSocketNotifier::activated, this, [&] {
            ++toldOther;
            other.take(0);
        });
        settle();
    }

    QTest::failOnWarning(QRegularExpression(QStringLiteral("EpollDispatcher"))); // but for the one that follows, once
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("EpollDispatcher: descriptor %1 .*duplicate").arg(closed)));
    pair.put(1); // comes at the duplicate, which is nobody's here
    bool over = false;
    QTimer::singleShot(100, Qt::PreciseTimer, this, [&] { over = true; });
    const int rounds = roundsUntil(over);
    QVERIFY2(rounds <= 10, qPrintable(QString::number(rounds)));
    QCOMPARE(toldOther, 0);
    // Everybody else is told as before.
    neighbour.put(1);
    other.put(1);
    settle();
    QCOMPARE(toldNeighbour, 1);
    QCOMPARE(toldOther, others ? 1 : 0);

    others.reset();
    ::close(duplicate);
    if (!number.isEmpty())
        ::close(closed);
}

void EpollFaultsTest::aSocketUnderTheNumberOfAFile_data()
{
    QTest::addColumn<int>("kind"); ///< of the notifier that was there before
    QTest::newRow("a second notifier of the same kind") << int(QSocketNotifier::Read);
    QTest::newRow("a second notifier of another kind") << int(QSocketNotifier::Write);
}

void EpollFaultsTest::aSocketUnderTheNumberOfAFile()
{
    // A file is always ready; a socket that came under its number behind the notifier's back is not.
    QFETCH(const int, kind);
    QTemporaryFile file;
    QVERIFY(file.open());
    const Pair pair;
    const int number = ::dup(file.handle());
    QSocketNotifier first(number, QSocketNotifier::Type(kind));
    int toldFirst = 0;
    connect(&first, &QSocketNotifier::activated, this, [&] { ++toldFirst; });
    runRound();
    runRound();
    QCOMPARE(toldFirst, 2);

    QCOMPARE(::dup2(pair.ends[0], number), number);
    if (kind == QSocketNotifier::Read)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("a second notifier of one kind")));
    QSocketNotifier second(number, QSocketNotifier::Read);
    int told = 0;
    connect(&second, &QSocketNotifier::activated, this, [&] {
        ++told;
        pair.take(0);
    });
    first.setEnabled(false);
    settle();
    QCOMPARE(told, 0);
    pair.put(1);
    settle();
    QCOMPARE(told, 1);
    second.setEnabled(false);
    ::close(number);
}

void EpollFaultsTest::aFileUnderTheNumberOfASocket()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    const Pair pair;
    QSocketNotifier first(pair.ends[0], QSocketNotifier::Read);
    settle();
    QCOMPARE(::dup2(file.handle(), pair.ends[0]), pair.ends[0]);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("a second notifier of one kind")));
    QSocketNotifier second(pair.ends[0], QSocketNotifier::Read);
    int told = 0;
    connect(&second, &QSocketNotifier::activated, this, [&] { ++told; });
    runRound();
    runRound();
    QCOMPARE(told, 2);
    second.setEnabled(false);
    settle();
    QCOMPARE(told, 2);
}

void EpollFaultsTest::aRefusedDescriptorIsTriedAgain_data()
{
    QTest::addColumn<int>("why");
    QTest::newRow("as many watched as the user may") << ENOSPC;
    QTest::newRow("no memory in the kernel") << ENOMEM;
}

void EpollFaultsTest::aRefusedDescriptorIsTriedAgain()
{
    QFETCH(const int, why);
    const Pair one;
    const Pair two;
    QSocketNotifier first(one.ends[0], QSocketNotifier::Read);
    QSocketNotifier second(two.ends[0], QSocketNotifier::Read);
    int told = 0;
    bool over = false;
    for (const auto &[notifier, pair] : {std::pair{&first, &one}, std::pair{&second, &two}}) {
        pair->put(1);
        connect(notifier, &QSocketNotifier::activated, this, [&over, &told, pair = pair] {
            pair->take(0);
            over = ++told == 2;
        });
    }
    // A limit that is reached is said once of each, not every time it is tried.
    QTest::failOnWarning(QRegularExpression(QStringLiteral("EpollDispatcher")));
    for (const Pair *pair : {&one, &two})
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(QStringLiteral("descriptor %1 cannot be watched").arg(pair->ends[0])));
    refusal = why;
    refusals = 5;
    bool isTooLate = false;
    QTimer guard; // it would wait for ever otherwise
    connect(&guard, &QTimer::timeout, this, [&] { over = isTooLate = true; });
    guard.start(10'000);
    const int rounds = roundsUntil(over); // nothing else wakes it
    QVERIFY(!isTooLate);
    QCOMPARE(refusals, 0);
    QVERIFY2(rounds <= 10, qPrintable(QString::number(rounds))); // and it rests in between
    one.put(1);
    settle();
    QCOMPARE(told, 3);
}

void EpollFaultsTest::aRefusedDescriptorIsNotTriedInEveryRound()
{
    const Pair pair;
    const QSocketNotifier reader(pair.ends[0], QSocketNotifier::Read);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("cannot be watched")));
    refusal = ENOSPC;
    refusals = 1000;
    QElapsedTimer since;
    since.start();
    for (int round = 0; round < 500; ++round)
        runRound();
    const auto tried = 1000 - std::exchange(refusals, 0);
    QVERIFY(tried >= 1);
    QVERIFY2(tried <= 1 + since.elapsed() / 100,
             qPrintable(QString::number(tried))); // every 100 ms, however many rounds there are
}

void EpollFaultsTest::aRefusedDescriptorThatIsGivenUp()
{
    const Pair pair;
    auto reader = std::make_unique<QSocketNotifier>(pair.ends[0], QSocketNotifier::Read);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("cannot be watched")));
    refusal = ENOSPC;
    refusals = 1000;
    runRound();
    QCOMPARE(refusals, 999);
    reader.reset();
    settle();
    bool over = false;
    QTimer::singleShot(500, Qt::PreciseTimer, this, [&] { over = true; });
    QCOMPARE(roundsUntil(over), 1); // waits for nothing but the timer
    QCOMPARE(refusals, 999);
    refusals = 0;
}

int main(int argc, char *argv[])
{
    QTEST_SET_MAIN_SOURCE_PATH
    return runOnEpoll<EpollFaultsTest>(argc, argv);
}

#include "tst_epoll_faults.moc"
