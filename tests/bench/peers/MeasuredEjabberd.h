// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/peers/MeasuredXmpp.h"

namespace liaison::bench {

/// A PostgreSQL of its own with the settings it comes with, on a free port of loopback. It refuses to run as root, so then it runs
/// as the package's user.
class MeasuredPostgres final : public MeasuredServer
{
public:
    MeasuredPostgres();
    /// As it asks to be ended, or it leaves shared memory behind.
    ~MeasuredPostgres() override { end(SIGINT); }
    static QString missing();
    /// Makes the cluster the first time.
    bool start(QString *error) override;
    /// Runs a file of statements in the database "postgres".
    bool runFile(const QString &file, QString *error);

private:
    /// A program of PostgreSQL's with what has to stand before it.
    static QStringList command(const QString &program, const QStringList &arguments);
    bool run(const QStringList &command, QString *error);
};

/// ejabberd, as an Erlang node without a name: no other node can reach it, and no port mapper is started. With `inPostgres` its archive
/// is in a PostgreSQL, whose processes then count as its own; otherwise in Mnesia.
class MeasuredEjabberd final : public MeasuredXmpp
{
public:
    explicit MeasuredEjabberd(bool inPostgres);
    ~MeasuredEjabberd() override { kill(); } // before its database
    QString missing() const override;
    bool start(QString *error) override;
    QList<qint64> processes() const override;

private:
    std::unique_ptr<MeasuredPostgres> m_postgres;
};

} // namespace liaison::bench
