#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the libraries of the Windows workstation with mingw-w64, from Debian's sources: Qt, OpenSSL (for SQLCipher), libsodium,
# QtKeychain; SQLCipher from its npm package, by version and hash. An interrupted run goes on where it was; docs/windows.md says more.
set -euo pipefail
cd "$(dirname "$0")"
. ../debian_source.sh

usage() {
    cat <<'EOF'
usage: packaging/windows/libraries.sh PREFIX [OPTION…]
  --source MODULE=DIR   take this module's source from a folder instead of Debian's source package; may be repeated
                        (qtbase, qtsvg, qtwebsockets, qtmultimedia, qtkeychain, openssl, libsodium)
  --only MODULE[,…]     these only, in the order given
  --work DIR            where sources and builds lie (default: PREFIX.work); may be deleted afterwards
  --jobs N              default: number of processors
  --launcher PROGRAM    put before each compiler call, ccache for instance
  --key                 print what a kept PREFIX must be named by, and end: it changes when a rebuild would give something else
EOF
}

# --- what is built ------------------------------------------------------------------------------------------------------------------
target=x86_64-w64-mingw32
modules=(openssl libsodium sqlcipher qtbase qtsvg qtwebsockets qtmultimedia qtkeychain)
declare -A package=([openssl]=openssl [libsodium]=libsodium [qtbase]=qt6-base [qtsvg]=qt6-svg [qtwebsockets]=qt6-websockets
    [qtmultimedia]=qt6-multimedia [qtkeychain]=qtkeychain)
sqlcipher_npm=@journeyapps/sqlcipher@6.0.0 # SQLCipher 4.14.0 on SQLite 3.51.3
sqlcipher_sha512=YmWSQIR4cnv+5L38lYJoS/dIF/+bEZBaACATbeTyq4XKjMHcxdIlFnElBLiIqa9rwseOIimIYjudgOOCovud3Q==
host_packages=(g++-mingw-w64-x86-64-posix mingw-w64-tools libz-mingw-w64-dev qt6-base-dev qt6-base-dev-tools qt6-tools-dev-tools qt6-l10n-tools
    qt6-shader-baker qt6-shadertools-dev cmake ninja-build make perl autoconf automake libtool dpkg-dev npm)

say() { printf 'libraries: %s\n' "$*"; }
die() { printf 'libraries: %s\n' "$*" >&2; exit 1; }

prefix= work= only= launcher=
jobs=$(nproc)
declare -A source_of=()
key=
while [ $# -gt 0 ]; do
    case $1 in
        --source) [[ ${2:-} == *=* ]] || die "--source wants MODULE=DIR"; source_of[${2%%=*}]=$(realpath "${2#*=}"); shift 2 ;;
        --only) only=${2:?}; shift 2 ;;
        --work) work=${2:?}; shift 2 ;;
        --jobs) jobs=${2:?}; shift 2 ;;
        --launcher) launcher=${2:?}; shift 2 ;;
        --key) key=yes; shift ;;
        -h | --help) usage; exit 0 ;;
        -*) usage >&2; die "unknown option $1" ;;
        *) [ -z "$prefix" ] || die "one PREFIX only"; prefix=$1; shift ;;
    esac
done
for module in "${!source_of[@]}"; do
    [[ " ${modules[*]} " == *" $module "* ]] || die "there is no module $module: ${modules[*]}"
    [ -d "${source_of[$module]}" ] || die "${source_of[$module]}, the source of $module, is not a folder"
done
if [ -n "$only" ]; then IFS=, read -ra modules <<<"$only"; fi

for p in "${host_packages[@]}"; do
    if [ "$p" = npm ] && command -v npm >/dev/null; then continue; fi
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="${missing:-} $p"
done
[ -z "${missing:-}" ] || die "these packages are missing:$missing"
qt_version=$(dpkg-query -W -f='${Version}' qt6-base-dev)
qt_release=${qt_version%%+*} qt_release=${qt_release%%-*}

