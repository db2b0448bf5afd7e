// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/update/SignedManifest.h"
#include "models/update/UpdateManifest.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <sodium.h>

namespace liaison::test {

/// A pair of keys, the same for the same seed.
struct SignerKeys
{
    explicit SignerKeys(char seed)
    {
        if (sodium_init() < 0)
            qFatal("libsodium does not start");
        const QByteArray bytes(crypto_sign_SEEDBYTES, seed);
        open.bytes.resize(crypto_sign_PUBLICKEYBYTES);
        secret.resize(crypto_sign_SECRETKEYBYTES);
        crypto_sign_seed_keypair(reinterpret_cast<unsigned char *>(open.bytes.data()),
                                 reinterpret_cast<unsigned char *>(secret.data()),
                                 reinterpret_cast<const unsigned char *>(bytes.constData()));
    }
    update::UpdateKey open;
    QByteArray secret;
};

/// Noon of a day, UTC milliseconds.
inline qint64 noonOf(int month, int day) { return QDateTime(QDate(2026, month, day), QTime(12, 0), Qt::UTC).toMSecsSinceEpoch(); }

/// 0.2.0 for everybody since 1 June 2026, good until the end of the year.
inline update::UpdateManifest sampleManifest(const QByteArray &package = "the package")
{
    update::UpdateManifest manifest;
    manifest.channel = QStringLiteral("stable");
    manifest.version = QVersionNumber(0, 2, 0);
    manifest.serial = 12;
    manifest.expiresMs = noonOf(12, 31);
    manifest.rings = {{100, noonOf(6, 1)}};
    manifest.packages.insert(QStringLiteral("linux-appimage"), {QStringLiteral("liaison-0.2.0.AppImage"), package.size(),
                                                                QCryptographicHash::hash(package, QCryptographicHash::Sha256)});
    manifest.notes.insert(QStringLiteral("en"), QStringLiteral("Faster."));
    manifest.notes.insert(QStringLiteral("zh"), QStringLiteral("更快。"));
    return manifest;
}

} // namespace liaison::test
