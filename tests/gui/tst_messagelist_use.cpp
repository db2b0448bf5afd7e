// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/Resources.h"
#include "tests/gui/SampleMessages.h"
#include "widgets/conversation/MessageLayout.h"
#include "widgets/conversation/MessageListView.h"
#include "widgets/conversation/ThumbnailSource.h"

#include <QAccessible>
#include <QBuffer>
#include <QClipboard>
#include <QImage>
#include <QMenu>
#include <QMouseEvent>
#include <QTemporaryDir>
#include <QtTest>

using namespace liaison;

/// What an agent does in the message list: select, copy, open, by mouse, by keyboard, through a screen reader.
class tst_messagelist_use : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { initResources(); }
    void init();
    void cleanup();

    void selectsWithinOneMessage();
    void selectsAcrossMessages();
    void selectsByKeyboard();
    void selectionSurvivesNewRows();
    void keysMoveAndOpen();
    void clickOpensALink();
    void buttonsOfAFailedMessage();
    void dragIsNoClick();
    void menuFitsTheMessage();
    void hostileFileNameIsPlain();
    void screenReaderSeesMessages();
    void screenReaderItemsFollowTheirRows();
    void screenReaderPresses();
    void newMessagesAreAnnounced();
    void thumbnailArrivesLate();
    void picturesAreKeptWithinALimit();

private:
    QPoint at(int row, int position)
    {
        const MessageLayout &layout = m_view->layoutOf(row);
        const QRect box = layout.rangeRect(position, 1).translated(m_view->rowRect(row).topLeft());
        return {box.left() + 1, box.center().y()};
    }
    QPoint middleOf(int row, const QRect &part) { return part.translated(m_view->rowRect(row).topLeft()).center(); }
    void drag(const QPoint &from, const QPoint &to);

    std::unique_ptr<SampleMessages> m_rows;
    std::unique_ptr<MessageListView> m_view;
};

