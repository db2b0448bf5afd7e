// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "models/update/UpdateOptions.h"

namespace liaison {

class Preferences;

/// How policy and preferences have this machine updated, without the id of the installation, the folder and what runs here.
/// `hub`: the address that agents sign in to; where no other is named it offers the updates, and is then held to the same pins and
/// authorities as in a sign-in. `builtInKeys`: believed where no other key is named. GUI thread.
update::UpdateOptions updateOptions(const Preferences &preferences, const QString &hub, const QString &builtInKeys);

} // namespace liaison
