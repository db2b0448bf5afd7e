// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeskBench.h"

#include <QTest>

using namespace liaison;
using namespace liaison::hub;
using namespace liaison::test;

/// A conversation's way from the first word to the wrap-up code.
class RulesLifecycleTest : public QObject
{
    Q_OBJECT
private slots:
    void fromFirstWordToCode();
    void anOfferBringsTheProfile();
    void aMessageIsStoredOnce();
    void textsAreCleanedAndLimited();
    void needSinceIsTheOldestUnansweredMessage();
    void marksGoOnlyUp();
    void recallWithinTwoMinutes();
    void aNoteIsNotForTheCustomer();
    void wrapupEndsByItself();
    void aWordDuringWrapupGoesOn();
    void theCustomerLeaves();
    void whoLeavesTheQueueIsClosed();
    void aReturningCustomerHasAHistory();
    void anAgentWritesToAnAbsentCustomer();
    void parkAndResume();
    void filesMustBeOnesOwn();
    void aSendIntoAnotherOnesConversation();
    void profilesAndTags();
    void customersDescribeThemselves();
    void theHostSiteVouches();
    void cannedRepliesAndTheirOwners();
};

void RulesLifecycleTest::fromFirstWordToCode()
{
    DeskBench bench;
    const QString customer = bench.addCustomer(QStringLiteral("Ada"));
    const Principal c = Principal::customer(customer);
    const QString conv = bench.writes(customer);
    QCOMPARE(bench.stateOf(conv), QStringLiteral("waiting"));
    QCOMPARE(bench.kindsOf(c), (QStringList{"conv.created", "msg", "msg", "conv.queued"}));
    QVERIFY(bench.topics.contains(QStringLiteral("place")));
    QVERIFY(bench.topics.contains(QStringLiteral("queues")));

    bench.available(QStringLiteral("a1"));
    QCOMPARE(bench.stateOf(conv), QStringLiteral("offered"));
    QCOMPARE(bench.askedFor(conv), QStringLiteral("a1"));
    QVERIFY(bench.accepts(QStringLiteral("a1"), conv).ok());
    QCOMPARE(bench.stateOf(conv), QStringLiteral("active"));
    QCOMPARE(bench.agentOf(conv), QStringLiteral("a1"));

    const auto reply = bench.replies(QStringLiteral("a1"), conv);
    QVERIFY(reply.ok());
    QVERIFY(reply.cseq > 0 && reply.pos > 0);
    QVERIFY(bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.wrapup"), conv).ok());
    QCOMPARE(bench.stateOf(conv), QStringLiteral("wrapup"));
    QCOMPARE(toString(bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.close"), conv, {{"code", "nonsense"}}).error),
             toString(ErrorCode::Invalid));
    const auto closed = bench.closes(QStringLiteral("a1"), conv);
    QVERIFY(closed.ok());
    QCOMPARE(bench.stateOf(conv), QStringLiteral("closed"));

    const auto seen = bench.eventsOf(c);
    QCOMPARE(seen.last().kind, QStringLiteral("conv.closed"));
    const QJsonObject head = seen.last().body["conv"].toObject();
    QCOMPARE(head["state"].toString(), QStringLiteral("closed"));
    QVERIFY2(!head.contains("code") && !head.contains("vip"), "what the desk thinks of him is not for the customer");
    QCOMPARE(bench.lastOf(Principal::agent(QStringLiteral("a1"))).body["conv"]["code"].toString(), QStringLiteral("done"));
    // Every move raised the version by one: waiting, offered, active, wrapup, closed.
    QCOMPARE(closed.version, 6);
    // cseq is dense.
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM message WHERE conv = ?"), {conv}),
             bench.number(QStringLiteral("SELECT MAX(cseq) FROM message WHERE conv = ?"), {conv}));
}

void RulesLifecycleTest::anOfferBringsTheProfile()
{
    DeskBench bench;
    const QString customer = bench.addCustomer(QStringLiteral("Ada"));
    bench.available(QStringLiteral("a1"));
    const QString conv = bench.writes(customer, QStringLiteral("my order"));
    const auto seen = bench.eventsOf(Principal::agent(QStringLiteral("a1")));
    const auto offered = seen.last();
    QCOMPARE(offered.kind, QStringLiteral("conv.offered"));
    QCOMPARE(offered.body["customer"]["name"].toString(), QStringLiteral("Ada"));
    QCOMPARE(offered.body["offer"]["id"].toString(), bench.offerOf(conv));
    QCOMPARE(offered.body["offer"]["expires_in_ms"].toInteger(), 25'000);
    QCOMPARE(offered.body["conv"]["tail"].toArray().first()["text"].toString(), QStringLiteral("my order"));
    // What the customer adds while the agent makes up his mind reaches him too.
    bench.writes(customer, QStringLiteral("it is late"));
    QCOMPARE(bench.lastOf(Principal::agent(QStringLiteral("a1"))).body["msg"]["text"].toString(), QStringLiteral("it is late"));
}

void RulesLifecycleTest::aMessageIsStoredOnce()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QJsonObject body{{"kind", "text"}, {"text", "once"}};
    const auto first = bench.customerSays(customer, QStringLiteral("msg.send"), {}, body, QStringLiteral("m1"));
    const auto again = bench.customerSays(customer, QStringLiteral("msg.send"), {}, body, QStringLiteral("m1"));
    QVERIFY(again.ok() && again.dup);
    QCOMPARE(again.cseq, first.cseq);
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM message WHERE mid = 'm1'")), 1);
    // The same id from another device of his: still one message. From somebody else: refused.
    HubCommand other;
    other.actor = Principal::customer(customer);
    other.device = QStringLiteral("phone");
    other.gen = 1;
    other.command.cid = QStringLiteral("m1");
    other.command.kind = QStringLiteral("msg.send");
    other.command.body = body;
    bench.sql(QStringLiteral("INSERT INTO device_session (device, principal, gen, seen_at) VALUES ('phone', ?, 1, 0)"),
              {other.actor.toString()});
    const auto fromPhone = bench.run(other);
    QVERIFY(fromPhone.ok() && fromPhone.dup);
    const QString stranger = bench.addCustomer();
    QCOMPARE(toString(bench.customerSays(stranger, QStringLiteral("msg.send"), {}, body, QStringLiteral("m1")).error),
             toString(ErrorCode::Invalid));
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM message WHERE text = 'once'")), 1);
    // An agent's id used for one conversation is no answer for another: the second text would be nowhere.
    const QString here = bench.served(QStringLiteral("a1"), customer);
    const QString there = bench.served(QStringLiteral("a1"), stranger);
    const auto says = [&](const QString &conv) {
        return bench.agentSays(QStringLiteral("a1"), QStringLiteral("msg.send"), conv, body, QStringLiteral("m2"));
    };
    QVERIFY(says(here).ok());
    const auto forget = [&] {
        bench.sql(QStringLiteral("DELETE FROM cmd_result WHERE cid = 'm2'"), {});
    }; // another device of his
    forget();
    QVERIFY(says(here).dup);
    forget();
    QCOMPARE(toString(says(there).error), toString(ErrorCode::Invalid));
}

void RulesLifecycleTest::textsAreCleanedAndLimited()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const auto send = [&](const QString &text, const QString &kind = QStringLiteral("text")) {
        return bench.customerSays(customer, QStringLiteral("msg.send"), {}, {{"kind", kind}, {"text", text}});
    };
    QCOMPARE(toString(send(QStringLiteral("  \n\t ")).error), toString(ErrorCode::Invalid));
    QCOMPARE(toString(send(QString(8001, QLatin1Char('x'))).error), toString(ErrorCode::TooBig));
    QCOMPARE(toString(send(QStringLiteral("hi"), QStringLiteral("note")).error), toString(ErrorCode::Invalid));
    QCOMPARE(toString(send(QStringLiteral("hi"), QStringLiteral("system")).error), toString(ErrorCode::Invalid));
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM conversation")), 0);
    QVERIFY(send(QString(8000, QChar(u'汉'))).ok());
    const QString mixed = QLatin1String("<b>a") + QChar(0) + QChar(7) + QLatin1String("\r\n\tc</b> ") + QChar(0x9b);
    QVERIFY(send(mixed).ok());
    QCOMPARE(bench.text(QStringLiteral("SELECT text FROM message WHERE side = 'customer' ORDER BY cseq DESC LIMIT 1")),
             QStringLiteral("<b>a\n\tc</b> "));
}

