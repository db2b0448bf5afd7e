// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/accounts/Tokens.h"

#include "hub/store/Query.h"

#include <QCryptographicHash>
#include <sodium.h>

namespace liaison::hub {

NewToken newToken()
{
    QByteArray bytes(32, Qt::Uninitialized);
    if (sodium_init() < 0)
        throw std::runtime_error("no random source");
    randombytes_buf(bytes.data(), std::size_t(bytes.size()));
    const QString token = QString::fromLatin1(bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    return {token, hashOfToken(token)};
}

QString hashOfToken(const QString &token)
{
    return QString::fromLatin1(QCryptographicHash::hash(token.toUtf8(), QCryptographicHash::Sha256).toHex());
}

std::optional<Identity> identify(const QSqlDatabase &db, const QString &token, qint64 now)
{
    if (token.size() < 32 || token.size() > 128)
        return std::nullopt;
    const QString hash = hashOfToken(token);
    {
        Query query(db,
                    QStringLiteral("SELECT t.agent, t.device, t.expires_at FROM agent_token t JOIN agent a ON a.id = t.agent "
                                   "WHERE t.hash = ? AND t.revoked = 0 AND t.expires_at > ? AND a.disabled = 0"),
                    {hash, now});
        if (query.next())
            return Identity{Principal::agent(query.text(0)), query.text(1), query.number(2)};
    }
    Query query(
        db, QStringLiteral("SELECT customer, expires_at FROM visitor_token WHERE hash = ? AND revoked = 0 AND expires_at > ?"),
        {hash, now});
    if (query.next())
        return Identity{Principal::customer(query.text(0)), QString(), query.number(1)};
    return std::nullopt;
}

} // namespace liaison::hub
