#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: packaging/windows/purge.sh OUT.exe. Builds liaison-purge.exe, which needs nothing but Windows.
set -euo pipefail
exec x86_64-w64-mingw32-g++-posix -std=c++20 -Os -Wall -Wextra -Wshadow -Wold-style-cast -Werror -D_WIN32_WINNT=0x0A00 -DUNICODE -static -s \
    "$(dirname "$0")/purge.cpp" -o "$1" -lntdll -ladvapi32
