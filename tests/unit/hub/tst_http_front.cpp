// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/hub/HttpFixture.h"

#include <QJsonArray>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

using namespace liaison;
using namespace liaison::hub;

/// The HTTP front over real sockets: paths, methods, headers, limits, and clients that do not behave.
class TestHttpFront : public QObject
{
    Q_OBJECT
private slots:
    void pages();
    void pageSaysWhoseDesk();
    void pageHeaders();
    void notModified();
    void unknownPaths_data();
    void unknownPaths();
    void methods();
    void head();
    void hubInfo();
    void signIn();
    void signInRefusals_data();
    void signInRefusals();
    void signInIsLimited();
    void signOut();
    void visitor();
    void visitorsAreLimited();
    void bodies();
    void health();
    void metrics();
    void metricsToken();
    void crossOrigin();
    void proxyAddress();
    void brokenRequests_data();
    void brokenRequests();
    void headerBomb();
    void slowHeadersAreCutOff();
    void silentConnectionsAreCutOff();
    void connectionsPerAddress();
    void refusalsAreCounted();
    void keepAlive();
    void plainTextOnlyOnLoopback();
    void startErrors();
};

void TestHttpFront::pages()
{
    HttpFixture http;
    QVERIFY2(http.start(), qPrintable(http.startError()));
    QCOMPARE(http.front().url(), QStringLiteral("http://127.0.0.1:%1").arg(http.front().port()));
    for (const char *path : {"/", "/chat", "/chat?lang=zh"}) {
        const HttpReply reply = http.get(path);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.header("content-type"), QByteArray("text/html; charset=utf-8"));
        QVERIFY(reply.body.startsWith("<!DOCTYPE html>"));
        QVERIFY(!reply.body.contains(" style=") && !reply.body.contains("<style") && !reply.body.contains(" onclick="));
    }
    QCOMPARE(http.get("/assets/link.js").header("content-type"), QByteArray("text/javascript; charset=utf-8"));
    QCOMPARE(http.get("/assets/chat.css").header("content-type"), QByteArray("text/css; charset=utf-8"));
    QCOMPARE(http.get("/assets/icon.svg").header("content-type"), QByteArray("image/svg+xml"));
    QCOMPARE(http.get("/widget.js").header("cross-origin-resource-policy"), QByteArray("cross-origin"));
    QCOMPARE(http.get("/assets/link.js").header("cross-origin-resource-policy"), QByteArray("same-origin"));
}

void TestHttpFront::pageSaysWhoseDesk()
{
    HttpFixture http;
    http.options.hubName = QStringLiteral("<b>\"Harbour\" & Co</b>");
    http.options.accent = QStringLiteral("#0f6cbd");
    QVERIFY(http.start());
    const QByteArray page = http.get("/chat").body;
    QVERIFY(page.contains("<title>&lt;b&gt;&quot;Harbour&quot; &amp; Co&lt;/b&gt;</title>"));
    QVERIFY(page.contains("data-accent=\"#0f6cbd\" data-languages=\"zh,en\""));
    QVERIFY(!page.contains("{{"));
}

void TestHttpFront::pageHeaders()
{
    HttpFixture http;
    http.options.allowedOrigins = {QStringLiteral("https://shop.example")};
    QVERIFY(http.start());
    const HttpReply chat = http.get("/chat");
    const QByteArray policy = chat.header("content-security-policy");
    for (const char *rule : {"default-src 'none'", "script-src 'self';", "style-src 'self';", "img-src 'self' blob:;",
                             "connect-src 'self' ws://127.0.0.1:4711;", "frame-ancestors 'self' https://shop.example;",
                             "base-uri 'none'", "require-trusted-types-for 'script'"})
        QVERIFY2(policy.contains(rule), rule);
    QVERIFY(!policy.contains("unsafe"));
    QVERIFY(http.get("/").header("content-security-policy").contains("frame-ancestors 'none'"));
    http.front().setLinkUrl(QStringLiteral("wss://desk.example/desk"));
    QVERIFY(http.get("/chat").header("content-security-policy").contains("connect-src 'self' wss://desk.example;"));
    for (const char *path : {"/chat", "/", "/nothing", "/healthz", "/api/v1/hub", "/api/v1/files/12345678"}) {
        const HttpReply reply = http.get(path);
        QCOMPARE(reply.header("x-content-type-options"), QByteArray("nosniff"));
        QCOMPARE(reply.header("referrer-policy"), QByteArray("no-referrer"));
        QVERIFY(reply.headers.contains("permissions-policy"));
        QVERIFY(reply.header("content-security-policy").startsWith("default-src 'none'"));
        QVERIFY(!reply.headers.contains("set-cookie"));
    }
}

