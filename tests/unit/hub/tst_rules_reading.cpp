// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeskBench.h"

#include <QTest>

using namespace liaison;
using namespace liaison::hub;
using namespace liaison::test;

/// What is read: snapshots, answers, topics, and who gets signals; each only for whom it is meant.
class RulesReadingTest : public QObject
{
    Q_OBJECT
private slots:
    void snapshotOfAnAgent();
    void snapshotOfACustomer();
    void historyInSlices();
    void findingCustomers();
    void placeAndExpectedWait();
    void figuresOfTheDay();
    void queuesAndPresence();
    void signalsGoToTheOtherSide();

private:
    static QJsonObject ask(DeskBench &bench, const Principal &who, const QString &kind, const QString &conv,
                           const QJsonObject &body)
    {
        QSqlDatabase db = bench.connection();
        const auto answer = bench.desk.answer(db, who, {QStringLiteral("re"), kind, conv, body}, bench.clock.utcMs());
        if (const auto *err = std::get_if<wire::Err>(&answer))
            return {{"error", toString(err->code)}};
        return std::get<QJsonObject>(answer);
    }
    static std::optional<QJsonObject> topic(DeskBench &bench, const Principal &who, const QString &name)
    {
        QSqlDatabase db = bench.connection();
        const auto state = bench.desk.topicState(db, who, name, bench.clock.utcMs());
        return state ? std::optional(state->body) : std::nullopt;
    }
    const Principal m_a1 = Principal::agent(QStringLiteral("a1"));
    const Principal m_a2 = Principal::agent(QStringLiteral("a2"));
};

void RulesReadingTest::snapshotOfAnAgent()
{
    DeskBench bench;
    const QString customer = bench.addCustomer(QStringLiteral("Ada"));
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.note"), conv, {{"text", "secret"}});
    bench.agentSays(QStringLiteral("a2"), QStringLiteral("agent.state"), {}, {{"status", "busy"}});
    QSqlDatabase db = bench.connection();
    const QJsonObject snap = bench.desk.snapshot(db, m_a1, bench.clock.utcMs());
    QCOMPARE(snap["agent"].toObject()["id"].toString(), QStringLiteral("a1"));
    const QJsonArray convs = snap["convs"].toArray();
    QCOMPARE(convs.size(), 1);
    const QJsonArray tail = convs.first().toObject()["tail"].toArray();
    QCOMPARE(tail.last().toObject()["kind"].toString(), QStringLiteral("note"));
    QCOMPARE(snap["customers"].toArray().first().toObject()["name"].toString(), QStringLiteral("Ada"));
    QCOMPARE(snap["queues"].toArray().size(), 2);
    QCOMPARE(snap["agents"].toArray().size(), 3);
    QVERIFY(!snap["codes"].toArray().isEmpty());
    // A colleague sees nothing of it.
    QVERIFY(bench.desk.snapshot(db, m_a2, bench.clock.utcMs())["convs"].toArray().isEmpty());
    // What he closed stays in his picture.
    bench.closes(QStringLiteral("a1"), conv);
    QCOMPARE(bench.desk.snapshot(db, m_a1, bench.clock.utcMs())["convs"].toArray().size(), 1);
}

void RulesReadingTest::snapshotOfACustomer()
{
    DeskBench bench;
    const QString customer = bench.addCustomer(QStringLiteral("Ada"), 1);
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.note"), conv, {{"text", "secret"}});
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("customer.note"), {}, {{"customer", customer}, {"text", "secret"}});
    QSqlDatabase db = bench.connection();
    const QJsonObject snap = bench.desk.snapshot(db, Principal::customer(customer), bench.clock.utcMs());
    QCOMPARE(snap["customer"].toObject().keys(), (QStringList{"id", "name", "verified"}));
    QCOMPARE(snap.keys(), (QStringList{"convs", "customer"}));
    const QByteArray bytes = QJsonDocument(snap).toJson();
    QVERIFY(bytes.contains("hello"));
    QVERIFY(!bytes.contains("secret") && !bytes.contains("vip"));
}

