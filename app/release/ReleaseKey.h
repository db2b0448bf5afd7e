// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/update/SignedManifest.h"

namespace liaison::release {

/// A private key for signing updates, and its file: for the owner only, sealed under a passphrase if there is one. A value.
class ReleaseKey
{
public:
    /// A new one, from the system's random numbers.
    static ReleaseKey make();
    /// False with the reason in `error`. A file that others may read is refused: it has to be taken for known.
    static bool read(const QString &file, const QString &passphrase, ReleaseKey *key, QString *error);
    /// An existing file is never overwritten. `passphrase` empty: not sealed.
    bool write(const QString &file, const QString &passphrase, QString *error) const;

    update::UpdateKey openKey() const { return m_open; }
    /// 64 bytes, for SignedManifest::seal().
    QByteArray secretKey() const;

private:
    bool fromSeed(const QByteArray &seed);

    QByteArray m_seed; ///< 32 bytes
    update::UpdateKey m_open;
};

} // namespace liaison::release
