// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/hub/DeskFiller.h"

#include "hub/accounts/Tokens.h"

namespace liaison::bench {

namespace {
constexpr qint64 tokenLifeMs = 24LL * 3600 * 1000;
}

DeskFiller::DeskFiller(const QString &databasePath) : m_desk(hub::DeskConfig{}), m_database({databasePath, 5000, 0})
{
    m_database.open();
    // Of this connection only: the hub that is measured opens its own.
    hub::Query(m_database.connection(), QStringLiteral("PRAGMA synchronous = OFF"));
}

DeskFiller::~DeskFiller() { m_database.closeThread(); }

void DeskFiller::addQueue(const QString &id, const QString &mode)
{
    hub::Query(m_database.connection(), QStringLiteral("INSERT INTO queue (id, name, mode) VALUES (?,?,?)"), {id, id, mode});
    m_queues.append(id);
}

QList<Person> DeskFiller::addAgents(int count, int capacity, int devices)
{
    QList<Person> people;
    const QSqlDatabase db = m_database.connection();
    const qint64 now = m_clock.utcMs();
    hub::Query(db, QStringLiteral("BEGIN"));
    for (int i = 0; i < count; ++i) {
        const QString id = QStringLiteral("agent%1").arg(i);
        hub::Query(db,
                   QStringLiteral("INSERT INTO agent (id, name, password, role, display, capacity, created_at, changed_at) "
                                  "VALUES (?,?,'x','manager',?,?,?,?)"),
                   {id, id, id, capacity, now, now});
        for (const QString &queue : std::as_const(m_queues))
            hub::Query(db, QStringLiteral("INSERT INTO queue_member (queue, agent) VALUES (?,?)"), {queue, id});
        for (int nr = 0; nr < devices; ++nr) {
            const hub::NewToken token = hub::newToken();
            const QString device = QStringLiteral("desk%1-%2").arg(i).arg(nr);
            hub::Query(db,
                       QStringLiteral("INSERT INTO agent_token (hash, agent, device, created_at, expires_at) VALUES (?,?,?,?,?)"),
                       {token.hash, id, device, now, now + tokenLifeMs});
            people.append({id, token.token, device});
        }
    }
    hub::Query(db, QStringLiteral("COMMIT"));
    return people;
}

QList<Person> DeskFiller::addCustomers(int count)
{
    QList<Person> people;
    for (int from = 0; from < count; from += m_settings.groupSize) {
        hub::CommandGroup group(m_database.connection(), m_desk, m_clock, m_settings);
        group.begin();
        const int here = qMin(m_settings.groupSize, count - from);
        QStringList tokens;
        for (int i = 0; i < here; ++i) {
            const hub::NewToken token = hub::newToken();
            tokens.append(token.token);
            hub::HubCommand command;
            command.actor = Principal::hub();
            command.gen = -1;
            command.command.kind = QStringLiteral("customer.create");
            command.command.body = {
                {"token_hash", token.hash}, {"lang", "en"}, {"name", QStringLiteral("Visitor %1").arg(from + i)}};
            group.command(command);
        }
        group.finish();
        group.commit();
        for (int i = 0; i < here; ++i)
            people.append(
                {group.result(std::size_t(i)).body["customer"].toString(), tokens.at(i), QStringLiteral("page%1").arg(from + i)});
    }
    return people;
}

} // namespace liaison::bench
