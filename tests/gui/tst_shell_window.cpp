// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/ShellBench.h"
#include "widgets/controls/Band.h"
#include "widgets/controls/ElidedLabel.h"
#include "widgets/controls/PlainToolTip.h"
#include "widgets/conversation/Composer.h"
#include "widgets/conversation/ComposerEdit.h"
#include "widgets/conversation/ConversationPage.h"
#include "widgets/customer/ProfilePanel.h"
#include "widgets/shell/ConversationArea.h"
#include "widgets/shell/ConversationListPanel.h"
#include "widgets/shell/ConversationTabs.h"
#include "widgets/shell/OfferCard.h"
#include "widgets/shell/OpenLinkDialog.h"
#include "widgets/shell/SyncBar.h"

#include <QLabel>
#include <QListView>
#include <QTextDocument>

using namespace liaison;
using namespace liaison::test;

namespace {
/// How often a widget's layout was asked for.
class LayoutRequests : public QObject
{
public:
    explicit LayoutRequests(QWidget *widget) { widget->installEventFilter(this); }
    int count = 0;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == QEvent::LayoutRequest ? 1 : 0;
        return false;
    }
};
} // namespace

class ShellWindowTest : public QObject
{
    Q_OBJECT

private slots:
    void aChosenConversationIsOnTopEverywhere()
    {
        ShellBench shell;
        QVERIFY(shell.open());
        shell.window->openConversation(QStringLiteral("v1"));
        shell.window->openConversation(QStringLiteral("v2"));
        QCOMPARE(shell.window->area()->current(), QStringLiteral("v2"));
        QCOMPARE(shell.window->area()->currentPage()->conversation(), QStringLiteral("v2"));
        QCOMPARE(shell.window->profile()->conversation(), QStringLiteral("v2"));
        auto *list = shell.window->list()->findChild<QListView *>(QStringLiteral("conversations"));
        QTRY_COMPARE(list->currentIndex().data(ConversationRole::Id).toString(), QStringLiteral("v2"));
    }

