// SPDX-License-Identifier: GPL-3.0-or-later
// Prefixes that the index keeps no list of: what a search finds by reading must be what the whole index would have found.
// And hits that are passed over without reading them: none of them may be one of the newest.
#include "models/store/Segmenter.h"
#include "models/store/SqlCipherDatabase.h"
#include "models/store/Statement.h"
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

/// 6000 messages in the order they are stored, every fifteenth with `word`: what was said lately, then two stretches of older history, whose
/// times run into each other's and are the same here and there.
QList<Message> mixedTimes(const QString &word)
{
    QRandomGenerator random(5);
    QList<Message> all;
    for (int i = 1; i <= 6000; ++i) {
        Message message =
            StoreFixture::message(conv, i, i % 15 == 0 ? QStringLiteral("%1 %2").arg(word).arg(i) : QStringLiteral("x"));
        message.at = 1'700'000'000'000 + (i <= 2500 ? 7000 - i : i <= 4200 ? i - 2500 : 4000 + random.bounded(2000));
        all.append(message);
    }
    return all;
}

/// The texts a search for the `word` of mixedTimes() has to find: the 20 said last.
QStringList newestOf(const QList<Message> &stored, const QString &word)
{
    QList<Message> found;
    std::copy_if(stored.crbegin(), stored.crend(), std::back_inserter(found),
                 [&](const Message &message) { return message.text.startsWith(word); });
    std::stable_sort(found.begin(), found.end(), [](const Message &a, const Message &b) { return a.at > b.at; });
    QStringList all;
    for (const Message &message : found.mid(0, 20))
        all.append(message.text);
    return all;
}

