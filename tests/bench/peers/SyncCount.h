// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QProcess>
#include <QTemporaryDir>

namespace liaison::bench {

/// Counts how often some processes make the system write a file through to the disk (fsync and its like), by strace, which slows them:
/// not to be used while time is taken.
class SyncCount
{
public:
    explicit SyncCount(const QList<qint64> &processes);
    /// How many since it was made; -1 if strace is not there or may not look.
    qint64 finish();

private:
    QTemporaryDir m_folder;
    QProcess m_strace;
};

} // namespace liaison::bench
