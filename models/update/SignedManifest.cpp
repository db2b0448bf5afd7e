// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/update/SignedManifest.h"

#include "models/domain/RawBytes.h"
#include "models/wire/Fields.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <sodium.h>

namespace liaison::update {

namespace {

using wire::Fields;
using wire::Presence;

constexpr auto strict = QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors;
constexpr int format = 1;

/// What is signed begins with it: a signature that this key gave for anything else is none for a manifest.
const QByteArray purpose = QByteArrayLiteral("liaison-update-1\n");

std::optional<QByteArray> decoded(const QString &text)
{
    auto result = QByteArray::fromBase64Encoding(text.toLatin1(), strict);
    if (!result)
        return std::nullopt;
    return *std::move(result);
}

} // namespace

std::optional<UpdateKey> UpdateKey::fromBase64(const QString &text)
{
    const auto bytes = decoded(text.trimmed());
    if (!bytes || bytes->size() != crypto_sign_PUBLICKEYBYTES)
        return std::nullopt;
    return UpdateKey{*bytes};
}

QList<UpdateKey> UpdateKey::listFromBase64(const QString &text)
{
    static const QRegularExpression gap(QStringLiteral("[,\\s]+"));
    QList<UpdateKey> keys;
    const QStringList parts = text.split(gap, Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        if (const auto key = fromBase64(part))
            keys.append(*key);
    }
    return keys;
}

QString UpdateKey::toBase64() const { return QString::fromLatin1(bytes.toBase64()); }

QString UpdateKey::id() const
{
    QByteArray hash(crypto_generichash_BYTES_MIN, '\0');
    crypto_generichash(rawBytes(hash), size_t(hash.size()), rawBytes(bytes), size_t(bytes.size()), nullptr, 0);
    return QString::fromLatin1(hash.toHex().left(16));
}

SignedManifest::Opened SignedManifest::open(const QByteArray &file, const QList<UpdateKey> &keys)
{
    if (sodium_init() < 0)
        return {Reason::BadSignature, QStringLiteral("libsodium does not start"), {}, {}};
    if (file.size() > mostBytes)
        return {Reason::NotAManifest, QStringLiteral("it is too big"), {}, {}};
    const QJsonDocument document = QJsonDocument::fromJson(file);
    if (!document.isObject())
        return {Reason::NotAManifest, QStringLiteral("it is no JSON object"), {}, {}};
    Fields fields(document.object());
    fields.integer(QLatin1String("liaison_update"), Presence::Required, format, format);
    const QString payloadText = fields.text(QLatin1String("manifest"), Presence::Required, mostBytes);
    const QJsonArray signatures = fields.array(QLatin1String("signatures"), Presence::Required, mostSignatures);
    const auto payload = decoded(payloadText);
    if (fields.good() && !payload)
        fields.fail(QStringLiteral("manifest is not base64"));
    if (!fields.good())
        return {Reason::NotAManifest, fields.error(), {}, {}};

    const QByteArray message = purpose + *payload;
    Opened refused{Reason::UnknownKey, QStringLiteral("it is not signed"), {}, {}};
    for (qsizetype i = 0; i < signatures.size(); ++i) {
        if (!signatures[i].isObject())
            return {Reason::NotAManifest, QStringLiteral("signatures[%1] is not an object").arg(i), {}, {}};
        Fields one(signatures[i].toObject(), QStringLiteral("signatures[%1].").arg(i));
        const QString id = one.text(QLatin1String("key"), Presence::Required, 64);
        const auto signature = decoded(one.text(QLatin1String("signature"), Presence::Required, 128));
        if (one.good() && (!signature || signature->size() != crypto_sign_BYTES))
            one.fail(QStringLiteral("signature is not one of Ed25519"));
        if (!one.good())
            return {Reason::NotAManifest, one.error(), {}, {}};
        for (const UpdateKey &key : keys) {
            if (key.id() != id || key.bytes.size() != crypto_sign_PUBLICKEYBYTES)
                continue;
            if (crypto_sign_verify_detached(rawBytes(*signature), rawBytes(message), size_t(message.size()),
                                            rawBytes(key.bytes)) == 0)
                return {Reason::None, {}, *payload, id};
            refused = {Reason::BadSignature, id, {}, {}};
        }
        if (refused.reason == Reason::UnknownKey)
            refused.detail = id;
    }
    return refused;
}

QByteArray SignedManifest::seal(const QByteArray &payload, const QList<QByteArray> &secretKeys)
{
    const QByteArray message = purpose + payload;
    QJsonArray signatures;
    for (const QByteArray &secret : secretKeys) {
        Q_ASSERT(secret.size() == crypto_sign_SECRETKEYBYTES);
        QByteArray signature(crypto_sign_BYTES, '\0');
        crypto_sign_detached(rawBytes(signature), nullptr, rawBytes(message), size_t(message.size()), rawBytes(secret));
        UpdateKey key{QByteArray(crypto_sign_PUBLICKEYBYTES, '\0')};
        crypto_sign_ed25519_sk_to_pk(rawBytes(key.bytes), rawBytes(secret));
        signatures.append(QJsonObject{{QStringLiteral("key"), key.id()},
                                      {QStringLiteral("signature"), QString::fromLatin1(signature.toBase64())}});
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("liaison_update"), format},
                                     {QStringLiteral("manifest"), QString::fromLatin1(payload.toBase64())},
                                     {QStringLiteral("signatures"), signatures}})
        .toJson();
}

} // namespace liaison::update
