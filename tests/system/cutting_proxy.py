# SPDX-License-Identifier: GPL-3.0-or-later
"""A bad network on loopback: every link goes through here, and from time to time one or all of them break."""
import asyncio
import random
import threading


class CuttingProxy:
    """Listens at `port`; `target()` says where the hub's link port is at the moment. Faults come at random, `every` seconds apart on
    average, by the seed: one link cut, all links cut, or one half-open (it lives and nothing comes through any more)."""

    def __init__(self, target, every, seed):
        self.target = target
        self.every = every
        self.random = random.Random(seed)
        self.links = []
        self.counts = {"one cut": 0, "all cut": 0, "half-open": 0}
        self.loop = asyncio.new_event_loop()
        self.server = self.loop.run_until_complete(asyncio.start_server(self._link, "127.0.0.1", 0))
        self.port = self.server.sockets[0].getsockname()[1]
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        self.loop.create_task(self._break())
        self.loop.run_forever()
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self.loop.close()

    async def _link(self, reader, writer):
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target())
        except OSError:
            writer.transport.abort()
            return
        link = {"writers": (writer, far_writer), "swallows": False}
        self.links.append(link)
        await asyncio.gather(self._copy(reader, far_writer, link), self._copy(far_reader, writer, link))
        self.links = [other for other in self.links if other is not link]

    async def _copy(self, reader, writer, link):
        try:
            while data := await reader.read(65536):
                if not link["swallows"]:
                    writer.write(data)
                    await writer.drain()
        except OSError:
            pass
        for one in link["writers"]:
            one.transport.abort()

    async def _break(self):
        while True:
            await asyncio.sleep(self.random.expovariate(1 / self.every))
            if not self.links:
                continue
            fault = self.random.choices(list(self.counts), weights=(6, 1, 3))[0]
            self.counts[fault] += 1
            for link in list(self.links) if fault == "all cut" else [self.random.choice(self.links)]:
                if fault == "half-open":
                    link["swallows"] = True
                else:
                    for one in link["writers"]:
                        one.transport.abort()

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