void tst_messagelist_use::init()
{
    m_rows = std::make_unique<SampleMessages>();
    const qint64 at = QDateTime(QDate(2026, 11, 22), QTime(14, 2)).toMSecsSinceEpoch();
    SampleMessages::Row file = SampleMessages::text("f", {}, Side::Customer, at + 60'000);
    file.kind = MessageKind::File;
    file.file = FileRef{"file1", "invoice.pdf", "application/pdf", 1000, 0, 0};
    SampleMessages::Row failed = SampleMessages::text("x", "not gone", Side::Agent, at + 120'000);
    failed.state = BubbleState::Failed;
    failed.error = "forbidden";
    m_rows->replace({SampleMessages::text("a", "hello world, see https://example.com/x", Side::Customer, at),
                     SampleMessages::text("b", "您好，请稍等", Side::Agent, at + 30'000), file, failed});
    m_view = std::make_unique<MessageListView>();
    m_view->resize(760, 600);
    m_view->setNow(at + 140'000);
    m_view->setModel(m_rows.get());
    m_view->show();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    m_view->setFocus();
}

void tst_messagelist_use::cleanup()
{
    m_view.reset();
    m_rows.reset();
}

void tst_messagelist_use::drag(const QPoint &from, const QPoint &to)
{
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, from);
    for (const QPoint &point : {(from + to) / 2, to}) {
        QMouseEvent move(QEvent::MouseMove, point, m_view->viewport()->mapToGlobal(point), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_view->viewport(), &move);
    }
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, to);
}

void tst_messagelist_use::selectsWithinOneMessage()
{
    drag(at(0, 6), at(0, 11));
    QCOMPARE(m_view->selectedText(), QString("world"));
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, at(0, 2));
    QCOMPARE(m_view->selectedText(), QString("hello"));
    QTest::keyClick(m_view.get(), Qt::Key_Escape);
    QVERIFY(m_view->selectedText().isEmpty());
}

void tst_messagelist_use::selectsAcrossMessages()
{
    drag(at(0, 6), at(1, 2));
    QCOMPARE(m_view->selectedText(),
             QString("王女士, 2026-11-22 14:02\nworld, see https://example.com/x\n\n林晓, 2026-11-22 14:02\n您好"));
    drag(at(1, 2), at(0, 6)); // upwards the same
    QCOMPARE(m_view->selectedText(),
             QString("王女士, 2026-11-22 14:02\nworld, see https://example.com/x\n\n林晓, 2026-11-22 14:02\n您好"));
}

void tst_messagelist_use::selectsByKeyboard()
{
    m_view->setCurrentRow(1);
    QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(m_view->isRowSelected(1) && m_view->isRowSelected(2) && !m_view->isRowSelected(0));
    QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QString("林晓, 2026-11-22 14:02\n您好，请稍等\n\n王女士, 2026-11-22 14:03\n[File] invoice.pdf"));
    QTest::keyClick(m_view.get(), Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(m_view->selectedText(), QString("您好，请稍等")); // one message: only its text
    QTest::keyClick(m_view.get(), Qt::Key_A, Qt::ControlModifier);
    for (int row = 0; row < 4; ++row)
        QVERIFY(m_view->isRowSelected(row));
    QCOMPARE(m_view->selectedText().count("2026-11-22"), 4);
}

void tst_messagelist_use::selectionSurvivesNewRows()
{
    drag(at(0, 6), at(0, 11));
    m_rows->insert(0, SampleMessages::many(20, "old", 1'700'000'000'000));
    m_rows->append(SampleMessages::text("z", "more"));
    QCOMPARE(m_view->selectedText(), QString("world"));
    m_rows->remove(20, 1);
    QVERIFY(m_view->selectedText().isEmpty());
}

void tst_messagelist_use::keysMoveAndOpen()
{
    QSignalSpy opened(m_view.get(), &MessageListView::openRequested);
    QSignalSpy retried(m_view.get(), &MessageListView::retryRequested);
    QSignalSpy linked(m_view.get(), &MessageListView::linkActivated);
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QCOMPARE(m_view->currentRow(), 3);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QCOMPARE(retried.size(), 1);
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QCOMPARE(opened.takeFirst().first().toString(), QString("f"));
    QTest::keyClick(m_view.get(), Qt::Key_Home);
    QCOMPARE(m_view->currentRow(), 0);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QCOMPARE(linked.takeFirst().first().toUrl(), QUrl("https://example.com/x"));
    QTest::keyClick(m_view.get(), Qt::Key_End);
    QCOMPARE(m_view->currentRow(), 3);
    m_rows->insert(0, SampleMessages::many(60, "old", 1'700'000'000'000));
    for (int i = 0; i < 30; ++i) // the current row is always in sight
    {
        QTest::keyClick(m_view.get(), Qt::Key_Up);
        const QRect bubble =
            m_view->layoutOf(m_view->currentRow()).bubble.translated(m_view->rowRect(m_view->currentRow()).topLeft());
        QVERIFY(m_view->viewport()->rect().contains(bubble));
    }
    QTest::keyClick(m_view.get(), Qt::Key_Home);
    QCOMPARE(m_view->geometryOfRows().firstVisible(), 0);
}

void tst_messagelist_use::clickOpensALink()
{
    QSignalSpy linked(m_view.get(), &MessageListView::linkActivated);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, at(0, 2));
    QCOMPARE(linked.size(), 0);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, at(0, 20));
    QCOMPARE(linked.size(), 1);
}

void tst_messagelist_use::buttonsOfAFailedMessage()
{
    QSignalSpy retried(m_view.get(), &MessageListView::retryRequested);
    QSignalSpy discarded(m_view.get(), &MessageListView::discardRequested);
    QSignalSpy saved(m_view.get(), &MessageListView::saveRequested);
    const MessageLayout &failed = m_view->layoutOf(3);
    QVERIFY(failed.problemWords.contains("no longer yours")); // words, not a code
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, middleOf(3, failed.retry));
    QCOMPARE(retried.takeFirst().first().toString(), QString("x"));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, middleOf(3, failed.discard));
    QCOMPARE(discarded.takeFirst().first().toString(), QString("x"));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, middleOf(2, m_view->layoutOf(2).save));
    QCOMPARE(saved.takeFirst().first().toString(), QString("f"));
}

