// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/Heap.h"

#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace liaison {

void keepHeapTight()
{
#ifdef __GLIBC__
    ::mallopt(M_MMAP_THRESHOLD, 128 * 1024);
    ::mallopt(M_TRIM_THRESHOLD, 256 * 1024);
    ::mallopt(M_ARENA_MAX, 2);
#endif
}

void keepHeapAtHand()
{
#ifdef __GLIBC__
    constexpr int mebi = 1024 * 1024;
    ::mallopt(M_MMAP_THRESHOLD, mebi); // set, it also stays; hardly a frame or a part of a snapshot is as large
    ::mallopt(M_TRIM_THRESHOLD, 8 * mebi);
    ::mallopt(M_TOP_PAD, 4 * mebi);
    ::mallopt(M_ARENA_MAX, 32); // glibc's own limit is eight for each processor
#endif
}

} // namespace liaison