if [ -n "$key" ]; then
    {
        cat libraries.sh ../debian_source.sh mingw-w64.cmake
        printf '%s\n' "$qt_version" "$(dpkg-query -W -f='${Version}' g++-mingw-w64-x86-64-posix)" "$(dpkg-query -W -f='${Version}' libz-mingw-w64-dev)"
        for module in $(printf '%s\n' "${!source_of[@]}" | sort); do
            printf '%s ' "$module"
            git -C "${source_of[$module]}" rev-parse HEAD 2>/dev/null || (cd "${source_of[$module]}" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
        done
    } | sha256sum | cut -c1-16
    exit
fi
[ -n "$prefix" ] || { usage >&2; exit 2; }
mkdir -p "$prefix"
prefix=$(realpath "$prefix")
work=${work:-$prefix.work}
mkdir -p "$work"
work=$(realpath "$work")
toolchain=$PWD/mingw-w64.cmake
host_cmake=$(dirname "$(dirname "$(find /usr/lib -name Qt6Config.cmake | head -1)")")

# --- sources ------------------------------------------------------------------------------------------------------------------------
# unpack MODULE: its source lies in $work/MODULE afterwards.
unpack() {
    local module=$1 dir=$work/$1
    [ -d "$dir" ] && return
    if [ -n "${source_of[$module]:-}" ]; then
        say "$module: source from ${source_of[$module]}"
        rm -rf "$work/fetch"
        mkdir "$work/fetch"
        (cd "${source_of[$module]}" && tar c --exclude=.git .) | tar x -C "$work/fetch"
        mv "$work/fetch" "$dir"
        return
    fi
    debian_source "$work" "${package[$module]}" "$dir" || die "$module: give a folder with --source $module=DIR"
}

# --- steps --------------------------------------------------------------------------------------------------------------------------
# logged NAME COMMAND…: quietly, with the end of the log if it fails.
logged() {
    local log=$work/$1.log
    shift
    "$@" >>"$log" 2>&1 || { grep -nE 'error:|Error|FAILED' "$log" | tail -15 >&2 || true; die "failed: $* (the whole log: $log)"; }
}

# cmake_module NAME [OPTION…]: configures, builds and installs a module of Qt; `targets`, if set, are built instead of all.
cmake_module() {
    local module=$1 build=$work/build/$1 target_dir
    shift
    mkdir -p "$build"
    [ -f "$build/build.ninja" ] ||
        logged "$module" cmake -G Ninja -S "$work/$module" -B "$build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$prefix" \
            -DBUILD_SHARED_LIBS=ON -DQT_BUILD_EXAMPLES=OFF -DQT_BUILD_TESTS=OFF -DQT_HOST_PATH=/usr -DQT_HOST_PATH_CMAKE_DIR="$host_cmake" \
            ${launcher:+-DCMAKE_C_COMPILER_LAUNCHER="$launcher" -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher"} "$@"
    logged "$module" ninja -C "$build" -j"$jobs" ${targets:-}
    if [ -z "${targets:-}" ]; then
        logged "$module" cmake --install "$build" --strip
    else
        for target_dir in ${installed:?}; do logged "$module" cmake --install "$build/$target_dir" --strip; done
    fi
}
with_qt=(-DCMAKE_TOOLCHAIN_FILE="$prefix/lib/cmake/Qt6/qt.toolchain.cmake" -DQT_CHAINLOAD_TOOLCHAIN_FILE="$toolchain")

build_openssl() {
    unpack openssl
    local build=$work/build/openssl
    mkdir -p "$build"
    # Only for SQLCipher: a static libcrypto without what it has no use for. TLS is Windows' own (schannel).
    [ -f "$build/Makefile" ] || (cd "$build" && logged openssl env CC="${launcher:+$launcher }$target-gcc-posix" RANLIB=$target-ranlib AR=$target-ar \
        RC=$target-windres perl "$work/openssl/Configure" mingw64 --prefix="$prefix" --libdir=lib no-shared no-tests no-legacy no-engine no-dso \
        no-ssl3 no-comp no-idea no-seed no-mdc2 no-bf no-cast no-rc2 no-rc4 no-md4 no-whirlpool)
    logged openssl make -C "$build" -j"$jobs" build_generated libcrypto.a
    mkdir -p "$prefix/include/openssl" "$prefix/lib"
    cp "$work/openssl/include/openssl/"*.h "$build/include/openssl/"*.h "$prefix/include/openssl/"
    cp "$build/libcrypto.a" "$prefix/lib/"
}

build_libsodium() {
    unpack libsodium
    local build=$work/build/libsodium
    mkdir -p "$build"
    [ -f "$work/libsodium/configure" ] || (cd "$work/libsodium" && logged libsodium autoreconf --install)
    [ -f "$build/Makefile" ] || (cd "$build" && logged libsodium env CC="${launcher:+$launcher }$target-gcc-posix" "$work/libsodium/configure" \
        --host=$target --prefix="$prefix" --enable-shared --disable-static --disable-dependency-tracking)
    logged libsodium make -C "$build" -j"$jobs"
    logged libsodium make -C "$build" install-strip
}

build_sqlcipher() {
    local dir=$work/sqlcipher amalgamation
    if [ ! -d "$dir" ]; then
        mkdir -p "$work/fetch-npm"
        (cd "$work/fetch-npm" && logged sqlcipher npm pack --silent "$sqlcipher_npm")
        echo "$(printf '%s' "$sqlcipher_sha512" | base64 -d | od -An -tx1 | tr -d ' \n')  $(echo "$work"/fetch-npm/*.tgz)" | sha512sum --check --quiet ||
            die "$sqlcipher_npm is not what it was when it was chosen"
        mkdir "$dir.part" && tar xzf "$work"/fetch-npm/*.tgz -C "$dir.part"
        mv "$dir.part" "$dir"
    fi
    amalgamation=$dir/package/deps/sqlcipher-amalgamation
    mkdir -p "$prefix/include/sqlcipher" "$prefix/lib" "$work/build/sqlcipher"
    logged sqlcipher ${launcher:-} $target-gcc-posix -O2 -include stdint.h -DSQLITE_HAS_CODEC -DSQLITE_TEMP_STORE=2 -DSQLCIPHER_CRYPTO_OPENSSL \
        -DSQLITE_EXTRA_INIT=sqlcipher_extra_init -DSQLITE_EXTRA_SHUTDOWN=sqlcipher_extra_shutdown -DSQLITE_ENABLE_FTS5 -DSQLITE_THREADSAFE=1 \
        -DNDEBUG -I"$prefix/include" -c "$amalgamation/sqlite3.c" -o "$work/build/sqlcipher/sqlite3.o"
    rm -f "$prefix/lib/libsqlcipher.a"
    $target-ar rcs "$prefix/lib/libsqlcipher.a" "$work/build/sqlcipher/sqlite3.o"
    cp "$amalgamation/sqlite3.h" "$amalgamation/sqlite3ext.h" "$prefix/include/sqlcipher/"
    # The same question that CMake asks of a Linux library. Its answer needs wine; without it, only that it can be linked.
    logged sqlcipher $target-gcc-posix -static -I"$prefix/include/sqlcipher" ../../cmake/probe_sqlcipher.c -o "$work/build/sqlcipher/probe.exe" \
        "$prefix/lib/libsqlcipher.a" "$prefix/lib/libcrypto.a" -lws2_32 -lcrypt32 -lgdi32
    if command -v wine >/dev/null; then
        rm -rf "$work/wine" # one that an interrupted run left half made answers nothing
        logged sqlcipher env WINEPREFIX="$work/wine" WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=;winemenubuilder.exe=d" \
            wine "$work/build/sqlcipher/probe.exe"
        say "sqlcipher: probed under wine: it encrypts, and FTS5 is in"
    fi
}

build_qtbase() {
    unpack qtbase
    grep -q "\"$qt_release\"" "$work/qtbase/.cmake.conf" || die "qtbase: its version is not $qt_release, that of the tools of this machine"
    # Off: what the workstation does not use (printing, SQL, D-Bus, OpenGL, …) and what Debian's sources leave out (wintab headers).
    cmake_module qtbase -DCMAKE_TOOLCHAIN_FILE="$toolchain" -DQT_QMAKE_TARGET_MKSPEC=win32-g++ -DCMAKE_CXX_FLAGS=-Wno-attributes \
        -DINPUT_opengl=no -DFEATURE_vulkan=OFF -DFEATURE_direct2d=OFF -DFEATURE_directwrite3=OFF -DFEATURE_tabletevent=OFF -DFEATURE_dbus=OFF \
        -DFEATURE_openssl=OFF -DFEATURE_schannel=ON -DFEATURE_dtls=OFF -DFEATURE_sql=OFF -DFEATURE_xml=OFF -DFEATURE_concurrent=OFF \
        -DFEATURE_system_{zlib,png,jpeg,freetype,harfbuzz,pcre2,doubleconversion}=OFF \
        -DFEATURE_glib=OFF -DFEATURE_icu=OFF -DFEATURE_pkg_config=OFF -DFEATURE_zstd=OFF -DFEATURE_brotli=OFF -DFEATURE_printsupport=OFF \
        -DFEATURE_androiddeployqt=OFF -DFEATURE_qmake=OFF
}
build_qtsvg() { unpack qtsvg; cmake_module qtsvg "${with_qt[@]}"; }
build_qtwebsockets() { unpack qtwebsockets; cmake_module qtwebsockets "${with_qt[@]}"; }

build_qtmultimedia() {
    unpack qtmultimedia
    local headers=$work/build/headers name
    # Its shaders are compiled by a tool of this machine; the library for other machines is not needed.
    sed -i 's|^find_package(Qt6 COMPONENTS ShaderTools)|find_package(Qt6ShaderToolsTools REQUIRED PATHS ${QT_HOST_PATH_CMAKE_DIR} NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)|' \
        "$work/qtmultimedia/src/multimedia/CMakeLists.txt"
    # QtConcurrent is not built: a camera's photo is the one thing that would be saved by it, and the workstation takes none.
    sed -i -e '/#include <QtConcurrent/d' -e 's|(void)QtConcurrent::run(&QWindowsImageCapture::saveImage, this,|saveImage(|' \
        "$work/qtmultimedia/src/plugins/multimedia/windows/mediacapture/qwindowsimagecapture.cpp"
    # Written for a file system that does not tell Mfidl.h from mfidl.h, nor QUrl.h from qurl.h.
    mkdir -p "$headers"
    { grep -rhoE '#include ["<][A-Za-z_]+\.h[">]' "$work/qtmultimedia/src/multimedia" "$work/qtmultimedia/src/plugins/multimedia/windows" || true; } |
        sed 's/.*["<]\(.*\)[">]/\1/' | sort -u | while read -r name; do
        if [[ $name == Q* ]]; then
            echo "#include <${name%.h}>" >"$headers/$name"
        elif [ ! -f "/usr/$target/include/$name" ] && [ -f "/usr/$target/include/${name,,}" ]; then
            echo "#include <${name,,}>" >"$headers/$name"
        fi
    done
    targets="Multimedia MultimediaWidgets QWindowsMediaPlugin" installed="src/multimedia src/multimediawidgets src/plugins/multimedia/windows" \
        cmake_module qtmultimedia "${with_qt[@]}" -DCMAKE_CXX_FLAGS="-Wno-attributes -isystem $headers" -DFEATURE_spatialaudio=OFF \
        -DWMF_MF_LIBRARY=mf -DWMF_MFUUID_LIBRARY=mfuuid -DWMF_MFPLAT_LIBRARY=mfplat -DWMF_MFCORE_LIBRARY=mfcore -DWMF_PROPSYS_LIBRARY=propsys
}
build_qtkeychain() { unpack qtkeychain; cmake_module qtkeychain "${with_qt[@]}" -DBUILD_WITH_QT6=ON -DBUILD_TRANSLATIONS=OFF; }

# --- all of it ----------------------------------------------------------------------------------------------------------------------
done_dir=$prefix/share/liaison-libraries
mkdir -p "$done_dir"
for module in "${modules[@]}"; do
    [ "$(type -t "build_$module")" = function ] || die "there is no module $module"
    # A step is done again when its recipe changes.
    recipe=$({ declare -f "build_$module" cmake_module; cat "$toolchain"; echo "$qt_version"; } | sha256sum | cut -c1-16)
    if [ "$(cat "$done_dir/$module" 2>/dev/null)" = "$recipe" ]; then
        say "$module: is there"
        continue
    fi
    say "$module: building"
    start=$SECONDS
    "build_$module"
    echo "$recipe" >"$done_dir/$module"
    say "$module: done in $((SECONDS - start)) s"
done
say "complete: ./dev package windows --qt $prefix"
