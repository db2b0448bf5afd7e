// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/CannedReplyModel.h"
#include "resources/Resources.h"
#include "widgets/conversation/AttachmentBar.h"
#include "widgets/conversation/CannedPopup.h"
#include "widgets/conversation/Composer.h"
#include "widgets/conversation/ComposerEdit.h"

#include <QMimeData>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtTest>

using namespace liaison;

/// The composer as an agent uses it, and above all what it must never do.
class tst_composer_keys : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { initResources(); }
    void init();
    void cleanup() { m_window.reset(); }

    void enterSends();
    void controlEnterSendsAndGoesOn();
    void shiftEnterBreaksTheLine();
    void nothingToSendSendsNothing();
    void inputMethodKeepsItsEnter();
    void draftGivenBackWhileComposing();
    void draftGivenBackIsNeitherFusedNorDoubled();
    void buttonNamesTheCustomer();
    void noteNeverBecomesAReply();
    void replyAndNoteAreTwoTexts();
    void draftOfAnotherCustomerIsIgnored();
    void tooLongIsNotSent();
    void closedSendsNothing();
    void cannedReplyByKeys();
    void cannedReplyOpensWhereItShould_data();
    void cannedReplyOpensWhereItShould();
    void suggestions();
    void filesAskFirst();
    void picturesAskFirst();
    void growsWithTheText();
    void everythingHasAName();

private:
    QPushButton *sendButton() const
    {
        for (QPushButton *button : m_composer->findChildren<QPushButton *>()) {
            if (button->property("look") == "primary" && !qobject_cast<AttachmentBar *>(button->parentWidget()))
                return button;
        }
        return nullptr;
    }
    void type(const QString &text) { QTest::keyClicks(m_composer->edit(), text); }
    void useCanned();

    std::unique_ptr<QWidget> m_window;
    Composer *m_composer = nullptr;
    QStandardItemModel *m_canned = nullptr;
};

void tst_composer_keys::init()
{
    m_window = std::make_unique<QWidget>();
    auto *layout = new QVBoxLayout(m_window.get());
    layout->addStretch(1);
    m_composer = new Composer("conv-7", m_window.get());
    m_composer->setCustomerName("王女士");
    layout->addWidget(m_composer);
    m_window->resize(800, 500);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_composer->edit()->setFocus();
}

void tst_composer_keys::useCanned()
{
    m_canned = new QStandardItemModel(m_composer);
    m_composer->setCannedReplies(
        m_canned,
        [this](const QString &typed) {
            m_canned->clear();
            for (const char *shortcut : {"hello", "help", "refund"}) {
                if (!QString(shortcut).startsWith(typed))
                    continue;
                auto *item = new QStandardItem;
                item->setData(QString(shortcut), CannedReplyModel::Shortcut);
                item->setData(QString("Title of %1").arg(shortcut), CannedReplyModel::Title);
                item->setData(QString("Text of %1 for {customer.name}").arg(shortcut), CannedReplyModel::Text);
                m_canned->appendRow(item);
            }
        },
        [this](int row) {
            return QString("[%1 filled]").arg(m_canned->index(row, 0).data(CannedReplyModel::Shortcut).toString());
        });
}

void tst_composer_keys::enterSends()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QSignalSpy next(m_composer, &Composer::sentAndNext);
    type("hello");
    QTest::keyClick(m_composer->edit(), Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent.first(), (QList<QVariant>{"conv-7", "hello"}));
    QVERIFY(m_composer->text().isEmpty());
    QCOMPARE(next.size(), 0);
    QTest::keyClick(m_composer->edit(), Qt::Key_Return); // once is once
    QCOMPARE(sent.size(), 1);
}

void tst_composer_keys::controlEnterSendsAndGoesOn()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QSignalSpy next(m_composer, &Composer::sentAndNext);
    type("hello");
    QTest::keyClick(m_composer->edit(), Qt::Key_Enter, Qt::ControlModifier);
    QCOMPARE(sent.size(), 1);
    QCOMPARE(next.first().first().toString(), QString("conv-7"));
}

void tst_composer_keys::shiftEnterBreaksTheLine()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    type("a");
    QTest::keyClick(m_composer->edit(), Qt::Key_Return, Qt::ShiftModifier);
    type("b");
    QCOMPARE(m_composer->text(), QString("a\nb"));
    QCOMPARE(sent.size(), 0);
}

