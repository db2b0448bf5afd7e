# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job, end to end, with the real programs: a customer in Chromium, an agent at the workstation, a hub between them that is
killed in the middle. Every message is on both screens and in the hub's table exactly once. Run by story.sh."""
import os
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request

from programs import Hub, Page, until
from workstation import Workstation

SHOTS = os.environ.get("LIAISON_SHOTS", "")


def say(line):
    print(f"story: {line}", flush=True)


def picture(path):
    subprocess.run(["convert", "-size", "640x420", "gradient:#0f6cbd-#e8f2fb", path], check=True, timeout=60)


class Story:
    def __init__(self, folder):
        self.folder = folder
        self.said = []
        self.hub = Hub(folder)
        self.page = Page()
        self.desk = Workstation(self.hub, folder)

    def close(self):
        for part in (self.page, self.desk, self.hub):
            part.close()

    def shot(self, name):
        if SHOTS:
            os.makedirs(SHOTS, exist_ok=True)
            subprocess.run(["import", "-window", "root", os.path.join(SHOTS, f"{name}.png")], check=False, timeout=60)

    def marks(self):
        table = sqlite3.connect(f"file:{self.hub.database}?mode=ro", uri=True)
        rows = table.execute("SELECT state, cseq, agent_delivered, agent_read, customer_delivered, customer_read FROM conversation").fetchall()
        table.close()
        return rows

    # --- what the two of them do ---

    def customer_says(self, text):
        self.said.append(text)
        self.page.ask("write", text=text)

    def agent_says(self, text):
        self.said.append(text)
        self.desk.answer(text)

    def at_desk(self, text, times=1):
        until(lambda: len(self.desk.rows_with(text)) == times, f"“{text}” at the workstation")

    def on_page(self, text):
        until(lambda: self.page.texts().count(text) == 1, f"“{text}” on the page")

    def everything_once(self):
        """On the page, at the workstation and in the hub's table."""
        on_page = self.page.texts()
        at_desk = self.desk.messages()
        table = sqlite3.connect(f"file:{self.hub.database}?mode=ro", uri=True)
        stored = [row[0] for row in table.execute("SELECT text FROM message WHERE kind = 'text' ORDER BY cseq")]
        pictures = table.execute("SELECT COUNT(*) FROM message WHERE kind = 'picture'").fetchone()[0]
        table.close()
        for text in self.said:
            assert stored.count(text) == 1, f"hub: “{text}” {stored.count(text)} times"
            assert on_page.count(text) == 1, f"page: “{text}” {on_page.count(text)} times"
            times = sum(1 for row in at_desk if text in row)
            assert times == 1, f"workstation: “{text}” {times} times in {at_desk}"
        assert len(stored) == len(self.said), f"hub: {stored} instead of {self.said}"
        assert pictures == 2, f"hub: {pictures} pictures"
        assert [t for t in on_page if t in self.said] == stored, f"page's order: {on_page} instead of {stored}"

    # --- chapters ---

    def meet(self):
        self.hub.start()
        self.desk.start()
        until(lambda: self.desk.says("In sync"), "the workstation in sync")
        self.desk.press("Become available")
        until(lambda: self.desk.says("Your status: Available"), "the status")
        self.page.ask("visit", url=f"{self.hub.url}/chat")
        self.customer_says("你好，我的咖啡机漏水了")
        self.desk.press("Accept ", prefix=True)
        self.at_desk("你好，我的咖啡机漏水了")
        until(lambda: self.page.mark("你好，我的咖啡机漏水了") in ("delivered", "read"), "the delivered mark on the page")
        self.agent_says("您好，请拍一张照片给我，好吗？")
        self.on_page("您好，请拍一张照片给我，好吗？")
        until(lambda: self.page.mark("你好，我的咖啡机漏水了") == "read", "the read mark on the page")
        until(lambda: any(row.endswith((", delivered", ", read")) for row in self.desk.rows_with("请拍一张照片")), "the mark at the workstation")
        until(lambda: any(row.endswith(", read") for row in self.desk.rows_with("请拍一张照片")), "the read mark at the workstation")
        say("met, answered, marks on both sides")

    def pictures(self):
        self.page.ask("picture", name="leak.png", w=900, h=600)
        self.at_desk("leak.png")
        path = os.path.join(self.folder, "part.png")
        picture(path)
        self.desk.send_picture(path)
        self.desk.press("Send")  # the composer shows first what will be sent, and to whom
        until(lambda: self.page.ask("read")["painted"] == 1, "the agent's picture on the page")
        self.at_desk("part.png")
        self.shot("story_pictures")
        say("a picture each way")

    def hub_dies(self):
        self.customer_says("照片收到了吗？")
        self.hub.kill()
        self.agent_says("收到了，是密封圈老化。")
        until(lambda: self.page.ask("read")["link"] != "live", "the page knows that the link is gone")
        self.customer_says("那要换哪个零件？")
        until(lambda: self.desk.says("Offline since"), "the workstation says it is offline")
        self.hub.start()
        for text in ("照片收到了吗？", "收到了，是密封圈老化。", "那要换哪个零件？"):
            self.on_page(text)
            self.at_desk(text)
        until(lambda: self.desk.says("In sync"), "in sync again")
        self.everything_once()
        say("hub killed and started again: everything once")

    def customer_leaves_and_returns(self):
        self.page.ask("leave")
        self.agent_says("零件号 E3-27，今天寄出。")
        self.at_desk("零件号 E3-27，今天寄出。")
        until(lambda: all(", sending" not in row for row in self.desk.rows_with("E3-27")), "the answer is sent")
        self.page.ask("visit", url=f"{self.hub.url}/chat")
        self.on_page("零件号 E3-27，今天寄出。")
        self.everything_once()
        say("the customer came back and found the answer")

    def without_hub(self):
        self.hub.kill()
        self.desk.quit()
        self.desk.start()
        self.desk.search("漏水")
        until(lambda: any("漏水" in row for row in self.desk.results()), "the search result, offline")
        self.shot("story_search_offline")
        self.desk.search("")
        self.open_conversation()
        self.at_desk("你好，我的咖啡机漏水了")
        self.agent_says("补充：保修期内，免费。")
        until(lambda: any(", sending" in row for row in self.desk.rows_with("免费")), "the bubble that waits")
        until(lambda: self.desk.says("1 waiting to be sent"), "the status bar says what waits")
        self.shot("story_offline")
        self.desk.kill()
        self.desk.start()
        self.open_conversation()
        self.at_desk("补充：保修期内，免费。")
        self.hub.start()
        self.on_page("补充：保修期内，免费。")
        until(lambda: all(", sending" not in row for row in self.desk.rows_with("免费")), "the reply is sent")
        until(lambda: self.desk.says("In sync"), "in sync at last")
        self.everything_once()
        self.shot("story_end")
        assert self.page.ask("read")["faults"] == [], self.page.ask("read")["faults"]
        say("written offline, killed, started, sent once")

    def open_conversation(self):
        """After a start the conversation may have to be opened from the list."""
        if self.desk.rows_with("漏水"):
            return
        import pyatspi
        rows = until(lambda: self.desk.named("Conversations", pyatspi.ROLE_LIST), "the list of conversations")
        row = until(lambda: rows.childCount and rows.getChildAtIndex(0), "a conversation")
        row.queryAction().doAction(0)
        until(lambda: self.desk.rows_with("漏水"), "the conversation")

    def tell(self):
        self.meet()
        self.pictures()
        self.hub_dies()
        self.customer_leaves_and_returns()
        self.without_hub()


def main():
    with tempfile.TemporaryDirectory(prefix="liaison-story.") as folder:
        story = Story(folder)
        try:
            story.tell()
        except BaseException:
            story.shot("story_failed")
            try:
                metrics = urllib.request.urlopen(f"{story.hub.url}/metrics", timeout=5).read().decode()
                say("hub: " + " | ".join(line for line in metrics.splitlines() if "command" in line and not line.startswith("#")))
                say(f"marks: {story.page.ask('read')['marks']} {story.marks()}")
                say("page: " + " | ".join(story.page.texts()))
                say("desk: " + " | ".join(story.desk.messages()))
            except Exception as error:
                say(f"no more to see: {error!r}")
            for name in ("hub.log", "desk.log"):
                with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as log:
                    say(f"{name}: " + log.read()[-3000:])
            raise
        finally:
            story.close()
    say("told to the end")
    return 0


if __name__ == "__main__":
    sys.exit(main())
