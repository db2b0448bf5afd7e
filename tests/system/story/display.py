# SPDX-License-Identifier: GPL-3.0-or-later
"""The display: keys as a person presses them, and pictures. Nothing of the accessibility tree."""
import os
import subprocess
import threading


def key(*keys):
    """Keys as a person presses them, to whatever has the focus."""
    subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True, timeout=20)


def settle(seconds=0.4):
    """A frame or two: what is on the screen cannot be asked whether it has been painted."""
    threading.Event().wait(seconds)


def take_picture(path, crop=None, trim=False):
    """The screen, or its upper left part; few colours are enough for a window and make the file small."""
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    shape = ["-crop", f"{crop[0]}x{crop[1]}+0+0", "+repage"] if crop else ["-trim", "+repage"] if trim else []
    subprocess.run(["import", "-window", "root", *shape, "-depth", "8", path], check=True, timeout=60)