void tst_composer_keys::nothingToSendSendsNothing()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QVERIFY(!sendButton()->isEnabled());
    QTest::keyClick(m_composer->edit(), Qt::Key_Return);
    type("   ");
    QVERIFY(!sendButton()->isEnabled());
    QTest::keyClick(m_composer->edit(), Qt::Key_Return);
    QCOMPARE(sent.size(), 0);
    type("x");
    QVERIFY(sendButton()->isEnabled());
    QTest::mouseClick(sendButton(), Qt::LeftButton);
    QCOMPARE(sent.size(), 1);
}

void tst_composer_keys::inputMethodKeepsItsEnter()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    type("a");
    QInputMethodEvent composing("nihao", {});
    QCoreApplication::sendEvent(m_composer->edit(), &composing);
    QTest::keyClick(m_composer->edit(), Qt::Key_Return);
    QCOMPARE(sent.size(), 0);
    QCOMPARE(m_composer->text(), QString("a")); // no line break either
    QInputMethodEvent done;
    done.setCommitString("你好");
    QCoreApplication::sendEvent(m_composer->edit(), &done);
    QCOMPARE(m_composer->text(), QString("a你好"));
    QTest::keyClick(m_composer->edit(), Qt::Key_Return);
    QCOMPARE(sent.first().at(1).toString(), QString("a你好"));
}

void tst_composer_keys::draftGivenBackWhileComposing()
{
    QTest::keyClicks(m_composer->edit(), "a");
    QInputMethodEvent composing("nihao", {});
    QCoreApplication::sendEvent(m_composer->edit(), &composing);
    QSignalSpy edited(m_composer, &Composer::textEdited);
    m_composer->setDraft(m_composer->conversation(), "given back\na");
    QCOMPARE(m_composer->text(), QString("a")); // the composing goes on
    QInputMethodEvent done;
    done.setCommitString("你好");
    QCoreApplication::sendEvent(m_composer->edit(), &done);
    QCOMPARE(m_composer->text(), QString("given back\na你好"));
    QCOMPARE(edited.size(), 1); // never the draft without the words that were given back
    QCOMPARE(edited.first().at(1).toString(), QString("given back\na你好"));
}

void tst_composer_keys::draftGivenBackIsNeitherFusedNorDoubled()
{
    const auto compose = [this](const QString &preedit, const QString &commit = {}) {
        QInputMethodEvent event(preedit, {});
        event.setCommitString(commit);
        QCoreApplication::sendEvent(m_composer->edit(), &event);
    };
    const QString conversation = m_composer->conversation();
    compose("ni");
    m_composer->setDraft(conversation, "given back"); // into an empty field
    compose("hao", "你");                             // one word is in, the next is being composed
    m_composer->setDraft(conversation, "given back"); // said again, because something else about the conversation changed
    m_composer->setDraft(conversation, "older\ngiven back");
    compose({}, "好");
    QCOMPARE(m_composer->text(), QString("older\ngiven back\n你好"));

    compose("x");
    m_composer->setDraft(conversation, "third\nolder\ngiven back\n你好");
    m_composer->setNoteMode(true); // the reply goes aside, with all that belongs to it
    m_composer->setNoteMode(false);
    QCOMPARE(m_composer->text(), QString("third\nolder\ngiven back\n你好"));
}

void tst_composer_keys::buttonNamesTheCustomer()
{
    QVERIFY(sendButton()->text().contains("王女士"));
    m_composer->setCustomerName("A & B " + QString("long name ").repeated(20));
    QVERIFY(sendButton()->width() < 320);
    QVERIFY(sendButton()->accessibleName().contains("A & B"));
}

void tst_composer_keys::noteNeverBecomesAReply()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QSignalSpy noted(m_composer, &Composer::noteEntered);
    QSignalSpy edited(m_composer, &Composer::textEdited);
    QSignalSpy files(m_composer, &Composer::filesDropped);
    for (int way = 0; way < 3; ++way) {
        m_composer->setNoteMode(true);
        QVERIFY(sendButton()->text().contains("Add note"));
        type("customer is angry");
        if (way == 0)
            QTest::keyClick(m_composer->edit(), Qt::Key_Return);
        else if (way == 1)
            QTest::keyClick(m_composer->edit(), Qt::Key_Return, Qt::ControlModifier);
        else
            QTest::mouseClick(sendButton(), Qt::LeftButton);
        QCOMPARE(noted.size(), way + 1);
        QCOMPARE(noted.last(), (QList<QVariant>{"conv-7", "customer is angry"}));
    }
    m_composer->setNoteMode(true);
    m_composer->offerFiles({QCoreApplication::applicationFilePath()});
    QVERIFY(!m_composer->findChild<AttachmentBar *>()->isAsking());
    QCOMPARE(sent.size(), 0);
    QCOMPARE(edited.size(), 0); // nor does it become the draft or a typing mark
    QCOMPARE(files.size(), 0);
}

