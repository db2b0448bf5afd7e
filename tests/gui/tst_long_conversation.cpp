// SPDX-License-Identifier: GPL-3.0-or-later
// 100,000 messages in one conversation: the real window over the real session and encrypted store. What is asserted is work, never
// time: how many sizes were calculated, how many rows are in memory, and which message stands where.
#include "tests/bench/SampleTalk.h"
#include "tests/bench/StoreFilling.h"
#include "tests/gui/ShellBench.h"
#include "widgets/conversation/ConversationPage.h"
#include "widgets/conversation/JumpButton.h"
#include "widgets/conversation/MessageListView.h"
#include "widgets/shell/ConversationArea.h"

#include <QScrollBar>
#include <QStyleOptionSlider>
#include <QWheelEvent>

using namespace liaison;
using namespace liaison::test;
using bench::StoreFilling;

namespace {
constexpr qint64 messages = 100'000;
constexpr int slice = 100;
constexpr int mostRows = 600;
const auto conversation = QStringLiteral("v1");
} // namespace

class LongConversationTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void opensAtTheEnd();
    void appendsAtTheBottom();
    void theWheelGoesBack();
    void pageUpHeld();
    void theScrollBarGoesFarBack();
    void jumpsToAHitDeepInHistory();
    void goesOnFromAHitInBothDirections();
    void arrivalsDoNotDisturbTheReaderOfHistory();
    void keepsItsPlaceWhenTheWindowChangesWidth();

private:
    /// A message and where its bubble's top stands in the view.
    struct Place
    {
        QString mid;
        qint64 cseq = 0;
        int y = 0;
        friend bool operator==(const Place &, const Place &) = default;
        friend char *toString(const Place &place)
        {
            return qstrdup(qPrintable(QStringLiteral("message %1 at %2").arg(place.cseq).arg(place.y)));
        }
    };

    ConversationPage *page() const { return m_window->area()->currentPage(); }
    MessageListView *view() const { return page()->view(); }
    QAbstractItemModel *model() const { return view()->model(); }
    int visibleRows() const { return view()->geometryOfRows().lastVisible() - view()->geometryOfRows().firstVisible() + 1; }
    qint64 cseqOf(int row) const { return model()->index(row, 0).data(MessageRole::Cseq).toLongLong(); }
    qint64 firstCseq() const { return cseqOf(0); }
    qint64 lastCseq() const { return cseqOf(model()->rowCount() - 1); }
    Place firstShown() const;
    Place placeOf(const QString &mid) const;
    void arrive(qint64 number);
    bool waitUntilLoaded();
    /// Until no more history comes that was asked for.
    bool waitUntilStill();
    void wheel(int dy);
    /// Whether the rows are a run without gap or repetition, not more than are kept, and laid out only around what is seen.
    bool isSound() const;
    /// Sizes calculated since it was asked last.
    qint64 sizes() { return view()->layoutCount() - std::exchange(m_counted, view()->layoutCount()); }
    /// Of what is loaded.
    bool isAtTop() const { return view()->geometryOfRows().scrollY() == 0; }
    /// What one screen may cost, with one above and one below that are made for the position's sake.
    qint64 screens() const { return 3 * visibleRows() + 6; }
    void shot(const QString &name);

    QTemporaryDir m_filled;
    std::unique_ptr<SessionBench> m_bench;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<MainWindow> m_window;
    qint64 m_counted = 0;
    int m_arrived = 0;
};

LongConversationTest::Place LongConversationTest::firstShown() const
{
    const int first = view()->geometryOfRows().firstVisible();
    for (int row = first; row <= view()->geometryOfRows().lastVisible(); ++row) {
        const Place place = placeOf(model()->index(row, 0).data(MessageRole::Mid).toString());
        if (place.y >= 0)
            return place;
    }
    return placeOf(model()->index(first, 0).data(MessageRole::Mid).toString()); // longer than the view, its head above
}