void tst_messagelist_use::dragIsNoClick()
{
    QSignalSpy linked(m_view.get(), &MessageListView::linkActivated);
    drag(at(0, 18), at(0, 34));
    QCOMPARE(linked.size(), 0);
    QVERIFY(!m_view->selectedText().isEmpty());
}

void tst_messagelist_use::menuFitsTheMessage()
{
    const auto words = [this](int row, const QUrl &link = {}) {
        std::unique_ptr<QMenu> menu(m_view->makeMenu(row, link));
        QStringList all;
        for (const QAction *action : menu->actions()) {
            if (!action->isSeparator())
                all.append(action->text());
        }
        return all;
    };
    QCOMPARE(words(0, QUrl("https://example.com")), (QStringList{"Copy", "Copy link", "Reply with quote"}));
    QCOMPARE(words(1), (QStringList{"Copy", "Reply with quote", "Recall"}));
    QCOMPARE(words(2), (QStringList{"Copy", "Open", "Save as…"}));
    QCOMPARE(words(3), (QStringList{"Copy", "Reply with quote", "Retry", "Discard"}));
    m_view->setRecallWithin(1000);
    QVERIFY(!words(1).contains("Recall"));
}

void tst_messagelist_use::hostileFileNameIsPlain()
{
    m_rows->change(2, [](SampleMessages::Row &row) { row.file->name = QString("a") + QChar(0x202E) + "fdp.exe\nsecond line"; });
    const MessageLayout &layout = m_view->layoutOf(2);
    QVERIFY(!layout.fileNameWords.contains(QChar(0x202E)));
    QVERIFY(!layout.fileNameWords.contains(u'\n'));
    QVERIFY(layout.bubble.contains(layout.fileName));
}

void tst_messagelist_use::screenReaderSeesMessages()
{
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(list);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->text(QAccessible::Name), QString("Messages"));
    QCOMPARE(list->childCount(), 4);
    QAccessibleInterface *first = list->child(0);
    QCOMPARE(first->role(), QAccessible::ListItem);
    QCOMPARE(first->text(QAccessible::Name), QString("王女士, 14:02: hello world, see https://example.com/x"));
    QCOMPARE(list->child(1)->text(QAccessible::Name), QString("林晓, 14:02: 您好，请稍等, sent"));
    QVERIFY(list->child(3)->text(QAccessible::Name).contains("not sent: the conversation is no longer yours"));
    QCOMPARE(list->indexOfChild(list->child(2)), 2);
    QCOMPARE(first->parent(), list);
    const QPoint middle = first->rect().center();
    QCOMPARE(list->childAt(middle.x(), middle.y()), first);
    QVERIFY(!first->state().offscreen);
    m_view->setCurrentRow(2);
    QCOMPARE(list->focusChild(), list->child(2));
    QVERIFY(list->child(2)->state().focused);
    m_view->selectAll();
    QVERIFY(first->state().selected);
    QCOMPARE(list->child(99), nullptr);
}

void tst_messagelist_use::screenReaderItemsFollowTheirRows()
{
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view.get());
    QAccessibleInterface *first = list->child(0);
    const QString name = first->text(QAccessible::Name);
    m_rows->insert(0, SampleMessages::many(30, "old", 1'700'000'000'000));
    QCOMPARE(list->child(30), first);
    QCOMPARE(first->text(QAccessible::Name), name);
    QCOMPARE(list->indexOfChild(first), 30);
    m_rows->remove(5, 10);
    QCOMPARE(list->child(20), first);
    m_rows->replace(SampleMessages::many(3));
    QVERIFY(list->child(0)->text(QAccessible::Name).contains("Message 0"));
}

void tst_messagelist_use::screenReaderPresses()
{
    QSignalSpy opened(m_view.get(), &MessageListView::openRequested);
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view.get());
    QAccessibleActionInterface *actions = list->child(2)->actionInterface();
    QVERIFY(actions);
    QVERIFY(actions->actionNames().contains(QAccessibleActionInterface::pressAction()));
    actions->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(opened.size(), 1);
}

