// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/HubTrust.h"

#include "models/policy/PolicyFolder.h"

namespace liaison {

TlsTrust hubTrust(const Policy &policy)
{
    const QString file = policy.text(policy_name::hubCaFile);
    // Who can write that file says which hubs are trusted: it is held to the same rule as the policy.
    const QString fault = file.isEmpty() ? QString() : PolicyFolder::faultOfSystemFile(file);
    return {policy.list(policy_name::hubPins), file, fault};
}

} // namespace liaison
