# SPDX-License-Identifier: GPL-3.0-or-later
"""What an attacker tries against a real hub, one function each. Each names the error it must meet and the metric that must move."""
import collections
import copy
import json
import os
import threading
import time
import uuid
import zlib

from programs import memory_mb, until
from wire import Closed, Link, connect, home, hello, post, put_file, read_reply, request

PASSWORD = "Correct-horse-7"


class Scene:
    """A hub, and how to become somebody in it."""

    def __init__(self, hub, inspects=True):
        """`inspects`: whether the attacks also look at the hub's memory and folder, which no attacker can. Under load they must not:
        the kernel keeps a process from changing its memory, and a folder from losing a file, while either is read, and who reads at the
        lowest priority may have to wait 60 ms for a processor meanwhile (seen: a brk() of the hub's main thread)."""
        self.hub = hub
        self.inspects = inspects
        self.secrets = [PASSWORD]
        self.address = "127.0.0.1"  # our own machine's, for which nothing is counted: how many visitors one may be is an attack of its own
        self.known = collections.deque()

    def at(self, address):
        """The same scene for the calling thread alone, which from now on has that one address; everything is counted for it."""
        theirs = copy.copy(self)
        theirs.address = home.address = address
        theirs.known = collections.deque()
        return theirs

    def files(self):
        """What lies in the hub's folder, as paths; nothing if the scene does not inspect."""
        if not self.inspects:
            return []
        return [os.path.join(where, file) for where, _, files in os.walk(self.hub.data) for file in files]

    @property
    def http(self):
        return self.hub.ports[0]

    @property
    def link(self):
        return self.hub.ports[1]

    def metric(self, name):
        """The sum over all labels, or of one when `name` has them."""
        total = 0
        for line in request(self.http, "GET", "/metrics", source="127.0.0.1").body.decode().splitlines():
            full, _, value = line.rpartition(" ")
            if full == f"liaison_hub_{name}" or full.startswith(f"liaison_hub_{name}{{"):
                total += int(value)
        return total

    def customer(self):
        """A new visitor's token and id; of an address that may have no more for now, those of the one it was longest ago."""
        answer = post(self.http, "/api/v1/visitor", {}, source=self.address)
        if answer.code == "rate" and self.known:
            self.known.rotate(-1)
        else:
            self.secrets.append(answer.json["token"])
            self.known.append((answer.json["token"], answer.json["customer"]["id"]))
        return self.known[-1]

    def agent(self, name, device):
        answer = post(self.http, "/api/v1/sign-in", {"name": name, "password": PASSWORD, "device": device, "device_name": "x"},
                      source=self.address).json
        self.secrets.append(answer["token"])
        return answer["token"]


def new_id():
    return str(uuid.uuid4())


def command(kind, body, conversation=None, cid=None):
    frame = {"t": "cmd", "cid": cid or new_id(), "k": kind, "at": int(time.time() * 1000), "b": body}
    if conversation:
        frame["conv"] = conversation
    return frame


def with_customer(scene):
    token, customer = scene.customer()
    link = Link(scene.link)
    link.greet(token, new_id())
    return link, token, customer


# --- the link -----------------------------------------------------------------------------------------------------------------

def first_frame_is_no_hello(scene):
    for frame in ({"t": "cmd", "cid": "c1", "k": "msg.send", "at": 1, "b": {}}, {"t": "ping", "id": 1}, {"t": "welcome"},
                  {"t": "auth", "token": "x"}, [], "x"):
        link = Link(scene.link)
        link.send(frame)
        link.refusal("bad_frame")
        assert link.closed() == 4003
    return "bad_frame, closed 4003", 'link_refused_total{code="bad_frame"}', 6


def frames_out_of_order(scene):
    """Every type a hub sends, and a second hello, from a customer: five of them and the link is closed."""
    mine = {"t": "ev", "pos": 1, "k": "msg", "at": 1, "by": "a:lin", "b": {}}
    theirs = [hello("x", "d"), {"t": "welcome"}, {"t": "snap", "part": 1, "last": True, "pos": 1, "b": {}}, mine,
              {"t": "batch", "evs": [mine]}, {"t": "live", "pos": 1}, {"t": "ok", "cid": "c1"}, {"t": "err", "code": "full"},
              {"t": "st", "topic": "queues", "b": {}}, {"t": "answer", "re": "q1", "b": {}}, {"t": "launch"}, {}, []]
    sent = 0
    while theirs:
        link, _, _ = with_customer(scene)
        batch, theirs = theirs[:5], theirs[5:]
        for frame in batch:
            link.send(frame)
            link.refusal("bad_frame")
            sent += 1
        if len(batch) == 5:
            assert link.closed() == 4003
        link.close()
    return "bad_frame, closed 4003", "link_bad_frames_total", sent


