// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/KeyCheck.h"

#include "models/domain/RawBytes.h"
#include "models/store/StoreFiles.h"

#include <QFile>
#include <sodium.h>

namespace liaison {

namespace {
QByteArray checkValue(const QByteArray &key)
{
    static const QByteArray constant("liaison store key check 1");
    QByteArray hash(crypto_generichash_BYTES, '\0');
    crypto_generichash(rawBytes(hash), size_t(hash.size()), rawBytes(constant), size_t(constant.size()), rawBytes(key),
                       size_t(key.size()));
    return hash;
}
} // namespace

KeyCheck::Answer KeyCheck::ask(const QString &path, const QByteArray &key)
{
    const QByteArray stored = StoreFiles::read(path);
    if (stored.size() != crypto_generichash_BYTES)
        return Answer::Missing;
    const QByteArray expected = checkValue(key);
    return sodium_memcmp(stored.constData(), expected.constData(), size_t(stored.size())) == 0 ? Answer::Right : Answer::Wrong;
}

bool KeyCheck::write(const QString &path, const QByteArray &key) { return StoreFiles::writePrivate(path, checkValue(key)); }

} // namespace liaison
