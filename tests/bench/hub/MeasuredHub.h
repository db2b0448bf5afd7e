// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QProcess>
#include <QString>
#include <QTemporaryDir>
#include <memory>

namespace liaison::bench {

/// A real liaison-hub on loopback with a fresh data folder, looked at from outside: its memory and its processor time.
/// Ended by its process id when destroyed.
class MeasuredHub
{
public:
    MeasuredHub();
    ~MeasuredHub();

    /// `serve`; waits for its "ready" line. False with what it said in `error`.
    bool start(QString *error);
    /// SIGKILL, as a crash; start() again finds the same folder.
    void kill();

    QString databasePath() const { return m_folder.filePath(QStringLiteral("data/hub.db")); }
    quint16 linkPort() const { return m_linkPort; }
    /// Proportional set size in bytes.
    qint64 pss() const;
    /// Processor time of all its threads that live, in nanoseconds.
    qint64 cpuNs() const;
    /// A number of GET /metrics, -1 if there is none of that name.
    qint64 metric(const QByteArray &name) const;

private:
    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_process;
    quint16 m_httpPort = 0;
    quint16 m_linkPort = 0;
};

} // namespace liaison::bench
