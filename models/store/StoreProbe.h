// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QCoreApplication>

namespace liaison {

/// What a look at the encrypted store found; one of the two texts is set. Any thread; disk.
struct StoreProbe
{
    Q_DECLARE_TR_FUNCTIONS(liaison::StoreProbe)
public:
    QString words;   ///< versions, or how much is in it
    QString trouble; ///< in the program's language

    /// The engine: a file is made in the system's folder for temporary ones, encrypted, read back, and removed.
    static StoreProbe ofEngine();
    /// The store of an account, through a connection that only asks; another program may have it open.
    static StoreProbe ofAccount(const QString &folder, const QByteArray &key);
};

} // namespace liaison
