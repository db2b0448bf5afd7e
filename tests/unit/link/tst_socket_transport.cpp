// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/link/SocketTransport.h"

#include "models/wire/Frames.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace liaison;

namespace {
QUrl urlOf(quint16 port) { return QUrl(QStringLiteral("ws://127.0.0.1:%1/desk").arg(port)); }
} // namespace

class tst_SocketTransport : public QObject
{
    Q_OBJECT
private slots:
    void carriesFramesBothWaysAndTheCloseCode()
    {
        QWebSocketServer server(QStringLiteral("test"), QWebSocketServer::NonSecureMode);
        server.setSupportedSubprotocols({QLatin1String(wire::subprotocol)});
        QVERIFY(server.listen(QHostAddress::LocalHost));
        SocketTransport transport(urlOf(server.serverPort()));
        QSignalSpy opened(&transport, &wire::Transport::opened);
        QSignalSpy closed(&transport, &wire::Transport::closed);
        QSignalSpy text(&transport, &wire::Transport::textReceived);
        QSignalSpy binary(&transport, &wire::Transport::binaryReceived);
        QTRY_COMPARE(opened.size(), 1);
        QTRY_VERIFY(server.hasPendingConnections());
        const std::unique_ptr<QWebSocket> peer(server.nextPendingConnection());
        QSignalSpy peerText(peer.get(), &QWebSocket::textMessageReceived);
        transport.sendText("{\"t\":\"你好\"}");
        QTRY_COMPARE(peerText.size(), 1);
        QCOMPARE(peerText.first().first().toString(), QStringLiteral("{\"t\":\"你好\"}"));
        peer->sendTextMessage(QStringLiteral("täglich"));
        peer->sendBinaryMessage(QByteArray("\x01\x00\x02", 3));
        QTRY_COMPARE(text.size(), 1);
        QCOMPARE(text.first().first().toByteArray(), QStringLiteral("täglich").toUtf8());
        QTRY_COMPARE(binary.size(), 1);
        QCOMPARE(binary.first().first().toByteArray(), QByteArray("\x01\x00\x02", 3));
        peer->close(QWebSocketProtocol::CloseCode(4001), QStringLiteral("sign in again"));
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(closed.first().at(0).toInt(), 4001);
        QCOMPARE(closed.first().at(1).toString(), QStringLiteral("sign in again"));
    }

    void ourCloseCodeReachesThePeer()
    {
        QWebSocketServer server(QStringLiteral("test"), QWebSocketServer::NonSecureMode);
        server.setSupportedSubprotocols({QLatin1String(wire::subprotocol)});
        QVERIFY(server.listen(QHostAddress::LocalHost));
        SocketTransport transport(urlOf(server.serverPort()));
        QSignalSpy closed(&transport, &wire::Transport::closed);
        QSignalSpy opened(&transport, &wire::Transport::opened);
        QTRY_COMPARE(opened.size(), 1);
        QTRY_VERIFY(server.hasPendingConnections());
        const std::unique_ptr<QWebSocket> peer(server.nextPendingConnection());
        QSignalSpy gone(peer.get(), &QWebSocket::disconnected);
        transport.close(1000, QStringLiteral("done"));
        QTRY_COMPARE(gone.size(), 1);
        QCOMPARE(int(peer->closeCode()), 1000);
        QTRY_COMPARE(closed.size(), 1);
    }

    void aCutIsCodeZeroAndSaidOnce()
    {
        QWebSocketServer server(QStringLiteral("test"), QWebSocketServer::NonSecureMode);
        server.setSupportedSubprotocols({QLatin1String(wire::subprotocol)});
        QVERIFY(server.listen(QHostAddress::LocalHost));
        SocketTransport transport(urlOf(server.serverPort()));
        QSignalSpy opened(&transport, &wire::Transport::opened);
        QSignalSpy closed(&transport, &wire::Transport::closed);
        QTRY_COMPARE(opened.size(), 1);
        QTRY_VERIFY(server.hasPendingConnections());
        const std::unique_ptr<QWebSocket> peer(server.nextPendingConnection());
        peer->abort();
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(closed.first().at(0).toInt(), 0);
        transport.abort();
        QCOMPARE(closed.size(), 1);
    }