void RulesLifecycleTest::needSinceIsTheOldestUnansweredMessage()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    const auto need = [&] { return bench.number(QStringLiteral("SELECT need_since FROM conversation WHERE id = ?"), {conv}); };
    const qint64 first = bench.clock.utcMs();
    QCOMPARE(need(), first);
    bench.pass(1000);
    bench.writes(customer);
    QCOMPARE(need(), first);
    QVERIFY(bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.note"), conv, {{"text", "hm"}}).ok());
    QCOMPARE(need(), first);
    bench.replies(QStringLiteral("a1"), conv);
    QCOMPARE(need(), 0);
    bench.pass(1000);
    bench.writes(customer);
    QCOMPARE(need(), first + 2000);
}

void RulesLifecycleTest::marksGoOnlyUp()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    const auto marks = [&] {
        return bench.text(QStringLiteral("SELECT agent_delivered || ' ' || agent_read || ' ' || customer_delivered || ' ' || "
                                         "customer_read FROM conversation WHERE id = ?"),
                          {conv});
    };
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.mark"), conv, {{"delivered", 2}, {"read", 1}});
    QCOMPARE(marks(), QStringLiteral("2 1 0 0"));
    const qint64 before = bench.head();
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.mark"), conv, {{"delivered", 1}, {"read", 1}});
    QCOMPARE(marks(), QStringLiteral("2 1 0 0"));
    QCOMPARE(bench.head(), before); // nothing new, nothing said
    // Nobody can have read what is not written yet; who has read has got.
    bench.customerSays(customer, QStringLiteral("conv.mark"), conv, {{"read", 999}});
    const qint64 cseq = bench.number(QStringLiteral("SELECT cseq FROM conversation WHERE id = ?"), {conv});
    QCOMPARE(marks(), QStringLiteral("2 1 %1 %1").arg(cseq));
    const auto seen = bench.lastOf(Principal::agent(QStringLiteral("a1")));
    QCOMPARE(seen.kind, QStringLiteral("mark"));
    QCOMPARE(seen.body["side"].toString(), QStringLiteral("customer"));
    QCOMPARE(toString(bench.agentSays(QStringLiteral("a2"), QStringLiteral("conv.mark"), conv, {{"read", 3}}).error),
             toString(ErrorCode::Forbidden));
}

