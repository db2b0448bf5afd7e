// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/Resources.h"
#include "tests/gui/SampleMessages.h"
#include "widgets/conversation/MessageListView.h"

#include <QRandomGenerator>
#include <QScrollBar>
#include <QtTest>

using namespace liaison;

/// Rectangles of the message list: what stands where, what stays where it is, and how many rows are measured for it.
class tst_messagelist_view : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { initResources(); }
    void init();
    void cleanup();

    void bubblesStandOnTheirSides();
    void bubblesAreAtMostTwoThirdsWide_data();
    void bubblesAreAtMostTwoThirdsWide();
    void shortContentStandsAtTheBottom();
    void appendFollowsAtTheBottom();
    void appendAboveLeavesTheTextAlone();
    void prependLeavesTheTextAlone();
    void latePictureLeavesTheTextAlone();
    void resizeLeavesTheTextAlone();
    void resizeAtTheBottomStaysThere();
    void removalAboveLeavesTheTextAlone();
    void randomChangesLeaveTheTextAlone();
    void scrollingDownAgainMeetsTheSameRows();
    void measuresFewRowsOfManyThousand();
    void keepsAFewScreensOnly();
    void wantsOlderNearTheTop();
    void wantsNewerUnlessAtEnd();
    void showsASearchHit();
    void countsWhatIsNotSeen();
    void stateChangesDoNotChangeHeights();
    void unreadLineAndDays();
    void longTextIsFolded();
    void nothingIsLaidOutWhileHidden();

private:
    QRect bubble(int row) { return m_view->layoutOf(row).bubble.translated(m_view->rowRect(row).topLeft()); }
    /// The message in the middle of the view, by mid, and where its bubble is.
    QPair<QString, int> reading();
    int whereIs(const QString &mid);

    std::unique_ptr<SampleMessages> m_rows;
    std::unique_ptr<MessageListView> m_view;
};

void tst_messagelist_view::init()
{
    m_rows = std::make_unique<SampleMessages>();
    m_view = std::make_unique<MessageListView>();
    m_view->resize(760, 600);
    m_view->setModel(m_rows.get());
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void tst_messagelist_view::cleanup()
{
    m_view.reset();
    m_rows.reset();
}

QPair<QString, int> tst_messagelist_view::reading()
{
    const MessageGeometry &rows = m_view->geometryOfRows();
    const int row = (rows.firstVisible() + rows.lastVisible()) / 2;
    return {m_rows->at(row).mid, bubble(row).top()};
}

int tst_messagelist_view::whereIs(const QString &mid)
{
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        if (m_rows->at(row).mid == mid)
            return bubble(row).top();
    }
    return -1;
}

void tst_messagelist_view::bubblesStandOnTheirSides()
{
    m_rows->replace({SampleMessages::text("a", "你好，昨天收到的破壁机，杯盖有条裂缝"),
                     SampleMessages::text("b", "您好", Side::Agent), SampleMessages::ofKind(MessageKind::Note, "n", "仓库确认"),
                     SampleMessages::ofKind(MessageKind::System, "s", "Assigned")});
    const int width = m_view->viewport()->width();
    QCOMPARE(bubble(0).left(), MessageLayout::Margin);
    QCOMPARE(bubble(1).right() + 1, width - MessageLayout::Margin);
    QVERIFY(qAbs(bubble(2).center().x() - width / 2) <= 1);
    QVERIFY(qAbs(bubble(3).center().x() - width / 2) <= 1);
    for (int row = 0; row < 3; ++row) { // everything inside its bubble, nothing over another thing
        const MessageLayout &layout = m_view->layoutOf(row);
        QVERIFY(layout.bubble.contains(layout.textRect));
        QVERIFY(!layout.meta.isValid() || layout.bubble.contains(layout.meta));
        QVERIFY(!layout.textRect.intersects(layout.meta));
        QVERIFY(m_view->rowRect(row).height() == layout.height);
    }
    QVERIFY(m_view->layoutOf(1).meta.contains(m_view->layoutOf(1).stateRect));
}

void tst_messagelist_view::bubblesAreAtMostTwoThirdsWide_data()
{
    QTest::addColumn<QString>("text");
    QTest::addRow("words") << QString("several words ").repeated(60);
    QTest::addRow("no spaces") << QString("x").repeated(3000);
    QTest::addRow("chinese") << QString("客户说的话很长").repeated(40);
    QTest::addRow("arabic") << QString("مرحبا بالعالم ").repeated(40);
    QTest::addRow("lines") << QString("line\n").repeated(5000).left(8000);
    QTest::addRow("stacked accents") << QString("e") + QString(QChar(0x0301)).repeated(500);
    QTest::addRow("empty") << QString();
}

