// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>
#include <atomic>
#include <memory>

namespace liaison {

/// The store's numbers. The defaults are what is shipped; tests shorten the waits and set the limit of pages.
struct StoreOptions
{
    int groupMs = 20;                      ///< how long a write waits for others to share its transaction
    int groupRows = 200;                   ///< rows after which it waits no longer
    int truncateAfterCommitMs = 20'000;    ///< the WAL is emptied this long after a commit
    int truncateAfterDeleteMs = 3'000;     ///< the same after texts were deleted
    int mergeAfterIdleMs = 4'000;          ///< search index segments are merged when nothing was written for so long
    int retryMs = 2'000;                   ///< while the disk is full
    int inspectAfterMs = 5'000;            ///< check of the whole file, only after an unclean end
    int mostQueuedRows = 50'000;           ///< kept in memory while the disk is full
    qint64 reserveBytes = 4 * 1024 * 1024; ///< see DiskReserve; 0 for none
    /// For tests: PRAGMA max_page_count before each transaction, 0 for no limit; a disk that fills and empties.
    std::shared_ptr<std::atomic<qint64>> mostPages;
};

} // namespace liaison
