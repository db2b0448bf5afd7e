// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/link/TlsTrust.h"
#include "models/update/UpdateReason.h"

#include <QNetworkRequest>
#include <QUrl>

class QNetworkReply;

namespace liaison::update {

/// Where manifest and packages may come from, and how they are asked for.
struct UpdateAddress
{
    /// https, or http on this machine itself.
    static bool isSafe(const QUrl &url);
    /// The address of a package, which the manifest may give relative to its own; invalid if it is none.
    static QUrl packageAt(const QUrl &manifest, const QString &address);
    static bool isSameServer(const QUrl &a, const QUrl &b);
    /// A request that follows redirects only to the same scheme, host and port, and gives up when nothing moves.
    static QNetworkRequest request(const QUrl &url, const TlsTrust &trust);
    /// Why a reply is none; None for 200 and 206.
    static Reason faultOf(QNetworkReply *reply);
};

} // namespace liaison::update
