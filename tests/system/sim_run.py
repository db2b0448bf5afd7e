#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`./dev sim`: synthetic customers against one workstation in a real window. Counts loss and doubling from what was sent and seen,
says how long the window was busy and what it holds, and takes a picture. Ends with 1 if anything was lost or doubled."""
import argparse
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "story"))
from programs import BIN, Hub, end, until  # noqa: E402
from workstation import Workstation  # noqa: E402


def options():
    parser = argparse.ArgumentParser(prog="./dev sim", description=__doc__)
    parser.add_argument("--customers", type=int, default=50)
    parser.add_argument("--rate", type=float, default=60, help="messages a minute, of all customers together")
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pictures", type=int, default=10, help="percent of messages")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--shot", help="where the picture of the window goes")
    return parser.parse_args()


def memory_mb(pid):
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pss:")) / 1024


def main():
    wanted = options()
    with tempfile.TemporaryDirectory(prefix="liaison-sim-") as folder:
        hub = Hub(folder)
        hub.run("agent", "capacity", "lin", str(wanted.customers + 10))
        desk = Workstation(hub, folder)
        stalls = os.path.join(folder, "stalls.json")
        sim = None
        try:
            hub.start()
            desk.start("--stalls", stalls)
            # The agent's second device takes the offers and answers; the window shows everything that goes on.
            sim = subprocess.Popen(
                [f"{BIN}/liaison-sim", "--hub", hub.url, "--customers", str(wanted.customers), "--rate", str(wanted.rate),
                 "--seconds", str(wanted.seconds), "--seed", str(wanted.seed), "--pictures", str(wanted.pictures), "--json",
                 "--agents", "1", "--agent-name", "lin", "--password-file", hub.password_file],
                stdout=subprocess.PIPE, stderr=sys.stderr)
            out, _ = sim.communicate(timeout=wanted.seconds + 180)
            report = json.loads(out)
            until(lambda: os.path.exists(stalls), "the window's own measure")
            with open(stalls, encoding="ascii") as file:
                report["window"] = json.load(file)
            report["window"]["pss_mb"] = round(memory_mb(desk.process.pid))
            report["hub_pss_mb"] = round(memory_mb(hub.process.pid))
            if wanted.shot:
                subprocess.run(["import", "-window", "root", wanted.shot], check=True)
            desk.application()  # still there
        finally:
            end(sim)
            desk.close()
            hub.close()
    print(json.dumps(report, indent=2) if wanted.json else table(report))
    return 1 if sim.returncode or report["lost"] or report["doubled"] or report["out_of_order"] else 0


def table(report):
    window = report["window"]
    rows = [(key, report[key]) for key in ("customers", "sent", "confirmed", "seen_by_agents", "sent_by_agents", "seen_by_customers",
                                           "lost", "doubled", "out_of_order", "refused")]
    rows += [("customer's send to ok, p99", f"{report['ok_ms']['p99']} ms"),
             ("window busy, p99 / longest", f"{window['p99_ms']} / {window['max_ms']} ms of {window['ticks']} looks"),
             ("memory: window, hub", f"{window['pss_mb']} MB, {report['hub_pss_mb']} MB")]
    return "\n".join(f"{name:32}{value}" for name, value in rows)


if __name__ == "__main__":
    sys.exit(main())
