// SPDX-License-Identifier: GPL-3.0-or-later
// What a roll-out script calls: `liaison --check` and `liaison --wipe`, the real program with a real hub, store and secret store.
#include "models/store/AccountFolders.h"
#include "models/store/KeyVault.h"
#include "tests/system/HubProcess.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpSocket>
#include <QtTest>
#include <cstdio>

using namespace liaison;
using namespace liaison::test;

namespace {
const QString agentName = QStringLiteral("lin");
const QString password = QStringLiteral("Correct-horse-7");

struct Ended
{
    int code = -1;
    QByteArray out;
    QByteArray err;
    QByteArray all() const { return out + err; }
    QHash<QString, QJsonObject> checks() const
    {
        QHash<QString, QJsonObject> found;
        const QJsonArray checks = QJsonDocument::fromJson(out).object()["checks"].toArray();
        for (const QJsonValue &check : checks)
            found.insert(check["id"].toString(), check.toObject());
        return found;
    }
};

Ended run(const QString &program, const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    // As in a service or a remote shell: no display, nobody says which platform.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QLatin1String(name));
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    Ended ended;
    if (!process.waitForFinished(150'000))
        process.kill();
    ended.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    ended.out = process.readAllStandardOutput();
    ended.err = process.readAllStandardError();
    return ended;
}

QString liaisonProgram() { return HubProcess::program(QStringLiteral("liaison")); }

/// The child: is the key of an account in the secret store? Prints its length.
int peek(const QString &folder)
{
    KeyVault vault(folder, AccountFolders::serviceOf(folder), true);
    vault.peek(&vault, [](const QByteArray &key) {
        std::printf("key %d\n", int(key.size()));
        std::fflush(stdout);
        QCoreApplication::exit(0);
    });
    return QCoreApplication::exec();
}
} // namespace

class RollOutTest : public QObject
{
    Q_OBJECT
    HubProcess m_hub;
    QTemporaryDir m_dir;

private slots:
    void initTestCase()
    {
        QVERIFY2(QFile::exists(liaisonProgram()), "LIAISON_BIN_DIR does not hold liaison");
        QString text;
        QVERIFY2(m_hub.addAgent(agentName, password, &text), qPrintable(text));
        QVERIFY2(m_hub.start(&text), qPrintable(text));
    }

    void wordsNeedNoDisplay()
    {
        const Ended version = run(liaisonProgram(), {"--version"});
        QCOMPARE(version.code, 0);
        QVERIFY2(version.out.startsWith("liaison "), version.all().constData());
        QCOMPARE(run(liaisonProgram(), {"-v"}).out, version.out);
        const Ended help = run(liaisonProgram(), {"--help"});
        QCOMPARE(help.code, 0);
        QVERIFY2(help.out.contains("--wipe"), help.all().constData());
        QCOMPARE(run(liaisonProgram(), {"-h"}).out, help.out);
        const Ended mistake = run(liaisonProgram(), {"--check", "--nonsense"});
        QCOMPARE(mistake.code, 1);
        QVERIFY2(mistake.err.contains("nonsense"), mistake.all().constData());
    }

    void aMachineInOrder()
    {
        const QString data = m_dir.filePath(QStringLiteral("none yet"));
        const QStringList arguments{"--check", "--json", "--no-keychain", "--data", data, "--hub", m_hub.httpUrl().toString()};
        const Ended ended = run(liaisonProgram(), arguments);
        QVERIFY2(ended.code == 0, ended.all().constData());
        const auto checks = ended.checks();
        const QStringList ids{"policy",   "data_folder", "disk",    "secret_store", "engine", "store",
                              "platform", "tls",         "plugins", "fonts",        "audio",  "dns",
                              "tcp",      "certificate", "pin",     "health",       "link",   "clock"};
        QCOMPARE(checks.size(), ids.size());
        for (qsizetype i = 0; i < ids.size(); ++i)
            QCOMPARE(checks.value(ids[i])["number"].toInt(), int(i) + 1);
        for (const char *id : {"policy", "data_folder", "engine", "store", "tls", "plugins", "dns", "tcp", "certificate", "pin",
                               "health", "link", "clock"})
            QVERIFY2(checks.value(QLatin1String(id))["outcome"] == QLatin1String("ok"), ended.out.constData());
        QCOMPARE(checks.value(QStringLiteral("platform"))["outcome"].toString(), QStringLiteral("warning"));
        QCOMPARE(checks.value(QStringLiteral("secret_store"))["outcome"].toString(), QStringLiteral("warning"));
        QVERIFY(!QFile::exists(data)); // a check makes nothing

        const Ended words = run(liaisonProgram(), {"--check", "--no-keychain", "--data", data, "--language", "en", "-platform",
                                                   "offscreen", "--hub", m_hub.httpUrl().toString()});
        QVERIFY2(words.code == 0, words.all().constData());
        QCOMPARE(words.out.trimmed().split('\n').size(), ids.size());
        QVERIFY2(words.out.startsWith(" 1  ok       Policy: "), words.out.constData());
        QVERIFY2(words.out.contains("16  ok       Health of the hub: healthy"), words.out.constData());
    }

    void whatIsWrongHasAName()
    {
        // A port that nobody listens at, nor can.
        QTcpSocket taken;
        QVERIFY(taken.bind(QHostAddress::LocalHost));
        const QString hub = QStringLiteral("http://127.0.0.1:%1").arg(taken.localPort());
        // A data folder that is a file.
        QFile file(m_dir.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const Ended ended =
            run(liaisonProgram(), {"--check", "--json", "--no-keychain", "--data", file.fileName(), "--hub", hub});
        QVERIFY2(ended.code == 1, ended.all().constData());
        const auto checks = ended.checks();
        QVERIFY2(checks.value(QStringLiteral("tcp"))["outcome"] == QLatin1String("failed"), ended.out.constData());
        for (const char *id : {"certificate", "pin", "health", "link"})
            QVERIFY2(checks.value(QLatin1String(id))["outcome"] == QLatin1String("warning"), ended.out.constData());
        QCOMPARE(QJsonDocument::fromJson(ended.out)["failed"].toInt() >= 1, true);

        const Ended none =
            run(liaisonProgram(), {"--check", "--json", "--no-keychain", "--data", m_dir.filePath(QStringLiteral("x"))});
        QVERIFY2(none.code == 0, none.all().constData()); // no hub is named: nothing to reach
        const Ended noAddress = run(liaisonProgram(), {"--check", "--json", "--no-keychain", "--data",
                                                       m_dir.filePath(QStringLiteral("x")), "--hub", "not a hub"});
        QVERIFY2(noAddress.code == 1, noAddress.all().constData());
    }

    void checkAndWipeWithASecretStore()
    {
        // One session with a keyring: signed in, looked at, wiped.
        const QString data = m_dir.filePath(QStringLiteral("data"));
        const QString folder = AccountFolders(data).folderOf(m_hub.httpUrl(), agentName);
        const QString script = QStringLiteral(R"(
            set -u
            liaison=$1 data=$2 hub=$3 secret=$4 self=$5 folder=$6 shot=$7
            say() { printf '%s\n' "$*"; }
            "$liaison" --data "$data" --hub "$hub" --agent lin --password-file "$secret" --shot "$shot" -platform offscreen >/dev/null 2>&1
            say "signed in: $?"
            "$self" --peek "$folder"
            "$liaison" --check --json --data "$data" --hub "$hub" --agent lin >"$shot.json"; say "check: $?"
            printf 'no\n' | "$liaison" --wipe --data "$data" --language en >/dev/null 2>&1; say "not meant: $?"
            [ -d "$folder" ]; say "still there: $?"
            "$liaison" --data "$data" --hub "$hub" --agent lin -platform offscreen >/dev/null 2>&1 &
            running=$!
            tries=0
            until [ -s "$folder/window.lock" ] && [ -e "$folder/store.open" ]; do
                tries=$((tries + 1)); [ "$tries" -lt 600 ] || break
                sleep 0.05
            done
            "$liaison" --wipe --yes --data "$data" >/dev/null 2>&1; say "while running: $?"
            kill "$running"; wait "$running" 2>/dev/null
            "$self" --peek "$folder"
            mkdir -p "$data/update"; echo 0.2.0 >"$data/update/package"
            printf 'wipe\n' | "$liaison" --wipe --data "$data" --language en; say "wiped: $?"
            [ -e "$data" ]; say "left: $?"
            mkdir -p "$folder"; "$self" --peek "$folder"
        )");
        const Ended ended = run(QStringLiteral(LIAISON_SOURCE_DIR "/tests/unit/store/with_keyring.sh"),
                                {m_dir.filePath(QStringLiteral("keyring")), "sh", "-c", script, "sh", liaisonProgram(), data,
                                 m_hub.httpUrl().toString(), m_hub.folder() + QStringLiteral("/password"),
                                 QCoreApplication::applicationFilePath(), folder, m_dir.filePath(QStringLiteral("shot.png"))});
        QVERIFY2(ended.code == 0, ended.all().constData());
        const QByteArrayList lines = ended.out.split('\n');
        const auto place = [&](const char *line) { return lines.indexOf(QByteArray(line)); };
        QVERIFY2(place("signed in: 0") == 0, ended.all().constData());
        QVERIFY2(lines.value(1) == "key 32", ended.all().constData());
        for (const char *line : {"check: 0", "not meant: 2", "still there: 0", "while running: 3"})
            QVERIFY2(place(line) > 0, (QByteArray(line) + " | " + ended.all()).constData());
        QVERIFY2(lines.value(place("while running: 3") + 1) == "key 32", ended.all().constData());
        QVERIFY2(place("wiped: 0") > 0 && place("left: 1") == place("wiped: 0") + 1, ended.all().constData());
        QVERIFY2(ended.out.contains("Removed: " + folder.toUtf8()), ended.all().constData());
        QVERIFY2(lines.value(place("left: 1") + 1) == "key 0", ended.all().constData());

        QFile checked(m_dir.filePath(QStringLiteral("shot.png.json")));
        QVERIFY(checked.open(QIODevice::ReadOnly));
        Ended check;
        check.out = checked.readAll();
        QVERIFY2(check.checks().value(QStringLiteral("secret_store"))["outcome"] == QLatin1String("ok"), check.out.constData());
        QVERIFY2(check.checks().value(QStringLiteral("store"))["outcome"] == QLatin1String("ok"), check.out.constData());
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--peek"))
        return peek(arguments.value(2));
    RollOutTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_roll_out.moc"
