# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: demo_shot.py FILE.png [WORKSTATION OPTION…]: one picture of the demo desk at work. Run by demo.sh on a stage of its own."""
import os
import subprocess
import sys
import tempfile

from demo_desk import DemoDesk, until
from display import settle, take_picture


def main(path, options):
    language = options[options.index("--language") + 1] if "--language" in options else "en"
    with tempfile.TemporaryDirectory(prefix="liaison-demo.") as folder:
        desk = DemoDesk(folder)
        try:
            desk.hub.start()
            customers = desk.simulate("--demo", "--customers", "9", "--seed", "7", "--rate", "100", "--trickle", "900", "--pictures", "80", "--chinese", "60")
            window = desk.window(language=language)
            window.start("--size", "1600x1000", *options, language=language)
            desk.work(window)
            desk.calm_down(window, customers)
            desk.longest(window)
            desk.draft(window)
            until(lambda: window.says("In sync"), "everything sent")
            settle()
            take_picture(path)
        finally:
            desk.close()
    # Few colours are enough for a window, and a README's picture is loaded often.
    subprocess.run(["convert", path, "-dither", "None", "-colors", "256", f"png8:{path}"], check=True, timeout=120)
    print(f"demo: wrote {path} ({os.path.getsize(path) // 1024} kB)", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
