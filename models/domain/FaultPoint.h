// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Where the fault campaign (docs/faults.md) reaches into the programs. Only in a build with the CMake option LIAISON_FAULT_POINTS,
/// which nothing that is shipped has; in every other build these are nothing at all, and FaultPoint_posix.cpp is empty.
///
/// LIAISON_FAULT_POINT("name"): the process may be killed here, as by kill -9.
/// LIAISON_FAULT_NEAR("name"): it may be killed within microseconds from here, in the middle of what follows.
/// LIAISON_BREAKS(R1): true if that rule of docs/protocol.md is to be broken, so that it can be seen whether anybody notices.
/// LIAISON_CLOCK_OFFSET: milliseconds by which the machine's clock is wrong.
#ifdef LIAISON_FAULT_POINTS
#include <QtGlobal>

namespace liaison::fault {
/// What is wanted is read from a small file that LIAISON_FAULT_FILE names; FaultPoint_posix.cpp says how it is laid out. Any thread.
void reach(const char *point);
void reachSoon(const char *point);
/// LIAISON_BREAK in the environment names the rules, comma-separated.
bool breaks(const char *rule);
qint64 clockOffset();
} // namespace liaison::fault

#define LIAISON_FAULT_POINT(name) ::liaison::fault::reach(name)
#define LIAISON_FAULT_NEAR(name) ::liaison::fault::reachSoon(name)
#define LIAISON_BREAKS(rule) ::liaison::fault::breaks(#rule)
#define LIAISON_CLOCK_OFFSET ::liaison::fault::clockOffset()
#else
#define LIAISON_FAULT_POINT(name) static_cast<void>(0)
#define LIAISON_FAULT_NEAR(name) static_cast<void>(0)
#define LIAISON_BREAKS(rule) false
#define LIAISON_CLOCK_OFFSET 0
#endif
