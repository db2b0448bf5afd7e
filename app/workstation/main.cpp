// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workstation/CheckCommand.h"
#include "app/workstation/ProcessStart.h"
#include "app/workstation/WipeCommand.h"
#include "app/workstation/WorkstationUpdates.h"
#include "models/domain/Heap.h"
#include "models/session/Session.h"
#include "models/store/AccountFolders.h"
#include "resources/Resources.h"
#include "translations/Translations.h"
#include "widgets/settings/Preferences.h"
#include "widgets/shell/ActivationServer.h"
#include "widgets/shell/LinkOpener.h"
#include "widgets/shell/MainWindow.h"
#include "widgets/shell/StallWatch.h"
#include "widgets/shell/Workstation.h"
#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFile>
#include <QIcon>
#include <QMessageBox>
#include <QOperatingSystemVersion>
#include <QStandardPaths>
#include <QTextStream>
#include <QTimer>
#include <algorithm>
#include <array>
#include <optional>

using namespace liaison;

namespace {
struct Wishes
{
    Workstation::Options options;
    QString language;
    QString theme;
    QString shot;
    int shotConversations = 0;
    QSize size;
    QString stalls;
    QString link;
    bool asked = false; ///< for an account or a picture: then a program that runs already is not meant
    bool check = false;
    bool json = false;
    bool wipe = false;
    bool yes = false;
};

/// The first line of a file; a password given on the command line could be read by everybody on the machine.
bool readPassword(const QString &path, QString *password)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
        return false;
    *password = QString::fromUtf8(file.readLine()).trimmed();
    return !password->isEmpty();
}

