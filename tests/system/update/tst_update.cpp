// SPDX-License-Identifier: GPL-3.0-or-later
// An update from end to end with the real parts: signed by liaison-release, offered by liaison-hub, fetched, verified and handed over to
// real processes. Good, tampered, replayed, half downloaded, and a version that crashes at its start.
#include "models/update/HandOver.h"
#include "models/update/UpdateService.h"
#include "tests/system/HubProcess.h"
#include "tests/unit/update/NewcomerImage.h"

#include <QtTest>

using namespace liaison;
using namespace liaison::test;
using namespace liaison::update;

namespace {

constexpr int withinMs = 60'000;

/// A hub that offers updates, the release engineer's key, and a desk with version 0.1.0.
class Stage
{
public:
    Stage() : hub(QStringList{QStringLiteral("updates_dir = ") + offered()})
    {
        QDir().mkpath(offered());
        QDir().mkpath(dir.filePath(QStringLiteral("desk")));
        old = newcomerImage("0.1.0", "good");
        if (!writeProgram(program(), old))
            qFatal("the test's folder cannot be written");
        QString said;
        if (release({QStringLiteral("keygen"), QStringLiteral("--out"), keyFile()}, "a long passphrase\n", &said) != 0)
            qFatal("%s", qPrintable(said));
        publicKey = said.trimmed();
        if (!hub.start(&said))
            qFatal("%s", qPrintable(said));
    }

    QString offered() const { return dir.filePath(QStringLiteral("offered")); }
    QString manifestFile() const { return offered() + QStringLiteral("/update.json"); }
    QString keyFile() const { return dir.filePath(QStringLiteral("release.key")); }
    QString program() const { return dir.filePath(QStringLiteral("desk/Liaison.AppImage")); }
    QString folder() const { return dir.filePath(QStringLiteral("desk/update")); }
    QByteArray starts() const { return contentOf(folder() + QStringLiteral("/starts.log")); }

    /// Runs liaison-release; its exit code, its standard output in `said`.
    int release(const QStringList &arguments, const QByteArray &input, QString *said) const
    {
        QProcess process;
        process.start(HubProcess::program(QStringLiteral("liaison-release")), arguments);
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(withinMs))
            return -1;
        *said = QString::fromUtf8(process.readAllStandardOutput());
        if (process.exitCode() != 0)
            *said += QString::fromUtf8(process.readAllStandardError());
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }
    /// Offers a version to everybody.
    bool publish(const QString &version, const QByteArray &package) const
    {
        const QString file = offered() + QStringLiteral("/liaison-%1.AppImage").arg(version);
        QString said;
        const bool signedNow =
            writeProgram(file, package) &&
            release({QStringLiteral("sign"), QStringLiteral("--key"), keyFile(), QStringLiteral("--out"), manifestFile(),
                     QStringLiteral("--version"), version, QStringLiteral("--expires"), QStringLiteral("2100-01-01T00:00:00Z"),
                     QStringLiteral("--ring"), QStringLiteral("100@2020-01-01T00:00:00Z"), QStringLiteral("--store-schema"),
                     QStringLiteral("1"), QStringLiteral("--package"), QStringLiteral("linux-appimage=") + file},
                    "a long passphrase\n", &said) == 0;
        if (!signedNow)
            qWarning("%s", qPrintable(said));
        return signedNow;
    }
    UpdateOptions options() const
    {
        UpdateOptions options;
        options.url = hub.httpUrl().resolved(QUrl(QStringLiteral("/updates/update.json")));
        options.keys = UpdateKey::listFromBase64(publicKey);
        options.folder = folder();
        options.platform = QStringLiteral("linux-appimage");
        options.program = program();
        options.version = QVersionNumber(0, 1, 0);
        options.installation = QStringLiteral("desk-7");
        options.bytesPerSecond = 1 << 30;
        options.firstLookMs = 0;
        options.spreadMs = 0;
        return options;
    }
    /// One look of a program that has just started; the reason it came to.
    Reason look(UpdateOptions with) const
    {
        const SystemClock clock;
        UpdateService service(std::move(with), clock);
        service.start();
        const bool ended = QTest::qWaitFor([&] { return service.lookedAt() > 0; }, withinMs);
        return ended ? service.reason() : Reason::Unreachable;
    }
    Reason look() const { return look(options()); }
    HandOver::Outcome handOver() const { return HandOver(options(), 1, {}, {folder()}).run(); }

