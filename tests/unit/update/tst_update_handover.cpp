// SPDX-License-Identifier: GPL-3.0-or-later
// The hand-over with real processes: a new version that starts, that crashes, that is no program at all; and the way back.
#include "models/update/AppImageSwap.h"
#include "models/update/HandOver.h"
#include "models/update/UpdateState.h"
#include "tests/unit/update/NewcomerImage.h"

#include <QCryptographicHash>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace liaison::update;
using namespace liaison::test;

namespace {

/// A folder with blanks in its name, version 0.1.0 as the program, and a package that lies ready.
struct Desk
{
    explicit Desk(const QByteArray &package)
    {
        QDir(dir.path()).mkpath(QStringLiteral("my programs"));
        QDir(dir.path()).mkpath(QStringLiteral("update"));
        old = newcomerImage("0.1.0", "good");
        fresh = package;
        if (!writeProgram(program(), old) || !writeProgram(file(), package))
            qFatal("the test's folder cannot be written");
        UpdateState state(folder());
        state.ready =
            UpdateState::Ready{QStringLiteral("0.2.0"), file(), QCryptographicHash::hash(package, QCryptographicHash::Sha256),
                               package.size(),          1,      false};
        state.save();
    }
    QString program() const { return dir.filePath(QStringLiteral("my programs/Liaison.AppImage")); }
    QString previous() const { return program() + QStringLiteral(".previous"); }
    QString folder() const { return dir.filePath(QStringLiteral("update")); }
    QString file() const { return dir.filePath(QStringLiteral("update/0.2.0.package")); }
    UpdateOptions options() const
    {
        UpdateOptions options;
        options.folder = folder();
        options.program = program();
        options.platform = QStringLiteral("linux-appimage");
        options.version = QVersionNumber(0, 1, 0);
        return options;
    }
    HandOver handOver(HandOver::Histories histories = {}) const { return {options(), 1, std::move(histories), {folder()}}; }
    QByteArray starts() const { return contentOf(dir.filePath(QStringLiteral("update/starts.log"))); }
    UpdateState state() const
    {
        UpdateState state(folder());
        state.load();
        return state;
    }

    QTemporaryDir dir;
    QByteArray old;
    QByteArray fresh;
};

} // namespace

class UpdateHandOverTest : public QObject
{
    Q_OBJECT
private slots:
    void aGoodVersionStays();
    void aVersionThatFailsGoesBack_data();
    void aVersionThatFailsGoesBack();
    void aVersionThatIsNotSureYetIsNotWaitedForWithoutEnd();
    void aLaterStartCountsToo();
    void aChangedPackageIsNotInstalled();
    void aFolderThatCannotBeWrittenIsLeftAlone();
    void historiesAreKeptOnlyForANewerStore();
    void aTrialOfAnotherVersionIsOver();
    void whatAnAdministratorInstalledIsOnTrialToo();
    void theSwapAlwaysLeavesAProgram();
};

void UpdateHandOverTest::aGoodVersionStays()
{
    const Desk desk(newcomerImage("0.2.0", "good"));
    HandOver handOver = desk.handOver();
    QCOMPARE(handOver.run(), HandOver::Outcome::Started);
    QCOMPARE(desk.starts(), QByteArray("0.2.0 good\n"));
    QVERIFY(contentOf(desk.program()) == desk.fresh);
    QVERIFY(contentOf(desk.previous()) == desk.old);
    QVERIFY(QFileInfo(desk.program()).isExecutable());
    QVERIFY(!StartTrial(desk.folder()).isPending());
    QVERIFY(!desk.state().ready && desk.state().failed.isEmpty());
    QVERIFY(!QFile::exists(desk.file()));
}

void UpdateHandOverTest::aVersionThatFailsGoesBack_data()
{
    QTest::addColumn<QByteArray>("package");
    QTest::addColumn<QByteArray>("starts");
    QTest::newRow("crashes") << newcomerImage("0.2.0", "crash") << QByteArray("0.2.0 crash\n0.2.0 crash\n0.1.0 good\n");
    QTest::newRow("ends at once") << newcomerImage("0.2.0", "exit") << QByteArray("0.2.0 exit\n0.2.0 exit\n0.1.0 good\n");
    QTest::newRow("no program for this machine") << QByteArray("\x7f"
                                                               "ELF of nowhere")
                                                 << QByteArray("0.1.0 good\n");
}

