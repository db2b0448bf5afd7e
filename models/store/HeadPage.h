// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QString>

namespace liaison {

/// A copy of a database's first page, encrypted like the page itself. Page 1 holds the salt and where the tables begin: without it
/// nothing else of the file can be read. The file's length is taken out of the copy, so that it fits whatever grew since.
/// Writer thread.
class HeadPage
{
public:
    /// Copies page 1 of `database` to `copy`; false if it is not there or its check sum does not fit the key.
    static bool save(const QString &database, const QString &copy, const QByteArray &key);
    /// Whether the copy is of this file: it has the same salt.
    static bool fits(const QString &copy, const QString &database);
    /// Writes the copy over page 1 of `database`.
    static bool putBack(const QString &copy, const QString &database);
};

} // namespace liaison