void RulesLifecycleTest::recallWithinTwoMinutes()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("msg.send"), conv, {{"kind", "text"}, {"text", "oops"}},
                    QStringLiteral("m-oops"));
    QCOMPARE(toString(bench.customerSays(customer, QStringLiteral("msg.recall"), conv, {{"mid", "m-oops"}}).error),
             toString(ErrorCode::Forbidden));
    bench.pass(119'000);
    QVERIFY(bench.agentSays(QStringLiteral("a1"), QStringLiteral("msg.recall"), conv, {{"mid", "m-oops"}}).ok());
    QCOMPARE(bench.text(QStringLiteral("SELECT text FROM message WHERE mid = 'm-oops'")), QString());
    QCOMPARE(bench.text(QStringLiteral("SELECT last_text FROM conversation WHERE id = ?"), {conv}), QStringLiteral("hello"));
    QCOMPARE(bench.lastOf(Principal::customer(customer)).kind, QStringLiteral("recall"));
    // What stands in the list of conversations goes too.
    QCOMPARE(bench.lastOf(Principal::agent(QStringLiteral("a1"))).body["last"].toObject()["text"].toString(),
             QStringLiteral("hello"));

    bench.agentSays(QStringLiteral("a1"), QStringLiteral("msg.send"), conv, {{"kind", "text"}, {"text", "late"}},
                    QStringLiteral("m-late"));
    bench.pass(121'000);
    QCOMPARE(toString(bench.agentSays(QStringLiteral("a1"), QStringLiteral("msg.recall"), conv, {{"mid", "m-late"}}).error),
             toString(ErrorCode::TooOld));
}

void RulesLifecycleTest::aNoteIsNotForTheCustomer()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    const qint64 before = bench.head();
    QVERIFY(
        bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.note"), conv, {{"text", "difficult"}}, QStringLiteral("n1"))
            .ok());
    QVERIFY(bench.agentSays(QStringLiteral("a1"), QStringLiteral("msg.recall"), conv, {{"mid", "n1"}}).ok());
    QCOMPARE(bench.kindsOf(Principal::customer(customer), before), QStringList());
    QCOMPARE(bench.kindsOf(Principal::agent(QStringLiteral("a1")), before), (QStringList{"msg", "recall"}));
    QVERIFY(bench.text(QStringLiteral("SELECT last_text FROM conversation WHERE id = ?"), {conv}) != QLatin1String("difficult"));
    // A customer who guesses a note's id learns nothing.
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.note"), conv, {{"text", "again"}}, QStringLiteral("n2"));
    QCOMPARE(toString(bench.customerSays(customer, QStringLiteral("msg.recall"), conv, {{"mid", "n2"}}).error),
             toString(ErrorCode::NotFound));
}

