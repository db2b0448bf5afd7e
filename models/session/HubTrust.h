// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/link/TlsTrust.h"
#include "models/policy/Policy.h"

namespace liaison {

/// Which hubs the policy of this machine lets the workstation speak to. Reads the file of authorities: once, at the start.
TlsTrust hubTrust(const Policy &policy);

} // namespace liaison
