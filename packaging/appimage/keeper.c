// SPDX-License-Identifier: GPL-3.0-or-later
#define _GNU_SOURCE
#include "keeper.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <squashfuse/ll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

/// How the keeper notices the end of the program: `fd` becomes readable.
struct life
{
    int fd;
    int given; ///< end of a pipe that the program carries along; -1 with a pidfd
};

static bool life_open(struct life *life)
{
    life->given = -1;
    life->fd = pidfd_open(getpid(), 0); // closes itself on exec
    if (life->fd >= 0)
        return true;
    // An old kernel, or a container that forbids it: a pipe that the program and what it starts hold open.
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    life->fd = ends[0];
    life->given = ends[1];
    fcntl(life->fd, F_SETFD, FD_CLOEXEC);
    return true;
}

/// Leaves the program's terminal, folder, streams and files alone, except for two.
static void detach(int keep, int keep_too)
{
    for (int number = 1; number < NSIG; ++number)
        signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    // At the end of a session everybody is asked to end; the program may still be writing, and needs its files for that.
    signal(SIGTERM, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    if (chdir("/") != 0)
        _exit(1);
    const int nothing = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; ++fd)
        dup2(nothing, fd);
    DIR *open_files = opendir("/proc/self/fd");
    if (!open_files)
        return;
    const struct dirent *entry;
    while ((entry = readdir(open_files))) {
        const int fd = atoi(entry->d_name);
        if (fd > 2 && fd != keep && fd != keep_too && fd != dirfd(open_files))
            close(fd);
    }
    closedir(open_files);
}

/// Starts the keeper; true in it. In the caller: false, with `*started` telling whether it was. It is nobody's child, so that the
/// program never meets a child it did not start.
static bool become_keeper(bool *started)
{
    const pid_t first = fork();
    if (first == 0) {
        setsid();
        const pid_t second = fork();
        if (second == 0)
            return true;
        _exit(second < 0);
    }
    int status = 1;
    while (first > 0 && waitpid(first, &status, 0) < 0 && errno == EINTR)
        ;
    *started = first > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return false;
}

bool make_folder(const char *parent, const char *prefix, char *folder)
{
    if (snprintf(folder, PATH_MAX, "%s/%sXXXXXX", parent, prefix) >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    return mkdtemp(folder) != NULL; // mode 0700
}

/// Takes the mount out of sight at once; what is still open in it stays readable until it is closed.
static void unmount(const char *folder)
{
    if (umount2(folder, MNT_DETACH) == 0)
        return;
    const pid_t child = fork();
    if (child == 0) {
        execlp("fusermount3", "fusermount3", "-u", "-z", "-q", "--", folder, (char *)NULL);
        _exit(1);
    }
    if (child > 0)
        waitpid(child, NULL, 0);
}

/// Answers the kernel until nothing of the mount is in use any more.
static void serve(struct fuse_session *session, const struct life *life, const char *folder)
{
    struct fuse_buf request = {0};
    bool mounted = true;
    while (!fuse_session_exited(session)) {
        struct pollfd fds[] = {{.fd = fuse_session_fd(session), .events = POLLIN},
                               {.fd = mounted ? life->fd : -1, .events = POLLIN}};
        if (poll(fds, 2, -1) < 0 && errno != EINTR)
            break;
        if (mounted && fds[1].revents) {
            unmount(folder);
            rmdir(folder);
            mounted = false;
        }
        if (!fds[0].revents)
            continue;
        const int got = fuse_session_receive_buf(session, &request);
        if (got == -EINTR || got == -EAGAIN)
            continue;
        if (got <= 0)
            break; // the last one has closed, or somebody has unmounted it
        fuse_session_process_buf(session, &request);
    }
    if (mounted) {
        unmount(folder);
        rmdir(folder);
    }
}

static bool mount_and_serve(const struct image *image, const char *folder, const struct life *life, int ready)
{
    sqfs_ll *files = sqfs_ll_open(image->path, image->offset);
    if (!files)
        return false;
    const struct fuse_lowlevel_ops operations = {
        .getattr = sqfs_ll_op_getattr,
        .opendir = sqfs_ll_op_opendir,
        .releasedir = sqfs_ll_op_releasedir,
        .readdir = sqfs_ll_op_readdir,
        .lookup = sqfs_ll_op_lookup,
        .open = sqfs_ll_op_open,
        .create = sqfs_ll_op_create,
        .release = sqfs_ll_op_release,
        .read = sqfs_ll_op_read,
        .readlink = sqfs_ll_op_readlink,
        .listxattr = sqfs_ll_op_listxattr,
        .getxattr = sqfs_ll_op_getxattr,
        .forget = sqfs_ll_op_forget,
        .statfs = stfs_ll_op_statfs,
    };
    char program[] = "liaison", option[] = "-oro,nosuid,nodev,fsname=liaison,subtype=AppImage";
    char *arguments[] = {program, option, NULL};
    struct fuse_args args = FUSE_ARGS_INIT(2, arguments);
    struct fuse_session *session = fuse_session_new(&args, &operations, sizeof operations, files);
    if (!session || fuse_session_mount(session, folder) != 0)
        return false;
    if (write(ready, "m", 1) != 1)
        return false;
    close(ready);
    serve(session, life, folder);
    return true;
}

/// Where folders of ours go: as the user says, else where everybody's do.
static const char *temporary(void)
{
    const char *named = getenv("TMPDIR");
    return named && *named == '/' ? named : "/tmp";
}

bool keep_mounted(const struct image *image, char *folder)
{
    struct life life;
    int ready[2];
    if (access("/dev/fuse", R_OK | W_OK) != 0 || !make_folder(temporary(), ".mount_liaison", folder))
        return false;
    if (!life_open(&life) || pipe2(ready, O_CLOEXEC) != 0) {
        rmdir(folder);
        return false;
    }
    bool started = false;
    if (become_keeper(&started)) {
        detach(life.fd, ready[1]);
        _exit(mount_and_serve(image, folder, &life, ready[1]) ? 0 : 1);
    }
    close(ready[1]);
    close(life.fd);
    char word = 0;
    ssize_t got = -1;
    while (started && (got = read(ready[0], &word, 1)) < 0 && errno == EINTR)
        ;
    close(ready[0]);
    if (got == 1)
        return true;
    if (life.given >= 0)
        close(life.given);
    rmdir(folder);
    return false;
}

bool keep_extracted(const char *folder)
{
    struct life life;
    if (!life_open(&life))
        return false;
    bool started = false;
    if (become_keeper(&started)) {
        detach(life.fd, -1);
        struct pollfd end = {.fd = life.fd, .events = POLLIN};
        while (poll(&end, 1, -1) < 0 && errno == EINTR)
            ;
        remove_tree(folder);
        _exit(0);
    }
    close(life.fd);
    return started;
}
