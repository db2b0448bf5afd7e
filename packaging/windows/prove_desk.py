#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: packaging/windows/prove_desk.py PAYLOAD PICTURE

The staged workstation at work under wine: it signs in to a real hub on loopback, takes a customer and answers him by keyboard; the hub's
database says what became of it. Ended, it starts again without the hub and without a password, with the key from the Credential Manager
alone, and goes on when the hub is back. Then the self-checks, and a wipe. PICTURE: the window after the answer; beside it the second start.
Environment: LIAISON_BIN_DIR, where liaison-hub and liaison-sim of this machine lie. Needs xvfb-run, openbox, xdotool, imagemagick, wine."""
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "system" / "story"), str(ROOT / "packaging" / "windows")]

ANSWER = "Good morning, this is Lin. I will look at it at once."
TITLE = "Lin .*Liaison$"  # of the main window, with or without a count of those who wait too long


def colours(picture):
    """Takes the picture; how many there are in it."""
    take_picture(str(picture))
    return int(subprocess.run(["identify", "-format", "%k", picture], check=True, capture_output=True, timeout=60).stdout)


class Desk:
    """liaison.exe in a wine prefix, its hub, and what the hub's database says became of what was done."""

    def __init__(self, folder):
        self.folder = folder
        self.windows = self.hub = self.process = None
        self.log = open(folder / "liaison.log", "ab")

    def set_up(self, payload):
        self.windows = Windows(self.folder)
        shutil.copytree(payload, self.windows.drive / "Program Files" / "Liaison")
        self.data = self.windows.drive / "users" / "Public" / "desk"
        (self.folder / "hub").mkdir()
        self.hub = Hub(str(self.folder / "hub"))
        self.hub.start()

    def command(self, *options, known=True):
        """`known`: with the hub and the folder of this desk; otherwise as on a seat that has never been started."""
        where = ["--data", r"C:\users\Public\desk", "--hub", self.hub.url] if known else ["--data", r"C:\users\Public\seat"]
        return ["wine", r"C:\Program Files\Liaison\liaison.exe", "--language", "en", *where, *options]

    def run(self, *options, known=True):
        return subprocess.run(self.command(*options, known=known), env=self.windows.environment, capture_output=True, timeout=120, check=False,
                              cwd=self.windows.scratch)

    def checks(self, known=True):
        """Exit code of the self-checks, and the outcome of each."""
        done = self.run("--check", "--json", known=known)
        return done.returncode, {item["id"]: item["outcome"] for item in json.loads(done.stdout)["checks"]}

    def start(self, *options):
        self.process = subprocess.Popen(self.command("--size", "1280x800", *options), env=self.windows.environment, stdout=self.log, stderr=self.log,
                                        cwd=self.windows.scratch)

    def has_focus(self):
        """Is the main window on the screen, and do keys go there?"""
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", TITLE], capture_output=True, text=True, check=False).stdout.split()
        for window in found[:1]:
            subprocess.run(["xdotool", "windowactivate", window], check=False, capture_output=True, timeout=20)
        active = subprocess.run(["xdotool", "getactivewindow"], capture_output=True, text=True, check=False).stdout.strip()
        return active in found

    def links(self):
        self.hub.log.flush()
        return sum(b'"link.up"' in line and b'"a:lin"' in line for line in pathlib.Path(self.hub.log.name).read_bytes().splitlines())

    def ask(self, question, *values):
        with sqlite3.connect(f"file:{self.hub.database}?mode=ro", uri=True) as database:
            return database.execute(question, values).fetchall()

    def answered(self):
        return self.ask("SELECT conv, cseq FROM message WHERE text = ? AND author = 'a:lin'", ANSWER)

    def files(self, pattern="*"):
        return sorted(file for file in self.data.rglob(pattern) if file.is_file())

    def quit(self):
        """As a person does it; the program has to end by itself."""
        until(self.has_focus, "the window to close")
        key("alt+F4")
        self.process.wait(60)
        self.windows.settle()
        return self.process.returncode

    def close(self):
        end(self.process)
        if self.windows:
            self.windows.end()
            self.windows.settle()
        if self.hub:
            self.hub.close()
        self.log.close()


