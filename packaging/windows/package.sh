#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Cross-builds the workstation for Windows, stages it with every DLL it needs, and makes the installer: docs/windows.md.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/packaging/windows

usage() {
    cat <<'EOF'
usage: ./dev package windows --qt PREFIX [--prove]   PREFIX: where packaging/windows/libraries.sh put Qt and the other libraries
       ./dev package windows --prove                 the installer alone, with a stand-in for the program
  --prove    install, upgrade, refuse to downgrade, uninstall and purge under wine; with --qt also a desk at work, with a hub of this machine
EOF
}

prefix= prove=
while [ $# -gt 0 ]; do
    case $1 in
        --qt) prefix=$(realpath "${2:?--qt wants a folder}"); shift 2 ;;
        --prove) prove=yes; shift ;;
        *) usage >&2; exit 2 ;;
    esac
done
if [ -z "$prefix" ]; then
    [ -n "$prove" ] || { usage >&2; exit 2; }
    exec "$here/prove_msi.py"
fi
[ -f "$prefix/lib/cmake/Qt6/qt.toolchain.cmake" ] || { echo "$prefix holds no Qt for Windows; packaging/windows/libraries.sh makes one" >&2; exit 1; }

cd "$root"
export LIAISON_QT_WINDOWS=$prefix
build=build/windows-cross
packages=build/packages
cmake --preset windows-cross -DQT_HOST_PATH_CMAKE_DIR="$(dirname "$(dirname "$(find /usr/lib -name Qt6Config.cmake | head -1)")")" \
    -DLIAISON_WERROR="${LIAISON_WERROR:-ON}" >&2
cmake --build --preset windows-cross --target liaison_workstation >&2

payload=$build/payload
rm -rf "$payload"
mkdir -p "$payload/translations" "$packages"
"$here/purge.sh" "$build/bin/liaison-purge.exe"
"$here/stage.py" "$payload" --prefix "$prefix" --search /usr/x86_64-w64-mingw32/lib \
    --search "$(dirname "$(x86_64-w64-mingw32-g++-posix -print-file-name=libstdc++-6.dll)")" \
    "$build/bin/liaison.exe" "$build/bin/liaison-purge.exe" >&2
# Qt's own words, where Qt looks for them beside the program.
cp /usr/share/qt6/translations/qtbase_zh_CN.qm "$payload/translations/"
printf '[Paths]\nPrefix = .\nPlugins = .\nTranslations = translations\n' >"$payload/qt.conf"
cp LICENSE "$payload/LICENSE.txt"
{
    echo '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Liaison</title>'
    echo '<style>body { max-width: 50em; margin: 2em auto; font-family: "Segoe UI", sans-serif } td, th { text-align: left; padding-right: 1em }</style>'
    sed 's/\[\([^]]*\)\]([^)]*)/\1/g' docs/agent.md | cmark-gfm -e table
    echo '</html>'
} >"$payload/guide.html"
cmark-gfm -e table docs/dependencies.md >"$payload/libraries.html"

version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$build/CMakeCache.txt")
"$here/msi.sh" "$payload" "$version" "$packages/Liaison-$version-x64.msi"
[ -n "$prove" ] || exit 0
"$here/prove_msi.py" "$payload"
"$here/prove_desk.py" "$payload" "$packages/windows-desk.png"
