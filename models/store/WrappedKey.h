// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QString>

namespace liaison {

/// A key sealed under a passphrase (argon2id, then secretbox) as it stands in `key.wrapped`. Pure functions, any thread; each takes
/// about a third of a second and 64 MiB on purpose.
class WrappedKey
{
public:
    /// Empty if there is not enough memory.
    static QByteArray wrap(const QByteArray &key, const QString &passphrase);
    /// The key; empty if the passphrase is wrong or the content is damaged.
    static QByteArray unwrap(const QByteArray &wrapped, const QString &passphrase);
};

} // namespace liaison
