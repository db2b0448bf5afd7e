// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QMap>
#include <QString>
#include <QStringList>
#include <optional>

namespace liaison::update {

/// What of updates has to survive a restart; a small JSON file, written whole or not at all. A value; one process writes at a time: whoever holds
/// the lock of UpdateService, or the old version after it let go of it.
class UpdateState
{
public:
    struct Believed
    {
        qint64 serial = 0;
        QByteArray digest;
    };
    /// A verified package, and what the agent said to it.
    struct Ready
    {
        QString version;
        QString file;
        QByteArray sha256;
        qint64 size = 0;
        int storeSchema = 0;
        bool atSignOut = false; ///< chosen: not to be asked again
    };
    explicit UpdateState(const QString &folder);

    /// Reads the file; one that is missing or unreadable is an empty state.
    void load();
    /// False if it could not be written.
    bool save() const;

    QString folder() const { return m_folder; }
    /// By channel.
    QMap<QString, Believed> believed;
    /// Versions that did not start here, the latest last.
    QStringList failed;
    std::optional<Ready> ready;
    /// What went back, until it was said to the agent once; otherwise empty.
    QString wentBackFrom;

    /// Remembers that a version did not start, and forgets its package.
    void markFailed(const QString &version);

private:
    QString m_folder;
};

} // namespace liaison::update
