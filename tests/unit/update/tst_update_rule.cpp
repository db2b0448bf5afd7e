// SPDX-License-Identifier: GPL-3.0-or-later
// What to do with a believed manifest: under a clock that is only a number.
#include "models/update/UpdateRule.h"
#include "models/update/UpdateState.h"
#include "tests/unit/update/UpdateSamples.h"

#include <QTemporaryDir>
#include <QTest>

using namespace liaison::update;
using namespace liaison::test;

namespace {

Situation situation()
{
    Situation here;
    here.channel = QStringLiteral("stable");
    here.platform = QStringLiteral("linux-appimage");
    here.version = QVersionNumber(0, 1, 0);
    here.installation = QStringLiteral("desk-7");
    here.nowMs = noonOf(7, 1);
    here.lastSerial = 11;
    here.lastDigest = "eleven";
    return here;
}

} // namespace

class UpdateRuleTest : public QObject
{
    Q_OBJECT
private slots:
    void everyVerdict_data();
    void everyVerdict();
    void ringsOpenInTheirOrder();
    void placesAreSpreadAndStay();
    void theStateSurvives();
    void aBrokenStateIsAnEmptyOne();
};

void UpdateRuleTest::everyVerdict_data()
{
    QTest::addColumn<UpdateManifest>("manifest");
    QTest::addColumn<Situation>("here");
    QTest::addColumn<Reason>("reason");
    QTest::addColumn<bool>("believed");
    const auto row = [](const char *name, const std::function<void(UpdateManifest &, Situation &)> &change, Reason reason,
                        bool believed) {
        UpdateManifest manifest = sampleManifest();
        Situation here = situation();
        change(manifest, here);
        QTest::newRow(name) << manifest << here << reason << believed;
    };
    row(
        "taken", [](auto &, auto &) {}, Reason::None, true);
    row(
        "another channel", [](auto &, auto &here) { here.channel = "beta"; }, Reason::OtherChannel, false);
    row(
        "an earlier serial", [](auto &manifest, auto &) { manifest.serial = 10; }, Reason::Replayed, false);
    row(
        "the same serial, another content", [](auto &manifest, auto &) { manifest.serial = 11; }, Reason::Replayed, false);
    row(
        "the same manifest again",
        [](auto &manifest, auto &here) {
            manifest.serial = 11;
            here.lastDigest = "digest";
        },
        Reason::None, true);
    row(
        "expired this moment", [](auto &manifest, auto &here) { here.nowMs = manifest.expiresMs; }, Reason::Expired, false);
    row(
        "a moment before", [](auto &manifest, auto &here) { here.nowMs = manifest.expiresMs - 1; }, Reason::None, true);
    row(
        "what runs here", [](auto &, auto &here) { here.version = QVersionNumber(0, 2, 0); }, Reason::UpToDate, true);
    row(
        "older than what runs here", [](auto &, auto &here) { here.version = QVersionNumber(0, 10, 0); }, Reason::Downgrade,
        true);
    row(
        "failed here", [](auto &, auto &here) { here.failed = QStringList{"0.2.0"}; }, Reason::FailedHere, true);
    row(
        "another one failed here", [](auto &, auto &here) { here.failed = QStringList{"0.1.9"}; }, Reason::None, true);
    row(
        "too far behind", [](auto &manifest, auto &) { manifest.minimum = QVersionNumber(0, 1, 1); }, Reason::TooFarBehind, true);
    row(
        "just not too far", [](auto &manifest, auto &) { manifest.minimum = QVersionNumber(0, 1, 0); }, Reason::None, true);
    row(
        "no package", [](auto &, auto &here) { here.platform = "windows-msi"; }, Reason::NoPackage, true);
    row(
        "not yet",
        [](auto &manifest, auto &) {
            manifest.rings = {{100, noonOf(7, 2)}};
        },
        Reason::NotYet, true);
}

void UpdateRuleTest::everyVerdict()
{
    QFETCH(UpdateManifest, manifest);
    QFETCH(Situation, here);
    QFETCH(Reason, reason);
    QFETCH(bool, believed);
    const auto verdict = UpdateRule::judge(manifest, "digest", here);
    QCOMPARE(reasonName(verdict.reason), reasonName(reason));
    QCOMPARE(verdict.believed, believed);
}

