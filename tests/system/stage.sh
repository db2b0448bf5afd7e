#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/system/stage.sh WxH SCRIPT.py [ARGUMENT…]
# Runs a Python script on a stage of its own: display of that size, session bus, accessibility bus, window manager. No settings, secrets
# or bus of whoever runs it. Two that start at the same moment must not take the same display, so its number is drawn. Without -noreset
# the display begins anew when its last client goes, and turns away who comes meanwhile: a window manager does not come again.
# LIAISON_STAGE_BARE=1: windows without a frame, in the upper left corner, for pictures.
set -euo pipefail
if [ "${1:-}" != inside ]; then
    size=$1
    shift
    home=$(mktemp -d -t liaison-stage.XXXXXX)
    trap 'rm -rf "$home"' EXIT
    mkdir -m 700 "$home/run"
    mkdir -p "$home/config/openbox"
    if [ -n "${LIAISON_STAGE_BARE:-}" ]; then
        cat >"$home/config/openbox/rc.xml" <<'EOF'
<openbox_config xmlns="http://openbox.org/3.4/rc"><applications>
  <application class="*"><decor>no</decor></application>
  <application class="*" type="normal"><position force="yes"><x>0</x><y>0</y></position></application>
</applications></openbox_config>
EOF
    fi
    env -u DISPLAY -u WAYLAND_DISPLAY -u DBUS_SESSION_BUS_ADDRESS HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_CONFIG_HOME="$home/config" \
        XDG_DATA_HOME="$home/data" XDG_CACHE_HOME="$home/cache" \
        xvfb-run -a -n $((100 + RANDOM % 800)) -s "-screen 0 ${size}x24 -noreset" dbus-run-session -- "$0" inside "$@"
    exit
fi
shift
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
PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$@"
