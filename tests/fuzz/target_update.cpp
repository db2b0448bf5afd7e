// SPDX-License-Identifier: GPL-3.0-or-later
// The file a server of updates answers with, and what is in it once it is signed.
#include "models/update/SignedManifest.h"
#include "models/update/UpdateRule.h"
#include "tests/fuzz/FuzzTarget.h"

using namespace liaison;
using namespace liaison::update;

LIAISON_FUZZ(update_signed)
{
    static const QList<UpdateKey> keys{{QByteArray(32, 'k')}, {QByteArray(32, 'n')}};
    const auto opened = SignedManifest::open(input, keys);
    fuzz::promise(opened.reason != Reason::None, "nobody signs with a key that has no private half");
    fuzz::promise(opened.payload.isEmpty(), "nothing unsigned is handed on");
    fuzz::promise(!reasonName(opened.reason).isEmpty(), "a refusal has a name");
}

LIAISON_FUZZ(update_manifest)
{
    const auto parsed = UpdateManifest::parse(input);
    if (const auto *error = std::get_if<QString>(&parsed)) {
        fuzz::promise(!error->isEmpty(), "a refusal says why");
        return;
    }
    const auto &manifest = std::get<UpdateManifest>(parsed);
    const QByteArray once = manifest.toJson();
    const auto again = UpdateManifest::parse(once);
    fuzz::promise(std::holds_alternative<UpdateManifest>(again), "what was read can be written and read");
    fuzz::promise(std::get<UpdateManifest>(again).toJson() == once, "writing is the same the second time");
    Situation situation;
    situation.channel = manifest.channel;
    situation.platform = QStringLiteral("linux-appimage");
    situation.installation = QStringLiteral("desk-7");
    situation.version = QVersionNumber(0, 1, 0);
    situation.nowMs = 1'800'000'000'000;
    const auto verdict = UpdateRule::judge(manifest, "digest", situation);
    fuzz::promise(verdict.reason != Reason::None || (manifest.version > situation.version && verdict.believed),
                  "only something newer is taken");
}
