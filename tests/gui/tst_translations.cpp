// SPDX-License-Identifier: GPL-3.0-or-later
// The words in the .ts files reach the running program: contexts and resources fit, plurals are formed, languages can be switched.
#include "models/store/StoreError.h"
#include "translations/Translations.h"
#include "widgets/controls/TimeWords.h"
#include "widgets/conversation/Composer.h"
#include "widgets/customer/ProfilePanel.h"
#include "widgets/shell/MainWindow.h"
#include "widgets/shell/SyncBar.h"

#include <QtTest>

using namespace liaison;

namespace {
bool hasHan(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.script() == QChar::Script_Han; });
}
} // namespace

class TranslationsTest : public QObject
{
    Q_OBJECT
private slots:
    void chineseIsSpoken();
    void englishFormsPlurals();
    void anUnknownLanguageStaysEnglish();
};

void TranslationsTest::chineseIsSpoken()
{
    QVERIFY(useLanguage(QStringLiteral("zh")));
    QCOMPARE(languageInUse(), QStringLiteral("zh"));
    QVERIFY(hasHan(Composer::tr("Internal note")));
    QVERIFY(hasHan(ProfilePanel::tr("Phone")));
    QVERIFY(hasHan(TimeWords::ago(5 * 60 * 1000)));
    StoreError full;
    full.kind = StoreError::Kind::DiskFull;
    QVERIFY(hasHan(full.text()));
}

void TranslationsTest::englishFormsPlurals()
{
    QVERIFY(useLanguage(QStringLiteral("en")));
    StoreError damaged;
    damaged.kind = StoreError::Kind::Damaged;
    damaged.salvagedOutbox = 1;
    const QString one = damaged.text();
    damaged.salvagedOutbox = 2;
    QVERIFY2(!one.contains(QLatin1String("(s)")), qPrintable(one));
    QVERIFY(one.contains(QLatin1String("1 unsent item was")) || one.contains(QLatin1String("1 unsent item ")));
    QVERIFY(damaged.text().contains(QLatin1String("2 unsent items")));
}

void TranslationsTest::anUnknownLanguageStaysEnglish()
{
    QVERIFY(!useLanguage(QStringLiteral("xx")));
    QCOMPARE(languageInUse(), QStringLiteral("en"));
}

QTEST_MAIN(TranslationsTest)
#include "tst_translations.moc"