LongConversationTest::Place LongConversationTest::placeOf(const QString &mid) const
{
    for (int row = view()->geometryOfRows().firstVisible(); row <= view()->geometryOfRows().lastVisible(); ++row) {
        if (model()->index(row, 0).data(MessageRole::Mid).toString() == mid)
            return {mid, cseqOf(row), view()->rowRect(row).top() + view()->layoutOf(row).bubble.top()};
    }
    return {};
}

void LongConversationTest::arrive(qint64 number)
{
    ++m_arrived;
    m_bench->customerWrites(conversation, QStringLiteral("new message %1, 新消息").arg(number),
                            bench::SampleTalk::idOf(0x99, number));
}

bool LongConversationTest::waitUntilLoaded()
{
    return QTest::qWaitFor([this] { return page() && model()->rowCount() > 0; }, 20000);
}

bool LongConversationTest::waitUntilStill()
{
    for (int rounds = 0; rounds < 50; ++rounds) {
        const int rows = model()->rowCount();
        // The store answers in the order in which it is asked.
        const auto answered = std::make_shared<bool>(false);
        m_bench->store->readNewest(conversation, 1, this, [answered](const MessageSlice &) { *answered = true; });
        if (!QTest::qWaitFor([&answered] { return *answered; }, 20000))
            return false;
        if (model()->rowCount() == rows)
            return true;
    }
    return false;
}

void LongConversationTest::wheel(int dy)
{
    const QPointF at = view()->viewport()->rect().center();
    QWheelEvent event(at, view()->viewport()->mapToGlobal(at), QPoint(0, dy), QPoint(0, dy * 2), Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view()->viewport(), &event);
}

bool LongConversationTest::isSound() const
{
    const int rows = model()->rowCount();
    bool gapless = true;
    for (int row = 1; row < rows; ++row)
        gapless = gapless && cseqOf(row) == cseqOf(row - 1) + 1;
    return gapless && rows <= mostRows && view()->geometryOfRows().count() == rows &&
           view()->geometryOfRows().cachedLayouts() <= screens();
}

void LongConversationTest::shot(const QString &name)
{
    const QString folder = qEnvironmentVariable("LIAISON_SHOTS");
    if (!folder.isEmpty())
        m_window->grab().save(folder + QStringLiteral("/long-%1.png").arg(name));
}

void LongConversationTest::initTestCase()
{
    initResources();
    Theme::instance().install();
    QVERIFY(
        StoreFilling::fill(m_filled.filePath(QStringLiteral("store")), StoreFilling::oneConversation(conversation, messages)));
}

void LongConversationTest::init()
{
    m_bench = std::make_unique<SessionBench>(false);
    QVERIFY(StoreFilling::copy(m_filled.filePath(QStringLiteral("store")), m_bench->folder.path()));
    m_bench->hub.head = messages;
    m_bench->cseqs[conversation] = messages;
    m_bench->start();
    QVERIFY(m_bench->goLive());
    QCOMPARE(m_bench->hub.last().hello.pos, messages); // resumed: all of it is the store's
    m_preferences = std::make_unique<Preferences>(m_bench->folder.filePath(QStringLiteral("liaison.ini")));
    m_preferences->setSounds(false);
    m_window = std::make_unique<MainWindow>(m_bench->session.get(), m_preferences.get());
    m_window->resize(1400, 880);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_counted = 0;
    m_arrived = 0;
    m_window->openConversation(conversation);
    QVERIFY(waitUntilLoaded());
    QTRY_VERIFY(visibleRows() > 3);
    QVERIFY(view()->isAtBottom());
}

void LongConversationTest::cleanup()
{
    m_window.reset();
    m_bench->stop();
    m_bench.reset();
}

void LongConversationTest::opensAtTheEnd()
{
    QCOMPARE(model()->rowCount(), slice);
    QCOMPARE(lastCseq(), messages);
    QVERIFY2(view()->layoutCount() <= screens(), qPrintable(QString::number(view()->layoutCount())));
    QVERIFY(isSound());
    shot(QStringLiteral("1-open"));
}

