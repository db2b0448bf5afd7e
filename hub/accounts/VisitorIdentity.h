// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <optional>

namespace liaison::hub {

/// A customer whom the host site vouches for: `user` of POST /api/v1/visitor (docs/protocol.md, 8).
struct VisitorIdentity
{
    QString id; ///< the customer's account at the host site
    QString name;
    QString email;
    QString phone;
    qint64 expiresAt = 0; ///< `exp`, UTC seconds or milliseconds as the site wrote it, turned into ms

    /// The user if the signature is right and not expired; compared in constant time. `siteSecret` empty: nobody is vouched for.
    static std::optional<VisitorIdentity> verified(const QJsonObject &user, const QByteArray &siteSecret, qint64 now);
    /// The signature a host site makes: hex HMAC-SHA256(secret, id \n name \n email \n phone \n exp).
    static QByteArray signature(const QByteArray &siteSecret, const QString &id, const QString &name, const QString &email,
                                const QString &phone, const QString &exp);
    /// For "customer.identify".
    QJsonObject toJson() const;
};

} // namespace liaison::hub
