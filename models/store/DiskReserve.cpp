// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/DiskReserve.h"

#include <QFile>
#include <QFileInfo>
#include <sodium.h>

namespace liaison {

namespace {
constexpr qint64 blockBytes = 256 * 1024;
}

bool DiskReserve::make() const
{
    if (m_bytes <= 0 || QFileInfo(m_path).size() == m_bytes)
        return true;
    QFile file(m_path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate, QFile::ReadOwner | QFile::WriteOwner))
        return false;
    // Random, so that no file system packs it into nothing, and it looks like the database beside it.
    QByteArray block(blockBytes, Qt::Uninitialized);
    for (qint64 left = m_bytes; left > 0; left -= blockBytes) {
        const qint64 n = qMin(left, blockBytes);
        randombytes_buf(block.data(), size_t(n));
        if (file.write(block.constData(), n) != n || !file.flush()) {
            file.close();
            file.remove();
            return false;
        }
    }
    return true;
}

bool DiskReserve::release() const { return QFileInfo(m_path).size() > 0 && QFile::remove(m_path); }

} // namespace liaison
