// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/accounts/HubCommands.h"

#include "hub/accounts/DemoDesk.h"
#include "hub/store/Query.h"
#include "models/console/SecretLine.h"
#include "models/domain/Ids.h"

#include <QFile>
#include <QTextStream>
#include <cstdio>

namespace liaison::hub {

namespace {

std::optional<QString> standardPassword()
{
    const QString fromEnvironment = qEnvironmentVariable("LIAISON_PASSWORD");
    if (!fromEnvironment.isEmpty())
        return fromEnvironment;
    QTextStream input(stdin);
    QTextStream questions(stderr);
    return SecretLine(input, questions).chosen(QStringLiteral("New password"));
}

/// A queue by id or name; "" if there is none.
QString queueId(const QSqlDatabase &db, const QString &given)
{
    Query query(db, QStringLiteral("SELECT id FROM queue WHERE id = ? OR name = ? ORDER BY id"), {given, given});
    return query.next() ? query.text(0) : QString();
}

QString agentId(const QSqlDatabase &db, const QString &name)
{
    Query query(db, QStringLiteral("SELECT id FROM agent WHERE name = ?"), {name.trimmed().toLower()});
    return query.next() ? query.text(0) : QString();
}

void join(const QSqlDatabase &db, const QString &queue, const QString &agent)
{
    Query(db, QStringLiteral("INSERT INTO queue_member (queue, agent) VALUES (?,?) ON CONFLICT (queue, agent) DO NOTHING"),
          {queue, agent});
}

void addQueue(const QSqlDatabase &db, const QString &id, const QString &name, const QString &mode, int target)
{
    Query(
        db,
        QStringLiteral("INSERT INTO queue (id, name, mode, target_s, place) VALUES (?,?,?,?,(SELECT COUNT(*) FROM queue AS q))"),
        {id, name, mode, target});
}

} // namespace

HubCommands::HubCommands(const Clock &clock, QTextStream &out, QTextStream &err, PasswordCost cost)
    : m_clock(clock), m_out(out), m_err(err), m_accounts(clock, cost), m_password(standardPassword)
{}

bool HubCommands::knows(const QString &subcommand)
{
    for (const char *known : {"agent", "queue", "code", "canned", "seed-demo"}) {
        if (subcommand == QLatin1String(known))
            return true;
    }
    return false;
}

QString HubCommands::usage()
{
    return QStringLiteral(
        "agent add NAME [--display TEXT] [--role agent|monitor|manager] [--capacity N] [--queues ID,ID]\n"
        "agent list | agent disable NAME | agent enable NAME | agent passwd NAME\n"
        "agent role NAME agent|monitor|manager | agent capacity NAME N\n"
        "queue add NAME [--id ID] [--mode offer|auto] [--target SECONDS] | queue list\n"
        "queue join QUEUE AGENT | queue leave QUEUE AGENT\n"
        "code add ID NAME | code list\n"
        "canned import FILE.json\n"
        "seed-demo\n"
        "Passwords come from --password-file FILE, LIAISON_PASSWORD, a line of standard input or from you at the\n"
        "terminal, never from an argument.\n"
        "A new agent joins all queues unless --queues names some.\n");
}

int HubCommands::fail(const QString &text, int code)
{
    m_err << text << '\n';
    m_err.flush();
    return code;
}

int HubCommands::finish(const Accounts::Change &change, const QString &text)
{
    if (!change.ok())
        return fail(change.error);
    m_out << text << '\n';
    m_out.flush();
    return 0;
}

bool HubCommands::wantsPassword(const Options &options)
{
    const QString what = options.words.value(0);
    const QString verb = options.words.value(1);
    const bool named = !options.words.value(2).isEmpty();
    return what == QLatin1String("seed-demo") ||
           (what == QLatin1String("agent") && named && (verb == QLatin1String("add") || verb == QLatin1String("passwd")));
}

bool HubCommands::readInput(Options *options, QString *error) const
{
    const auto opened = [error](QFile &file) {
        const bool open = file.open(QIODevice::ReadOnly);
        if (!open)
            *error = QStringLiteral("%1 cannot be read: %2").arg(file.fileName(), file.errorString());
        return open;
    };
    const QStringList &words = options->words;
    if (words.value(0) == QLatin1String("canned") && words.value(1) == QLatin1String("import") && !words.value(2).isEmpty()) {
        QFile file(words.at(2));
        if (!opened(file))
            return false;
        options->file = file.readAll();
    }
    if (!wantsPassword(*options))
        return true;
    const QString from = options->values.value(QStringLiteral("password-file"));
    if (!from.isEmpty()) {
        QFile file(from);
        if (!opened(file))
            return false;
        options->password = QString::fromUtf8(file.readLine(1024)).remove(QLatin1Char('\n')).remove(QLatin1Char('\r'));
        return true;
    }
    const auto given = m_password();
    if (!given)
        *error = QStringLiteral("No password was given.");
    options->password = given.value_or(QString());
    return given.has_value();
}

int HubCommands::run(const QSqlDatabase &database, const QStringList &arguments)
{
    static const QStringList known{"display", "role", "capacity", "queues", "password-file", "id", "mode", "target"};
    Options options;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments.at(i);
        if (!argument.startsWith(QLatin1String("--"))) {
            options.words.append(argument);
            continue;
        }
        const QString name = argument.mid(2).section(QLatin1Char('='), 0, 0);
        if (!known.contains(name))
            return fail(QStringLiteral("There is no option --%1.\n%2").arg(name, usage()), 2);
        if (argument.contains(QLatin1Char('=')))
            options.values.insert(name, argument.section(QLatin1Char('='), 1));
        else if (i + 1 < arguments.size())
            options.values.insert(name, arguments.at(++i));
        else
            return fail(QStringLiteral("--%1 needs a value.").arg(name), 2);
    }
    QString error;
    if (!readInput(&options, &error))
        return fail(error);
    QSqlDatabase db = database;
    Query(db, QStringLiteral("BEGIN IMMEDIATE"));
    int code = 2;
    try {
        code = carryOut(db, options);
    } catch (...) {
        Query(db, QStringLiteral("ROLLBACK"));
        throw;
    }
    Query(db, code == 0 ? QStringLiteral("COMMIT") : QStringLiteral("ROLLBACK"));
    return code;
}

