// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/MeasuredServer.h"

#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <ctime>

namespace liaison::bench {

namespace {

constexpr int startWithinS = 120;
constexpr int askEveryMs = 100;
constexpr int endWithinMs = 60'000;

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

qint64 processPss(qint64 pid)
{
    for (const QByteArray &line : contents(QStringLiteral("/proc/%1/smaps_rollup").arg(pid)).split('\n')) {
        if (line.startsWith("Pss:"))
            return line.mid(4).trimmed().split(' ').first().toLongLong() * 1024;
    }
    return 0;
}

} // namespace

QList<qint64> processFamily(qint64 pid)
{
    QList<qint64> found{pid};
    for (qsizetype i = 0; i < found.size(); ++i) {
        const QString tasks = QStringLiteral("/proc/%1/task").arg(found.at(i));
        for (const QString &task : QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            for (const QByteArray &child : contents(tasks + QLatin1Char('/') + task + QStringLiteral("/children")).split(' ')) {
                if (!child.isEmpty())
                    found.append(child.toLongLong());
            }
        }
    }
    return found;
}

qint64 processCpuNs(qint64 pid)
{
    clockid_t clock{};
    timespec used{};
    if (::clock_getcpuclockid(pid_t(pid), &clock) != 0 || ::clock_gettime(clock, &used) != 0)
        return 0;
    return qint64(used.tv_sec) * 1'000'000'000 + used.tv_nsec;
}

MeasuredServer::MeasuredServer() = default;

MeasuredServer::~MeasuredServer() { kill(); }

QProcess *MeasuredServer::launch(const QString &program, const QStringList &arguments, Output output,
                                 const QProcessEnvironment &environment)
{
    m_process = std::make_unique<QProcess>();
    m_process->setProcessEnvironment(environment);
    m_process->setStandardErrorFile(path(QStringLiteral("server.log")), QIODevice::Append);
    if (output == Output::Log)
        m_process->setStandardOutputFile(path(QStringLiteral("server.log")), QIODevice::Append);
    m_process->start(program, arguments);
    return m_process.get();
}

void MeasuredServer::end(int signal)
{
    if (!m_process)
        return;
    if (m_process->processId() > 0)
        ::kill(pid_t(m_process->processId()), signal);
    if (!m_process->waitForFinished(endWithinMs)) {
        m_process->kill();
        m_process->waitForFinished(endWithinMs);
    }
    m_process.reset();
}

QList<qint64> MeasuredServer::processes() const { return m_process ? processFamily(m_process->processId()) : QList<qint64>(); }

qint64 MeasuredServer::pss() const
{
    qint64 all = 0;
    for (const qint64 pid : processes())
        all += processPss(pid);
    return all;
}

qint64 MeasuredServer::cpuNs() const
{
    qint64 all = 0;
    for (const qint64 pid : processes())
        all += processCpuNs(pid);
    return all;
}

void MeasuredServer::takeFreePort()
{
    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost);
    m_linkPort = probe.serverPort();
}

bool MeasuredServer::waitForPort(QString *error)
{
    for (int tries = 0; tries < startWithinS * 1000 / askEveryMs && m_process->state() != QProcess::NotRunning; ++tries) {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, linkPort());
        if (socket.waitForConnected(askEveryMs))
            return true;
        QThread::msleep(askEveryMs);
    }
    *error = QStringLiteral("it did not start: ") + lastLog();
    return false;
}

QString MeasuredServer::lastLog() const
{
    return QString::fromUtf8(contents(path(QStringLiteral("server.log"))).right(500)).simplified();
}

} // namespace liaison::bench
