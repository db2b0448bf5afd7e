// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/update/UpdateManifest.h"
#include "models/update/UpdateReason.h"

#include <QStringList>

namespace liaison::update {

/// What is known where the update would be installed. A value.
struct Situation
{
    QString channel;
    QString platform; ///< a key of UpdateManifest::packages
    QVersionNumber version;
    QString installation;  ///< an id that stays; decides the ring
    qint64 nowMs = 0;      ///< UTC
    qint64 lastSerial = 0; ///< the highest that was accepted on this channel
    QByteArray lastDigest; ///< SHA-256 of the manifest that had it
    QStringList failed;    ///< versions that did not start here
};

/// What to do with a manifest whose signature was good. Pure: no clock, no file, no network of its own.
struct UpdateRule
{
    struct Verdict
    {
        Reason reason = Reason::None; ///< None: take it
        qint64 fromMs = 0;            ///< with NotYet: when the turn comes; 0 if the manifest does not say
        bool believed = false;        ///< its serial is the latest from now on, whether it is taken or not
    };

    /// `digest`: SHA-256 of the manifest's bytes.
    static Verdict judge(const UpdateManifest &manifest, const QByteArray &digest, const Situation &situation);
    /// 0–9999: the place of an installation in the order in which it gets a version. Another version has another order, so that the
    /// same desks are not always first.
    static int placeOf(const QString &installation, const QVersionNumber &version);
};

} // namespace liaison::update
