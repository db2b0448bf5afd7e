// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "app/release/ReleaseKey.h"
#include "models/update/UpdateManifest.h"

#include <QTextStream>

namespace liaison::release {

/// What the command line asks for. Each returns the exit code: 0 done, 1 it failed or the manifest is not good, 2 asked wrongly.
class ReleaseCommands
{
public:
    ReleaseCommands(QTextStream &in, QTextStream &out, QTextStream &err) : m_in(in), m_out(out), m_err(err) {}

    static QString usage();
    int run(const QStringList &arguments);

private:
    int keygen(const QStringList &arguments);
    int sign(const QStringList &arguments);
    int verify(const QStringList &arguments);
    int complain(const QString &text, int code = 2);
    /// What a person is asked for.
    static QString passphraseFor(const QString &file);
    bool addPackage(const QString &word, update::UpdateManifest *manifest);
    bool addRing(const QString &word, update::UpdateManifest *manifest);
    bool fill(const QList<std::pair<QString, QString>> &options, update::UpdateManifest *manifest);

    QTextStream &m_in;
    QTextStream &m_out;
    QTextStream &m_err;
};

} // namespace liaison::release
