// SPDX-License-Identifier: GPL-3.0-or-later
#define _GNU_SOURCE
#include "image.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <ftw.h>
#include <squashfuse/squashfuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(const char *what, const char *path)
{
    fprintf(stderr, "%s %s: %s\n", what, path, strerror(errno));
    return false;
}

bool image_find(struct image *image)
{
    const ssize_t length = readlink("/proc/self/exe", image->path, sizeof image->path - 1);
    if (length < 0)
        return fail("Cannot find out what file this is:", "/proc/self/exe");
    image->path[length] = 0;
    const int fd = open(image->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail("Cannot read", image->path);
    // The section table is the last thing in a program that was linked and stripped.
    Elf64_Ehdr header;
    const bool whole = pread(fd, &header, sizeof header, 0) == (ssize_t)sizeof header;
    image->offset = whole ? header.e_shoff + (size_t)header.e_shnum * header.e_shentsize : 0;
    char magic[4] = "";
    const bool found = whole && pread(fd, magic, sizeof magic, (off_t)image->offset) == (ssize_t)sizeof magic;
    close(fd);
    if (!found || memcmp(magic, "hsqs", sizeof magic) != 0) {
        fprintf(stderr, "%s carries no file system; it was cut off or changed. Please fetch it anew.\n", image->path);
        return false;
    }
    return true;
}

static bool write_file(sqfs *fs, sqfs_inode *inode, const char *path, mode_t mode)
{
    static char buffer[1 << 20];
    unlink(path);
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode | S_IWUSR);
    if (fd < 0)
        return fail("Cannot write", path);
    sqfs_off_t done = 0;
    const sqfs_off_t size = (sqfs_off_t)inode->xtra.reg.file_size;
    while (done < size) {
        sqfs_off_t piece = sizeof buffer;
        if (sqfs_read_range(fs, inode, done, &piece, buffer) != SQFS_OK || piece <= 0) {
            close(fd);
            fprintf(stderr, "%s cannot be read out of the image; the image is damaged.\n", path);
            return false;
        }
        for (sqfs_off_t written = 0; written < piece;) {
            const ssize_t n = write(fd, buffer + written, (size_t)(piece - written));
            if (n < 0) {
                const int reason = errno;
                close(fd);
                errno = reason;
                return fail("Cannot write", path);
            }
            written += n;
        }
        done += piece;
    }
    if (fchmod(fd, mode) != 0 || close(fd) != 0)
        return fail("Cannot write", path);
    return true;
}

static bool write_link(sqfs *fs, sqfs_inode *inode, const char *path)
{
    char target[PATH_MAX];
    size_t size = sizeof target;
    if (sqfs_readlink(fs, inode, target, &size) != SQFS_OK) {
        fprintf(stderr, "%s cannot be read out of the image; the image is damaged.\n", path);
        return false;
    }
    unlink(path);
    return symlink(target, path) == 0 || fail("Cannot write", path);
}

/// The folders above `path` below `root`, for a pattern that fits a file only.
static bool make_parents(const char *root, char *path)
{
    for (char *slash = strchr(path + strlen(root) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        const bool made = mkdir(path, 0755) == 0 || errno == EEXIST;
        if (!made)
            fail("Cannot make", path);
        *slash = '/';
        if (!made)
            return false;
    }
    return true;
}

static bool extract_entry(sqfs *fs, sqfs_dir_entry *entry, const char *root, const char *inner, bool list)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", root, inner) >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        return fail("Cannot write", inner);
    }
    sqfs_inode inode;
    if (sqfs_inode_get(fs, &inode, sqfs_dentry_inode(entry)) != SQFS_OK) {
        fprintf(stderr, "%s cannot be read out of the image; the image is damaged.\n", path);
        return false;
    }
    if (!make_parents(root, path))
        return false;
    if (list)
        puts(path);
    const mode_t mode = inode.base.mode & 0777;
    if (S_ISDIR(inode.base.mode))
        return mkdir(path, mode | S_IRWXU) == 0 || errno == EEXIST || fail("Cannot make", path);
    if (S_ISREG(inode.base.mode))
        return write_file(fs, &inode, path, mode);
    if (S_ISLNK(inode.base.mode))
        return write_link(fs, &inode, path);
    return true; // devices and pipes have no place in an image
}

bool image_extract(const struct image *image, const char *to, const char *pattern, bool list)
{
    sqfs fs;
    if (sqfs_open_image(&fs, image->path, image->offset) != SQFS_OK)
        return false; // it said why
    sqfs_traverse walk;
    sqfs_err error = sqfs_traverse_open(&walk, &fs, sqfs_inode_root(&fs));
    bool good = error == SQFS_OK;
    if (good) {
        while (good && sqfs_traverse_next(&walk, &error)) {
            if (!walk.dir_end && (!pattern || fnmatch(pattern, walk.path, FNM_FILE_NAME | FNM_LEADING_DIR) == 0))
                good = extract_entry(&fs, &walk.entry, to, walk.path, list);
        }
        sqfs_traverse_close(&walk);
    }
    if (error != SQFS_OK)
        fprintf(stderr, "%s is damaged. Please fetch it anew.\n", image->path);
    sqfs_destroy(&fs);
    return good && error == SQFS_OK;
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *place)
{
    (void)about;
    (void)place;
    if (type == FTW_DP || type == FTW_DNR)
        rmdir(path);
    else
        unlink(path);
    return 0;
}

void remove_tree(const char *path) { nftw(path, remove_one, 32, FTW_DEPTH | FTW_PHYS | FTW_MOUNT); }
