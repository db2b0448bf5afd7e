// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/settings/UpdateSettings.h"

#include "models/session/HubTrust.h"
#include "models/session/SignIn.h"
#include "models/update/UpdateAddress.h"
#include "widgets/settings/Preferences.h"

namespace liaison {

using update::UpdateOptions;

namespace {

/// `updates_dir` of the hub.
QUrl hubsManifest(QUrl hub)
{
    if (!hub.isValid())
        return {};
    QString base = hub.path();
    while (base.endsWith(QLatin1Char('/')))
        base.chop(1);
    hub.setPath(base + QStringLiteral("/updates/update.json"));
    return hub;
}

} // namespace

UpdateOptions updateOptions(const Preferences &preferences, const QString &hub, const QString &builtInKeys)
{
    // What the administrator has decided wins; an unreadable key of his leaves none, so that nothing is believed.
    const Policy &policy = preferences.policy();
    const auto setting = [&preferences, &policy](const char *name, const char *decided) {
        return policy.isSet(decided) ? policy.text(decided)
                                     : preferences.value(QLatin1String("update/") + QLatin1String(name)).toString();
    };
    UpdateOptions options;
    options.enabled = policy.isSet(policy_name::updateEnabled)
                          ? policy.flag(policy_name::updateEnabled)
                          : preferences.value(QStringLiteral("update/enabled")).toString() != QLatin1String("false");
    const QString keys = setting("key", policy_name::updateKey);
    options.keys = update::UpdateKey::listFromBase64(keys.isEmpty() ? builtInKeys : keys);
    const QUrl hubUrl = SignIn::address(hub);
    const QString url = setting("url", policy_name::updateUrl);
    options.url = url.isEmpty() ? hubsManifest(hubUrl) : QUrl(url);
    if (update::UpdateAddress::isSameServer(options.url, hubUrl))
        options.trust = hubTrust(policy);
    if (const QString channel = setting("channel", policy_name::updateChannel); !channel.isEmpty())
        options.channel = channel;
    return options;
}

} // namespace liaison
