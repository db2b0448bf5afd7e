// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/wire/Transport.h"

#include <QWebSocket>
#include <memory>

namespace liaison::hub {

/// An accepted WebSocket as a Transport. Main thread.
class WebSocketTransport : public wire::Transport
{
    Q_OBJECT
public:
    /// Takes the socket over. `peer`: for logs.
    WebSocketTransport(std::unique_ptr<QWebSocket> socket, QString peer);
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
    bool m_ended = false;
};

} // namespace liaison::hub
