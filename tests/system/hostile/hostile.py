#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`./dev hostile`: every attack of attacks.py against a real hub, with honest customers and an agent at work all the while. Each attack
must meet its named error and move its metric; the honest must lose nothing; no secret may stand in the log. With --load it also says
what the honest noticed: their p99 quiet, and with all attacks running at once, over and over."""
import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
import attacks  # noqa: E402
from programs import BIN, Hub, end  # noqa: E402
from wire import Closed, Link  # noqa: E402


def options():
    parser = argparse.ArgumentParser(prog="./dev hostile", description=__doc__)
    parser.add_argument("--load", type=int, default=0, metavar="SECONDS", help="measure the honest for so long, quiet and attacked")
    parser.add_argument("--customers", type=int, default=50)
    parser.add_argument("--rate", type=float, default=300, help="messages a minute, of all honest customers together")
    parser.add_argument("--only", help="one attack, by name")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


class Honest:
    """Synthetic customers and one agent who answers them."""

    def __init__(self, hub, customers, rate, seconds):
        self.process = subprocess.Popen(
            [f"{BIN}/liaison-sim", "--hub", hub.url, "--customers", str(customers), "--rate", str(rate), "--seconds", str(seconds),
             "--seed", "7", "--pictures", "20", "--json", "--agents", "1", "--agent-name", "sim", "--password-file", hub.password_file,
             "--answer-after", "200", "--answer-within", "1500", "--settle", "60"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def report(self, timeout):
        out, _ = self.process.communicate(timeout=timeout)
        found = json.loads(out)
        assert self.process.returncode == 0 and not (found["lost"] or found["doubled"] or found["out_of_order"]), found
        return found


def checked(scene, attack):
    """Runs one attack; the line of its table."""
    before = time.monotonic()
    baseline = {}
    # Which metric an attack moves is known only when it has run, so all of them are noted.
    for line in attacks.request(scene.http, "GET", "/metrics", source="127.0.0.1").body.decode().splitlines():
        if not line.startswith("#"):
            name, _, value = line.rpartition(" ")
            baseline[name.removeprefix("liaison_hub_")] = int(value)
    error, metric, least = attack(scene)
    was = sum(value for name, value in baseline.items() if name == metric or name.startswith(metric + "{"))
    moved = scene.metric(metric) - was
    assert moved >= least, f"{metric} moved by {moved}, not {least}"
    assert scene.hub.process.poll() is None, "the hub is gone"
    return {"attack": attack.__name__, "met": error, "metric": metric, "moved": moved, "seconds": round(time.monotonic() - before, 1)}


class Attackers:
    """All attacks at once, each in a thread of its own, again and again; beside them customers who never read what they are sent. In a
    process of its own at the lowest priority: what the attackers themselves cost is their machine's business, not the hub's."""

    def __init__(self, scene):
        self.stop = multiprocessing.Event()
        self.tally = multiprocessing.SimpleQueue()
        self.process = multiprocessing.Process(target=self.run, args=(scene,), daemon=True)
        self.process.start()

    def run(self, scene):
        # Not nice 19: that one, once it has a processor, keeps it for some milliseconds from whoever wakes up.
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        tally, unread = {}, []
        for n in range(40):
            token, _ = scene.customer()
            link = Link(scene.link, f"127.0.0.{20 + n % 8}")
            link.send(attacks.hello(token, attacks.new_id()))
            link.send(attacks.command("msg.send", {"kind": "text", "text": "never read, never acknowledged"}))
            unread.append(link)

        def again(attack, address):
            theirs = scene.at(address)
            while not self.stop.is_set():
                try:
                    attack(theirs)
                    what = attack.__name__
                except (OSError, AssertionError, Closed, KeyError, ValueError):
                    # Side by side they take each other's places and rates; what each must meet is checked one by one.
                    what = attack.__name__ + " (crowded out)"
                tally[what] = tally.get(what, 0) + 1
        def stay():
            # Heard, but nothing read and nothing acknowledged: not silent, only slow.
            while not self.stop.wait(10):
                for link in unread:
                    try:
                        link.send({"t": "ping", "id": 1, "pos": -1})
                    except OSError:
                        pass
        threads = [threading.Thread(target=again, args=(attack, f"127.0.1.{n}"), daemon=True)
                   for n, attack in enumerate(attacks.ALL, 1)]
        threads.append(threading.Thread(target=stay, daemon=True))
        for thread in threads:
            thread.start()
        self.stop.wait()
        self.tally.put((dict(sorted(tally.items())), scene.secrets))

    def end(self):
        """What was done, and the secrets that were made for it."""
        self.stop.set()
        done, secrets = self.tally.get()
        self.process.join(1)
        if self.process.is_alive():
            self.process.kill()
        return done, secrets


def main():
    wanted = options()
    chosen = [a for a in attacks.ALL if wanted.only in (None, a.__name__)]
    rows, load = [], {}
    with tempfile.TemporaryDirectory(prefix="liaison-hostile-") as folder:
        hub = Hub(folder)
        for name in ("sim", "bo"):
            hub.run("agent", "add", name, "--capacity", "200", "--password-file", hub.password_file)
        scene = attacks.Scene(hub, inspects=not wanted.load)
        honest = None
        try:
            hub.start()
            if wanted.load:
                honest = Honest(hub, wanted.customers, wanted.rate, wanted.load)
                load["quiet"] = honest.report(wanted.load + 120)
                attackers = Attackers(scene)
                honest = Honest(hub, wanted.customers, wanted.rate, wanted.load)
                load["attacked"] = honest.report(wanted.load + 240)
                load["attacks"], secrets = attackers.end()
                idle = [a.__name__ for a in attacks.ALL if not load["attacks"].get(a.__name__)]
                assert not idle, f"never got through, so nothing is said about them: {idle}"
                scene.secrets += secrets
                load["slow_links_closed"] = scene.metric("link_slow_total")
                load["hub_pss_mb"] = round(attacks.memory_mb(hub.process.pid))
                scene.inspects = True  # now that it disturbs nobody
                assert load["hub_pss_mb"] < 400, load["hub_pss_mb"]
                attacks.check_names(scene)
            else:
                honest = Honest(hub, 10, 120, 45)
                for attack in chosen:
                    rows.append(checked(scene, attack))
                    if not wanted.json:
                        print("{attack:28}{met:52}{metric} +{moved}  {seconds} s".format(**rows[-1]), flush=True)
                honest.report(180)
            hub.log.flush()
            with open(hub.log.name, encoding="utf-8", errors="replace") as log:
                text = log.read()
            for secret in scene.secrets:
                assert secret not in text, "a password or token stands in the hub's log"
        finally:
            if honest:
                end(honest.process)
            hub.close()
    if wanted.load:
        quiet, attacked = load["quiet"]["ok_ms"], load["attacked"]["ok_ms"]
        print(json.dumps(load, indent=2) if wanted.json else
              f"honest send to ok, median/p99: quiet {quiet['median']}/{quiet['p99']} ms, attacked {attacked['median']}/{attacked['p99']} ms; "
              f"{load['attacked']['sent']} messages, none lost or doubled; attacks {load['attacks']}; "
              f"never-readers closed {load['slow_links_closed']}; hub {load['hub_pss_mb']} MB")
    elif wanted.json:
        print(json.dumps(rows, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
