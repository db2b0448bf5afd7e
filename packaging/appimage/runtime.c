// SPDX-License-Identifier: GPL-3.0-or-later
// The program at the head of the AppImage (type 2): makes the files behind it reachable and becomes the program among them. Statically
// linked, so it needs nothing of the system but the kernel; without FUSE it unpacks. Linked in: squashfuse (BSD-2-Clause), libfuse3 and
// glibc (LGPL-2.1), zstd (BSD-3-Clause), zlib (Zlib); docs/dependencies.md.
#define _GNU_SOURCE
#include "image.h"
#include "keeper.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static const char usage[] = "Options of the AppImage itself; everything else goes to the program in it.\n\n"
                            "--appimage-help               this text\n"
                            "--appimage-version            version of the runtime\n"
                            "--appimage-offset             where the file system begins, in bytes\n"
                            "--appimage-mount              mount it, print where, until Ctrl+C\n"
                            "--appimage-extract [PATTERN]  unpack everything, or what fits, into squashfs-root\n"
                            "--appimage-extract-and-run    unpack into a temporary folder, run, and remove it afterwards\n\n"
                            "APPIMAGE_EXTRACT_AND_RUN=1 does the last; without FUSE it is done anyway.\n";

/// Leaves the world as the AppImage specification has it, and becomes the program. Returns only if that is impossible.
static int become_program(const struct image *image, const char *folder, char **argv)
{
    char start[PATH_MAX], program[PATH_MAX], here[PATH_MAX];
    if (snprintf(start, sizeof start, "%s/AppRun", folder) >= (int)sizeof start || !realpath(start, program)) {
        fprintf(stderr, "There is nothing to run in %s: %s\n", folder, strerror(errno));
        return 127;
    }
    setenv("APPIMAGE", image->path, 1);
    setenv("APPDIR", folder, 1);
    setenv("ARGV0", argv[0], 1);
    if (getcwd(here, sizeof here))
        setenv("OWD", here, 1);
    // One that the program starts is another program's business.
    unsetenv("APPIMAGE_EXTRACT_AND_RUN");
    // Its own name: the desktop finds the window's icon and group by it.
    argv[0] = program;
    execv(program, argv);
    fprintf(stderr, "Cannot run %s: %s\n", program, strerror(errno));
    return 127;
}

/// Makes an empty folder from which programs may be started, in the first place that has one.
static bool make_place(char *folder)
{
    const char *home = getenv("HOME"), *named = getenv("TMPDIR");
    char cache[PATH_MAX] = "";
    if (home && *home == '/' && snprintf(cache, sizeof cache, "%s/.cache", home) < (int)sizeof cache)
        mkdir(cache, 0700);
    const char *places[] = {named && *named == '/' ? named : "/tmp", "/tmp", "/var/tmp", cache};
    for (size_t i = 0; i < sizeof places / sizeof *places; ++i) {
        struct statvfs about;
        if (*places[i] && statvfs(places[i], &about) == 0 && !(about.f_flag & ST_NOEXEC) &&
            make_folder(places[i], "appimage_extracted_liaison", folder))
            return true;
    }
    fprintf(stderr, "There is no folder for temporary files from which programs may be started; TMPDIR can name one.\n");
    return false;
}

static int extract_and_run(const struct image *image, char **argv)
{
    char folder[PATH_MAX];
    if (!make_place(folder))
        return 1;
    // First who clears up, then what there is to clear: an end in between leaves nothing.
    if (!keep_extracted(folder)) {
        fprintf(stderr, "Cannot start a second process: %s\n", strerror(errno));
        rmdir(folder);
        return 1;
    }
    return image_extract(image, folder, NULL, false) ? become_program(image, folder, argv) : 1;
}

static int mount_until_asked(const struct image *image)
{
    char folder[PATH_MAX];
    if (!keep_mounted(image, folder)) {
        fprintf(stderr, "FUSE cannot be used here: it needs fusermount3 (package fuse3) and access to /dev/fuse.\n");
        return 1;
    }
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    sigprocmask(SIG_BLOCK, &ends, NULL);
    puts(folder);
    fflush(stdout);
    int number;
    sigwait(&ends, &number);
    return 0;
}

static int extract_here(const struct image *image, const char *pattern)
{
    if (mkdir("squashfs-root", 0755) != 0 && errno != EEXIST) {
        fprintf(stderr, "Cannot make squashfs-root here: %s\n", strerror(errno));
        return 1;
    }
    return image_extract(image, "squashfs-root", pattern, true) ? 0 : 1;
}

int main(int argc, char **argv)
{
    struct image image;
    const char *option = argc > 1 && strncmp(argv[1], "--appimage-", 11) == 0 ? argv[1] + 11 : "";
    if (strcmp(option, "help") == 0) {
        fputs(usage, stdout);
        return 0;
    }
    if (strcmp(option, "version") == 0) {
        puts("AppImage runtime of Liaison " LIAISON_VERSION ", type 2");
        return 0;
    }
    if (!image_find(&image))
        return 1;
    if (strcmp(option, "offset") == 0) {
        printf("%zu\n", image.offset);
        return 0;
    }
    if (strcmp(option, "mount") == 0)
        return mount_until_asked(&image);
    if (strcmp(option, "extract") == 0)
        return extract_here(&image, argv[2]);
    const char *wish = getenv("APPIMAGE_EXTRACT_AND_RUN");
    bool unpack = wish && *wish && strcmp(wish, "0") != 0;
    if (strcmp(option, "extract-and-run") == 0) {
        unpack = true;
        argv[1] = argv[0];
        ++argv;
    } else if (*option) {
        fprintf(stderr, "%s is no option of this AppImage.\n\n%s", argv[1], usage);
        return 2;
    }
    char folder[PATH_MAX];
    if (!unpack && keep_mounted(&image, folder))
        return become_program(&image, folder, argv);
    return extract_and_run(&image, argv);
}
