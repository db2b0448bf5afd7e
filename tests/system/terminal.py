#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets at a terminal: what is typed is not shown, is typed twice where it is new, and while somebody types nobody else waits. The real
programs at a real pseudo terminal. Environment: LIAISON_BIN_DIR."""
import fcntl
import os
import pathlib
import select
import signal
import subprocess
import tempfile
import termios
import time
import unittest

BIN = pathlib.Path(os.environ["LIAISON_BIN_DIR"])
SECRET = "Correct-horse-7"


class Terminal:
    """A program at a terminal of its own. `expect` waits for words, `type` presses keys."""

    def __init__(self, *command):
        self.screen = ""
        self.keys, self.tty = os.openpty()

        def at_the_terminal():
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        environment = {key: value for key, value in os.environ.items() if key != "LIAISON_PASSWORD"}
        self.process = subprocess.Popen([str(part) for part in command], stdin=self.tty, stdout=self.tty, stderr=self.tty, env=environment,
                                        preexec_fn=at_the_terminal)

    def read(self, seconds):
        if not select.select([self.keys], [], [], seconds)[0]:
            return False
        self.screen += os.read(self.keys, 4096).decode()
        return True

    def expect(self, words, times=1):
        deadline = time.monotonic() + 60
        while self.screen.count(words) < times:
            if time.monotonic() > deadline:
                raise AssertionError(f"not on the screen: {words!r}, but {self.screen!r}")
            self.read(1)

    def type(self, text):
        os.write(self.keys, text.encode())

    def shows_what_is_typed(self):
        return bool(termios.tcgetattr(self.tty)[3] & termios.ECHO)

    def end(self):
        code = self.process.wait(60)
        while self.read(0):
            pass
        return code

    def close(self):
        self.process.kill()
        self.process.wait(60)
        os.close(self.keys)
        os.close(self.tty)


class AtATerminal(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="liaison-terminal-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.hub = [BIN / "liaison-hub", "--data_dir", self.folder / "data"]

    def at(self, *command):
        terminal = Terminal(*command)
        self.addCleanup(terminal.close)
        return terminal

    def test_a_password_is_not_shown_and_typed_twice(self):
        terminal = self.at(*self.hub, "agent", "add", "lin")
        terminal.expect("New password: ")
        self.assertFalse(terminal.shows_what_is_typed())
        terminal.type(SECRET + "\n")
        terminal.expect("The same once more: ")
        terminal.type("something else\n")
        terminal.expect("The two are not the same.")
        terminal.expect("New password: ", times=2)
        terminal.type(SECRET + "\n")
        terminal.expect("The same once more: ", times=2)
        terminal.type(SECRET + "\n")
        self.assertEqual(terminal.end(), 0, terminal.screen)
        self.assertIn("added lin", terminal.screen)
        self.assertNotIn(SECRET, terminal.screen)
        self.assertTrue(terminal.shows_what_is_typed())

    def test_who_never_types_it_twice_has_changed_nothing(self):
        terminal = self.at(*self.hub, "agent", "add", "lin")
        for turn in (1, 2, 3):
            terminal.expect("New password: ", times=turn)
            terminal.type(SECRET + "\n")
            terminal.expect("The same once more: ", times=turn)
            terminal.type(f"slip {turn}\n")
        self.assertEqual(terminal.end(), 1)
        self.assertIn("No password was given.", terminal.screen)
        listed = subprocess.run([*self.hub, "agent", "list"], capture_output=True, text=True, check=True, timeout=60).stdout
        self.assertEqual(listed, "")

    def test_while_somebody_types_the_hub_is_not_held_up(self):
        terminal = self.at(*self.hub, "agent", "add", "lin")
        terminal.expect("New password: ")
        # Another who writes; with the database locked it would be refused after five seconds.
        done = subprocess.run([*self.hub, "queue", "add", "Sales", "--id", "sales"], capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual((done.returncode, done.stdout), (0, "added sales\n"), done.stderr)
        self.assertIsNone(terminal.process.poll())

    @unittest.skipIf(os.environ.get("LIAISON_SANITIZE") == "thread", "the thread sanitizer holds handlers back while libc itself reads, as Qt lets it from stdin")
    def test_an_interrupted_terminal_is_as_it_was(self):
        terminal = self.at(*self.hub, "agent", "add", "lin")
        terminal.expect("New password: ")
        self.assertFalse(terminal.shows_what_is_typed())
        terminal.type("\x03")
        self.assertEqual(terminal.end(), -signal.SIGINT)
        self.assertTrue(terminal.shows_what_is_typed())

    def test_a_key_for_updates(self):
        key, package = self.folder / "release.key", self.folder / "liaison.msi"
        package.write_bytes(b"a package")
        terminal = self.at(BIN / "liaison-release", "keygen", "--out", key)
        terminal.expect(f"Passphrase for {key}: ")
        terminal.type("a long passphrase\n")
        terminal.expect("The same once more: ")
        terminal.type("a long passphrase\n")
        self.assertEqual(terminal.end(), 0, terminal.screen)
        terminal = self.at(BIN / "liaison-release", "sign", "--key", key, "--out", self.folder / "update.json", "--version", "1.2.3", "--expires",
                           "2100-01-01T00:00:00Z", "--ring", "100@2026-01-01T00:00:00Z", "--package", f"windows-msi={package}")
        terminal.expect(f"Passphrase for {key}: ")
        terminal.type("a long passphrase\n")
        self.assertEqual(terminal.end(), 0, terminal.screen)
        self.assertNotIn("a long passphrase", terminal.screen)

    def test_a_script_is_asked_nothing(self):
        done = subprocess.run([*self.hub, "agent", "add", "lin"], input=SECRET + "\n", capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual((done.returncode, done.stdout), (0, "added lin\n"))
        self.assertNotIn("assword", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
