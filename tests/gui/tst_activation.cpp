// SPDX-License-Identifier: GPL-3.0-or-later
// A second start hands its link to the first; and whether the program starts when the user logs in.
#include "widgets/settings/Autostart.h"
#include "widgets/shell/ActivationServer.h"

#include <QDir>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <memory>

using namespace liaison;

namespace {
/// What a second program does, on a thread of its own because it blocks.
bool handOver(const QString &folder, const QString &link)
{
    bool taken = false;
    const std::unique_ptr<QThread> second(QThread::create([&] { taken = ActivationServer::handOver(folder, link); }));
    second->start();
    return QTest::qWaitFor([&] { return second->isFinished(); }, 10000) && taken;
}
} // namespace

class ActivationTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void aSecondStartHandsOverItsLink();
    void anotherFolderIsAnotherProgram();
    void onlyOneListens();
    void whatACrashLeftIsClearedAway();
    void rubbishIsHungUpOn_data();
    void rubbishIsHungUpOn();
    void onlyThisUserMayConnect();
    void autostartIsAFileOfTheDesktop();
    void autostartReadsWhatOthersWrote();
    void autostartOfEverybodyIsSwitchedOffByHiding();
    void aProgramIsQuotedForExec_data();
    void aProgramIsQuotedForExec();
    void anImageStartsItself();

private:
    std::unique_ptr<QTemporaryDir> m_dir;
};

void ActivationTest::initTestCase() { qunsetenv("APPIMAGE"); }

void ActivationTest::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
    QVERIFY(QDir(m_dir->path()).mkpath(QStringLiteral("run")));
    QFile::setPermissions(m_dir->filePath("run"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    qputenv("XDG_RUNTIME_DIR", m_dir->filePath("run").toUtf8());
    qputenv("XDG_CONFIG_HOME", m_dir->filePath("config").toUtf8());
    qputenv("XDG_CONFIG_DIRS", m_dir->filePath("xdg").toUtf8());
}

void ActivationTest::aSecondStartHandsOverItsLink()
{
    QVERIFY2(!handOver(m_dir->path(), {}), "nobody is there yet");
    ActivationServer server;
    QSignalSpy activated(&server, &ActivationServer::activated);
    QVERIFY(server.listen(m_dir->path()));
    QVERIFY(handOver(m_dir->path(), QStringLiteral("liaison://conversation/c1")));
    QVERIFY(handOver(m_dir->path() + QStringLiteral("/"), {}));
    QCOMPARE(activated.size(), 2);
    QCOMPARE(activated[0][0].toString(), QStringLiteral("liaison://conversation/c1"));
    QCOMPARE(activated[1][0].toString(), QString());
    QVERIFY2(handOver(m_dir->path(), QString(100000, QLatin1Char('x'))), "a long one is cut, not lost");
    QVERIFY(activated[2][0].toString().size() < 1000);
}

void ActivationTest::anotherFolderIsAnotherProgram()
{
    ActivationServer server;
    QVERIFY(server.listen(m_dir->path()));
    QVERIFY(!handOver(m_dir->filePath("run"), {}));
}

void ActivationTest::onlyOneListens()
{
    ActivationServer first;
    QSignalSpy activated(&first, &ActivationServer::activated);
    QVERIFY(first.listen(m_dir->path()));
    ActivationServer second;
    QVERIFY(!second.listen(m_dir->path()));
    QVERIFY(handOver(m_dir->path(), QStringLiteral("x")));
    QCOMPARE(activated.size(), 1);
}

void ActivationTest::whatACrashLeftIsClearedAway()
{
    const QString place = ActivationServer::address(m_dir->path());
    QFile left(place);
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.close();
    ActivationServer server;
    QVERIFY(server.listen(m_dir->path()));
    QVERIFY(handOver(m_dir->path(), {}));
}

void ActivationTest::rubbishIsHungUpOn_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no message") << QByteArray("GET / HTTP/1.1\n");
    QTest::newRow("a list") << QByteArray("[1]\n");
    QTest::newRow("endless") << QByteArray(ActivationServer::mostBytes * 4, 'x');
}

void ActivationTest::rubbishIsHungUpOn()
{
    QFETCH(QByteArray, bytes);
    ActivationServer server;
    QSignalSpy activated(&server, &ActivationServer::activated);
    QVERIFY(server.listen(m_dir->path()));
    QLocalSocket socket;
    socket.connectToServer(ActivationServer::address(m_dir->path()));
    QVERIFY(socket.waitForConnected());
    socket.write(bytes);
    QTRY_COMPARE(socket.state(), QLocalSocket::UnconnectedState);
    QCOMPARE(activated.size(), 0);
    QVERIFY2(handOver(m_dir->path(), {}), "the next one is heard");
}

