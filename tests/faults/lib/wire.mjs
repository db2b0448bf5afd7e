// SPDX-License-Identifier: GPL-3.0-or-later
import net from 'node:net';

/** Cuts a byte stream into the HTTP upgrade (one piece) and then WebSocket frames (one piece each). */
class Splitter {
  constructor(take) {
    this.take = take;
    this.rest = Buffer.alloc(0);
    this.upgraded = false;
  }

  feed(bytes) {
    this.rest = this.rest.length ? Buffer.concat([this.rest, bytes]) : bytes;
    for (;;) {
      const size = this.upgraded ? this.#frame() : this.#head();
      if (!size || size > this.rest.length) return;
      const piece = this.rest.subarray(0, size);
      this.rest = this.rest.subarray(size);
      const head = !this.upgraded;
      this.upgraded = true;
      this.take(piece, head);
    }
  }

  #head() {
    const end = this.rest.indexOf('\r\n\r\n');
    return end < 0 ? 0 : end + 4;
  }

  #frame() {
    const b = this.rest;
    if (b.length < 2) return 0;
    let length = b[1] & 0x7f;
    let head = 2;
    if (length === 126) {
      if (b.length < 4) return 0;
      length = b.readUInt16BE(2);
      head = 4;
    } else if (length === 127) {
      if (b.length < 10) return 0;
      length = Number(b.readBigUInt64BE(2));
      head = 10;
    }
    return head + (b[1] & 0x80 ? 4 : 0) + length;
  }
}

/** The words of a text frame, whichever side sent it. */
export function wordsOf(frame) {
  const masked = frame[1] & 0x80;
  const length = frame[1] & 0x7f;
  let at = length === 126 ? 4 : length === 127 ? 10 : 2;
  if (!masked) return frame.subarray(at).toString('utf8');
  const key = frame.subarray(at, at + 4);
  at += 4;
  const out = Buffer.from(frame.subarray(at));
  for (let i = 0; i < out.length; ++i) out[i] ^= key[i & 3];
  return out.toString('utf8');
}

/** A whole frame with a command or with events: what a rule says must happen once. */
function mattersTwice(frame) {
  return (frame[0] & 0x80) !== 0 && (frame[0] & 0x0f) === 1 && /"t":"(cmd|ev|batch)"/.test(wordsOf(frame));
}

/** One direction of a connection: frames wait here for their time and keep their order. */
class Lane {
  constructor(wire, to, name) {
    Object.assign(this, { wire, to, name });
    this.queue = [];
    this.readyAt = 0;
    this.silent = false;
    this.passed = 0; // frames
    this.plan = null; // {how, after}
    this.ended = false;
  }

  push(bytes, head) {
    if (!head) this.wire.passes(this.name, bytes);
    if (!head && !this.silent) ++this.passed;
    if (this.silent) {
      this.wire.swallowed(this.name, bytes, head);
      return;
    }
    if (!head && this.plan && --this.plan.after < 0 && (this.plan.how !== 'repeat' || mattersTwice(bytes))) {
      const { how } = this.plan;
      this.plan = null;
      this.wire.fired(how, this.name);
      if (how === 'cut') return this.connection.cut();
      if (how === 'tear') {
        this.#later(bytes.subarray(0, Math.max(1, Math.floor(bytes.length * this.wire.random.real()))));
        this.#later(null);
        return;
      }
      if (how === 'swallow') {
        this.silent = true;
        this.wire.swallowed(this.name, bytes, head);
        return;
      }
      if (how === 'repeat') this.#later(bytes);
    }
    this.#later(bytes);
  }

  #later(bytes) {
    const now = Date.now();
    const wait = now < this.wire.slowUntil ? this.wire.random.below(this.wire.slowMs + 1) : 0;
    const at = Math.max(this.readyAt, now + wait);
    this.readyAt = at;
    if (this.queue.length === 0 && at <= now) return this.#out(bytes);
    this.queue.push({ at, bytes });
    if (this.queue.length === 1) this.#arm();
  }

  #arm() {
    this.timer = setTimeout(() => {
      const now = Date.now();
      while (this.queue.length && this.queue[0].at <= now) this.#out(this.queue.shift().bytes);
      if (this.queue.length) this.#arm();
    }, Math.max(0, this.queue[0].at - Date.now()));
  }

  #out(bytes) {
    if (bytes === null) this.connection.cut();
    else if (!this.to.destroyed && this.to.writable) this.to.write(bytes);
  }

  drop() {
    clearTimeout(this.timer);
    this.queue = [];
  }
}

class Connection {
  constructor(wire, client, port) {
    this.wire = wire;
    this.client = client;
    this.hub = net.connect({ host: '127.0.0.1', port });
    this.over = false;
    this.up = this.#lane(client, this.hub, 'up');
    this.down = this.#lane(this.hub, client, 'down');
    for (const socket of [client, this.hub]) {
      socket.setNoDelay(true);
      socket.on('error', () => {});
    }
    // A half-open end is what the other side is not told of.
    client.on('close', () => {
      this.clientGone = true;
      if (this.up.silent && !this.over) this.linger = setTimeout(() => this.cut(), wire.lingerMs);
      else this.#soon();
    });
    this.hub.on('close', () => {
      if (!this.down.silent) this.#soon();
    });
  }

