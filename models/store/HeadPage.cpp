// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/HeadPage.h"

#include "models/domain/RawBytes.h"
#include "models/store/StoreFiles.h"

#include <QFile>
#include <QRandomGenerator>
#include <memory>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace liaison {

// SQLCipher 4's page: salt (page 1 only) | AES-256-CBC | IV | HMAC-SHA512 of ciphertext, IV and page number.
namespace {
constexpr int pageBytes = 4096;
constexpr int saltBytes = 16;
constexpr int ivBytes = 16;
constexpr int macBytes = 64;
constexpr int keyBytes = 32;
constexpr int ivAt = pageBytes - ivBytes - macBytes;
constexpr int macAt = pageBytes - macBytes;
constexpr int lengthAt = 28; ///< "size of the database file in pages"; zero makes SQLite ask the file itself
constexpr int lengthBytes = 4;
constexpr unsigned char macSaltMask = 0x3a;
constexpr int macRounds = 2;

QByteArray macOf(const QByteArray &page, const QByteArray &key)
{
    QByteArray salt = page.left(saltBytes);
    for (char &c : salt)
        c = char(c ^ macSaltMask);
    QByteArray macKey(keyBytes, '\0');
    PKCS5_PBKDF2_HMAC(key.constData(), int(key.size()), rawBytes(std::as_const(salt)), saltBytes, macRounds, EVP_sha512(),
                      keyBytes, rawBytes(macKey));
    const QByteArray covered = page.mid(saltBytes, macAt - saltBytes) + QByteArray("\x01\0\0\0", 4);
    QByteArray mac(macBytes, '\0');
    HMAC(EVP_sha512(), macKey.constData(), keyBytes, rawBytes(covered), size_t(covered.size()), rawBytes(mac), nullptr);
    OPENSSL_cleanse(macKey.data(), keyBytes);
    return mac;
}

bool crypt(QByteArray &page, const QByteArray &key, int encrypt)
{
    const QByteArray in = page.mid(saltBytes, ivAt - saltBytes);
    const QByteArray iv = page.mid(ivAt, ivBytes);
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    int written = 0;
    return context && EVP_CipherInit_ex(context.get(), EVP_aes_256_cbc(), nullptr, rawBytes(key), rawBytes(iv), encrypt) == 1 &&
           EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1 &&
           EVP_CipherUpdate(context.get(), rawBytes(page) + saltBytes, &written, rawBytes(in), int(in.size())) == 1 &&
           written == in.size();
}
} // namespace

bool HeadPage::save(const QString &database, const QString &copy, const QByteArray &key)
{
    QFile file(database);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    QByteArray page = file.read(pageBytes);
    if (page.size() != pageBytes || key.size() != keyBytes ||
        CRYPTO_memcmp(macOf(page, key).constData(), page.constData() + macAt, macBytes) != 0)
        return false;
    if (!crypt(page, key, 0))
        return false;
    memset(page.data() + lengthAt, 0, lengthBytes);
    // Two pages under one IV would show where they differ first: a fresh one.
    QByteArray iv(ivBytes, '\0');
    QRandomGenerator::system()->fillRange(reinterpret_cast<quint32 *>(iv.data()), ivBytes / int(sizeof(quint32)));
    page.replace(ivAt, ivBytes, iv);
    if (!crypt(page, key, 1))
        return false;
    page.replace(macAt, macBytes, macOf(page, key));
    return StoreFiles::writePrivate(copy, page);
}

bool HeadPage::fits(const QString &copy, const QString &database)
{
    const QByteArray page = StoreFiles::read(copy);
    QFile file(database);
    return page.size() == pageBytes && file.open(QIODevice::ReadOnly) && file.read(saltBytes) == page.left(saltBytes);
}

bool HeadPage::putBack(const QString &copy, const QString &database)
{
    const QByteArray page = StoreFiles::read(copy);
    QFile file(database);
    return page.size() == pageBytes && file.open(QIODevice::ReadWrite) && file.write(page) == pageBytes && file.flush();
}

} // namespace liaison