void RulesLifecycleTest::wrapupEndsByItself()
{
    DeskBench bench;
    const QString conv = bench.served(QStringLiteral("a1"), bench.addCustomer());
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.wrapup"), conv);
    bench.pass(59'000);
    QCOMPARE(bench.stateOf(conv), QStringLiteral("wrapup"));
    bench.pass(2'000);
    QCOMPARE(bench.stateOf(conv), QStringLiteral("closed"));
    QCOMPARE(bench.text(QStringLiteral("SELECT code FROM conversation WHERE id = ?"), {conv}), QStringLiteral("none"));
}

void RulesLifecycleTest::aWordDuringWrapupGoesOn()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.wrapup"), conv);
    QCOMPARE(bench.writes(customer), conv);
    QCOMPARE(bench.stateOf(conv), QStringLiteral("active"));
    bench.pass(100'000);
    QCOMPARE(bench.stateOf(conv), QStringLiteral("active"));
}

void RulesLifecycleTest::theCustomerLeaves()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    QVERIFY(bench.customerSays(customer, QStringLiteral("conv.leave"), conv).ok());
    QCOMPARE(bench.stateOf(conv), QStringLiteral("wrapup"));
    QCOMPARE(bench.lastOf(Principal::agent(QStringLiteral("a1"))).kind, QStringLiteral("conv.changed"));
    bench.writes(customer);
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM message WHERE text = 'customer_back'")), 1);
    // Somebody else's conversation cannot be left, and is not even known.
    QCOMPARE(toString(bench.customerSays(bench.addCustomer(), QStringLiteral("conv.leave"), conv).error),
             toString(ErrorCode::NotFound));
}

void RulesLifecycleTest::whoLeavesTheQueueIsClosed()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString waiting = bench.writes(customer);
    QVERIFY(bench.customerSays(customer, QStringLiteral("conv.leave"), {}).ok());
    QCOMPARE(bench.stateOf(waiting), QStringLiteral("closed"));

    bench.available(QStringLiteral("a1"));
    const QString offered = bench.writes(customer);
    QCOMPARE(bench.stateOf(offered), QStringLiteral("offered"));
    bench.customerSays(customer, QStringLiteral("conv.leave"), {});
    QCOMPARE(bench.stateOf(offered), QStringLiteral("closed"));
    const auto seen = bench.lastOf(Principal::agent(QStringLiteral("a1")));
    QCOMPARE(seen.kind, QStringLiteral("conv.lost"));
    bench.pass(30'000);
    QCOMPARE(bench.stateOf(offered), QStringLiteral("closed"));
    QCOMPARE(bench.statusOf(QStringLiteral("a1")), QStringLiteral("available"));
}

void RulesLifecycleTest::aReturningCustomerHasAHistory()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString first = bench.served(QStringLiteral("a2"), customer);
    bench.closes(QStringLiteral("a2"), first);
    bench.available(QStringLiteral("a1"));
    bench.pass(1000);
    // a1 has been idle for longer, but a2 served him last.
    const QString second = bench.writes(customer);
    QVERIFY(second != first);
    QCOMPARE(bench.number(QStringLiteral("SELECT nth FROM conversation WHERE id = ?"), {second}), 2);
    QCOMPARE(bench.askedFor(second), QStringLiteral("a2"));
}

