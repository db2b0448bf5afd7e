// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/hub/HttpFixture.h"

#include <QScopeGuard>
#include <QSemaphore>
#include <QTcpSocket>
#include <QTest>
#include <algorithm>
#include <atomic>
#include <sys/resource.h>
#include <thread>

using namespace liaison;
using namespace liaison::hub;

namespace {
const QByteArray guess = R"({"name":"lin","password":"guess","device":"d1","device_name":"x"})";

/// Sends a request and does not wait for its answer.
std::unique_ptr<QTcpSocket> posted(const HttpFixture &http, const QByteArray &path, const QByteArray &body)
{
    auto socket = http.connected();
    socket->write("POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: " +
                  QByteArray::number(body.size()) + "\r\n\r\n" + body);
    socket->flush();
    return socket;
}
} // namespace

/// Who waits for whom in the HTTP front: slow answers, guessed passwords, the end.
class TestHttpWaiting : public QObject
{
    Q_OBJECT
private slots:
    void oneSlowAnswerHoldsUpNobody();
    void guessedPasswordsHoldUpNoOtherRequest();
    void whoAsksTooOftenIsToldAtOnce();
    void stopWaitsForWork();
    void oneAddressSendsFilesAtItsPace();
    void stopWakesWhoWaitsForHisPace();
};

