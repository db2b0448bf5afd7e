# SPDX-License-Identifier: GPL-3.0-or-later
"""The agent's workstation, driven by the names a screen reader says."""
import os
import signal
import subprocess
from xml.etree import ElementTree

import pyatspi

from programs import BIN, end, until


def walk(node, depth=0):
    """Everything below a node that can be seen; a node that goes away while we look is left out."""
    yield node
    if depth > 40:
        return
    for i in range(node.childCount):
        try:
            child = node.getChildAtIndex(i)
            if child is not None:
                yield from walk(child, depth + 1)
        except Exception:  # gone meanwhile
            continue


def shows(node):
    states = node.getState()
    return states.contains(pyatspi.STATE_SHOWING) and states.contains(pyatspi.STATE_VISIBLE)


class Words:
    """The window's words in one language, asked for in English; a name with a place to fill is asked for by what stands before it.
    Where the same English is said differently in two places, the place stands before it: "ConversationHeader::Close"."""

    def __init__(self, file=None):
        self.said = {}
        for context in ElementTree.parse(file).iter("context") if file else ():
            place = context.findtext("name").rpartition("::")[2]
            for message in context.iter("message"):
                translation = message.find("translation")
                text = translation.text or "".join(form.text or "" for form in translation.findall("numerusform")[:1])
                if text:
                    self.said.setdefault(message.findtext("source"), text)
                    self.said[f"{place}::{message.findtext('source')}"] = text

    def of(self, source, prefix=False):
        if not prefix:
            return self.said.get(source, source.rpartition("::")[2])
        for known, text in self.said.items():
            if known.startswith(source) and known[len(source):len(source) + 1] == "%":
                return text.split("%")[0]
        return source


class Workstation:
    def __init__(self, hub, folder, name="desk", words=None):
        self.hub = hub
        self.data = os.path.join(folder, name)
        self.log = open(os.path.join(folder, f"{name}.log"), "ab")
        self.process = None
        self.words = words or Words()

    def start(self, *options, agent="lin", password=True, language="en", scale="1", role=pyatspi.ROLE_FRAME):
        arguments = ["--hub", self.hub.url, "--data", self.data, "--no-keychain", "--language", language, *options]
        if password:
            arguments += ["--agent", agent, "--password-file", self.hub.password_file]
        self.process = subprocess.Popen(
            [f"{BIN}/liaison", *arguments], stdout=self.log, stderr=self.log,
            env={**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_SCALE_FACTOR": scale})
        until(self.application, "the workstation in the accessibility tree", 60)
        until(lambda: self.find(lambda n: n.getRole() == role and shows(n)), "the main window", 60)

    def kill(self):
        end(self.process, signal.SIGKILL)

    def quit(self):
        end(self.process)

    def close(self):
        end(self.process, signal.SIGKILL)
        self.log.close()

    def application(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the workstation ended with {self.process.returncode}")
        for application in pyatspi.Registry.getDesktop(0):
            if application is not None and application.get_process_id() == self.process.pid:
                return application
        return None

    def find(self, fits):
        application = self.application()
        return next((node for node in walk(application) if fits(node)), None) if application else None

    def named(self, name, role=None, prefix=False):
        name = self.words.of(name, prefix)

        def fits(node):
            own = node.name or ""
            return (own.startswith(name) if prefix else own == name) and (role is None or node.getRole() == role) and shows(node)
        return self.find(fits)

    def press(self, name, role=None, prefix=False, seconds=30):
        def pressed():
            node = self.named(name, role, prefix)
            return node is not None and node.queryAction().doAction(0) is not False
        until(pressed, f"“{name}” to press", seconds)

    def fill(self, name, text, prefix=False):
        name = self.words.of(name, prefix)

        def editable(node):
            own = node.name or ""
            return (own.startswith(name) if prefix else own == name) and node.getState().contains(pyatspi.STATE_EDITABLE) and shows(node)
        node = until(lambda: self.find(editable), f"“{name}” to type into")
        node.queryEditableText().setTextContents(text)
        return node

    def answer(self, text):
        """Types into the composer and presses its send button."""
        self.fill("Reply to ", text, prefix=True)
        self.press("Send to ", prefix=True)

    def messages(self):
        """What the message list says, row by row."""
        rows = self.named("Messages", pyatspi.ROLE_LIST)
        if rows is None:
            return []
        found = [rows.getChildAtIndex(i) for i in range(rows.childCount)]
        return [row.name for row in found if row is not None and row.getRole() == pyatspi.ROLE_LIST_ITEM]

    def rows_with(self, text):
        return [row for row in self.messages() if text in row]

    def says(self, *words):
        """Does anything that can be seen say all these words?"""
        words = [self.words.of(word) for word in words]
        return self.find(lambda node: node.name and all(word in node.name for word in words) and shows(node))

    def send_picture(self, path):
        self.press("Send a picture")
        # Qt's own dialog: the field for the name has the focus.
        def name_field(node):
            return node.getRole() == pyatspi.ROLE_TEXT and node.getState().contains(pyatspi.STATE_EDITABLE) and shows(node) \
                and "ile name" in (node.name or "")
        field = until(lambda: self.find(name_field), "the file dialog")
        field.queryEditableText().setTextContents(path)
        self.press("Open", pyatspi.ROLE_PUSH_BUTTON)

    def search(self, text):
        self.fill("Search customers, conversations and messages", text)

    def results(self):
        found = self.named("Search results", pyatspi.ROLE_LIST)
        return [found.getChildAtIndex(i).name for i in range(found.childCount)] if found else []
