// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/SqlFailure.h"

#include <sqlite3.h>

namespace liaison {

SqlFailure::SqlFailure(int code, const QString &what) : std::runtime_error(what.toStdString()), m_code(code) {}

bool SqlFailure::isInterrupt() const { return code() == SQLITE_INTERRUPT; }

StoreError::Kind SqlFailure::kind() const
{
    switch (code()) {
    case SQLITE_FULL: return StoreError::Kind::DiskFull;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return StoreError::Kind::Damaged;
    default: break;
    }
    // The shared-memory file cannot grow: SQLite does not say that the disk is full, but nothing else makes it so.
    if (m_code == SQLITE_IOERR_SHMSIZE)
        return StoreError::Kind::DiskFull;
    return StoreError::Kind::Io;
}

StoreError SqlFailure::toStoreError() const
{
    StoreError error;
    error.kind = kind();
    error.detail = QStringLiteral("%1 (%2)").arg(QString::fromUtf8(what())).arg(m_code);
    return error;
}

} // namespace liaison