  #lane(from, to, name) {
    const lane = new Lane(this.wire, to, name);
    lane.connection = this;
    const splitter = new Splitter((bytes, head) => lane.push(bytes, head));
    from.on('data', (bytes) => splitter.feed(bytes));
    return lane;
  }

  /** What is under way still arrives, then the end does. */
  #soon() {
    const wait = Math.max(0, this.up.readyAt - Date.now(), this.down.readyAt - Date.now());
    setTimeout(() => this.cut(), wait);
  }

  cut() {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.linger);
    this.up.drop();
    this.down.drop();
    this.client.destroy();
    this.hub.destroy();
    this.wire.ended(this);
  }
}

/**
 * The network between one client and the hub's links: knows where frames begin and end, so that it can cut between any two and in
 * the middle of one, swallow, delay and repeat them. `tell(name, detail)` hears of every fault that happened.
 */
export class Wire {
  constructor({ name, random, hubPort, tell }) {
    Object.assign(this, { name, random, hubPort, tell });
    this.connections = new Set();
    this.slowMs = 0;
    this.slowUntil = 0;
    this.lingerMs = 300;
    this.nextPlan = null;
    this.asked = new Map(); // cid → kind
    this.promised = new Set(); // cids
    this.lost = []; // command frames that were swallowed on the way up
    this.server = net.createServer((socket) => this.#accept(socket));
  }

  listen() {
    return new Promise((resolve) => {
      this.server.listen(0, '127.0.0.1', () => {
        this.port = this.server.address().port;
        resolve(this);
      });
    });
  }

  #accept(socket) {
    const connection = new Connection(this, socket, this.hubPort());
    this.connections.add(connection);
    this.current = connection;
    if (this.nextPlan) {
      const { lane, how, after } = this.nextPlan;
      this.nextPlan = null;
      connection[lane].plan = { how, after };
    }
  }

  ended(connection) {
    this.connections.delete(connection);
    if (this.current === connection) this.current = null;
  }

  fired(how, lane) {
    this.tell('fired', { wire: this.name, how, lane });
  }

  /** Remembers what was asked and what the hub has answered with `ok`: an answer is a promise, whether it arrives or not. */
  passes(lane, bytes) {
    if ((bytes[0] & 0x8f) !== 0x81) return;
    const words = wordsOf(bytes);
    if (!/"t":"(cmd|ok)"/.test(words)) return;
    const frame = JSON.parse(words);
    if (lane === 'up' && frame.t === 'cmd') this.asked.set(frame.cid, frame.k);
    else if (lane === 'down' && frame.t === 'ok') this.promised.add(frame.cid);
  }

  swallowed(lane, bytes, head) {
    if (lane !== 'up' || head || (bytes[0] & 0x0f) !== 1) return;
    const words = wordsOf(bytes);
    // Without a generation it went along with a greeting, and means whatever link it comes on.
    const frame = words.includes('"t":"cmd"') ? JSON.parse(words) : {};
    if (frame.gen > 0) this.lost.push({ bytes: Buffer.from(bytes), mid: frame.cid });
  }

  cutNow() {
    if (!this.current) return;
    this.fired('cut now', '');
    this.current.cut();
  }

  /** `how` (cut, tear, swallow, repeat) after so many more frames of that lane (up, down), of this connection or the next one. */
  plan(lane, how, after, next) {
    if (next || !this.current) this.nextPlan = { lane, how, after };
    else this.current[lane].plan = { how, after };
    if (next && this.current && how !== 'repeat') this.cutNow();
  }

  /** Each frame takes up to `ms` longer, for `forMs`. */
  slow(ms, forMs) {
    this.slowMs = ms;
    this.slowUntil = Date.now() + forMs;
    this.fired('slow', '');
  }

  /** Stops taking what the hub sends, so that its socket fills. */
  pause(on) {
    if (this.current) on ? this.current.hub.pause() : this.current.hub.resume();
    if (on) this.fired('pause', 'down');
  }

  /**
   * Lets a swallowed command (the newest, or that of an index) come out of the present connection: what an old link carried arrives
   * behind the new one.
   */
  replayLost(index = this.lost.length - 1) {
    // Only to a hub that has heard the greeting: before it, a command is no fault of the network but a breach of the protocol.
    if (!this.current || this.current.up.silent || this.current.down.passed === 0 || this.current.hub.destroyed) return null;
    const [frame] = this.lost.splice(index, 1);
    if (!frame) return null;
    this.current.hub.write(frame.bytes);
    this.fired('late command', 'up');
    return frame.mid;
  }

  heal() {
    this.nextPlan = null;
    this.slowUntil = 0;
    for (const connection of [...this.connections]) {
      connection.up.plan = connection.down.plan = null;
      if (connection.up.silent || connection.down.silent) connection.cut();
      else connection.hub.resume();
    }
  }

  close() {
    this.server.close();
    for (const connection of [...this.connections]) connection.cut();
  }
}
