// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/link/SocketTransport.h"

#include "models/wire/Frames.h"

#include <QHostAddress>
#include <QNetworkRequest>
#include <QSslError>
#include <QSslSocket>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

namespace liaison {

namespace {
/// The largest frame the hub sends: what it may inflate to, docs/protocol.md, 2.
constexpr quint64 mostFrameBytes = 4 * 1024 * 1024;
} // namespace

SocketTransport::SocketTransport(const QUrl &url, const TlsTrust &trust, QObject *parent)
    : Transport(parent), m_socket(std::make_unique<QWebSocket>()), m_trust(trust), m_url(url)
{
    m_socket->setMaxAllowedIncomingFrameSize(mostFrameBytes);
    m_socket->setMaxAllowedIncomingMessageSize(mostFrameBytes);
    connect(m_socket.get(), &QWebSocket::connected, this, [this] {
        if (m_trust.isRestricting() && !m_checked)
            refuse(tr("The hub's certificate could not be looked at"));
        else if (m_socket->subprotocol() == QLatin1String(wire::subprotocol))
            emit opened();
        else
            refuse(tr("The server does not speak desk.v1"));
    });
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { emit textReceived(text.toUtf8()); });
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this, &Transport::binaryReceived);
    connect(m_socket.get(), &QWebSocket::bytesWritten, this, &Transport::bytesWritten);
    connect(m_socket.get(), &QWebSocket::sslErrors, this, [this](const QList<QSslError> &errors) {
        // Never ignored: the socket ends by itself after this.
        if (!errors.isEmpty())
            m_error = tr("The hub's certificate is not accepted: %1").arg(errors.first().errorString());
    });
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const auto errorSignal = &QWebSocket::errorOccurred;
#else
    const auto errorSignal = QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error);
#endif
    connect(m_socket.get(), errorSignal, this, [this](QAbstractSocket::SocketError) {
        if (m_error.isEmpty())
            m_error = m_socket->errorString();
        if (m_socket->state() == QAbstractSocket::UnconnectedState)
            finish(0, m_error);
    });
    connect(m_socket.get(), &QWebSocket::disconnected, this, [this] {
        const int code = m_socket->closeCode();
        const bool fromProtocol = code >= 4000 && code < 5000;
        if (m_error.isEmpty())
            m_error =
                m_socket->errorString(); // the reason of a failed connection comes with this signal, before that of the error
        finish(fromProtocol ? code : 0, m_socket->closeReason().isEmpty() ? m_error : m_socket->closeReason());
    });
    // Not within the constructor: nobody could have connected to `closed` yet.
    QTimer::singleShot(0, this, [this] { open(m_url); });
}

SocketTransport::~SocketTransport() { m_socket->disconnect(this); }

bool SocketTransport::isSafe(const QUrl &url)
{
    if (url.scheme() == QLatin1String("wss") || url.scheme() == QLatin1String("https"))
        return true;
    return (url.scheme() == QLatin1String("ws") || url.scheme() == QLatin1String("http")) &&
           (url.host() == QLatin1String("localhost") || QHostAddress(url.host()).isLoopback());
}

void SocketTransport::open(const QUrl &url)
{
    if (m_closed)
        return;
    if (!isSafe(url)) {
        finish(0, tr("The address of the hub is not protected by TLS"));
        return;
    }
    if (const QString fault = m_trust.faultOf(url); !fault.isEmpty()) {
        finish(0, fault);
        return;
    }
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({QLatin1String(wire::subprotocol)});
    if (m_trust.isRestricting())
        m_socket->setSslConfiguration(m_trust.configuration());
    m_socket->open(QNetworkRequest(url), options);
    if (!m_trust.isRestricting())
        return;
    // QWebSocket does not tell what it was shown, its socket does; without one nothing is sent, see `connected`.
    if (auto *socket = m_socket->findChild<QSslSocket *>()) {
        connect(socket, &QSslSocket::encrypted, this, [this, socket] {
            const QString fault = m_trust.faultOf(socket->peerCertificate());
            m_checked = fault.isEmpty();
            if (!m_checked)
                refuse(fault);
        });
    }
}

void SocketTransport::refuse(const QString &why)
{
    m_error = why;
    m_socket->abort();
    finish(0, why);
}

void SocketTransport::sendText(const QByteArray &utf8)
{
    if (m_socket->isValid())
        m_socket->sendTextMessage(QString::fromUtf8(utf8));
}

void SocketTransport::sendBinary(const QByteArray &bytes)
{
    if (m_socket->isValid())
        m_socket->sendBinaryMessage(bytes);
}

void SocketTransport::close(int code, const QString &reason) { m_socket->close(QWebSocketProtocol::CloseCode(code), reason); }

void SocketTransport::abort()
{
    m_socket->abort();
    finish(0, {});
}

qint64 SocketTransport::bytesToWrite() const { return m_socket->bytesToWrite(); }

QString SocketTransport::peer() const { return m_url.host() + QLatin1Char(':') + QString::number(m_url.port()); }

void SocketTransport::finish(int code, const QString &reason)
{
    if (std::exchange(m_closed, true))
        return;
    emit closed(code, reason);
}

} // namespace liaison