void tst_messagelist_view::bubblesAreAtMostTwoThirdsWide()
{
    QFETCH(QString, text);
    for (const int width : {360, 760, 1400}) {
        m_view->resize(width, 600);
        m_rows->replace({SampleMessages::text("a", text), SampleMessages::text("b", text, Side::Agent)});
        for (int row = 0; row < 2; ++row) {
            QVERIFY(bubble(row).width() <= m_view->viewport()->width() * 2 / 3);
            QVERIFY(text.isEmpty() || m_view->layoutOf(row).bubble.contains(m_view->layoutOf(row).textRect));
            QVERIFY(m_view->layoutOf(row).textRect.height() <= (MessageLayout::MaxLines + 1) * 24);
        }
    }
}

void tst_messagelist_view::shortContentStandsAtTheBottom()
{
    m_rows->replace(SampleMessages::many(2));
    QCOMPARE(bubble(1).bottom() + 1 + MessageGeometry::BottomSpace, m_view->viewport()->height());
    QCOMPARE(m_view->verticalScrollBar()->maximum(), 0);
}

void tst_messagelist_view::appendFollowsAtTheBottom()
{
    m_rows->replace(SampleMessages::many(200));
    QVERIFY(m_view->isAtBottom());
    m_rows->append(SampleMessages::text("new", "one more"));
    QVERIFY(m_view->isAtBottom());
    QCOMPARE(bubble(200).bottom() + 1 + MessageGeometry::BottomSpace, m_view->viewport()->height());
}

void tst_messagelist_view::appendAboveLeavesTheTextAlone()
{
    m_rows->replace(SampleMessages::many(200));
    m_view->verticalScrollBar()->setValue(3000);
    const auto [mid, y] = reading();
    m_rows->append(SampleMessages::text("new", "one more"));
    QVERIFY(!m_view->isAtBottom());
    QCOMPARE(whereIs(mid), y);
}

void tst_messagelist_view::prependLeavesTheTextAlone()
{
    m_rows->replace(SampleMessages::many(50));
    m_view->verticalScrollBar()->setValue(0);
    const auto [mid, y] = reading();
    m_rows->insert(0, SampleMessages::many(100, "older", 1'790'000'000'000));
    QCOMPARE(whereIs(mid), y);
    // On the same day the first row loses its day above it; its bubble stays all the same.
    m_view->verticalScrollBar()->setValue(0);
    const int top = bubble(0).top();
    m_rows->insert(0, {SampleMessages::text("first", "hello", Side::Agent, m_rows->at(0).at - 1000)});
    QCOMPARE(bubble(1).top(), top);
}

void tst_messagelist_view::latePictureLeavesTheTextAlone()
{
    QList<SampleMessages::Row> rows = SampleMessages::many(60);
    for (int i = 0; i < rows.size(); i += 4) {
        rows[i].kind = MessageKind::Picture;
        rows[i].file = FileRef{QString::number(i), "a.jpg", "image/jpeg", 1000, 0, 0};
    }
    m_rows->replace(rows);
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() / 2);
    const MessageGeometry &geometry = m_view->geometryOfRows();
    const auto [mid, y] = reading();
    const int first = geometry.firstVisible();
    int above = -1;
    for (int row = 0; row <= first; ++row) {
        if (m_rows->at(row).file)
            above = row;
    }
    QVERIFY(above >= 0);
    for (int row = 0; row <= above; row += 4)
        m_rows->change(row, [](SampleMessages::Row &r) { r.file->width = 300, r.file->height = 900; });
    QCOMPARE(whereIs(mid), y);
}

void tst_messagelist_view::resizeLeavesTheTextAlone()
{
    m_rows->replace(SampleMessages::many(400));
    m_view->verticalScrollBar()->setValue(9000);
    const MessageGeometry &geometry = m_view->geometryOfRows();
    // The first message whose head is in sight is what the eye holds on to.
    int row = geometry.firstVisible();
    while (bubble(row).top() < 0)
        ++row;
    const QString mid = m_rows->at(row).mid;
    const int y = bubble(row).top();
    for (const int width : {700, 500, 380, 900, 1200}) {
        m_view->resize(width, 600);
        QCOMPARE(whereIs(mid), y);
    }
}