void tst_composer_keys::replyAndNoteAreTwoTexts()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    type("for the customer");
    m_composer->setNoteMode(true);
    QVERIFY(m_composer->text().isEmpty());
    type("for us");
    QTest::keyClick(m_composer->edit(), Qt::Key_Escape);
    QVERIFY(!m_composer->isNoteMode());
    QCOMPARE(m_composer->text(), QString("for the customer"));
    QTest::keyClick(m_composer->edit(), Qt::Key_Return);
    QCOMPARE(sent.first().at(1).toString(), QString("for the customer"));
    m_composer->setNoteMode(true);
    QCOMPARE(m_composer->text(), QString("for us"));
}

void tst_composer_keys::draftOfAnotherCustomerIsIgnored()
{
    QSignalSpy edited(m_composer, &Composer::textEdited);
    m_composer->setDraft("conv-8", "for somebody else");
    QVERIFY(m_composer->text().isEmpty());
    m_composer->setDraft("conv-7", "mine");
    QCOMPARE(m_composer->text(), QString("mine"));
    QCOMPARE(edited.size(), 0); // reading a draft is not typing
    type("!");
    QCOMPARE(edited.first(), (QList<QVariant>{"conv-7", "mine!"}));
    m_composer->setNoteMode(true);
    m_composer->setDraft("conv-7", "came back");
    QVERIFY(m_composer->text().isEmpty()); // into the reply, not into the note
    m_composer->setNoteMode(false);
    QCOMPARE(m_composer->text(), QString("came back"));
}

void tst_composer_keys::tooLongIsNotSent()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    m_composer->insertText(QString("字").repeated(Composer::MaxLength + 1));
    QVERIFY(!sendButton()->isEnabled());
    QTest::keyClick(m_composer->edit(), Qt::Key_Return);
    QCOMPARE(sent.size(), 0);
    QTest::keyClick(m_composer->edit(), Qt::Key_Backspace);
    QVERIFY(sendButton()->isEnabled());
    QTest::keyClick(m_composer->edit(), Qt::Key_Return);
    QCOMPARE(sent.first().at(1).toString().size(), Composer::MaxLength);
}

void tst_composer_keys::closedSendsNothing()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    m_composer->setDraft("conv-7", "written before");
    m_composer->setClosedWords("This conversation is closed");
    QTest::keyClick(m_composer->edit(), Qt::Key_Return);
    QVERIFY(!sendButton()->isEnabled());
    QCOMPARE(sent.size(), 0);
    m_composer->setClosedWords({});
    QTest::keyClick(m_composer->edit(), Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
}

void tst_composer_keys::cannedReplyByKeys()
{
    useCanned();
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QSignalSpy used(m_composer, &Composer::cannedUsed);
    type("Well, /he");
    auto *popup = m_window->findChild<CannedPopup *>();
    QVERIFY(popup && popup->isVisible());
    QTest::keyClick(m_composer->edit(), Qt::Key_Down);
    QTest::keyClick(m_composer->edit(), Qt::Key_Return);
    QCOMPARE(m_composer->text(), QString("Well, [help filled]"));
    QCOMPARE(used.first().first().toInt(), 1);
    QVERIFY(!popup->isVisible());
    QCOMPARE(sent.size(), 0); // Enter chose, it did not send
    type(" ::ref");
    QVERIFY(popup->isVisible());
    QTest::keyClick(m_composer->edit(), Qt::Key_Tab);
    QCOMPARE(m_composer->text(), QString("Well, [help filled] [refund filled]"));
    type(" /h");
    QVERIFY(popup->isVisible());
    QTest::keyClick(m_composer->edit(), Qt::Key_Escape);
    QVERIFY(!popup->isVisible());
    QTest::keyClick(m_composer->edit(), Qt::Key_Return);
    QCOMPARE(sent.first().at(1).toString(), QString("Well, [help filled] [refund filled] /h"));
}