/// The exit code, if that was all: something is wrong with the command line, or it asked for words only. These are written as everywhere:
/// QCommandLineParser::process() would put them into a window on Windows, which a roll-out tool waits for until somebody closes it.
std::optional<int> parse(QCommandLineParser &parser, Wishes *wishes)
{
    parser.setApplicationDescription(QStringLiteral("Liaison: the workstation of customer-service agents"));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Print this."));
    parser.addOption(help);
    const QCommandLineOption version = parser.addVersionOption();
    const QCommandLineOption hub(QStringLiteral("hub"), QStringLiteral("Address of the hub."), QStringLiteral("url"));
    // Not "name": under X11 Qt takes that one for itself.
    const QCommandLineOption name(QStringLiteral("agent"), QStringLiteral("Name to sign in with."), QStringLiteral("name"));
    const QCommandLineOption password(QStringLiteral("password-file"), QStringLiteral("File whose first line is the password."),
                                      QStringLiteral("file"));
    const QCommandLineOption data(QStringLiteral("data"), QStringLiteral("Folder for everything kept on this machine."),
                                  QStringLiteral("dir"));
    const QCommandLineOption language(QStringLiteral("language"), QStringLiteral("zh or en."), QStringLiteral("language"));
    const QCommandLineOption theme(QStringLiteral("theme"), QStringLiteral("light or dark."), QStringLiteral("theme"));
    const QCommandLineOption noKeychain(QStringLiteral("no-keychain"), QStringLiteral("Do not use the system's secret store."));
    const QCommandLineOption shot(QStringLiteral("shot"), QStringLiteral("Write a picture of the window and end."),
                                  QStringLiteral("file"));
    const QCommandLineOption shotWait(QStringLiteral("shot-conversations"),
                                      QStringLiteral("Before that, wait for so many conversations."), QStringLiteral("n"),
                                      QStringLiteral("0"));
    const QCommandLineOption size(QStringLiteral("size"), QStringLiteral("Size of the window."), QStringLiteral("WxH"));
    const QCommandLineOption stalls(QStringLiteral("stalls"), QStringLiteral("Write there how long the window was busy."),
                                    QStringLiteral("file"));
    const QCommandLineOption check(QStringLiteral("check"),
                                   QStringLiteral("Check this machine, print what was found, exit 0 or 1."));
    const QCommandLineOption json(QStringLiteral("json"), QStringLiteral("With --check: print JSON."));
    const QCommandLineOption wipe(QStringLiteral("wipe"),
                                  QStringLiteral("Remove all local data and keys of this user, after a confirmation."));
    const QCommandLineOption yes(QStringLiteral("yes"), QStringLiteral("With --wipe: do not ask."));
    parser.addOptions(
        {hub, name, password, data, language, theme, noKeychain, shot, shotWait, size, stalls, check, json, wipe, yes});
    parser.addPositionalArgument(QStringLiteral("url"), QStringLiteral("liaison://conversation/ID or liaison://hub/HOST."),
                                 QStringLiteral("[url]"));
    if (!parser.parse(QCoreApplication::arguments())) {
        QTextStream(stderr) << "liaison: " << parser.errorText() << '\n';
        return 1;
    }
    if (parser.isSet(version)) {
        QTextStream(stdout) << QCoreApplication::applicationName() << ' ' << QCoreApplication::applicationVersion() << '\n';
        return 0;
    }
    if (parser.isSet(help)) {
        QTextStream(stdout) << parser.helpText();
        return 0;
    }
    if (parser.positionalArguments().size() > 1) {
        QTextStream(stderr) << "liaison: only one address can be opened\n";
        return 2;
    }
    wishes->link = parser.positionalArguments().value(0);
    wishes->asked = parser.isSet(hub) || parser.isSet(name) || parser.isSet(shot);
    wishes->options.hub = parser.value(hub);
    wishes->options.name = parser.value(name);
    wishes->options.useKeychain = !parser.isSet(noKeychain);
    wishes->options.dataFolder = parser.isSet(data) ? QDir(parser.value(data)).absolutePath()
                                                    : QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation);
    if (parser.isSet(password) && !readPassword(parser.value(password), &wishes->options.password)) {
        QTextStream(stderr) << "liaison: cannot read " << parser.value(password) << '\n';
        return 2;
    }
    wishes->language = parser.value(language);
    wishes->theme = parser.value(theme);
    wishes->shot = parser.value(shot);
    wishes->stalls = parser.value(stalls);
    wishes->check = parser.isSet(check);
    wishes->json = parser.isSet(json);
    wishes->wipe = parser.isSet(wipe);
    wishes->yes = parser.isSet(yes);
    wishes->shotConversations = parser.value(shotWait).toInt();
    const QStringList sides = parser.value(size).split(QLatin1Char('x'));
    if (sides.size() == 2)
        wishes->size = QSize(sides[0].toInt(), sides[1].toInt());
    return {};
}

/// A command that shows no window, and therefore must not want a display: a roll-out script runs it.
bool isCommand(int argc, char **argv)
{
    return std::any_of(argv + 1, argv + argc, [](const char *argument) {
        constexpr std::array commands{"--check", "--wipe", "--version", "-v", "--help", "-h"};
        return std::any_of(commands.begin(), commands.end(),
                           [argument](const char *command) { return qstrcmp(argument, command) == 0; });
    });
}

int runCommand(const Wishes &wishes, const Policy &policy)
{
    if (wishes.wipe)
        return WipeCommand(wishes.options.dataFolder, wishes.options.useKeychain).run(wishes.yes);
    const Preferences preferences(AccountFolders(wishes.options.dataFolder).settings(), policy);
    return CheckCommand(Workstation::checkSetup(wishes.options, preferences), wishes.json).run();
}

/// Grabs the window once enough is to be seen, then ends the program.
void shootWhenReady(Workstation *workstation, const Wishes &wishes)
{
    auto *look = new QTimer(workstation);
    look->setInterval(250);
    QObject::connect(look, &QTimer::timeout, workstation, [workstation, wishes, look, settled = 0]() mutable {
        MainWindow *window = workstation->window();
        if (!window || workstation->session()->conversations().size() < wishes.shotConversations)
            return;
        // Some looks later pictures have been decoded and profiles have come.
        if (++settled < 6)
            return;
        look->stop();
        const bool written = window->grab().save(wishes.shot);
        QCoreApplication::exit(written ? 0 : 1);
    });
    look->start();
}

