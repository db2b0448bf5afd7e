// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/WrappedKey.h"

#include "models/domain/RawBytes.h"
#include "models/store/Secret.h"

#include <QtEndian>
#include <sodium.h>

namespace liaison {

namespace {
// magic | rounds (8) | bytes of memory (8) | salt | nonce | sealed key
const QByteArray magic("LKW1");
constexpr quint64 rounds = 4;
constexpr quint64 memoryBytes = 64 * 1024 * 1024;
/// A file that asks for more is not ours.
constexpr quint64 mostRounds = 64;
constexpr quint64 mostMemoryBytes = 1024 * 1024 * 1024;
constexpr qsizetype saltAt = 4 + 8 + 8;
constexpr qsizetype nonceAt = saltAt + crypto_pwhash_SALTBYTES;
constexpr qsizetype sealedAt = nonceAt + crypto_secretbox_NONCEBYTES;
constexpr qsizetype wholeBytes = sealedAt + crypto_secretbox_MACBYTES + 32;

QByteArray stretch(const QString &passphrase, const unsigned char *salt, quint64 ops, quint64 memory)
{
    QByteArray secret = passphrase.normalized(QString::NormalizationForm_KC).toUtf8();
    QByteArray key(crypto_secretbox_KEYBYTES, '\0');
    const int failed = crypto_pwhash(rawBytes(key), crypto_secretbox_KEYBYTES, secret.constData(), quint64(secret.size()), salt,
                                     ops, size_t(memory), crypto_pwhash_ALG_ARGON2ID13);
    sodium_memzero(secret.data(), size_t(secret.size()));
    return failed ? QByteArray() : key;
}
} // namespace

QByteArray WrappedKey::wrap(const QByteArray &key, const QString &passphrase)
{
    if (sodium_init() < 0)
        return {};
    QByteArray salt(crypto_pwhash_SALTBYTES, '\0');
    randombytes_buf(salt.data(), size_t(salt.size()));
    QByteArray nonce(crypto_secretbox_NONCEBYTES, '\0');
    randombytes_buf(nonce.data(), size_t(nonce.size()));
    QByteArray stretched = stretch(passphrase, rawBytes(std::as_const(salt)), rounds, memoryBytes);
    if (stretched.isEmpty())
        return {};
    QByteArray sealed(crypto_secretbox_MACBYTES + key.size(), '\0');
    crypto_secretbox_easy(rawBytes(sealed), rawBytes(key), quint64(key.size()), rawBytes(std::as_const(nonce)),
                          rawBytes(std::as_const(stretched)));
    sodium_memzero(stretched.data(), size_t(stretched.size()));
    QByteArray numbers(16, '\0');
    qToLittleEndian(rounds, numbers.data());
    qToLittleEndian(memoryBytes, numbers.data() + 8);
    return magic + numbers + salt + nonce + sealed;
}

QByteArray WrappedKey::unwrap(const QByteArray &wrapped, const QString &passphrase)
{
    if (sodium_init() < 0 || wrapped.size() != wholeBytes || !wrapped.startsWith(magic))
        return {};
    const auto ops = qFromLittleEndian<quint64>(wrapped.constData() + magic.size());
    const auto memory = qFromLittleEndian<quint64>(wrapped.constData() + magic.size() + 8);
    if (ops > mostRounds || memory > mostMemoryBytes)
        return {};
    QByteArray stretched = stretch(passphrase, rawBytes(wrapped, saltAt), ops, memory);
    if (stretched.isEmpty())
        return {};
    const qsizetype sealedBytes = wrapped.size() - sealedAt;
    QByteArray key(sealedBytes - crypto_secretbox_MACBYTES, '\0');
    const int failed = crypto_secretbox_open_easy(rawBytes(key), rawBytes(wrapped, sealedAt), quint64(sealedBytes),
                                                  rawBytes(wrapped, nonceAt), rawBytes(std::as_const(stretched)));
    sodium_memzero(stretched.data(), size_t(stretched.size()));
    // It leaves the first bytes of what it opened on this thread's stack, and these are the key.
    sodium_stackzero(Secret::stackBytes);
    return failed ? QByteArray() : key;
}

} // namespace liaison
