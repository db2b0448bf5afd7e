// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

/// The files of one account's folder, by name, and what is done to them as files. A value; any thread.
class StoreFiles
{
public:
    explicit StoreFiles(const QString &folder) : m_folder(folder) {}

    const QString &folder() const { return m_folder; }
    QString database() const { return path("store.db"); }
    QString wal() const { return path("store.db-wal"); }
    QString keyCheck() const { return path("store.check"); }
    QString head() const { return path("store.head"); }        ///< copy of page 1, for salvage
    QString rebuilt() const { return path("store.new"); }      ///< complete, waits to be renamed
    QString workCopy() const { return path("store.salvage"); } ///< only while a damaged file is read
    QString reserve() const { return path("store.reserve"); }  ///< space to free when the disk is full
    QString lock() const { return path("store.lock"); }        ///< one process an account
    QString inUse() const { return path("store.open"); }       ///< stays behind after an unclean end
    /// There as long as a secret store may have the key.
    QString keyEntrusted() const { return path("key.entrusted"); }
    QString wipeMarker() const { return path("wipe.pending"); } ///< a wipe was begun

    /// Makes the folder, for the owner only.
    bool makeFolder() const;
    /// Deletes a database with its -wal and -shm.
    static void removeDatabase(const QString &database);
    /// Renames a damaged database (and its WAL) to `<name>.damaged-<time>`; keeps the two newest of them. Returns the new path,
    /// empty if it could not be renamed.
    QString setAside() const;
    /// Removes damaged databases that were set aside before `utcMs`.
    void removeAsideBefore(qint64 utcMs) const;
    /// A wipe is meant: whatever happens from here on, the next start finishes it.
    bool markWipe() const { return writePrivate(wipeMarker(), {}); }
    /// Empties the folder; the marker goes last, so that the next start finishes an interrupted wipe. keyEntrusted() stays: only who
    /// has reached the secret store takes it away.
    void wipe() const;
    bool wipePending() const;
    /// Writes a small file whole or not at all, for the owner only.
    static bool writePrivate(const QString &path, const QByteArray &content);
    static QByteArray read(const QString &path);

private:
    QString path(const char *name) const { return m_folder + QLatin1Char('/') + QLatin1String(name); }

    QString m_folder;
};

} // namespace liaison