void LongConversationTest::appendsAtTheBottom()
{
    m_window->grab();
    sizes();
    for (int i = 0; i < 50; ++i) {
        arrive(i);
        QTRY_COMPARE(lastCseq(), messages + m_arrived);
        QVERIFY(view()->isAtBottom());
        const qint64 cost = sizes();
        QVERIFY2(cost <= 2, qPrintable(QString::number(cost))); // itself, and its neighbour that may lose its time
    }
    // Many at once, in one batch of events: only those that are seen are laid out.
    m_bench->hub.pushing = false;
    for (int i = 50; i < 450; ++i)
        arrive(i);
    m_bench->hub.pushing = true;
    m_bench->hub.push();
    QTRY_COMPARE(lastCseq(), messages + m_arrived);
    QVERIFY(view()->isAtBottom());
    const qint64 cost = sizes();
    QVERIFY2(cost <= 2 * 400, qPrintable(QString::number(cost)));
    QCOMPARE(firstShown().mid.isEmpty(), false);
    shot(QStringLiteral("2-appended"));
}

void LongConversationTest::theWheelGoesBack()
{
    sizes();
    qint64 oldest = firstShown().cseq;
    while (firstShown().cseq > messages - 3000) {
        const Place before = firstShown();
        wheel(120);
        // What was read moved down by as much as the wheel turned, and nothing else happened to it.
        const Place after = placeOf(before.mid);
        if (!after.mid.isEmpty() && firstCseq() == before.cseq)
            QCOMPARE(after.y, before.y + 120);
        const qint64 cost = sizes();
        QVERIFY2(cost <= visibleRows() + 4, qPrintable(QString::number(cost)));
        if (view()->geometryOfRows().scrollY() < view()->viewport()->height()) {
            const Place waiting = firstShown();
            const qint64 first = firstCseq();
            QTRY_VERIFY(firstCseq() < first);
            QCOMPARE(placeOf(waiting.mid), waiting); // a slice came above, nothing moved
            const qint64 prepend = sizes();
            QVERIFY2(prepend <= 4, qPrintable(QString::number(prepend)));
        }
        QVERIFY(firstShown().cseq <= oldest);
        oldest = firstShown().cseq;
        QVERIFY(isSound());
    }
    // And forward again to the end, which was dropped meanwhile.
    QVERIFY(lastCseq() < messages);
    for (int turns = 0; !view()->isAtBottom() && turns < 5000; ++turns) {
        wheel(-1200);
        const qint64 cost = sizes();
        QVERIFY2(cost <= 4 * visibleRows() + 20, qPrintable(QString::number(cost)));
        const bool more = lastCseq() < messages;
        if (more && view()->geometryOfRows().maxScroll() - view()->geometryOfRows().scrollY() < view()->viewport()->height()) {
            const Place waiting = firstShown();
            const qint64 last = lastCseq();
            QTRY_VERIFY(lastCseq() > last);
            QCOMPARE(placeOf(waiting.mid), waiting);
        }
        QVERIFY(isSound());
    }
    QVERIFY(view()->isAtBottom());
    QCOMPARE(lastCseq(), messages);
}

void LongConversationTest::pageUpHeld()
{
    view()->setFocus();
    sizes();
    qint64 oldest = firstShown().cseq;
    for (int i = 0; i < 300; ++i) {
        // As a held key comes: again and again, before the movement of the last one is over.
        QKeyEvent key(QEvent::KeyPress, Qt::Key_PageUp, Qt::NoModifier, {}, i > 0);
        QCoreApplication::sendEvent(view(), &key);
        QCoreApplication::processEvents();
        QVERIFY(isSound());
        const qint64 cost = sizes();
        QVERIFY2(cost <= 4 * visibleRows() + 20, qPrintable(QString::number(cost)));
        QVERIFY(firstShown().cseq <= oldest);
        oldest = firstShown().cseq;
        // A machine that is busy elsewhere may take longer with a slice than with all the keys.
        if (const qint64 first = firstCseq(); isAtTop() && first > 1) {
            QTRY_VERIFY(firstCseq() < first);
            sizes(); // of what moved meanwhile; a key's are those from here on
        }
    }
    QTRY_VERIFY(firstShown().cseq < messages - 500);
}

