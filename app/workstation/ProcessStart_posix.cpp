// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workstation/ProcessStart.h"

namespace liaison {

void prepareProcess() {}

} // namespace liaison
