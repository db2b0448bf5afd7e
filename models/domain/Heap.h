// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace liaison {

// How glibc's heap deals with the system's memory; one of them is called once, first thing in main(). Elsewhere they do nothing.

/// For programs with a window, that run all day: blocks of 128 KiB and more (frames, snapshots, decoded pictures) are as a rule pages of
/// their own, which go back to the system when they are freed, and all threads share two arenas. Left to itself glibc raises that limit
/// to the largest block that was ever freed, up to 32 MiB, and what is small and stays then lies between what was large and went: the
/// heap of a day grows to several times what is in use (docs/performance.md).
void keepHeapTight();

/// For the hub, whose threads are to wait for each other as seldom as can be: up to 8 MiB that are free at the end of an arena stay
/// there, and each of its ten or so threads has an arena of its own. Who asks the system for memory, or gives it back, changes the map
/// of the process, and waits until nobody else does or reads it; a thread of low priority that has just been given 64 MiB for a password
/// can hold it for 100 ms when the processors are wanted by others, and whoever holds the lock of a shared arena meanwhile makes all of
/// its threads wait (docs/security.md).
void keepHeapAtHand();

} // namespace liaison