void LongConversationTest::theScrollBarGoesFarBack()
{
    QScrollBar *bar = view()->verticalScrollBar();
    const auto slider = [bar] {
        QStyleOptionSlider option;
        option.initFrom(bar);
        option.orientation = Qt::Vertical;
        option.minimum = bar->minimum();
        option.maximum = bar->maximum();
        option.pageStep = bar->pageStep();
        option.singleStep = bar->singleStep();
        option.sliderPosition = option.sliderValue = bar->value();
        return bar->style()->subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarSlider, bar);
    };
    // Held and pulled to the very top, again and again, while slices come in under the hand.
    const QPoint grip = slider().center();
    QTest::mousePress(bar, Qt::LeftButton, {}, grip);
    sizes();
    for (int i = 0; i < 100; ++i) {
        const qint64 first = firstCseq();
        QTest::mouseMove(bar, QPoint(grip.x(), -200 - i % 2));
        const qint64 cost = sizes();
        QVERIFY2(cost <= screens(), qPrintable(QString::number(cost)));
        const Place waiting = firstShown();
        QTRY_VERIFY(firstCseq() < first);
        QCOMPARE(placeOf(waiting.mid), waiting);
        QVERIFY(isSound());
        sizes();
    }
    QTest::mouseRelease(bar, Qt::LeftButton, {}, QPoint(grip.x(), 0));
    QVERIFY2(firstShown().cseq < messages - 100 * slice + mostRows, qPrintable(QString::number(firstShown().cseq)));
    shot(QStringLiteral("3-far-back"));
    // The way to the present is one click.
    auto *jump = view()->findChild<JumpButton *>();
    QVERIFY(jump && jump->isVisible());
    jump->click();
    QTRY_COMPARE(lastCseq(), messages);
    QVERIFY(view()->isAtBottom());
    QCOMPARE(model()->rowCount(), slice);
}

void LongConversationTest::jumpsToAHitDeepInHistory()
{
    SearchResult found;
    bool answered = false;
    m_bench->store->search(bench::SampleTalk::rare(), 20, m_window.get(), [&](const SearchResult &result) {
        found = result;
        answered = true;
    });
    QTRY_VERIFY(answered);
    QVERIFY(found.hits.size() >= 5);
    sizes();
    for (const SearchHit &hit : std::as_const(found.hits)) {
        m_window->area()->openAt(conversation, hit.message.mid, hit.message.cseq);
        QTRY_VERIFY(!placeOf(hit.message.mid).mid.isEmpty());
        const qint64 cost = sizes();
        QVERIFY2(cost <= screens() * 2, qPrintable(QString::number(cost)));
        const Place place = placeOf(hit.message.mid);
        QCOMPARE(place.cseq, hit.message.cseq);
        const int middle = view()->viewport()->height() / 2;
        QVERIFY2(qAbs(place.y - middle) < middle, qPrintable(QString::number(place.y)));
        QVERIFY(isSound());
    }
    m_window->area()->openAt(conversation, found.hits.last().message.mid, found.hits.last().message.cseq);
    QVERIFY(found.hits.last().message.cseq < messages / 2);
    shot(QStringLiteral("4-jump"));
}