def serve_a_customer(desk, picture):
    print("the workstation")
    desk.start("--agent", "lin", "--password-file", "Z:" + desk.hub.password_file.replace("/", "\\"))
    until(desk.links, "a link of the agent's", 120)
    until(desk.has_focus, "the window", 60)
    check(True, "signs in to the hub")

    def available():
        key("Escape", "ctrl+shift+s")
        settle(0.5)
        key("Down", "Return")
        settle(0.5)
        return desk.ask("SELECT 1 FROM agent_state WHERE agent = (SELECT id FROM agent WHERE name = 'lin') AND status = 'available'")
    until(available, "the agent available", 60)
    check(True, "makes the agent available, by keyboard")
    customer = subprocess.Popen([os.path.join(os.environ["LIAISON_BIN_DIR"], "liaison-sim"), "--hub", desk.hub.url, "--customers", "1", "--seed", "3",
                                 "--seconds", "0", "--chinese", "0", "--rate", "100"], stdout=desk.log, stderr=desk.log)
    try:
        def accepted():
            key("F2")
            return desk.ask("SELECT 1 FROM conversation WHERE state = 'active' AND agent <> ''")
        until(accepted, "the customer taken", 90)
        check(True, "is offered a customer, and takes him")
        until(lambda: desk.ask("SELECT 1 FROM message WHERE side = 'customer'"), "a word of the customer", 30)
        subprocess.run(["xdotool", "type", "--delay", "30", ANSWER], check=True, timeout=60)
        key("Return")
        until(desk.answered, "the answer in the hub", 30)
        check(True, "answers him")

        def read():
            (conversation, place), = desk.answered()
            return desk.ask("SELECT 1 FROM message m JOIN conversation c ON c.id = m.conv WHERE m.conv = ? AND m.side = 'customer' AND m.cseq > ? "
                            "AND c.agent_read >= m.cseq", conversation, place)
        until(read, "the customer's next message, read by the agent", 90)
        check(True, "shows what he says to that, and tells him that it was read")
        settle(1)
        check(colours(picture) > 100, f"looks like this: {picture.name}")
    finally:
        end(customer)
    check(desk.quit() == 0, "ends when its window is closed")


def come_back(desk, picture):
    stores = desk.files("store.db")
    check(len(stores) == 1 and stores[0].stat().st_size > 4096 and not stores[0].read_bytes().startswith(b"SQLite format 3"),
          "its history is on the disk, encrypted")
    content = [file.read_bytes() for file in desk.files()]
    check(not any(ANSWER.encode(form) in held for form in ("utf-8", "utf-16-le") for held in content), "no file there holds the answer")

    print("the next start: no hub, no password, and no key but the Credential Manager's")
    for wrapped in desk.files("*wrapped*"):
        wrapped.unlink()
    before = desk.links()
    end(desk.hub.process)
    desk.start()
    until(desk.has_focus, "the window", 60)
    settle(5)  # a link that is away for a blink gets no band
    check(colours(picture.with_stem(picture.stem + "-again")) > 100, "its window comes up")
    desk.hub.start()
    until(lambda: desk.links() > before, "the agent's link with the token from the store", 90)
    check(True, "and goes on with the sign-in that it holds, when the hub is back")
    check(len(desk.answered()) == 1, "the answer is there once")
    check(desk.quit() == 0, "ends")
    check(desk.files("store.db") == stores and not desk.files("*damaged*"), "it was the same store")


def checks_and_wipe(desk):
    print("--check")
    code, outcome = desk.checks()
    print("    " + ", ".join(f"{name}: {how}" for name, how in outcome.items()))
    check(code == 0, "ends with 0")
    check(all(outcome[name] == "ok" for name in ("secret_store", "engine", "store", "tls", "plugins", "tcp")), "secret store, engine, store, TLS, plugins, hub: ok")
    print("a policy in the registry")
    policy = r"HKLM\Software\Policies\Liaison"
    check(desk.windows.run("reg", "query", policy).returncode != 0, "there is none, and nobody has made its key")
    check(desk.checks(known=False)[1]["tcp"] == "warning", "no hub is named")
    desk.windows.run("reg", "add", policy, "/v", "hub_url", "/d", desk.hub.url, "/f")
    code, outcome = desk.checks(known=False)
    check(code == 0 and outcome["policy"] == outcome["tcp"] == outcome["health"] == "ok", "with it the hub is")
    print("--wipe")
    done = desk.run("--wipe", "--yes")
    print("    " + done.stdout.decode(errors="replace").strip().replace("\n", "\n    "))
    check(done.returncode == 0 and not desk.files(), "nothing is left")


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    if not os.environ.get("LIAISON_UNDER_XVFB"):
        os.environ["LIAISON_UNDER_XVFB"] = "1"
        os.execvp("xvfb-run", ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24 -noreset", sys.executable, *sys.argv])
    picture = pathlib.Path(sys.argv[2])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="liaison-wine."))
    desk, manager, failed = Desk(folder), None, True
    try:
        manager = subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        desk.set_up(sys.argv[1])
        serve_a_customer(desk, picture)
        come_back(desk, picture)
        checks_and_wipe(desk)
        failed = False
    except Exception as failure:  # whatever it is: say it, with what can be seen
        print(f"FAILED: {failure!r}")
        desk.log.flush()
        print((folder / "liaison.log").read_bytes()[-12000:].decode(errors="replace"))
        take_picture(str(picture.with_stem(picture.stem + "-failed")))
    finally:
        desk.close()
        end(manager)
        shutil.rmtree(folder, ignore_errors=True)
    print("the workstation does not do what it should" if failed else "the workstation works under wine")
    return 1 if failed else 0


if __name__ == "__main__":
    if "LIAISON_BIN_DIR" not in os.environ:
        sys.exit(__doc__)
    from display import key, settle, take_picture
    from programs import Hub, end, until
    from prove_msi import Windows, check
    sys.exit(main())
