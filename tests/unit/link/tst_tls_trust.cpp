// SPDX-License-Identifier: GPL-3.0-or-later
// A hub that is not the one laid down is left before a byte is said to it, over HTTP as over WebSocket.
#include "models/link/SocketTransport.h"
#include "models/link/TlsTrust.h"
#include "models/wire/Frames.h"
#include "tests/unit/link/TlsPeer.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace liaison;
using namespace liaison::test;

class TlsTrustTest : public QObject
{
    Q_OBJECT
    TestCertificates m_made;
    TestCertificates::Pair m_authority;
    TestCertificates::Pair m_other;
    TestCertificates::Pair m_hub;
    TestCertificates::Pair m_next; ///< the hub's next certificate, with another key

    /// What came of a request: its error, and the words of the refusal.
    QPair<QNetworkReply::NetworkError, QString> get(const QUrl &url, const TlsTrust &trust)
    {
        QNetworkAccessManager network;
        trust.watch(&network);
        QNetworkRequest request(url);
        trust.prepare(&request);
        request.setRawHeader("Authorization", "Bearer secret");
        const std::unique_ptr<QNetworkReply> reply(network.get(request));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        [&] { QTRY_VERIFY(reply->isFinished()); }();
        return {reply->error(), TlsTrust::refusalOf(reply.get())};
    }

private slots:
    void initTestCase()
    {
        m_authority = m_made.authority(QStringLiteral("authority"));
        m_other = m_made.authority(QStringLiteral("other"));
        m_hub = m_made.server(QStringLiteral("hub"), m_authority);
        m_next = m_made.server(QStringLiteral("next"), m_authority);
        QVERIFY(m_hub.pin != m_next.pin);
    }

    void pinsAreThoseOfOpenssl_data()
    {
        QTest::addColumn<QStringList>("algorithm");
        QTest::newRow("RSA") << QStringList{"rsa:2048"};
        QTest::newRow("EC") << QStringList{"ec", "-pkeyopt", "ec_paramgen_curve:P-384"};
        QTest::newRow("Ed25519") << QStringList{"ed25519"};
    }
    void pinsAreThoseOfOpenssl()
    {
        QFETCH(QStringList, algorithm);
        const auto pair = m_made.server(QStringLiteral("kind"), m_authority, algorithm);
        const QList<QSslCertificate> read = QSslCertificate::fromPath(pair.certificate);
        QCOMPARE(read.size(), 1);
        QCOMPARE(TlsTrust::pinOf(read.first()), pair.pin);
        QVERIFY(TlsTrust::pinOf(QSslCertificate()).isEmpty());
    }

    void withoutAPolicyItIsTheSystemsTrust()
    {
        const TlsTrust trust;
        QVERIFY(!trust.isRestricting() && trust.fault().isEmpty());
        QVERIFY(trust.faultOf(QUrl(QStringLiteral("ws://127.0.0.1/desk"))).isEmpty());
        TlsPeer peer(configurationOf(m_hub));
        QCOMPARE(get(peer.url("https"), trust).first, QNetworkReply::SslHandshakeFailedError); // nobody here knows that authority
        QVERIFY(peer.heard.isEmpty());
    }

    void requests_data()
    {
        QTest::addColumn<int>("case_");
        QTest::newRow("the authority is enough") << 0;
        QTest::newRow("the pin fits") << 1;
        QTest::newRow("one of two pins fits, for the change-over") << 2;
        QTest::newRow("the pin does not fit") << 3;
        QTest::newRow("the pinned certificate is only sent along") << 4;
        QTest::newRow("another authority") << 5;
        QTest::newRow("an authority that cannot be read") << 6;
    }
    void requests()
    {
        QFETCH(int, case_);
        // The certificate of the hub with its key, or that of a stranger of the same authority.
        TlsPeer peer(case_ == 3   ? configurationOf(m_next)
                     : case_ == 4 ? configurationOf(m_next, {m_hub.certificate})
                                  : configurationOf(m_hub));
        const QStringList pins = case_ == 0 || case_ > 4 ? QStringList()
                                 : case_ == 2            ? QStringList{m_next.pin, m_hub.pin}
                                                         : QStringList{m_hub.pin};
        const QString file = case_ == 5   ? m_other.certificate
                             : case_ == 6 ? QStringLiteral("/nonexistent/ca.pem")
                                          : m_authority.certificate;
        const TlsTrust trust(pins, file);
        QVERIFY(trust.isRestricting());
        QCOMPARE(trust.fault().isEmpty(), case_ != 6);
        const bool good = case_ < 3;

        const auto [error, words] = get(peer.url("https"), trust);
        if (good)
            QCOMPARE(error, QNetworkReply::NoError);
        else
            QVERIFY(error != QNetworkReply::NoError);
        QCOMPARE(!words.isEmpty(), case_ == 3 || case_ == 4);
        if (!words.isEmpty())
            QVERIFY2(words.contains(m_next.pin), qPrintable(words));
        QCOMPARE(peer.heard.contains("secret"), good);
        if (!good)
            QVERIFY2(peer.heard.isEmpty(), peer.heard.constData());

        // The same over WebSocket: not even the request for it is made.
        peer.heard.clear();
        SocketTransport transport(peer.url("wss"), trust);
        QSignalSpy closed(&transport, &wire::Transport::closed);
        if (good) {
            QTRY_VERIFY(peer.heard.startsWith("GET /desk")); // this peer speaks no WebSocket; it is enough that it was asked
        } else {
            QTRY_COMPARE(closed.size(), 1);
            QVERIFY2(peer.heard.isEmpty(), peer.heard.constData());
            const QString why = closed.first().at(1).toString();
            QVERIFY2(!why.isEmpty() && (case_ != 3 || why.contains(m_next.pin)), qPrintable(why));
        }
    }

    void aLinkToTheRightHub()
    {
        QWebSocketServer server(QStringLiteral("test"), QWebSocketServer::SecureMode);
        server.setSupportedSubprotocols({QLatin1String(wire::subprotocol)});
        server.setSslConfiguration(configurationOf(m_hub));
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const QUrl url(QStringLiteral("wss://127.0.0.1:%1/desk").arg(server.serverPort()));
        SocketTransport transport(url, TlsTrust({m_hub.pin}, m_authority.certificate));
        QSignalSpy opened(&transport, &wire::Transport::opened);
        QTRY_COMPARE(opened.size(), 1);
    }

    void withoutTlsNobodyIsTrusted()
    {
        // Where a certificate is asked for, an address that has none is refused on this machine, too.
        const TlsTrust trust({m_hub.pin}, {});
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        SocketTransport transport(QUrl(QStringLiteral("ws://127.0.0.1:%1/desk").arg(server.serverPort())), trust);
        QSignalSpy closed(&transport, &wire::Transport::closed);
        QTRY_COMPARE(closed.size(), 1);
        QVERIFY(!closed.first().at(1).toString().isEmpty());
        QVERIFY(!server.hasPendingConnections());
    }
};

QTEST_GUILESS_MAIN(TlsTrustTest)
#include "tst_tls_trust.moc"