void LongConversationTest::goesOnFromAHitInBothDirections()
{
    constexpr qint64 deep = 40'000;
    const QString mid = bench::SampleTalk::idOf(0x11, deep);
    m_window->area()->openAt(conversation, mid, deep);
    QTRY_COMPARE(placeOf(mid).cseq, deep);
    for (int turns = 0; lastCseq() < deep + 1000 && turns < 2000; ++turns) {
        wheel(-600);
        QCoreApplication::processEvents();
        QVERIFY(isSound());
        if (const qint64 last = lastCseq(); view()->isAtBottom())
            QTRY_VERIFY(lastCseq() > last);
    }
    QVERIFY(lastCseq() >= deep + 1000);
    for (int turns = 0; firstCseq() > deep - 1000 && turns < 2000; ++turns) {
        wheel(600);
        QCoreApplication::processEvents();
        QVERIFY(isSound());
        if (const qint64 first = firstCseq(); isAtTop())
            QTRY_VERIFY(firstCseq() < first);
    }
    QVERIFY(firstCseq() <= deep - 1000);
    // The very first message is where history ends.
    m_window->area()->openAt(conversation, bench::SampleTalk::idOf(0x11, 1), 1);
    QTRY_COMPARE(firstCseq(), 1);
    view()->setFocus();
    QTest::keyClick(view(), Qt::Key_Home);
    QCOMPARE(firstShown().cseq, 1);
    QVERIFY(isSound());
    shot(QStringLiteral("5-top"));
}

void LongConversationTest::arrivalsDoNotDisturbTheReaderOfHistory()
{
    constexpr qint64 deep = 60'000;
    const QString mid = bench::SampleTalk::idOf(0x11, deep);
    m_window->area()->openAt(conversation, mid, deep);
    QTRY_COMPARE(placeOf(mid).cseq, deep);
    m_window->grab();
    QVERIFY(waitUntilStill());
    const Place before = firstShown();
    sizes();
    for (int i = 0; i < 200; ++i)
        arrive(i);
    QTRY_COMPARE(m_bench->session->conversation(conversation)->cseq, messages + 200);
    QCOMPARE(firstShown(), before);
    // A page that the view wished for before may come as well: behind what is seen, and not up to the arrivals.
    QVERIFY(lastCseq() < messages);
    QCOMPARE(sizes(), 0);
    auto *jump = view()->findChild<JumpButton *>();
    QVERIFY(jump && jump->isVisible());
    jump->click();
    QTRY_COMPARE(lastCseq(), messages + 200);
    QVERIFY(view()->isAtBottom());
    QVERIFY(isSound());
}

void LongConversationTest::keepsItsPlaceWhenTheWindowChangesWidth()
{
    constexpr qint64 deep = 50'000;
    const QString mid = bench::SampleTalk::idOf(0x11, deep);
    m_window->area()->openAt(conversation, mid, deep);
    QTRY_COMPARE(placeOf(mid).cseq, deep);
    m_window->grab();
    sizes();
    const Place before = firstShown();
    int steps = 0;
    for (int width = 1390; width >= 640; width -= 50) {
        m_window->resize(width, 880);
        QCoreApplication::processEvents();
        QCOMPARE(firstShown().cseq, before.cseq);
        QCOMPARE(firstShown().y, before.y);
        const qint64 cost = sizes();
        // The splitter gives the view its width in up to two steps.
        QVERIFY2(cost <= 2 * screens(), qPrintable(QString::number(cost)));
        ++steps;
    }
    shot(QStringLiteral("6-narrow"));
    for (int width = 640; width <= 1390; width += 50) {
        m_window->resize(width, 880);
        QCoreApplication::processEvents();
        QCOMPARE(firstShown().mid, before.mid);
        QCOMPARE(firstShown().y, before.y);
        sizes();
    }
    QVERIFY(isSound());
    QVERIFY(steps > 10);
    // At the end it stays at the end.
    auto *jump = view()->findChild<JumpButton *>();
    jump->click();
    QTRY_COMPARE(lastCseq(), messages);
    m_window->resize(700, 880);
    QCoreApplication::processEvents();
    QVERIFY(view()->isAtBottom());
    QCOMPARE(view()->geometryOfRows().lastVisible(), model()->rowCount() - 1);
}

QTEST_MAIN(LongConversationTest)
#include "tst_long_conversation.moc"
