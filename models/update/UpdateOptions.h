// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/update/PackageDownload.h"
#include "models/update/SignedManifest.h"

#include <QUrl>

namespace liaison::update {

/// How this installation is updated; from updateOptions() and main(). Without an address or without a key nothing is ever asked for.
struct UpdateOptions
{
    bool enabled = true;
    QUrl url;       ///< of the signed manifest
    TlsTrust trust; ///< whom to ask for it and for the packages; the signature is looked at besides
    QString channel = QStringLiteral("stable");
    QList<UpdateKey> keys;  ///< the key in use and the next one
    QString folder;         ///< for state and packages, this user's own
    QString platform;       ///< see Installation::platform()
    QString program;        ///< path of the AppImage; otherwise empty
    QVersionNumber version; ///< what runs
    QString installation;   ///< an id that stays; decides the ring
    qint64 bytesPerSecond = PackageDownload::usualRate;
    int firstLookMs = 3'000; ///< after the start: the desk comes first
    int lookEveryMs = 4 * 3600 * 1000;
    int tryAgainMs = 15 * 60 * 1000; ///< after a failure
    int spreadMs = 12'000;           ///< of the first look; later ones are spread by a fifth of their wait

    bool isUsable() const { return enabled && !url.isEmpty() && !keys.isEmpty() && !platform.isEmpty(); }
};

} // namespace liaison::update