void UpdateHandOverTest::aVersionThatFailsGoesBack()
{
    QFETCH(QByteArray, package);
    QFETCH(QByteArray, starts);
    const Desk desk(package);
    int broughtBack = 0;
    HandOver::Histories histories;
    histories.bringBack = [&] { ++broughtBack; };
    HandOver handOver = desk.handOver(histories);
    QCOMPARE(handOver.run(), HandOver::Outcome::WentBack);
    QTRY_COMPARE(desk.starts(), starts); // the old one runs again
    QVERIFY(contentOf(desk.program()) == desk.old);
    QVERIFY(!QFile::exists(desk.previous()));
    QVERIFY(!StartTrial(desk.folder()).isPending());
    QCOMPARE(desk.state().failed, QStringList{QStringLiteral("0.2.0")});
    QCOMPARE(desk.state().wentBackFrom, QStringLiteral("0.2.0"));
    QCOMPARE(broughtBack, 1);
}

void UpdateHandOverTest::aVersionThatIsNotSureYetIsNotWaitedForWithoutEnd()
{
    const Desk desk(newcomerImage("0.2.0", "unsure"));
    HandOver handOver = desk.handOver();
    handOver.watchMs = 300;
    QCOMPARE(handOver.run(), HandOver::Outcome::Started);
    QTRY_COMPARE(desk.starts(), QByteArray("0.2.0 unsure\n"));
    QVERIFY(StartTrial(desk.folder()).isPending());
    QVERIFY(writeProgram(desk.folder() + QStringLiteral("/enough"), {}));
    QTRY_VERIFY(!StartTrial(desk.folder()).isPending()); // it went on meanwhile
    QVERIFY(contentOf(desk.program()) == desk.fresh);
}

void UpdateHandOverTest::aLaterStartCountsToo()
{
    // The machine was switched off while the old version watched: nobody is there but the new one itself.
    const Desk desk(newcomerImage("0.2.0", "crash"));
    QCOMPARE(AppImageSwap(desk.program()).put(desk.file()), Reason::None);
    QVERIFY(StartTrial(desk.folder()).begin({QStringLiteral("0.2.0"), QStringLiteral("0.1.0"), desk.program(), 0}));
    for (int i = 0; i < StartTrial::mostStarts; ++i)
        QVERIFY(QProcess::execute(desk.program(), {desk.folder()}) != 0);
    QCOMPARE(QProcess::execute(desk.program(), {desk.folder()}), 0);
    QTRY_COMPARE(desk.starts(), QByteArray("0.2.0 crash\n0.2.0 crash\n0.1.0 good\n"));
    QVERIFY(contentOf(desk.program()) == desk.old);
    QCOMPARE(desk.state().failed, QStringList{QStringLiteral("0.2.0")});
}

void UpdateHandOverTest::aChangedPackageIsNotInstalled()
{
    const Desk desk(newcomerImage("0.2.0", "good"));
    QByteArray changed = desk.fresh;
    changed[changed.size() / 2] = char(changed[changed.size() / 2] ^ 1);
    QVERIFY(writeProgram(desk.file(), changed));
    HandOver handOver = desk.handOver();
    QCOMPARE(handOver.run(), HandOver::Outcome::NotDone);
    QCOMPARE(handOver.reason(), Reason::WrongHash);
    QVERIFY(contentOf(desk.program()) == desk.old);
    QVERIFY(desk.starts().isEmpty());
    QVERIFY(!desk.state().ready); // to be fetched again
}

void UpdateHandOverTest::aFolderThatCannotBeWrittenIsLeftAlone()
{
    const Desk desk(newcomerImage("0.2.0", "good"));
    // A folder of the new file's name is in the way, for root too.
    QVERIFY(QDir().mkpath(desk.program() + QStringLiteral(".previous/x")));
    QVERIFY(QDir().mkpath(desk.program() + QStringLiteral(".link/x")));
    HandOver handOver = desk.handOver();
    QCOMPARE(handOver.run(), HandOver::Outcome::NotDone);
    QCOMPARE(handOver.reason(), Reason::CannotWrite);
    QVERIFY(contentOf(desk.program()) == desk.old);
    QVERIFY(!StartTrial(desk.folder()).isPending());
    QVERIFY(desk.state().ready);
}

