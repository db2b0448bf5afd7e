// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/bench/BenchReport.h"

namespace liaison::bench {

/// Commits `batches` groups of 100 customers' messages each, in this process and without any socket: what valgrind counts.
int runCommitBatches(int batches);
/// The row "instructions: commit a batch", by running this program under callgrind with two numbers of batches.
void measureCommitBatch(BenchReport &report);

} // namespace liaison::bench
