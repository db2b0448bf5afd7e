# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks of packages share: how they speak, where packages lie, a display."""
import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "build/packages"
PICTURES = PACKAGES / "check"
PASSWORD = "Correct-horse-7"


def say(text):
    print(f"check: {text}", flush=True)


def need(truth, text):
    if not truth:
        raise AssertionError(text)
    say(f"ok: {text}")


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def newest(pattern):
    found = sorted(PACKAGES.glob(pattern), key=lambda path: path.stat().st_mtime)
    need(found, f"there is a package {pattern}")
    return found[-1]


def package(build, *what, **environment):
    said = subprocess.run([ROOT / "packaging/package.sh", build, *what], check=True, capture_output=True, text=True, cwd=ROOT,
                          env={**os.environ, **environment}).stdout
    return [pathlib.Path(line) for line in said.split("\n") if line]


def later_debs(build, folder, deb):
    """Packages of the next version of the same sources, {name: file}; in `folder`, for nobody is to take them for what was asked for."""
    version = deb.name.split("_")[1] + "+1"
    folder = tempfile.mkdtemp(dir=folder)
    made = [pathlib.Path(shutil.move(path, folder)) for path in package(build, "deb", LIAISON_PACKAGE_VERSION=version)]
    return version, {path.name.split("_")[0]: path for path in made}


def until(condition, what, seconds=60):
    """Asks again until `condition` says something true, and returns that."""
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        pause.wait(0.02)
    raise AssertionError(f"not within {seconds} s: {what}")


class Display:
    """A display of its own for everything that has a window."""

    def __init__(self):
        reader, writer = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-ac", "-screen", "0", "1400x900x24"], pass_fds=[writer],
                                       stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as file:
            os.environ["DISPLAY"] = ":" + file.readline().strip()
        self.manager = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL)

    def close(self):
        for process in (self.manager, self.server):
            process.terminate()
            process.wait(20)

    @staticmethod
    def windows():
        """Titles of all that can be seen of ours."""
        said = subprocess.run(["xdotool", "search", "--onlyvisible", "--class", "^liaison$"], capture_output=True, text=True, check=False).stdout
        names = [subprocess.run(["xdotool", "getwindowname", one], capture_output=True, text=True, check=False).stdout.strip()
                 for one in said.split()]
        return [name for name in names if name]

    @staticmethod
    def picture(name):
        PICTURES.mkdir(parents=True, exist_ok=True)
        threading.Event().wait(1.5)  # what is on the screen cannot be asked whether it has been painted
        subprocess.run(["import", "-window", "root", "-depth", "8", PICTURES / f"{name}.png"], check=True, timeout=60)