    QTemporaryDir dir;
    HubProcess hub;
    QString publicKey;
    QByteArray old;
};

QByteArray withOneBitChanged(QByteArray bytes, qsizetype at)
{
    bytes[at] = char(bytes[at] ^ 1);
    return bytes;
}

} // namespace

class UpdateTest : public QObject
{
    Q_OBJECT
private slots:
    void aGoodVersionIsTakenOver();
    void aTamperedManifestIsRefused();
    void aTamperedPackageIsRefused();
    void anOlderManifestIsRefusedAfterARestartToo();
    void aHalfDownloadGoesOn();
    void aVersionThatCrashesGoesBackAndIsNotTakenAgain();
    void aDeskBehindItsRingWaits();
    void theToolSignsNothingThatWouldBeRefused();
    void theToolVerifies();
};

void UpdateTest::aGoodVersionIsTakenOver()
{
    Stage stage;
    const QByteArray fresh = newcomerImage("0.2.0", "good");
    QVERIFY(stage.publish(QStringLiteral("0.2.0"), fresh));
    QCOMPARE(reasonName(stage.look()), reasonName(Reason::None));
    QVERIFY(contentOf(stage.program()) == stage.old); // fetched is not installed
    QCOMPARE(stage.handOver(), HandOver::Outcome::Started);
    QCOMPARE(stage.starts(), QByteArray("0.2.0 good\n"));
    QVERIFY(contentOf(stage.program()) == fresh);
    QVERIFY(contentOf(stage.program() + QStringLiteral(".previous")) == stage.old);
    UpdateOptions now = stage.options();
    now.version = QVersionNumber(0, 2, 0);
    QCOMPARE(reasonName(stage.look(now)), reasonName(Reason::UpToDate));
}

void UpdateTest::aTamperedManifestIsRefused()
{
    Stage stage;
    QVERIFY(stage.publish(QStringLiteral("0.2.0"), newcomerImage("0.2.0", "good")));
    QByteArray file = contentOf(stage.manifestFile());
    const qsizetype at = file.indexOf("\"manifest\": \"") + 40;
    file[at] = file[at] == 'A' ? 'B' : 'A';
    QVERIFY(writeProgram(stage.manifestFile(), file));
    QCOMPARE(reasonName(stage.look()), reasonName(Reason::BadSignature));
    QVERIFY(QDir(stage.folder()).entryList({QStringLiteral("*.pa*")}).isEmpty()); // nothing was fetched
    // By a key that this desk was not told of.
    UpdateOptions other = stage.options();
    other.keys = {UpdateKey{QByteArray(32, 'x')}};
    QVERIFY(stage.publish(QStringLiteral("0.2.1"), newcomerImage("0.2.1", "good")) ==
            false); // the tampered file hides the serial
    QVERIFY(QFile::remove(stage.manifestFile()));
    QVERIFY(stage.publish(QStringLiteral("0.2.1"), newcomerImage("0.2.1", "good")));
    QCOMPARE(reasonName(stage.look(other)), reasonName(Reason::UnknownKey));
    QCOMPARE(reasonName(stage.look()), reasonName(Reason::None));
}

void UpdateTest::aTamperedPackageIsRefused()
{
    Stage stage;
    const QByteArray fresh = newcomerImage("0.2.0", "good");
    QVERIFY(stage.publish(QStringLiteral("0.2.0"), fresh));
    const QString package = stage.offered() + QStringLiteral("/liaison-0.2.0.AppImage");
    QVERIFY(writeProgram(package, withOneBitChanged(fresh, fresh.size() / 2)));
    QCOMPARE(reasonName(stage.look()), reasonName(Reason::WrongHash));
    QVERIFY(writeProgram(package, fresh + "and more"));
    QCOMPARE(reasonName(stage.look()), reasonName(Reason::WrongSize));
    QCOMPARE(stage.handOver(), HandOver::Outcome::NotDone);
    QVERIFY(contentOf(stage.program()) == stage.old);
    QVERIFY(writeProgram(package, fresh));
    QCOMPARE(reasonName(stage.look()), reasonName(Reason::None));
}

