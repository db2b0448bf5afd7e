// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/update/UpdateRule.h"

#include "models/domain/RawBytes.h"

#include <QtEndian>
#include <sodium.h>

namespace liaison::update {

int UpdateRule::placeOf(const QString &installation, const QVersionNumber &version)
{
    const QByteArray text = installation.toUtf8() + '\n' + version.toString().toLatin1();
    unsigned char hash[crypto_generichash_BYTES_MIN];
    crypto_generichash(hash, sizeof hash, rawBytes(text), size_t(text.size()), nullptr, 0);
    return int(qFromBigEndian<quint64>(hash) % 10000);
}

UpdateRule::Verdict UpdateRule::judge(const UpdateManifest &manifest, const QByteArray &digest, const Situation &situation)
{
    const auto refuse = [](Reason reason) { return Verdict{reason, 0, false}; };
    // First whether it is to be believed at all …
    if (manifest.channel != situation.channel)
        return refuse(Reason::OtherChannel);
    if (manifest.serial < situation.lastSerial || (manifest.serial == situation.lastSerial && digest != situation.lastDigest))
        return refuse(Reason::Replayed);
    if (manifest.expiresMs <= situation.nowMs)
        return refuse(Reason::Expired);
    // … then whether there is anything in it for us.
    const auto believe = [](Reason reason, qint64 fromMs = 0) { return Verdict{reason, fromMs, true}; };
    if (manifest.version == situation.version)
        return believe(Reason::UpToDate);
    if (manifest.version < situation.version)
        return believe(Reason::Downgrade);
    if (situation.failed.contains(manifest.version.toString()))
        return believe(Reason::FailedHere);
    if (!manifest.minimum.isNull() && situation.version < manifest.minimum)
        return believe(Reason::TooFarBehind);
    if (!manifest.packages.contains(situation.platform))
        return believe(Reason::NoPackage);
    const int place = placeOf(situation.installation, manifest.version);
    for (const UpdateManifest::Ring &ring : manifest.rings) {
        if (place < ring.percent * 100)
            return ring.fromMs <= situation.nowMs ? believe(Reason::None) : believe(Reason::NotYet, ring.fromMs);
    }
    return believe(Reason::NotYet);
}

} // namespace liaison::update
