// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lists/SearchSnippet.h"

#include <QtTest>

using namespace liaison;

class TestSearchSnippet : public QObject
{
    Q_OBJECT
private slots:
    void cuts_data();
    void cuts();
};

namespace {
/// The text with its marks in brackets: easier to read in a table than positions.
QString bracketed(const SearchSnippet &snippet)
{
    QString text = snippet.text;
    for (auto mark = snippet.marks.crbegin(); mark != snippet.marks.crend(); ++mark)
        text.insert(mark->from + mark->length, QLatin1Char(']')).insert(mark->from, QLatin1Char('['));
    return text;
}
} // namespace

void TestSearchSnippet::cuts_data()
{
    QTest::addColumn<QString>("found");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("shown");
    QTest::newRow("every place, any case") << "Order me an order"
                                           << "oRDer"
                                           << "[Order] me an [order]";
    QTest::newRow("Chinese") << QStringLiteral("那换货的运费是谁出呢？") << QStringLiteral("运费")
                             << QStringLiteral("那换货的[运费]是谁出呢？");
    QTest::newRow("two words") << "red shoes, blue shoes"
                               << "blue red"
                               << "[red] shoes, [blue] shoes";
    QTest::newRow("the longer word wins") << "reorder"
                                          << "order reorder"
                                          << "[reorder]";
    QTest::newRow("one line") << "first\nsecond\tthird"
                              << "third"
                              << "first second [third]";
    QTest::newRow("begins at a word") << "one two three four five six seven eight nine ten"
                                      << "ten" << QStringLiteral("…six seven eight nine [ten]");
    QTest::newRow("no word begins") << QStringLiteral("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十终")
                                    << QStringLiteral("终")
                                    << QStringLiteral("…七八九十一二三四五六七八九十一二三四五六七八九十[终]");
    QTest::newRow("not inside a pair") << QStringLiteral("😀😀😀😀😀😀😀😀😀😀😀😀😀a😀b") << "b" << QStringLiteral("…😀😀😀😀😀😀😀😀😀😀a😀[b]");
    QTest::newRow("nothing matches") << "a picture"
                                     << "zzz"
                                     << "a picture";
    QTest::newRow("a long text is cut") << QString(5000, 'e') << "zz" << QString(300, 'e');
    QTest::newRow("nothing typed") << "a picture"
                                   << "  "
                                   << "a picture";
}

void TestSearchSnippet::cuts()
{
    QFETCH(QString, found);
    QFETCH(QString, typed);
    QFETCH(QString, shown);
    QCOMPARE(bracketed(SearchSnippet::of(found, typed)), shown);
}

QTEST_GUILESS_MAIN(TestSearchSnippet)
#include "tst_search_snippet.moc"
