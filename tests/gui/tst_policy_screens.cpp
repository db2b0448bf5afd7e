// SPDX-License-Identifier: GPL-3.0-or-later
// What an organisation has set is shown as such and cannot be changed; with LIAISON_SHOTS=DIR the screens are also written there.
#include "tests/gui/ShellBench.h"
#include "tests/unit/policy/PolicyOf.h"
#include "translations/Translations.h"
#include "widgets/conversation/ConversationPage.h"
#include "widgets/conversation/MessageListView.h"
#include "widgets/settings/AppearancePage.h"
#include "widgets/settings/DiagnosticsPage.h"
#include "widgets/settings/SettingsDialog.h"
#include "widgets/shell/ConversationArea.h"
#include "widgets/shell/LockWindow.h"
#include "widgets/shell/SignInDialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QTabWidget>
#include <QTreeWidget>

using namespace liaison;
using namespace liaison::test;

namespace {
void shoot(QWidget *widget, const QString &name)
{
    const QString folder = qEnvironmentVariable("LIAISON_SHOTS");
    if (folder.isEmpty())
        return;
    QVERIFY(QTest::qWaitForWindowExposed(widget->window()));
    QVERIFY(widget->grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png")));
}
} // namespace

class PolicyScreensTest : public QObject
{
    Q_OBJECT
private slots:
    void aPolicyWinsOverASetting()
    {
        QTemporaryDir dir;
        const QString file = dir.filePath(QStringLiteral("liaison.ini"));
        {
            Preferences own(file);
            own.setTheme(Theme::Mode::Light);
            own.setLanguage(QStringLiteral("en"));
            own.setDensity(Theme::Density::Comfortable);
            own.setSounds(true);
        }
        Preferences managed(file, policyOf({{policy_name::theme, QStringLiteral("dark")},
                                            {policy_name::language, QStringLiteral("zh")},
                                            {policy_name::density, QStringLiteral("compact")},
                                            {policy_name::sounds, QStringLiteral("false")}}));
        QSignalSpy changed(&managed, &Preferences::changed);
        const auto holds = [&] {
            return managed.theme() == Theme::Mode::Dark && managed.language() == QLatin1String("zh") &&
                   managed.density() == Theme::Density::Compact && !managed.sounds();
        };
        QVERIFY(holds());
        managed.setTheme(Theme::Mode::Light);
        managed.setLanguage(QStringLiteral("en"));
        managed.setDensity(Theme::Density::Comfortable);
        managed.setSounds(true);
        QVERIFY(holds());
        QCOMPARE(changed.size(), 0);
        managed.setVolume(30); // which nobody has set
        QCOMPARE(managed.volume(), 30);
        // Taken back, the agent's own choice is there again.
        const Preferences free(file);
        QCOMPARE(free.theme(), Theme::Mode::Light);
        QCOMPARE(free.language(), QStringLiteral("en"));
        QVERIFY(free.sounds());
    }

    void theSystemsLanguageAndTheme()
    {
        QTemporaryDir dir;
        Preferences managed(
            dir.filePath(QStringLiteral("liaison.ini")),
            policyOf({{policy_name::theme, QStringLiteral("system")}, {policy_name::language, QStringLiteral("system")}}));
        QCOMPARE(managed.theme(), Theme::Mode::System);
        QCOMPARE(managed.language(), QString());
    }

    void aManagedSettingSaysSo()
    {
        QTemporaryDir dir;
        Preferences managed(dir.filePath(QStringLiteral("liaison.ini")),
                            policyOf({{policy_name::theme, QStringLiteral("dark")}}));
        AppearancePage page(&managed);
        page.show();
        for (const QComboBox *box : page.findChildren<QComboBox *>()) {
            const bool isTheme = box->accessibleName() == QLatin1String("Theme");
            QCOMPARE(box->isEnabled(), !isTheme);
            QCOMPARE(box->accessibleDescription(), isTheme ? QStringLiteral("Set by your organisation") : QString());
            if (isTheme)
                QCOMPARE(box->currentText(), QStringLiteral("Dark"));
        }
        int notes = 0;
        for (const QLabel *label : page.findChildren<QLabel *>())
            notes += label->text() == QLatin1String("Set by your organisation") ? 1 : 0;
        QCOMPARE(notes, 1);
        QVERIFY(page.findChild<QCheckBox *>()->isEnabled());
    }

    void whatIsMaskedIsShownFromTheMenu()
    {
        SessionBench bench(false);
        bench.configure = [](Session::Config &config) { config.mask = TextMask({QStringLiteral("\\d{16}")}, true); };
        bench.start();
        QVERIFY(bench.goLive());
        ConversationPage page(bench.session.get(), QStringLiteral("v1"), nullptr);
        page.resize(700, 500);
        page.show();
        bench.customerWrites(QStringLiteral("v1"), QStringLiteral("4111111111111111"), QStringLiteral("m1"));
        auto *view = page.findChild<MessageListView *>();
        QVERIFY(view);
        QTRY_VERIFY(view->model()->rowCount() == 1);
        const auto text = [&] { return view->model()->index(0, 0).data(MessageRole::Text).toString(); };
        QCOMPARE(text(), QString(16, QChar(0x2022)));
        emit view->revealRequested(QStringLiteral("m1"));
        QTRY_COMPARE(text(), QStringLiteral("4111111111111111"));
    }