/// From the first window to the last; the exit code.
int work(QApplication &app, const Wishes &wishes, Preferences &preferences, WorkstationUpdates *updates)
{
    Workstation workstation(wishes.options, &preferences);
    QObject::connect(&preferences, &Preferences::languageChanged, &workstation, [&] {
        useLanguage(preferences.language());
        workstation.rebuildWindow();
    });
    QObject::connect(
        &workstation, &Workstation::stopped, &app,
        [](const QString &words) {
            if (!words.isEmpty())
                QMessageBox::critical(nullptr, QStringLiteral("Liaison"), words);
            QCoreApplication::exit(words.isEmpty() ? 0 : 1);
        },
        Qt::QueuedConnection);
    QObject::connect(&workstation, &Workstation::windowShown, &app, [&] {
        if (wishes.size.isValid())
            workstation.window()->resize(wishes.size);
        QObject::connect(workstation.window(), &MainWindow::closed, &app, &QCoreApplication::quit);
    });
    if (!wishes.stalls.isEmpty())
        new StallWatch(wishes.stalls, &app);
    if (!wishes.shot.isEmpty())
        shootWhenReady(&workstation, wishes);
    updates->serve(&workstation, [&] {
        // Closed as by the agent, so that tabs and drafts are remembered; without a window there is only to go.
        if (!workstation.window() || !workstation.window()->close())
            QCoreApplication::quit();
    });
    LinkOpener links(&workstation);
    ActivationServer activation;
    QObject::connect(&activation, &ActivationServer::activated, &links, &LinkOpener::open);
    activation.listen(wishes.options.dataFolder);
    workstation.start();
    if (!wishes.link.isEmpty())
        links.open(wishes.link);
    return QApplication::exec();
}
} // namespace

int main(int argc, char **argv)
{
    prepareProcess();
    keepHeapTight();
    QApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    if (isCommand(argc, argv) && QOperatingSystemVersion::currentType() != QOperatingSystemVersion::Windows &&
        qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("liaison"));
    QApplication::setApplicationDisplayName(QStringLiteral("Liaison"));
    QApplication::setApplicationVersion(QStringLiteral(LIAISON_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("liaison"));
    QApplication::setQuitOnLastWindowClosed(false);

    QCommandLineParser parser;
    Wishes wishes;
    if (const std::optional<int> ended = parse(parser, &wishes))
        return *ended;

    const Policy policy = Policy::ofThisMachine();
    if (wishes.check || wishes.wipe) {
        const QString file = AccountFolders(wishes.options.dataFolder).settings();
        useLanguage(wishes.language.isEmpty() ? Preferences(file, policy).language() : wishes.language);
        return runCommand(wishes, policy);
    }
    if (!wishes.asked && ActivationServer::handOver(wishes.options.dataFolder, wishes.link))
        return 0;
    for (const PolicyFault &fault : policy.faults())
        QTextStream(stderr) << "liaison: policy: " << fault.text() << '\n';

    initResources();
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/app/liaison.svg")));
    QDir().mkpath(wishes.options.dataFolder);
    Preferences preferences(AccountFolders(wishes.options.dataFolder).settings(), policy);
    if (!wishes.language.isEmpty())
        preferences.setLanguage(wishes.language);
    if (!wishes.theme.isEmpty())
        preferences.setTheme(wishes.theme == QLatin1String("dark") ? Theme::Mode::Dark : Theme::Mode::Light);
    useLanguage(preferences.language());
    Theme::instance().install();

    WorkstationUpdates updates(wishes.options, preferences);
    if (updates.beginStart())
        return 0;
    const int code = work(app, wishes, preferences, &updates);
    updates.finish(code);
    return code;
}
