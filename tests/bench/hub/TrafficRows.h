// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/BenchReport.h"

namespace liaison::bench {

/// Rows about messages and offers on a busy desk of 1,000 links, and messages at 5,000.
void measureTraffic(BenchReport &report);

} // namespace liaison::bench