def customer_plays_agent(scene):
    """What an agent may do, asked for by a customer: no command is carried out, no question answered, no topic sent."""
    victim, _, victim_id = with_customer(scene)
    secret, spoof = new_id(), new_id()
    victim.send(command("msg.send", {"kind": "text", "text": f"this is between us: {secret}"}))
    conversation = victim.until(lambda f: f["t"] == "ok", "ok")["b"]["conv"]
    link, _, customer = with_customer(scene)
    commands = [("agent.state", {"status": "available"}, None), ("conv.accept", {"offer": "o1"}, conversation),
                ("conv.take", {}, conversation), ("conv.transfer", {"queue": "service"}, conversation),
                ("conv.park", {}, conversation), ("conv.wrapup", {}, conversation), ("conv.close", {"code": "solved"}, conversation),
                ("conv.open", {"customer": victim_id}, None), ("conv.note", {"text": "x"}, conversation),
                ("conv.leave", {}, conversation),
                ("customer.update", {"customer": victim_id, "name": "x"}, None),
                ("customer.tag", {"customer": victim_id, "add": ["x"]}, None),
                ("customer.note", {"customer": victim_id, "text": "x"}, None),
                ("canned.save", {"shortcut": "x", "title": "x", "text": "x", "scope": "all", "lang": ""}, None),
                ("customer.create", {"token_hash": "x"}, None), ("customer.identify", {"user": {"id": "1"}}, None),
                ("link.up", {}, None), ("hub.start", {}, None), ("token.add", {}, None), ("file.add", {"id": "stolen-file"}, None)]
    refused = 0
    for kind, body, target in commands:
        frame = command(kind, body, target)
        link.send(frame)
        answer = link.until(lambda f: f.get("cid") == frame["cid"], kind)
        assert answer["t"] == "err" and answer["code"] in ("forbidden", "not_found", "invalid"), (kind, answer)
        refused += 1
    # A message for somebody else's conversation goes to one's own.
    frame = command("msg.send", {"kind": "text", "text": spoof}, conversation)
    link.send(frame)
    assert link.until(lambda f: f.get("cid") == frame["cid"], "ok")["b"]["conv"] != conversation
    for kind, body, target in (("history", {"n": 50}, conversation), ("customer.convs", {"customer": victim_id}, None),
                               ("customer.find", {"q": "an"}, None), ("agents", {}, None)):
        re = new_id()
        ask = {"t": "ask", "re": re, "k": kind, "b": body}
        if target:
            ask["conv"] = target
        link.send(ask)
        answer = link.until(lambda f: f.get("re") == re, kind)
        if kind == "customer.convs" and answer["t"] == "answer":
            assert answer["b"] == {"convs": []}, answer  # his own, whomever he asks about
            continue
        assert answer["t"] == "err" and answer["code"] in ("forbidden", "not_found"), (kind, answer)
        refused += 1
    for topic in ("queues", "figures", f"presence:{victim_id}", f"presence:{customer}", "no-such-topic"):
        link.send({"t": "sub", "topic": topic})
        link.refusal("forbidden")
        refused += 1
    link.send({"t": "sig", "conv": conversation, "k": "typing", "ttl": 5000})
    link.send({"t": "ping", "id": 1})
    link.until(lambda f: f["t"] == "pong", "pong")
    assert not any(secret in json.dumps(f) for f in link.frames)
    victim.send({"t": "ping", "id": 2})
    victim.until(lambda f: f["t"] == "pong", "pong")
    assert not any(f["t"] == "sig" and f["by"] == f"c:{customer}" for f in victim.frames), "a stranger's typing reached the victim"
    assert not any(spoof in json.dumps(f) for f in victim.frames)
    return "forbidden or not_found each", "link_refused_total", refused


