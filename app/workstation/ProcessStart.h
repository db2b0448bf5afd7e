// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace liaison {

/// What a system wants of a program with windows before anything else; called once, first in main(). Nothing where Qt does it all. On
/// Windows: output goes to the console or file that the program was started from (a program with windows has none of its own), and
/// the taskbar is told which shortcut the windows belong to.
void prepareProcess();

} // namespace liaison
