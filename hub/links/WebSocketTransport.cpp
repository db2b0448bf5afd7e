// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/links/WebSocketTransport.h"

namespace liaison::hub {

WebSocketTransport::WebSocketTransport(std::unique_ptr<QWebSocket> socket, QString peer, QSslSocket *tls)
    : m_socket(std::move(socket)), m_peer(std::move(peer)), m_tls(tls)
{
    if (m_tls)
        connect(m_tls, &QSslSocket::encryptedBytesWritten, this, [this] { emit bytesWritten(); });
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { emit textReceived(text.toUtf8()); });
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this, &Transport::binaryReceived);
    connect(m_socket.get(), &QWebSocket::bytesWritten, this, [this] { emit bytesWritten(); });
    connect(m_socket.get(), &QWebSocket::disconnected, this, &WebSocketTransport::end);
}

WebSocketTransport::~WebSocketTransport()
{
    m_socket->disconnect(this);
    m_socket->abort();
}

void WebSocketTransport::sendText(const QByteArray &utf8)
{
    if (!m_ended)
        m_socket->sendTextMessage(QString::fromUtf8(utf8));
}

void WebSocketTransport::sendBinary(const QByteArray &bytes)
{
    if (!m_ended)
        m_socket->sendBinaryMessage(bytes);
}

void WebSocketTransport::close(int code, const QString &reason)
{
    if (!m_ended)
        m_socket->close(QWebSocketProtocol::CloseCode(code), reason);
}

void WebSocketTransport::abort()
{
    m_socket->abort();
    end(); // a socket that was already closing does not say so again
}

qint64 WebSocketTransport::bytesToWrite() const
{
    // What TLS has encrypted no longer counts as the web socket's own, however long it waits for the peer.
    return m_ended ? 0 : m_socket->bytesToWrite() + (m_tls ? m_tls->encryptedBytesToWrite() : 0);
}

void WebSocketTransport::end()
{
    if (m_ended)
        return;
    m_ended = true;
    emit closed(int(m_socket->closeCode()), m_socket->closeReason());
}

} // namespace liaison::hub