def stolen_token(scene):
    device = new_id()
    token = scene.agent("lin", device)
    thief = Link(scene.link)
    thief.send(hello(token, new_id()))  # another machine
    thief.refusal("unauthorized")
    assert thief.closed() == 4001
    owner = Link(scene.link, "127.0.0.1")
    owner.greet(token, device)
    replaced = scene.metric("links_replaced_total")
    copy = Link(scene.link)
    copy.greet(token, device)  # token and device id: the owner is told at once
    assert owner.closed() == 4009 and any(f["t"] == "bye" and f["code"] == "replaced" for f in owner.frames)
    assert scene.metric("links_replaced_total") == replaced + 1
    # Signing out ends the copy's link and the token.
    assert post(scene.http, "/api/v1/sign-out", {}, token, "127.0.0.1").status == 200
    assert copy.closed() == 4001
    again = Link(scene.link)
    again.send(hello(token, device))
    again.refusal("unauthorized")
    assert again.closed() == 4001
    assert request(scene.http, "GET", "/api/v1/files/abcdefgh", {"Authorization": f"Bearer {token}"}).code == "unauthorized"
    return "unauthorized, closed 4001", "link_unauthorized_total", 2


def replayed_hello(scene):
    """A flight of hello and command, recorded and played again: the device is served, the message is not doubled."""
    token, _ = scene.customer()
    device, mid = new_id(), new_id()
    flight = [hello(token, device), command("msg.send", {"kind": "text", "text": "once"}, cid=mid)]
    results = []
    for _ in range(3):
        link = Link(scene.link)
        for frame in flight:
            link.send(frame)
        results.append(link.until(lambda f: f.get("cid") == mid and f["t"] in ("ok", "err"), "ok"))
        link.close()
    assert not results[0].get("dup") and all(r["t"] == "ok" and r["dup"] and r["pos"] == results[0]["pos"] for r in results[1:])
    link = Link(scene.link)
    link.greet(token, device)
    shown = json.dumps([f for f in link.frames if f["t"] in ("snap", "ev", "batch")])
    assert shown.count(f'"mid": "{mid}"') == 1, shown
    # Within one link a second hello is no greeting.
    link.send(hello(token, device))
    link.refusal("bad_frame")
    return "ok with dup, one message", "commands_repeated_total", 2


def compressed_bomb(scene):
    """z1 goes one way only, so a bomb is never inflated; what is too big is cut off before it is read."""
    bomb = b"\x01" + zlib.compress(b"[" * 40_000_000, 9)
    link, _, _ = with_customer(scene)
    link.raw(bomb, 2)
    link.refusal("bad_frame")
    link.close()
    link, _, _ = with_customer(scene)
    try:
        link.raw(b"{" * 70_000)
        link.closed()
    except (ConnectionError, Closed):
        pass
    deep = Link(scene.link)
    deep.raw(b'{"t":"hello","b":' + b"[" * 2000 + b"]" * 2000 + b"}")
    deep.refusal("bad_frame")
    return "bad_frame, never inflated", "link_bad_frames_total", 1


def too_many_frames(scene):
    """A customer's link may send 20 frames a second; typing is dropped, then the link is closed."""
    link, _, _ = with_customer(scene)
    try:
        for n in range(2000):
            link.send({"t": "sig", "conv": "v1", "k": "typing", "ttl": 1})
    except ConnectionError:
        pass
    assert link.closed() in (4000, 0)
    return "closed 4000", "link_rate_refused_total", 100


def names_with_tricks(scene):
    """What turns the direction of text or is not seen does not get into a name."""
    link, token, customer = with_customer(scene)
    link.send(command("customer.describe", {"name": "Ann\u202egnp.exe\u2066\u200b\u0000a", "phone": "1\u202e2"}))
    link.until(lambda f: f["t"] == "ok", "ok")
    link.close()
    again = Link(scene.link)
    again.greet(token, new_id())
    shown = json.dumps([f for f in again.frames if f["t"] == "snap"], ensure_ascii=False)
    assert "Anngnp.exea" in shown and "\u202e" not in shown, shown
    link, _, _ = with_customer(scene)
    link.send(command("msg.send", {"kind": "text", "text": "\u200b\u2060\u202e"}))
    link.refusal("invalid")  # nothing to be seen in it
    return "stripped; an unseen text is invalid", "link_refused_total", 1


# --- HTTP ----------------------------------------------------------------------------------------------------------------------

