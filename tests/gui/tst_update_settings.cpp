// SPDX-License-Identifier: GPL-3.0-or-later
// Who says how a workstation is updated: the policy before the preferences, and the hub where neither names a place.
#include "tests/unit/policy/PolicyOf.h"
#include "widgets/settings/Preferences.h"
#include "widgets/settings/UpdateSettings.h"

#include <QTemporaryDir>
#include <QTest>

using namespace liaison;
using namespace liaison::test;

namespace {
const auto hub = QStringLiteral("https://desk.example.com/support/");
const auto key = QStringLiteral("eS+k1+lCUxh5rdG6jUO8I4Dlj4hD123h9aH/qlTWdiw=");
const auto otherKey = QStringLiteral("3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08=");
const auto pin = QStringLiteral("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
} // namespace

class UpdateSettingsTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_dir;
    QString file() const { return m_dir.filePath(QStringLiteral("liaison.ini")); }

private slots:
    void cleanup() { QFile::remove(file()); }

    void theHubOffersUpdatesWhereNothingElseIsNamed()
    {
        const Preferences preferences(file());
        const auto options = updateOptions(preferences, hub, key);
        QVERIFY(options.enabled);
        QCOMPARE(options.url, QUrl(QStringLiteral("https://desk.example.com/support/updates/update.json")));
        QCOMPARE(options.channel, QStringLiteral("stable"));
        QCOMPARE(options.keys.size(), 1);
        QVERIFY(!options.trust.isRestricting());
        QVERIFY(updateOptions(preferences, {}, key).url.isEmpty());
    }

    void aPolicyWinsOverPreferences()
    {
        {
            Preferences own(file());
            own.setValue(QStringLiteral("update/url"), QStringLiteral("https://own.example.com/u.json"));
            own.setValue(QStringLiteral("update/channel"), QStringLiteral("early"));
            own.setValue(QStringLiteral("update/enabled"), false);
            own.setValue(QStringLiteral("update/key"), otherKey);
            const auto options = updateOptions(own, hub, key);
            QVERIFY(!options.enabled);
            QCOMPARE(options.url.host(), QStringLiteral("own.example.com"));
            QCOMPARE(options.channel, QStringLiteral("early"));
        }
        const Preferences managed(file(), policyOf({{policy_name::updateEnabled, QStringLiteral("true")},
                                                    {policy_name::updateUrl, QStringLiteral("https://its.example.com/u.json")},
                                                    {policy_name::updateChannel, QStringLiteral("stable")},
                                                    {policy_name::updateKey, key}}));
        const auto options = updateOptions(managed, hub, {});
        QVERIFY(options.enabled);
        QCOMPARE(options.url.host(), QStringLiteral("its.example.com"));
        QCOMPARE(options.channel, QStringLiteral("stable"));
        QCOMPARE(options.keys.size(), 1);
        QCOMPARE(options.keys.first().toBase64(), key);
    }

    void aKeyThatCannotBeReadLeavesNone()
    {
        const Preferences managed(file(), policyOf({{policy_name::updateKey, QStringLiteral("not a key")}}));
        QVERIFY(updateOptions(managed, hub, key).keys.isEmpty());
    }

    void theHubIsHeldToItsPinAndOtherServersAreNot()
    {
        const Preferences at(file(), policyOf({{policy_name::hubPins, pin}}));
        QVERIFY(updateOptions(at, hub, key).trust.isRestricting());
        const Preferences named(
            file(), policyOf({{policy_name::hubPins, pin},
                              {policy_name::updateUrl, QStringLiteral("https://desk.example.com:443/updates/other.json")}}));
        QVERIFY(updateOptions(named, hub, key).trust.isRestricting());
        const Preferences elsewhere(file(),
                                    policyOf({{policy_name::hubPins, pin},
                                              {policy_name::updateUrl, QStringLiteral("https://downloads.example.com/u.json")}}));
        QVERIFY(!updateOptions(elsewhere, hub, key).trust.isRestricting());
    }
};

QTEST_MAIN(UpdateSettingsTest)
#include "tst_update_settings.moc"
