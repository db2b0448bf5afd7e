#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/system/sim.sh BIN [options of sim_run.py]. What `./dev sim` runs: a display of its own, then sim_run.py in it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
LIAISON_BIN_DIR=$(cd "$1" && pwd)
export LIAISON_BIN_DIR
shift
case " $* " in *" --help "* | *" -h "*) exec /usr/bin/python3 "$here/sim_run.py" --help ;; esac
LIAISON_STAGE_BARE=1 exec "$here/stage.sh" 1600x1000 "$here/sim_run.py" "$@"
