// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/links/LinkServer.h"

#include "hub/links/AddressGroup.h"
#include "hub/links/HubCore.h"
#include "hub/links/LinkListener.h"
#include "hub/links/WebSocketTransport.h"
#include "hub/store/Log.h"
#include "models/wire/Frames.h"

#include <QFile>
#include <QHostInfo>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketServer>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace liaison::hub {

namespace {

const QString desk = QStringLiteral("/desk");

/// Says why, and goes once the peer has heard it or has had two seconds for it.
void refuse(std::unique_ptr<QWebSocket> socket, int code, const QString &reason)
{
    QWebSocket *leaving = socket.release();
    QObject::connect(leaving, &QWebSocket::disconnected, leaving, &QObject::deleteLater);
    QTimer::singleShot(2000, leaving, &QObject::deleteLater);
    leaving->close(QWebSocketProtocol::CloseCode(code), reason);
}

/// The key of the file, whatever its kind; null if it is none.
QSslKey readKey(const QByteArray &pem)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa}) {
        const QSslKey key(pem, algorithm, QSsl::Pem, QSsl::PrivateKey);
        if (!key.isNull())
            return key;
    }
    return {};
}

/// Is this the key of that certificate? Qt does not ask; every handshake would fail, and the page's server would not start.
bool belongTogether(const QSslCertificate &certificate, const QByteArray &keyPem)
{
    const QByteArray certificatePem = certificate.toPem();
    const auto reader = [](const QByteArray &pem) {
        return std::unique_ptr<BIO, decltype(&BIO_free)>(BIO_new_mem_buf(pem.constData(), int(pem.size())), &BIO_free);
    };
    const auto noPassphrase = [](char *, int, int, void *) { return -1; }; // nobody is there to type one
    const std::unique_ptr<X509, decltype(&X509_free)> x509(
        PEM_read_bio_X509(reader(certificatePem).get(), nullptr, noPassphrase, nullptr), &X509_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        PEM_read_bio_PrivateKey(reader(keyPem).get(), nullptr, noPassphrase, nullptr), &EVP_PKEY_free);
    const bool fits = x509 && key && X509_check_private_key(x509.get(), key.get()) == 1;
    ERR_clear_error(); // what is left in this thread's list would be taken for a fault of its next link
    return fits;
}

} // namespace

LinkServer::LinkServer(HubCore &core, LinkServerSettings settings, QObject *parent)
    : QObject(parent), m_core(core), m_settings(std::move(settings))
{
    // Those beyond the limits are told so (accept()); behind that stands the listener, which tells nobody anything.
    constexpr int room = 32;
    ListenerLimits limits;
    limits.connections = m_settings.connections + limits.greeting;
    limits.perAddress = m_settings.connectionsPerAddress + room;
    limits.greetingMs = m_settings.greetingMs;
    limits.countAddresses = !m_settings.behindProxy;
    limits.readBytes = 2 * m_settings.frameBytes;
    m_listener = std::make_unique<LinkListener>(limits);
    m_server = std::make_unique<QWebSocketServer>(QStringLiteral("liaison-hub"), QWebSocketServer::NonSecureMode);
    m_server->setSupportedSubprotocols({QLatin1String(wire::subprotocol)});
    connect(m_listener.get(), &LinkListener::arrived, m_server.get(), &QWebSocketServer::handleConnection);
    connect(m_listener.get(), &LinkListener::refused, this,
            [this] { m_core.metrics().counter("links_refused_total", "Connections refused because there are too many").add(); });
    connect(m_listener.get(), &LinkListener::tooSlow, this, [this] {
        m_core.metrics().counter("link_handshakes_slow_total", "Connections cut before they were links: too slow").add();
    });
    connect(m_server.get(), &QWebSocketServer::newConnection, this, &LinkServer::accept);
}

LinkServer::~LinkServer() = default;

