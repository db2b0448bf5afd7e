// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/BenchReport.h"

namespace liaison::bench {

/// The hub and XMPP servers under the same traffic: customers' messages to agents, archived. One that is not installed, does not start or
/// does not keep up has a row that says so.
void measureServers(BenchReport &report);

} // namespace liaison::bench