int HubCommands::carryOut(QSqlDatabase &db, const Options &options)
{
    const QString what = options.words.value(0);
    if (what == QLatin1String("agent"))
        return agent(db, options);
    if (what == QLatin1String("queue"))
        return queue(db, options);
    if (what == QLatin1String("code"))
        return code(db, options);
    if (what == QLatin1String("canned"))
        return canned(db, options);
    if (what == QLatin1String("seed-demo"))
        return seedDemo(db, options);
    return fail(usage(), 2);
}

int HubCommands::agent(QSqlDatabase &db, const Options &options)
{
    const QString verb = options.words.value(1);
    const QString name = options.words.value(2);
    if (verb == QLatin1String("list")) {
        for (const Accounts::Listed &row : m_accounts.agents(db)) {
            m_out << row.agent.name << '\t' << row.agent.display << '\t' << row.agent.role << '\t' << row.agent.capacity << '\t'
                  << (row.disabled ? QStringLiteral("disabled") : toString(row.agent.status)) << '\t'
                  << row.queues.join(QLatin1Char(',')) << '\n';
        }
        m_out.flush();
        return 0;
    }
    if (name.isEmpty())
        return fail(usage(), 2);
    if (verb == QLatin1String("add")) {
        const auto change = m_accounts.addAgent(db, name, options.password, options.values.value("display"),
                                                options.values.value("role", QStringLiteral("agent")),
                                                options.values.value("capacity", QStringLiteral("0")).toInt());
        if (!change.ok())
            return fail(change.error);
        QStringList queues = options.values.value("queues").split(QLatin1Char(','), Qt::SkipEmptyParts);
        if (!options.values.contains("queues")) {
            if (!Query(db, QStringLiteral("SELECT 1 FROM queue")).next())
                addQueue(db, QStringLiteral("service"), QStringLiteral("Service"), QStringLiteral("offer"), 60);
            Query query(db, QStringLiteral("SELECT id FROM queue WHERE disabled = 0"));
            while (query.next())
                queues.append(query.text(0));
        }
        for (const QString &given : queues) {
            const QString id = queueId(db, given.trimmed());
            if (id.isEmpty())
                return fail(QStringLiteral("There is no queue called %1.").arg(given));
            join(db, id, change.id);
        }
        return finish(change, QStringLiteral("added %1").arg(change.id));
    }
    if (verb == QLatin1String("disable") || verb == QLatin1String("enable"))
        return finish(m_accounts.setDisabled(db, name, verb == QLatin1String("disable")),
                      QStringLiteral("%1d %2").arg(verb, name));
    if (verb == QLatin1String("passwd"))
        return finish(m_accounts.setPassword(db, name, options.password), QStringLiteral("changed"));
    if (verb == QLatin1String("role"))
        return finish(m_accounts.setRole(db, name, options.words.value(3)), QStringLiteral("changed"));
    if (verb == QLatin1String("capacity"))
        return finish(m_accounts.setCapacity(db, name, options.words.value(3).toInt()), QStringLiteral("changed"));
    return fail(usage(), 2);
}