void TestHttpFront::notModified()
{
    HttpFixture http;
    QVERIFY(http.start());
    const QByteArray etag = http.get("/assets/view.js").header("etag");
    QVERIFY(etag.size() > 10);
    const HttpReply again = http.get("/assets/view.js", {"If-None-Match: " + etag});
    QCOMPARE(again.status, 304);
    QVERIFY(again.body.isEmpty());
    QCOMPARE(http.get("/assets/view.js", {"If-None-Match: \"other\""}).status, 200);
}

void TestHttpFront::unknownPaths_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("status");
    const auto row = [](const char *path, int status) { QTest::newRow(path) << QByteArray(path) << status; };
    row("/nothing", 404);
    row("/assets/", 404);
    row("/assets/../chat.html", 404);
    row("/assets/%2e%2e/%2e%2e/etc/passwd", 404);
    row("/../../etc/passwd", 404);
    row("//etc/passwd", 404);
    row("/chat/", 404);
    row("/chat.html", 404);
    row("/healthz%00.js", 400);
    row("/chat%0d%0aX-Bad:1", 400);
    row("/assets/..%5c..%5cchat", 400);
    row("/%ff%fe", 400);
    row("/api/v1/files/", 401);
    row("/api/v2/hub", 404);
}

void TestHttpFront::unknownPaths()
{
    QFETCH(QByteArray, path);
    HttpFixture http;
    QVERIFY(http.start());
    const HttpReply reply = http.get(path);
    QTEST(reply.status, "status");
    QVERIFY(!reply.code().isEmpty());
    QVERIFY(!reply.headers.contains("x-bad"));
}

void TestHttpFront::methods()
{
    HttpFixture http;
    QVERIFY(http.start());
    for (const char *method : {"POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"}) {
        const HttpReply reply = http.send(method, "/chat", {}, {});
        QCOMPARE(reply.status, 405);
        QCOMPARE(reply.header("allow"), QByteArray("GET, HEAD, OPTIONS"));
    }
    QCOMPARE(http.get("/api/v1/sign-in").status, 405);
    QCOMPARE(http.get("/api/v1/visitor").header("allow"), QByteArray("POST, OPTIONS"));
    QCOMPARE(http.send("DELETE", "/api/v1/files/12345678", {}, {}).header("allow"), QByteArray("GET, HEAD, PUT, OPTIONS"));
    QCOMPARE(http.send("OPTIONS", "/chat", {}, {}).status, 204);
}

void TestHttpFront::head()
{
    HttpFixture http;
    QVERIFY(http.start());
    const HttpReply reply = http.send("HEAD", "/chat", {}, {});
    QCOMPARE(reply.status, 200);
    QVERIFY(reply.body.isEmpty());
    QCOMPARE(reply.header("content-length").toLongLong(), qint64(http.get("/chat").body.size()));
}

void TestHttpFront::hubInfo()
{
    HttpFixture http;
    http.options.hubName = QStringLiteral("海港商店");
    http.options.fileLimit = 1000;
    http.options.mimes = {QStringLiteral("image/png")};
    QVERIFY(http.start());
    const QJsonObject info = http.get("/api/v1/hub").json();
    QCOMPARE(info.value(QLatin1String("name")).toString(), QStringLiteral("海港商店"));
    QCOMPARE(info.value(QLatin1String("link")).toString(), QStringLiteral("ws://127.0.0.1:4711/desk"));
    QCOMPARE(info.value(QLatin1String("limits")).toObject().value(QLatin1String("file")).toInt(), 1000);
    QCOMPARE(info.value(QLatin1String("limits")).toObject().value(QLatin1String("mimes")).toArray().size(), 1);
    QVERIFY(!info.value(QLatin1String("languages")).toArray().isEmpty());
}

