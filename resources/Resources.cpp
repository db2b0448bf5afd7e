// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/Resources.h"

#include <QDir>

// The macro declares a function in the global namespace, so it may not stand inside ours.
static void registerAll() { Q_INIT_RESOURCE(liaison); }

namespace liaison {

void initResources() { registerAll(); }

} // namespace liaison
