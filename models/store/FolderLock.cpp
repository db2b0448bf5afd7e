// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/FolderLock.h"

#include <QFileInfo>
#include <QStorageInfo>

namespace liaison {

namespace {
/// Less than this is no room: a block of every file system we know, and what a neighbour may take meanwhile.
constexpr qint64 leastRoomBytes = 64 * 1024;
} // namespace

FolderLock::FolderLock(const QString &path) : m_file(path)
{
    m_file.setStaleLockTime(0); // the other process is asked for, not the age of its file
}

FolderLock::Outcome FolderLock::take()
{
    if (m_file.tryLock(0))
        return Outcome::Held;
    const qint64 room = QStorageInfo(QFileInfo(m_file.fileName()).path()).bytesAvailable();
    const bool isFull = room >= 0 && room < leastRoomBytes;
    // To remove what a dead process left, QLockFile makes a second file, which a full disk has no room for; then the first looks taken.
    // This removes it unless somebody holds the system's own lock on it. Only then: QLockFile's own way is the safer one for two who
    // start at the same moment.
    if (isFull && m_file.error() == QLockFile::LockFailedError && m_file.removeStaleLockFile() && m_file.tryLock(0))
        return Outcome::Held;
    if (m_file.error() == QLockFile::LockFailedError)
        return Outcome::Taken;
    return isFull && m_file.error() == QLockFile::UnknownError ? Outcome::NoRoom : Outcome::Failed;
}

} // namespace liaison
