// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace liaison {

/// Registers icons, sounds and the program's picture. Every program and test that draws calls it once before the first widget:
/// a static library's resources are otherwise left out by the linker.
void initResources();

} // namespace liaison