void tst_messagelist_view::resizeAtTheBottomStaysThere()
{
    m_rows->replace(SampleMessages::many(400));
    for (const QSize size : {QSize(500, 600), QSize(900, 300), QSize(900, 900)}) {
        m_view->resize(size);
        QVERIFY(m_view->isAtBottom());
        QCOMPARE(bubble(399).bottom() + 1 + MessageGeometry::BottomSpace, m_view->viewport()->height());
    }
}

void tst_messagelist_view::removalAboveLeavesTheTextAlone()
{
    m_rows->replace(SampleMessages::many(200));
    m_view->verticalScrollBar()->setValue(6000);
    const auto [mid, y] = reading();
    m_rows->remove(3, 10);
    QCOMPARE(whereIs(mid), y);
}

void tst_messagelist_view::randomChangesLeaveTheTextAlone()
{
    QRandomGenerator random(7);
    m_rows->replace(SampleMessages::many(300));
    m_view->verticalScrollBar()->setValue(8000);
    for (int step = 0; step < 200; ++step) {
        const MessageGeometry &geometry = m_view->geometryOfRows();
        int row = geometry.firstVisible();
        while (bubble(row).top() < 0)
            ++row;
        const QString mid = m_rows->at(row).mid;
        const int y = bubble(row).top();
        const int far = geometry.firstVisible() - 3;
        switch (random.bounded(4)) {
        case 0:
            m_rows->append(SampleMessages::text(QString("x%1").arg(step), QString("new words ").repeated(random.bounded(40))));
            break;
        case 1:
            m_rows->insert(0, SampleMessages::many(random.bounded(30) + 1, QString("p%1-").arg(step), 1'700'000'000'000));
            break;
        case 2:
            m_rows->change(random.bounded(m_rows->rowCount()), [&](SampleMessages::Row &r) {
                if (r.mid != mid)
                    r.recalled = !r.recalled;
            });
            break;
        case 3:
            if (far > 2)
                m_rows->remove(random.bounded(far), 1);
            break;
        }
        QVERIFY2(whereIs(mid) == y, qPrintable(QString("step %1: %2 became %3").arg(step).arg(y).arg(whereIs(mid))));
    }
}

void tst_messagelist_view::scrollingDownAgainMeetsTheSameRows()
{
    m_rows->replace(SampleMessages::many(500));
    QScrollBar *bar = m_view->verticalScrollBar();
    bar->setValue(0);
    QCOMPARE(m_view->geometryOfRows().firstVisible(), 0);
    int last = -1;
    for (int guard = 0; guard < 5000 && !m_view->isAtBottom(); ++guard) {
        const int first = m_view->geometryOfRows().firstVisible();
        QVERIFY(first >= last); // never backwards, never a gap
        QVERIFY(first <= qMax(0, m_view->geometryOfRows().lastVisible()));
        last = first;
        bar->setValue(bar->value() + 200);
    }
    QVERIFY(m_view->isAtBottom());
    QCOMPARE(m_view->geometryOfRows().lastVisible(), 499);
}

