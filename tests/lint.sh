#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/lint.sh BUILD. Format, static analysis, translations, folder READMEs, script syntax. Prints what is wrong, by file.
set -uo pipefail
cd "$(dirname "$0")/.."
build=$1
failed=0
step() { printf 'lint: %s\n' "$*"; }
bad() { printf '%s\n' "$*"; failed=1; }

sources() { git ls-files --cached --others --exclude-standard "$@"; }

step "format"
sources '*.h' '*.cpp' | xargs -r clang-format-14 --dry-run -Werror 2>/tmp/liaison-format.$$ || bad "$(grep -E 'error|warning' /tmp/liaison-format.$$ | cut -d: -f1 | sort | uniq -c)"
rm -f /tmp/liaison-format.$$

step "shell and JavaScript syntax"
for f in dev .ci/run $(sources '*.sh' packaging/linux/hub packaging/linux/completions | grep -vE '\.service$|/_|/(conffiles|templates)$'); do bash -n "$f" || bad "$f: syntax"; done
for f in $(sources '*.js' '*.mjs'); do node --check "$f" >/dev/null 2>&1 || bad "$f: syntax"; done

step "licence headers"
for f in $(sources '*.h' '*.cpp' '*.js' '*.mjs' '*.css' '*.sh' '*.py' '*.cmake' '*CMakeLists.txt'); do
    head -3 "$f" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || bad "$f: no licence header"
done

step "folder READMEs of at most 15 lines"
for d in app models widgets hub resources translations packaging tests docs $(sources | grep -E '^(app|models|widgets|hub|tests)/[^/]+/' | cut -d/ -f1,2 | sort -u); do
    [ -d "$d" ] || continue
    if [ ! -f "$d/README.md" ]; then bad "$d: no README.md"
    elif [ "$d" != docs ] && [ "$(wc -l <"$d/README.md")" -gt 15 ]; then bad "$d/README.md: more than 15 lines"; fi
done

step "length of files (600 lines)"
for f in $(sources '*.h' '*.cpp' '*.js' '*.mjs' '*.py'); do
    [ "$(wc -l <"$f")" -le 600 ] || bad "$f: $(wc -l <"$f") lines"
done

step "one system's calls in files named for it"
tests/windows/platform.sh || failed=1

step "translations: nothing unfinished"
python3 tests/translations.py || failed=1

step "static analysis"
mkdir -p "$build/tidy"
sed -E -e "s/ -fpch-preprocess//g; s/ -Winvalid-pch//g; s/ -include [^ ]*cmake_pch\.hxx//g" "$build/compile_commands.json" >"$build/tidy/compile_commands.json"
# The groups that the build compiles; what is for Windows only is compiled by tests/windows.
python3 - "$build" <<'PY' | xargs -r -d '\n' -P "$(nproc)" -n 1 clang-tidy-14 -p "$build/tidy" --quiet \
    >"$build/tidy/report.txt" 2>"$build/tidy/errors.txt" || bad "$(grep -E 'error:|warning:' "$build/tidy/report.txt" | sort -u | head -40)"
import json, os, re, sys
build = os.path.relpath(sys.argv[1])
found = 0
for command in json.load(open(f"{build}/tidy/compile_commands.json")):
    file = os.path.relpath(os.path.join(command["directory"], command["file"]))
    ours = re.match(rf"({re.escape(build)}/)?(app|hub|models|widgets)/", file)
    if ours and "_autogen/" not in file:
        found += 1
        print(os.path.abspath(file))
if found < 20:
    sys.exit(f"{build}: no groups to analyse")
PY

[ $failed -eq 0 ] && echo "lint: nothing to mend"
exit $failed