void RulesReadingTest::historyInSlices()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    for (int i = 0; i < 20; ++i)
        bench.writes(customer, QStringLiteral("line %1").arg(i));
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.note"), conv, {{"text", "secret"}});
    const QString history = QStringLiteral("history");
    const QJsonObject newest = ask(bench, m_a1, history, conv, {{"n", 5}});
    QCOMPARE(newest["msgs"].toArray().size(), 5);
    QCOMPARE(newest["more"].toBool(), true);
    const qint64 first = newest["msgs"].toArray().first().toObject()["cseq"].toInteger();
    const QJsonArray older = ask(bench, m_a1, history, conv, {{"n", 200}, {"before_cseq", first}})["msgs"].toArray();
    QCOMPARE(older.last().toObject()["cseq"].toInteger(), first - 1);
    QCOMPARE(older.first().toObject()["cseq"].toInteger(), 1);
    const QJsonObject own = ask(bench, Principal::customer(customer), history, conv, {{"n", 200}});
    QVERIFY(!QJsonDocument(own).toJson().contains("secret"));
    QCOMPARE(ask(bench, m_a2, history, conv, {})["error"].toString(), QStringLiteral("not_found"));
    QCOMPARE(ask(bench, Principal::customer(bench.addCustomer()), history, conv, {})["error"].toString(),
             QStringLiteral("not_found"));
    // Who serves him now reads what was before.
    bench.closes(QStringLiteral("a1"), conv);
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("agent.state"), {}, {{"status", "offline"}});
    bench.served(QStringLiteral("a2"), customer);
    QVERIFY(!ask(bench, m_a2, history, conv, {})["msgs"].toArray().isEmpty());
    QCOMPARE(ask(bench, m_a2, QStringLiteral("customer.convs"), {}, {{"customer", customer}})["convs"].toArray().size(), 2);
    QCOMPARE(ask(bench, m_a1, QStringLiteral("nonsense"), {}, {})["error"].toString(), QStringLiteral("invalid"));
}

void RulesReadingTest::findingCustomers()
{
    DeskBench bench;
    const QString ada = bench.addCustomer(QStringLiteral("Ada 100%"));
    bench.addCustomer(QStringLiteral("Bob"));
    bench.customerSays(ada, QStringLiteral("customer.describe"), {}, {{"phone", "+86 138-0013"}});
    const auto found = [&](const QString &q) {
        return ask(bench, m_a1, QStringLiteral("customer.find"), {}, {{"q", q}})["customers"].toArray().size();
    };
    QCOMPARE(found(QStringLiteral("ada")), 1);
    QCOMPARE(found(QStringLiteral("0%")), 1); // no wildcard
    QCOMPARE(found(QStringLiteral("%%")), 0);
    QCOMPARE(found(QStringLiteral("86 138")), 1);
    QCOMPARE(found(QStringLiteral("' OR 1=1 --")), 0);
    QCOMPARE(ask(bench, m_a1, QStringLiteral("customer.find"), {}, {{"q", "a"}})["error"].toString(), QStringLiteral("invalid"));
    QCOMPARE(ask(bench, Principal::customer(ada), QStringLiteral("customer.find"), {}, {{"q", "bob"}})["error"].toString(),
             QStringLiteral("forbidden"));
    QCOMPARE(ask(bench, Principal::customer(ada), QStringLiteral("agents"), {}, {})["error"].toString(),
             QStringLiteral("forbidden"));
}

