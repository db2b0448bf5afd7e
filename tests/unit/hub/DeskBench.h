// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "TestClock.h"
#include "hub/log/CommandGroup.h"
#include "hub/routing/Desk.h"
#include "hub/store/Database.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

namespace liaison::test {

/// A desk over a real database, driven one command at a time through the writer's own CommandGroup, with a clock that only moves when
/// told to. Two queues (q1 asks, q2 assigns by itself), agents a1, a2, a3 in q1, a3 in q2 too, all signed in with a link and offline.
class DeskBench
{
public:
    explicit DeskBench(hub::DeskConfig config = {}) : desk(config), database({folder.filePath(QStringLiteral("hub.db"))})
    {
        database.open();
        // What is tested is what is written, not whether a power cut would keep it.
        sql(QStringLiteral("PRAGMA synchronous = OFF"));
        sql(QStringLiteral(
            "INSERT INTO queue (id, name, mode, place) VALUES ('q1', 'Sales', 'offer', 0), ('q2', 'Service', 'auto', 1)"));
        sql(QStringLiteral("INSERT INTO wrapup_code (id, name) VALUES ('done', 'Done')"));
        for (const char *id : {"a1", "a2", "a3"})
            addAgent(QLatin1String(id), {QStringLiteral("q1")});
        sql(QStringLiteral("INSERT INTO queue_member (queue, agent) VALUES ('q2', 'a3')"));
        desk.onAgentDisabled([this](const QString &agent) { closedLinksOf.append(agent); });
    }

    // --- setting up ---
    void addAgent(const QString &id, const QStringList &queues, int capacity = 2, const QString &role = QStringLiteral("agent"))
    {
        sql(QStringLiteral("INSERT INTO agent (id, name, password, role, display, capacity, created_at, changed_at) "
                           "VALUES (?,?,'x',?,?,?,0,0)"),
            {id, id, role, QString(QStringLiteral("Agent ") + id), capacity});
        for (const QString &queue : queues)
            sql(QStringLiteral("INSERT INTO queue_member (queue, agent) VALUES (?,?)"), {queue, id});
        linkUp(Principal::agent(id));
    }
    QString addCustomer(const QString &name = {}, int vip = 0)
    {
        const auto made = internal(Principal::hub(), QStringLiteral("customer.create"),
                                   {{"token_hash", QStringLiteral("hash-%1").arg(++m_tokens)}, {"lang", "en"}, {"name", name}});
        const QString id = made.body["customer"].toString();
        if (vip > 0)
            sql(QStringLiteral("UPDATE customer SET vip = ? WHERE id = ?"), {vip, id});
        return id;
    }
    void linkUp(const Principal &who, qint64 gen = 1)
    {
        internal(who, QStringLiteral("link.up"), {{"device", "d"}, {"gen", gen}});
    }
    void linkDown(const Principal &who, qint64 gen = 1)
    {
        internal(who, QStringLiteral("link.down"), {{"device", "d"}, {"gen", gen}});
    }
    void available(const QString &agent) { agentSays(agent, QStringLiteral("agent.state"), {}, {{"status", "available"}}); }

