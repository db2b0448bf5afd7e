// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "hub/log/Identity.h"

#include <QSqlDatabase>

namespace liaison::hub {

/// A fresh token: 32 random bytes. Only `hash` is ever stored.
struct NewToken
{
    QString token; ///< base64url, for the client
    QString hash;  ///< hex SHA-256 of the token, for the tables
};

/// Makes a token from the system's random source.
NewToken newToken();
/// What stands in the tables for a token.
QString hashOfToken(const QString &token);

/// The identity behind a token, or nothing if it is unknown, revoked, expired or its agent is disabled. Reads only; any thread with
/// its own connection; throws SqlError. Two indexed reads.
std::optional<Identity> identify(const QSqlDatabase &db, const QString &token, qint64 now);

} // namespace liaison::hub
