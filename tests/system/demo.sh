#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/system/demo.sh BIN [--shot FILE.png] [--language zh|en] [--theme light|dark]
# The demo profile behind `./dev run`: a hub with a seeded desk in a temporary folder, synthetic customers, and the workstation signed in
# as one of its agents. Everything started here is ended here, by process id.
set -euo pipefail

bin=$(cd "$1" && pwd)
shift
shot=""
desk_options=()
while [ $# -gt 0 ]; do
    case $1 in
        --shot) shot=$(realpath -m "$2"); shift 2 ;;
        --language | --theme) desk_options+=("$1" "$2"); shift 2 ;;
        *) echo "demo: unknown option $1" >&2; exit 2 ;;
    esac
done

if [ -n "$shot" ]; then
    # The window is driven through its accessible names, as a person would: offers are accepted and customers answered.
    here=$(cd "$(dirname "$0")" && pwd)
    export LIAISON_BIN_DIR=$bin LIAISON_STAGE_BARE=1
    exec "$here/stage.sh" 1600x1000 "$here/demo_shot.py" "$shot" "${desk_options[@]}"
fi

data=$(mktemp -d -t liaison-demo.XXXXXX)
pids=()
cleanup() {
    local pid
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$data"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

export LIAISON_HUB_DATA_DIR=$data/hub LIAISON_HUB_HTTP_PORT=0 LIAISON_HUB_LINK_PORT=0
mkdir -p "$data/hub"
password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
(umask 077 && printf '%s\n' "$password" >"$data/password")
LIAISON_PASSWORD=$password "$bin/liaison-hub" seed-demo >"$data/seed.log" 2>&1 || { cat "$data/seed.log" >&2; exit 1; }
"$bin/liaison-hub" serve >"$data/ready" 2>"$data/hub.log" &
pids+=($!)
for _ in $(seq 1 200); do
    grep -q '^ready ' "$data/ready" 2>/dev/null && break
    kill -0 "${pids[0]}" 2>/dev/null || { cat "$data/hub.log" >&2; exit 1; }
    read -rt 0.1 <> <(:) || true
done
port=$(sed -n 's/^ready .*http=\([0-9]*\).*/\1/p' "$data/ready")
hub=http://127.0.0.1:$port

"$bin/liaison-sim" --hub "$hub" --demo --seed 7 >"$data/sim.log" 2>&1 &
pids+=($!)

desk=("$bin/liaison" --hub "$hub" --agent lin --password-file "$data/password" --data "$data/desk" --no-keychain "${desk_options[@]}")
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    cat >&2 <<EOF
There is no display on this machine. To see the workstation at work:
  ./dev run --shot FILE.png      starts a display of its own, works a little, and writes a picture
  DISPLAY=:0 ./dev run           on a machine with a display, or through ssh -X
The customer's page is at $hub/chat until this is stopped with Ctrl+C.
EOF
    wait "${pids[0]}"
else
    echo "demo: the customer's page is at $hub/chat" >&2
    "${desk[@]}"
fi
