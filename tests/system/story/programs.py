# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs of the story: each is started here and ended by its process id."""
import json
import os
import re
import select
import signal
import subprocess
import threading
import time

BIN = os.environ["LIAISON_BIN_DIR"]
PASSWORD = "Correct-horse-7"


def until(condition, what, seconds=30.0):
    """Asks again until `condition` says something true, and returns that."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    last = None
    while time.monotonic() < deadline:
        try:
            found = condition()
            if found:
                return found
        except Exception as error:  # a window that is just going away answers with an error; ask again
            last = error
        pause.wait(0.05)
    raise AssertionError(f"not within {seconds:.0f} s: {what}" + (f" ({last!r})" if last else ""))


def end(process, sig=signal.SIGTERM, seconds=20):
    if process is None or process.poll() is not None:
        return
    process.send_signal(sig)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(seconds)


def memory_mb(pid, what="Pss"):
    """What a process holds, in MB: PSS, or another line of the kernel's sum."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(f"{what}:")) / 1024


class Hub:
    """A real hub on loopback; started again it takes the same folder and ports."""

    def __init__(self, folder):
        self.data = os.path.join(folder, "hub")
        os.makedirs(self.data)
        self.config = os.path.join(folder, "hub.conf")
        self.log = open(os.path.join(folder, "hub.log"), "ab")
        self.password_file = os.path.join(folder, "password")
        with open(self.password_file, "w", encoding="utf-8") as file:
            file.write(PASSWORD + "\n")
        self.ports = (0, 0)
        self.process = None
        self.write_config()
        self.set_up()

    def set_up(self):
        self.run("queue", "add", "Service", "--id", "service")
        self.run("code", "add", "solved", "Solved")
        self.run("agent", "add", "lin", "--display", "Lin", "--password-file", self.password_file)

    def write_config(self):
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(f"data_dir = {self.data}\nhttp_port = {self.ports[0]}\nlink_port = {self.ports[1]}\n")

    def run(self, *arguments):
        subprocess.run([f"{BIN}/liaison-hub", *arguments, "--config", self.config], check=True, stdout=self.log, stderr=self.log, timeout=60)

    def start(self):
        self.write_config()
        self.process = subprocess.Popen([f"{BIN}/liaison-hub", "serve", "--config", self.config], stdout=subprocess.PIPE, stderr=self.log)
        said = b""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if select.select([self.process.stdout], [], [], 1)[0]:
                more = os.read(self.process.stdout.fileno(), 4096)
                said += more
                ready = re.search(rb"^ready http=(\d+) link=(\d+)", said, re.MULTILINE)
                if ready:
                    self.ports = (int(ready[1]), int(ready[2]))
                    return
                if not more:
                    break
        raise AssertionError(f"the hub did not get ready: {said!r}")

    def kill(self):
        end(self.process, signal.SIGKILL)

    def close(self):
        end(self.process)
        self.log.close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.ports[0]}"

    @property
    def database(self):
        return os.path.join(self.data, "hub.db")


class Page:
    """The customer's page in Chromium; see page.mjs."""

    def __init__(self):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "page.mjs")
        self.process = subprocess.Popen(["node", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, action, **details):
        self.process.stdin.write(json.dumps({"do": action, **details}).encode() + b"\n")
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], 60)[0]:
            raise AssertionError(f"the browser did not answer to {action}")
        answer = json.loads(self.process.stdout.readline() or b'{"ok": false, "error": "the browser is gone"}')
        if not answer.pop("ok"):
            raise AssertionError(f"{action}: {answer['error']}")
        return answer

    def texts(self):
        return [line["text"] for line in self.ask("read")["lines"]]

    def mark(self, text):
        """The mark under one of the customer's own messages."""
        seen = self.ask("read")
        mine = [line["text"] for line in seen["lines"] if line["mine"]]
        return seen["marks"][mine.index(text)]

    def close(self):
        if self.process.poll() is None:
            try:
                self.process.stdin.write(b'{"do":"end"}\n')
                self.process.stdin.close()
                self.process.wait(20)
            except (OSError, subprocess.TimeoutExpired):
                end(self.process)