void tst_messagelist_view::measuresFewRowsOfManyThousand()
{
    m_rows->replace(SampleMessages::many(100'000));
    const auto screens = [this] { return m_view->geometryOfRows().lastVisible() - m_view->geometryOfRows().firstVisible() + 1; };
    QVERIFY(m_view->layoutCount() <= screens() + 4);

    qint64 before = m_view->layoutCount();
    m_rows->append(SampleMessages::text("tail", "appended at the bottom"));
    QVERIFY2(m_view->layoutCount() - before <= 3, qPrintable(QString::number(m_view->layoutCount() - before)));

    before = m_view->layoutCount();
    m_view->resize(600, 600);
    QVERIFY(m_view->layoutCount() - before <= 2 * (screens() + 4));

    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() / 2);
    before = m_view->layoutCount();
    const qint64 reads = m_rows->reads;
    m_rows->append(SampleMessages::text("tail2", "appended far below"));
    QCOMPARE(m_view->layoutCount(), before);
    QVERIFY(m_rows->reads - reads < 100);

    before = m_view->layoutCount();
    m_rows->insert(0, SampleMessages::many(100, "older", 1'700'000'000'000));
    QVERIFY(m_view->layoutCount() - before <= 2);

    before = m_view->layoutCount();
    m_rows->change(m_view->geometryOfRows().firstVisible() + 1, [](SampleMessages::Row &row) { row.recalled = true; });
    QVERIFY(m_view->layoutCount() - before <= 4);

    before = m_view->layoutCount();
    QVERIFY(m_view->scrollToMid("m777", true));
    QVERIFY(m_view->layoutCount() - before <= screens() + 4);
}

void tst_messagelist_view::keepsAFewScreensOnly()
{
    m_rows->replace(SampleMessages::many(5000));
    QScrollBar *bar = m_view->verticalScrollBar();
    for (int i = 0; i < 200; ++i)
        bar->setValue(bar->value() - 300);
    const MessageGeometry &geometry = m_view->geometryOfRows();
    QVERIFY(geometry.cachedLayouts() <= 4 * (geometry.lastVisible() - geometry.firstVisible() + 2));
}

void tst_messagelist_view::wantsOlderNearTheTop()
{
    m_rows->replace(SampleMessages::many(200));
    QSignalSpy wanted(m_view.get(), &MessageListView::olderWanted);
    m_view->setHasOlder(true);
    QCoreApplication::processEvents();
    QCOMPARE(wanted.size(), 0); // far from the top
    m_view->verticalScrollBar()->setValue(100);
    QTRY_COMPARE(wanted.size(), 1);
    m_view->verticalScrollBar()->setValue(60); // still on its way: not asked again
    QCoreApplication::processEvents();
    QCOMPARE(wanted.size(), 1);
    m_view->setHasOlder(false);
    m_rows->insert(0, SampleMessages::many(5, "o", 1'700'000'000'000));
    m_view->verticalScrollBar()->setValue(0);
    QCoreApplication::processEvents();
    QCOMPARE(wanted.size(), 1);
}

void tst_messagelist_view::wantsNewerUnlessAtEnd()
{
    m_view->setAtEnd(false);
    m_rows->replace(SampleMessages::many(200));
    QVERIFY(m_view->scrollToMid("m100", true));
    QSignalSpy wanted(m_view.get(), &MessageListView::newerWanted);
    QScrollBar *bar = m_view->verticalScrollBar();
    bar->setValue(bar->maximum());
    QTRY_VERIFY(wanted.size() >= 1);
    QVERIFY(!m_view->isAtBottom());
    const int y = bubble(199).top();
    m_rows->insert(200, SampleMessages::many(100, "newer", 1'799'000'000'000)); // the text stays, it does not follow
    QCOMPARE(bubble(199).top(), y);
    m_view->setAtEnd(true);
    bar->setValue(bar->maximum());
    bar->setValue(bar->maximum());
    QTRY_VERIFY(m_view->isAtBottom());
}

void tst_messagelist_view::showsASearchHit()
{
    m_rows->replace(SampleMessages::many(20'000));
    QVERIFY(!m_view->scrollToMid("nobody", true));
    QVERIFY(m_view->scrollToMid("m4242", true));
    QVERIFY(m_view->viewport()->rect().contains(bubble(4242)));
    QVERIFY(qAbs(bubble(4242).center().y() - m_view->viewport()->rect().center().y()) < 3);
    QVERIFY(m_view->scrollToMid("m0", true)); // cannot be in the middle
    QCOMPARE(m_view->geometryOfRows().scrollY(), 0);
    QVERIFY(m_view->scrollToMid("m19999", true));
    QVERIFY(m_view->isAtBottom());
}

void tst_messagelist_view::countsWhatIsNotSeen()
{
    m_rows->replace(SampleMessages::many(200));
    m_view->verticalScrollBar()->setValue(1000);
    m_rows->append(SampleMessages::text("a", "from the customer"));
    m_rows->append(SampleMessages::text("b", "from me", Side::Agent));
    m_rows->append(SampleMessages::text("c", "from the customer"));
    QCOMPARE(m_view->unseenBelow(), 2);
    auto *jump = m_view->findChild<QAbstractButton *>();
    QVERIFY(jump && jump->isVisible());
    QVERIFY(jump->accessibleName().contains("2"));
    jump->click();
    QVERIFY(m_view->isAtBottom());
    QCOMPARE(m_view->unseenBelow(), 0);
    QVERIFY(!jump->isVisible());
}

void tst_messagelist_view::stateChangesDoNotChangeHeights()
{
    m_rows->replace({SampleMessages::text("a", "one", Side::Agent), SampleMessages::text("b", "two", Side::Agent)});
    QList<int> heights;
    for (const BubbleState state : {BubbleState::Sending, BubbleState::Sent, BubbleState::Delivered, BubbleState::Read}) {
        m_rows->change(0, [state](SampleMessages::Row &row) { row.state = state; });
        heights.append(m_view->rowRect(0).height() * 1000 + m_view->rowRect(1).height());
    }
    QCOMPARE(heights, QList<int>(4, heights.first()));
}

void tst_messagelist_view::unreadLineAndDays()
{
    const qint64 noon = QDateTime(QDate(2026, 11, 22), QTime(12, 0)).toMSecsSinceEpoch();
    m_view->setNow(noon);
    m_rows->replace({SampleMessages::text("a", "old", Side::Customer, noon - 3 * 86'400'000LL),
                     SampleMessages::text("b", "eve", Side::Customer, noon - 86'400'000),
                     SampleMessages::text("c", "now", Side::Customer, noon),
                     SampleMessages::text("d", "and now", Side::Customer, noon + 1000)});
    QVERIFY(m_view->layoutOf(0).day.isValid());
    QVERIFY(m_view->layoutOf(1).dayWords.startsWith("Yesterday"));
    QVERIFY(m_view->layoutOf(2).dayWords.startsWith("Today"));
    QVERIFY(!m_view->layoutOf(3).day.isValid());
    QVERIFY(!m_view->layoutOf(2).meta.isValid()); // said by the one below, same minute
    m_view->setUnreadRow(3);
    QVERIFY(m_view->layoutOf(3).unread.isValid());
    QVERIFY(m_view->layoutOf(3).unread.bottom() < m_view->layoutOf(3).bubble.top());
    m_rows->insert(0, {SampleMessages::text("z", "older", Side::Customer, noon - 9 * 86'400'000LL)});
    QVERIFY(m_view->layoutOf(4).unread.isValid()); // it keeps to its message
    m_view->setUnreadRow(-1);
    QVERIFY(!m_view->layoutOf(4).unread.isValid());
}

void tst_messagelist_view::longTextIsFolded()
{
    QString text;
    for (int i = 0; i < 900; ++i)
        text += QStringLiteral("line %1\n").arg(i);
    m_rows->replace({SampleMessages::text("a", text), SampleMessages::text("b", "short")});
    m_view->scrollToMid("a", false);
    QVERIFY(m_view->layoutOf(0).isShortened);
    const int folded = m_view->layoutOf(0).height;
    const int y = bubble(0).top();
    m_view->activateRow(0);
    QVERIFY(m_view->layoutOf(0).height > folded * 5);
    QCOMPARE(bubble(0).top(), y); // grows downwards
    m_view->activateRow(0);
    QCOMPARE(m_view->layoutOf(0).height, folded);
}

/// Behind another tab: messages come, go and scroll the list, and nobody measures a row until it is looked at again.
void tst_messagelist_view::nothingIsLaidOutWhileHidden()
{
    m_rows->replace(SampleMessages::many(300));
    QVERIFY(m_view->isAtBottom());
    m_view->hide();
    const qint64 before = m_view->layoutCount();
    m_rows->insert(300, SampleMessages::many(50, QStringLiteral("later")));
    m_rows->insert(0, SampleMessages::many(50, QStringLiteral("older")));
    m_rows->change(399, [](SampleMessages::Row &row) { row.text += QStringLiteral(" and more"); });
    m_rows->remove(0, 20);
    m_view->resize(600, 500);
    QCOMPARE(m_view->layoutCount(), before);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    QVERIFY(m_view->isAtBottom());
    QCOMPARE(m_view->geometryOfRows().lastVisible(), m_rows->rowCount() - 1);
    // In the middle of history it is the same: what was read is where it was.
    m_view->setAtEnd(true);
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() / 2);
    const auto [mid, top] = reading();
    m_view->hide();
    m_rows->insert(0, SampleMessages::many(30, QStringLiteral("oldest")));
    m_rows->append(SampleMessages::text(QStringLiteral("newest"), QStringLiteral("hello")));
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    QCOMPARE(whereIs(mid), top);
}

QTEST_MAIN(tst_messagelist_view)
#include "tst_messagelist_view.moc"
