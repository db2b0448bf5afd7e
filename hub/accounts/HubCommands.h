// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/accounts/Accounts.h"

#include <QSqlDatabase>
#include <functional>
#include <optional>

class QTextStream;

namespace liaison::hub {

/// The administrator's subcommands of `liaison-hub` that work on the database: agent, queue, code, canned, seed-demo. A hub may run
/// at the same time: what it must notice it notices within a few seconds. One thread; `out` and `err` belong to the caller.
class HubCommands
{
public:
    /// `cost`: of hashing a password.
    HubCommands(const Clock &clock, QTextStream &out, QTextStream &err, PasswordCost cost = {});

    /// Does this class carry out `subcommand`?
    static bool knows(const QString &subcommand);
    /// What each subcommand takes, for --help.
    static QString usage();

    /// Carries out e.g. {"agent", "add", "lin", "--display", "Lin"}; returns the program's exit code (0 done, 1 refused, 2 wrong usage).
    /// The database must be open and migrated. Changes are one transaction.
    int run(const QSqlDatabase &db, const QStringList &arguments);

    /// A new password, or nothing if none was given. Asked before the database is locked.
    using PasswordSource = std::function<std::optional<QString>()>;
    /// Where a password comes from if there is no --password-file: LIAISON_PASSWORD, else one line of standard input, typed
    /// twice at a terminal. Tests set their own.
    void setPasswordSource(PasswordSource source) { m_password = std::move(source); }

private:
    struct Options
    {
        QStringList words;
        QMap<QString, QString> values;
        QString password; ///< where `wantsPassword`
        QByteArray file;  ///< what `canned import` reads
    };
    static bool wantsPassword(const Options &options);
    /// Reads all that a command needs besides the database. A person types for minutes, and a file may be a pipe: nobody's words wait
    /// for that, so it is done before the transaction begins. False with a reason if something cannot be read.
    bool readInput(Options *options, QString *error) const;
    int carryOut(QSqlDatabase &db, const Options &options);
    int agent(QSqlDatabase &db, const Options &options);
    int queue(QSqlDatabase &db, const Options &options);
    int code(QSqlDatabase &db, const Options &options);
    int canned(QSqlDatabase &db, const Options &options);
    int seedDemo(QSqlDatabase &db, const Options &options);
    int fail(const QString &text, int code = 1);
    int finish(const Accounts::Change &change, const QString &text);

    const Clock &m_clock;
    QTextStream &m_out;
    QTextStream &m_err;
    Accounts m_accounts;
    PasswordSource m_password;
};

} // namespace liaison::hub
