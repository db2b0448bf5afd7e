// SPDX-License-Identifier: GPL-3.0-or-later
// The workstation under a policy, against a real hub with TLS: the first start asks for name and password only, a wrong certificate is
// refused with its reason, what may not be kept is not, and a locked window shows nothing and opens for the right password only.
#include "models/policy/PolicyTable.h"
#include "models/session/Session.h"
#include "resources/Resources.h"
#include "tests/system/HubProcess.h"
#include "tests/unit/link/TestCertificates.h"
#include "tests/unit/policy/PolicyOf.h"
#include "widgets/settings/Preferences.h"
#include "widgets/shell/IdleWatch.h"
#include "widgets/shell/LockWindow.h"
#include "widgets/shell/MainWindow.h"
#include "widgets/shell/SignInDialog.h"
#include "widgets/shell/Workstation.h"

#include <QAccessible>
#include <QApplication>
#include <QEventLoop>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSslConfiguration>
#include <QtTest>

using namespace liaison;
using namespace liaison::test;

namespace {
const QString agentName = QStringLiteral("lin");
const QString password = QStringLiteral("Correct-horse-7");

template <typename Widget>
Widget *shown()
{
    const QWidgetList tops = QApplication::topLevelWidgets();
    for (QWidget *top : tops) {
        auto *found = qobject_cast<Widget *>(top);
        if (found && found->isVisible())
            return found;
    }
    return nullptr;
}

/// A start of the program, over a folder that may have been used before.
struct Start
{
    Start(const QString &folder, const Policy &policy, const QString &typedHub = {}, const QString &typedPassword = {})
        : preferences(folder + QStringLiteral("/liaison.ini"), policy)
    {
        Workstation::Options options;
        options.dataFolder = folder;
        options.hub = typedHub;
        options.password = typedPassword;
        options.useKeychain = false;
        workstation = std::make_unique<Workstation>(options, &preferences);
        stopped = std::make_unique<QSignalSpy>(workstation.get(), &Workstation::stopped);
        workstation->start();
    }
    ~Start()
    {
        workstation.reset();
        // In the program they end with it.
        const QWidgetList tops = QApplication::topLevelWidgets();
        for (QWidget *top : tops) {
            if (qobject_cast<QDialog *>(top))
                delete top;
        }
    }
    /// Fills in the sign-in that is on the screen.
    bool signIn(const QString &name, const QString &word)
    {
        auto *dialog = shown<SignInDialog>();
        if (!dialog)
            return false;
        for (QLineEdit *line : dialog->findChildren<QLineEdit *>()) {
            if (line->accessibleName() == QLatin1String("Name"))
                line->setText(name);
            if (line->accessibleName() == QLatin1String("Password"))
                line->setText(word);
        }
        dialog->submit();
        return true;
    }
    Preferences preferences;
    std::unique_ptr<Workstation> workstation;
    std::unique_ptr<QSignalSpy> stopped;
};

/// A clock that is set by hand.
class HandClock : public Clock
{
public:
    qint64 utcMs() const override { return utc; }
    qint64 steadyMs() const override { return steady; }
    qint64 utc = 1'700'000'000'000;
    qint64 steady = 1000;
};

/// Everything the accessibility bus could say of what there is, shown or not.
QString spokenBelow(QAccessibleInterface *node)
{
    QString all;
    if (!node || !node->isValid())
        return all;
    for (const QAccessible::Text kind : {QAccessible::Name, QAccessible::Description, QAccessible::Value})
        all += node->text(kind) + QLatin1Char('\n');
    for (int i = 0; i < node->childCount(); ++i)
        all += spokenBelow(node->child(i));
    return all;
}
} // namespace

class WorkstationPolicyTest : public QObject
{
    Q_OBJECT
    TestCertificates m_made;
    TestCertificates::Pair m_certificate;
    std::unique_ptr<HubProcess> m_hub;
    std::unique_ptr<QTemporaryDir> m_data;

    Policy fixedHub(QList<QPair<const char *, QString>> more = {}) const
    {
        more.append({policy_name::hubUrl, m_hub->httpUrl().toString()});
        more.append({policy_name::hubPins, m_certificate.pin});
        return policyOf(more);
    }

private slots:
    void initTestCase()
    {
        QVERIFY2(QFile::exists(HubProcess::program(QStringLiteral("liaison-hub"))), "LIAISON_BIN_DIR does not hold liaison-hub");
        initResources();
        QLocale::setDefault(QLocale::c());
        const auto authority = m_made.authority(QStringLiteral("authority"));
        m_certificate = m_made.server(QStringLiteral("hub"), authority);
        // As an administrator has put it into the system's own authorities.
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.addCaCertificates(authority.certificate);
        QSslConfiguration::setDefaultConfiguration(configuration);
        m_hub = std::make_unique<HubProcess>(QStringList{QStringLiteral("tls_cert = ") + m_certificate.certificate,
                                                         QStringLiteral("tls_key = ") + m_certificate.key});
        QString text;
        QVERIFY2(m_hub->addAgent(agentName, password, &text), qPrintable(text));
        QVERIFY2(m_hub->start(&text), qPrintable(text));
        QApplication::setQuitOnLastWindowClosed(false);
    }
    void init() { m_data = std::make_unique<QTemporaryDir>(); }

