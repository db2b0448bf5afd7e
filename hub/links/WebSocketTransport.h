// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/wire/Transport.h"

#include <QPointer>
#include <QSslSocket>
#include <QWebSocket>
#include <memory>

namespace liaison::hub {

/// An accepted WebSocket as a Transport. Main thread.
class WebSocketTransport : public wire::Transport
{
    Q_OBJECT
public:
    /// Takes the socket over. `peer`: for logs. `tls`: what it runs on, if that is TLS; belongs to the socket.
    WebSocketTransport(std::unique_ptr<QWebSocket> socket, QString peer, QSslSocket *tls = nullptr);
    ~WebSocketTransport() override;

    void sendText(const QByteArray &utf8) override;
    void sendBinary(const QByteArray &bytes) override;
    void close(int code, const QString &reason) override;
    void abort() override;
    qint64 bytesToWrite() const override;
    QString peer() const override { return m_peer; }

private:
    void end();

    std::unique_ptr<QWebSocket> m_socket;
    QString m_peer;
    QPointer<QSslSocket> m_tls;
    bool m_ended = false;
};

} // namespace liaison::hub
