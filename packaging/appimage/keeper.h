// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "image.h"

/// A process beside the program that keeps the image's files at hand and clears them away when the program has ended, however it
/// ended. It belongs to no terminal, holds nothing of the program's files open, and outlives a kill of everything else.

/// Mounts the image on a new folder and returns its path in `folder` (at least PATH_MAX long). False, silently, if FUSE cannot be
/// had here; nothing is left then.
bool keep_mounted(const struct image *image, char *folder);

/// Removes `folder` with everything in it once this process (or what it becomes by exec) has ended. False if no such process can be
/// started.
bool keep_extracted(const char *folder);

/// Makes a folder that only this user may enter, in `parent`, its name beginning with `prefix`. False with errno.
bool make_folder(const char *parent, const char *prefix, char *folder);
