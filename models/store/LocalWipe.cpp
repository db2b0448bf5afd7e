// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/LocalWipe.h"

#include "models/store/AccountFolders.h"
#include "models/store/FolderLock.h"
#include "models/store/KeyVault.h"
#include "models/store/StoreFiles.h"

#include <QDir>
#include <QFile>

namespace liaison {

LocalWipe::LocalWipe(const QString &dataFolder, bool useKeychain, QObject *parent)
    : QObject(parent), m_dataFolder(dataFolder), m_useKeychain(useKeychain), m_folders(AccountFolders(dataFolder).all())
{}

LocalWipe::~LocalWipe() = default;

QStringList LocalWipe::folders() const { return m_folders; }

bool LocalWipe::lock()
{
    for (const QString &folder : std::as_const(m_folders)) {
        // The window's lock and the store's: the second is also held by a program that has only the store open.
        for (const QString &path : {AccountFolders::windowLock(folder), StoreFiles(folder).lock()}) {
            auto lock = std::make_unique<FolderLock>(path);
            // Not for want of room or rights: what cannot be written can be removed all the same, or says so then.
            if (lock->take() == FolderLock::Outcome::Taken) {
                m_locks.clear();
                return false;
            }
            m_locks.push_back(std::move(lock));
        }
    }
    return true;
}

void LocalWipe::start() { removeKey(0); }

/// All keys before any file: a wipe that ends here leaves nothing that can be read.
void LocalWipe::removeKey(std::size_t at)
{
    if (at == std::size_t(m_folders.size())) {
        removeFiles();
        return;
    }
    const QString folder = m_folders.at(qsizetype(at));
    if (!StoreFiles(folder).markWipe())
        m_trouble.append(tr("%1: it cannot be written").arg(folder));
    m_vault = std::make_unique<KeyVault>(folder, AccountFolders::serviceOf(folder), m_useKeychain);
    m_vault->destroy(this, [this, folder, at](const QString &trouble) {
        if (trouble.isEmpty())
            emit keyRemoved(folder);
        else
            m_trouble.append(tr("%1: the key in the system's secret store: %2").arg(folder, trouble));
        // Not at once: the vault that is calling goes, too.
        QMetaObject::invokeMethod(
            this, [this, at] { removeKey(at + 1); }, Qt::QueuedConnection);
    });
}

void LocalWipe::removeFiles()
{
    m_vault.reset();
    m_locks.clear(); // their files lie in the folders
    for (const QString &folder : std::as_const(m_folders)) {
        StoreFiles(folder).wipe();
        if (QDir().rmdir(folder)) {
            m_removed.append(folder);
            emit folderRemoved(folder);
        } else {
            m_trouble.append(tr("%1: not everything could be removed").arg(folder));
        }
    }
    const AccountFolders all(m_dataFolder);
    const auto note = [this](const QString &path, bool removed) {
        if (removed)
            m_removed.append(path);
        else if (QFile::exists(path))
            m_trouble.append(tr("%1: it cannot be removed").arg(path));
    };
    note(all.settings(), QFile::remove(all.settings()));
    // Of a link only the link.
    const bool isLink = QFileInfo(all.updates()).isSymLink();
    note(all.updates(),
         isLink ? QFile::remove(all.updates()) : QFile::exists(all.updates()) && QDir(all.updates()).removeRecursively());
    QDir().rmdir(all.accounts());
    QDir().rmdir(m_dataFolder); // what others have put there stays
    emit finished(m_removed, m_trouble);
}

} // namespace liaison