    void theChecksAreInTheSettings()
    {
        ShellBench shell;
        QVERIFY(shell.open());
        DiagnosticsPage page(shell.preferences.get(), shell.bench.session.get(), nullptr);
        page.resize(760, 600);
        page.show();
        QPushButton *run = nullptr;
        for (QPushButton *button : page.findChildren<QPushButton *>()) {
            if (button->text() == QLatin1String("Check this computer"))
                run = button;
        }
        QVERIFY(run);
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        run->click();
        auto *list = page.findChild<QTreeWidget *>();
        QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItemCount(), 18, 60000);
        QTRY_VERIFY(run->isEnabled());
        QVERIFY2(page.report().contains(QLatin1String("1. Policy: in order")), qPrintable(page.report()));
    }

    void pictures_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        for (const char *language : {"en", "zh"}) {
            for (const char *theme : {"light", "dark"})
                QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(language), QLatin1String(theme))))
                    << language << theme;
        }
    }
    void pictures()
    {
        QFETCH(QString, language);
        QFETCH(QString, theme);
        useLanguage(language);
        ShellBench shell;
        shell.preferences =
            std::make_unique<Preferences>(shell.bench.folder.filePath(QStringLiteral("liaison.ini")),
                                          policyOf({{policy_name::theme, theme},
                                                    {policy_name::language, language},
                                                    {policy_name::hubUrl, QStringLiteral("https://desk.example.com")},
                                                    {policy_name::sounds, QStringLiteral("false")}}));
        Theme::instance().setMode(theme == QLatin1String("dark") ? Theme::Mode::Dark : Theme::Mode::Light);
        QVERIFY(shell.open());
        const QString end = QLatin1Char('-') + language + QLatin1Char('-') + theme;
        SettingsDialog settings(shell.preferences.get(), shell.bench.session.get(), nullptr);
        settings.show();
        shoot(&settings, QStringLiteral("settings") + end);
        auto *pages = settings.findChild<QTabWidget *>();
        pages->setCurrentIndex(2);
        if (!qEnvironmentVariable("LIAISON_SHOTS").isEmpty()) {
            settings.findChild<DiagnosticsPage *>()->findChild<QPushButton *>()->click();
            auto *list = settings.findChild<QTreeWidget *>();
            QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItemCount(), 18, 60000);
        }
        shoot(&settings, QStringLiteral("diagnostics") + end);
        SignInDialog signIn(shell.preferences.get(), QStringLiteral("device"));
        signIn.show();
        shoot(&signIn, QStringLiteral("sign-in") + end);
        SessionBench bench(false);
        bench.configure = [](Session::Config &config) {
            config.mask = TextMask({QStringLiteral("(?<!\\d)\\d(?:[ -]?\\d){12,18}(?!\\d)")}, true);
        };
        bench.start();
        QVERIFY(bench.goLive());
        ConversationPage page(bench.session.get(), QStringLiteral("v1"), nullptr);
        page.resize(760, 480);
        page.show();
        bench.customerWrites(QStringLiteral("v1"), QStringLiteral("Meine Karte: 4111-1111 1111 1111 (Mai)"),
                             QStringLiteral("m1"));
        bench.customerWrites(QStringLiteral("v1"), QStringLiteral("我的卡号是6222021001116245702，请查一下。"),
                             QStringLiteral("m2"));
        auto *view = page.findChild<MessageListView *>();
        QTRY_COMPARE(view->model()->rowCount(), 2);
        view->setFocus();
        QContextMenuEvent menu(QContextMenuEvent::Mouse, QPoint(120, 60), view->mapToGlobal(QPoint(120, 60)));
        QApplication::sendEvent(view->viewport(), &menu);
        shoot(&page, QStringLiteral("masked") + end);
        if (auto *shown = view->findChild<QMenu *>()) {
            shoot(shown, QStringLiteral("menu") + end);
            shown->close();
        }
        LockWindow lock(QStringLiteral("Lin 林"));
        lock.resize(900, 600);
        lock.show();
        shoot(&lock, QStringLiteral("lock") + end);
        lock.refuse(QStringLiteral("…"));
        QVERIFY(lock.isVisible() && signIn.isVisible());
        useLanguage(QStringLiteral("en"));
        Theme::instance().setMode(Theme::Mode::Light);
    }
};

QTEST_MAIN(PolicyScreensTest)
#include "tst_policy_screens.moc"
