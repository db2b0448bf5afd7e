// SPDX-License-Identifier: GPL-3.0-or-later
#include "LinkBench.h"
#include "hub/links/AddressGroup.h"
#include "hub/links/LinkListener.h"
#include "hub/links/LinkServer.h"
#include "tests/unit/link/TestCertificates.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

using namespace liaison;
using namespace liaison::hub;
using namespace liaison::test;

namespace {

QWebSocketHandshakeOptions speaks(const QString &protocol)
{
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({protocol});
    return options;
}

QByteArray hello()
{
    wire::Hello frame;
    frame.app = QStringLiteral("test");
    frame.device = QStringLiteral("dev-1");
    frame.token = QStringLiteral("a:1");
    return wire::encode(frame);
}

const QString desk = QStringLiteral("desk.v1");

} // namespace

/// Real sockets.
class TestLinkServer : public QObject
{
    Q_OBJECT
private slots:
    void aSocketBecomesALink()
    {
        LinkBench bench;
        LinkServer server(*bench.core, {});
        QString error;
        QVERIFY2(server.listen(&error), qPrintable(error));
        QCOMPARE(server.url().path(), QStringLiteral("/desk"));
        QWebSocket socket;
        QSignalSpy frames(&socket, &QWebSocket::textMessageReceived);
        connect(&socket, &QWebSocket::connected, &socket, [&] { socket.sendTextMessage(QString::fromUtf8(hello())); });
        socket.open(server.url(), speaks(desk));
        QTRY_VERIFY(frames.size() >= 3);
        QVERIFY(frames.first().first().toString().contains(QLatin1String("\"t\":\"welcome\"")));
        QCOMPARE(socket.subprotocol(), desk);
        socket.close();
        QTRY_COMPARE(bench.core->linkCount(), 0);
        QTRY_COMPARE(bench.rules.downs.load(), 1);
    }

    void otherPathsAndProtocolsAreRefused()
    {
        LinkBench bench;
        LinkServer server(*bench.core, {});
        QString error;
        QVERIFY(server.listen(&error));
        QUrl url = server.url();
        url.setPath(QStringLiteral("/other"));
        QWebSocket wrongPath;
        QSignalSpy gone(&wrongPath, &QWebSocket::disconnected);
        wrongPath.open(url, speaks(desk));
        QTRY_COMPARE(gone.size(), 1);
        QCOMPARE(wrongPath.closeCode(), QWebSocketProtocol::CloseCodePolicyViolated);
        QWebSocket noProtocol;
        QSignalSpy goneToo(&noProtocol, &QWebSocket::disconnected);
        noProtocol.open(server.url());
        QTRY_COMPARE(goneToo.size(), 1);
        QCOMPARE(noProtocol.closeCode(), QWebSocketProtocol::CloseCodePolicyViolated);
    }

    void framesBeyondTheLimitEndTheConnection()
    {
        LinkBench bench;
        LinkServer server(*bench.core, {});
        QString error;
        QVERIFY(server.listen(&error));
        QWebSocket socket;
        QSignalSpy gone(&socket, &QWebSocket::disconnected);
        connect(&socket, &QWebSocket::connected, &socket, [&] { socket.sendTextMessage(QString(1 << 20, QLatin1Char('x'))); });
        socket.open(server.url(), speaks(desk));
        QTRY_COMPARE(gone.size(), 1);
        QCOMPARE(bench.core->linkCount(), 0);
    }

    void connectionsAreCounted()
    {
        LinkBench bench;
        LinkServerSettings settings;
        settings.connections = 1;
        LinkServer server(*bench.core, settings);
        QString error;
        QVERIFY(server.listen(&error));
        QWebSocket first;
        QSignalSpy connected(&first, &QWebSocket::connected);
        first.open(server.url(), speaks(desk));
        QTRY_COMPARE(connected.size(), 1);
        QWebSocket second;
        QSignalSpy gone(&second, &QWebSocket::disconnected);
        second.open(server.url(), speaks(desk));
        QTRY_COMPARE(gone.size(), 1);
        QCOMPARE(int(second.closeCode()), close_code::retryLater);
        first.close();
        QTRY_COMPARE(bench.core->metrics().gauge("links").value(), 0);
        QWebSocket third;
        QSignalSpy frames(&third, &QWebSocket::textMessageReceived);
        connect(&third, &QWebSocket::connected, &third, [&] { third.sendTextMessage(QString::fromUtf8(hello())); });
        third.open(server.url(), speaks(desk));
        QTRY_VERIFY(!frames.isEmpty());
    }

