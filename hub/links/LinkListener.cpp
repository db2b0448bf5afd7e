// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/links/LinkListener.h"

#include "hub/links/AddressGroup.h"

#include <QDeadlineTimer>
#include <QPointer>
#include <QSslSocket>
#include <QTimer>
#include <functional>
#include <sys/socket.h>
#include <unistd.h>

namespace liaison::hub {

namespace {

constexpr int lookEveryMs = 500;
constexpr int backlog = 1024;
constexpr int overflow = 2 * backlog;
/// All connections of an address may be new ones so often a minute. Coming and going costs the hub three commits each time, a snapshot and
/// what a link is made of: without an end to it one address had a third of a processor. Customers behind one address who turn a page
/// every few seconds, and an office whose network comes back twice, are below.
constexpr int renewals = 10;
constexpr qint64 renewMs = 60'000;

qint64 steadyMs() { return QDeadlineTimer::current().deadline(); }

/// Who is at the other end of a socket that has no object yet; null if he has gone again.
QHostAddress peerOf(qintptr descriptor)
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    auto *address = reinterpret_cast<sockaddr *>(&storage);
    return ::getpeername(int(descriptor), address, &size) == 0 ? QHostAddress(address) : QHostAddress();
}

/// A child of a counted socket: goes when the socket goes, also where the web socket has cut every signal of it.
class Place : public QObject
{
public:
    Place(QObject *socket, std::function<void()> left) : QObject(socket), m_left(std::move(left)) {}
    ~Place() override { m_left(); }

private:
    const std::function<void()> m_left;
};

} // namespace

LinkListener::LinkListener(const ListenerLimits &limits, QObject *parent)
    : QTcpServer(parent), m_limits(limits), m_timer(new QTimer(this)), m_fresh(renewals * limits.perAddress, renewMs)
{
    // The backlog is emptied at every turn of the event loop; a burst of honest clients after a restart waits in it.
    setListenBacklogSize(backlog);
    connect(m_timer, &QTimer::timeout, this, &LinkListener::cutTheSlow);
    connect(this, &QTcpServer::acceptError, this, &LinkListener::refused);
}

LinkListener::~LinkListener()
{
    const auto greeting = std::exchange(m_greeting, {});
    for (const Greeting &one : greeting)
        delete one.socket;
}

void LinkListener::setTls(const QSslConfiguration &configuration)
{
    m_tls = true;
    m_configuration = configuration;
}

void LinkListener::incomingConnection(qintptr descriptor)
{
    const QHostAddress group = addressGroup(peerOf(descriptor));
    const bool counted = m_limits.countAddresses && !isOwnMachine(group);
    // At the limit nothing more is taken; what the system hands over in one go may be as much again as its backlog holds.
    if (m_connections >= m_limits.connections || m_greeting.size() >= m_limits.greeting + overflow ||
        (counted && (m_perAddress.value(group) >= m_limits.perAddress || m_fresh.take(group.toString(), steadyMs()) > 0))) {
        ::close(int(descriptor)); // no object, no answer: that is what makes ten thousand of them cheap
        emit refused();
        return;
    }
    auto *secure = m_tls ? new QSslSocket(this) : nullptr;
    QTcpSocket *socket = secure ? secure : new QTcpSocket(this);
    if (!socket->setSocketDescriptor(descriptor)) {
        ::close(int(descriptor));
        delete socket;
        return;
    }
    socket->setReadBufferSize(m_limits.readBytes);
    // Frames are small and come singly. Held back until the one before is acknowledged (Nagle), one would wait for the other end's delayed
    // acknowledgement: 40 ms.
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const Peer peer{socket->peerAddress(), socket->peerPort()};
    ++m_connections;
    ++m_perAddress[group];
    m_greeting.insert(peer, {socket, steadyMs() + m_limits.greetingMs});
    if (!m_timer->isActive())
        m_timer->start(lookEveryMs);
    if (!m_isPaused && m_greeting.size() >= m_limits.greeting) {
        m_isPaused = true;
        pauseAccepting();
    }
    connect(socket, &QAbstractSocket::disconnected, socket, [this, socket, peer] {
        // Nobody else owns it yet; once it is a link's, its web socket does.
        if (m_greeting.value(peer).socket == socket)
            socket->deleteLater();
    });
    new Place(socket, [listener = QPointer<LinkListener>(this), socket, peer, group] {
        if (listener)
            listener->left(socket, peer, group);
    });
    if (!secure) {
        emit arrived(socket);
        return;
    }
    connect(secure, &QSslSocket::encrypted, this, [this, secure] { emit arrived(secure); });
    secure->setSslConfiguration(m_configuration);
    secure->startServerEncryption();
}

void LinkListener::left(const QTcpSocket *socket, const Peer &peer, const QHostAddress &group)
{
    --m_connections;
    if (--m_perAddress[group] <= 0)
        m_perAddress.remove(group);
    if (m_greeting.value(peer).socket == socket)
        m_greeting.remove(peer);
    resumeIfRoom();
}

QTcpSocket *LinkListener::greeted(const QHostAddress &peer, quint16 port)
{
    QTcpSocket *socket = m_greeting.take({peer, port}).socket;
    resumeIfRoom();
    return socket;
}

void LinkListener::resumeIfRoom()
{
    if (!m_isPaused || m_greeting.size() >= m_limits.greeting)
        return;
    m_isPaused = false;
    if (isListening())
        resumeAccepting();
}

void LinkListener::cutTheSlow()
{
    const qint64 now = steadyMs();
    const auto greeting = m_greeting;
    for (const Greeting &one : greeting) {
        if (one.deadline > now)
            continue;
        emit tooSlow();
        one.socket->abort();
        one.socket->deleteLater();
    }
    if (m_greeting.isEmpty())
        m_timer->stop();
}

} // namespace liaison::hub
