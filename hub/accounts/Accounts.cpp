// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/accounts/Accounts.h"

#include "hub/store/Query.h"
#include "models/domain/Ids.h"

#include <QMutexLocker>
#include <QRegularExpression>
#include <sodium.h>

namespace liaison::hub {

namespace {
constexpr int freeTries = 5;
constexpr qint64 longestDelayMs = 15LL * 60 * 1000;
constexpr qint64 forgetAfterMs = 60LL * 60 * 1000;
constexpr qsizetype triesKept = 20'000;
constexpr int standardCapacity = 10;
constexpr int passwordLeast = 8;
constexpr int passwordMost = 256;

QString folded(const QString &name) { return name.trimmed().toLower(); }

bool isAgentName(const QString &name)
{
    static const QRegularExpression good(QStringLiteral("^[a-z0-9][a-z0-9._-]{0,39}$"));
    return good.match(name).hasMatch();
}

bool isRole(const QString &role)
{
    return role == QLatin1String("agent") || role == QLatin1String("monitor") || role == QLatin1String("manager");
}

bool matches(const QByteArray &hash, const QByteArray &password)
{
    return crypto_pwhash_str_verify(hash.constData(), password.constData(), quint64(password.size())) == 0;
}

QString notThere(const QString &name) { return QStringLiteral("There is no agent called %1.").arg(name); }
} // namespace

Accounts::Accounts(const Clock &clock, PasswordCost cost) : m_clock(clock), m_cost(cost)
{
    if (sodium_init() < 0)
        throw std::runtime_error("libsodium cannot be used");
    m_dummyHash = hashPassword(QStringLiteral("nobody's password"));
}

QString Accounts::hashPassword(const QString &password) const
{
    const QByteArray utf8 = password.toUtf8();
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(hash, utf8.constData(), quint64(utf8.size()), m_cost.operations, m_cost.memoryBytes) != 0)
        throw std::runtime_error("not enough memory to hash a password");
    return QString::fromLatin1(hash);
}

qint64 Accounts::delayFor(const QString &key) const
{
    const auto it = m_tries.constFind(key);
    return it == m_tries.cend() ? 0 : qMax<qint64>(0, it->blockedUntil - m_clock.steadyMs());
}

void Accounts::countFailure(const QString &key)
{
    Tries &tries = m_tries[key];
    const qint64 now = m_clock.steadyMs();
    ++tries.count;
    tries.lastAt = now;
    if (tries.count >= freeTries) {
        const int doublings = qMin(tries.count - freeTries, 20);
        tries.blockedUntil = now + qMin(longestDelayMs, 1000LL << doublings);
    }
}

void Accounts::forgetOldTries()
{
    if (m_tries.size() < triesKept)
        return;
    const qint64 now = m_clock.steadyMs();
    m_tries.removeIf([now](const auto &it) { return now - it->lastAt > forgetAfterMs; });
    // Under a flood of made-up names memory counts for more than their delays.
    if (m_tries.size() >= triesKept)
        m_tries.removeIf([now](const auto &it) { return it->blockedUntil <= now; });
    if (m_tries.size() >= triesKept)
        m_tries.clear();
}

Accounts::SignIn Accounts::signIn(const QSqlDatabase &db, const QString &name, const QString &password, const QString &address,
                                  const QString &device, const QString &deviceName)
{
    SignIn result;
    const QString wanted = folded(name).left(80);
    const QString key = wanted + QLatin1Char('|') + address;
    {
        const QMutexLocker lock(&m_mutex);
        if (const qint64 wait = delayFor(key); wait > 0) {
            result.outcome = SignIn::Outcome::TooMany;
            result.afterMs = wait;
            return result;
        }
        forgetOldTries();
        auto it = m_tries.find(key);
        if (it != m_tries.end() && m_clock.steadyMs() - it->lastAt > forgetAfterMs)
            m_tries.erase(it);
        // Counted before the check, so that many at once gain nothing; a success takes it back.
        countFailure(key);
    }

    bool found = false;
    bool disabled = false;
    QString hash = m_dummyHash;
    Agent agent;
    {
        Query query(db, QStringLiteral("SELECT id, name, password, role, display, capacity, disabled FROM agent WHERE name = ?"),
                    {wanted.isNull() ? QStringLiteral("") : wanted});
        if (query.next()) {
            found = true;
            agent.id = query.text(0);
            agent.name = query.text(1);
            hash = query.text(2);
            agent.role = query.text(3);
            agent.display = query.text(4);
            agent.capacity = int(query.number(5));
            disabled = query.number(6) != 0;
        }
    }
    const bool right = matches(hash.toLatin1(), password.left(passwordMost).toUtf8());
    if (!found || !right || disabled || !isId(device))
        return result;

    {
        const QMutexLocker lock(&m_mutex);
        m_tries.remove(key);
    }
    const NewToken token = newToken();
    result.outcome = SignIn::Outcome::Welcome;
    result.agent = agent;
    result.tokenForUser = token.token;
    result.command.actor = Principal::agent(agent.id);
    result.command.gen = -1;
    result.command.command.kind = QStringLiteral("token.create");
    result.command.command.body = {{"token_hash", token.hash}, {"device", device}, {"device_name", deviceName.left(80)}};
    return result;
}

