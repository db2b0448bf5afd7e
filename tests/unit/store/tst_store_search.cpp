// SPDX-License-Identifier: GPL-3.0-or-later
// Prefixes that the index keeps no list of: what a search finds by reading must be what the whole index would have found.
#include "models/store/Segmenter.h"
#include "tests/unit/store/StoreFixture.h"

#include <QRandomGenerator>

using namespace liaison;

namespace {
const auto conv = QStringLiteral("v1");

QStringList texts(const SearchResult &result)
{
    QStringList all;
    for (const SearchHit &hit : result.hits)
        all.append(hit.message.text);
    return all;
}

/// A few thousand messages out of words that share their beginnings; some with accents, full width or Chinese around them.
QStringList talk()
{
    const QStringList words{"delivery", "deliver",          "delta",        "delay", "de",     "Délivrance", "desk",  "the",
                            "then",     "theory",           "thé",          "order", "ordeal", "orders",     "A4711", "A4712",
                            "a47",      "ｄｅｌｉｖｅｒｙ", "快递delivery", "ﬁne",   "final",  "Ωmega",      "x"};
    QRandomGenerator random(11);
    QStringList all;
    for (int i = 0; i < 3000; ++i) {
        QStringList said;
        for (int n = 1 + random.bounded(3); n > 0; --n)
            said.append(words.at(random.bounded(int(words.size()))));
        all.append(said.join(random.bounded(2) == 0 ? QStringLiteral(" ") : QStringLiteral("，")) +
                   QStringLiteral(" #%1").arg(i));
    }
    return all;
}
} // namespace

class TestStoreSearch : public QObject
{
    Q_OBJECT
private slots:
    void aShorterPrefixIsAskedForOnlyWhereItHelps()
    {
        const auto query = [](const char *typed) {
            const std::optional<Segmenter::Broader> broader = Segmenter::broader(QString::fromUtf8(typed));
            return broader ? broader->query + QLatin1Char('|') + broader->start : QString();
        };
        QCOMPARE(query("deliv"), QStringLiteral("\"del\" *|deliv"));
        QCOMPARE(query("de"), QStringLiteral("\"d\" *|de"));
        QCOMPARE(query("Red Deliv"), QStringLiteral("\"red\" AND \"del\" *|deliv"));
        QCOMPARE(query("手机 A4711"), QStringLiteral("\"手机\" AND \"a47\" *|a4711"));
        for (const char *exact : {"", "d", "del", "delivery ", "手机", "机", "café", "Привет", "a b"})
            QCOMPARE(query(exact), QString());
    }

    void aWordIsKnownByItsBeginning_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("start");
        QTest::addColumn<bool>("has");
        const auto row = [](const char *text, const char *start, bool has) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(start) << has;
        };
        row("my Delivery", "deliv", true);
        row("redelivery", "deliv", false);
        row("快递delivery，到了", "deliv", true);
        row("deli", "deliv", false);
        row("Dé\u0301livery délivery", "deliv", true);
        row("ｄｅｌｉｖｅｒｙ", "deliv", true);
        row("ﬁnal", "fi", true);
        row("a4711。", "a4711", true);
        row("b-a4711", "a47", true);
        row("", "de", false);
    }
    void aWordIsKnownByItsBeginning()
    {
        QFETCH(QString, text);
        QFETCH(QString, start);
        QFETCH(bool, has);
        QCOMPARE(Segmenter::hasWordStarting(text, start), has);
    }

    void findsWhatTheIndexWouldFind()
    {
        StoreFixture f;
        QVERIFY(f.open());
        const QStringList all = talk();
        QList<Message> messages;
        for (qsizetype i = 0; i < all.size(); ++i)
            messages.append(f.message(conv, i + 1, all.at(i)));
        Message file = f.message(conv, all.size() + 1, {});
        file.kind = MessageKind::File;
        file.file = FileRef{QStringLiteral("f1"), QStringLiteral("deliverables.pdf"), QStringLiteral("application/pdf"), 1, 0, 0};
        messages.append(file);
        QVERIFY(!f.apply(f.batch(messages)).isError());
        for (const char *typed : {"de",   "deli", "deliv",         "delivery", "deliverab",  "delt",          "th",    "then",
                                  "theo", "or",   "orde",          "ordea",    "a4",         "a471",          "a4712", "fi",
                                  "fina", "x1",   "delivery orde", "the deli", "快递 deliv", "deli 快递 orde"}) {
            const QString prefix = QString::fromUtf8(typed);
            QStringList expected;
            const QStringList words = prefix.split(QLatin1Char(' '));
            for (const Message &message : std::as_const(messages)) {
                const QString whole = message.file ? message.file->name : message.text;
                const QStringList parts = Segmenter::segments(whole)
                                              .normalized(QString::NormalizationForm_D)
                                              .remove(QRegularExpression(QStringLiteral("\\p{M}")))
                                              .split(QLatin1Char(' '));
                bool matches = true;
                for (qsizetype i = 0; i < words.size(); ++i) {
                    matches = matches && std::any_of(parts.cbegin(), parts.cend(), [&](const QString &part) {
                                  return i + 1 < words.size() ? part == words.at(i) : part.startsWith(words.at(i));
                              });
                }
                if (matches)
                    expected.prepend(message.text);
            }
            const SearchResult everything = f.search(prefix, 5000);
            QCOMPARE(texts(everything), expected);
            QCOMPARE(texts(f.search(prefix, 20)), expected.mid(0, 20));
            QCOMPARE(f.search(prefix, 20).more, expected.size() > 20);
        }
    }

    /// Where hardly any of those that share the first letters has the word, the index itself is asked, so none is missed.
    void aRareWordBehindAFrequentBeginningIsFound()
    {
        StoreFixture f;
        QVERIFY(f.open());
        QList<Message> messages;
        for (int i = 1; i <= 4000; ++i)
            messages.append(
                f.message(conv, i, i <= 30 ? QStringLiteral("delivery %1").arg(i) : QStringLiteral("delay %1").arg(i)));
        QVERIFY(!f.apply(f.batch(messages)).isError());
        const SearchResult found = f.search(QStringLiteral("deliv"), 20);
        QCOMPARE(found.hits.size(), 20);
        QCOMPARE(found.hits.constFirst().message.text, QStringLiteral("delivery 30"));
        QVERIFY(found.more);
    }
};

QTEST_GUILESS_MAIN(TestStoreSearch)
#include "tst_store_search.moc"
