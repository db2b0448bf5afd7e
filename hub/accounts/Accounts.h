// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/accounts/Tokens.h"
#include "hub/log/Command.h"
#include "models/domain/Agent.h"
#include "models/domain/Clock.h"

#include <QHash>
#include <QMutex>
#include <QStringList>

namespace liaison::hub {

/// How dear a guess at a password is (libsodium's argon2id). Tests make it cheap.
struct PasswordCost
{
    quint64 operations = 2;
    std::size_t memoryBytes = 64 * 1024 * 1024;
    static PasswordCost forTests() { return {1, 8192}; }
};

/// Agents' accounts: sign-in with a growing delay, and what `liaison-hub agent …` does. Passwords are kept as argon2id strings.
/// Thread-safe; the database connection is the caller's and belongs to the calling thread. Throws SqlError.
class Accounts
{
public:
    struct SignIn
    {
        enum class Outcome { Welcome, Refused, TooMany };
        Outcome outcome = Outcome::Refused;
        Agent agent;          ///< set for Welcome
        qint64 afterMs = 0;   ///< set for TooMany: try again then
        QString tokenForUser; ///< set for Welcome: goes to the client, never to a log
        HubCommand command;   ///< set for Welcome: to be submitted to the writer before the token is handed out
    };

    /// What became of a change by an administrator; `error` is empty if it was done.
    struct Change
    {
        QString error;
        QString id;
        bool ok() const { return error.isEmpty(); }
    };

    explicit Accounts(const Clock &clock, PasswordCost cost = {});

    /// Checks name and password. Unknown, disabled and wrong cost the same time and give the same answer. Slow by design
    /// (some 60 ms): not for the main thread of a busy hub. `address`: of the peer, for the delay. `deviceName` is for lists of devices.
    SignIn signIn(const QSqlDatabase &db, const QString &name, const QString &password, const QString &address,
                  const QString &device, const QString &deviceName);
    /// The command that revokes a token (sign-out).
    static HubCommand signOut(const QString &token);

    Change addAgent(const QSqlDatabase &db, const QString &name, const QString &password, const QString &display,
                    const QString &role = QStringLiteral("agent"), int capacity = 0);
    Change setPassword(const QSqlDatabase &db, const QString &name, const QString &password);
    /// A running hub notices within a few seconds: its conversations go back to the queue and its links are closed.
    Change setDisabled(const QSqlDatabase &db, const QString &name, bool disabled);
    Change setRole(const QSqlDatabase &db, const QString &name, const QString &role);
    Change setCapacity(const QSqlDatabase &db, const QString &name, int capacity);
    struct Listed
    {
        Agent agent;
        bool disabled = false;
        QStringList queues;
    };
    QList<Listed> agents(const QSqlDatabase &db) const;

    /// Hash of a password as it is stored.
    QString hashPassword(const QString &password) const;

private:
    struct Tries
    {
        int count = 0;
        qint64 blockedUntil = 0; ///< steady ms
        qint64 lastAt = 0;
    };
    qint64 delayFor(const QString &key) const;
    void countFailure(const QString &key);
    void forgetOldTries();

    const Clock &m_clock;
    PasswordCost m_cost;
    QString m_dummyHash;
    mutable QMutex m_mutex;
    QHash<QString, Tries> m_tries;
};

} // namespace liaison::hub
