#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/windows/compile.sh WORK. Compiles what a Windows build compiles with mingw-w64, without linking; README.md
# says with which headers. Prints each error with its file; 0 only if there is none.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$1
compiler=x86_64-w64-mingw32-g++-posix
command -v $compiler >/dev/null || { echo "$compiler is missing; ./dev setup installs it"; exit 1; }

# Where Qt's headers are.
qt=
for dir in /usr/include/*/qt6 /usr/include/qt6 /usr/include/qt; do
    [ -f "$dir/QtCore/qglobal.h" ] && qt=$dir && break
done
[ -n "$qt" ] || { echo "Qt's headers are not to be found"; exit 1; }

rm -rf "$work"
mkdir -p "$work/qt/QtCore" "$work/qt/QtGui" "$work/system"

# What configure finds otherwise on Windows. 1 stands for there, -1 for not there.
features() {
    local header=$1 on=$2 off=$3 name script=
    for name in $on; do script+="s/(QT_FEATURE_$name) -1\$/\\1 1/;"; done
    for name in $off; do script+="s/(QT_FEATURE_$name) 1\$/\\1 -1/;"; done
    sed -E "$script" "$qt/$header" | grep -v 'QT_REDUCE_RELOCATIONS\|QT_THREADSAFE_CLOEXEC' >"$work/qt/$header"
}
features QtCore/qconfig.h "cross_compile" "pkg_config reduce_relocations dbus"
features QtCore/qtcore-config.h "" "clock_monotonic eventfd glib inotify"
features QtGui/qtgui-config.h "" "accessibility_atspi_bridge fontconfig egl xcb xcb_glx_plugin"

# Only these of the system's headers: its C library must not be seen.
for name in sodium.h sodium sqlcipher zlib.h zconf.h qt6keychain; do
    found=$(find /usr/include /usr/include/"$(gcc -print-multiarch)" -maxdepth 1 -name $name | head -1)
    [ -n "$found" ] || { echo "$name is not to be found"; exit 1; }
    ln -s "$found" "$work/system/$name"
done
mkdir "$work/system/openssl"
ln -s /usr/include/openssl/* /usr/include/"$(gcc -print-multiarch)"/openssl/*.h "$work/system/openssl/" 2>/dev/null

flags=(-std=c++20 -O0 -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast -Werror
    -DQT_NO_CAST_TO_ASCII -DQT_NO_URL_CAST_FROM_STRING -DQT_NO_NARROWING_CONVERSIONS_IN_CONNECT -DQT_STRICT_ITERATORS -DQT_NO_FOREACH
    -DQT_DISABLE_DEPRECATED_BEFORE=0x060000 '-DLIAISON_VERSION="0"' '-DLIAISON_UPDATE_KEYS=""' -DSQLITE_HAS_CODEC
    -D_WIN32_WINNT=0x0A00 -DUNICODE -D_UNICODE -DNOMINMAX -DWIN32_LEAN_AND_MEAN
    -I"$root" -isystem "$work/qt" -isystem "$qt")
for module in Core Gui Widgets Network WebSockets Svg Multimedia; do flags+=(-isystem "$work/qt/Qt$module" -isystem "$qt/Qt$module"); done
flags+=(-isystem "$work/system" -isystem "$work/system/sqlcipher")

# The project's precompiled headers, for speed. Each source by itself: what it takes from a neighbour in its group is missed here.
making=()
for kind in core widgets; do
    echo "#include \"cmake/pch_$kind.h\"" >"$work/pch_$kind.h"
    $compiler "${flags[@]}" -x c++-header "$work/pch_$kind.h" -o "$work/pch_$kind.h.gch" &
    making+=($!)
done
for pid in "${making[@]}"; do wait "$pid" || exit 1; done

# Sources of one kind; those of a folder that only another system compiles are left out by name, as CMake does.
check() {
    local kind=$1
    shift
    find "$@" -name '*.cpp' ! -name '*_posix.cpp' -print0 | LC_ALL=C sort -z |
        xargs -0 -P "$(nproc)" -I{} $compiler "${flags[@]}" -fsyntax-only -include "$work/pch_$kind.h" {}
}
cd "$root"
failed=0
check core models resources app/sim || failed=1
check widgets widgets app/workstation || failed=1
[ $failed -eq 0 ] && echo "$(find models resources app/sim widgets app/workstation -name '*.cpp' ! -name '*_posix.cpp' | wc -l) sources compile for Windows"
exit $failed
