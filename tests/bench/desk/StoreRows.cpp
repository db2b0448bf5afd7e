// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/desk/StoreRows.h"

#include "tests/bench/SampleTalk.h"
#include "tests/bench/StoreFilling.h"
#include "tests/bench/desk/OpenStore.h"

#include <QDir>

namespace liaison::bench {

namespace {

struct Typed
{
    const char *name;
    QString text;
    const char *note;
};

/// From what every message has down to what hardly one has; short prefixes are what is searched for while somebody is still typing.
const QList<Typed> &typed()
{
    static const QList<Typed> all{
        {"en.word", SampleTalk::everywhere(), "a word of 7 % of all messages"},
        {"en.prefix1", QStringLiteral("d"), "one letter"},
        {"en.prefix2", QStringLiteral("de"), "two letters"},
        {"en.prefix3", QStringLiteral("del"), "three letters"},
        {"en.prefix4", QStringLiteral("deli"), "four letters of a frequent word"},
        {"en.prefix5", QStringLiteral("deliv"), "five letters of a frequent word"},
        {"en.two", QStringLiteral("delivery please"), "two frequent words"},
        {"en.rare", SampleTalk::rare(), "a word of 100 messages"},
        {"en.rareprefix", QStringLiteral("quok"), "four letters of a rare word"},
        {"en.common", QStringLiteral("the"), "the most frequent word"},
        {"en.common2", QStringLiteral("th"), "two letters of the most frequent word"},
        {"en.common4", QStringLiteral("orde"), "four letters of one of the most frequent words"},
        {"en.number", QStringLiteral("A6123"), "the beginning of order numbers"},
        {"en.none", QStringLiteral("xylophone"), "no message has it"},
        {"zh.word", SampleTalk::everywhereChinese(), "two frequent characters"},
        {"zh.one", QStringLiteral("快"), "one frequent character"},
        {"zh.phrase", QStringLiteral("什么时候到"), "five characters of a frequent phrase"},
        {"zh.rare", SampleTalk::rareChinese(), "two characters of 100 messages"},
        {"zh.none", QStringLiteral("鑫龘"), "no message has them"},
    };
    return all;
}

double searchOnce(OpenStore &open, const QString &text, qsizetype *hits = nullptr)
{
    SearchResult result;
    const double ms = open.time<SearchResult>(
        [&](QObject *context, auto done) { open.store().search(text, 20, context, std::move(done)); }, &result);
    if (hits)
        *hits = result.hits.size();
    return ms;
}

} // namespace

StoreRows::StoreRows(BenchReport &report, QString big, QString work)
    : m_report(report), m_big(std::move(big)), m_work(std::move(work))
{}

void StoreRows::measure()
{
    if (m_report.wants(QStringLiteral("store.open")))
        open();
    if (m_report.wants(QStringLiteral("store.overview")))
        overview();
    if (m_report.wants(QStringLiteral("store.history")))
        history();
    if (m_report.wants(QStringLiteral("search")))
        search();
}

void StoreRows::open()
{
    Samples warm;
    Samples cold;
    const int runs = m_report.isQuick() ? 7 : 25;
    for (int i = 0; i < runs; ++i) {
        OpenStore store(m_big);
        if (store.isOpen())
            warm.add(store.openedAfterMs());
    }
    for (int i = 0; i < runs; ++i) {
        OpenStore::makeCold(m_big);
        OpenStore store(m_big);
        if (store.isOpen())
            cold.add(store.openedAfterMs());
    }
    m_report.add(QStringLiteral("store.open.warm"), warm, 50, QStringLiteral("ms"), Budget::most(5),
                 QStringLiteral("raw key, 1,000,000 messages; Store::open() to opened(), with both threads and the lock"));
    m_report.add(QStringLiteral("store.open.cold"), cold, 50, QStringLiteral("ms"), {},
                 QStringLiteral("the same, the store's files not in the system's cache"));
}

void StoreRows::overview()
{
    const auto read = [](OpenStore &store, StoreOverview *found) {
        return store.time<StoreOverview>(
            [&](QObject *context, auto done) { store.store().readOverview(context, std::move(done)); }, found);
    };
    Samples usual;
    StoreOverview found;
    const int runs = m_report.isQuick() ? 7 : 25;
    for (int i = 0; i < runs; ++i) {
        OpenStore store(m_big);
        usual.add(read(store, &found));
    }
    m_report.add(QStringLiteral("store.overview.usual"), usual, 50, QStringLiteral("ms"), {},
                 QStringLiteral("what a start reads: %1 heads of 1,000,000 messages, first question of the connection")
                     .arg(found.conversations.size()));
    const QString many = m_work + QStringLiteral("/many");
    QDir(many).removeRecursively();
    if (!StoreFilling::fill(many, StoreFilling::desk(40'000, 4000))) {
        m_report.fail(QStringLiteral("store.overview.many"), QStringLiteral("ms"), {},
                      QStringLiteral("the store cannot be filled"));
        return;
    }
    Samples crowd;
    for (int i = 0; i < runs; ++i) {
        OpenStore store(many);
        crowd.add(read(store, &found));
    }
    m_report.add(QStringLiteral("store.overview.many"), crowd, 50, QStringLiteral("ms"), {},
                 QStringLiteral("the same with %1 open conversations, forty times what an agent can have")
                     .arg(found.conversations.size()));
}

void StoreRows::history()
{
    OpenStore store(m_big);
    SampleTalk dice(3);
    Samples older;
    Samples around;
    const int runs = m_report.isQuick() ? 50 : 400;
    for (int i = 0; i < runs; ++i) {
        const qint64 cseq = 200 + dice.below(99'000);
        older.add(store.time<MessageSlice>([&](QObject *context, auto done) {
            store.store().readBefore(QStringLiteral("long"), cseq, 100, context, std::move(done));
        }));
        around.add(store.time<MessageSlice>([&](QObject *context, auto done) {
            store.store().readAround(QStringLiteral("long"), cseq, 100, context, std::move(done));
        }));
    }
    m_report.add(QStringLiteral("store.history.older"), older, 50, QStringLiteral("ms"), {},
                 QStringLiteral("100 messages before a random place in a conversation of 100,000"));
    m_report.add(QStringLiteral("store.history.older.p99"), older, 99, QStringLiteral("ms"), {}, QStringLiteral("the same"));
    m_report.add(QStringLiteral("store.history.around"), around, 50, QStringLiteral("ms"), {},
                 QStringLiteral("100 messages around a random hit"));
}

void StoreRows::search()
{
    const int warmRuns = m_report.isQuick() ? 5 : 15;
    const int coldRuns = m_report.isQuick() ? 3 : 7;
    std::optional<OpenStore> warmStore(m_big);
    OpenStore &open = *warmStore;
    for (const Typed &one : typed()) {
        qsizetype hits = 0;
        searchOnce(open, one.text, &hits);
        Samples warm;
        for (int i = 0; i < warmRuns; ++i)
            warm.add(searchOnce(open, one.text));
        m_report.add(QStringLiteral("search.warm.%1").arg(QLatin1String(one.name)), warm, 50, QStringLiteral("ms"),
                     Budget::most(10), QStringLiteral("\"%1\", %2; %3 shown").arg(one.text, QLatin1String(one.note)).arg(hits));
    }
    warmStore.reset(); // a folder is open once
    for (const Typed &one : typed()) {
        Samples cold;
        for (int i = 0; i < coldRuns; ++i) {
            OpenStore::makeCold(m_big);
            OpenStore fresh(m_big);
            OpenStore::makeCold(m_big);
            cold.add(searchOnce(fresh, one.text));
        }
        m_report.add(QStringLiteral("search.cold.%1").arg(QLatin1String(one.name)), cold, 50, QStringLiteral("ms"),
                     Budget::most(50), QStringLiteral("\"%1\": new connection, files not in the system's cache").arg(one.text));
    }
}

} // namespace liaison::bench
