// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>
#include <csignal>
#include <memory>

namespace liaison::bench {

/// A real server on loopback with a fresh data folder, looked at from outside: memory and processor time of its processes. Ended by its
/// process id when destroyed. Single thread.
class MeasuredServer
{
public:
    MeasuredServer();
    virtual ~MeasuredServer();
    MeasuredServer(const MeasuredServer &) = delete;
    MeasuredServer &operator=(const MeasuredServer &) = delete;

    /// Starts it and waits until it takes links. False with what it said in `error`. A later start finds the same folder.
    virtual bool start(QString *error) = 0;
    /// As an administrator ends it, and as a crash does.
    void stop() { end(SIGTERM); }
    void kill() { end(SIGKILL); }

    /// Where its clients' links go.
    quint16 linkPort() const { return m_linkPort; }
    /// Its processes: the one that was started and all that came of it.
    virtual QList<qint64> processes() const;
    /// Proportional set size of all of them in bytes.
    qint64 pss() const;
    /// Processor time of those of them that live, in nanoseconds, ended threads included.
    qint64 cpuNs() const;

protected:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    /// Sends a signal, waits until the process has ended, a minute at most, and then ends it.
    void end(int signal);
    enum class Output { Read, Log };
    /// Starts a program whose standard error, and with Log its output too, goes to server.log.
    QProcess *launch(const QString &program, const QStringList &arguments, Output output,
                     const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());
    /// The end of server.log, for a report.
    QString lastLog() const;
    void setLinkPort(quint16 port) { m_linkPort = port; }
    /// linkPort() becomes one of loopback that nobody listens on just now.
    void takeFreePort();
    /// Waits until linkPort() takes connections. False with what it said in `error`.
    bool waitForPort(QString *error);

private:
    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_process;
    quint16 m_linkPort = 0;
};

/// A process and all that it started.
QList<qint64> processFamily(qint64 pid);
/// The nanoseconds of processor time that a process has used; 0 if it is gone.
qint64 processCpuNs(qint64 pid);

} // namespace liaison::bench
