// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeskBench.h"

#include <QSet>
#include <QTest>
#include <random>

using namespace liaison;
using namespace liaison::hub;
using namespace liaison::test;

/// Thousands of random steps by agents, customers, links and time; after each, what must never be otherwise is looked at.
class RulesWalkTest : public QObject
{
    Q_OBJECT
private slots:
    void invariantsHold_data();
    void invariantsHold();

private:
    void check(DeskBench &bench, const QStringList &agents, int step);
    void checkLog(DeskBench &bench, const QStringList &customers);
};

void RulesWalkTest::invariantsHold_data()
{
    QTest::addColumn<unsigned>("seed");
    QTest::addColumn<int>("steps");
    QTest::newRow("five thousand steps") << 20261122u << 5000;
    QTest::newRow("another way") << 7u << 800;
}

void RulesWalkTest::invariantsHold()
{
    QFETCH(unsigned, seed);
    QFETCH(int, steps);
    DeskConfig config;
    config.hardCapacityExtra = 1;
    DeskBench bench(config);
    bench.addAgent(QStringLiteral("a4"), {QStringLiteral("q1"), QStringLiteral("q2")}, 3);
    const QStringList agents{"a1", "a2", "a3", "a4"};
    QStringList customers;
    for (int i = 0; i < 14; ++i)
        customers.append(bench.addCustomer({}, i % 5 == 0 ? 1 : 0));

    std::mt19937 random(seed);
    const auto below = [&](qsizetype n) { return qsizetype(random() % quint32(n)); };
    const auto any = [&](const QStringList &list) { return list.at(below(list.size())); };
    const auto anyConversation = [&] {
        return bench.text(QStringLiteral("SELECT id FROM conversation ORDER BY (state = 'closed'), id LIMIT 1 OFFSET ?"),
                          {below(14)});
    };
    QHash<QString, qint64> gens;
    int done = 0;
    for (int step = 0; step < steps; ++step) {
        const QString agent = any(agents);
        const QString customer = any(customers);
        const QString conv = anyConversation();
        CommandResult result;
        switch (below(20)) {
        case 0:
        case 1:
        case 2: result = bench.customerSays(customer, QStringLiteral("msg.send"), {}, {{"kind", "text"}, {"text", "q"}}); break;
        case 3: result = bench.customerSays(customer, QStringLiteral("conv.leave"), {}); break;
        case 4:
        case 5:
        case 6: {
            const QString asked = bench.askedFor(conv);
            result = bench.accepts(asked.isEmpty() || below(5) == 0 ? agent : asked, conv);
            break;
        }
        case 7: result = bench.agentSays(agent, QStringLiteral("conv.decline"), conv, {{"offer", bench.offerOf(conv)}}); break;
        case 8: result = bench.agentSays(agent, QStringLiteral("conv.take"), conv); break;
        case 9: {
            const QString owner = bench.agentOf(conv);
            const QJsonObject to = below(2) == 0 ? QJsonObject{{"agent", any(agents)}, {"note", "secret: over to you"}}
                                                 : QJsonObject{{"queue", below(2) == 0 ? "q1" : "q2"}, {"note", "secret: yours"}};
            result = bench.agentSays(owner.isEmpty() ? agent : owner, QStringLiteral("conv.transfer"), conv, to);
            break;
        }
        case 10: result = bench.agentSays(bench.agentOf(conv), QStringLiteral("conv.park"), conv); break;
        case 11: result = bench.agentSays(bench.agentOf(conv), QStringLiteral("conv.resume"), conv); break;
        case 12: result = bench.agentSays(bench.agentOf(conv), QStringLiteral("conv.wrapup"), conv); break;
        case 13: result = bench.closes(bench.agentOf(conv), conv); break;
        case 14: result = bench.agentSays(agent, QStringLiteral("conv.open"), {}, {{"customer", customer}}); break;
        case 15:
            result = bench.agentSays(bench.agentOf(conv), QStringLiteral("conv.note"), conv, {{"text", "secret: note"}});
            break;
        case 16: result = bench.replies(bench.agentOf(conv), conv); break;
        case 17: {
            const char *status[] = {"available", "available", "available", "busy", "break", "offline"};
            QJsonObject body{{"status", status[below(6)]}};
            if (below(6) == 0)
                body["next"] = "break";
            result = bench.agentSays(agent, QStringLiteral("agent.state"), {}, body);
            break;
        }
        case 18: {
            const Principal who = Principal::agent(agent);
            if (below(3) == 0)
                bench.linkDown(who, gens[agent]);
            else
                bench.linkUp(who, ++gens[agent]);
            break;
        }
        default: bench.pass(below(8) == 0 ? 200'000 : below(30'000)); break;
        }
        QVERIFY2(result.error != ErrorCode::Internal, qPrintable(result.text));
        done += result.ok() ? 1 : 0;
        check(bench, agents, step);
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY2(done > steps / 3, "a walk in which hardly anything happens proves nothing");
    checkLog(bench, customers);
}

