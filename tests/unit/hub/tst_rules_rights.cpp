// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeskBench.h"

#include <QTest>

using namespace liaison;
using namespace liaison::hub;
using namespace liaison::test;

/// Every command by everybody who might try it: who is let through, and how the others are refused.
class RulesRightsTest : public QObject
{
    Q_OBJECT
private slots:
    void everyCommandByEverybody_data();
    void everyCommandByEverybody();
    void theTableIsComplete();
    void theHubsOwnCommandsAreNotForClients();
    void aDisabledAgentMayNothing();

private:
    static QHash<QString, QStringList> expectations();
};

// In the order: who has the conversation · a colleague of the queue · the customer · another customer.
// ok: not refused for want of rights (it may still be invalid in this state).
QHash<QString, QStringList> RulesRightsTest::expectations()
{
    const QString f = QStringLiteral("forbidden");
    const QString n = QStringLiteral("not_found");
    const QString ok = QStringLiteral("ok");
    return {{"agent.state", {ok, ok, f, f}},       {"conv.accept", {ok, ok, f, f}},  {"conv.decline", {ok, ok, f, f}},
            {"conv.take", {ok, ok, f, f}},         {"conv.transfer", {ok, f, f, f}}, {"conv.park", {ok, f, f, f}},
            {"conv.resume", {ok, f, f, f}},        {"conv.wrapup", {ok, f, f, f}},   {"conv.close", {ok, f, f, f}},
            {"conv.open", {ok, ok, f, f}},         {"conv.note", {ok, f, f, f}},     {"conv.mark", {ok, f, ok, n}},
            {"conv.leave", {f, f, ok, n}},         {"msg.send", {ok, f, ok, ok}},    {"msg.recall", {ok, f, f, n}},
            {"customer.update", {ok, f, f, f}},    {"customer.tag", {ok, f, f, f}},  {"customer.note", {ok, f, f, f}},
            {"customer.describe", {f, f, ok, ok}}, {"canned.save", {ok, ok, f, f}},  {"canned.remove", {ok, f, f, f}},
            {"canned.used", {ok, n, f, f}}};
}

void RulesRightsTest::everyCommandByEverybody_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("who");
    QTest::addColumn<QString>("expected");
    const auto table = expectations();
    const char *names[] = {"owner", "colleague", "customer", "stranger"};
    for (auto it = table.cbegin(); it != table.cend(); ++it) {
        for (int who = 0; who < 4; ++who)
            QTest::addRow("%s by %s", qPrintable(it.key()), names[who]) << it.key() << who << it->at(who);
    }
}

void RulesRightsTest::everyCommandByEverybody()
{
    QFETCH(QString, kind);
    QFETCH(int, who);
    QFETCH(QString, expected);
    DeskBench bench;
    const QString customer = bench.addCustomer();
    const QString stranger = bench.addCustomer();
    const QString conv = bench.served(QStringLiteral("a1"), customer);
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("msg.send"), conv, {{"kind", "text"}, {"text", "hi"}},
                    QStringLiteral("m1"));
    bench.agentSays(QStringLiteral("a1"), QStringLiteral("canned.save"), {},
                    {{"id", "r1"}, {"shortcut", "x"}, {"title", "x"}, {"text", "x"}, {"scope", "mine"}, {"lang", ""}});
    const Principal actors[] = {Principal::agent(QStringLiteral("a1")), Principal::agent(QStringLiteral("a2")),
                                Principal::customer(customer), Principal::customer(stranger)};
    const QJsonObject body{
        {"status", "busy"},       {"offer", "o"},   {"code", "done"}, {"queue", "q2"},
        {"text", "hello"},        {"kind", "text"}, {"mid", "m1"},    {"customer", customer},
        {"add", QJsonArray{"t"}}, {"name", "N"},    {"read", 1},      {"id", kind == QLatin1String("canned.save") ? "r2" : "r1"},
        {"shortcut", "y"},        {"title", "y"},   {"scope", "mine"}};
    QJsonObject sent = body;
    if (kind == QLatin1String("customer.update"))
        sent.remove(QStringLiteral("kind"));
    const qint64 before = bench.head();
    const auto result = bench.says(actors[who], kind, conv, sent);
    if (expected == QLatin1String("ok")) {
        QVERIFY2(result.error != ErrorCode::Forbidden && result.error != ErrorCode::NotFound, qPrintable(toString(result.error)));
    } else {
        QCOMPARE(toString(result.error), expected);
        QCOMPARE(bench.head(), before); // a refusal says nothing to anybody
    }
}

void RulesRightsTest::theTableIsComplete()
{
    QStringList tested = expectations().keys();
    QStringList known = Desk::commandKinds();
    tested.sort();
    known.sort();
    QCOMPARE(tested, known);
}

void RulesRightsTest::theHubsOwnCommandsAreNotForClients()
{
    DeskBench bench;
    const QString customer = bench.addCustomer();
    for (const char *kind : {"link.up", "link.down", "hub.start", "token.create", "token.revoke", "customer.create",
                             "customer.identify", "file.add"}) {
        const QJsonObject body{{"token_hash", "h"}, {"device", "d"},        {"id", "f"},
                               {"name", "n"},       {"mime", "text/plain"}, {"size", 1}};
        QCOMPARE(toString(bench.agentSays(QStringLiteral("a1"), QLatin1String(kind), {}, body).error),
                 QStringLiteral("forbidden"));
        QCOMPARE(toString(bench.customerSays(customer, QLatin1String(kind), {}, body).error), QStringLiteral("forbidden"));
    }
    QCOMPARE(toString(bench.agentSays(QStringLiteral("a1"), QStringLiteral("conv.explode"), {}).error),
             QStringLiteral("invalid"));
}

void RulesRightsTest::aDisabledAgentMayNothing()
{
    DeskBench bench;
    const QString conv = bench.served(QStringLiteral("a1"), bench.addCustomer());
    // As another process does it, while the hub runs.
    bench.sql(QStringLiteral("UPDATE agent SET disabled = 1 WHERE id = 'a1'"));
    const auto result = bench.replies(QStringLiteral("a1"), conv);
    QCOMPARE(toString(result.error), QStringLiteral("unauthorized"));
    QCOMPARE(toString(result.retry), QStringLiteral("auth"));
    bench.available(QStringLiteral("a2"));
    bench.pass(6'000);
    QCOMPARE(bench.askedFor(conv), QStringLiteral("a2"));
    QCOMPARE(bench.closedLinksOf, QStringList{QStringLiteral("a1")});
    QCOMPARE(bench.lastOf(Principal::agent(QStringLiteral("a1"))).kind, QStringLiteral("conv.lost"));
}

QTEST_GUILESS_MAIN(RulesRightsTest)
#include "tst_rules_rights.moc"