void UpdateRuleTest::ringsOpenInTheirOrder()
{
    UpdateManifest manifest = sampleManifest();
    manifest.rings = {{5, noonOf(7, 1)}, {30, noonOf(7, 2)}, {60, noonOf(7, 5)}};
    // Three hundred desks, each asked on each of the days.
    QList<int> taken;
    for (int day : {1, 2, 5, 30}) {
        int count = 0;
        for (int desk = 0; desk < 300; ++desk) {
            Situation here = situation();
            here.installation = QStringLiteral("desk-%1").arg(desk);
            here.nowMs = noonOf(7, day);
            const auto verdict = UpdateRule::judge(manifest, "digest", here);
            const int place = UpdateRule::placeOf(here.installation, manifest.version);
            const qint64 turn = place < 500 ? noonOf(7, 1) : place < 3000 ? noonOf(7, 2) : place < 6000 ? noonOf(7, 5) : 0;
            const bool mine = turn > 0 && turn <= here.nowMs;
            QCOMPARE(verdict.reason == Reason::None, mine);
            if (!mine) {
                QCOMPARE(verdict.reason, Reason::NotYet);
                QCOMPARE(verdict.fromMs, turn);
            }
            count += mine ? 1 : 0;
        }
        taken.append(count);
    }
    QVERIFY(taken[0] > 0 && taken[0] < taken[1] && taken[1] < taken[2]);
    QCOMPARE(taken[2], taken[3]); // the last ring is not everybody
}

void UpdateRuleTest::placesAreSpreadAndStay()
{
    const QVersionNumber version(0, 2, 0);
    QCOMPARE(UpdateRule::placeOf(QStringLiteral("desk-7"), version), UpdateRule::placeOf(QStringLiteral("desk-7"), version));
    int moved = 0;
    QList<int> tenths(10, 0);
    for (int desk = 0; desk < 10'000; ++desk) {
        const QString name = QStringLiteral("desk-%1").arg(desk);
        const int place = UpdateRule::placeOf(name, version);
        QVERIFY(place >= 0 && place < 10'000);
        ++tenths[place / 1000];
        moved += place != UpdateRule::placeOf(name, QVersionNumber(0, 3, 0)) ? 1 : 0;
    }
    for (int count : tenths)
        QVERIFY2(count > 850 && count < 1150, qPrintable(QString::number(count)));
    QVERIFY(moved > 9900);
}

void UpdateRuleTest::theStateSurvives()
{
    QTemporaryDir dir;
    const QString folder = dir.filePath(QStringLiteral("update"));
    UpdateState state(folder);
    state.believed.insert(QStringLiteral("stable"), {12, QByteArray(32, 'd')});
    state.ready = UpdateState::Ready{QStringLiteral("0.2.0"), QStringLiteral("/x y/1.package"), QByteArray(32, 'h'), 60, 3, true};
    state.markFailed(QStringLiteral("0.1.9"));
    state.wentBackFrom = QStringLiteral("0.1.9");
    QVERIFY(state.save());
    UpdateState again(folder);
    again.load();
    QCOMPARE(again.believed.value(QStringLiteral("stable")).serial, qint64(12));
    QCOMPARE(again.believed.value(QStringLiteral("stable")).digest, QByteArray(32, 'd'));
    QVERIFY(again.ready);
    QCOMPARE(again.ready->file, QStringLiteral("/x y/1.package"));
    QCOMPARE(again.ready->storeSchema, 3);
    QVERIFY(again.ready->atSignOut);
    QCOMPARE(again.failed, QStringList{QStringLiteral("0.1.9")});
    QCOMPARE(again.wentBackFrom, QStringLiteral("0.1.9"));
    again.markFailed(QStringLiteral("0.2.0"));
    QVERIFY(!again.ready); // its package goes with it
}

void UpdateRuleTest::aBrokenStateIsAnEmptyOne()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(QStringLiteral("state.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"believed\":{\"stable\":{\"serial\":\"x\"}},\"ready\":{},\"failed\":[1]");
    file.close();
    UpdateState state(dir.path());
    state.load();
    QVERIFY(state.believed.isEmpty() && !state.ready && state.failed.isEmpty());
}

QTEST_GUILESS_MAIN(UpdateRuleTest)
#include "tst_update_rule.moc"
