// SPDX-License-Identifier: GPL-3.0-or-later
#include "LinkBench.h"
#include "hub/links/LinkServer.h"

#include <QProcess>
#include <QSignalSpy>
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

    void tlsWithCertificateFiles()
    {
        LinkBench bench;
        LinkServerSettings settings;
        settings.certificateFile = bench.folder.filePath(QStringLiteral("cert.pem"));
        settings.keyFile = bench.folder.filePath(QStringLiteral("key.pem"));
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"),
                      {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("ec"),
                       QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"),
                       QStringLiteral("-keyout"), settings.keyFile, QStringLiteral("-out"), settings.certificateFile,
                       QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/CN=localhost")});
        QVERIFY(openssl.waitForFinished());
        QCOMPARE(openssl.exitCode(), 0);
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
