// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/release/ReleaseKey.h"

#include "models/domain/RawBytes.h"
#include "models/store/WrappedKey.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <sodium.h>

namespace liaison::release {

namespace {

constexpr int format = 1;
constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;

} // namespace

bool ReleaseKey::fromSeed(const QByteArray &seed)
{
    if (sodium_init() < 0 || seed.size() != crypto_sign_SEEDBYTES)
        return false;
    m_seed = seed;
    m_open.bytes.resize(crypto_sign_PUBLICKEYBYTES);
    QByteArray secret(crypto_sign_SECRETKEYBYTES, '\0');
    crypto_sign_seed_keypair(rawBytes(m_open.bytes), rawBytes(secret), rawBytes(seed));
    sodium_memzero(secret.data(), size_t(secret.size()));
    return true;
}

ReleaseKey ReleaseKey::make()
{
    ReleaseKey key;
    if (sodium_init() < 0)
        qFatal("libsodium does not start");
    QByteArray seed(crypto_sign_SEEDBYTES, '\0');
    randombytes_buf(seed.data(), size_t(seed.size()));
    key.fromSeed(seed);
    return key;
}

QByteArray ReleaseKey::secretKey() const
{
    QByteArray open(crypto_sign_PUBLICKEYBYTES, '\0');
    QByteArray secret(crypto_sign_SECRETKEYBYTES, '\0');
    crypto_sign_seed_keypair(rawBytes(open), rawBytes(secret), rawBytes(m_seed));
    return secret;
}

bool ReleaseKey::write(const QString &path, const QString &passphrase, QString *error) const
{
    QJsonObject json{{QStringLiteral("liaison_release_key"), format}, {QStringLiteral("public"), m_open.toBase64()}};
    if (passphrase.isEmpty()) {
        json.insert(QStringLiteral("seed"), QString::fromLatin1(m_seed.toBase64()));
    } else {
        const QByteArray sealed = WrappedKey::wrap(m_seed, passphrase);
        if (sealed.isEmpty()) {
            *error = QStringLiteral("there is not enough memory to seal the key");
            return false;
        }
        json.insert(QStringLiteral("sealed"), QString::fromLatin1(sealed.toBase64()));
    }
    QFile file(path);
    // Its rights come with it: there is no moment in which others could read it.
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnly)) {
        *error = QStringLiteral("%1 cannot be made: %2").arg(path, file.errorString());
        return false;
    }
    const QByteArray bytes = QJsonDocument(json).toJson();
    if (file.write(bytes) == bytes.size() && file.flush())
        return true;
    *error = QStringLiteral("%1 cannot be written: %2").arg(path, file.errorString());
    file.remove();
    return false;
}

bool ReleaseKey::read(const QString &path, const QString &passphrase, ReleaseKey *key, QString *error)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        *error = QStringLiteral("%1 cannot be read: %2").arg(path, file.errorString());
        return false;
    }
#ifndef Q_OS_WIN
    if (file.permissions() & others) {
        *error = QStringLiteral("%1 may be read or written by others; chmod 600 it, or better, make a new key").arg(path);
        return false;
    }
#endif
    const QJsonObject json = QJsonDocument::fromJson(file.read(64 << 10)).object();
    if (json.value(QLatin1String("liaison_release_key")).toInt() != format) {
        *error = QStringLiteral("%1 is no release key").arg(path);
        return false;
    }
    QByteArray seed = QByteArray::fromBase64(json.value(QLatin1String("seed")).toString().toLatin1());
    if (json.contains(QLatin1String("sealed")))
        seed = WrappedKey::unwrap(QByteArray::fromBase64(json.value(QLatin1String("sealed")).toString().toLatin1()), passphrase);
    if (!key->fromSeed(seed)) {
        *error = QStringLiteral("%1 does not open: the passphrase is wrong, or the file is damaged").arg(path);
        return false;
    }
    if (key->m_open.toBase64() != json.value(QLatin1String("public")).toString()) {
        *error = QStringLiteral("%1 is damaged: its two halves do not belong together").arg(path);
        return false;
    }
    return true;
}

} // namespace liaison::release
