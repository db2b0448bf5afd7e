// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/ActivationServer.h"

#include "models/domain/DeskUrl.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QTimer>

namespace liaison {

namespace {
constexpr int handOverMs = 3000;
constexpr int readMs = 5000;
const QByteArray taken = QByteArrayLiteral("taken\n");
/// With it Wayland lets the window come to the front; the new program got it from the desktop.
const char *const tokenName = "XDG_ACTIVATION_TOKEN";
} // namespace

ActivationServer::ActivationServer(QObject *parent) : QObject(parent)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &ActivationServer::onConnected);
}

ActivationServer::~ActivationServer() = default;

QString ActivationServer::address(const QString &dataFolder)
{
    // A socket's path may have some hundred bytes only, so the folder goes in as a hash.
    const QByteArray hash = QCryptographicHash::hash(QDir(dataFolder).absolutePath().toUtf8(), QCryptographicHash::Sha256);
    const QString name = QStringLiteral("liaison-") + QString::fromLatin1(hash.toHex().left(20));
#ifdef Q_OS_WIN
    return name;
#else
    // The session's own folder, which nobody else may enter.
    return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) + QLatin1Char('/') + name;
#endif
}

bool ActivationServer::handOver(const QString &dataFolder, const QString &link)
{
    QLocalSocket socket;
    socket.connectToServer(address(dataFolder));
    if (!socket.waitForConnected(handOverMs))
        return false;
    const QJsonObject message{{"link", link.left(DeskUrl::mostCharacters + 1)}, {"token", qEnvironmentVariable(tokenName)}};
    socket.write(QJsonDocument(message).toJson(QJsonDocument::Compact) + '\n');
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(handOverMs))
            return false;
    }
    return socket.readLine() == taken;
}

bool ActivationServer::listen(const QString &dataFolder)
{
    const QString place = address(dataFolder);
#ifndef Q_OS_WIN
    // Whoever holds the lock may clear away what a crash left.
    m_lock = std::make_unique<QLockFile>(place + QStringLiteral(".lock"));
    m_lock->setStaleLockTime(0);
    if (!m_lock->tryLock(0)) {
        m_lock.reset();
        return false;
    }
    QLocalServer::removeServer(place);
#endif
    return m_server.listen(place);
}

void ActivationServer::onConnected()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        socket->setReadBufferSize(mostBytes);
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        QTimer::singleShot(readMs, socket, &QLocalSocket::abort);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
            if (!socket->canReadLine()) {
                if (socket->bytesAvailable() >= mostBytes)
                    socket->abort();
                return;
            }
            const QJsonDocument message = QJsonDocument::fromJson(socket->readLine());
            if (!message.isObject()) {
                socket->abort();
                return;
            }
            const QByteArray token = message.object()["token"].toString().toUtf8();
            if (!token.isEmpty())
                qputenv(tokenName, token);
            socket->write(taken);
            socket->disconnectFromServer();
            emit activated(message.object()["link"].toString());
        });
    }
}

} // namespace liaison
