// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/hub/HubService.h"
#include "app/hub/SignalWatch.h"
#include "app/hub/Supervisor.h"
#include "hub/accounts/HubCommands.h"
#include "hub/loop/EpollDispatcher.h"
#include "hub/store/Log.h"
#include "models/domain/Heap.h"

#include <QCoreApplication>
#include <QTextStream>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

using namespace liaison;
using namespace liaison::hub;

namespace {

QString usage()
{
    return QStringLiteral("Usage: liaison-hub [--config FILE] [--<key> VALUE …] COMMAND\n\n"
                          "serve            run the hub; SIGTERM ends it in an orderly way\n"
                          "check-config     say what is wrong with the configuration and the files it names\n"
                          "print-config     the configuration as a file, every key explained\n"
                          "new-epoch        after restoring a backup: clients start over from what is there\n"
                          "--version\n\n") +
           HubCommands::usage();
}

/// As many open files as the system lets this process have: every link is one, and the usual 1,024 would end at a thousand.
void raiseFileLimit()
{
#ifdef Q_OS_UNIX
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
#endif
}

int serve(const HubConfig &config, QTextStream &out, QTextStream &err)
{
    raiseFileLimit();
    HubService service(config);
    QString error;
    if (!service.start(&error)) {
        log::error("hub.start_failed", {{QStringLiteral("error"), error}});
        err << error << Qt::endl;
        return 1;
    }
    SignalWatch signalWatch;
    QObject::connect(&signalWatch, &SignalWatch::endAsked, &service, [&service] {
        tellSupervisor("STOPPING=1");
        service.stop();
    });
    QObject::connect(&service, &HubService::ended, &service, [](int code) { QCoreApplication::exit(code); });
    out << service.readyLine() << Qt::endl;
    tellSupervisor("READY=1");
    return QCoreApplication::exec();
}

/// A subcommand that only needs the tables. `besideHub`: as in DatabaseOptions.
int withDatabase(const HubConfig &config, QTextStream &err, bool besideHub, const std::function<int(Database &)> &run)
{
    QString error;
    if (!HubService::prepareDataDir(config, &error)) {
        err << error << Qt::endl;
        return 1;
    }
    try {
        Database database({HubService::databasePath(config), 5000, 0, besideHub});
        database.open();
        return run(database);
    } catch (const std::exception &failure) {
        err << QString::fromUtf8(failure.what()) << Qt::endl;
        return 1;
    }
}

} // namespace

int main(int argc, char *argv[])
{
    keepHeapAtHand();
#ifdef Q_OS_LINUX
    // No transparent huge pages, also where the system has them for all, as Debian: a link's few blocks lie spread, and 2 MiB would be
    // filled around each (docs/performance.md). A kernel that does not know it leaves things as they were.
    ::prctl(PR_SET_THP_DISABLE, 1UL, 0UL, 0UL, 0UL);
    // LIAISON_EVENT_LOOP=qt brings Qt's own back, to compare them.
    if (qgetenv("LIAISON_EVENT_LOOP") != "qt")
        QCoreApplication::setEventDispatcher(new EpollDispatcher);
#endif
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("liaison-hub"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LIAISON_VERSION));
    QTextStream out(stdout);
    QTextStream err(stderr);

    QStringList words;
    QList<HubConfig::Mistake> mistakes;
    const HubConfig config = HubConfig::fromProcess(app.arguments().mid(1), &mistakes, &words);
    const QString command = words.value(0);
    if (command == QLatin1String("--version")) {
        out << QStringLiteral("liaison-hub " LIAISON_VERSION) << Qt::endl;
        return 0;
    }
    const bool ours = QStringList{QStringLiteral("serve"), QStringLiteral("check-config"), QStringLiteral("print-config"),
                                  QStringLiteral("new-epoch")}
                          .contains(command);
    if (command == QLatin1String("--help") || command == QLatin1String("-h")) {
        out << usage();
        return 0;
    }
    if ((!ours && !HubCommands::knows(command)) || (ours && words.size() > 1)) {
        err << usage();
        return 2;
    }
    for (const HubConfig::Mistake &mistake : std::as_const(mistakes))
        err << mistake.toString() << Qt::endl;
    if (!mistakes.isEmpty())
        return 2;

    if (command == QLatin1String("check-config")) {
        QString error;
        if (!HubService::checkFiles(config, &error)) {
            err << error << Qt::endl;
            return 2;
        }
        out << QStringLiteral("The configuration is in order.") << Qt::endl;
        return 0;
    }
    if (command == QLatin1String("print-config")) {
        out << config.toFile();
        return 0;
    }
    if (command == QLatin1String("serve"))
        return serve(config, out, err);
    if (command == QLatin1String("new-epoch")) {
        QString error;
        const auto lock =
            HubService::prepareDataDir(config, &error) ? HubService::takeDataDir(config, &error) : std::unique_ptr<QFile>();
        if (!lock) {
            err << error << Qt::endl; // a hub that runs would go on under the old one
            return 1;
        }
        return withDatabase(config, err, false, [&](Database &database) {
            database.renewEpoch();
            out << QStringLiteral("The log has a new epoch.") << Qt::endl;
            return 0;
        });
    }
    return withDatabase(config, err, true, [&](Database &database) {
        const SystemClock clock;
        HubCommands commands(clock, out, err);
        return commands.run(database.connection(), words);
    });
}