    void theFirstStartAsksForNameAndPasswordOnly()
    {
        {
            Start start(m_data->path(), fixedHub(), QStringLiteral("https://elsewhere.example"));
            auto *dialog = shown<SignInDialog>();
            QVERIFY(dialog);
            QLineEdit *hub = nullptr;
            for (QLineEdit *line : dialog->findChildren<QLineEdit *>()) {
                if (line->accessibleName() == QLatin1String("Address of the hub"))
                    hub = line;
                else
                    QVERIFY(line->isEnabled());
            }
            QVERIFY(hub);
            QCOMPARE(hub->text(), m_hub->httpUrl().toString()); // not what was given on the command line
            QVERIFY(!hub->isEnabled());
            QCOMPARE(hub->accessibleDescription(), QStringLiteral("Set by your organisation"));
            QVERIFY(start.signIn(agentName, password));
            QTRY_VERIFY_WITH_TIMEOUT(start.workstation->window(), 30000);
            QTRY_COMPARE_WITH_TIMEOUT(start.workstation->session()->sync().phase, LinkPhase::Live, 30000);
        }
        // The second start asks nothing.
        Start again(m_data->path(), fixedHub(), {}, password);
        QTRY_VERIFY_WITH_TIMEOUT(again.workstation->window(), 30000);
        QVERIFY(!shown<SignInDialog>());
    }

