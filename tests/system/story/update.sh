#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# An update on a stage of its own. LIAISON_BIN_DIR: the programs; LIAISON_SHOTS: where pictures go (optional).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
exec "$here/../stage.sh" 1400x900 "$here/update.py"
