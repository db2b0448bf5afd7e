// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/store/StoreFiles.h"

#include <QList>

namespace liaison {

/// Copies of all accounts' stores, as they are before another version of the program converts them: that version may have to be taken
/// away again, and the one before it cannot read what it wrote. They are as encrypted as the stores. Blocks for as long as the files
/// take to be copied; no store of this process may be open.
class StoreCopies
{
public:
    enum class Outcome {
        Done,
        InUse, ///< another process has one of the stores open
        Failed ///< no room, or the folder cannot be written; no copy is left
    };

    /// `accountsFolder`: each folder in it is one account's.
    explicit StoreCopies(const QString &accountsFolder) : m_folder(accountsFolder) {}

    /// The newest schema this program's store knows; a version with a higher one converts what it opens.
    static int schema();
    Outcome keep() const;
    /// Puts the copies back. What the other version wrote stays as `store.db.newer` until the next copies: nothing is thrown away that
    /// was not sent yet.
    void bringBack() const;
    void drop() const;
    /// How the copy of a file is called.
    static QString copyOf(const QString &file) { return file + QLatin1String(".before-update"); }

private:
    QList<StoreFiles> accounts() const;
    QString m_folder;
};

} // namespace liaison