void tst_composer_keys::cannedReplyOpensWhereItShould_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<bool>("opens");
    QTest::addRow("start") << "" << true;
    QTest::addRow("after space") << "well " << true;
    QTest::addRow("after chinese") << "您好" << true;
    QTest::addRow("inside a word") << "and" << false;
    QTest::addRow("address") << "https:" << false;
    QTest::addRow("fraction") << "1" << false;
}

void tst_composer_keys::cannedReplyOpensWhereItShould()
{
    QFETCH(QString, before);
    useCanned();
    m_composer->insertText(before);
    type("/");
    auto *popup = m_window->findChild<CannedPopup *>();
    QTEST(popup->isVisible(), "opens");
    type("zzz"); // nothing matches: no empty list
    QVERIFY(!popup->isVisible());
}

void tst_composer_keys::suggestions()
{
    m_composer->setSuggestions({"one", "two", "three", "four"});
    QTest::keyClick(m_composer->edit(), Qt::Key_2, Qt::AltModifier);
    QCOMPARE(m_composer->text(), QString("two"));
    m_composer->setNoteMode(true);
    QTest::keyClick(m_composer->edit(), Qt::Key_1, Qt::AltModifier);
    QVERIFY(!m_composer->text().contains("one"));
}

void tst_composer_keys::filesAskFirst()
{
    QTemporaryDir folder;
    QFile file(folder.filePath("杯盖.txt"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("x") == 1);
    file.close();
    QSignalSpy dropped(m_composer, &Composer::filesDropped);
    auto *bar = m_composer->findChild<AttachmentBar *>();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file.fileName())});
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_composer->edit()->viewport(), &enter);
    QCoreApplication::sendEvent(m_composer->edit()->viewport(), &drop);
    QVERIFY(bar->isAsking() && bar->isVisible());
    QVERIFY(bar->accessibleName().contains("杯盖.txt") && bar->accessibleName().contains("王女士"));
    QCOMPARE(dropped.size(), 0);
    QTest::keyClick(bar, Qt::Key_Escape);
    QVERIFY(!bar->isVisible());
    QCOMPARE(dropped.size(), 0);
    m_composer->offerFiles({file.fileName()});
    QTest::keyClick(bar, Qt::Key_Return);
    QCOMPARE(dropped.first(), (QList<QVariant>{"conv-7", QStringList{file.fileName()}}));
    QVERIFY(!bar->isVisible());
    QVERIFY(m_composer->text().isEmpty());
}

void tst_composer_keys::picturesAskFirst()
{
    QSignalSpy dropped(m_composer, &Composer::pictureDropped);
    auto *bar = m_composer->findChild<AttachmentBar *>();
    QImage image(30, 20, QImage::Format_RGB32);
    image.fill(Qt::blue);
    m_composer->offerPicture(image);
    QVERIFY(bar->isVisible());
    QCOMPARE(dropped.size(), 0);
    QTest::keyClick(bar, Qt::Key_Return);
    QCOMPARE(dropped.size(), 1);
    QCOMPARE(dropped.first().at(1).value<QImage>().size(), QSize(30, 20));
}

void tst_composer_keys::growsWithTheText()
{
    const int two = m_composer->edit()->sizeHint().height();
    m_composer->insertText("a\nb\nc\nd\ne");
    const int five = m_composer->edit()->sizeHint().height();
    QVERIFY(five > two);
    m_composer->insertText(QString("\nx").repeated(40));
    const int most = m_composer->edit()->sizeHint().height();
    QVERIFY(most > five && most < two * 5);
    QTRY_COMPARE(m_composer->edit()->height(), most);
    m_composer->edit()->clear();
    QCOMPARE(m_composer->edit()->sizeHint().height(), two);
}

void tst_composer_keys::everythingHasAName()
{
    for (const QAbstractButton *button : m_composer->findChildren<QAbstractButton *>())
        QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(), button->metaObject()->className());
    QVERIFY(m_composer->edit()->accessibleName().contains("王女士"));
    for (const QToolButton *button : m_composer->findChildren<QToolButton *>())
        QCOMPARE(button->height(), 30);
}

QTEST_MAIN(tst_composer_keys)
#include "tst_composer_keys.moc"
