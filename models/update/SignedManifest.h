// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/update/UpdateReason.h"

#include <QByteArray>
#include <QList>
#include <optional>

namespace liaison::update {

/// An Ed25519 public key that updates are believed by. A value.
struct UpdateKey
{
    QByteArray bytes; ///< 32

    /// From the base64 text that `liaison-release keygen` prints; nothing if it is none.
    static std::optional<UpdateKey> fromBase64(const QString &text);
    /// Several of them, parted by commas or blanks: the key in use and the next one. Text that is no key is left out.
    static QList<UpdateKey> listFromBase64(const QString &text);
    QString toBase64() const;
    /// 16 hex digits by which a signature says whose it is; a hash of the key, no secret.
    QString id() const;
};

/// The file that a server offers: the manifest's exact bytes and signatures over them, in one JSON document, so that one can never be
/// fetched without the other. Several signatures let a key be replaced: see "Keys" in docs/administrator.md. Any thread.
class SignedManifest
{
public:
    static constexpr qsizetype mostBytes = 128 << 10; ///< of the whole file
    static constexpr qsizetype mostSignatures = 4;

    struct Opened
    {
        Reason reason = Reason::None;
        QString detail;     ///< which part is wrong; for diagnostics, English
        QByteArray payload; ///< the manifest's bytes; only if there is no reason against it
        QString key;        ///< whose signature was good
    };

    /// Checks before anything of the manifest is read. Nothing but the payload of a good signature by one of `keys` is ever returned.
    static Opened open(const QByteArray &file, const QList<UpdateKey> &keys);
    /// Makes the file. `secretKeys`: 64 bytes each, as libsodium has them.
    static QByteArray seal(const QByteArray &payload, const QList<QByteArray> &secretKeys);
};

} // namespace liaison::update
