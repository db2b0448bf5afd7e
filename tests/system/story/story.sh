#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tells the story in a display and a session bus of its own. LIAISON_BIN_DIR: the programs; LIAISON_SHOTS: where pictures go (optional).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [ "${1:-}" != inside ]; then
    home=$(mktemp -d -t liaison-story-home.XXXXXX)
    trap 'rm -rf "$home"' EXIT
    mkdir -m 700 "$home/run"
    # No settings, no secret store and no bus of whoever runs it.
    env -u DISPLAY -u WAYLAND_DISPLAY -u DBUS_SESSION_BUS_ADDRESS HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_CONFIG_HOME="$home/config" \
        XDG_DATA_HOME="$home/data" XDG_CACHE_HOME="$home/cache" \
        xvfb-run -a -s "-screen 0 1600x1000x24" dbus-run-session -- "$0" inside
    exit
fi
children=()
cleanup() {
    for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
    wait 2>/dev/null || true
}
trap cleanup EXIT
/usr/libexec/at-spi-bus-launcher --launch-immediately &
children+=($!)
openbox &
children+=($!)
cd "$here"
PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 story.py