void UpdateHandOverTest::historiesAreKeptOnlyForANewerStore()
{
    for (const int schema : {1, 2}) {
        const Desk desk(newcomerImage("0.2.0", "good"));
        UpdateState state = desk.state();
        state.ready->storeSchema = schema;
        QVERIFY(state.save());
        int kept = 0;
        HandOver::Histories histories;
        histories.keep = [&] {
            ++kept;
            return Reason::OtherWindowOpen;
        };
        HandOver handOver = desk.handOver(histories);
        QCOMPARE(handOver.run(), schema == 1 ? HandOver::Outcome::Started : HandOver::Outcome::NotDone);
        QCOMPARE(kept, schema == 1 ? 0 : 1);
        QVERIFY(contentOf(desk.program()) == (schema == 1 ? desk.fresh : desk.old));
    }
}

void UpdateHandOverTest::aTrialOfAnotherVersionIsOver()
{
    QTemporaryDir dir;
    const StartTrial trial(dir.path());
    QVERIFY(trial.begin({QStringLiteral("0.2.0"), QStringLiteral("0.1.0"), {}, 5}));
    QCOMPARE(trial.countStart(QStringLiteral("0.3.0")), StartTrial::Verdict::None);
    QVERIFY(!trial.isPending());
    QCOMPARE(trial.countStart(QStringLiteral("0.3.0")), StartTrial::Verdict::None);
}

void UpdateHandOverTest::whatAnAdministratorInstalledIsOnTrialToo()
{
    QTemporaryDir dir;
    const StartTrial trial(dir.path());
    trial.good(QStringLiteral("0.1.0"));
    QCOMPARE(trial.countStart(QStringLiteral("0.1.0")), StartTrial::Verdict::None);
    QCOMPARE(trial.countStart(QStringLiteral("0.2.0")), StartTrial::Verdict::Counted);
    QCOMPARE(trial.countStart(QStringLiteral("0.2.0")), StartTrial::Verdict::Counted);
    QCOMPARE(trial.countStart(QStringLiteral("0.2.0")), StartTrial::Verdict::GoBack);
    QCOMPARE(trial.read()->previous, QStringLiteral("0.1.0"));
    UpdateOptions options;
    options.folder = dir.path();
    QVERIFY(!HandOver(options, 1, {}, {}).goBack()); // only who installed it can
    UpdateState state(dir.path());
    state.load();
    QCOMPARE(state.failed, QStringList{QStringLiteral("0.2.0")});
    trial.good(QStringLiteral("0.2.0"));
    QCOMPARE(trial.countStart(QStringLiteral("0.2.0")), StartTrial::Verdict::None);
}

void UpdateHandOverTest::theSwapAlwaysLeavesAProgram()
{
    QTemporaryDir dir;
    const QString program = dir.filePath(QStringLiteral("程序 with blanks"));
    QVERIFY(writeProgram(program, "old"));
    const AppImageSwap swap(program);
    QVERIFY(!swap.back()); // nothing to go back to
    QCOMPARE(contentOf(program), QByteArray("old"));
    QCOMPARE(swap.put(dir.filePath(QStringLiteral("missing"))), Reason::CannotWrite);
    QCOMPARE(contentOf(program), QByteArray("old"));
    QVERIFY(writeProgram(dir.filePath(QStringLiteral("new")), "new"));
    QCOMPARE(swap.put(dir.filePath(QStringLiteral("new"))), Reason::None);
    QCOMPARE(contentOf(program), QByteArray("new"));
    QCOMPARE(contentOf(swap.previous()), QByteArray("old"));
    QVERIFY(swap.back());
    QCOMPARE(contentOf(program), QByteArray("old"));
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files).size(), 2); // nothing is left beside
}

QTEST_GUILESS_MAIN(UpdateHandOverTest)
#include "tst_update_handover.moc"
