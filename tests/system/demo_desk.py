# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk at work, for pictures: the seeded hub, synthetic customers, and an agent who takes them and answers through the window."""
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "story"))

import pyatspi  # noqa: E402

from display import key, settle  # noqa: E402
from programs import BIN, Hub, end, until  # noqa: E402
from workstation import Words, Workstation  # noqa: E402

TRANSLATION = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "translations", "liaison_zh_CN.ts")
LIST = pyatspi.ROLE_LIST
AGENT = "陈晓"  # as the seeded desk calls the agent "lin"

ANSWERS = {
    "zh": ["您好，我是陈晓，很高兴为您服务。我先帮您查一下订单。", "查到了，您的问题我已经记录，今天下午会有同事跟进。",
           "非常抱歉给您添麻烦了，我们可以为您免费换新。", "运费由我们承担，快递员明天上门取件。", "不客气，还有什么可以帮您的吗？"],
    "en": ["Hello, this is Chen Xiao. Let me look at your order first.", "I have found it. A colleague will follow it up this afternoon.",
           "I am sorry for the trouble; we will replace it free of charge.", "We pay the return; the courier collects it tomorrow.",
           "You are welcome. Is there anything else I can do?"],
}
DRAFTS = {"zh": "如果您愿意，我们也可以直接补发一个新的，不用寄回整机。您看哪种方便？",
          "en": "If you prefer, we can also send you a new one at once, without a return. Which suits you better?"}


def language_of(row):
    """Of the words in one row of the message list, whoever said them."""
    text = row.split(": ", 1)[-1]
    return "zh" if any("一" <= sign <= "鿿" for sign in text) else "en"


class DemoHub(Hub):
    """The hub with the demo's agents, queues and replies."""

    def set_up(self):
        self.run("seed-demo", "--password-file", self.password_file)


class DemoDesk:
    def __init__(self, folder, hub=DemoHub):
        self.folder = folder
        self.hub = hub(folder)
        self.simulations = []
        self.windows = []
        self.chinese = Words(TRANSLATION)
        self.answers = {}  # how many each customer has got

    def close(self):
        for window in self.windows:
            window.close()
        for simulation in self.simulations:
            end(simulation)
        self.hub.close()

    def window(self, name="desk", language="en"):
        window = Workstation(self.hub, self.folder, name, self.chinese if language == "zh" else None)
        self.windows.append(window)
        return window

    def simulate(self, *options):
        with open(os.path.join(self.folder, "sim.log"), "ab") as log:
            simulation = subprocess.Popen([f"{BIN}/liaison-sim", "--hub", self.hub.url, *options], stdout=log, stderr=log)
        self.simulations.append(simulation)
        return simulation

    def stop(self, simulation):
        end(simulation)
        self.simulations.remove(simulation)

    # --- what an agent does ---

    def rows(self, window):
        rows = window.named("Conversations", LIST)
        return [rows.getChildAtIndex(i) for i in range(rows.childCount)] if rows else []

    def accept_all(self, window, wanted, seconds=45):
        """Offers come one after the other; `wanted` of them are taken, or as many as come in that time."""
        taken = set()
        word = window.words.of("Accept ", prefix=True)

        def offer(node):
            states = node.getState()
            return (node.name or "").startswith(word) and node.getRole() == pyatspi.ROLE_PUSH_BUTTON and node.name not in taken \
                and states.contains(pyatspi.STATE_SHOWING) and states.contains(pyatspi.STATE_ENABLED)
        deadline = time.monotonic() + seconds
        while len(taken) < wanted and time.monotonic() < deadline:
            try:
                button = until(lambda: window.find(offer), "an offer", 2)
                name = button.name
                button.queryAction().doAction(0)
                taken.add(name)
            except Exception:  # none at this moment, or just gone
                continue
        return len(taken)

    def answer_last(self, window):
        """Says something fitting in the language of the last message, if the customer wrote that; returns what."""
        rows = window.messages()
        if not rows or rows[-1].startswith(AGENT) or rows[-1][:1].isdigit():
            return None
        language = self.language_in(window)
        given = self.answers.get(self.name_in(window), 0)
        text = ANSWERS[language][given % len(ANSWERS[language])]
        self.answers[self.name_in(window)] = given + 1
        window.answer(text)
        return text

    def work(self, window, customers=9, answers=22, seconds=60):
        """Becomes available, takes the customers and answers them, whoever needs it most first."""
        until(lambda: window.says("In sync"), "the workstation in sync")
        window.press("Become available")
        taken = self.accept_all(window, customers)
        given = 0
        deadline = time.monotonic() + seconds
        while given < answers and time.monotonic() < deadline:
            before = self.name_in(window)
            key("ctrl+j")  # who needs it most; nobody else: the one on top stays
            settle(0.3)
            try:
                if self.answer_last(window):
                    given += 1
                elif self.name_in(window) == before:
                    settle(0.5)  # everybody is answered: the next one writes soon
            except Exception:  # taken away meanwhile
                continue
        return taken

    def calm_down(self, window, customers, answers=4):
        """Nobody writes any more, and most are answered: a desk, not a disaster."""
        self.stop(customers)
        for _ in range(answers):
            key("ctrl+j")
            settle(0.3)
            self.answer_last(window)
            settle(0.3)
        try:
            window.press("Close this notice", seconds=1)
        except AssertionError:
            pass  # there was none

    def longest(self, window, tabs=9):
        """Goes through the tabs and leaves the one on top that has the most to read, a picture above all; returns whose it is."""
        best, most = 1, -1
        for tab in range(1, tabs + 1):
            key(f"ctrl+{tab}")
            settle(0.3)
            messages = window.messages()
            worth = min(len(messages), 9) + (5 if any(".jpg" in m or ".png" in m for m in messages[-5:]) else 0)
            if worth > most:
                best, most = tab, worth
        key(f"ctrl+{best}")
        settle(0.3)
        return self.name_in(window)

    def language_in(self, window):
        """What the customer of the open conversation writes."""
        theirs = [row for row in window.messages() if not row.startswith(AGENT) and not row[:1].isdigit()]
        return "zh" if any(language_of(row) == "zh" for row in theirs) else "en"

    def name_in(self, window):
        """Whose conversation is open: the composer says it."""
        prefix = window.words.of("Reply to ", prefix=True)
        field = window.named("Reply to ", prefix=True)
        return field.name[len(prefix):] if field else ""

    def draft(self, window):
        window.fill("Reply to ", DRAFTS[self.language_in(window)], prefix=True)