def path_tricks(scene):
    token, _ = scene.customer()
    auth = {"Authorization": f"Bearer {token}"}
    tried = 0
    for path in ("/../hub.db", "/%2e%2e/hub.db", "/assets/../../hub.db", "/assets/%2e%2e%2fhub.db", "/assets/..%5c..%5chub.db",
                 "//etc/passwd", "/api/v1/files/..%2f..%2fhub.db", "/api/v1/files/%2e%2e", "/api/v1/files/a%00bcdefgh",
                 "/api/v1/files/abcdefgh/../../hub.db", "/widget.js/", "/api/v1/files/", "/.git/config", "/%c0%ae%c0%ae/hub.db"):
        answer = request(scene.http, "GET", path, auth)
        assert answer.status in (400, 404) and b"SQLite" not in answer.body, (path, answer.status)
        tried += 1
    for name in ("..%2F..%2Fetc%2Fpasswd.txt", "C%3A%5CWindows%5Cx.txt", "a%0d%0aSet-Cookie%3A%20x.txt", "%E2%80%AEtxt.exe.txt", ".txt",
                 "a%22%3B%20filename%3D%22b.exe.txt", "%00.txt", "CON.txt"):
        file_id = new_id()
        answer = put_file(scene.http, file_id, b"hello", "text/plain", token, name)
        assert answer.status == 200, (name, answer.body)
        shown = answer.json["name"]
        assert shown.endswith(".txt") and not set("/\\\r\n\0\u202e\"") & set(shown) and not shown.startswith("."), shown
        back = request(scene.http, "GET", f"/api/v1/files/{file_id}", auth)
        assert back.status == 200 and "set-cookie" not in back.headers
        assert back.headers["content-disposition"].startswith("attachment;"), back.headers
    check_names(scene)
    return "not_found or invalid; names cleaned", "http_refused_total", tried


def polyglots(scene):
    token, _ = scene.customer()
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    gif = b"GIF89a/*\x00\x00*/=1;alert(1)"
    tries = [(svg, "image/svg+xml", 415), (svg, "image/png", 415), (svg, "text/plain", 415), (b"<!doctype html><p>", "text/plain", 415),
             (b"#!/bin/sh\nrm -rf /\n", "text/plain", 415), (b"MZ\x90\x00" + bytes(99), "image/png", 415), (gif, "text/html", 415),
             (gif, "image/gif", 200), (b"%PDF-1.4\n<script>", "application/pdf", 200)]
    refused = 0
    for body, mime, status in tries:
        file_id = new_id()
        answer = put_file(scene.http, file_id, body, mime, token)
        assert answer.status == status, (mime, body[:20], answer.status, answer.body)
        refused += status != 200
        if status == 200:
            back = request(scene.http, "GET", f"/api/v1/files/{file_id}", {"Authorization": f"Bearer {token}"})
            assert back.headers["x-content-type-options"] == "nosniff" and "sandbox" in back.headers["content-security-policy"]
            assert back.headers["content-type"] == mime
    return "invalid (415), or served as what it is, sandboxed", 'http_refused_total{code="invalid"}', refused


def picture_bombs(scene):
    """Pictures that say they are giants: no memory is taken for them, and asking again costs nothing."""
    token, _ = scene.customer()

    def png(width, height):
        def chunk(kind, data):
            return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x06\0\0\0"
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100_000), 9)) + chunk(b"IEND", b"")

    assert put_file(scene.http, new_id(), png(2**31 - 1, 2**31 - 1), "image/png", token).status in (200, 413)
    assert put_file(scene.http, new_id(), png(60_000, 60_000), "image/png", token).code == "too_big"
    file_id = new_id()
    assert put_file(scene.http, file_id, png(10_000, 10_000), "image/png", token).status == 200
    for _ in range(20):
        answer = request(scene.http, "GET", f"/api/v1/files/{file_id}?thumb=1", {"Authorization": f"Bearer {token}"})
        assert answer.status == 415 and answer.code == "invalid", answer.status
    if scene.inspects:
        assert memory_mb(scene.hub.process.pid) < 400
    return "too_big; no small picture (415)", "http_refused_total", 21


def gigabyte(scene):
    """1 GiB: said beforehand it is refused before a byte is sent; streamed without saying, at the limit; the disk keeps none of it."""
    token, _ = scene.customer()
    before = disk_bytes(scene.files())
    with connect(scene.http) as sock:
        sock.sendall((f"PUT /api/v1/files/{new_id()} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {token}\r\nContent-Type: text/plain\r\n"
                      f"Content-Length: {1 << 30}\r\n\r\n").encode())
        assert read_reply(sock).code == "too_big"
    sent = 0
    with connect(scene.http) as sock:
        sock.sendall((f"PUT /api/v1/files/{new_id()} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {token}\r\nContent-Type: text/plain\r\n"
                      "Transfer-Encoding: chunked\r\n\r\n").encode())
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        try:
            while sent < 1 << 30:
                sock.sendall(chunk)
                sent += 0x10000
        except ConnectionError:
            pass
    assert sent < 64 << 20, f"the hub took {sent} bytes"
    grown = disk_bytes(scene.files()) - before
    assert grown < 4 << 20, f"{grown} bytes stayed"
    return "too_big (413), at most the limit is read", 'http_refused_total{code="too_big"}', 1