int HubCommands::queue(QSqlDatabase &db, const Options &options)
{
    const QString verb = options.words.value(1);
    if (verb == QLatin1String("list")) {
        Query query(db, QStringLiteral("SELECT q.id, q.name, q.mode, q.target_s, (SELECT COUNT(*) FROM queue_member m WHERE "
                                       "m.queue = q.id) FROM queue q ORDER BY q.place, q.id"));
        while (query.next())
            m_out << query.text(0) << '\t' << query.text(1) << '\t' << query.text(2) << '\t' << query.text(3) << '\t'
                  << query.text(4) << '\n';
        m_out.flush();
        return 0;
    }
    if (verb == QLatin1String("add")) {
        const QString name = options.words.value(2).simplified();
        const QString mode = options.values.value("mode", QStringLiteral("offer"));
        const QString wanted = options.values.value("id", name.toLower());
        const QString id = isId(wanted) ? wanted : newId();
        const int target = options.values.value("target", QStringLiteral("60")).toInt();
        if (name.isEmpty() || name.size() > 80 || target < 1 || (mode != QLatin1String("offer") && mode != QLatin1String("auto")))
            return fail(usage(), 2);
        if (!queueId(db, id).isEmpty() || !queueId(db, name).isEmpty())
            return fail(QStringLiteral("There is a queue called %1 already.").arg(name));
        addQueue(db, id, name, mode, target);
        return finish({{}, id}, QStringLiteral("added %1").arg(id));
    }
    if (verb == QLatin1String("join") || verb == QLatin1String("leave")) {
        const QString id = queueId(db, options.words.value(2));
        const QString agent = agentId(db, options.words.value(3));
        if (id.isEmpty())
            return fail(QStringLiteral("There is no queue called %1.").arg(options.words.value(2)));
        if (agent.isEmpty())
            return fail(QStringLiteral("There is no agent called %1.").arg(options.words.value(3)));
        if (verb == QLatin1String("join"))
            join(db, id, agent);
        else
            Query(db, QStringLiteral("DELETE FROM queue_member WHERE queue = ? AND agent = ?"), {id, agent});
        return finish({}, QStringLiteral("changed"));
    }
    return fail(usage(), 2);
}

int HubCommands::code(QSqlDatabase &db, const Options &options)
{
    const QString verb = options.words.value(1);
    if (verb == QLatin1String("list")) {
        Query query(db, QStringLiteral("SELECT id, name FROM wrapup_code WHERE disabled = 0 ORDER BY place, id"));
        while (query.next())
            m_out << query.text(0) << '\t' << query.text(1) << '\n';
        m_out.flush();
        return 0;
    }
    const QString id = options.words.value(2);
    const QString name = options.words.value(3).simplified();
    if (verb != QLatin1String("add") || !isId(id) || name.isEmpty() || name.size() > 80)
        return fail(usage(), 2);
    Query(db,
          QStringLiteral("INSERT INTO wrapup_code (id, name, place) VALUES (?,?,(SELECT COUNT(*) FROM wrapup_code AS w)) "
                         "ON CONFLICT (id) DO UPDATE SET name = excluded.name, disabled = 0"),
          {id, name});
    return finish({{}, id}, QStringLiteral("added %1").arg(id));
}

int HubCommands::canned(QSqlDatabase &db, const Options &options)
{
    if (options.words.value(1) != QLatin1String("import") || options.words.value(2).isEmpty())
        return fail(usage(), 2);
    QString error;
    const int count = importCanned(db, options.file, m_clock.utcMs(), &error);
    if (count < 0)
        return fail(error);
    return finish({}, QStringLiteral("imported %1").arg(count));
}

int HubCommands::seedDemo(QSqlDatabase &db, const Options &options)
{
    const QString error = hub::seedDemo(db, m_accounts, options.password, m_clock.utcMs());
    if (!error.isEmpty())
        return fail(error);
    return finish({}, QStringLiteral("seeded"));
}

} // namespace liaison::hub
