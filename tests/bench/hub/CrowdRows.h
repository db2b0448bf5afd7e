// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/BenchReport.h"

namespace liaison::bench {

/// Rows about many links at once: one event for all of them, their memory, and their return after a crash of the hub.
void measureCrowd(BenchReport &report);

} // namespace liaison::bench
