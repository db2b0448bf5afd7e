# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: windows.py BIN [--json FILE] [--only NAME]… [--quick] [--list]

The workstation's window beside native chat clients of Debian, by one method: from the start of the process with a fresh home until its
first window is on the screen, then what it holds and what it does while nobody touches it. None of them has an account here, so each
shows what it shows first; ours also with a signed-in agent. Run by bench.py on a stage of its own."""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "system", "story"))
from programs import Hub, end, memory_mb, until  # noqa: E402

IDLE_BEFORE_S, IDLE_S = 5, 10
PEERS = {"telegram-desktop": ["telegram-desktop"], "nheko": ["nheko"], "quassel-client": ["quasselclient"]}


def family(pid):
    """The process and all that it started."""
    found = [pid]
    for one in found:
        try:
            for task in os.listdir(f"/proc/{one}/task"):
                with open(f"/proc/{one}/task/{task}/children", encoding="ascii") as file:
                    found += [int(child) for child in file.read().split()]
        except OSError:
            continue
    return found


def cpu_ms(pid):
    total = 0
    for one in family(pid):
        with open(f"/proc/{one}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total * 1000 / os.sysconf("SC_CLK_TCK")


def has_window(pid):
    for one in family(pid):
        said = subprocess.run(["xdotool", "search", "--all", "--onlyvisible", "--pid", str(one), "--name", ""], capture_output=True, text=True)
        if said.stdout.strip():
            return True
    return False


def measure(command, runs):
    """Medians of `runs` starts; the first, with cold files, is left out."""
    opened, held, idle = [], [], []
    for run in range(runs + 1):
        with tempfile.TemporaryDirectory(prefix="liaison-peer-") as home:
            env = {**os.environ, "HOME": home, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
            for name in ("CONFIG", "DATA", "CACHE", "STATE"):
                env[f"XDG_{name}_HOME"] = os.path.join(home, name.lower())
            begun = time.monotonic()
            process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                until(lambda: has_window(process.pid), f"a window of {command[0]}", 60)
                took = (time.monotonic() - begun) * 1000
                threading.Event().wait(IDLE_BEFORE_S)
                before = cpu_ms(process.pid)
                threading.Event().wait(IDLE_S)
                busy = (cpu_ms(process.pid) - before) / IDLE_S
                if run > 0:
                    opened.append(took)
                    held.append(sum(memory_mb(one) for one in family(process.pid)))
                    idle.append(busy)
            finally:
                end(process)
    return opened, held, idle


def spread(values):
    if len(values) < 2:
        return 0
    low, _, high = statistics.quantiles(values, n=4)
    return (high - low) / 2


def row(name, unit, note, values=()):
    value = round(statistics.median(values), 1) if values else None
    print(f"{name:50}{value if values else '-':>10} {unit:10}± {spread(values):.1f}  {note}")
    return {"name": name, "value": value, "unit": unit, "budget": None, "ok": bool(values), "runs": len(values),
            "spread": round(spread(values), 1), "note": note, "load": os.getloadavg()[0]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bin")
    parser.add_argument("--json", required=True)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory(prefix="liaison-peers-") as folder:
        hub = Hub(folder)
        hub.start()
        ours = [f"{options.bin}/liaison", "--no-keychain", "--hub", hub.url, "--language", "en"]
        commands = {"liaison, signing in": ours,
                    "liaison, signed in": [*ours, "--agent", "lin", "--password-file", hub.password_file], **PEERS}
        try:
            for name, command in commands.items():
                group = f"peer.window.{name}"
                if options.list:
                    print(group)
                elif not options.only or any(only in group for only in options.only):
                    rows += measured_rows(group, command, 2 if options.quick else 5)
        finally:
            hub.close()
    with open(options.json, "w", encoding="utf-8") as file:
        json.dump(rows, file, indent=1)


def measured_rows(group, command, runs):
    """A client that is not installed or shows no window has a row that says so, and the others go on."""
    try:
        opened, held, idle = measure(command, runs)
    except (OSError, AssertionError) as error:
        return [row(f"{group}.start", "ms", str(error))]
    quiet = f"after {IDLE_BEFORE_S} s of quiet"
    return [row(f"{group}.start", "ms", "first visible window", opened), row(f"{group}.memory", "MB", f"PSS {quiet}", held),
            row(f"{group}.idle", "ms CPU/s", quiet, idle)]


if __name__ == "__main__":
    main()
