// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/links/LinkServer.h"

#include "hub/links/HubCore.h"
#include "hub/links/WebSocketTransport.h"
#include "hub/store/Log.h"
#include "models/wire/Frames.h"

#include <QFile>
#include <QHostInfo>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QTimer>
#include <QWebSocketServer>

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

} // namespace

LinkServer::LinkServer(HubCore &core, LinkServerSettings settings, QObject *parent)
    : QObject(parent), m_core(core), m_settings(std::move(settings))
{
    const bool secure = !m_settings.certificateFile.isEmpty() || !m_settings.keyFile.isEmpty();
    m_server = std::make_unique<QWebSocketServer>(QStringLiteral("liaison-hub"),
                                                  secure ? QWebSocketServer::SecureMode : QWebSocketServer::NonSecureMode);
    m_server->setSupportedSubprotocols({QLatin1String(wire::subprotocol)});
    connect(m_server.get(), &QWebSocketServer::newConnection, this, &LinkServer::accept);
}

LinkServer::~LinkServer() = default;

bool LinkServer::listen(QString *error)
{
    const bool secure = m_server->secureMode() == QWebSocketServer::SecureMode;
    if (!secure && !m_settings.address.isLoopback() && !m_settings.behindProxy) {
        *error = tr("Links outside loopback need TLS: name a certificate and a key, or say that a proxy stands in front");
        return false;
    }
    if (secure && !loadCertificate(error))
        return false;
    if (!m_server->listen(m_settings.address, m_settings.port)) {
        *error = tr("Cannot listen on %1 port %2: %3")
                     .arg(m_settings.address.toString())
                     .arg(m_settings.port)
                     .arg(m_server->errorString());
        return false;
    }
    return true;
}

bool LinkServer::loadCertificate(QString *error)
{
    const QList<QSslCertificate> chain = QSslCertificate::fromPath(m_settings.certificateFile, QSsl::Pem);
    if (chain.isEmpty()) {
        *error = tr("No certificate can be read from %1").arg(m_settings.certificateFile);
        return false;
    }
    QFile file(m_settings.keyFile);
    const QSslKey key = file.open(QIODevice::ReadOnly) ? readKey(file.readAll()) : QSslKey();
    if (key.isNull()) {
        *error = tr("No private key can be read from %1").arg(m_settings.keyFile);
        return false;
    }
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone); // clients have no certificates, they have tokens
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    m_server->setSslConfiguration(configuration);
    return true;
}

void LinkServer::close() { m_server->close(); }

quint16 LinkServer::port() const { return m_server->isListening() ? m_server->serverPort() : 0; }

QUrl LinkServer::url() const
{
    QUrl url = m_server->serverUrl();
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
        const bool wrongPath = socket->requestUrl().path() != desk;
        if (wrongPath || socket->subprotocol() != QLatin1String(wire::subprotocol)) {
            refuse(std::move(socket), QWebSocketProtocol::CloseCodePolicyViolated,
                   wrongPath ? QStringLiteral("the path is /desk") : QStringLiteral("the subprotocol is desk.v1"));
            continue;
        }
        const bool limited = !m_settings.behindProxy && !address.isLoopback();
        if (m_connections >= m_settings.connections ||
            (limited && m_perAddress.value(address) >= m_settings.connectionsPerAddress)) {
            m_core.metrics().counter("links_refused_total", "Connections refused because there are too many").add();
            refuse(std::move(socket), close_code::retryLater, QStringLiteral("too many connections"));
            continue;
        }
        socket->setMaxAllowedIncomingFrameSize(quint64(m_settings.frameBytes));
        socket->setMaxAllowedIncomingMessageSize(quint64(m_settings.frameBytes));
        QSslSocket *tls = nullptr;
        for (QSslSocket *candidate : m_server->findChildren<QSslSocket *>()) { // the web socket does not name its own
            if (candidate->peerPort() == socket->peerPort() && candidate->peerAddress() == address)
                tls = candidate;
        }
        auto transport = std::make_unique<WebSocketTransport>(std::move(socket), address.toString(), tls);
        ++m_connections;
        ++m_perAddress[address];
        connect(transport.get(), &wire::Transport::closed, this, [this, address] {
            --m_connections;
            if (--m_perAddress[address] <= 0)
                m_perAddress.remove(address);
        });
        m_core.attach(std::move(transport));
    }
}

} // namespace liaison::hub
