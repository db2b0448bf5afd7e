#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The workstation as a desktop sees it: how its window is grouped, what a second start does, and what a liaison:// link may do to a window
at work. A real hub, the real window; runs on a stage (tests/system/stage.sh). LIAISON_SHOTS: where pictures go (optional)."""
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "system"))

import pyatspi  # noqa: E402

from demo_desk import BIN, DemoDesk, until  # noqa: E402
from display import key, settle, take_picture  # noqa: E402

DIALOG = pyatspi.ROLE_DIALOG
HOSTILE = ["liaison://", "liaison://wipe/all", "liaison://conversation/../../etc/passwd", "liaison://conversation/x?send=hello",
           "liaison://hub/lin:secret@desk.example", "liaison://hub/desk.example/path", "javascript:alert(1)", "file:///etc/passwd",
           "liaison://conversation/%00", "liaison://" + "a" * 5000, "liaison://conversation/\u202efdp.exe"]


def picture(name):
    folder = os.environ.get("LIAISON_SHOTS")
    if folder:
        settle()
        take_picture(os.path.join(folder, f"{name}.png"))


class Desktop(unittest.TestCase):
    maxDiff = None  # what a program says is the reason why it failed

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="liaison-desktop-")
        cls.desk = DemoDesk(cls.folder.name)
        cls.desk.hub.start()
        cls.window = cls.desk.window()
        cls.window.start("--size", "1300x800")
        customers = cls.desk.simulate("--customers", "2", "--seed", "7")
        until(lambda: cls.window.says("In sync"), "the workstation in sync")
        cls.window.press("Become available")
        taken = cls.desk.accept_all(cls.window, 2)
        assert taken == 2, f"{taken} conversations were taken"
        cls.desk.stop(customers)
        with sqlite3.connect(f"file:{cls.desk.hub.database}?mode=ro", uri=True) as database:
            cls.conversations = database.execute(
                "SELECT c.id, u.name FROM conversation c JOIN customer u ON u.id = c.customer WHERE c.state = 'active'").fetchall()
        assert len(cls.conversations) == 2, cls.conversations

    @classmethod
    def tearDownClass(cls):
        cls.desk.close()
        cls.folder.cleanup()

    def open(self, *link, data=None, seconds=30):
        """A start of the program as the desktop does it; it hands over and ends."""
        done = subprocess.run([f"{BIN}/liaison", "--data", data or self.window.data, *link], capture_output=True, text=True, timeout=seconds,
                              env={**os.environ, "QT_QPA_PLATFORM": "xcb"}, check=False)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""), link)

    def window_id(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.window.process.pid)], capture_output=True, text=True,
                               check=True, timeout=20)
        return found.stdout.split()[0]

    def name_shown(self):
        return self.desk.name_in(self.window)

    def test_grouped_by_its_desktop_file(self):
        about = subprocess.run(["xprop", "-id", self.window_id(), "WM_CLASS"], capture_output=True,
                               text=True, check=True, timeout=20).stdout
        self.assertIn('WM_CLASS(STRING) = "liaison", "liaison"', about)
        desktop = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../packaging/linux/liaison.desktop")
        with open(desktop, encoding="utf-8") as file:
            self.assertIn("\nStartupWMClass=liaison\n", file.read())

    def test_second_start_brings_the_window_to_the_front(self):
        subprocess.run(["xdotool", "windowminimize", "--sync", self.window_id()], check=True, timeout=20)
        self.open()

        def in_front():
            active = subprocess.run(["xdotool", "getactivewindow", "getwindowpid"], capture_output=True, text=True, timeout=20, check=False)
            return active.stdout.strip() == str(self.window.process.pid)
        until(in_front, "the window in front")

    def test_links_show_conversations(self):
        for conversation, customer in self.conversations * 2:
            self.open(f"liaison://conversation/{conversation}")
            until(lambda name=customer: self.name_shown() == name, f"the conversation with {customer}")
        # Who was typing does not go on typing to somebody else.
        key("z", "z", "z")
        settle()
        composer = self.window.named("Reply to ", prefix=True)
        self.assertNotIn("zzz", composer.queryText().getText(0, -1))
        picture("link-opened")

    def test_a_conversation_of_somebody_else_is_not_shown(self):
        before = self.name_shown()
        self.open("liaison://conversation/no-such-conversation")
        until(lambda: self.window.says("The conversation of this link is not on your desk."), "the notice")
        self.assertEqual(self.name_shown(), before)

    def test_hostile_links_do_nothing(self):
        before = self.name_shown()
        for link in HOSTILE:
            with self.subTest(link[:60]):
                self.window.press("Close this notice") if self.window.named("Close this notice") else None
                self.open(link)
                until(lambda: self.window.says("This link is not one that Liaison can open."), "the notice")
        self.assertEqual(self.name_shown(), before)

    def test_another_hub_is_not_entered_by_a_link(self):
        self.open("liaison://hub/evil.example")
        until(lambda: self.window.says("You are signed in at"), "the notice")
        self.assertIsNone(self.window.find(lambda n: n.getRole() == DIALOG and n.getState().contains(pyatspi.STATE_SHOWING)))

    def test_options_are_no_links(self):
        for wrong in (["--nonsense"], ["liaison://hub/a.example", "liaison://hub/b.example"]):
            done = subprocess.run([f"{BIN}/liaison", "--data", self.window.data, *wrong], capture_output=True, text=True, timeout=30,
                                  env={**os.environ, "QT_QPA_PLATFORM": "xcb"}, check=False)
            self.assertNotEqual(done.returncode, 0)
            self.assertNotEqual(done.stderr, "")

    def test_a_hub_is_proposed_where_nobody_has_signed_in(self):
        fresh = self.desk.window("fresh")
        fresh.process = subprocess.Popen([f"{BIN}/liaison", "--data", fresh.data, "--language", "en", "liaison://hub/desk.example:8443"],
                                         stdout=fresh.log, stderr=fresh.log,
                                         env={**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"})
        address = lambda: fresh.named("Address of the hub").queryText().getText(0, -1)  # noqa: E731
        until(fresh.application, "the program", 60)
        until(lambda: fresh.says("Sign in at the hub desk.example:8443?"), "the question")
        picture("link-hub-question")
        self.open("liaison://hub/other.example", data=fresh.data)
        settle()
        self.assertIsNone(fresh.says("Sign in at the hub other.example?"), "one question at a time")
        fresh.press("Cancel")
        until(lambda: not fresh.says("Sign in at the hub"), "the question gone")
        self.assertEqual(until(lambda: [address()], "the address"), [""])
        self.open("liaison://hub/other.example", data=fresh.data)
        until(lambda: fresh.says("Sign in at the hub other.example?"), "the question")
        fresh.press("Use this hub")
        until(lambda: address() == "other.example", "the address taken over")
        fresh.close()

    def test_autostart_is_set_in_the_settings(self):
        entry = os.path.join(os.environ["XDG_CONFIG_HOME"], "autostart/liaison.desktop")
        key("ctrl+comma")
        box = until(lambda: self.window.named("Start when I log in to this computer"), "the setting")
        picture("settings-autostart")
        self.assertFalse(os.path.exists(entry))
        box.queryAction().doAction(0)
        until(lambda: os.path.exists(entry), "the entry")
        subprocess.run(["desktop-file-validate", entry], check=True, timeout=20)
        with open(entry, encoding="utf-8") as file:
            self.assertTrue(re.search(rf"^Exec=.*{re.escape(BIN)}/liaison", file.read(), re.MULTILINE))
        self.window.named("Start when I log in to this computer").queryAction().doAction(0)
        until(lambda: not os.path.exists(entry), "the entry gone")
        self.window.press("Close")


if __name__ == "__main__":
    unittest.main(verbosity=2)