    void keysWalkTheTabs()
    {
        ShellBench shell;
        QVERIFY(shell.open());
        shell.window->openConversation(QStringLiteral("v1"));
        shell.window->openConversation(QStringLiteral("v2"));
        ConversationTabs *tabs = shell.window->area()->tabs();
        QCOMPARE(tabs->conversations(), (QStringList{QStringLiteral("v1"), QStringLiteral("v2")}));
        shell.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(shell.window.get()));
        QTest::keyClick(shell.window.get(), Qt::Key_Tab, Qt::ControlModifier);
        QCOMPARE(tabs->current(), QStringLiteral("v1"));
        QTest::keyClick(shell.window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(tabs->current(), QStringLiteral("v2"));
        tabs->setPinned(QStringLiteral("v2"), true);
        QCOMPARE(tabs->conversations().first(), QStringLiteral("v2"));
        QTest::keyClick(shell.window.get(), Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(tabs->count(), 2); // pinned tabs stay
        tabs->setPinned(QStringLiteral("v2"), false);
        QTest::keyClick(shell.window.get(), Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(tabs->conversations(), QStringList{QStringLiteral("v1")});
        QCOMPARE(shell.window->area()->current(), QStringLiteral("v1"));
    }

    void theTabOfAFinishedConversationGoesByItself()
    {
        ShellBench shell;
        for (const char *id : {"v3", "v4"})
            shell.bench.heads.append(headOf(QLatin1String(id)));
        shell.bench.heads.append(headOf(QStringLiteral("old"), QStringLiteral("closed")));
        QVERIFY(shell.open());
        for (const char *id : {"old", "v1", "v2", "v3", "v4"})
            shell.window->openConversation(QLatin1String(id));
        ConversationTabs *tabs = shell.window->area()->tabs();
        tabs->setPinned(QStringLiteral("v3"), true);
        shell.bench.session->setDraft(QStringLiteral("v2"), QStringLiteral("one more thing"));
        for (const char *id : {"v1", "v2", "v3", "v4"}) {
            QJsonObject closed = headOf(QLatin1String(id), QStringLiteral("closed"));
            closed["ver"] = 2;
            shell.bench.hub.append(QStringLiteral("conv.closed"), QLatin1String(id), {{"conv", closed}});
        }
        // Pinned, to be read, with a draft, on top: these stay.
        QTRY_COMPARE(tabs->conversations(),
                     (QStringList{QStringLiteral("v3"), QStringLiteral("old"), QStringLiteral("v2"), QStringLiteral("v4")}));
        QCOMPARE(tabs->current(), QStringLiteral("v4"));
        shell.window->openConversation(QStringLiteral("old"));
        QTRY_COMPARE(tabs->conversations(), (QStringList{QStringLiteral("v3"), QStringLiteral("old"), QStringLiteral("v2")}));
        QCOMPARE(tabs->current(), QStringLiteral("old"));
        QCOMPARE(shell.window->profile()->conversation(), QStringLiteral("old"));
    }

    void whatIsTypedGoesToWhoeverIsOnTop()
    {
        ShellBench shell;
        QVERIFY(shell.open());
        shell.window->openConversation(QStringLiteral("v1"));
        shell.window->openConversation(QStringLiteral("v2"));
        QTest::keyClicks(shell.window->area()->currentPage()->composer()->edit(), QStringLiteral("for the second"));
        shell.window->openConversation(QStringLiteral("v1"));
        QTest::keyClicks(shell.window->area()->currentPage()->composer()->edit(), QStringLiteral("for the first"));
        QTest::keyClick(shell.window->area()->currentPage()->composer()->edit(), Qt::Key_Return);
        QTRY_COMPARE(shell.bench.done(QStringLiteral("msg.send")).size(), 1);
        const wire::Command sent = shell.bench.done(QStringLiteral("msg.send")).first();
        QCOMPARE(sent.conversation, QStringLiteral("v1"));
        QCOMPARE(sent.body["text"].toString(), QStringLiteral("for the first"));
        QTRY_COMPARE(shell.bench.session->draft(QStringLiteral("v2")), QStringLiteral("for the second"));
    }

    void aReplyWhoseConversationIsGoneIsStillThere()
    {
        ShellBench shell;
        QVERIFY(shell.open());
        shell.window->openConversation(QStringLiteral("v1"));
        shell.bench.hub.refuse = [&](const wire::Command &command) -> std::optional<wire::Err> {
            if (command.kind != QLatin1String("msg.send"))
                return std::nullopt;
            // A colleague has taken it over a moment before.
            shell.bench.hub.append(QStringLiteral("conv.lost"), QStringLiteral("v1"), {{"why", "taken"}});
            wire::Err err;
            err.code = ErrorCode::Forbidden;
            err.retry = Retry::Confirm;
            return err;
        };
        shell.bench.session->sendText(QStringLiteral("v1"), QStringLiteral("words of half an hour"));
        QTRY_VERIFY(!shell.bench.session->conversation(QStringLiteral("v1")));
        const auto bandSaysIt = [&] {
            const QList<Band *> bands = shell.window->findChildren<Band *>();
            return std::any_of(bands.begin(), bands.end(), [](const Band *band) {
                return band->isVisible() && band->text().contains(QLatin1String("words of half an hour"));
            });
        };
        QTRY_VERIFY(bandSaysIt());
    }

    void anOfferIsOnTheScreenAtOnceAndTakenByAKey()
    {
        ShellBench shell;
        QVERIFY(shell.open());
        shell.offer(QStringLiteral("v9"), QStringLiteral("Dee"));
        QTRY_COMPARE(shell.window->offers().size(), 1);
        const OfferCard *card = shell.window->offers().first();
        QVERIFY(card->isVisible());
        QVERIFY(card->accessibleName().contains(QStringLiteral("Dee")));
        shell.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(shell.window.get()));
        QTest::keyClick(shell.window.get(), Qt::Key_F2);
        QTRY_COMPARE(shell.bench.done(QStringLiteral("conv.accept")).size(), 1);
        QCOMPARE(shell.bench.done(QStringLiteral("conv.accept")).first().conversation, QStringLiteral("v9"));
        shell.bench.hub.append(QStringLiteral("conv.lost"), QStringLiteral("v9"), {{"why", "expired"}});
        QTRY_COMPARE(shell.window->offers().size(), 0);
    }

    void anOfferDoesNotTakeTheKeyboardFromWhatIsTyped()
    {
        ShellBench shell;
        QVERIFY(shell.open());
        shell.window->openConversation(QStringLiteral("v1"));
        shell.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(shell.window.get()));
        QWidget *focus = QApplication::focusWidget();
        QVERIFY(focus);
        shell.offer(QStringLiteral("v9"), QStringLiteral("Dee"));
        QTRY_COMPARE(shell.window->offers().size(), 1);
        QCOMPARE(QApplication::focusWidget(), focus);
        QCOMPARE(shell.window->area()->current(), QStringLiteral("v1"));
    }