void ActivationTest::onlyThisUserMayConnect()
{
    ActivationServer server;
    QVERIFY(server.listen(m_dir->path()));
    const QFile::Permissions others =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QCOMPARE(QFile::permissions(ActivationServer::address(m_dir->path())) & others, QFile::Permissions());
}

void ActivationTest::autostartIsAFileOfTheDesktop()
{
    QString error;
    QVERIFY(!Autostart::isOn());
    QVERIFY2(Autostart::set(true, &error), qPrintable(error));
    QVERIFY(Autostart::isOn());
    QCOMPARE(Autostart::entryPath(), m_dir->filePath("config/autostart/liaison.desktop"));
    QFile entry(Autostart::entryPath());
    QVERIFY(entry.open(QIODevice::ReadOnly));
    const QByteArray text = entry.readAll();
    QVERIFY2(text.contains("\nExec=" + Autostart::quoted(QCoreApplication::applicationFilePath()).toUtf8() + '\n'),
             text.constData());
    QVERIFY2(Autostart::set(false, &error), qPrintable(error));
    QVERIFY(!Autostart::isOn());
    QVERIFY2(!QFile::exists(Autostart::entryPath()), "nothing is left that was not there before");
    QVERIFY(Autostart::set(false, &error));
}

void ActivationTest::autostartReadsWhatOthersWrote()
{
    QVERIFY(QDir(m_dir->path()).mkpath(QStringLiteral("config/autostart")));
    for (const char *off : {"Hidden=true", "Hidden = true", "X-GNOME-Autostart-enabled=false"}) {
        QFile entry(Autostart::entryPath());
        QVERIFY(entry.open(QIODevice::WriteOnly));
        entry.write(QByteArray("[Desktop Entry]\nType=Application\nExec=liaison\n") + off + '\n');
        entry.close();
        QVERIFY2(!Autostart::isOn(), off);
    }
    QString error;
    QVERIFY(Autostart::set(true, &error));
    QVERIFY(Autostart::isOn());
    QVERIFY(QFile::remove(Autostart::entryPath()));
    QVERIFY(QDir(m_dir->path()).mkpath(Autostart::entryPath()));
    QVERIFY2(!Autostart::set(true, &error), "a folder is in the way");
    QVERIFY(!error.isEmpty());
}

void ActivationTest::autostartOfEverybodyIsSwitchedOffByHiding()
{
    QVERIFY(QDir(m_dir->path()).mkpath(QStringLiteral("xdg/autostart")));
    QFile everybodys(m_dir->filePath("xdg/autostart/liaison.desktop"));
    QVERIFY(everybodys.open(QIODevice::WriteOnly));
    everybodys.write("[Desktop Entry]\nType=Application\nExec=liaison\n");
    everybodys.close();
    QVERIFY(Autostart::isOn());
    QString error;
    QVERIFY2(Autostart::set(false, &error), qPrintable(error));
    QVERIFY(!Autostart::isOn());
    QVERIFY(everybodys.exists());
    QVERIFY(Autostart::set(true, &error));
    QVERIFY(Autostart::isOn());
}

void ActivationTest::aProgramIsQuotedForExec_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("quoted");
    QTest::newRow("plain") << "/opt/liaison"
                           << "/opt/liaison";
    QTest::newRow("space") << "/home/lin/My Programs/Liaison.AppImage"
                           << "\"/home/lin/My Programs/Liaison.AppImage\"";
    QTest::newRow("per cent is no field") << "/opt/100%u"
                                          << "/opt/100%%u";
    QTest::newRow("dollar") << "/opt/$HOME"
                            << "\"/opt/\\\\$HOME\"";
    QTest::newRow("quote") << "/opt/a\"b"
                           << "\"/opt/a\\\\\"b\"";
    QTest::newRow("backslash") << "/opt/a\\b"
                               << "\"/opt/a\\\\\\\\b\"";
    QTest::newRow("semicolon") << "/opt/a;b"
                               << "\"/opt/a;b\"";
}

void ActivationTest::aProgramIsQuotedForExec()
{
    QFETCH(QString, program);
    QTEST(Autostart::quoted(program), "quoted");
}

void ActivationTest::anImageStartsItself()
{
    const QString own = QCoreApplication::applicationFilePath();
    QCOMPARE(Autostart::program(), own);
    const QString image = m_dir->filePath("Liaison 1.AppImage");
    QVERIFY(QFile::copy(own, image));
    qputenv("APPIMAGE", image.toUtf8());
    QCOMPARE(Autostart::program(), image);
    QVERIFY(QFile::remove(image));
    QCOMPARE(Autostart::program(), own);
    qunsetenv("APPIMAGE");
}

QTEST_MAIN(ActivationTest)
#include "tst_activation.moc"
