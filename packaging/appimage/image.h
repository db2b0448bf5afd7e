// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/// The file we are: a program (this one), and behind it a squashfs.
struct image
{
    char path[PATH_MAX]; ///< absolute, links resolved
    size_t offset;       ///< bytes of the program, where the squashfs begins
};

/// Finds this process's own image. False with a message on standard error.
bool image_find(struct image *image);

/// Writes everything that fits `pattern` (as fnmatch(3) has it, the path without a leading slash; NULL: everything) below the existing
/// folder `to`. `list`: print each path. False with a message on standard error; what was written until then stays.
bool image_extract(const struct image *image, const char *to, const char *pattern, bool list);

/// Removes a folder and everything in it; links are not followed.
void remove_tree(const char *path);
