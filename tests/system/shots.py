# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: shots.py DIR [ONLY]: a picture of every screen of the workstation; ONLY: such as "en-light-100".
The desk is worked at once; every combination of language, theme and scale is then a new start on the same data. Run by shots.sh on a stage of its own."""
import itertools
import os
import sys
import tempfile
import time

import pyatspi

from demo_desk import DemoDesk, until
from display import key, settle, take_picture

WIDTH, HEIGHT = 1600, 1000
DIALOG = pyatspi.ROLE_DIALOG


class Shots:
    def __init__(self, desk, folder, only):
        self.only = only
        self.desk = desk
        self.folder = folder
        self.failed = []

    def take(self, name, size=(WIDTH, HEIGHT), trim=False):
        settle()
        crop = None if trim else [round(side * self.scale) for side in size]
        take_picture(os.path.join(self.folder, f"{self.language}-{self.theme}-{round(self.scale * 100)}-{name}.png"), crop, trim)

    def screen(self, name, show, hide=None):
        """One screen; what goes wrong is said at the end and does not keep the other pictures from being taken."""
        try:
            show()
            self.take(name)
        except Exception as error:
            self.failed.append(f"{self.language}-{self.theme}-{self.scale}: {name}: {error!r}")
        if hide:
            hide()

    def start(self, name="desk", size=(WIDTH, HEIGHT), **how):
        window = self.desk.window(name, self.language)
        window.start("--size", f"{size[0]}x{size[1]}", "--theme", self.theme, language=self.language, scale=str(self.scale), **how)
        return window

    def sign_in_and_empty(self):
        mark = f"{self.language}{self.theme}{self.scale}"
        window = self.start(f"new-{mark}", password=False, role=DIALOG)
        self.take("sign-in", trim=True)
        window.close()
        window = self.start(f"empty-{mark}", agent="wang")
        until(lambda: window.says("Become available"), "the empty window")
        self.take("empty")
        window.close()

    def at_work(self):
        desk = self.desk
        window = self.start()
        until(lambda: desk.rows(window), "the list")
        until(lambda: window.messages(), "the messages")
        desk.draft(window)
        self.take("full")
        self.screen("search", lambda: (window.search("订单" if self.language == "zh" else "order"), settle(0.8)),
                    lambda: (window.search(""), key("Escape")))
        for name, button in (("close", "ConversationHeader::Close"), ("transfer", "Transfer")):
            self.screen(name, lambda b=button: (window.press(b, pyatspi.ROLE_PUSH_BUTTON, seconds=5),
                                                until(lambda: window.find(lambda n: n.getRole() == DIALOG), "the dialog", 5)),
                        lambda: (key("Escape"), settle(0.2)))
        self.screen("canned", lambda: (window.fill("Reply to ", "", prefix=True), window.press("Canned replies", seconds=5)),
                    lambda: (key("Escape"), desk.draft(window)))
        self.screen("shortcuts", lambda: key("F1"), lambda: key("Escape"))
        self.screen("customers", lambda: (key("alt+shift+3"), settle(0.5)), lambda: key("alt+shift+1"))
        self.screen("queue", lambda: key("alt+shift+2"), lambda: key("alt+shift+1"))
        self.screen("settings-1", lambda: key("ctrl+comma"))
        self.screen("settings-2", lambda: key("ctrl+Tab"))
        self.screen("settings-3", lambda: key("ctrl+Tab"), lambda: key("Escape"))
        window.close()
        for name, width in (("narrow", 1100), ("tiny", 860)):
            window = self.start(size=(width, HEIGHT))
            until(lambda: window.messages(), "the messages")
            self.take(name, (width, HEIGHT))
            window.close()

    def offers(self):
        desk = self.desk
        window = self.start()
        visitor = desk.simulate("--customers", "1", "--seconds", "0", "--seed", str(int(time.time()) % 100000), "--rate", "60",
                                "--chinese", "100" if self.language == "zh" else "0")
        self.screen("offer", lambda: until(lambda: window.named("Accept ", pyatspi.ROLE_PUSH_BUTTON, prefix=True), "an offer", 12),
                    lambda: window.press("Decline ", prefix=True, seconds=5))
        desk.stop(visitor)
        window.close()

    def offline(self):
        window = self.start()
        until(lambda: self.desk.rows(window), "the list")
        until(lambda: window.messages(), "the messages")
        window.answer("好的，请稍等，我马上为您确认。" if self.language == "zh" else "One moment, please; I will check that at once.")
        settle(3)  # a link that is away for a blink gets no band
        self.take("offline")
        window.close()

    def each(self, part):
        for self.scale, self.language, self.theme in itertools.product((1, 1.5), ("zh", "en"), ("light", "dark")):
            if not f"{self.language}-{self.theme}-{round(self.scale * 100)}".startswith(self.only):
                continue
            try:
                part()
            except Exception as error:
                self.failed.append(f"{self.language}-{self.theme}-{self.scale}: {part.__name__}: {error!r}")
                for window in self.desk.windows:
                    window.close()

    def run(self):
        desk = self.desk
        desk.hub.start()
        customers = desk.simulate("--demo", "--customers", "9", "--seed", "7", "--rate", "100", "--trickle", "500", "--pictures", "80",
                                  "--chinese", "60")
        window = desk.window()
        window.start("--size", f"{WIDTH}x{HEIGHT}")
        desk.work(window)
        desk.calm_down(window, customers)
        desk.longest(window)  # stays on top in every later start
        desk.draft(window)
        settle(1)
        window.quit()
        self.each(self.sign_in_and_empty)
        self.each(self.at_work)
        self.each(self.offers)  # late: who is declined comes again
        desk.hub.kill()
        self.each(self.offline)


def main(folder, only=""):
    began = time.monotonic()
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="liaison-shots.") as data:
        desk = DemoDesk(data)
        shots = Shots(desk, folder, only)
        try:
            shots.run()
        finally:
            desk.close()
    for line in shots.failed:
        print(f"shots: {line}", file=sys.stderr)
    print(f"shots: {len(os.listdir(folder))} pictures in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return 1 if shots.failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