void TestHttpFront::signIn()
{
    HttpFixture http;
    QVERIFY(http.start());
    const HttpReply reply = http.post("/api/v1/sign-in", {{QStringLiteral("name"), QStringLiteral("lin")},
                                                          {QStringLiteral("password"), QStringLiteral("right")},
                                                          {QStringLiteral("device"), QStringLiteral("d1")},
                                                          {QStringLiteral("device_name"), QStringLiteral("Desk 4")}});
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.json().value(QLatin1String("token")).toString(), QStringLiteral("agent"));
    QCOMPARE(reply.json().value(QLatin1String("link")).toString(), QStringLiteral("ws://127.0.0.1:4711/desk"));
    QCOMPARE(reply.header("cache-control"), QByteArray("no-store"));
    QCOMPARE(http.signIns().size(), 1);
    QCOMPARE(http.signIns().first().address, QStringLiteral("127.0.0.1"));
    QCOMPARE(http.signIns().first().deviceName, QStringLiteral("Desk 4"));
}

void TestHttpFront::signInRefusals_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("device");
    QTest::addColumn<int>("status");
    QTest::newRow("wrong") << "lin"
                           << "wrong"
                           << "d1" << 401;
    QTest::newRow("too often") << "lin"
                               << "often"
                               << "d1" << 429;
    QTest::newRow("no name") << ""
                             << "right"
                             << "d1" << 400;
    QTest::newRow("no password") << "lin"
                                 << ""
                                 << "d1" << 400;
    QTest::newRow("no device") << "lin"
                               << "right"
                               << "" << 400;
    QTest::newRow("bad device") << "lin"
                                << "right"
                                << "d 1" << 400;
    QTest::newRow("endless password") << "lin" << QString(2000, QLatin1Char('x')) << "d1" << 400;
}

void TestHttpFront::signInRefusals()
{
    QFETCH(QString, name);
    QFETCH(QString, password);
    QFETCH(QString, device);
    HttpFixture http;
    QVERIFY(http.start());
    const HttpReply reply =
        http.post("/api/v1/sign-in",
                  {{QStringLiteral("name"), name}, {QStringLiteral("password"), password}, {QStringLiteral("device"), device}});
    QTEST(reply.status, "status");
    if (reply.status == 429)
        QCOMPARE(reply.header("retry-after"), QByteArray("3"));
    if (reply.status == 401)
        QCOMPARE(reply.header("www-authenticate"), QByteArray("Bearer"));
}

void TestHttpFront::signInIsLimited()
{
    HttpFixture http;
    http.options.limitLoopback = true;
    http.options.signInsPerMinute = 2;
    QVERIFY(http.start());
    const QJsonObject attempt{{QStringLiteral("name"), QStringLiteral("lin")},
                              {QStringLiteral("password"), QStringLiteral("wrong")},
                              {QStringLiteral("device"), QStringLiteral("d1")}};
    QCOMPARE(http.post("/api/v1/sign-in", attempt).status, 401);
    QCOMPARE(http.post("/api/v1/sign-in", attempt).status, 401);
    const HttpReply third = http.post("/api/v1/sign-in", attempt);
    QCOMPARE(third.status, 429);
    QVERIFY(third.header("retry-after").toInt() > 0);
    QCOMPARE(http.signIns().size(), 2);
}

void TestHttpFront::signOut()
{
    HttpFixture http;
    QVERIFY(http.start());
    QCOMPARE(http.post("/api/v1/sign-out", {}, {HttpFixture::auth("agent")}).status, 200);
    QCOMPARE(http.signedOut(), QStringList{QStringLiteral("agent")});
}

