// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/unit/link/TestCertificates.h"

#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QUrl>

namespace liaison::test {

inline QSslConfiguration configurationOf(const TestCertificates::Pair &pair, const QStringList &more = {})
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    QList<QSslCertificate> chain = QSslCertificate::fromPath(pair.certificate);
    for (const QString &path : more)
        chain += QSslCertificate::fromPath(path);
    configuration.setLocalCertificateChain(chain);
    QFile file(pair.key);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no key");
    const QByteArray pem = file.readAll();
    QSslKey key(pem, QSsl::Ec);
    if (key.isNull())
        key = QSslKey(pem, QSsl::Rsa);
    configuration.setPrivateKey(key);
    return configuration;
}

/// Answers every request with `body`; keeps what it was told, after TLS.
class TlsPeer : public QSslServer
{
public:
    explicit TlsPeer(const QSslConfiguration &configuration)
    {
        setSslConfiguration(configuration);
        if (!listen(QHostAddress::LocalHost))
            qFatal("no port");
        connect(this, &QTcpServer::pendingConnectionAvailable, this, [this] {
            auto *socket = qobject_cast<QSslSocket *>(nextPendingConnection());
            ++shaken;
            const auto read = [this, socket] {
                heard += socket->readAll();
                if (heard.endsWith("\r\n\r\n"))
                    socket->write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
            };
            connect(socket, &QSslSocket::readyRead, this, read);
            read();
            connect(socket, &QSslSocket::disconnected, this, [this] { ++gone; });
        });
    }
    QUrl url(const char *scheme) const
    {
        return QUrl(QStringLiteral("%1://127.0.0.1:%2/desk").arg(QLatin1String(scheme)).arg(serverPort()));
    }
    int shaken = 0;
    int gone = 0;
    QByteArray heard;
    QByteArray body{"ok"};
};

} // namespace liaison::test
