#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An update as the agent sees it: the real workstation, told by a real hub of a version signed by liaison-release. A notice that a screen
reader can read; "later" puts it away, "now" closes the window and starts what was signed. Run by update.sh."""
import os
import shutil
import subprocess
import tempfile

from programs import BIN, Hub, end, until
from workstation import Words, Workstation

SHOTS = os.environ.get("LIAISON_SHOTS", "")
ZH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../translations/liaison_zh_CN.ts")


def say(line):
    print(f"update: {line}", flush=True)


def shot(name):
    if SHOTS:
        os.makedirs(SHOTS, exist_ok=True)
        subprocess.run(["import", "-window", "root", os.path.join(SHOTS, f"{name}.png")], check=False, timeout=60)


class UpdatingHub(Hub):
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


def prepare(desk, public):
    os.makedirs(desk.data)
    with open(os.path.join(desk.data, "liaison.ini"), "w", encoding="utf-8") as file:
        file.write(f"[update]\nkey={public}\nurl={desk.hub.url}/updates/update.json\n")


def main():
    folder = tempfile.mkdtemp(prefix="liaison-update.")
    hub = UpdatingHub(folder)
    desk = None
    try:
        public, image = publish(hub, os.path.join(folder, "release.key"))
        hub.start()
        # As an AppImage's runtime sets them.
        program = os.path.join(folder, "Liaison.AppImage")
        shutil.copy(f"{BIN}/update_newcomer", program)
        old = content(program)
        os.environ.update(APPIMAGE=program, APPDIR=os.path.realpath(BIN))
        for language, theme in (("en", "light"), ("en", "dark"), ("zh", "light"), ("zh", "dark")):
            desk = Workstation(hub, folder, f"desk-{language}-{theme}", Words(ZH if language == "zh" else None))
            prepare(desk, public)
            desk.start("--theme", theme, language=language)
            until(lambda: desk.named("Update when I sign out"), "the notice", 90)
            notes = "会话打开得更快。" if language == "zh" else "Conversations open faster."
            until(lambda: desk.says("Liaison 9.9.9", notes), "what is ready, and what is new in it")
            shot(f"update_notice_{language}_{theme}")
            say(f"the notice is there ({language}, {theme})")
            if (language, theme) == ("en", "light"):
                desk.press("Update later")
                until(lambda: not desk.named("Update when I sign out"), "the notice put away")
                say("later puts it away")
            if (language, theme) != ("zh", "dark"):
                desk.close()
        assert content(program) == old, "fetched is not installed"
        desk.press("Update now")
        until(lambda: desk.process.poll() is not None, "the old version's end", 60)
        assert desk.process.returncode == 0, desk.process.returncode
        started = content(os.path.join(desk.data, "update", "starts.log"))
        assert started == b"9.9.9 good\n", started
        assert content(program) == image, "the new version is in its place"
        assert content(program + ".previous") == old, "the old one lies beside it"
        assert not os.path.exists(os.path.join(desk.data, "update", "trial.json"))
        say("now: the new version runs, the old one lies beside it")
    except AssertionError:
        shot("update_failed")
        raise
    finally:
        if desk:
            end(desk.process)
            desk.log.close()
            if os.environ.get("LIAISON_SHOTS"):
                print(content(desk.log.name).decode(errors="replace"))
        hub.close()
        shutil.rmtree(folder, ignore_errors=True)


main()