void TestHttpFront::visitor()
{
    HttpFixture http;
    QVERIFY(http.start());
    const HttpReply reply =
        http.post("/api/v1/visitor", {{QStringLiteral("user"), QJsonObject{{QStringLiteral("id"), QStringLiteral("u1")}}}},
                  {"Accept-Language: zh-CN,zh;q=0.9,en;q=0.8", "Origin: https://shop.example"});
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.json().value(QLatin1String("token")).toString(), QStringLiteral("one"));
    QVERIFY(!reply.json().value(QLatin1String("link")).toString().isEmpty());
    QCOMPARE(http.visitors().size(), 1);
    QCOMPARE(http.visitors().first().language, QStringLiteral("zh-CN"));
    QCOMPARE(http.visitors().first().user.value(QLatin1String("id")).toString(), QStringLiteral("u1"));
    QCOMPARE(http.post("/api/v1/visitor", {{QStringLiteral("user"), QStringLiteral("me")}}).status, 400);
}

void TestHttpFront::visitorsAreLimited()
{
    HttpFixture http;
    http.options.limitLoopback = true;
    http.options.visitorsPerMinute = 1;
    QVERIFY(http.start());
    QCOMPARE(http.post("/api/v1/visitor", {}).status, 200);
    const HttpReply second = http.post("/api/v1/visitor", {});
    QCOMPARE(second.status, 429);
    QCOMPARE(second.code(), QStringLiteral("rate"));
    QVERIFY(second.header("retry-after").toInt() >= 1);
}

void TestHttpFront::bodies()
{
    HttpFixture http;
    QVERIFY(http.start());
    const QByteArray type = "Content-Type: application/json";
    QCOMPARE(http.send("POST", "/api/v1/visitor", {type}, "{").status, 400);
    QCOMPARE(http.send("POST", "/api/v1/visitor", {type}, "[]").status, 400);
    QCOMPARE(http.send("POST", "/api/v1/visitor", {type}, {}).status, 400);
    QCOMPARE(http.send("POST", "/api/v1/visitor", {"Content-Type: text/plain"}, "{}").status, 415);
    QCOMPARE(http.send("POST", "/api/v1/visitor", {type}, QByteArray(17 << 10, ' ')).status, 413);
    QCOMPARE(http.send("POST", "/api/v1/visitor", {type + "; charset=utf-8"}, "{}").status, 200);
    QCOMPARE(http.send("GET", "/chat", {}, QByteArray(100, 'x')).status, 413);
    // Without a length the limit is found while the body comes in.
    QByteArray chunked =
        "POST /api/v1/visitor HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 20; ++i)
        chunked += "400\r\n" + QByteArray(1024, ' ') + "\r\n";
    QCOMPARE(http.raw(chunked + "0\r\n\r\n").status, 413);
    QCOMPARE(http.visitors().size(), 1);
}

void TestHttpFront::health()
{
    HttpFixture http;
    QVERIFY(http.start());
    QCOMPARE(http.get("/healthz").status, 200);
    QCOMPARE(http.get("/healthz").json().value(QLatin1String("status")).toString(), QStringLiteral("ok"));
    http.healthy = false;
    const HttpReply sick = http.get("/healthz");
    QCOMPARE(sick.status, 503);
    QCOMPARE(sick.json().value(QLatin1String("status")).toString(), QStringLiteral("failing"));
}

void TestHttpFront::metrics()
{
    HttpFixture http;
    QVERIFY(http.start());
    const HttpReply reply = http.get("/metrics");
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.body, QByteArray("liaison_hub_links 3\n"));
    QVERIFY(reply.header("content-type").startsWith("text/plain; version=0.0.4"));
}

void TestHttpFront::metricsToken()
{
    HttpFixture http;
    http.options.behindProxy = true; // then loopback is the proxy, not the administrator
    QVERIFY(http.start());
    QCOMPARE(http.get("/metrics").status, 403);
    http.stop();
    http.options.metricsToken = QStringLiteral("scrape");
    QVERIFY(http.start());
    QCOMPARE(http.get("/metrics").status, 401);
    QCOMPARE(http.get("/metrics", {HttpFixture::auth("scrap")}).status, 401);
    QCOMPARE(http.get("/metrics", {HttpFixture::auth("scrape")}).status, 200);
}