    void addressesAreCountedByWhoHasThem()
    {
        const auto group = [](const char *address) { return addressGroup(QHostAddress(QLatin1String(address))).toString(); };
        QCOMPARE(group("192.0.2.7"), QStringLiteral("192.0.2.7"));
        QCOMPARE(group("::ffff:192.0.2.7"), QStringLiteral("192.0.2.7"));
        QCOMPARE(group("2001:db8:1:2:3:4:5:6"), QStringLiteral("2001:db8:1:2::"));
        QCOMPARE(group("2001:db8:1:2:ffff::1"), group("2001:db8:1:2::9"));
        QVERIFY(group("2001:db8:1:3::1") != group("2001:db8:1:2::1"));
        QVERIFY(isOwnMachine(QHostAddress(QStringLiteral("127.0.0.1"))));
        QVERIFY(isOwnMachine(QHostAddress(QStringLiteral("::1"))));
        QVERIFY(isOwnMachine(QHostAddress(QStringLiteral("::ffff:127.0.0.1"))));
        QVERIFY(!isOwnMachine(QHostAddress(QStringLiteral("127.0.0.7"))));
    }

    void oneAddressTakesNoMoreThanItsPlaces()
    {
        LinkBench bench;
        LinkServerSettings settings;
        settings.connectionsPerAddress = 5;
        LinkServer server(*bench.core, settings);
        QString error;
        QVERIFY(server.listen(&error));
        std::vector<std::unique_ptr<QTcpSocket>> greedy;
        int open = 0;
        for (int i = 0; i < 200; ++i) {
            auto socket = std::make_unique<QTcpSocket>();
            socket->bind(QHostAddress(QStringLiteral("127.0.0.7")));
            connect(socket.get(), &QTcpSocket::connected, this, [&] { ++open; });
            connect(socket.get(), &QTcpSocket::disconnected, this, [&] { --open; });
            socket->connectToHost(QHostAddress::LocalHost, server.port());
            greedy.push_back(std::move(socket));
        }
        auto &refused = bench.core->metrics().counter("links_refused_total");
        QTRY_COMPARE(refused.value(), 200 - (5 + 32));
        QTRY_COMPARE(open, 5 + 32);
        // Everybody else is served, and what has gone leaves its place.
        QWebSocket honest;
        QSignalSpy connected(&honest, &QWebSocket::connected);
        honest.open(server.url(), speaks(desk));
        QTRY_COMPARE(connected.size(), 1);
        greedy.clear();
        QTcpSocket again; // until the hub has noticed that they are gone
        again.bind(QHostAddress(QStringLiteral("127.0.0.7")));
        const auto connectAgain = [&] { again.connectToHost(QHostAddress::LocalHost, server.port()); };
        connect(&again, &QTcpSocket::disconnected, &again, connectAgain, Qt::QueuedConnection);
        connect(&again, &QTcpSocket::connected, &again, [&] {
            again.write("GET /desk HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                        "Sec-WebSocket-Protocol: desk.v1\r\n\r\n");
        });
        connectAgain();
        QTRY_VERIFY(again.peek(64).startsWith("HTTP/1.1 101"));
        again.disconnect();
    }

    void whoComesAndGoesHasHisShareOfComings()
    {
        ListenerLimits limits;
        limits.perAddress = 2; // and so twenty new ones a minute, and as many at once
        LinkListener listener(limits);
        QSignalSpy refused(&listener, &LinkListener::refused);
        QSignalSpy arrived(&listener, &LinkListener::arrived);
        QVERIFY(listener.listen(QHostAddress::LocalHost));
        const auto comeAndGo = [&](const char *address) {
            QTcpSocket socket;
            socket.bind(QHostAddress(QLatin1String(address)));
            QSignalSpy gone(&socket, &QTcpSocket::disconnected);
            const auto taken = arrived.size();
            socket.connectToHost(QHostAddress::LocalHost, listener.serverPort());
            return QTest::qWaitFor([&] { return arrived.size() > taken || !gone.isEmpty(); }) && arrived.size() > taken;
        };
        int times = 0;
        while (times < 200 && comeAndGo("127.0.0.7")) {
            ++times;
            QTRY_COMPARE(listener.connections(), 0); // he never has more than one
        }
        QVERIFY2(times >= 20 && times < 200, qPrintable(QString::number(times)));
        QCOMPARE(refused.size(), 1);
        // Somebody else is not meant, nor are the programs of this machine.
        QVERIFY(comeAndGo("127.0.0.8"));
        for (int i = 0; i < 30; ++i)
            QVERIFY(comeAndGo("127.0.0.1"));
        QCOMPARE(refused.size(), 1);
    }

    void aRushWaitsAtTheDoor()
    {
        // Many more than may greet at once: they wait their turn, and none is sent away.
        ListenerLimits limits;
        limits.greeting = 2;
        LinkListener listener(limits);
        QSignalSpy refused(&listener, &LinkListener::refused);
        int seen = 0;
        connect(&listener, &LinkListener::arrived, this, [&](QTcpSocket *socket) {
            ++seen;
            QMetaObject::invokeMethod(
                &listener, // with the listener gone there is nobody to greet
                [&listener, socket, address = socket->peerAddress(), port = socket->peerPort()] {
                    QCOMPARE(listener.greeted(address, port), socket); // a link now
                },
                Qt::QueuedConnection);
        });
        QVERIFY(listener.listen(QHostAddress::LocalHost));
        std::vector<std::unique_ptr<QTcpSocket>> clients;
        for (int wave = 1; wave <= 3; ++wave) {
            for (int i = 0; i < 20; ++i) {
                clients.push_back(std::make_unique<QTcpSocket>());
                clients.back()->connectToHost(QHostAddress::LocalHost, listener.serverPort());
            }
            QTRY_COMPARE(seen, 20 * wave);
        }
        QCOMPARE(refused.size(), 0);
        QCOMPARE(listener.connections(), 60);
    }

    void aHandshakeThatNeverEndsIsCut()
    {
        LinkBench bench;
        LinkServerSettings settings;
        settings.greetingMs = 300;
        LinkServer server(*bench.core, settings);
        QString error;
        QVERIFY(server.listen(&error));
        QTcpSocket slow;
        QTimer drip;
        connect(&slow, &QTcpSocket::connected, &slow, [&] { slow.write("GET /desk HTTP/1.1\r\nX-Slow: "); });
        connect(&drip, &QTimer::timeout, &slow, [&] { slow.write("a"); });
        drip.start(20);
        QSignalSpy gone(&slow, &QTcpSocket::disconnected);
        slow.connectToHost(QHostAddress::LocalHost, server.port());
        QTRY_COMPARE(gone.size(), 1);
        QCOMPARE(bench.core->metrics().counter("link_handshakes_slow_total").value(), 1);
        QCOMPARE(bench.core->metrics().counter("links_total").value(), 0);
    }

    void aLinkOutlivesTheTimeOfItsHandshake()
    {
        LinkBench bench;
        LinkServerSettings settings;
        settings.greetingMs = 1500;
        LinkServer server(*bench.core, settings);
        QString error;
        QVERIFY(server.listen(&error));
        QWebSocket socket;
        QSignalSpy frames(&socket, &QWebSocket::textMessageReceived);
        connect(&socket, &QWebSocket::connected, &socket, [&] { socket.sendTextMessage(QString::fromUtf8(hello())); });
        socket.open(server.url(), speaks(desk));
        QTRY_VERIFY(!frames.isEmpty());
        QTcpSocket silent;
        QSignalSpy gone(&silent, &QTcpSocket::disconnected);
        silent.connectToHost(QHostAddress::LocalHost, server.port());
        QTRY_COMPARE_WITH_TIMEOUT(gone.size(), 1, 20'000);
        QCOMPARE(socket.state(), QAbstractSocket::ConnectedState);
        QCOMPARE(bench.core->linkCount(), 1);
    }

    void outsideLoopbackItWantsTls()
    {
        LinkBench bench;
        LinkServerSettings settings;
        settings.address = QHostAddress(QHostAddress::AnyIPv4);
        QString error;
        LinkServer plain(*bench.core, settings);
        QVERIFY(!plain.listen(&error));
        QVERIFY(error.contains(QLatin1String("TLS")));
        settings.certificateFile = bench.folder.filePath(QStringLiteral("missing.pem"));
        settings.keyFile = settings.certificateFile;
        LinkServer missing(*bench.core, settings);
        QVERIFY(!missing.listen(&error));
        QVERIFY(error.contains(QLatin1String("missing.pem")));
    }

    void aKeyOfAnotherCertificateIsRefused_data()
    {
        QTest::addColumn<QStringList>("algorithm");
        QTest::newRow("of the same kind") << QStringList{"ec", "-pkeyopt", "ec_paramgen_curve:P-256"};
        QTest::newRow("of another kind") << QStringList{"rsa:2048"};
    }

    void aKeyOfAnotherCertificateIsRefused()
    {
        QFETCH(const QStringList, algorithm);
        TestCertificates certificates;
        const TestCertificates::Pair authority = certificates.authority(QStringLiteral("desk"));
        const TestCertificates::Pair used = certificates.server(QStringLiteral("used"), authority);
        const TestCertificates::Pair other = certificates.server(QStringLiteral("other"), authority, algorithm);
        QString error;
        QVERIFY(LinkServer::readCertificate(used.certificate, used.key, &error));
        QVERIFY(LinkServer::readCertificate(other.certificate, other.key, &error));
        QVERIFY(!LinkServer::readCertificate(used.certificate, other.key, &error));
        QVERIFY2(error.contains(used.certificate) && error.contains(other.key), qPrintable(error));
        QVERIFY(!LinkServer::readCertificate(other.certificate, used.key, &error));
    }

    /// The hub's own certificate comes first; who put the authority before it is told.
    void aChainInTheWrongOrderIsRefused()
    {
        TestCertificates certificates;
        const TestCertificates::Pair authority = certificates.authority(QStringLiteral("desk"));
        const TestCertificates::Pair server = certificates.server(QStringLiteral("hub"), authority);
        QTemporaryDir folder;
        const auto chain = [&folder](const QString &name, const QStringList &parts) {
            QFile file(folder.filePath(name));
            if (file.open(QIODevice::WriteOnly)) {
                for (const QString &part : parts) {
                    QFile certificate(part);
                    if (certificate.open(QIODevice::ReadOnly))
                        file.write(certificate.readAll());
                }
            }
            return file.fileName();
        };
        QString error;
        QVERIFY2(LinkServer::readCertificate(chain(QStringLiteral("right"), {server.certificate, authority.certificate}),
                                             server.key, &error),
                 qPrintable(error));
        QVERIFY(!LinkServer::readCertificate(chain(QStringLiteral("wrong"), {authority.certificate, server.certificate}),
                                             server.key, &error));
        QVERIFY2(error.contains(QLatin1String("first certificate")), qPrintable(error));
    }

    void tlsWithCertificateFiles()
    {
        LinkBench bench;
        TestCertificates certificates;
        const TestCertificates::Pair pair =
            certificates.server(QStringLiteral("hub"), certificates.authority(QStringLiteral("desk")));
        LinkServerSettings settings;
        settings.certificateFile = pair.certificate;
        settings.keyFile = pair.key;
        LinkServer server(*bench.core, settings);
        QString error;
        QVERIFY2(server.listen(&error), qPrintable(error));
        QCOMPARE(server.url().scheme(), QStringLiteral("wss"));
        QWebSocket socket;
        QSslConfiguration trusting = QSslConfiguration::defaultConfiguration();
        trusting.setCaCertificates(QSslCertificate::fromPath(settings.certificateFile));
        trusting.setPeerVerifyMode(QSslSocket::VerifyNone); // the name is another; that it is encrypted is what is tried here
        socket.setSslConfiguration(trusting);
        QSignalSpy frames(&socket, &QWebSocket::textMessageReceived);
        connect(&socket, &QWebSocket::connected, &socket, [&] { socket.sendTextMessage(QString::fromUtf8(hello())); });
        socket.open(server.url(), speaks(desk));
        QTRY_VERIFY(!frames.isEmpty());
        QVERIFY(frames.first().first().toString().contains(QLatin1String("\"t\":\"welcome\"")));
    }
};

QTEST_GUILESS_MAIN(TestLinkServer)
#include "tst_link_server.moc"