HubCommand Accounts::signOut(const QString &token)
{
    HubCommand command;
    command.actor = Principal::hub();
    command.gen = -1;
    command.command.kind = QStringLiteral("token.revoke");
    command.command.body = {{"token_hash", hashOfToken(token)}};
    return command;
}

Accounts::Change Accounts::addAgent(const QSqlDatabase &db, const QString &name, const QString &password, const QString &display,
                                    const QString &role, int capacity)
{
    const QString wanted = folded(name);
    if (!isAgentName(wanted))
        return {QStringLiteral("A name has 1 to 40 characters of a-z, 0-9, dot, dash and underscore."), {}};
    if (password.size() < passwordLeast || password.size() > passwordMost)
        return {QStringLiteral("A password has %1 to %2 characters.").arg(passwordLeast).arg(passwordMost), {}};
    if (!isRole(role))
        return {QStringLiteral("A role is agent, monitor or manager."), {}};
    if (capacity < 0 || capacity > 200)
        return {QStringLiteral("A capacity is 1 to 200."), {}};
    if (Query(db, QStringLiteral("SELECT 1 FROM agent WHERE name = ?"), {wanted}).next())
        return {QStringLiteral("There is an agent called %1 already.").arg(wanted), {}};
    // The name makes a readable id where it can; names are never given again, agents are only disabled.
    const QString id =
        isId(wanted) && !Query(db, QStringLiteral("SELECT 1 FROM agent WHERE id = ?"), {wanted}).next() ? wanted : newId();
    const QString shown = display.trimmed().isEmpty() ? wanted : display.simplified().left(80);
    const qint64 now = m_clock.utcMs();
    Query(db,
          QStringLiteral("INSERT INTO agent (id, name, password, role, display, capacity, created_at, changed_at) "
                         "VALUES (?,?,?,?,?,?,?,?)"),
          {id, wanted, hashPassword(password), role, shown, capacity == 0 ? standardCapacity : capacity, now, now});
    Query(db, QStringLiteral("INSERT INTO agent_state (agent, since) VALUES (?,?)"), {id, now});
    return {{}, id};
}

Accounts::Change Accounts::setPassword(const QSqlDatabase &db, const QString &name, const QString &password)
{
    if (password.size() < passwordLeast || password.size() > passwordMost)
        return {QStringLiteral("A password has %1 to %2 characters.").arg(passwordLeast).arg(passwordMost), {}};
    if (Query(db, QStringLiteral("UPDATE agent SET password = ?, changed_at = ? WHERE name = ?"),
              {hashPassword(password), m_clock.utcMs(), folded(name)})
            .rowsAffected() != 1)
        return {notThere(name), {}};
    // Whoever knew the old one is signed out.
    Query(db, QStringLiteral("UPDATE agent_token SET revoked = 1 WHERE agent IN (SELECT id FROM agent WHERE name = ?)"),
          {folded(name)});
    return {};
}

Accounts::Change Accounts::setDisabled(const QSqlDatabase &db, const QString &name, bool disabled)
{
    if (Query(db, QStringLiteral("UPDATE agent SET disabled = ?, changed_at = ? WHERE name = ?"),
              {disabled ? 1 : 0, m_clock.utcMs(), folded(name)})
            .rowsAffected() != 1)
        return {notThere(name), {}};
    return {};
}

Accounts::Change Accounts::setRole(const QSqlDatabase &db, const QString &name, const QString &role)
{
    if (!isRole(role))
        return {QStringLiteral("A role is agent, monitor or manager."), {}};
    if (Query(db, QStringLiteral("UPDATE agent SET role = ?, changed_at = ? WHERE name = ?"),
              {role, m_clock.utcMs(), folded(name)})
            .rowsAffected() != 1)
        return {notThere(name), {}};
    return {};
}

Accounts::Change Accounts::setCapacity(const QSqlDatabase &db, const QString &name, int capacity)
{
    if (capacity < 1 || capacity > 200)
        return {QStringLiteral("A capacity is 1 to 200."), {}};
    if (Query(db, QStringLiteral("UPDATE agent SET capacity = ?, changed_at = ? WHERE name = ?"),
              {capacity, m_clock.utcMs(), folded(name)})
            .rowsAffected() != 1)
        return {notThere(name), {}};
    return {};
}

QList<Accounts::Listed> Accounts::agents(const QSqlDatabase &db) const
{
    QList<Listed> found;
    {
        Query query(
            db, QStringLiteral("SELECT a.id, a.name, a.display, a.role, a.capacity, a.disabled, COALESCE(s.status, 'offline') "
                               "FROM agent a LEFT JOIN agent_state s ON s.agent = a.id ORDER BY a.name"));
        while (query.next()) {
            Listed row;
            row.agent.id = query.text(0);
            row.agent.name = query.text(1);
            row.agent.display = query.text(2);
            row.agent.role = query.text(3);
            row.agent.capacity = int(query.number(4));
            row.disabled = query.number(5) != 0;
            row.agent.status = agentStatusFromString(query.text(6));
            found.append(row);
        }
    }
    for (Listed &row : found) {
        Query query(db, QStringLiteral("SELECT queue FROM queue_member WHERE agent = ? ORDER BY queue"), {row.agent.id});
        while (query.next())
            row.queues.append(query.text(0));
    }
    return found;
}

} // namespace liaison::hub
