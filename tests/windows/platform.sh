#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/windows/platform.sh [FOLDER…]. In what runs on both systems, headers and calls of one of them lie in files named for it
# (*_posix.cpp, *_windows.cpp); the hub is for Linux and may. Qt's own ways are everybody's, behind Q_OS_WIN too. Prints each line
# that does not; 1 if there are any.
set -uo pipefail
cd "$(dirname "$0")/../.."
folders=("$@")
[ $# -gt 0 ] || folders=(models widgets app/workstation app/sim resources translations)

headers='aio|arpa/[a-z]+|cpio|dirent|dlfcn|elf|endian|execinfo|fcntl|ftw|glob|grp|ifaddrs|langinfo|libgen|linux/[a-z_]+|mntent|mqueue|net/if|netdb|netinet/[a-z]+|paths|poll|pthread|pty|pwd|regex|sched|semaphore|signal|spawn|strings|sys/[a-z_]+|syslog|termios|ucontext|unistd|utime|utmpx?|wordexp'
windows='windows|winsock2?|ws2tcpip|shlobj|shellapi|shobjidl|wincrypt|wincred|aclapi|sddl|io|direct|process|qt_windows'
calls='access|chmod|chown|close|dup2?|execv[pe]*|fchmod|fcntl|fdatasync|flock|fork|fsync|ftruncate|getenv|geteuid|getpid|getppid|getuid|ioctl|kill|link|lseek|mkdir|mlock|mmap|mprotect|munlock|munmap|nanosleep|open|openat|pipe2?|poll|posix_[a-z_]+|pread|pwrite|read|readlink|rename|select|setenv|sigaction|socket|stat|statvfs|symlink|sysconf|umask|unlink|usleep|waitpid|write'

include="^[[:space:]]*#[[:space:]]*include[[:space:]]*<(($headers|$windows)\\.h|Windows\\.h)>"
call="(^|[^A-Za-z0-9_>:])::($calls)[[:space:]]*\\("

found=$(find "${folders[@]}" \( -name '*.cpp' -o -name '*.h' \) ! -name '*_posix.cpp' ! -name '*_windows.cpp' -print0 | LC_ALL=C sort -z |
    xargs -0 grep -nE "$include|$call")
[ -z "$found" ] && exit 0
printf '%s\n' "$found"
echo "These belong to one system; put them into a file named Name_posix.cpp or Name_windows.cpp behind one header."
exit 1
