#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: packaging/package.sh BUILD deb|appimage …
# Makes packages of the build folder BUILD (programs and package files are built) in build/packages. SOURCE_DATE_EPOCH is the only time
# that gets into them: the same sources give the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$1
shift
packages=$PWD/build/packages
umask 022
export LC_ALL=C.UTF-8
: "${SOURCE_DATE_EPOCH:?is not set: ./dev package sets it from the last commit}"
mkdir -p "$packages"
scratch=$(mktemp -d -t liaison-package.XXXXXX)
trap 'rm -rf "$scratch"' EXIT

cached() { sed -n "s/^$1:[A-Z]*=//p" "$build/CMakeCache.txt"; }
version() { cached CMAKE_PROJECT_VERSION; }

# LIAISON_PACKAGE_VERSION: another version of the same sources, to try an upgrade.
make_deb() {
    local options=()
    [ -z "${LIAISON_PACKAGE_VERSION:-}" ] || options=(-D "CPACK_PACKAGE_VERSION=$LIAISON_PACKAGE_VERSION")
    (cd "$scratch" && cpack --config "$OLDPWD/$build/CPackConfig.cmake" -B "$scratch" "${options[@]}" >"$scratch/cpack.log" 2>&1) ||
        { cat "$scratch/cpack.log" >&2; return 1; }
    # CPack writes the times of the build into the archive, so it is packed once more.
    for deb in "$scratch"/*.deb; do
        rm -rf "$scratch/content"
        dpkg-deb --raw-extract "$deb" "$scratch/content"
        find "$scratch/content" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
        dpkg-deb --root-owner-group -Zxz --build "$scratch/content" "$packages/" >/dev/null
        say "$packages/$(basename "$deb")"
    done
}

make_appimage() {
    local qt libraries appdir=$scratch/AppDir image
    image=$packages/Liaison-$(version)-$(uname -m).AppImage
    qt=$(qtpaths6 --query QT_INSTALL_PLUGINS)
    libraries=$(qtpaths6 --query QT_INSTALL_LIBS)
    cmake --install "$build" --component workstation --prefix "$appdir/usr" --strip >/dev/null
    cmake -DAPPDIR="$appdir" -DQT_PLUGINS="$qt" -DLIBRARIES="$libraries" -DQT_TRANSLATIONS="$(qtpaths6 --query QT_INSTALL_TRANSLATIONS)" \
        -P packaging/appimage/bundle.cmake >"$scratch/bundle.log" 2>&1 || { cat "$scratch/bundle.log" >&2; return 1; }
    env -u SOURCE_DATE_EPOCH mksquashfs "$appdir" "$scratch/files" -root-owned -no-xattrs -noappend -no-progress -quiet \
        -comp zstd -Xcompression-level 15 -b 131072 -mkfs-time "$SOURCE_DATE_EPOCH" -all-time "$SOURCE_DATE_EPOCH" >/dev/null
    cat "$build/bin/appimage-runtime" "$scratch/files" >"$scratch/image"
    printf 'AI\002' | dd of="$scratch/image" bs=1 seek=8 conv=notrunc status=none
    chmod 755 "$scratch/image"
    mv "$scratch/image" "$image"
    say "$image"
}

say() { printf '%s\n' "$*"; }

for what in "$@"; do
    case $what in
        deb) make_deb ;;
        appimage) make_appimage ;;
        *) echo "package.sh: unknown package $what" >&2; exit 2 ;;
    esac
done