    void aServerWithoutOurProtocolIsLeft()
    {
        QWebSocketServer server(QStringLiteral("test"), QWebSocketServer::NonSecureMode);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        SocketTransport transport(urlOf(server.serverPort()));
        QSignalSpy opened(&transport, &wire::Transport::opened);
        QSignalSpy closed(&transport, &wire::Transport::closed);
        QTRY_COMPARE(closed.size(), 1);
        QVERIFY(opened.isEmpty());
        QVERIFY(!closed.first().at(1).toString().isEmpty());
    }

    void nobodyThereIsSaidInWords()
    {
        QTcpSocket taken; // a port that nobody listens at, nor can
        QVERIFY(taken.bind(QHostAddress::LocalHost));
        SocketTransport transport(urlOf(taken.localPort()));
        QSignalSpy closed(&transport, &wire::Transport::closed);
        QTRY_COMPARE(closed.size(), 1);
        QVERIFY(!closed.first().at(1).toString().isEmpty());
    }

    void aServerThatSpeaksNoTlsIsNotTalkedTo()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, &server, [&server] {
            QTcpSocket *socket = server.nextPendingConnection();
            socket->write("HTTP/1.1 400 Bad Request\r\n\r\n");
            socket->disconnectFromHost();
        });
        SocketTransport transport(QUrl(QStringLiteral("wss://127.0.0.1:%1/desk").arg(server.serverPort())));
        QSignalSpy opened(&transport, &wire::Transport::opened);
        QSignalSpy closed(&transport, &wire::Transport::closed);
        QTRY_COMPARE(closed.size(), 1);
        QVERIFY(opened.isEmpty());
        QVERIFY(!closed.first().at(1).toString().isEmpty());
    }

    void withoutTlsOnlyThisMachineIsTalkedTo_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("safe");
        QTest::newRow("wss") << QStringLiteral("wss://hub.example/desk") << true;
        QTest::newRow("https") << QStringLiteral("https://hub.example") << true;
        QTest::newRow("ws elsewhere") << QStringLiteral("ws://hub.example/desk") << false;
        QTest::newRow("http elsewhere") << QStringLiteral("http://192.168.1.9") << false;
        QTest::newRow("ws localhost") << QStringLiteral("ws://localhost:8080/desk") << true;
        QTest::newRow("ws loopback") << QStringLiteral("ws://127.0.0.1:1/desk") << true;
        QTest::newRow("ws loopback 6") << QStringLiteral("ws://[::1]:1/desk") << true;
        QTest::newRow("looks like it") << QStringLiteral("ws://127.0.0.1.evil.example/desk") << false;
        QTest::newRow("localhost elsewhere") << QStringLiteral("ws://localhost.evil.example/desk") << false;
        QTest::newRow("file") << QStringLiteral("file:///etc/passwd") << false;
        QTest::newRow("nothing") << QString() << false;
    }
    void withoutTlsOnlyThisMachineIsTalkedTo()
    {
        QFETCH(QString, url);
        QFETCH(bool, safe);
        QCOMPARE(SocketTransport::isSafe(QUrl(url)), safe);
    }

    void anUnsafeAddressIsRefusedBeforeAnythingIsSent()
    {
        SocketTransport transport(QUrl(QStringLiteral("ws://hub.invalid/desk")));
        QSignalSpy closed(&transport, &wire::Transport::closed);
        QTRY_COMPARE(closed.size(), 1);
        QVERIFY(closed.first().at(1).toString().contains(QLatin1String("TLS")));
    }
};

QTEST_GUILESS_MAIN(tst_SocketTransport)
#include "tst_socket_transport.moc"
