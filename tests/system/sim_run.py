#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`./dev sim`: synthetic customers against one workstation in a real window. Counts loss and doubling from what was sent and seen,
says how long the window was busy and what it holds, and takes a picture. Ends with 1 if anything was lost or doubled. With --cuts
the links break all the while; a run of ten minutes or more begins with a rush, so that all that is bounded (caches, rings, pools) is full
when it counts, and says how memory grew from then on; it ends with 1 if that was over 5 %."""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "story"))
from cutting_proxy import CuttingProxy  # noqa: E402
from programs import BIN, Hub, end, memory_mb, until  # noqa: E402
from workstation import Workstation  # noqa: E402


def options():
    parser = argparse.ArgumentParser(prog="./dev sim", description=__doc__)
    parser.add_argument("--customers", type=int, default=50)
    parser.add_argument("--rate", type=float, default=60, help="messages a minute, of all customers together")
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pictures", type=int, default=10, help="percent of messages")
    parser.add_argument("--cuts", type=float, default=0, help="mean seconds between faults of the links; 0: none")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--shot", help="where the picture of the window goes")
    return parser.parse_args()


RUSH_S = 180  # then two minutes of ordinary work before it counts


class Eyes:
    """The agent looks at one conversation after the other, as long as it takes: each has its page then, and pages that are new take the
    place of those that went."""
    EVERY_S = 0.5

    def __init__(self):
        self.closed = threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def _look(self):
        while not self.closed.wait(self.EVERY_S):
            subprocess.run(["xdotool", "key", "ctrl+Tab"], check=False)

    def close(self):
        self.closed.set()
        self.thread.join()


class Memory:
    """Samples what the programs hold of their own, in MB: of the libraries' pages more or less are counted as other programs come and
    go. What counts is after the first five minutes, and in the last one. The page caches of the window's store (at most 24 MB) are named
    apart and do not count as growth: they fill with the store, which a soak begins empty."""
    EVERY_S = 10
    SETTLED_S = 300
    MOST_PERCENT = 5
    MOST_CACHE_MB = 28  # both connections' cache_size (models/store/SqlCipherDatabase), and what SQLite holds besides

    def __init__(self, pids, stalls):
        self.pids = pids
        self.stalls = stalls
        self.samples = {name: [] for name in pids}
        self.caches = []
        self.stop = threading.Event()
        self.begun = time.monotonic()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _watch(self):
        while not self.stop.wait(self.EVERY_S):
            for name, pid in self.pids.items():
                cache = self._cache_mb() if name == "window" else 0
                self.samples[name].append((time.monotonic() - self.begun, memory_mb(pid, "Pss_Anon") - cache))

    def _cache_mb(self):
        try:
            with open(self.stalls, encoding="ascii") as file:
                self.caches.append(json.load(file)["sqlite_mb"])
        except FileNotFoundError:
            pass  # not written for the first time yet
        return self.caches[-1] if self.caches else 0

    def finish(self):
        """What each held then and holds now; nothing for a short run."""
        self.stop.set()
        self.thread.join()
        took = time.monotonic() - self.begun
        found = {}
        for name, samples in self.samples.items():
            then = [mb for at, mb in samples if self.SETTLED_S - 60 <= at <= self.SETTLED_S]
            now = [mb for at, mb in samples if at >= took - 60]
            if took >= 2 * self.SETTLED_S and then and now:
                before, after = statistics.median(then), statistics.median(now)
                found[name] = {"after_5_min_mb": round(before, 1), "at_end_mb": round(after, 1),
                               "growth_percent": round((after / before - 1) * 100, 1)}
        if "window" in found:
            found["window"]["store_caches_mb"] = [round(min(self.caches), 1), round(self.caches[-1], 1)]
        # A sampler that died, or a cache beyond its limit, must not pass for a program that does not grow.
        complete = took < 2 * self.SETTLED_S or (set(found) == set(self.pids) and self.caches[-1] <= self.MOST_CACHE_MB)
        return found, complete


def serve(hub, wanted, rush):
    """Synthetic customers for so long, and a second device of the agent that takes the offers and answers; the window shows all of it."""
    sim = subprocess.Popen(
        [f"{BIN}/liaison-sim", "--hub", hub.url, "--customers", str(wanted.customers), "--rate", str(wanted.rate), "--seconds",
         str(wanted.seconds), "--rush", str(rush), "--seed", str(wanted.seed), "--pictures", str(wanted.pictures), "--json", "--agents", "1",
         "--agent-name", "lin", "--password-file", hub.password_file], stdout=subprocess.PIPE, stderr=sys.stderr)
    try:
        out, _ = sim.communicate(timeout=wanted.seconds + 180)
    finally:
        end(sim)
    report = json.loads(out)
    report["failed"] = bool(sim.returncode or report["lost"] or report["doubled"] or report["out_of_order"])
    return report


class SimHub(Hub):
    """The hub, its links through a bad network if one is wanted."""

    def __init__(self, folder, wanted):
        self.proxy = CuttingProxy(lambda: self.ports[1], wanted.cuts, wanted.seed) if wanted.cuts else None
        super().__init__(folder)

    def write_config(self):
        super().write_config()
        if self.proxy:
            with open(self.config, "a", encoding="utf-8") as file:
                file.write(f"public_link_url = ws://127.0.0.1:{self.proxy.port}/desk\n")

    def close(self):
        super().close()
        if self.proxy:
            self.proxy.close()


def main():
    wanted = options()
    with tempfile.TemporaryDirectory(prefix="liaison-sim-") as folder:
        hub = SimHub(folder, wanted)
        hub.run("agent", "capacity", "lin", str(wanted.customers + 10))
        desk = Workstation(hub, folder)
        stalls = os.path.join(folder, "stalls.json")
        rush = RUSH_S if wanted.seconds >= 2 * Memory.SETTLED_S else 0
        try:
            hub.start()
            desk.start("--stalls", stalls)
            eyes = Eyes() if rush else None
            memory = Memory({"hub": hub.process.pid, "window": desk.process.pid}, stalls)
            report = serve(hub, wanted, rush)
            until(lambda: os.path.exists(stalls), "the window's own measure")
            with open(stalls, encoding="ascii") as file:
                report["window"] = json.load(file)
            report["window"]["pss_mb"] = round(memory_mb(desk.process.pid))
            report["hub_pss_mb"] = round(memory_mb(hub.process.pid))
            report["memory"], complete = memory.finish()
            if eyes:
                eyes.close()
            report["faults"] = hub.proxy.counts if hub.proxy else {}
            if wanted.shot:
                subprocess.run(["import", "-window", "root", wanted.shot], check=True)
            desk.application()  # still there
        finally:
            desk.close()
            hub.close()
    print(json.dumps(report, indent=2) if wanted.json else table(report))
    grew = any(one["growth_percent"] > Memory.MOST_PERCENT for one in report["memory"].values())
    return 1 if report["failed"] or grew or not complete else 0


def table(report):
    window = report["window"]
    rows = [(key, report[key]) for key in ("customers", "sent", "confirmed", "seen_by_agents", "sent_by_agents", "seen_by_customers",
                                           "lost", "doubled", "out_of_order", "refused")]
    rows += [("customer's send to ok, p99", f"{report['ok_ms']['p99']} ms"),
             ("window busy, p99 / longest", f"{window['p99_ms']} / {window['max_ms']} ms of {window['ticks']} looks"),
             ("memory: window, hub", f"{window['pss_mb']} MB, {report['hub_pss_mb']} MB")]
    rows += [(f"own memory of the {name}", f"{one['after_5_min_mb']} MB after 5 min, {one['at_end_mb']} MB at the end ({one['growth_percent']:+} %)")
             for name, one in report["memory"].items()]
    if "window" in report["memory"]:
        least, most = report["memory"]["window"]["store_caches_mb"]
        rows.append(("beside it, the store's caches", f"{least} to {most} MB"))
    if report["faults"]:
        rows.append(("faults of the links", ", ".join(f"{count} {name}" for name, count in report["faults"].items())))
    return "\n".join(f"{name:32}{value}" for name, value in rows)


if __name__ == "__main__":
    sys.exit(main())
