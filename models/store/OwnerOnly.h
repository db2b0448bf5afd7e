// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace liaison {

/// Lets only its owner into a folder, and into what is made in it from then on: the mode 0700 where there are modes, on Windows an
/// access list of the user and the system that replaces what the folder inherited. False if it could not be set. Any thread.
bool keepToOwner(const QString &folder);

} // namespace liaison
