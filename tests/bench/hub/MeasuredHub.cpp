// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/hub/MeasuredHub.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <array>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace liaison::bench {

namespace {
constexpr int startWithinMs = 60000;
}

MeasuredHub::MeasuredHub() { QDir().mkpath(path(QStringLiteral("data"))); }

bool MeasuredHub::start(QString *error)
{
    QFile config(path(QStringLiteral("hub.conf")));
    if (!config.open(QIODevice::WriteOnly | QIODevice::Truncate)) {
        *error = QStringLiteral("no temporary folder");
        return false;
    }
    // Its first ports are chosen for it; it comes back on them, as it does in earnest.
    config.write("data_dir = " + path(QStringLiteral("data")).toUtf8() +
                 "\nlisten = 127.0.0.1\nhttp_port = " + QByteArray::number(m_httpPort) +
                 "\nlink_port = " + QByteArray::number(linkPort()) + "\nlink_connections = 20000\n");
    config.close();
    QProcess *process = launch(QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("liaison-hub")),
                               {QStringLiteral("serve"), QStringLiteral("--config"), config.fileName()}, Output::Read);
    static const QRegularExpression ready(QStringLiteral("^ready http=(\\d+) link=(\\d+)"), QRegularExpression::MultilineOption);
    QByteArray said;
    while (process->waitForReadyRead(startWithinMs)) {
        said += process->readAllStandardOutput();
        const QRegularExpressionMatch match = ready.match(QString::fromUtf8(said));
        if (match.hasMatch()) {
            m_httpPort = quint16(match.captured(1).toUInt());
            setLinkPort(quint16(match.captured(2).toUInt()));
            return true;
        }
    }
    *error = QStringLiteral("the hub did not get ready: %1 %2").arg(process->errorString(), lastLog());
    return false;
}

qint64 MeasuredHub::metric(const QByteArray &name) const
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(m_httpPort);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QByteArray answer;
    const QByteArray request = "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    if (::connect(fd, reinterpret_cast<const sockaddr *>(&to), sizeof to) == 0 &&
        ::send(fd, request.constData(), std::size_t(request.size()), MSG_NOSIGNAL) == request.size()) {
        std::array<char, 8192> bytes;
        for (ssize_t got = 0; (got = ::recv(fd, bytes.data(), bytes.size(), 0)) > 0;)
            answer.append(bytes.data(), qsizetype(got));
    }
    ::close(fd);
    for (const QByteArray &line : answer.split('\n')) {
        if (line.startsWith("liaison_hub_" + name + ' '))
            return line.mid(line.lastIndexOf(' ') + 1).trimmed().toLongLong();
    }
    return -1;
}

} // namespace liaison::bench
