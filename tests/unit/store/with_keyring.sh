#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# with_keyring.sh FOLDER PROGRAM ARGUMENT… runs the program on a message bus of its own with an unlocked keyring kept in FOLDER.
# Both end with the program. Needs dbus-run-session and gnome-keyring-daemon.
set -eu
folder=$1
shift
mkdir -p "$folder/data/keyrings" "$folder/run" "$folder/home"
chmod 700 "$folder/run"
export HOME="$folder/home" XDG_DATA_HOME="$folder/data" XDG_RUNTIME_DIR="$folder/run" XDG_CURRENT_DESKTOP=GNOME
unset GNOME_KEYRING_CONTROL DISPLAY WAYLAND_DISPLAY || true
exec dbus-run-session -- sh -c '
    printf "keyring password" | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
    daemon=$!
    trap "kill $daemon 2>/dev/null || true" EXIT
    tries=0
    until dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus \
            org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null | grep -q "boolean true"; do
        tries=$((tries + 1))
        [ "$tries" -lt 500 ] || { echo "no secret store came up" >&2; exit 3; }
        sleep 0.02
    done
    "$@"' sh "$@"
