// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/accounts/VisitorIdentity.h"

#include <QMessageAuthenticationCode>
#include <QStringList>
#include <sodium.h>

namespace liaison::hub {

namespace {
constexpr qint64 secondsEnd = 100'000'000'000; ///< below this `exp` is in seconds (until the year 5138)

/// A number or a text as the site wrote it; what is signed is its decimal form.
QString written(const QJsonValue &value) { return value.isDouble() ? QString::number(value.toInteger()) : value.toString(); }
} // namespace

QByteArray VisitorIdentity::signature(const QByteArray &siteSecret, const QString &id, const QString &name, const QString &email,
                                      const QString &phone, const QString &exp)
{
    const QByteArray text = QStringList{id, name, email, phone, exp}.join(QLatin1Char('\n')).toUtf8();
    return QMessageAuthenticationCode::hash(text, siteSecret, QCryptographicHash::Sha256).toHex();
}

std::optional<VisitorIdentity> VisitorIdentity::verified(const QJsonObject &user, const QByteArray &siteSecret, qint64 now)
{
    if (siteSecret.isEmpty())
        return std::nullopt;
    VisitorIdentity found;
    found.id = written(user["id"]);
    found.name = user["name"].toString();
    found.email = user["email"].toString();
    found.phone = written(user["phone"]);
    const QString exp = written(user["exp"]);
    const QByteArray given = user["sig"].toString().toLatin1().toLower();
    const QByteArray wanted = signature(siteSecret, found.id, found.name, found.email, found.phone, exp);
    if (given.size() != wanted.size() || sodium_memcmp(given.constData(), wanted.constData(), std::size_t(wanted.size())) != 0)
        return std::nullopt;
    // A line feed inside a field could move text from one field into the next without changing what is signed.
    for (const QString &field : {found.id, found.name, found.email, found.phone}) {
        if (field.contains(QLatin1Char('\n')) || field.size() > 400)
            return std::nullopt;
    }
    bool isNumber = false;
    const qint64 end = exp.toLongLong(&isNumber);
    if (!isNumber || found.id.isEmpty() || found.id.size() > 200)
        return std::nullopt;
    found.expiresAt = end < secondsEnd ? end * 1000 : end;
    return found.expiresAt > now ? std::optional(found) : std::nullopt;
}

QJsonObject VisitorIdentity::toJson() const { return {{"id", id}, {"name", name}, {"email", email}, {"phone", phone}}; }

} // namespace liaison::hub