void RulesReadingTest::placeAndExpectedWait()
{
    DeskBench bench;
    const QString first = bench.addCustomer();
    const QString second = bench.addCustomer();
    bench.writes(first);
    bench.pass(1000);
    bench.writes(second);
    const QString place = QStringLiteral("place");
    auto state = topic(bench, Principal::customer(second), place);
    QVERIFY(state);
    QCOMPARE((*state)["place"].toInteger(), 2);
    QCOMPARE((*state)["agents"].toInteger(), 0);
    QVERIFY(!state->contains("wait_min_s"));
    QVERIFY(!topic(bench, m_a1, place));

    // Six talks ended in the last half hour: five minutes each in turn.
    bench.sql(QStringLiteral("UPDATE agent SET capacity = 1"));
    bench.sql(QStringLiteral("UPDATE conversation SET ended_at = 0"));
    for (int i = 0; i < 6; ++i)
        bench.sql(QStringLiteral("INSERT INTO conversation (id, customer, state, queue, agent, created_at, ended_at) "
                                 "VALUES (?, ?, 'closed', 'q1', 'a2', 0, ?)"),
                  {QStringLiteral("old-%1").arg(i), first, bench.clock.utcMs() - 60'000 * (i + 1)});
    bench.available(QStringLiteral("a1"));
    state = topic(bench, Principal::customer(second), place);
    QCOMPARE((*state)["place"].toInteger(), 2);
    QCOMPARE((*state)["agents"].toInteger(), 1);
    QVERIFY((*state)["wait_min_s"].toInt() < 600 && (*state)["wait_max_s"].toInt() > 600);
}

void RulesReadingTest::figuresOfTheDay()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString conv = bench.writes(customer);
    bench.pass(10'000);
    bench.available(QStringLiteral("a1"));
    bench.accepts(QStringLiteral("a1"), conv);
    bench.pass(5'000);
    bench.replies(QStringLiteral("a1"), conv); // first: 15 s after the queue
    bench.replies(QStringLiteral("a1"), conv); // answers nothing
    bench.writes(customer);
    bench.pass(205'000);
    bench.replies(QStringLiteral("a1"), conv); // 205 s
    auto figures = topic(bench, m_a1, QStringLiteral("figures"));
    QVERIFY(figures);
    QCOMPARE((*figures)["first_response_avg_s"].toDouble(), 15.0);
    QCOMPARE((*figures)["response_avg_s"].toDouble(), 110.0);
    QCOMPARE((*figures)["reply_3min_pct"].toDouble(), 50.0);
    QCOMPARE((*figures)["active"].toInt(), 1);
    QCOMPARE((*figures)["handled"].toInt(), 0);
    bench.closes(QStringLiteral("a1"), conv);
    figures = topic(bench, m_a1, QStringLiteral("figures"));
    QCOMPARE((*figures)["handled"].toInt(), 1);
    QVERIFY(!topic(bench, Principal::customer(customer), QStringLiteral("figures")));
}

void RulesReadingTest::queuesAndPresence()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString conv = bench.writes(customer);
    auto queues = topic(bench, m_a1, QStringLiteral("queues"));
    QCOMPARE((*queues)["waiting"].toArray().first().toObject()["id"].toString(), conv);
    QCOMPARE((*queues)["queues"].toArray().first().toObject()["waiting"].toInt(), 1);
    QVERIFY(!topic(bench, Principal::customer(customer), QStringLiteral("queues")));
    const QString presence = QStringLiteral("presence:") + customer;
    QVERIFY(!topic(bench, m_a1, presence)); // not his customer yet
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.take"), conv);
    QCOMPARE((*topic(bench, m_a1, presence))["online"].toBool(), false);
    bench.internal(Principal::customer(customer), QStringLiteral("link.up"),
                   {{"device", "d"}, {"gen", 1}, {"site", QJsonObject{{"url", "https://shop.example/x"}, {"title", "Shoes"}}}});
    QVERIFY(bench.topics.contains(presence));
    const auto state = topic(bench, m_a1, presence);
    QCOMPARE((*state)["online"].toBool(), true);
    QCOMPARE((*state)["page"].toObject()["title"].toString(), QStringLiteral("Shoes"));
    QVERIFY(!topic(bench, m_a2, presence));
}

void RulesReadingTest::signalsGoToTheOtherSide()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const Principal c = Principal::customer(customer);
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    QSqlDatabase db = bench.connection();
    QVERIFY(bench.desk.signalAudience(db, m_a1, conv) == QList<Principal>{c});
    QVERIFY(bench.desk.signalAudience(db, c, conv) == QList<Principal>{m_a1});
    QVERIFY(bench.desk.signalAudience(db, m_a2, conv).isEmpty());
    QVERIFY(bench.desk.signalAudience(db, Principal::customer(bench.addCustomer()), conv).isEmpty());
    bench.closes(QStringLiteral("a1"), conv);
    QVERIFY(bench.desk.signalAudience(db, c, conv).isEmpty());
}

QTEST_GUILESS_MAIN(RulesReadingTest)
#include "tst_rules_reading.moc"
