// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peers/MeasuredEjabberd.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <unistd.h>

namespace liaison::bench {

namespace {

constexpr int runWithinMs = 60'000;
const QString sqlTables = QStringLiteral("/usr/share/ejabberd/sql/pg.sql");

/// The folder of this name below one of `under`'s folders, the newest; empty if there is none.
QString newestBelow(const QString &under, const QString &name)
{
    const QDir folder(under);
    QStringList all = folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed);
    for (const QString &one : std::as_const(all)) {
        const QDir inside(folder.filePath(one));
        const QStringList found = inside.entryList({name}, QDir::Dirs);
        if (!found.isEmpty())
            return inside.filePath(found.last());
    }
    return {};
}

QString postgresPrograms() { return newestBelow(QStringLiteral("/usr/lib/postgresql"), QStringLiteral("bin")); }
QString ejabberdLibrary() { return newestBelow(QStringLiteral("/usr/lib"), QStringLiteral("ejabberd-*")); }

} // namespace

MeasuredPostgres::MeasuredPostgres()
{
    if (::geteuid() == 0)
        run({QStringLiteral("chown"), QStringLiteral("postgres"), path({})}, nullptr);
}

QString MeasuredPostgres::missing() { return postgresPrograms().isEmpty() ? QStringLiteral("postgresql") : QString(); }

QStringList MeasuredPostgres::command(const QString &program, const QStringList &arguments)
{
    QStringList all;
    if (::geteuid() == 0)
        all = {QStringLiteral("setpriv"), QStringLiteral("--reuid=postgres"), QStringLiteral("--regid=postgres"),
               QStringLiteral("--clear-groups")};
    return all + QStringList{postgresPrograms() + QLatin1Char('/') + program} + arguments;
}

bool MeasuredPostgres::run(const QStringList &command, QString *error)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(path({}));
    process.start(command.first(), command.mid(1));
    if (process.waitForFinished(runWithinMs) && process.exitCode() == 0)
        return true;
    if (error)
        *error = QStringLiteral("%1: %2").arg(command.join(QLatin1Char(' ')), QString::fromUtf8(process.readAll().right(300)));
    return false;
}

bool MeasuredPostgres::start(QString *error)
{
    const QString data = path(QStringLiteral("data"));
    if (!QFile::exists(data) &&
        !run(command(QStringLiteral("initdb"), {QStringLiteral("-D"), data, QStringLiteral("-U"), QStringLiteral("bench"),
                                                QStringLiteral("-A"), QStringLiteral("trust")}),
             error))
        return false;
    takeFreePort();
    const QStringList serve =
        command(QStringLiteral("postgres"),
                {QStringLiteral("-D"), data, QStringLiteral("-h"), QStringLiteral("127.0.0.1"), QStringLiteral("-p"),
                 QString::number(linkPort()), QStringLiteral("-c"), QStringLiteral("unix_socket_directories=")});
    launch(serve.first(), serve.mid(1), Output::Log);
    return waitForPort(error);
}

bool MeasuredPostgres::runFile(const QString &file, QString *error)
{
    return run(command(QStringLiteral("psql"),
                       {QStringLiteral("-q"), QStringLiteral("-h"), QStringLiteral("127.0.0.1"), QStringLiteral("-p"),
                        QString::number(linkPort()), QStringLiteral("-U"), QStringLiteral("bench"), QStringLiteral("-v"),
                        QStringLiteral("ON_ERROR_STOP=1"), QStringLiteral("-f"), file, QStringLiteral("postgres")}),
               error);
}

MeasuredEjabberd::MeasuredEjabberd(bool inPostgres)
{
    if (inPostgres)
        m_postgres = std::make_unique<MeasuredPostgres>();
}

QString MeasuredEjabberd::missing() const
{
    if (ejabberdLibrary().isEmpty() || QStandardPaths::findExecutable(QStringLiteral("erl")).isEmpty())
        return QStringLiteral("ejabberd");
    return m_postgres ? MeasuredPostgres::missing() : QString();
}

bool MeasuredEjabberd::start(QString *error)
{
    const bool isFirst = linkPort() == 0;
    // It stays up over a restart of ejabberd, which is made only to have the accounts in place before the first link.
    if (m_postgres && isFirst && (!m_postgres->start(error) || !m_postgres->runFile(sqlTables, error)))
        return false;
    const QString config = configure(QStringLiteral("ejabberd.yml"),
                                     {{QStringLiteral("ARCHIVE"), m_postgres ? QStringLiteral("sql") : QStringLiteral("mnesia")},
                                      {QStringLiteral("SQL_PORT"), QString::number(m_postgres ? m_postgres->linkPort() : 5432)}},
                                     error);
    if (config.isEmpty())
        return false;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), path({}));
    environment.insert(QStringLiteral("ERL_LIBS"), QDir(ejabberdLibrary() + QStringLiteral("/..")).canonicalPath());
    environment.insert(QStringLiteral("EJABBERD_CONFIG_PATH"), config);
    environment.insert(QStringLiteral("EJABBERD_LOG_PATH"), path(QStringLiteral("ejabberd.log")));
    environment.insert(QStringLiteral("ERL_CRASH_DUMP"), path(QStringLiteral("dump")));
    // +K and +P as Debian's ejabberdctl sets them.
    launch(QStringLiteral("erl"),
           {QStringLiteral("-noinput"), QStringLiteral("+K"), QStringLiteral("true"), QStringLiteral("+P"),
            QStringLiteral("250000"), QStringLiteral("-mnesia"), QStringLiteral("dir"),
            QStringLiteral("\"%1\"").arg(path(QStringLiteral("mnesia"))), QStringLiteral("-s"), QStringLiteral("ejabberd")},
           Output::Log, environment);
    return waitForPort(error);
}

QList<qint64> MeasuredEjabberd::processes() const
{
    return m_postgres ? MeasuredServer::processes() + m_postgres->processes() : MeasuredServer::processes();
}

} // namespace liaison::bench
