// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <memory>
#include <vector>

namespace liaison {

class FolderLock;
class KeyVault;

/// Removes what this machine keeps of every account of one user, with the settings and what is known of updates: of each account first
/// that a wipe is meant, then the key, then the files.
/// Whenever it ends, what is left is ciphertext without a key, and the next start, or the next wipe, finishes it. GUI thread.
class LocalWipe : public QObject
{
    Q_OBJECT
public:
    explicit LocalWipe(const QString &dataFolder, bool useKeychain, QObject *parent = nullptr);
    ~LocalWipe() override;

    /// The accounts' folders that would go.
    QStringList folders() const;
    /// Takes every account for itself. False if a workstation is running; then nothing was touched.
    bool lock();
    /// After lock(). `finished` follows.
    void start();

signals:
    /// The account's key is in neither place any more; its files are still there.
    void keyRemoved(const QString &folder);
    void folderRemoved(const QString &folder);
    /// `trouble`: what could not be removed, one line each; empty if nothing is left.
    void finished(const QStringList &removed, const QStringList &trouble);

private:
    void removeKey(std::size_t at);
    void removeFiles();

    QString m_dataFolder;
    bool m_useKeychain;
    QStringList m_folders;
    std::vector<std::unique_ptr<FolderLock>> m_locks;
    std::unique_ptr<KeyVault> m_vault;
    QStringList m_removed;
    QStringList m_trouble;
};

} // namespace liaison
