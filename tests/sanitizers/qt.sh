#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/sanitizers/qt.sh DIR. Builds Qt's Core, Network, Sql, DBus and Test from Debian's sources with the thread sanitizer, once:
# with DIR/lib in LD_LIBRARY_PATH and DIR/plugins (the system's) in QT_PLUGIN_PATH it sees what Qt's locks, queues and pools hand from thread
# to thread.
# The same version and interface as the system's, so that everything else of Qt goes on top of them. About 15 minutes on two cores.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../../packaging/debian_source.sh"
mkdir -p "$1"
dir=$(cd "$1" && pwd)
version=$(dpkg-query -W -f='${Version}' qt6-base-dev)
modules=(Core Network Sql DBus Test)
[ "$(cat "$dir/built" 2>/dev/null)" = "$version ${modules[*]}" ] && exit
release=${version%%+*} release=${release%%-*}
if [ "$(cat "$dir/wanted" 2>/dev/null)" != "$version" ]; then
    rm -rf "$dir/source" "$dir/build" "$dir/apt"
    echo "$version" >"$dir/wanted"
fi
[ -d "$dir/source" ] || debian_source "$dir" qt6-base "$dir/source"
grep -q "\"$release\"" "$dir/source/.cmake.conf" || { echo "The source is not $release, which is what this machine has." >&2; exit 1; }
flags="-fsanitize=thread -fno-omit-frame-pointer -O1 -g1"
libraries=/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH)
cmake -G Ninja -S "$dir/source" -B "$dir/build" -DCMAKE_BUILD_TYPE=None -DCMAKE_C_FLAGS="$flags" -DCMAKE_CXX_FLAGS="$flags" \
    -DCMAKE_SHARED_LINKER_FLAGS="-fsanitize=thread" -DCMAKE_EXE_LINKER_FLAGS="-fsanitize=thread" -DCMAKE_MODULE_LINKER_FLAGS="-fsanitize=thread" \
    -DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DCMAKE_INSTALL_PREFIX=/usr -DINSTALL_LIBDIR="$libraries" \
    -DINSTALL_ARCHDATADIR="$libraries/qt6" -DINSTALL_DATADIR=/usr/share/qt6 -DQT_BUILD_EXAMPLES=OFF -DQT_BUILD_TESTS=OFF \
    -DQT_HOST_PATH=/usr -DQT_FORCE_FIND_TOOLS=ON -DFEATURE_gui=OFF -DFEATURE_widgets=OFF -DFEATURE_xml=OFF -DFEATURE_androiddeployqt=OFF \
    -DFEATURE_qmake=OFF -DFEATURE_reduce_relocations=OFF -DFEATURE_system_sqlite=ON -DFEATURE_sql_{mysql,psql,odbc,ibase,db2,oci}=OFF >"$dir/configure.log" 2>&1 ||
    { tail -20 "$dir/configure.log" >&2; exit 1; }
ninja -C "$dir/build" "${modules[@]}" >"$dir/build.log" 2>&1 || { grep -E 'error|FAILED' "$dir/build.log" | head >&2; exit 1; }
ln -sfn "build/lib/$(basename "$libraries")" "$dir/lib"
ln -sfn "$libraries/qt6/plugins" "$dir/plugins"
echo "$version ${modules[*]}" >"$dir/built"
