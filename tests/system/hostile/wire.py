# SPDX-License-Identifier: GPL-3.0-or-later
"""desk.v1 and HTTP/1.1 as an attacker speaks them: on bare sockets, from an address of his own, with nothing that is polite for him."""
import json
import os
import socket
import struct
import threading

PATIENCE = 30.0


class Closed(Exception):
    """The hub has closed the connection; `code` as on the wire, 0 without a goodbye."""

    def __init__(self, code, reason=""):
        super().__init__(f"closed {code} {reason}")
        self.code = code


class Home(threading.local):
    """Where the attacks of a thread come from."""
    address = "127.0.0.9"


home = Home()


def connect(port, source=None):
    return socket.create_connection(("127.0.0.1", port), PATIENCE, (source or home.address, 0))


class Link:
    """One WebSocket. `source`: the address it comes from."""

    def __init__(self, port, source=None, path="/desk"):
        self.socket = connect(port, source)
        self.buffer = b""
        self.frames = []
        self.socket.sendall((f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                             "Sec-WebSocket-Protocol: desk.v1\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise Closed(0, head.decode(errors="replace"))

    def _more(self):
        try:
            got = self.socket.recv(65536)
        except ConnectionError:
            got = b""
        if not got:
            raise Closed(0)
        self.buffer += got

    def raw(self, payload, opcode=1):
        mask = os.urandom(4)
        size = len(payload)
        head = bytes([0x80 | opcode])
        head += bytes([0x80 | size]) if size < 126 else bytes([0xFE]) + struct.pack(">H", size) if size < 65536 else \
            bytes([0xFF]) + struct.pack(">Q", size)
        self.socket.sendall(head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload)))

    def send(self, frame):
        self.raw(json.dumps(frame).encode())

    def receive(self, timeout=PATIENCE):
        """The next frame, as an object. Raises Closed or TimeoutError."""
        self.socket.settimeout(timeout)
        while True:
            while len(self.buffer) < 2:
                self._more()
            size = self.buffer[1] & 0x7F
            at = 2
            if size == 126 or size == 127:
                at = 4 if size == 126 else 10
                while len(self.buffer) < at:
                    self._more()
                size = int.from_bytes(self.buffer[2:at], "big")
            while len(self.buffer) < at + size:
                self._more()
            opcode, payload = self.buffer[0] & 0x0F, self.buffer[at:at + size]
            self.buffer = self.buffer[at + size:]
            if opcode == 1:
                return json.loads(payload)
            if opcode == 8:
                raise Closed(int.from_bytes(payload[:2], "big"), payload[2:].decode(errors="replace"))

    def until(self, wanted, what):
        """Reads on until `wanted(frame)`; what was read stays in `frames`."""
        for _ in range(5000):
            frame = self.receive()
            self.frames.append(frame)
            if wanted(frame):
                return frame
        raise AssertionError(f"never came: {what}")

    def refusal(self, code, ref=None):
        """The next err frame; its code must be this one."""
        err = self.until(lambda f: f["t"] == "err" and (ref is None or ref in (f.get("cid"), f.get("re"))), f"err {code}")
        assert err["code"] == code, f"{err} instead of {code}"
        return err

    def closed(self):
        """Reads until the hub has closed; returns the code."""
        try:
            while True:
                self.frames.append(self.receive())
        except Closed as end:
            return end.code

    def greet(self, token, device, caps=(), subs=()):
        """Says hello and reads up to `live`; returns the welcome."""
        self.send(hello(token, device, caps, subs))
        self.until(lambda f: f["t"] == "live", "live")
        return next(f for f in self.frames if f["t"] == "welcome")

    def close(self):
        self.socket.close()


def hello(token, device, caps=(), subs=()):
    return {"t": "hello", "proto": {"min": 1, "max": 1}, "app": "hostile", "device": device, "token": token, "caps": list(caps),
            "subs": [{"topic": topic} for topic in subs]}


class Reply:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body or b"{}")

    @property
    def code(self):
        return self.json.get("code", "")


def request(port, method, path, headers=None, body=b"", source=None):
    """One request on a connection of its own; path and headers go out as they are."""
    with connect(port, source) as sock:
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        if body or method in ("POST", "PUT"):
            lines.append(f"Content-Length: {len(body)}")
        sock.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        return read_reply(sock)


def read_reply(sock):
    answer = b""
    try:
        while more := sock.recv(65536):
            answer += more
    except ConnectionError:
        pass
    if not answer:
        return Reply(0, {}, b"")
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode(errors="replace").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    return Reply(int(lines[0].split(" ")[1]), headers, body)


def post(port, path, body, token=None, source=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return request(port, "POST", path, headers, json.dumps(body).encode(), source)


def put_file(port, file_id, body, mime, token, name="a.bin", source=None):
    return request(port, "PUT", f"/api/v1/files/{file_id}",
                   {"Authorization": f"Bearer {token}", "Content-Type": mime, "X-File-Name": name}, body, source)
