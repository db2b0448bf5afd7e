// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peers/SyncCount.h"

#include <QFile>
#include <csignal>

namespace liaison::bench {

namespace {
constexpr int attachMs = 5000;
} // namespace

SyncCount::SyncCount(const QList<qint64> &processes)
{
    QStringList arguments{QStringLiteral("-f"), QStringLiteral("-e"),
                          QStringLiteral("trace=fsync,fdatasync,sync_file_range,msync"), QStringLiteral("-o"),
                          m_folder.filePath(QStringLiteral("calls"))};
    for (const qint64 process : processes)
        arguments += {QStringLiteral("-p"), QString::number(process)};
    m_strace.start(QStringLiteral("strace"), arguments);
    // It says a line on its standard error for each one it has hold of.
    m_strace.setReadChannel(QProcess::StandardError);
    qsizetype attached = 0;
    while (attached < processes.size() && m_strace.waitForReadyRead(attachMs))
        attached += m_strace.readAllStandardError().count('\n');
}

qint64 SyncCount::finish()
{
    if (m_strace.state() != QProcess::Running)
        return -1;
    ::kill(pid_t(m_strace.processId()), SIGINT);
    m_strace.waitForFinished();
    QFile file(m_folder.filePath(QStringLiteral("calls")));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    qint64 calls = 0;
    for (const QByteArray &line : file.readAll().split('\n'))
        calls += line.contains("sync") && line.contains(") ") && !line.contains("<unfinished") ? 1 : 0;
    return calls;
}

} // namespace liaison::bench