def visitors_flood(scene):
    """One address makes visitor tokens as fast as it can: 30 a minute, then it waits; others do not."""
    codes = [post(scene.http, "/api/v1/visitor", {}, source="127.0.0.11") for _ in range(120)]
    refused = [a for a in codes if a.code == "rate"]
    assert len(refused) >= 60 and all(int(a.headers["retry-after"]) > 0 for a in refused)
    scene.customer()
    return "rate (429), Retry-After", 'http_refused_total{code="rate"}', 60


def password_guessing(scene):
    answers = [post(scene.http, "/api/v1/sign-in", {"name": name, "password": f"guess{n}", "device": "d1", "device_name": "x"},
                    source="127.0.0.12") for n, name in enumerate(["lin", "nobody"] * 20)]
    assert {a.code for a in answers} <= {"unauthorized", "rate"} and answers[-1].code == "rate"
    scene.agent("lin", new_id())  # from elsewhere she still signs in
    return "unauthorized alike, then rate", 'http_refused_total{code="rate"}', 15


def slow_http(scene):
    """Headers one byte at a time, on as many connections as one address gets."""
    held = [connect(scene.http, "127.0.0.13") for _ in range(60)]
    for sock in held:
        sock.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
    alive = drip(held, 40)
    assert not alive, f"{len(alive)} are still there"
    return "cut after 15 s", "http_slow_total", 60


def slow_handshake(scene):
    held = [connect(scene.link, "127.0.0.14") for _ in range(150)]
    for sock in held:
        sock.sendall(b"GET /desk HTTP/1.1\r\nX-Slow: ")
    alive = drip(held, 40)
    assert not alive, f"{len(alive)} are still there"
    return "cut after 10 s", "link_handshakes_slow_total", 150


def silent_links(scene):
    """A WebSocket that never says hello."""
    links = [Link(scene.link, "127.0.0.15") for _ in range(50)]
    for link in links:
        link.refusal("slow")
        assert link.closed() == 4000
    return "slow, closed 4000 after 5 s", 'link_refused_total{code="slow"}', 50


def ten_thousand_connections(scene):
    """From one address to each port; what is taken is what one address may have, and another address is served meanwhile."""
    held = []
    for n in range(10_000):
        sock = connect(scene.link if n % 2 else scene.http, "127.0.0.16")
        held.append(sock)
        if len(held) > 600:  # our own limit of open files, not the hub's
            held.pop(0).close()
        if n % 500 == 0:
            link, _, _ = with_customer(scene)
            link.close()
    # The kernel took them; the hub comes to them in its turn. It must have before it would cut the first of those it took for being slow.
    try:
        until(lambda: sum(is_cut(sock) for sock in held) > 250, "more than 250 of the last 600 cut", 8)
    finally:
        for sock in held:
            sock.close()
    return "refused at once", "links_refused_total", 1000


def is_cut(sock, says=b""):
    """Whether the other side has closed the connection, on which `says` is said first."""
    sock.settimeout(0.0)
    try:
        if says:
            sock.send(says)
        return sock.recv(4096) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def drip(held, seconds):
    """One byte on each connection every half second, until all are cut or the time is over; those still open."""
    end = time.monotonic() + seconds
    while held and time.monotonic() < end:
        for sock in [sock for sock in held if is_cut(sock, b"a")]:
            held.remove(sock)
            sock.close()
        threading.Event().wait(0.5)  # the pace of the attacker
    return held


def check_names(scene):
    for path in scene.files():
        assert not set(os.path.basename(path)) & set("%\\\r\n\u202e"), path


def disk_bytes(paths):
    # The honest upload meanwhile: a part that was there may be a file under another name by now.
    return sum(os.stat(path).st_blocks * 512 for path in paths if os.path.exists(path))


ALL = [first_frame_is_no_hello, frames_out_of_order, customer_plays_agent, stolen_token, replayed_hello, compressed_bomb, too_many_frames,
       names_with_tricks, path_tricks, polyglots, picture_bombs, gigabyte, visitors_flood, password_guessing, slow_http, slow_handshake,
       silent_links, ten_thousand_connections]
