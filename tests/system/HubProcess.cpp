// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/system/HubProcess.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>

namespace liaison::test {

namespace {
constexpr int startWithinMs = 30000;
constexpr int endWithinMs = 30000;
} // namespace

HubProcess::HubProcess(const QStringList &settings) : m_settings(settings) {}

HubProcess::~HubProcess() { killHard(); }

QString HubProcess::program(const QString &name) { return QDir(qEnvironmentVariable("LIAISON_BIN_DIR")).filePath(name); }

QUrl HubProcess::httpUrl() const
{
    const bool isTls = m_settings.filter(QStringLiteral("tls_cert")).size() > 0;
    return QUrl(
        QStringLiteral("%1://127.0.0.1:%2").arg(isTls ? QStringLiteral("https") : QStringLiteral("http")).arg(m_httpPort));
}

bool HubProcess::writeConfig()
{
    QDir().mkpath(dataDir());
    QFile file(configPath());
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return false;
    QStringList lines{QStringLiteral("data_dir = ") + dataDir(), QStringLiteral("listen = 127.0.0.1"),
                      QStringLiteral("http_port = %1").arg(m_httpPort), QStringLiteral("link_port = %1").arg(m_linkPort)};
    lines += m_settings;
    file.write((lines.join(QLatin1Char('\n')) + QLatin1Char('\n')).toUtf8());
    return true;
}

bool HubProcess::start(QString *error)
{
    if (!m_dir.isValid() || !writeConfig()) {
        *error = QStringLiteral("no temporary folder");
        return false;
    }
    m_process = std::make_unique<QProcess>();
    m_process->setStandardErrorFile(m_dir.filePath(QStringLiteral("hub.log")), QIODevice::Append);
    m_process->start(program(QStringLiteral("liaison-hub")), {QStringLiteral("serve"), QStringLiteral("--config"), configPath()});
    static const QRegularExpression ready(QStringLiteral("^ready http=(\\d+) link=(\\d+)"), QRegularExpression::MultilineOption);
    QElapsedTimer time;
    time.start();
    QByteArray said;
    while (time.elapsed() < startWithinMs) {
        const bool more = m_process->waitForReadyRead(int(startWithinMs - time.elapsed()));
        said += m_process->readAllStandardOutput();
        const QRegularExpressionMatch match = ready.match(QString::fromUtf8(said));
        if (match.hasMatch()) {
            m_httpPort = quint16(match.captured(1).toUInt());
            m_linkPort = quint16(match.captured(2).toUInt());
            return true;
        }
        if (!more)
            break;
    }
    *error =
        QStringLiteral("the hub did not get ready: %1 %2 %3").arg(m_process->errorString(), QString::fromUtf8(said), logText());
    killHard();
    return false;
}

void HubProcess::killHard()
{
    if (!m_process)
        return;
    m_process->kill();
    m_process->waitForFinished(endWithinMs);
    m_process.reset();
}

int HubProcess::terminate()
{
    if (!m_process)
        return -1;
    m_process->terminate();
    const bool ended = m_process->waitForFinished(endWithinMs) && m_process->exitStatus() == QProcess::NormalExit;
    const int code = ended ? m_process->exitCode() : -1;
    killHard();
    return code;
}

int HubProcess::run(const QStringList &arguments, const QByteArray &input, QString *output)
{
    if (!writeConfig())
        return -1;
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program(QStringLiteral("liaison-hub")), arguments + QStringList{QStringLiteral("--config"), configPath()});
    process.write(input);
    process.closeWriteChannel();
    const bool ended = process.waitForFinished(endWithinMs);
    *output = QString::fromUtf8(process.readAll());
    if (!ended)
        process.kill();
    return ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

bool HubProcess::addAgent(const QString &name, const QString &password, QString *output)
{
    if (!m_hasQueue) {
        m_hasQueue = run({QStringLiteral("queue"), QStringLiteral("add"), QStringLiteral("Service"), QStringLiteral("--id"),
                          QStringLiteral("service")},
                         {}, output) == 0 &&
                     run({QStringLiteral("code"), QStringLiteral("add"), QStringLiteral("solved"), QStringLiteral("Solved")}, {},
                         output) == 0;
        if (!m_hasQueue)
            return false;
    }
    const QString file = m_dir.filePath(QStringLiteral("password"));
    QFile passwords(file);
    if (!passwords.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return false;
    passwords.write(password.toUtf8() + '\n');
    passwords.close();
    return run({QStringLiteral("agent"), QStringLiteral("add"), name, QStringLiteral("--password-file"), file}, {}, output) == 0;
}

QString HubProcess::logText() const
{
    QFile file(m_dir.filePath(QStringLiteral("hub.log")));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace liaison::test
