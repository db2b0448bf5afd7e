// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/link/TlsTrust.h"
#include "models/wire/Transport.h"

#include <QUrl>
#include <memory>

class QWebSocket;

namespace liaison {

/// A WebSocket client as a Transport: subprotocol desk.v1, no cookie, no token in the address, frames bounded. A TLS error or an
/// address without TLS outside this machine ends it with a text that says so. Owner's thread.
class SocketTransport : public wire::Transport
{
    Q_OBJECT
public:
    /// Begins to connect; `opened` or `closed` follows. A hub that `trust` refuses is left before anything is said to it.
    explicit SocketTransport(const QUrl &url, const TlsTrust &trust = {}, QObject *parent = nullptr);
    ~SocketTransport() override;

    void sendText(const QByteArray &utf8) override;
    void sendBinary(const QByteArray &bytes) override;
    void close(int code, const QString &reason) override;
    void abort() override;
    qint64 bytesToWrite() const override;
    QString peer() const override;

    /// True for wss and https, and for ws and http to this machine itself.
    static bool isSafe(const QUrl &url);

private:
    void open(const QUrl &url);
    void finish(int code, const QString &reason);

    void refuse(const QString &why);

    std::unique_ptr<QWebSocket> m_socket;
    TlsTrust m_trust;
    bool m_checked = false; ///< the hub's certificate was looked at
    QUrl m_url;
    QString m_error;
    bool m_closed = false;
};

} // namespace liaison