void tst_messagelist_use::newMessagesAreAnnounced()
{
    QSignalSpy said(m_view.get(), &MessageListView::announced);
    m_rows->append(SampleMessages::text("n", "where is my parcel?"));
    m_rows->insert(0, SampleMessages::many(30, "old", 1'700'000'000'000)); // history says nothing
    m_rows->append(SampleMessages::text("o", "on its way", Side::Agent));  // nor does what one wrote oneself
    QCOMPARE(said.size(), 1);
    QVERIFY(said.first().first().toString().contains("where is my parcel?"));
}

void tst_messagelist_use::thumbnailArrivesLate()
{
    QTemporaryDir folder;
    QImage image(320, 200, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray png;
    QBuffer buffer(&png);
    QVERIFY(buffer.open(QIODevice::WriteOnly) && image.save(&buffer, "PNG"));
    std::function<void(const QByteArray &)> answer;
    int asked = 0;
    ThumbnailSource source([&](const FileRef &, QObject *, std::function<void(const QByteArray &)> done) {
        ++asked;
        answer = std::move(done);
    });
    QSignalSpy arrived(&source, &ThumbnailSource::arrived);
    m_view->setThumbnails(&source);
    SampleMessages::Row picture = SampleMessages::text("p", {});
    picture.kind = MessageKind::Picture;
    picture.file = FileRef{"pic", "a.png", "image/png", 1000, 320, 200};
    m_rows->append(picture);
    const QRect place = m_view->layoutOf(4).picture;
    QVERIFY(qAbs(place.width() * 200 - place.height() * 320) < 320); // the true ratio before a byte is here
    m_view->viewport()->repaint();
    m_view->viewport()->repaint();
    QCOMPARE(asked, 1);
    answer(png);
    QTRY_COMPARE(arrived.size(), 1);
    QCOMPARE(m_view->layoutOf(4).picture, place);
    const QImage grab = m_view->viewport()->grab().toImage();
    QCOMPARE(QColor(grab.pixel(middleOf(4, place) * grab.devicePixelRatio())), QColor(Qt::red));

    QVERIFY(source.request(FileRef{"bad", "b.png", "image/png", 10, 5, 5}, {}).isNull());
    answer("this is no picture");
    QTRY_VERIFY(source.isBroken("bad"));
}

void tst_messagelist_use::picturesAreKeptWithinALimit()
{
    QImage image(480, 360, QImage::Format_RGB32);
    image.fill(Qt::blue);
    QByteArray png;
    QBuffer buffer(&png);
    QVERIFY(buffer.open(QIODevice::WriteOnly) && image.save(&buffer, "PNG"));
    ThumbnailSource source([&](const FileRef &, QObject *, std::function<void(const QByteArray &)> done) { done(png); });
    QSignalSpy arrived(&source, &ThumbnailSource::arrived);
    const auto picture = [](int i) { return FileRef{QStringLiteral("p%1").arg(i), "a.png", "image/png", 1000, 480, 360}; };
    constexpr int shown = 40;
    for (int i = 0; i < shown; ++i) {
        QVERIFY(source.request(picture(i), {}).isNull());
        QTRY_COMPARE(arrived.size(), i + 1);
    }
    // As large as they are shown, and no larger; the newest, and not all.
    const QPixmap last = source.request(picture(shown - 1), {});
    QCOMPARE(last.size(), (QSizeF(MessageLayout::maxPicture) * qGuiApp->devicePixelRatio()).toSize());
    int kept = 0;
    while (kept < shown && !source.request(picture(shown - 1 - kept), {}).isNull())
        ++kept;
    QVERIFY2(kept >= 20 && kept <= 30, qPrintable(QString::number(kept)));
    QTRY_COMPARE(arrived.size(), shown + 1); // the one that was asked for last is read again
}

QTEST_MAIN(tst_messagelist_use)
#include "tst_messagelist_use.moc"