void TestHttpFront::crossOrigin()
{
    HttpFixture http;
    http.options.allowedOrigins = {QStringLiteral("https://shop.example")};
    QVERIFY(http.start());
    const QByteArray preflight = "Access-Control-Request-Method: POST";
    const HttpReply friendly = http.send("OPTIONS", "/api/v1/visitor", {"Origin: https://shop.example", preflight}, {});
    QCOMPARE(friendly.status, 204);
    QCOMPARE(friendly.header("access-control-allow-origin"), QByteArray("https://shop.example"));
    QVERIFY(friendly.header("access-control-allow-headers").contains("Authorization"));
    QVERIFY(!friendly.headers.contains("access-control-allow-credentials"));
    for (const char *origin : {"https://evil.example", "https://shop.example.evil.example", "null", "https://SHOP.example"}) {
        const HttpReply stranger = http.send("OPTIONS", "/api/v1/visitor", {QByteArray("Origin: ") + origin, preflight}, {});
        QVERIFY2(!stranger.headers.contains("access-control-allow-origin"), origin);
    }
    QCOMPARE(http.get("/api/v1/hub", {"Origin: https://shop.example"}).header("vary"), QByteArray("Origin"));
}

void TestHttpFront::proxyAddress()
{
    HttpFixture http;
    http.options.behindProxy = true;
    QVERIFY(http.start());
    const QJsonObject attempt{{QStringLiteral("name"), QStringLiteral("lin")},
                              {QStringLiteral("password"), QStringLiteral("wrong")},
                              {QStringLiteral("device"), QStringLiteral("d1")}};
    http.post("/api/v1/sign-in", attempt, {"X-Forwarded-For: 10.1.1.1, 203.0.113.9"});
    QCOMPARE(http.signIns().value(0).address, QStringLiteral("203.0.113.9"));
    http.stop();
    http.options.behindProxy = false;
    QVERIFY(http.start());
    http.post("/api/v1/sign-in", attempt, {"X-Forwarded-For: 203.0.113.9"});
    QCOMPARE(http.signIns().value(1).address, QStringLiteral("127.0.0.1"));
}

