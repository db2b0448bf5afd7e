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
    // To remove what a dead process left, QLockFile makes a second file, which a full disk has no room for; then the first looks taken.
    // This removes it only if nobody holds the system's own lock on it.
    if (m_file.error() == QLockFile::LockFailedError && m_file.removeStaleLockFile() && m_file.tryLock(0))
        return Outcome::Held;
    if (m_file.error() == QLockFile::LockFailedError)
        return Outcome::Taken;
    const qint64 room = QStorageInfo(QFileInfo(m_file.fileName()).path()).bytesAvailable();
    return m_file.error() == QLockFile::UnknownError && room >= 0 && room < leastRoomBytes ? Outcome::NoRoom : Outcome::Failed;
}

} // namespace liaison