    void aRunningClockMovesNoTab()
    {
        ShellBench shell;
        QVERIFY(shell.open());
        for (const QString &id : {QStringLiteral("v1"), QStringLiteral("v2")}) {
            shell.window->openConversation(id);
            shell.bench.hub.append(QStringLiteral("msg"), id,
                                   {{"msg", messageOf(id, QStringLiteral("m-") + id, 1, QStringLiteral("hello"))},
                                    {"need_since", shell.bench.session->hubNow() + 5000}});
        }
        ConversationTabs *tabs = shell.window->area()->tabs();
        QTRY_VERIFY(tabs->accessibleTabName(0).contains(QLatin1Char(':')) &&
                    tabs->accessibleTabName(1).contains(QLatin1Char(':')));
        QCoreApplication::processEvents();
        const QString said = tabs->accessibleTabName(0);
        const QRect place = tabs->tabRect(1);
        LayoutRequests laidOut(shell.window->area());
        shell.bench.letTimePass(30'000);
        tabs->tick();
        QCoreApplication::processEvents();
        QVERIFY2(tabs->accessibleTabName(0) != said, qPrintable(said));
        QCOMPARE(tabs->tabRect(1), place);
        QCOMPARE(laidOut.count, 0);
        // Another name is laid out.
        for (const QString &id : {QStringLiteral("v1"), QStringLiteral("v2")}) {
            const QString customer = QStringLiteral("cu-") + id;
            shell.bench.hub.append(QStringLiteral("customer"), {},
                                   {{"customer", QJsonObject{{"id", customer}, {"name", QStringLiteral("Al")}}}});
        }
        QTRY_VERIFY(tabs->accessibleTabName(1).startsWith(QStringLiteral("Al")));
        QTRY_VERIFY(tabs->tabRect(1).left() < place.left());
        QVERIFY(laidOut.count > 0);
    }

    void tabsComeBackInANewWindow()
    {
        ShellBench shell;
        QVERIFY(shell.open());
        shell.window->openConversation(QStringLiteral("v2"));
        shell.window->openConversation(QStringLiteral("v1"));
        shell.window->area()->tabs()->setPinned(QStringLiteral("v1"), true);
        shell.window->close();
        shell.window = std::make_unique<MainWindow>(shell.bench.session.get(), shell.preferences.get());
        ConversationTabs *tabs = shell.window->area()->tabs();
        QCOMPARE(tabs->conversations(), (QStringList{QStringLiteral("v1"), QStringLiteral("v2")}));
        QCOMPARE(tabs->pinned(), QStringList{QStringLiteral("v1")});
        QCOMPARE(tabs->current(), QStringLiteral("v1"));
    }

    void narrowWindowsFoldTheirSides()
    {
        ShellBench shell;
        QVERIFY(shell.open({1300, 800}));
        QVERIFY(shell.window->profile()->isVisible());
        QVERIFY(shell.window->list()->isVisible());
        shell.window->resize(1100, 800);
        QTRY_VERIFY(!shell.window->profile()->isVisible());
        QVERIFY(shell.window->list()->isVisible());
        shell.window->resize(860, 800);
        QTRY_VERIFY(!shell.window->list()->isVisible());
        shell.window->resize(1300, 800);
        QTRY_VERIFY(shell.window->profile()->isVisible());
        QVERIFY(shell.window->list()->isVisible());
    }

    void theStatusBarSaysWhetherNothingIsMissing()
    {
        ShellBench shell;
        QVERIFY(shell.open());
        auto *bar = shell.window->findChild<SyncBar *>();
        QTRY_VERIFY2(bar->words().startsWith(QStringLiteral("In sync")), qPrintable(bar->words()));
        shell.bench.hub.onHello = [](ScriptedHub::Peer &peer, const wire::Hello &) {
            peer.end->abort();
            return true;
        };
        shell.bench.hub.last().end->abort();
        QTRY_VERIFY2(bar->words().startsWith(QStringLiteral("Offline since")), qPrintable(bar->words()));
        shell.bench.session->sendText(QStringLiteral("v1"), QStringLiteral("later"));
        QTRY_VERIFY2(bar->words().contains(QStringLiteral("1 waiting to be sent")), qPrintable(bar->words()));
    }

    void aLookAlikeHostIsShownAsItIs()
    {
        QCOMPARE(OpenLinkDialog::trueHost(QUrl(QStringLiteral("https://p\u0430ypal.com/x"))),
                 QStringLiteral("xn--pypal-4ve.com"));
        QCOMPARE(OpenLinkDialog::trueHost(QUrl(QStringLiteral("https://bank.com@evil.example/"))),
                 QStringLiteral("evil.example"));
        const auto warning = [](const QString &url) {
            const OpenLinkDialog dialog{QUrl(url)};
            QStringList said;
            for (const QLabel *label : dialog.findChildren<QLabel *>()) {
                if (!label->isHidden())
                    said.append(label->text());
            }
            return said.join(u'\n');
        };
        QVERIFY(warning(QStringLiteral("https://p\u0430ypal.com/x")).contains(QStringLiteral("mixes letters")));
        QVERIFY(warning(QStringLiteral("https://b\u00fccher.example/")).contains(QStringLiteral("can look like others")));
        const QString plain = warning(QStringLiteral("https://shop.example/"));
        QVERIFY(!plain.contains(QStringLiteral("letters")));
    }

    void aToolTipSaysExactlyItsWords()
    {
        QCOMPARE(plainToolTip(QStringLiteral("Smith & Sons")), QStringLiteral("Smith & Sons")); // not &amp;
        QCOMPARE(plainToolTip(QStringLiteral("1 < 2")), QStringLiteral("1 < 2"));
        const QString markup = plainToolTip(QStringLiteral("<img src=\"https://evil.example/seen\">"));
        QVERIFY(Qt::mightBeRichText(markup));
        QTextDocument document;
        document.setHtml(markup);
        QCOMPARE(document.toPlainText(), QStringLiteral("<img src=\"https://evil.example/seen\">"));
    }

    void anOldConversationIsReadWithItsCustomer()
    {
        // A hit of a search in a conversation that left memory long ago.
        ShellBench shell;
        QVERIFY(shell.open());
        for (int i = 0; i <= Store::ClosedInOverview; ++i)
            shell.bench.comesAndGoes(QStringLiteral("c%1").arg(i), 1000 + i);
        QTRY_COMPARE(shell.bench.acked(), shell.bench.hub.head); // in the store
        QVERIFY(!shell.bench.session->conversation(QStringLiteral("c0")));
        shell.window->openConversation(QStringLiteral("c0"));
        ConversationTabs *tabs = shell.window->area()->tabs();
        const QString name = QStringLiteral("Customer c0");
        QTRY_VERIFY(tabs->accessibleTabName(0).contains(name));
        for (const QWidget *part : {static_cast<QWidget *>(shell.window->findChild<ConversationPage *>()),
                                    static_cast<QWidget *>(shell.window->findChild<ProfilePanel *>())}) {
            const auto labels = part->findChildren<ElidedLabel *>();
            QVERIFY(std::any_of(labels.cbegin(), labels.cend(),
                                [&](const ElidedLabel *one) { return one->isVisible() && one->text() == name; }));
        }
    }

    void aTrickInANameTurnsNothingRound()
    {
        // Right-to-left override, isolate, zero width: what an offer shows of its customer on every side of the window.
        ShellBench shell;
        QVERIFY(shell.open());
        shell.offer(QStringLiteral("v9"), QStringLiteral("Ann\u202Egnp.exe\u2066\u200Ba"));
        QTRY_VERIFY(shell.bench.session->conversation(QStringLiteral("v9")));
        auto *card = shell.window->findChild<OfferCard *>();
        QTRY_VERIFY(card && card->isVisible());
        int said = 0;
        const auto look = [&said](const QString &words) {
            said += words.contains(QStringLiteral("Ann\uFFFDgnp.exe\uFFFD\uFFFDa"));
            return !words.contains(QChar(0x202E)) && !words.contains(QChar(0x2066)) && !words.contains(QChar(0x200B));
        };
        for (const QWidget *widget : shell.window->findChildren<QWidget *>()) {
            const auto *label = qobject_cast<const QLabel *>(widget);
            QVERIFY2(look(widget->accessibleName()) && look(widget->toolTip()) && (!label || look(label->text())),
                     widget->metaObject()->className());
        }
        for (const auto *view : shell.window->findChildren<QAbstractItemView *>()) {
            for (int row = 0; view->model() && row < view->model()->rowCount(); ++row) {
                const QModelIndex index = view->model()->index(row, 0);
                QVERIFY(look(index.data().toString()) && look(index.data(Qt::AccessibleTextRole).toString()));
            }
        }
        QVERIFY(said > 0); // it was there to be looked at
    }
};

QTEST_MAIN(ShellWindowTest)
#include "tst_shell_window.moc"