void TestHttpFront::brokenRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("noise") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 11);
    QTest::newRow("no host") << QByteArray("GET /chat HTTP/1.1\r\n\r\n");
    QTest::newRow("no version") << QByteArray("GET\r\n\r\n");
    QTest::newRow("absolute target") << QByteArray("GET http://other/chat HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::newRow("bad length") << QByteArray("POST /api/v1/visitor HTTP/1.1\r\nHost: h\r\nContent-Length: many\r\n\r\n");
    QTest::newRow("negative length") << QByteArray("POST /api/v1/visitor HTTP/1.1\r\nHost: h\r\nContent-Length: -5\r\n\r\n");
    QTest::newRow("endless target") << "GET /" + QByteArray(5000, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n";
}

void TestHttpFront::brokenRequests()
{
    QFETCH(QByteArray, bytes);
    HttpFixture http;
    QVERIFY(http.start());
    const HttpReply reply = http.raw(bytes);
    QVERIFY2(reply.status == 0 || (reply.status >= 400 && reply.status < 500), QByteArray::number(reply.status));
    QCOMPARE(http.get("/healthz").status, 200);
}

void TestHttpFront::headerBomb()
{
    HttpFixture http;
    QVERIFY(http.start());
    QByteArray bomb = "GET /chat HTTP/1.1\r\nHost: h\r\n";
    for (int i = 0; i < 2000; ++i)
        bomb += "X-" + QByteArray::number(i) + ": " + QByteArray(200, 'a') + "\r\n";
    const HttpReply reply = http.raw(bomb + "\r\n");
    QVERIFY2(reply.status == 0 || reply.status == 431 || reply.status == 413 || reply.status == 400,
             QByteArray::number(reply.status));
    QCOMPARE(http.get("/healthz").status, 200);
}

// A byte now and then keeps libmicrohttpd's own time-out from ever striking.
void TestHttpFront::slowHeadersAreCutOff()
{
    HttpFixture http;
    http.options.headerSeconds = 1;
    QVERIFY(http.start());
    const auto socket = http.connected();
    socket->write("GET /chat HTTP/1.1\r\nHost: h\r\nX-Slow: ");
    QTimer drip;
    drip.setInterval(50);
    connect(&drip, &QTimer::timeout, socket.get(), [&] { socket->write("a"); });
    drip.start();
    QTRY_COMPARE_WITH_TIMEOUT(socket->state(), QAbstractSocket::UnconnectedState, 20'000);
    QTRY_COMPARE(http.counted("http_slow_total"), 1);
    QCOMPARE(http.get("/healthz").status, 200);
}

void TestHttpFront::silentConnectionsAreCutOff()
{
    HttpFixture http;
    http.options.headerSeconds = 60;
    http.options.idleSeconds = 1;
    QVERIFY(http.start());
    const auto socket = http.connected();
    socket->write("POST /api/v1/visitor HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n{");
    QTRY_COMPARE_WITH_TIMEOUT(socket->state(), QAbstractSocket::UnconnectedState, 20'000);
    QCOMPARE(http.visitors().size(), 0);
}

void TestHttpFront::connectionsPerAddress()
{
    HttpFixture http;
    http.options.connectionsPerAddress = 3;
    QVERIFY(http.start());
    std::vector<std::unique_ptr<QTcpSocket>> held;
    for (int i = 0; i < 3; ++i) {
        held.push_back(http.connected());
        held.back()->write("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
        QCOMPARE(HttpFixture::read(*held.back()).status, 200);
    }
    QCOMPARE(http.get("/healthz").status, 0);
    QCOMPARE(http.counted("http_connections_refused_total"), 1);
    held.pop_back();
    bool again = false;
    QTRY_VERIFY(again || (again = http.get("/healthz").status == 200));
}

void TestHttpFront::refusalsAreCounted()
{
    HttpFixture http;
    QVERIFY(http.start());
    QCOMPARE(http.get("/nothing").status, 404);
    QCOMPARE(http.get("/api/v1/files/abcdefgh").status, 401);
    QCOMPARE(http.get("/chat").status, 200);
    QCOMPARE(http.counted("http_refused_total{code=\"not_found\"}"), 1);
    QCOMPARE(http.counted("http_refused_total{code=\"unauthorized\"}"), 1);
}

void TestHttpFront::keepAlive()
{
    HttpFixture http;
    QVERIFY(http.start());
    const auto socket = http.connected();
    for (int i = 0; i < 20; ++i) {
        socket->write("GET /api/v1/hub HTTP/1.1\r\nHost: h\r\n\r\n");
        QCOMPARE(HttpFixture::read(*socket).status, 200);
    }
}

void TestHttpFront::plainTextOnlyOnLoopback()
{
    HttpFixture http;
    http.options.address = QHostAddress(QHostAddress::Any);
    QVERIFY(!http.start());
    QVERIFY2(http.startError().contains(QLatin1String("TLS")), qPrintable(http.startError()));
    http.options.behindProxy = true;
    QVERIFY2(http.start(), qPrintable(http.startError()));
    QCOMPARE(http.get("/healthz").status, 200);
}

void TestHttpFront::startErrors()
{
    HttpFixture http;
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress(QHostAddress::LocalHost)));
    http.options.port = taken.serverPort();
    // SO_REUSEADDR does not take a port from who listens on it.
    QVERIFY(!http.start());
    QVERIFY(http.startError().contains(QString::number(taken.serverPort())));
    http.options.port = 0;
    http.options.certificateFile = http.folder.filePath(QStringLiteral("none.pem"));
    http.options.keyFile = http.options.certificateFile;
    QVERIFY(!http.start());
    QVERIFY(http.startError().contains(QLatin1String("none.pem")));
    http.options.certificateFile.clear();
    http.options.keyFile.clear();
    http.options.dataDir = QStringLiteral("/proc/none");
    QVERIFY(!http.start());
    QVERIFY(http.startError().contains(QLatin1String("/proc/none")));
}

QTEST_GUILESS_MAIN(TestHttpFront)
#include "tst_http_front.moc"