/// "block newest" of message_block and the same worked out from the messages; the store is closed.
QPair<QStringList, QStringList> blocks(StoreFixture &f)
{
    SqlCipherDatabase database;
    database.open(f.file(QStringLiteral("store.db")), f.key, SqlCipherDatabase::Role::Writer);
    QPair<QStringList, QStringList> both;
    Statement kept(database, "SELECT block || ' ' || newest FROM message_block ORDER BY block");
    while (kept.step())
        both.first.append(kept.text(0));
    Statement real(database, "SELECT (id / 1000) || ' ' || MAX(at) FROM message GROUP BY id / 1000 ORDER BY id / 1000");
    while (real.step())
        both.second.append(real.text(0));
    return both;
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

    void whatIsPassedOverIsNoneOfTheNewest()
    {
        StoreFixture f;
        QVERIFY(f.open());
        const QString word = QStringLiteral("delivery");
        QList<Message> messages = mixedTimes(word);
        QVERIFY(!f.apply(f.batch(messages)).isError());
        // The whole word, a beginning that is chosen by reading, and one that is asked of the index.
        for (const char *typed : {"delivery ", "deliv", "del"})
            QCOMPARE(texts(f.search(QLatin1String(typed))), newestOf(messages, word));
        QVERIFY(f.search(word).more);
        for (int most : {1, 50, 100, 399, 400})
            QCOMPARE(texts(f.search(word, most)), texts(f.search(word, 5000)).mid(0, most));
        QCOMPARE(f.search(word, 5000).hits.size(), 400);
        // What an old message says of its time changes: then it is the newest, in a thousand that was old.
        Message &moved = messages[2999];
        QVERIFY(moved.text.startsWith(word));
        moved.at = 1'800'000'000'000;
        QVERIFY(!f.apply(f.batch({moved})).isError());
        QCOMPARE(texts(f.search(word)), newestOf(messages, word));
        QCOMPARE(texts(f.search(word)).constFirst(), moved.text);
        f.close();
        const auto [kept, real] = blocks(f);
        QCOMPARE(kept, real);
        QCOMPARE(kept.size(), 7);
    }

    void aStoreOfAnEarlierVersionIsBroughtUp()
    {
        StoreFixture f;
        QVERIFY(f.open());
        const QString word = QStringLiteral("delivery");
        const QList<Message> messages = mixedTimes(word);
        QVERIFY(!f.apply(f.batch(messages, 7)).isError());
        f.close();
        {
            SqlCipherDatabase database;
            database.open(f.file(QStringLiteral("store.db")), f.key, SqlCipherDatabase::Role::Writer);
            database.exec("DROP TABLE message_block; PRAGMA user_version = 1");
        }
        QVERIFY(f.open());
        QCOMPARE(f.cursor().pos, 7);
        QCOMPARE(texts(f.search(word)), newestOf(messages, word));
        f.close();
        const auto [kept, real] = blocks(f);
        QCOMPARE(kept, real);
        QCOMPARE(kept.size(), 7);
    }

    /// Nothing is known of the times of a thousand: it is read, and nothing is missed. They are all said to be old: all are passed over
    /// once there are enough, so this is what spares the reading.
    void whatIsKnownOfAThousandIsBelieved_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<bool>("all");
        QTest::newRow("unknown") << QStringLiteral("DELETE FROM message_block") << true;
        QTest::newRow("old") << QStringLiteral("UPDATE message_block SET newest = 0") << false;
    }
    void whatIsKnownOfAThousandIsBelieved()
    {
        QFETCH(QString, change);
        QFETCH(bool, all);
        StoreFixture f;
        QVERIFY(f.open());
        const QString word = QStringLiteral("delivery");
        const QList<Message> messages = mixedTimes(word);
        QVERIFY(!f.apply(f.batch(messages)).isError());
        f.close();
        {
            SqlCipherDatabase database;
            database.open(f.file(QStringLiteral("store.db")), f.key, SqlCipherDatabase::Role::Writer);
            database.exec(change.toLatin1().constData());
        }
        QVERIFY(f.open());
        QCOMPARE(texts(f.search(word)) == newestOf(messages, word), all);
        QCOMPARE(f.search(word).hits.size(), 20);
    }

    /// What is left of a time that is too new only makes a search read more.
    void whatWasPurgedHidesNothing()
    {
        StoreFixture f;
        QVERIFY(f.open());
        const QString word = QStringLiteral("delivery");
        QList<Message> messages = mixedTimes(word);
        for (qsizetype i = 0; i < messages.size(); ++i)
            messages[i].conversation = (i + 1) / 15 % 2 == 0 || i > 5500 ? QStringLiteral("v2") : conv;
        QVERIFY(!f.apply(f.batch(messages)).isError());
        StoreBatch purge;
        purge.purgedConversations = {QStringLiteral("v2")};
        QVERIFY(!f.apply(purge).isError());
        messages.erase(std::remove_if(messages.begin(), messages.end(), [](const Message &m) { return m.conversation != conv; }),
                       messages.end());
        QCOMPARE(texts(f.search(word)), newestOf(messages, word));
        // Their ids are given again, to what was said long before.
        QList<Message> older;
        for (int i = 1; i <= 80; ++i) {
            older.append(f.message(QStringLiteral("v3"), i, QStringLiteral("%1 old %2").arg(word).arg(i)));
            older.last().at = 1'600'000'000'000 + i;
        }
        QVERIFY(!f.apply(f.batch(older)).isError());
        messages += older;
        QCOMPARE(texts(f.search(word)), newestOf(messages, word));
    }

    void anotherLogLeavesNoTimesBehind()
    {
        StoreFixture f;
        QVERIFY(f.open());
        QVERIFY(!f.apply(f.batch(mixedTimes(QStringLiteral("delivery")), 7)).isError());
        StoreBatch other;
        other.replaceAll = true;
        other.cursor = Cursor{QStringLiteral("epoch-2"), 1};
        other.messages = {f.message(conv, 1, QStringLiteral("delivery again"))};
        QVERIFY(!f.apply(other).isError());
        QCOMPARE(texts(f.search(QStringLiteral("delivery"))), QStringList{QStringLiteral("delivery again")});
        f.close();
        const auto [kept, real] = blocks(f);
        QCOMPARE(kept, real);
        QCOMPARE(kept.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestStoreSearch)
#include "tst_store_search.moc"