bool LinkServer::listen(QString *error)
{
    const bool secure = !m_settings.certificateFile.isEmpty() || !m_settings.keyFile.isEmpty();
    if (!secure && !m_settings.address.isLoopback() && !m_settings.behindProxy) {
        *error = tr("Links outside loopback need TLS: name a certificate and a key, or say that a proxy stands in front");
        return false;
    }
    if (secure) {
        const auto configuration = readCertificate(m_settings.certificateFile, m_settings.keyFile, error);
        if (!configuration)
            return false;
        m_listener->setTls(*configuration);
    }
    if (!m_listener->listen(m_settings.address, m_settings.port)) {
        *error = tr("Cannot listen on %1 port %2: %3")
                     .arg(m_settings.address.toString())
                     .arg(m_settings.port)
                     .arg(m_listener->errorString());
        return false;
    }
    return true;
}

std::optional<QSslConfiguration> LinkServer::readCertificate(const QString &certificateFile, const QString &keyFile,
                                                             QString *error)
{
    const QList<QSslCertificate> chain = QSslCertificate::fromPath(certificateFile, QSsl::Pem);
    if (chain.isEmpty()) {
        *error = tr("No certificate can be read from %1").arg(certificateFile);
        return {};
    }
    QFile file(keyFile);
    const QByteArray keyPem = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    const QSslKey key = readKey(keyPem);
    if (key.isNull()) {
        *error = tr("No RSA or EC key can be read from %1").arg(keyFile);
        return {};
    }
    if (!belongTogether(chain.first(), keyPem)) {
        *error = tr("The key in %1 is not that of the first certificate in %2").arg(keyFile, certificateFile);
        return {};
    }
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone); // clients have no certificates, they have tokens
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    return configuration;
}

void LinkServer::close() { m_listener->close(); }

quint16 LinkServer::port() const { return m_listener->isListening() ? m_listener->serverPort() : 0; }

QUrl LinkServer::url() const
{
    QUrl url;
    url.setScheme(m_settings.certificateFile.isEmpty() ? QStringLiteral("ws") : QStringLiteral("wss"));
    url.setHost(m_settings.address.toString());
    url.setPort(port());
    // Listening on every address is no address to name; whoever listens so says in the configuration how he is reached.
    if (m_settings.address == QHostAddress::Any || m_settings.address == QHostAddress::AnyIPv4 ||
        m_settings.address == QHostAddress::AnyIPv6) {
        url.setHost(QHostInfo::localHostName());
    }
    url.setPath(desk);
    return url;
}

void LinkServer::accept()
{
    while (QWebSocket *pending = m_server->nextPendingConnection()) {
        std::unique_ptr<QWebSocket> socket(pending);
        socket->setParent(nullptr);
        const QHostAddress address = socket->peerAddress();
        const QHostAddress group = addressGroup(address);
        // The web socket does not name what it runs on.
        QTcpSocket *stream = m_listener->greeted(address, socket->peerPort());
        const bool wrongPath = socket->requestUrl().path() != desk;
        if (wrongPath || socket->subprotocol() != QLatin1String(wire::subprotocol)) {
            refuse(std::move(socket), QWebSocketProtocol::CloseCodePolicyViolated,
                   wrongPath ? QStringLiteral("the path is /desk") : QStringLiteral("the subprotocol is desk.v1"));
            continue;
        }
        const bool limited = !m_settings.behindProxy && !isOwnMachine(address);
        if (m_connections >= m_settings.connections ||
            (limited && m_perAddress.value(group) >= m_settings.connectionsPerAddress)) {
            m_core.metrics().counter("links_refused_total", "Connections refused because there are too many").add();
            refuse(std::move(socket), close_code::retryLater, QStringLiteral("too many connections"));
            continue;
        }
        socket->setMaxAllowedIncomingFrameSize(quint64(m_settings.frameBytes));
        socket->setMaxAllowedIncomingMessageSize(quint64(m_settings.frameBytes));
        auto transport =
            std::make_unique<WebSocketTransport>(std::move(socket), address.toString(), qobject_cast<QSslSocket *>(stream));
        ++m_connections;
        ++m_perAddress[group];
        connect(transport.get(), &wire::Transport::closed, this, [this, group] {
            --m_connections;
            if (--m_perAddress[group] <= 0)
                m_perAddress.remove(group);
        });
        m_core.attach(std::move(transport));
    }
}

} // namespace liaison::hub
