#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/system/shots.sh BIN DIR [ONLY]: a picture of every screen in both languages, both themes, at 100 % and 150 %.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
LIAISON_BIN_DIR=$(cd "$1" && pwd)
export LIAISON_BIN_DIR LIAISON_STAGE_BARE=1
exec "$here/stage.sh" 2400x1500 "$here/shots.py" "$(realpath -m "$2")" "${@:3}"
