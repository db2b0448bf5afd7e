// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <QUrl>
#include <memory>

namespace liaison::test {

/// A real liaison-hub on loopback with a data folder of its own; ended by its process id when destroyed. Started again, it takes the
/// same folder and the same ports.
class HubProcess
{
public:
    /// `settings`: further lines of the configuration file.
    explicit HubProcess(const QStringList &settings = {});
    ~HubProcess();

    bool isUsable() const { return m_dir.isValid(); }
    /// Starts `serve` and waits for its "ready" line. False with what it said in `error`.
    bool start(QString *error);
    /// SIGKILL, and waits for the end.
    void killHard();
    /// SIGTERM; the exit code, -1 if it did not end in time or crashed.
    int terminate();
    bool isRunning() const { return m_process && m_process->state() == QProcess::Running; }
    /// 0 while it does not run.
    qint64 processId() const { return m_process ? m_process->processId() : 0; }
    /// Runs another subcommand (`agent add …`) against the same configuration; its exit code. What it said is in `output`.
    int run(const QStringList &arguments, const QByteArray &input, QString *output);
    /// Makes an agent who signs in with that password, in the one queue of this desk (made with the first agent), and a wrap-up code.
    bool addAgent(const QString &name, const QString &password, QString *output);

    /// https if the settings name a certificate.
    QUrl httpUrl() const;
    QString databasePath() const { return dataDir() + QStringLiteral("/hub.db"); }
    QString dataDir() const { return m_dir.filePath(QStringLiteral("data")); }
    QString configPath() const { return m_dir.filePath(QStringLiteral("hub.conf")); }
    QString logText() const;
    QString folder() const { return m_dir.path(); }

    /// Path of a program of this build; LIAISON_BIN_DIR says where.
    static QString program(const QString &name);

private:
    bool writeConfig();

    QTemporaryDir m_dir;
    QStringList m_settings;
    std::unique_ptr<QProcess> m_process;
    quint16 m_httpPort = 0;
    quint16 m_linkPort = 0;
    bool m_hasQueue = false;
};

} // namespace liaison::test
