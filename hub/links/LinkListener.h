// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/links/RateLimit.h"

#include <QHash>
#include <QHostAddress>
#include <QSslConfiguration>
#include <QTcpServer>
#include <utility>

class QTimer;

namespace liaison::hub {

/// How many connections there may be, and how long one may take to say what it wants.
struct ListenerLimits
{
    int connections = 4096;
    int perAddress = 200;          ///< of one addressGroup(); ten times as many new ones a minute
    int greeting = 1024;           ///< connections that are not links yet; the next wait unanswered in the system's backlog
    int greetingMs = 10000;        ///< for TLS and the WebSocket handshake together
    bool countAddresses = true;    ///< not behind a proxy, where all come from one
    qint64 readBytes = 128 * 1024; ///< held of one connection's input
};

/// The listening socket of the links. Counts every connection from the moment the system hands it over: whoever never finishes the
/// handshake takes a place like everybody else, and gives it back when his time is over. Main thread.
class LinkListener : public QTcpServer
{
    Q_OBJECT
public:
    explicit LinkListener(const ListenerLimits &limits, QObject *parent = nullptr);
    /// Cuts what has not become a link.
    ~LinkListener() override;
    /// From now on connections begin with TLS.
    void setTls(const QSslConfiguration &configuration);

    /// The connection has become a link (or was told why not): its time limit ends. Returns its socket, null if it is gone.
    QTcpSocket *greeted(const QHostAddress &peer, quint16 port);
    int connections() const { return m_connections; }

signals:
    /// Bytes of a handshake may be read from it. It belongs to the listener until somebody makes it his child.
    void arrived(QTcpSocket *socket);
    /// One too many, or one too soon; it has been closed without an answer.
    void refused();
    /// One took too long, and has been cut.
    void tooSlow();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    struct Greeting
    {
        QTcpSocket *socket = nullptr;
        qint64 deadline = 0;
    };
    using Peer = std::pair<QHostAddress, quint16>;
    void cutTheSlow();
    void resumeIfRoom();
    void left(const QTcpSocket *socket, const Peer &peer, const QHostAddress &group);

    const ListenerLimits m_limits;
    bool m_tls = false;
    QSslConfiguration m_configuration;
    QTimer *m_timer;
    bool m_isPaused = false;
    int m_connections = 0;
    QHash<QHostAddress, int> m_perAddress;
    RateLimit m_fresh; ///< new connections of an address
    QHash<Peer, Greeting> m_greeting;
};

} // namespace liaison::hub