void RulesWalkTest::check(DeskBench &bench, const QStringList &agents, int step)
{
    const auto none = [&](const char *what, const QString &sql) {
        QVERIFY2(bench.number(sql) == 0, qPrintable(QStringLiteral("step %1: %2").arg(step).arg(QLatin1String(what))));
    };
    none("more than one open conversation of a customer",
         QStringLiteral("SELECT COUNT(*) FROM (SELECT customer FROM conversation WHERE state <> 'closed' GROUP BY customer "
                        "HAVING COUNT(*) > 1) AS x"));
    none("an owner where there must be none",
         QStringLiteral("SELECT COUNT(*) FROM conversation WHERE state IN ('waiting','offered') AND agent <> ''"));
    none("no owner where there must be one",
         QStringLiteral("SELECT COUNT(*) FROM conversation WHERE state IN ('active','parked','wrapup') AND agent = ''"));
    none("offered without an open offer, or an open offer without it",
         QStringLiteral(
             "SELECT (SELECT COUNT(*) FROM conversation c WHERE c.state = 'offered' AND NOT EXISTS (SELECT 1 FROM offer o "
             "WHERE o.id = c.offer AND o.state = 'open')) + (SELECT COUNT(*) FROM offer o WHERE o.state = 'open' AND NOT "
             "EXISTS (SELECT 1 FROM conversation c WHERE c.offer = o.id AND c.state = 'offered'))"));
    none("an open offer without its timer",
         QStringLiteral("SELECT COUNT(*) FROM offer o WHERE o.state = 'open' AND NOT EXISTS (SELECT 1 FROM timer t WHERE "
                        "t.id = 'offer:' || o.id AND t.due_at = o.expires_at)"));
    none(
        "wrap-up without its timer",
        QStringLiteral("SELECT COUNT(*) FROM conversation c WHERE c.state = 'wrapup' AND NOT EXISTS (SELECT 1 FROM timer t WHERE "
                       "t.id = 'wrapup:' || c.id)"));
    none("gaps in cseq",
         QStringLiteral("SELECT COUNT(*) FROM conversation c WHERE c.cseq <> (SELECT COUNT(*) FROM message m WHERE "
                        "m.conv = c.id)"));
    for (const QString &agent : agents) {
        const qint64 held = bench.number(
            QStringLiteral("SELECT (SELECT COUNT(*) FROM conversation WHERE agent = ? AND state IN ('active','wrapup')) + "
                           "(SELECT COUNT(*) FROM offer WHERE state = 'open' AND (agent = ? OR (sender = ? AND parked = 0)))"),
            {agent, agent, agent});
        const qint64 limit = bench.number(QStringLiteral("SELECT capacity + 1 FROM agent WHERE id = ?"), {agent});
        QVERIFY2(held <= limit,
                 qPrintable(QStringLiteral("step %1: %2 holds %3 of %4").arg(step).arg(agent).arg(held).arg(limit)));
    }
}

void RulesWalkTest::checkLog(DeskBench &bench, const QStringList &customers)
{
    // The log is what clients see: replay it for everybody.
    for (const QString &customer : customers) {
        for (const auto &seen : bench.eventsOf(Principal::customer(customer))) {
            const QByteArray body = QJsonDocument(seen.body).toJson();
            QVERIFY2(!body.contains("secret") && !body.contains("\"note\""), body.constData());
            QVERIFY2(!body.contains("\"vip\""), body.constData());
            if (!seen.conv.isEmpty())
                QCOMPARE(bench.text(QStringLiteral("SELECT customer FROM conversation WHERE id = ?"), {seen.conv}), customer);
        }
    }
    // Nobody gets a conversation while another one has it: between "assigned" and "lost" or "closed" there is one owner.
    QHash<QString, QString> owner;
    Query query(
        bench.connection(),
        QStringLiteral("SELECT l.kind, l.conv, a.principal FROM event_log l JOIN event_aud a ON a.pos = l.pos "
                       "WHERE l.kind IN ('conv.assigned','conv.lost','conv.closed') AND a.principal LIKE 'a:%' ORDER BY l.pos"));
    int assigned = 0;
    while (query.next()) {
        QString &now = owner[query.text(1)];
        if (query.text(0) == QLatin1String("conv.assigned")) {
            QVERIFY2(now.isEmpty(), "assigned to a second agent");
            now = query.text(2);
            ++assigned;
        } else if (now == query.text(2)) {
            now.clear();
        }
    }
    QVERIFY(assigned > 20);
    // Positions are dense.
    QCOMPARE(bench.number(QStringLiteral("SELECT COUNT(*) FROM event_log")), bench.head());
}

QTEST_GUILESS_MAIN(RulesWalkTest)
#include "tst_rules_walk.moc"