    // --- acting ---
    hub::CommandResult run(const hub::HubCommand &command)
    {
        hub::CommandGroup group(database.connection(), desk, clock, m_settings);
        group.begin();
        group.command(command);
        group.finish();
        group.commit();
        group.runAfterCommit();
        topics = group.topics();
        desk.topicsTouched(topics);
        return group.result(0);
    }
    hub::CommandResult internal(const Principal &who, const QString &kind, const QJsonObject &body)
    {
        hub::HubCommand command;
        command.actor = who;
        command.gen = -1;
        command.command.kind = kind;
        command.command.body = body;
        return run(command);
    }
    hub::CommandResult says(const Principal &who, const QString &kind, const QString &conv, const QJsonObject &body,
                            const QString &cid = {}, qint64 version = 0)
    {
        const QString device = QStringLiteral("device-of-") + who.id();
        sql(QStringLiteral("INSERT INTO device_session (device, principal, gen, seen_at) VALUES (?,?,1,0) "
                           "ON CONFLICT (device) DO NOTHING"),
            {device, who.toString()});
        hub::HubCommand command;
        command.actor = who;
        command.device = device;
        command.gen = 1;
        command.command.cid = cid.isEmpty() ? QStringLiteral("cid-%1").arg(++m_cids) : cid;
        command.command.kind = kind;
        command.command.conversation = conv;
        command.command.version = version;
        command.command.at = clock.utcMs();
        command.command.body = body;
        return run(command);
    }
    hub::CommandResult agentSays(const QString &agent, const QString &kind, const QString &conv, const QJsonObject &body = {},
                                 const QString &cid = {}, qint64 version = 0)
    {
        return says(Principal::agent(agent), kind, conv, body, cid, version);
    }
    hub::CommandResult customerSays(const QString &customer, const QString &kind, const QString &conv,
                                    const QJsonObject &body = {}, const QString &cid = {})
    {
        return says(Principal::customer(customer), kind, conv, body, cid);
    }
    /// A text from the customer; returns the conversation.
    QString writes(const QString &customer, const QString &text = QStringLiteral("hello"))
    {
        return customerSays(customer, QStringLiteral("msg.send"), {}, {{"kind", "text"}, {"text", text}}).body["conv"].toString();
    }
    hub::CommandResult replies(const QString &agent, const QString &conv, const QString &text = QStringLiteral("good day"))
    {
        return agentSays(agent, QStringLiteral("msg.send"), conv, {{"kind", "text"}, {"text", text}});
    }
    hub::CommandResult accepts(const QString &agent, const QString &conv)
    {
        return agentSays(agent, QStringLiteral("conv.accept"), conv, {{"offer", offerOf(conv)}});
    }
    hub::CommandResult closes(const QString &agent, const QString &conv)
    {
        return agentSays(agent, QStringLiteral("conv.close"), conv, {{"code", "done"}});
    }
    /// A customer's conversation in the hands of an agent who had to be available for it.
    QString served(const QString &agent, const QString &customer)
    {
        available(agent);
        const QString conv = writes(customer);
        accepts(agent, conv);
        return conv;
    }
    /// Lets time pass, and lets happen what is due, in order, as the writer would.
    void pass(qint64 ms)
    {
        const qint64 end = clock.utcMs() + ms;
        for (;;) {
            const qint64 next = number(QStringLiteral("SELECT COALESCE(MIN(due_at), -1) FROM timer"));
            if (next < 0 || next > end)
                break;
            clock.advance(qMax<qint64>(0, next - clock.utcMs()));
            hub::CommandGroup group(database.connection(), desk, clock, m_settings);
            group.begin();
            group.timers();
            group.finish();
            group.commit();
            group.runAfterCommit();
            desk.topicsTouched(group.topics());
        }
        clock.advance(end - clock.utcMs());
    }

    // --- looking ---
    hub::Query sql(const QString &text, const QVariantList &values = {})
    {
        return hub::Query(database.connection(), text, values);
    }
    qint64 number(const QString &text, const QVariantList &values = {})
    {
        hub::Query query(database.connection(), text, values);
        return query.next() ? query.number(0) : -1;
    }
    QString text(const QString &sqlText, const QVariantList &values = {})
    {
        hub::Query query(database.connection(), sqlText, values);
        return query.next() ? query.text(0) : QString();
    }
    QString stateOf(const QString &conv) { return text(QStringLiteral("SELECT state FROM conversation WHERE id = ?"), {conv}); }
    QString agentOf(const QString &conv) { return text(QStringLiteral("SELECT agent FROM conversation WHERE id = ?"), {conv}); }
    QString offerOf(const QString &conv) { return text(QStringLiteral("SELECT offer FROM conversation WHERE id = ?"), {conv}); }
    /// Whom the conversation is offered to now.
    QString askedFor(const QString &conv)
    {
        return text(QStringLiteral("SELECT agent FROM offer WHERE conv = ? AND state = 'open'"), {conv});
    }
    QString statusOf(const QString &agent)
    {
        return text(QStringLiteral("SELECT status FROM agent_state WHERE agent = ?"), {agent});
    }

    struct Seen
    {
        QString kind;
        QString conv;
        qint64 cseq = 0;
        QJsonObject body;
        qint64 pos = 0;
    };
    /// What `who` got, in order, from position `from` on.
    QList<Seen> eventsOf(const Principal &who, qint64 from = 0)
    {
        QList<Seen> seen;
        hub::Query query(
            database.connection(),
            QStringLiteral("SELECT l.kind, l.conv, l.cseq, l.body, l.pos FROM event_log l JOIN event_aud a ON a.pos = l.pos "
                           "WHERE a.principal = ? AND l.pos > ? ORDER BY l.pos"),
            {who.toString(), from});
        while (query.next())
            seen.append({query.text(0), query.text(1), query.number(2), QJsonDocument::fromJson(query.text(3).toUtf8()).object(),
                         query.number(4)});
        return seen;
    }
    const Seen lastOf(const Principal &who, qint64 from = 0) { return eventsOf(who, from).value(eventsOf(who, from).size() - 1); }
    QStringList kindsOf(const Principal &who, qint64 from = 0)
    {
        QStringList kinds;
        for (const Seen &seen : eventsOf(who, from))
            kinds.append(seen.kind);
        return kinds;
    }
    qint64 head() { return number(QStringLiteral("SELECT pos FROM log_head")); }
    QSqlDatabase connection() { return database.connection(); }

    QTemporaryDir folder;
    TestClock clock;
    hub::Desk desk;
    hub::Database database;
    QStringList closedLinksOf;
    QStringList topics; ///< touched by the last command

private:
    hub::WriterSettings m_settings;
    int m_cids = 0;
    int m_tokens = 0;
};

} // namespace liaison::test
