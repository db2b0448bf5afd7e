// SPDX-License-Identifier: GPL-3.0-or-later
/** Time that stands still until it is moved. */
export class FakeTime {
  constructor() {
    this.t = 1_000_000;
    this.next = 1;
    this.timers = new Map();
  }

  env(sockets) {
    let id = 0;
    return {
      WebSocket: sockets,
      setTimeout: (run, ms) => {
        this.timers.set(this.next, { at: this.t + ms, run });
        return this.next++;
      },
      clearTimeout: (timer) => this.timers.delete(timer),
      random: () => 0.5,
      now: () => this.t,
      newId: () => `id${++id}`,
    };
  }

  pass(ms) {
    const end = this.t + ms;
    for (;;) {
      const due = [...this.timers].filter(([, x]) => x.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.t = Math.max(this.t, due[1].at);
      due[1].run();
    }
    this.t = end;
  }
}

/** A class of WebSockets whose other end is the test. */
export function fakeSockets() {
  return class FakeSocket {
    static all = [];

    static get last() {
      return FakeSocket.all.at(-1);
    }

    constructor(url, protocol) {
      Object.assign(this, { url, protocol, readyState: 0, sent: [], closedByClient: false });
      FakeSocket.all.push(this);
    }

    open() {
      this.readyState = 1;
      this.onopen();
    }

    send(text) {
      this.sent.push(JSON.parse(text));
    }

    close() {
      this.readyState = 3;
      this.closedByClient = true;
    }

    receive(frame) {
      this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
    }

    fail(code = 1006) {
      this.readyState = 3;
      this.onclose?.({ code });
    }

    frames(t) {
      return this.sent.filter((frame) => frame.t === t);
    }
  };
}

/** localStorage's interface over a map. `full` makes every write fail. */
export class FakeStorage {
  constructor() {
    this.map = new Map();
    this.full = false;
  }

  get length() {
    return this.map.size;
  }

  key(i) {
    return [...this.map.keys()][i] ?? null;
  }

  getItem(key) {
    return this.map.get(key) ?? null;
  }

  setItem(key, value) {
    if (this.full) throw new Error('QuotaExceededError');
    this.map.set(key, String(value));
  }

  removeItem(key) {
    this.map.delete(key);
  }
}