void UpdateTest::anOlderManifestIsRefusedAfterARestartToo()
{
    Stage stage;
    QVERIFY(stage.publish(QStringLiteral("0.2.0"), newcomerImage("0.2.0", "good")));
    const QByteArray older = contentOf(stage.manifestFile());
    QVERIFY(stage.publish(QStringLiteral("0.2.1"), newcomerImage("0.2.1", "good")));
    QCOMPARE(reasonName(stage.look()), reasonName(Reason::None));
    QVERIFY(writeProgram(stage.manifestFile(), older)); // rightly signed, not expired, and still newer than what runs
    QCOMPARE(reasonName(stage.look()), reasonName(Reason::Replayed));
    UpdateState state(stage.folder());
    state.load();
    QCOMPARE(state.ready->version, QStringLiteral("0.2.1")); // what was fetched before stays
}

void UpdateTest::aHalfDownloadGoesOn()
{
    Stage stage;
    // More than the system's buffers hold, so that it is really half when the hub dies.
    const QByteArray fresh = newcomerImage("0.2.0", "good", 32 << 20);
    QVERIFY(stage.publish(QStringLiteral("0.2.0"), fresh));
    const SystemClock clock;
    UpdateOptions slow = stage.options();
    slow.bytesPerSecond = fresh.size() / 10; // ten seconds, if it were left alone
    qint64 have = 0;
    {
        UpdateService service(slow, clock);
        service.start();
        QTRY_VERIFY_WITH_TIMEOUT(service.percent() >= 10, withinMs);
        stage.hub.killHard();
        QTRY_VERIFY_WITH_TIMEOUT(service.lookedAt() > 0, withinMs);
        QCOMPARE(reasonName(service.reason()), reasonName(Reason::Interrupted));
        const QFileInfoList parts = QDir(stage.folder()).entryInfoList({QStringLiteral("*.part")});
        QCOMPARE(parts.size(), 1);
        have = parts.first().size();
        QVERIFY(have > 0 && have < fresh.size());
        QVERIFY(service.readyVersion().isEmpty());
    }
    QString error;
    QVERIFY2(stage.hub.start(&error), qPrintable(error));
    UpdateService service(stage.options(), clock);
    int least = 101;
    connect(&service, &UpdateService::changed, this, [&] {
        if (service.phase() == UpdateService::Phase::Downloading && service.percent() > 0)
            least = qMin(least, service.percent());
    });
    service.start();
    QTRY_COMPARE_WITH_TIMEOUT(service.readyVersion(), QStringLiteral("0.2.0"), withinMs);
    QVERIFY2(least >= int(have * 100 / fresh.size()) && least <= 100, qPrintable(QString::number(least)));
    service.stop();
    QCOMPARE(stage.handOver(), HandOver::Outcome::Started);
    QVERIFY(contentOf(stage.program()) == fresh);
}

void UpdateTest::aVersionThatCrashesGoesBackAndIsNotTakenAgain()
{
    Stage stage;
    QVERIFY(stage.publish(QStringLiteral("0.2.0"), newcomerImage("0.2.0", "crash")));
    QCOMPARE(reasonName(stage.look()), reasonName(Reason::None));
    QCOMPARE(stage.handOver(), HandOver::Outcome::WentBack);
    QTRY_COMPARE_WITH_TIMEOUT(stage.starts(), QByteArray("0.2.0 crash\n0.2.0 crash\n0.1.0 good\n"), withinMs);
    QVERIFY(contentOf(stage.program()) == stage.old);
    QCOMPARE(reasonName(stage.look()), reasonName(Reason::FailedHere));
    const QByteArray mended = newcomerImage("0.2.1", "good");
    QVERIFY(stage.publish(QStringLiteral("0.2.1"), mended));
    QCOMPARE(reasonName(stage.look()), reasonName(Reason::None));
    QCOMPARE(stage.handOver(), HandOver::Outcome::Started);
    QVERIFY(contentOf(stage.program()) == mended);
}

