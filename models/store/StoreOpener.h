// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/SqlCipherDatabase.h"
#include "models/store/StoreError.h"
#include "models/store/StoreFiles.h"

namespace liaison {

/// Opens the write connection, and decides by "When it breaks" of docs/store.md what to do if it does not open. Writer thread.
class StoreOpener
{
public:
    StoreOpener(const StoreFiles &files, const QByteArray &key) : m_files(files), m_key(key) {}

    /// No error: open. An error with isRebuilt(): open as well, made anew. Any other: closed, nothing was deleted.
    StoreError open(SqlCipherDatabase &database);
    /// Sets a damaged file aside and makes a new one with what could be salvaged. The caller has closed all other connections.
    StoreError rebuild(SqlCipherDatabase &database, const QString &why);

private:
    StoreError openExisting(SqlCipherDatabase &database);
    void prepare(SqlCipherDatabase &database);

    StoreFiles m_files;
    QByteArray m_key;
};

} // namespace liaison
