// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace liaison {

/// For programs that run all day; called once, first thing in main(). With glibc, blocks of 128 KiB and more (frames, snapshots, decoded
/// pictures) are as a rule pages of their own, which go back to the system when they are freed, and all threads share two arenas. Left to
/// itself glibc raises that limit to the largest block that was ever freed, up to 32 MiB, and what is small and stays then lies between
/// what was large and went: the heap of a day grows to several times what is in use (docs/performance.md). Elsewhere it does nothing.
void keepHeapTight();

} // namespace liaison
