// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

/// A file of random bytes that only takes up space: deleted first when the disk is full, so that the outbox still finds room.
/// Writer thread.
class DiskReserve
{
public:
    DiskReserve(const QString &path, qint64 bytes) : m_path(path), m_bytes(bytes) {}
    /// Makes the file if it is not there; nothing is left behind if there is no room. Writes `bytes` once.
    bool make() const;
    /// Deletes it; false if there was none.
    bool release() const;

private:
    QString m_path;
    qint64 m_bytes;
};

} // namespace liaison
