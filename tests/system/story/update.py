#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An update as the agent sees it: the real workstation, told by a real hub of a version signed by liaison-release. A notice that a screen
reader can read; "later" puts it away, "now" asks while customers wait, closes the window and starts what was signed, "when I sign out" does
so then. Run by update.sh."""
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import pyatspi  # noqa: E402

from demo_desk import DemoDesk, DemoHub  # noqa: E402
from display import key, settle  # noqa: E402
from programs import BIN, until  # noqa: E402
from workstation import shows, walk  # noqa: E402

SHOTS = os.environ.get("LIAISON_SHOTS", "")


def say(line):
    print(f"update: {line}", flush=True)


def shot(name):
    if SHOTS:
        settle()
        os.makedirs(SHOTS, exist_ok=True)
        subprocess.run(["import", "-window", "root", os.path.join(SHOTS, f"{name}.png")], check=False, timeout=60)


class UpdatingHub(DemoHub):
    """Offers what lies in `updates`."""

    def __init__(self, folder):
        self.updates = os.path.join(folder, "updates")
        os.makedirs(self.updates)
        super().__init__(folder)

    def write_config(self):
        super().write_config()
        with open(self.config, "a", encoding="utf-8") as file:
            file.write(f"updates_dir = {self.updates}\n")


def newcomer(path, version):
    """Stands for the new AppImage: notes that it was started, and that its start was good."""
    with open(f"{BIN}/update_newcomer", "rb") as program:
        image = program.read() + f"\nNEWCOMER {version} good".encode()
    with open(path, "wb") as file:
        file.write(image)
    os.chmod(path, 0o755)
    return image


def publish(hub, key):
    package = os.path.join(hub.updates, "liaison-9.9.9.AppImage")
    image = newcomer(package, "9.9.9")
    public = subprocess.run([f"{BIN}/liaison-release", "keygen", "--no-passphrase", "--out", key], check=True, timeout=60,
                            stdout=subprocess.PIPE, text=True).stdout.strip()
    subprocess.run([f"{BIN}/liaison-release", "sign", "--key", key, "--out", os.path.join(hub.updates, "update.json"),
                    "--version", "9.9.9", "--expires", "2100-01-01T00:00:00Z", "--ring", "100@2020-01-01T00:00:00Z",
                    "--note", "en=Conversations open faster.", "--note", "zh=会话打开得更快。",
                    "--package", f"linux-appimage={package}"], check=True, timeout=60)
    return public, image


def content(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


class Updated:
    """An AppImage that lies in a folder, and what has become of it."""

    def __init__(self, folder):
        self.program = os.path.join(folder, "Liaison.AppImage")
        shutil.copy(f"{BIN}/update_newcomer", self.program)
        self.old = content(self.program)
        # As an AppImage's runtime sets them.
        os.environ.update(APPIMAGE=self.program, APPDIR=os.path.realpath(BIN))

    def is_unchanged(self):
        return content(self.program) == self.old

    def check(self, window, image):
        """The window ends in order, and the new version has been started from the old one's place."""
        until(lambda: window.process.poll() is not None, "the old version's end", 60)
        assert window.process.returncode == 0, window.process.returncode
        started = content(os.path.join(window.data, "update", "starts.log"))
        assert started == b"9.9.9 good\n", started
        assert content(self.program) == image, "the new version is in its place"
        assert content(self.program + ".previous") == self.old, "the old one lies beside it"
        assert not os.path.exists(os.path.join(window.data, "update", "trial.json"))

    def put_back(self):
        os.replace(self.program + ".previous", self.program)


def open_window(desk, public, language, theme):
    window = desk.window(f"desk-{language}-{theme}", language)
    os.makedirs(window.data)
    with open(os.path.join(window.data, "liaison.ini"), "w", encoding="utf-8") as file:
        file.write(f"[update]\nkey={public}\nurl={desk.hub.url}/updates/update.json\n")
    window.start("--theme", theme, language=language)
    until(lambda: window.named("Update when I sign out"), "the notice", 90)
    notes = "会话打开得更快。" if language == "zh" else "Conversations open faster."
    until(lambda: window.says("Liaison 9.9.9", notes), "what is ready, and what is new in it")
    shot(f"update_notice_{language}_{theme}")
    say(f"the notice is there ({language}, {theme})")
    return window


def windows_seen():
    """How many windows of the program are on the screen; an open menu is one, and in nobody's accessibility tree."""
    return len(subprocess.run(["xdotool", "search", "--onlyvisible", "--class", "^liaison$"], capture_output=True, text=True, check=False).stdout.split())


def sign_out(window):
    """With the keyboard: the last entry of the status button's menu."""
    before = windows_seen()
    key("ctrl+shift+s")
    until(lambda: windows_seen() > before, "the menu")
    key("Up")
    key("Return")
    window.press("Sign out")


def question(window):
    return window.find(lambda node: node.getRole() in (pyatspi.ROLE_ALERT, pyatspi.ROLE_DIALOG) and shows(node))


def answer(window, name):
    """In the question itself, for the notice behind it has a button of the same name."""
    def button():
        return next((node for node in walk(question(window)) if node.name == window.words.of(name) and node.getRole() == pyatspi.ROLE_PUSH_BUTTON), None)
    until(button, f"“{name}” in the question").queryAction().doAction(0)


def tell(desk, public, image, appimage):
    window = open_window(desk, public, "en", "light")
    window.press("Update later")
    until(lambda: not window.named("Update when I sign out"), "the notice put away")
    say("later puts it away")
    window.close()

    window = open_window(desk, public, "zh", "light")
    window.press("Update when I sign out")
    until(lambda: not window.named("Update when I sign out"), "the notice put away")
    assert appimage.is_unchanged(), "chosen is not installed"
    sign_out(window)
    appimage.check(window, image)
    say("when I sign out: the window stays until then, then the new version runs")
    appimage.put_back()

    window = open_window(desk, public, "en", "dark")
    desk.simulate("--customers", "1", "--seed", "3")
    window.press("Become available")
    assert desk.accept_all(window, 1) == 1
    until(lambda: window.named("Reply to ", prefix=True), "the conversation")
    window.press("Update now")
    until(lambda: question(window), "a question, for a customer waits")
    shot("update_question_en_dark")
    answer(window, "Not now")
    until(lambda: not question(window), "the question put away")
    assert appimage.is_unchanged(), "asked is not installed"
    say("now asks, while a conversation is open")
    window.close()

    window = open_window(desk, public, "zh", "dark")
    assert appimage.is_unchanged(), "fetched is not installed"
    until(lambda: window.says("1/12"), "the conversation is here as well")
    window.press("Update now")
    until(lambda: question(window), "the question")
    shot("update_question_zh_dark")
    answer(window, "Update now")
    appimage.check(window, image)
    say("now: the new version runs, the old one lies beside it")


def main():
    folder = tempfile.mkdtemp(prefix="liaison-update.")
    desk = DemoDesk(folder, UpdatingHub)
    try:
        public, image = publish(desk.hub, os.path.join(folder, "release.key"))
        desk.hub.start()
        tell(desk, public, image, Updated(folder))
    except AssertionError:
        shot("update_failed")
        raise
    finally:
        desk.close()
        if SHOTS:
            for window in desk.windows:
                print(content(window.log.name).decode(errors="replace"))
        shutil.rmtree(folder, ignore_errors=True)


main()