void TestHttpWaiting::oneSlowAnswerHoldsUpNobody()
{
    HttpFixture http;
    QSemaphore goOn;
    QSemaphore begun;
    http.backend.createVisitor = [&](const VisitorRequest &) {
        begun.release();
        goOn.acquire();
        return HttpAnswer::good();
    };
    QVERIFY(http.start());
    const auto slow = posted(http, "/api/v1/visitor", "{}");
    QVERIFY(begun.tryAcquire(1, 20'000));
    QCOMPARE(http.get("/chat").status, 200);
    goOn.release();
    QCOMPARE(HttpFixture::read(*slow).status, 200);
}

void TestHttpWaiting::guessedPasswordsHoldUpNoOtherRequest()
{
    constexpr int waiting = 20; // at one thread
    constexpr int tooMany = 4;
    QSemaphore goOn;
    QSemaphore begun;
    std::atomic<int> nice = 0;
    HttpFixture http;
    const auto letGo = qScopeGuard([&] { goOn.release(waiting + tooMany); });
    http.options.workers = 1;
    http.options.limitLoopback = true;
    http.options.signInsPerMinute = waiting; // whom there is no room for is told so, and has not used up a try
    http.backend.signIn = [&](const SignInRequest &) {
        begun.release();
        goOn.acquire();
        return HttpAnswer::refused(ErrorCode::Unauthorized, QStringLiteral("no"));
    };
    http.backend.signOut = [&](const QString &) {
        nice = ::getpriority(PRIO_PROCESS, 0);
        return HttpAnswer::good();
    };
    QVERIFY(http.start());
    std::vector<std::unique_ptr<QTcpSocket>> guesses;
    for (int i = 0; i < waiting + tooMany; ++i)
        guesses.push_back(posted(http, "/api/v1/sign-in", guess));
    QVERIFY(begun.tryAcquire(1, 20'000));
    // They do not take the one worker that everybody else has; and where that works is behind the links.
    QCOMPARE(http.post("/api/v1/sign-out", {}, {HttpFixture::auth("agent")}).status, 200);
    QVERIFY(nice > ::getpriority(PRIO_PROCESS, 0));
    const auto answered = [&] {
        return std::count_if(guesses.cbegin(), guesses.cend(), [](const auto &each) { return each->bytesAvailable() > 0; });
    };
    QTRY_COMPARE(answered(), tooMany);
    goOn.release(waiting);
    QMap<int, int> statuses;
    for (const auto &each : guesses) {
        const HttpReply reply = HttpFixture::read(*each);
        ++statuses[reply.status];
        if (reply.status == 503)
            QVERIFY(reply.code() == QLatin1String("busy") && reply.header("retry-after").toInt() > 0);
    }
    QCOMPARE(statuses, (QMap<int, int>{{401, waiting}, {503, tooMany}}));
}

void TestHttpWaiting::whoAsksTooOftenIsToldAtOnce()
{
    QSemaphore goOn;
    QSemaphore begun;
    HttpFixture http;
    const auto letGo = qScopeGuard([&] { goOn.release(); });
    http.options.workers = 1;
    http.options.signInsPerMinute = 1;
    http.options.limitLoopback = true;
    http.backend.signIn = [&](const SignInRequest &) {
        begun.release();
        goOn.acquire();
        return HttpAnswer::refused(ErrorCode::Unauthorized, QStringLiteral("no"));
    };
    QVERIFY(http.start());
    const auto first = posted(http, "/api/v1/sign-in", guess);
    QVERIFY(begun.tryAcquire(1, 20'000));
    const auto second = posted(http, "/api/v1/sign-in", guess);
    const HttpReply refused = HttpFixture::read(*second); // while the only thread for sign-ins is at work
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.code(), QStringLiteral("rate"));
    goOn.release();
    QCOMPARE(HttpFixture::read(*first).status, 401);
}

void TestHttpWaiting::stopWaitsForWork()
{
    HttpFixture http;
    QSemaphore begun;
    std::atomic<bool> ended = false;
    http.backend.createVisitor = [&](const VisitorRequest &) {
        begun.release();
        for (int i = 0; i < 1000; ++i)
            std::this_thread::yield();
        ended = true;
        return HttpAnswer::good();
    };
    QVERIFY(http.start());
    const auto socket = posted(http, "/api/v1/visitor", "{}");
    QVERIFY(begun.tryAcquire(1, 20'000));
    http.front().stop();
    QVERIFY(ended);
    QCOMPARE(http.front().port(), quint16(0));
}

void TestHttpWaiting::oneAddressSendsFilesAtItsPace()
{
    HttpFixture http;
    http.options.limitLoopback = true;
    http.options.fileBytesPerSecond = 100'000; // four seconds' worth at once
    QVERIFY(http.start());
    const QByteArray small(300'000, 'x');
    QCOMPARE(http.put("small-file", small, "text/plain").status, 200);
    QCOMPARE(http.counted("http_paced_total"), 0);
    const QByteArray more(390'000, 'y');
    QCOMPARE(http.put("second-file", more, "text/plain").status, 200); // it waits, and is whole
    const int paced = http.counted("http_paced_total");
    QVERIFY(paced > 0);
    // What is refused is read to its end as slowly.
    QCOMPARE(http.put("third-file", more, "image/svg+xml").status, 415);
    QVERIFY(http.counted("http_paced_total") > paced);
    QCOMPARE(http.get("/api/v1/files/second-file", {HttpFixture::auth("one")}).body, more);
}

void TestHttpWaiting::stopWakesWhoWaitsForHisPace()
{
    HttpFixture http;
    http.options.limitLoopback = true;
    http.options.fileBytesPerSecond = 1; // the first piece passes, the next has to wait for seconds
    QVERIFY(http.start());
    const auto sendHalf = [&](const QByteArray &id) {
        auto sender = http.connected();
        sender->write("PUT /api/v1/files/" + id + " HTTP/1.1\r\nHost: h\r\n" + HttpFixture::auth("one") +
                      "\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n" + QByteArray(50'000, 'x'));
        return sender;
    };
    const auto socket = sendHalf("long-file");
    QTRY_VERIFY(http.counted("http_paced_total") > 0);
    const auto other = sendHalf("other-file"); // and one who goes while he waits
    const int paced = http.counted("http_paced_total");
    QTRY_VERIFY(http.counted("http_paced_total") > paced);
    other->abort();
    QCOMPARE(http.get("/healthz").status, 200);
    http.front().stop();
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
}

QTEST_GUILESS_MAIN(TestHttpWaiting)
#include "tst_http_waiting.moc"
