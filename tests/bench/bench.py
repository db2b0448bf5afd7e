#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: tests/bench/bench.py BIN CACHE [--peers] [--json FILE] [--only NAME]… [--quick] [--list]

What `./dev bench` runs: liaison-bench-desk on a display of its own, then liaison-bench-hub; with --peers other programs beside ours:
windows, then servers. The rows are merged into one file. The exit code is 1 if a budget is missed, 2 if a program failed. CACHE keeps
filled stores for the next time."""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'peers'))
import table  # noqa: E402


def main():
    if len(sys.argv) < 3 or {'--help', '-h'} & set(sys.argv[1:]):
        print(__doc__)
        return 0 if len(sys.argv) >= 2 else 2
    bin_dir, cache = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    options, target, peers = [], None, False
    words = iter(sys.argv[3:])
    for word in words:
        if word == '--json':
            target = pathlib.Path(next(words, '')).resolve()
        elif word == '--peers':
            peers = True
        else:
            options.append(word)
    cache.mkdir(parents=True, exist_ok=True)
    # A display of its own, whatever the caller's; two runs at the same moment must not take the same number.
    display = ['xvfb-run', '-a', '-n', str(100 + random.randrange(800)), '-s', '-screen 0 1600x1000x24']
    tests = pathlib.Path(__file__).resolve().parent.parent
    if peers:
        programs = [
            ('windows', [tests / 'system/stage.sh', '1600x1000', tests / 'bench/peers/windows.py', bin_dir]),
            ('servers', [bin_dir / 'liaison-bench-servers']),
        ]
    else:
        programs = [
            ('desk', [*display, bin_dir / 'liaison-bench-desk', '--set', f'cache={cache}']),
            ('hub', [bin_dir / 'liaison-bench-hub']),
        ]
    rows, worst = [], 0
    environment = {**os.environ, 'LC_ALL': 'C.UTF-8', 'LIAISON_REDUCED_MOTION': '1', 'LIAISON_BIN_DIR': str(bin_dir)}
    for name in ('DISPLAY', 'WAYLAND_DISPLAY', 'QT_QPA_PLATFORM', 'DBUS_SESSION_BUS_ADDRESS'):
        environment.pop(name, None)
    with tempfile.TemporaryDirectory(prefix='liaison-bench-') as home:
        environment.update(HOME=home, XDG_RUNTIME_DIR=home, XDG_CONFIG_HOME=home + '/config', XDG_DATA_HOME=home + '/data')
        os.chmod(home, 0o700)
        for name, command in programs:
            out = pathlib.Path(home) / f'{name}.json'
            code = subprocess.run([*map(str, command), '--json', str(out), *options], env=environment, cwd=home).returncode
            worst = max(worst, code if code in (0, 1) else 2)
            if out.exists():
                rows += json.loads(out.read_text())
    if target:
        target.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + '\n')
    if peers:
        table.show(rows)
    missed = [row['name'] for row in rows if not row['ok']]
    if rows:
        print(f'\n{len(rows)} rows, {len(missed)} missed' + (': ' + ', '.join(missed) if missed else ''))
    noted = [row for row in rows if row.get('pace') is not None]
    if noted:
        paces, worst_row = [row['pace'] for row in noted], max(noted, key=lambda row: row['stolen'])
        print(f'the same work took {min(paces):.1f} to {max(paces):.1f} ms'
              + (f"; the host kept up to {worst_row['stolen']:.0f} % of the processors' time for others ({worst_row['name']})"
                 if worst_row['stolen'] >= 0 else ''))
    return worst


sys.exit(main())