void RulesLifecycleTest::anAgentWritesToAnAbsentCustomer()
{
    DeskBench bench;
    const QString customer = bench.addCustomer(QStringLiteral("Ada"));
    const auto opened = bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.open"), {}, {{"customer", customer}});
    QVERIFY(opened.ok());
    const QString conv = opened.body["conv"].toString();
    QCOMPARE(bench.stateOf(conv), QStringLiteral("active"));
    QVERIFY(bench.replies(QStringLiteral("a1"), conv, QStringLiteral("your parcel is here")).ok());
    const auto seen = bench.eventsOf(Principal::customer(customer));
    QCOMPARE(seen.first().kind, QStringLiteral("conv.created"));
    QCOMPARE(seen.last().body["msg"]["text"].toString(), QStringLiteral("your parcel is here"));

    const auto conflict = bench.agentSays(QStringLiteral("a2"), QStringLiteral("conv.open"), {}, {{"customer", customer}});
    QCOMPARE(toString(conflict.error), toString(ErrorCode::Conflict));
    QCOMPARE(conflict.body["agent"].toString(), QStringLiteral("Agent a1"));
    QCOMPARE(toString(bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.open"), {}, {{"customer", "nobody"}}).error),
             toString(ErrorCode::NotFound));
    // His answer goes on in the same conversation.
    QCOMPARE(bench.writes(customer), conv);
}

void RulesLifecycleTest::parkAndResume()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    const qint64 before = bench.head();
    QVERIFY(bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.park"), conv).ok());
    QCOMPARE(bench.stateOf(conv), QStringLiteral("parked"));
    QCOMPARE(bench.kindsOf(Principal::customer(customer), before), QStringList()); // he need not know
    QSqlDatabase db = bench.connection();
    const QJsonObject seen = bench.desk.snapshot(db, Principal::customer(customer), bench.clock.utcMs());
    QCOMPARE(seen["convs"][0]["state"].toString(), QStringLiteral("active")); // nor by asking anew
    QCOMPARE(toString(bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.park"), conv).error),
             toString(ErrorCode::Conflict));
    bench.writes(customer);
    QCOMPARE(bench.stateOf(conv), QStringLiteral("parked"));
    QVERIFY(bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.resume"), conv).ok());
    QCOMPARE(bench.stateOf(conv), QStringLiteral("active"));
}

void RulesLifecycleTest::filesMustBeOnesOwn()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    const QJsonObject file{{"id", "f1"}, {"name", "a.png"}, {"mime", "image/png"}, {"size", 10}, {"w", 4}, {"h", 3}};
    QVERIFY(bench.internal(Principal::customer(customer), QStringLiteral("file.add"), file).ok());
    QVERIFY(bench.internal(Principal::customer(customer), QStringLiteral("file.add"), file).ok()); // a repeat
    QVERIFY(!bench.internal(Principal::agent(QStringLiteral("a1")), QStringLiteral("file.add"), file).ok());
    const QJsonObject body{{"kind", "picture"}, {"file", "f1"}};
    QCOMPARE(toString(bench.agentSays(QStringLiteral("a1"), QStringLiteral("msg.send"), conv, body).error),
             toString(ErrorCode::NotFound));
    QSqlDatabase db = bench.connection();
    QVERIFY(!bench.desk.mayFetchFile(db, Principal::agent(QStringLiteral("a1")), QStringLiteral("f1")));
    QVERIFY(bench.customerSays(customer, QStringLiteral("msg.send"), conv, body, QStringLiteral("pic")).ok());
    const auto seen = bench.lastOf(Principal::agent(QStringLiteral("a1")));
    QCOMPARE(seen.body["msg"]["file"]["w"].toInt(), 4);
    QVERIFY(bench.desk.mayFetchFile(db, Principal::agent(QStringLiteral("a1")), QStringLiteral("f1")));
    QVERIFY(bench.desk.mayFetchFile(db, Principal::customer(customer), QStringLiteral("f1")));
    QVERIFY(!bench.desk.mayFetchFile(db, Principal::agent(QStringLiteral("a2")), QStringLiteral("f1")));
    QVERIFY(!bench.desk.mayFetchFile(db, Principal::customer(bench.addCustomer()), QStringLiteral("f1")));
    // Taken back, it is gone for the other side.
    bench.customerSays(customer, QStringLiteral("msg.recall"), conv, {{"mid", "pic"}});
    QVERIFY(!bench.desk.mayFetchFile(db, Principal::agent(QStringLiteral("a1")), QStringLiteral("f1")));
}

void RulesLifecycleTest::aSendIntoAnotherOnesConversation()
{
    DeskBench bench;
    const QString conv = bench.served(QStringLiteral("a1"), bench.addCustomer());
    const auto result = bench.replies(QStringLiteral("a2"), conv);
    QCOMPARE(toString(result.error), toString(ErrorCode::Forbidden));
    QCOMPARE(toString(result.retry), toString(Retry::Confirm));
    bench.closes(QStringLiteral("a1"), conv);
    QCOMPARE(toString(bench.replies(QStringLiteral("a1"), conv).retry), toString(Retry::Confirm));
}

void RulesLifecycleTest::profilesAndTags()
{
    DeskBench bench;
    const QString customer = bench.addCustomer(QStringLiteral("Ada"));
    bench.served(QStringLiteral("a1"), customer);
    const auto update = [&](const QJsonObject &body, qint64 version = 0) {
        QJsonObject all = body;
        all["customer"] = customer;
        return bench.agentSays(QStringLiteral("a1"), QStringLiteral("customer.update"), {}, all, {}, version);
    };
    const qint64 version = update({{"name", " Ada\nLovelace "}, {"fields", QJsonObject{{"city", "London"}}}}).version;
    QCOMPARE(bench.text(QStringLiteral("SELECT name FROM customer WHERE id = ?"), {customer}), QStringLiteral("Ada Lovelace"));
    QCOMPARE(toString(update({{"name", "Eve"}}, version - 1).error), toString(ErrorCode::Conflict));
    QCOMPARE(update({{"name", "Eve"}}, version - 1).version, version);
    QVERIFY(update({{"vip", 1}}, version).ok());
    QCOMPARE(toString(update({{"vip", 11}}).error), toString(ErrorCode::Invalid));
    QCOMPARE(toString(update({{"kind", "alien"}}).error), toString(ErrorCode::Invalid));
    QCOMPARE(toString(update({{"name", ""}}).error), toString(ErrorCode::Invalid));
    QCOMPARE(toString(update({{"name", QString(81, QLatin1Char('n'))}}).error), toString(ErrorCode::Invalid));
    QCOMPARE(toString(update({{"fields", QJsonObject{{"city", 5}}}}).error), toString(ErrorCode::Invalid));
    // A refusal leaves nothing behind, not even the half that was right.
    QCOMPARE(toString(update({{"fields", QJsonObject{{"city", "Paris"}, {"x", QString(500, QLatin1Char('y'))}}}}).error),
             toString(ErrorCode::Invalid));
    const auto seen = bench.lastOf(Principal::agent(QStringLiteral("a1")));
    QCOMPARE(seen.kind, QStringLiteral("customer"));
    QCOMPARE(seen.body["customer"]["fields"]["city"].toString(), QStringLiteral("London"));

    const auto tag = [&](const QString &agent, const QJsonArray &add, const QJsonArray &remove = {}) {
        return bench.agentSays(agent, QStringLiteral("customer.tag"), {},
                               {{"customer", customer}, {"add", add}, {"remove", remove}});
    };
    QVERIFY(tag(QStringLiteral("a1"), {"late", "late", "loyal"}).ok());
    QVERIFY(tag(QStringLiteral("a1"), {}, {"late"}).ok());
    QCOMPARE(bench.text(QStringLiteral("SELECT tag FROM customer_tag WHERE customer = ?"), {customer}), QStringLiteral("loyal"));
    QCOMPARE(toString(tag(QStringLiteral("a1"), {QString(41, QLatin1Char('t'))}).error), toString(ErrorCode::Invalid));
    QCOMPARE(toString(tag(QStringLiteral("a2"), {"spy"}).error), toString(ErrorCode::Forbidden));
    QVERIFY(bench
                .agentSays(QStringLiteral("a1"), QStringLiteral("customer.note"), {},
                           {{"customer", customer}, {"text", "calls late"}})
                .ok());
    const auto noted = bench.lastOf(Principal::agent(QStringLiteral("a1")));
    QCOMPARE(noted.body["customer"]["notes"].toArray().first()["by_name"].toString(), QStringLiteral("Agent a1"));
}

void RulesLifecycleTest::customersDescribeThemselves()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    bench.served(QStringLiteral("a1"), customer);
    const qint64 before = bench.head();
    QVERIFY(bench.customerSays(customer, QStringLiteral("customer.describe"), {}, {{"name", "Grace"}, {"phone", "+44 123 456"}})
                .ok());
    const auto own = bench.eventsOf(Principal::customer(customer), before);
    QCOMPARE(own.size(), 1);
    QCOMPARE(own.first().body["customer"].toObject().keys(), (QStringList{"id", "name", "verified"}));
    const auto agent = bench.eventsOf(Principal::agent(QStringLiteral("a1")), before);
    QCOMPARE(agent.last().body["customer"]["fields"]["phone"].toString(), QStringLiteral("+44 123 456"));
    QCOMPARE(agent.last().body["customer"]["name"].toString(), QStringLiteral("Grace"));
    // The conversation's head carries the new name from then on.
    bench.customerSays(customer, QStringLiteral("conv.leave"), {}, {});
    QCOMPARE(bench.lastOf(Principal::agent(QStringLiteral("a1"))).body["conv"]["customer_name"].toString(),
             QStringLiteral("Grace"));
}

void RulesLifecycleTest::theHostSiteVouches()
{
    DeskBench bench;
    const QJsonObject user{{"id", "u-7"}, {"name", "Lin"}, {"email", "lin@example.org"}, {"phone", "13800000000"}};
    const auto identify = [&](const QString &hash, const QJsonObject &who) {
        return bench.internal(Principal::hub(), QStringLiteral("customer.identify"),
                              {{"token_hash", hash}, {"user", who}, {"lang", "zh"}});
    };
    const auto first = identify(QStringLiteral("h1"), user);
    QVERIFY(first.ok());
    QJsonObject renamed = user;
    renamed["name"] = "Lin Wei";
    const auto second = identify(QStringLiteral("h2"), renamed);
    QCOMPARE(second.body["customer"], first.body["customer"]);
    QCOMPARE(second.body["name"].toString(), QStringLiteral("Lin Wei"));
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM visitor_token")), 2);
    QCOMPARE(bench.number(QStringLiteral("SELECT verified FROM customer")), 1);
    QCOMPARE(
        toString(bench.customerSays(first.body["customer"].toString(), QStringLiteral("customer.describe"), {}, {{"name", "X"}})
                     .error),
        toString(ErrorCode::Forbidden));
}

void RulesLifecycleTest::cannedRepliesAndTheirOwners()
{
    DeskBench bench;
    bench.addAgent(QStringLiteral("lead"), {QStringLiteral("q1")}, 2, QStringLiteral("monitor"));
    const auto save = [&](const QString &agent, const QString &id, const QString &scope) {
        return bench.agentSays(agent, QStringLiteral("canned.save"), {},
                               {{"id", id},
                                {"shortcut", "hi"},
                                {"title", "Hi"},
                                {"text", "Hello {customer.name}"},
                                {"scope", scope},
                                {"lang", "en"}});
    };
    QVERIFY(save(QStringLiteral("lead"), QStringLiteral("r-all"), QStringLiteral("all")).ok());
    QCOMPARE(bench.lastOf(Principal::agent(QStringLiteral("a2"))).kind, QStringLiteral("canned"));
    QCOMPARE(toString(save(QStringLiteral("a1"), QStringLiteral("r-other"), QStringLiteral("all")).error),
             toString(ErrorCode::Forbidden));
    QCOMPARE(toString(save(QStringLiteral("a1"), QStringLiteral("r-all"), QStringLiteral("mine")).error),
             toString(ErrorCode::Forbidden));
    const qint64 before = bench.head();
    QVERIFY(save(QStringLiteral("a1"), QStringLiteral("r-mine"), QStringLiteral("mine")).ok());
    QCOMPARE(bench.kindsOf(Principal::agent(QStringLiteral("a2")), before), QStringList());
    QCOMPARE(toString(save(QStringLiteral("a2"), QStringLiteral("r-mine"), QStringLiteral("mine")).error),
             toString(ErrorCode::Forbidden));
    const auto use = [&](const QString &agent, const QString &id) {
        return bench.agentSays(agent, QStringLiteral("canned.used"), {}, {{"id", id}});
    };
    QVERIFY(use(QStringLiteral("a1"), QStringLiteral("r-mine")).ok());
    QCOMPARE(toString(use(QStringLiteral("a2"), QStringLiteral("r-mine")).error), toString(ErrorCode::NotFound));
    QCOMPARE(toString(bench.agentSays(QStringLiteral("a2"), QStringLiteral("canned.remove"), {}, {{"id", "r-all"}}).error),
             toString(ErrorCode::Forbidden));
    QVERIFY(bench.agentSays(QStringLiteral("lead"), QStringLiteral("canned.remove"), {}, {{"id", "r-all"}}).ok());
    QCOMPARE(bench.lastOf(Principal::agent(QStringLiteral("a2"))).kind, QStringLiteral("canned.removed"));
}

QTEST_GUILESS_MAIN(RulesLifecycleTest)
#include "tst_rules_lifecycle.moc"
