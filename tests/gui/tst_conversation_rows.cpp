// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/ShellBench.h"
#include "widgets/shell/ConversationDelegate.h"
#include "widgets/shell/ConversationListPanel.h"
#include "widgets/shell/ConversationRowPictures.h"

#include <QListView>
#include <QPainter>

using namespace liaison;
using namespace liaison::test;

namespace {
ConversationRow calmRow()
{
    ConversationRow row;
    row.name = row.shownName = QStringLiteral("Dee Ortiz");
    row.channel = QStringLiteral("web");
    row.ago = QStringLiteral("3 min");
    row.preview = QStringLiteral("Where is my parcel? It should have been here on Monday, and nobody told me anything.");
    return row;
}

QList<ConversationRow> allKinds()
{
    QList<ConversationRow> rows(10, calmRow());
    rows[1].selected = true;
    rows[2].hovered = true;
    rows[2].focused = true;
    rows[3].group = QStringLiteral("Reply now");
    rows[3].groupAside = QStringLiteral("target 30 s");
    rows[4].clock = QStringLiteral("Late 1:42");
    rows[4].clockTone = Pill::Tone::Late;
    rows[4].unread = QStringLiteral("3");
    rows[5].vip = QStringLiteral("VIP");
    rows[5].shownName = rows[5].name = QStringLiteral("王小明");
    rows[5].preview = QStringLiteral("我的快递什么时候到？");
    rows[6].offered = true;
    rows[6].clock = QStringLiteral("Offer 0:12");
    rows[7].draftWord = QStringLiteral("Draft");
    rows[8].typing = true;
    rows[8].preview = QStringLiteral("typing…");
    rows[9].name = rows[9].shownName = QStringLiteral("אורי Levi");
    rows[9].preview = QStringLiteral("איפה החבילה שלי? Order A6123, please!");
    return rows;
}

QImage paper(const QSize &size, qreal pixels)
{
    QImage image((QSizeF(size) * pixels).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(pixels);
    image.fill(Theme::instance().color(Token::Surface2));
    return image;
}

/// The rows one below the other, from `top` on.
template <typename Paint>
QImage painted(const QList<ConversationRow> &rows, qreal pixels, int top, Paint paint)
{
    QImage image = paper({280, int(rows.size()) * 90}, pixels);
    QPainter painter(&image);
    painter.setLayoutDirection(Qt::LeftToRight); // as on a widget
    for (const ConversationRow &row : rows) {
        const QRect rect(0, top, 280, 56 + (row.startsGroup() ? ConversationRow::GroupHeight : 0));
        paint(&painter, rect, row);
        top = rect.bottom() + 1;
    }
    return image;
}

const auto directly = [](QPainter *painter, const QRect &rect, const ConversationRow &row) { row.paint(painter, rect); };
} // namespace

class ConversationRowsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        initResources();
        Theme::instance().install();
    }

    void init()
    {
        Theme::instance().setMode(Theme::Mode::Light);
        Theme::instance().setDensity(Theme::Density::Comfortable);
    }

    void aKeptPictureIsWhatWouldBePainted_data()
    {
        QTest::addColumn<qreal>("pixels");
        QTest::addColumn<int>("top");
        QTest::addColumn<bool>("dark");
        for (const qreal pixels : {1.0, 1.25, 1.5, 1.75, 2.0}) {
            for (const int top : {0, 1, 2, 3}) {
                for (const bool dark : {false, true})
                    QTest::addRow("%g at %d %s", pixels, top, dark ? "dark" : "light") << pixels << top << dark;
            }
        }
    }

    void aKeptPictureIsWhatWouldBePainted()
    {
        QFETCH(const qreal, pixels);
        QFETCH(const int, top);
        QFETCH(const bool, dark);
        Theme::instance().setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
        ConversationRowPictures pictures;
        const auto kept = [&pictures](QPainter *painter, const QRect &rect, const ConversationRow &row) {
            pictures.paint(painter, rect, row);
        };
        const QList<ConversationRow> rows = allKinds();
        const QImage expected = painted(rows, pixels, top, directly);
        QVERIFY(expected != paper({280, int(rows.size()) * 90}, pixels));
        QCOMPARE(painted(rows, pixels, top, kept), expected);
        QCOMPARE(pictures.painted(), rows.size());
        QCOMPARE(painted(rows, pixels, top, kept), expected);
        QCOMPARE(pictures.painted(), rows.size()); // none again
        // Elsewhere: four logical pixels are whole ones at each of these scales.
        QCOMPARE(painted(rows, pixels, top + 8, kept), painted(rows, pixels, top + 8, directly));
        QCOMPARE(pictures.painted(), rows.size());
        const QList<ConversationRow> turned(rows.crbegin(), rows.crend());
        QCOMPARE(painted(turned, pixels, top, kept), painted(turned, pixels, top, directly));
    }

    void whatLooksDifferentIsAnotherRow()
    {
        // Each part alone.
        using Change = void (*)(ConversationRow &);
        const Change changes[] = {
            [](ConversationRow &row) { row.group = QStringLiteral("Parked"); },
            [](ConversationRow &row) { row.groupAside = QStringLiteral("7"); },
            [](ConversationRow &row) { row.name = QStringLiteral("Anna"); },
            [](ConversationRow &row) { row.shownName = QStringLiteral("Visitor"); },
            [](ConversationRow &row) { row.channel = QStringLiteral("mail"); },
            [](ConversationRow &row) { row.clock = QStringLiteral("0:13 left"); },
            [](ConversationRow &row) { row.clockTone = Pill::Tone::Late; },
            [](ConversationRow &row) { row.clock.clear(), row.ago = QStringLiteral("5 min"); },
            [](ConversationRow &row) { row.vip = QStringLiteral("VIP"); },
            [](ConversationRow &row) { row.unread = QStringLiteral("2"); },
            [](ConversationRow &row) { row.draftWord = QStringLiteral("Draft"); },
            [](ConversationRow &row) { row.preview = QStringLiteral("Thanks"); },
            [](ConversationRow &row) { row.typing = true; },
            [](ConversationRow &row) { row.offered = true; },
            [](ConversationRow &row) { row.selected = true; },
            [](ConversationRow &row) { row.hovered = true; },
            [](ConversationRow &row) { row.focused = true; },
        };
        ConversationRow first = calmRow();
        first.group = QStringLiteral("Reply now");
        first.groupAside = QStringLiteral("6");
        first.clock = QStringLiteral("0:12 left");
        ConversationRowPictures pictures;
        const auto picture = [&pictures](const ConversationRow &row) {
            QImage image = paper({280, 86}, 1);
            QPainter painter(&image);
            pictures.paint(&painter, image.rect(), row);
            return image;
        };
        const QImage before = picture(first);
        qint64 different = 1;
        for (const Change &change : changes) {
            ConversationRow row = first;
            change(row);
            QVERIFY2(picture(row) != before, qPrintable(QString::number(different)));
            QCOMPARE(pictures.painted(), ++different);
        }
        QCOMPARE(picture(first), before);
        QCOMPARE(pictures.painted(), different);
    }

    void anotherSizeOrThemeIsAnotherPicture()
    {
        ConversationRowPictures pictures;
        const auto paint = [&pictures](int width, qreal pixels) {
            QImage image = paper({400, 56}, pixels);
            QPainter painter(&image);
            pictures.paint(&painter, {0, 0, width, 56}, calmRow());
            return pictures.painted();
        };
        QCOMPARE(paint(280, 1), 1);
        QCOMPARE(paint(300, 1), 2); // the list was made wider
        QCOMPARE(paint(280, 2), 3); // and came to another screen
        Theme::instance().setMode(Theme::Mode::Dark);
        QCOMPARE(paint(280, 1), 4);
        Theme::instance().setMode(Theme::Mode::Light);
        Theme::instance().setDensity(Theme::Density::Compact);
        QCOMPARE(paint(280, 1), 5);
        Theme::instance().setDensity(Theme::Density::Comfortable);
        QCOMPARE(paint(280, 1), 5);
    }

    void aLargeScreenOfRowsIsKeptWhole()
    {
        // Painted from top to bottom, what was used longest ago is what comes next: a row too many and nothing would be left of any.
        constexpr int rows = 40;
        ConversationRowPictures pictures;
        QImage screen = paper({280, rows * 56}, 2);
        const auto paint = [&](int from) {
            QPainter painter(&screen);
            for (int i = 0; i < rows; ++i) {
                ConversationRow row = calmRow();
                row.preview = QString::number(from + i);
                pictures.paint(&painter, {0, i * 56, 280, 56}, row);
            }
            return pictures.painted();
        };
        QCOMPARE(paint(0), rows);
        QVERIFY(pictures.bytes() > ConversationRowPictures::LeastBytes);
        QCOMPARE(paint(0), rows);
        for (int i = 1; i < 5; ++i)
            paint(i * rows);
        QVERIFY(pictures.bytes() <= 2 * screen.sizeInBytes());
    }

    void itHoldsNoMoreThanItSays()
    {
        ConversationRowPictures pictures;
        QImage image = paper({280, 56}, 1);
        QPainter painter(&image);
        ConversationRow row = calmRow();
        for (int i = 0; i < 500; ++i) {
            row.preview = QString::number(i);
            pictures.paint(&painter, {0, 0, 280, 56}, row);
        }
        QCOMPARE(pictures.painted(), 500);
        QVERIFY(pictures.bytes() > ConversationRowPictures::LeastBytes / 2);
        QVERIFY(pictures.bytes() <= ConversationRowPictures::LeastBytes);
    }

    void aMessagePaintsItsRowAlone()
    {
        ShellBench shell;
        for (int i = 3; i <= 10; ++i)
            shell.bench.heads.append(headOf(QStringLiteral("v%1").arg(i)));
        QVERIFY(shell.open());
        shell.window->list()->setView(ConversationListPanel::View::All);
        auto *list = shell.window->list()->findChild<QListView *>(QStringLiteral("conversations"));
        const auto *delegate = qobject_cast<ConversationDelegate *>(list->itemDelegate());
        QVERIFY(delegate);
        QTRY_COMPARE(list->model()->rowCount(), 10);
        list->doItemsLayout();
        QVERIFY(list->viewport()->rect().contains(list->visualRect(list->model()->index(9, 0))));
        const auto rowOf = [&](const QString &id) {
            const QModelIndexList found =
                list->model()->match(list->model()->index(0, 0), ConversationRole::Id, id, 1, Qt::MatchExactly);
            return found.isEmpty() ? -1 : found.first().row();
        };
        const auto writes = [&](const QString &id, const QString &words) {
            shell.bench.customerWrites(id, words, QStringLiteral("m-") + words);
            const auto isShown = [&] { return list->model()->index(rowOf(id), 0).data(ConversationRole::PreviewText) == words; };
            if (!QTest::qWaitFor(isShown))
                return false;
            QCoreApplication::processEvents(); // the new order is laid out
            list->viewport()->repaint();
            return true;
        };
        QVERIFY(writes(QStringLiteral("v5"), QStringLiteral("one")));
        QVERIFY(writes(QStringLiteral("v7"), QStringLiteral("two")));
        list->viewport()->repaint();
        qint64 before = delegate->paintedRows();
        QVERIFY(before >= list->model()->rowCount());
        // v5 goes behind v7: its own row, and the one that the group's name came to.
        QVERIFY(writes(QStringLiteral("v5"), QStringLiteral("three")));
        QCOMPARE(delegate->paintedRows() - before, 2);
        list->viewport()->repaint();
        QCOMPARE(delegate->paintedRows() - before, 2);
        // To another group: half the list moves; its own row, and those that a group's name with its count stands at.
        before = delegate->paintedRows();
        const int place = rowOf(QStringLiteral("v9"));
        QVERIFY(writes(QStringLiteral("v9"), QStringLiteral("four")));
        QVERIFY(rowOf(QStringLiteral("v9")) < place - 3);
        const qint64 anew = delegate->paintedRows() - before;
        QVERIFY2(anew >= 1 && anew <= 3, qPrintable(QString::number(anew)));
    }

    void whatIsBehindTheRowsIsBehindTheirPictures()
    {
        ShellBench shell;
        shell.bench.heads = {headOf(QStringLiteral("v1"))};
        QVERIFY(shell.open());
        shell.window->list()->setView(ConversationListPanel::View::All);
        auto *list = shell.window->list()->findChild<QListView *>(QStringLiteral("conversations"));
        QTRY_COMPARE(list->model()->rowCount(), 1);
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            Theme::instance().setMode(mode);
            QCoreApplication::processEvents();
            const QImage seen = list->viewport()->grab().toImage();
            const QRect row = list->visualRect(list->model()->index(0, 0));
            const QRgb ground = Theme::instance().color(Token::Surface2).rgb();
            for (const QPoint &at : {QPoint(row.right() - 2, row.top() + 2), QPoint(row.right() - 2, row.bottom() + 40)})
                QCOMPARE(seen.pixel((QPointF(at) * seen.devicePixelRatio()).toPoint()), ground);
        }
    }
};

QTEST_MAIN(ConversationRowsTest)
#include "tst_conversation_rows.moc"
