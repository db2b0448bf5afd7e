// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/domain/Principal.h"

#include <functional>
#include <optional>

namespace liaison::hub {

/// Whom a token belongs to.
struct Identity
{
    Principal principal;
    QString device;       ///< the device the token was given to; empty if it is bound to none
    qint64 expiresAt = 0; ///< hub UTC ms; 0 for never
};

/// Looks a token up. Called on the main thread; nothing for an unknown, expired or revoked one.
using Identify = std::function<std::optional<Identity>(const QString &token)>;

} // namespace liaison::hub
