// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/load/MeasuredServer.h"

#include <QHash>

namespace liaison::bench {

/// An XMPP server of Debian's packages with a configuration from this folder, on a free port of loopback.
class MeasuredXmpp : public MeasuredServer
{
public:
    static QString domain() { return QStringLiteral("bench.localhost"); }
    /// What has to be installed for it, and is not; empty if all is there.
    virtual QString missing() const = 0;

protected:
    /// Puts a configuration of this folder, with `@NAME@` replaced, into the server's; where it is then, empty with an error.
    QString configure(const QString &file, QHash<QString, QString> values, QString *error);
};

/// prosody; `storage`: "internal" (files, Debian's default) or "sql" (SQLite).
class MeasuredProsody final : public MeasuredXmpp
{
public:
    explicit MeasuredProsody(QString storage) : m_storage(std::move(storage)) {}
    QString missing() const override;
    bool start(QString *error) override;

private:
    const QString m_storage;
};

} // namespace liaison::bench
