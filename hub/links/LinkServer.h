// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QHostAddress>
#include <QObject>
#include <QSslConfiguration>
#include <QUrl>
#include <memory>
#include <optional>

class QWebSocketServer;
class QWebSocket;

namespace liaison::hub {

class HubCore;
class LinkListener;

/// How the hub listens for links.
struct LinkServerSettings
{
    QHostAddress address = QHostAddress(QHostAddress::LocalHost);
    quint16 port = 0;        ///< 0: the system chooses
    QString certificateFile; ///< PEM; both or none
    QString keyFile;         ///< PEM
    bool behindProxy =
        false; ///< TLS ends in front of us: plain text outside loopback is allowed, limits per address are not kept
    int connections = 4096;
    int connectionsPerAddress = 200; ///< of one addressGroup(); not kept for this machine itself
    int greetingMs = 10000;          ///< for TLS and the WebSocket handshake together
    qint64 frameBytes = 64 * 1024;   ///< a bigger frame ends the connection
};

/// Listens for WebSockets, path /desk, subprotocol desk.v1, and hands them to the core. Main thread.
class LinkServer : public QObject
{
    Q_OBJECT
public:
    LinkServer(HubCore &core, LinkServerSettings settings, QObject *parent = nullptr);
    /// Cuts the connections it has accepted.
    ~LinkServer() override;

    /// What a server shows of itself: the chain and the key of two PEM files; nothing, with the file in `error`, if one cannot be
    /// read or the key is another's.
    static std::optional<QSslConfiguration> readCertificate(const QString &certificateFile, const QString &keyFile,
                                                            QString *error);

    /// Listens. False, with the reason in words in `error`: port taken, certificate unreadable, no TLS outside loopback.
    bool listen(QString *error);
    /// Takes no new connection; those there are stay.
    void close();
    /// The port listened on, 0 if not listening.
    quint16 port() const;
    /// "ws(s)://address:port/desk".
    QUrl url() const;

private:
    void accept();

    HubCore &m_core;
    const LinkServerSettings m_settings;
    QHash<QHostAddress, int> m_perAddress;
    int m_connections = 0;
    std::unique_ptr<LinkListener> m_listener;
    std::unique_ptr<QWebSocketServer> m_server; ///< does the handshakes; does not listen itself
};

} // namespace liaison::hub