void UpdateTest::aDeskBehindItsRingWaits()
{
    Stage stage;
    const QString file = stage.offered() + QStringLiteral("/p.AppImage");
    QVERIFY(writeProgram(file, "p"));
    QString said;
    QCOMPARE(stage.release({QStringLiteral("sign"), QStringLiteral("--key"), stage.keyFile(), QStringLiteral("--out"),
                            stage.manifestFile(), QStringLiteral("--version"), QStringLiteral("0.2.0"),
                            QStringLiteral("--expires"), QStringLiteral("2100-01-01T00:00:00Z"), QStringLiteral("--ring"),
                            QStringLiteral("100@2099-01-01T00:00:00Z"), QStringLiteral("--package"),
                            QStringLiteral("linux-appimage=") + file},
                           "a long passphrase\n", &said),
             0);
    QCOMPARE(reasonName(stage.look()), reasonName(Reason::NotYet));
}

void UpdateTest::theToolSignsNothingThatWouldBeRefused()
{
    Stage stage;
    QVERIFY(stage.publish(QStringLiteral("0.2.0"), "p"));
    const QString file = stage.offered() + QStringLiteral("/liaison-0.2.0.AppImage");
    const auto sign = [&](const QStringList &more, const QByteArray &word = "a long passphrase\n") {
        QString said;
        return stage.release(QStringList{QStringLiteral("sign"), QStringLiteral("--key"), stage.keyFile(),
                                         QStringLiteral("--out"), stage.manifestFile(), QStringLiteral("--package"),
                                         QStringLiteral("linux-appimage=") + file, QStringLiteral("--expires"),
                                         QStringLiteral("2100-01-01T00:00:00Z")} +
                                 more,
                             word, &said);
    };
    const QStringList version{QStringLiteral("--version"), QStringLiteral("0.3.0")};
    const QStringList ring{QStringLiteral("--ring"), QStringLiteral("100@2020-01-01T00:00:00Z")};
    const QByteArray before = contentOf(stage.manifestFile());
    QCOMPARE(sign(version), 2);                                                                       // no ring
    QCOMPARE(sign(ring), 2);                                                                          // no version
    QCOMPARE(sign(version + ring + QStringList{QStringLiteral("--serial"), QStringLiteral("1")}), 1); // not later
    QCOMPARE(sign(version + ring, "not the passphrase\n"), 1);
    QCOMPARE(sign(version + QStringList{QStringLiteral("--ring"), QStringLiteral("120@2020-01-01T00:00:00Z")}), 2);
    QCOMPARE(contentOf(stage.manifestFile()), before);
    QVERIFY(QFile::setPermissions(stage.keyFile(), QFile::ReadOwner | QFile::ReadOther));
    QCOMPARE(sign(version + ring), 1); // others may have read the key
    QVERIFY(QFile::setPermissions(stage.keyFile(), QFile::ReadOwner));
    QCOMPARE(sign(version + ring), 0);
    QString said;
    QCOMPARE(stage.release({QStringLiteral("keygen"), QStringLiteral("--out"), stage.keyFile()}, "a long passphrase\n", &said),
             1);
}

void UpdateTest::theToolVerifies()
{
    Stage stage;
    QVERIFY(stage.publish(QStringLiteral("0.2.0"), "p"));
    const QStringList verify{QStringLiteral("verify"), QStringLiteral("--public"), stage.publicKey, stage.manifestFile()};
    QString said;
    QCOMPARE(stage.release(verify, {}, &said), 0);
    QVERIFY2(said.contains(QStringLiteral("liaison-0.2.0.AppImage: as signed")), qPrintable(said));
    QVERIFY(writeProgram(stage.offered() + QStringLiteral("/liaison-0.2.0.AppImage"), "q"));
    QCOMPARE(stage.release(verify, {}, &said), 1);
    QVERIFY2(said.contains(QStringLiteral("wrong-hash")), qPrintable(said));
    QCOMPARE(QFile::permissions(stage.keyFile()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QVERIFY(!contentOf(stage.keyFile()).contains("\"seed\"")); // it is sealed
}

QTEST_GUILESS_MAIN(UpdateTest)
#include "tst_update.moc"