    void aWrongCertificateIsRefusedWithItsReason()
    {
        const QString other = PolicyTable::find(QLatin1String(policy_name::hubPins))->example;
        Start start(m_data->path(),
                    policyOf({{policy_name::hubUrl, m_hub->httpUrl().toString()}, {policy_name::hubPins, other}}));
        QVERIFY(start.signIn(agentName, password));
        auto *dialog = shown<SignInDialog>();
        const auto says = [&] {
            for (const QLabel *label : dialog->findChildren<QLabel *>()) {
                if (label->isVisible() && label->text().contains(m_certificate.pin))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(says(), 20000);
        QVERIFY(!start.workstation->window());
        QVERIFY2(!m_hub->logText().contains(QLatin1String("sign-in refused")), qPrintable(m_hub->logText()));
    }

    void whatCannotBeMeantStopsTheStart_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("says");
        QTest::newRow("address") << QByteArray(policy_name::hubUrl) << "desk"
                                 << "test:1";
        QTest::newRow("authorities") << QByteArray(policy_name::hubCaFile) << "/nonexistent/ca.pem"
                                     << "/nonexistent/ca.pem";
        QTest::newRow("secret store") << QByteArray(policy_name::keyStorage) << "keychain"
                                      << "secret store"; // it is left out here
    }
    void whatCannotBeMeantStopsTheStart()
    {
        QFETCH(QByteArray, key);
        QFETCH(QString, value);
        QFETCH(QString, says);
        Start start(m_data->path(), policyOf({{key.constData(), value}}));
        QCOMPARE(start.stopped->size(), 1);
        const QString words = start.stopped->first().first().toString();
        QVERIFY2(words.contains(says), qPrintable(words));
        QVERIFY(!shown<SignInDialog>());
    }

    void aSignInThatIsNotRemembered()
    {
        {
            Start start(m_data->path(), fixedHub());
            QVERIFY(start.signIn(agentName, password));
            QTRY_VERIFY_WITH_TIMEOUT(start.workstation->window(), 30000);
        }
        // The policy comes later: it holds for those who are signed in already.
        const Policy strict = fixedHub({{policy_name::signInRemember, QStringLiteral("false")}});
        for (int i = 0; i < 2; ++i) {
            Start start(m_data->path(), strict, {}, {});
            QVERIFY(shown<SignInDialog>());
            QVERIFY(start.signIn(agentName, password));
            QTRY_VERIFY_WITH_TIMEOUT(start.workstation->window(), 30000);
            // Read again until what was written has been committed.
            const auto kept = [&] {
                QEventLoop loop;
                QString token;
                start.workstation->store()->readSetting(QStringLiteral("token"), &loop, [&](const QString &found) {
                    token = found;
                    loop.exit();
                });
                loop.exec();
                return token;
            };
            QTRY_VERIFY(kept().isEmpty());
            QVERIFY(start.preferences.value(QStringLiteral("name")).toString().isEmpty());
        }
    }

    void aLockedWindowIsGone()
    {
        const Policy policy = fixedHub({{policy_name::lockMinutes, QStringLiteral("10")}});
        QString text;
        {
            Start start(m_data->path(), policy);
            QVERIFY(start.signIn(agentName, password));
            QTRY_VERIFY_WITH_TIMEOUT(start.workstation->window(), 30000);
            start.workstation->window()->say(QStringLiteral("a secret of a customer"));
            QVERIFY(spokenBelow(QAccessible::queryAccessibleInterface(start.workstation->window()))
                        .contains(QLatin1String("a secret of")));
            start.workstation->window()->openSettings(); // a dialog of it is open
            start.workstation->lock();
            QVERIFY(start.workstation->isLocked());
            QTRY_VERIFY(!start.workstation->window());
            QVERIFY(shown<LockWindow>());
            QString spoken = spokenBelow(QAccessible::queryAccessibleInterface(qApp));
            QVERIFY2(spoken.contains(QLatin1String("locked")) && !spoken.contains(QLatin1String("a secret of")),
                     qPrintable(spoken));
            QVERIFY(start.workstation->session()); // which goes on

            unlock(start, QStringLiteral("wrong"));
            QTRY_VERIFY_WITH_TIMEOUT(refusal(start).contains(QLatin1String("not right")), 20000);
            QVERIFY(start.workstation->isLocked() && !start.workstation->window());
            unlock(start, password);
            QTRY_VERIFY_WITH_TIMEOUT(start.workstation->window(), 20000);
            QVERIFY(!start.workstation->isLocked());
            start.workstation->lock();
            QTRY_VERIFY(!start.workstation->window());
        }
        // Whoever ends the program and starts it again finds it as it was.
        Start again(m_data->path(), policy, {}, password);
        QTRY_VERIFY_WITH_TIMEOUT(shown<LockWindow>(), 30000);
        QVERIFY(!again.workstation->window());

        // Without the hub the password is known all the same, and a wrong one is none.
        QCOMPARE(m_hub->terminate(), 0);
        unlock(again, QStringLiteral("wrong"));
        QTRY_VERIFY_WITH_TIMEOUT(refusal(again).contains(QLatin1String("not right")), 30000);
        unlock(again, password);
        QTRY_VERIFY_WITH_TIMEOUT(again.workstation->window(), 30000);
        QVERIFY2(m_hub->start(&text), qPrintable(text));
    }

    void aQuarterOfAnHourOfSilence()
    {
        // No key and no movement for a while; each of them begins the wait anew.
        HandClock clock;
        constexpr qint64 minute = 60'000;
        IdleWatch watch(clock, 15 * minute);
        QSignalSpy idle(&watch, &IdleWatch::idle);
        QWidget widget;
        widget.show();
        const auto after = [&](qint64 ms) {
            clock.steady += ms;
            clock.utc += ms;
            watch.look();
            return idle.size();
        };
        QCOMPARE(after(14 * minute), 0);
        QTest::keyClick(&widget, Qt::Key_A);
        QCOMPARE(after(14 * minute), 0);
        QTest::mouseMove(&widget, QPoint(3, 3));
        QTest::mouseMove(&widget, QPoint(5, 5));
        QCOMPARE(after(14 * minute), 0);
        QCOMPARE(after(minute), 1);
        QCOMPARE(after(minute), 1); // said once
        QTest::keyClick(&widget, Qt::Key_A);
        QCOMPARE(after(14 * minute), 1);
        // The machine slept: its steady clock stood still meanwhile.
        clock.utc += minute;
        watch.look();
        QCOMPARE(idle.size(), 2);
    }

private:
    static void unlock(const Start &start, const QString &word)
    {
        LockWindow *window = start.workstation->lockWindow();
        window->findChild<QLineEdit *>()->setText(word);
        QTest::keyClick(window->findChild<QLineEdit *>(), Qt::Key_Return);
    }
    static QString refusal(const Start &start)
    {
        QString words;
        for (const QLabel *label : start.workstation->lockWindow()->findChildren<QLabel *>()) {
            if (label->isVisible())
                words += label->text() + QLatin1Char('\n');
        }
        return words;
    }
};

QTEST_MAIN(WorkstationPolicyTest)
#include "tst_workstation_policy.moc"
