// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The customer's end of desk.v1 (docs/protocol.md). Knows the wire and nothing of the page: what comes in goes to the handlers,
 * what goes out comes from the outbox. The cursor lives as long as the page; a reload starts from a snapshot.
 *
 * handlers: onState(name, info), onSnapshot(body, pos, sameLog), onEvent(ev), onLive(), onResult(entry, frame), onTopic(topic, body),
 * onSignal(sig), onSignIn(). States: connecting, replay, live, waiting {ms}, stopped {why}.
 */
const hello = { limit: 4096, window: 32 };

/** In ms, but `ackEvents`. The same as the workstation's LinkTimings (models/link/DeskLink.h), by the same names; a test compares. */
export const timings = {
  handshake: 10000,
  pingAfterSilence: 20000,
  pongWithin: 8000,
  commandUnansweredFor: 4000,
  commandPongWithin: 3000,
  backoffBase: 500,
  backoffMost: 30000,
  backoffFirstAfterLongLife: 300,
  longLife: 30000,
  ackEvery: 1000,
  ackEvents: 50,
};

export const close = { later: 4000, signIn: 4001, never: 4003, slow: 4008, replaced: 4009, upgrade: 4010, drain: 4012 };

const utf8 = new TextEncoder();

/** What a hub names, made a wait that a timer takes: up to ten minutes. */
const waitOf = ({ after_ms: ms }) => (typeof ms === 'number' ? Math.min(Math.max(ms, 0), 600_000) : 0);

export class Link {
  constructor({ url, token, device, outbox, handlers, app = 'page', lang = '', tz = '', site = null, topics = [], env = {} }) {
    Object.assign(this, { url, token, device, outbox, handlers, app, lang, tz, site, topics });
    this.env = {
      WebSocket: globalThis.WebSocket,
      setTimeout: globalThis.setTimeout.bind(globalThis),
      clearTimeout: globalThis.clearTimeout.bind(globalThis),
      random: Math.random,
      now: Date.now,
      newId: () => crypto.randomUUID(),
      ...env,
    };
    this.epoch = null; // with pos, the cursor: what is shown is all of this log up to there
    this.pos = 0;
    this.shownEpoch = null; // the log that what is shown is of, cursor or not
    this.clockOffset = 0;
    this.state = 'idle';
    this.pingCount = 0;
    this.tries = 0;
    this.socket = null;
    this.timers = new Map();
    this.transient = [];
    this.asks = new Map();
    this.#forgetLink();
  }

  start() {
    this.stopped = false;
    this.#connect();
  }

  /** Ends the link and forgets the cursor; start() begins anew, perhaps as somebody else. */
  stop(why = 'done') {
    this.stopped = true;
    this.epoch = this.shownEpoch = null;
    this.pos = 0;
    this.#drop();
    this.#say('stopped', { why });
  }

  setToken(token) {
    this.token = token;
  }

  /** Hub UTC ms, as well as we know it. */
  hubNow() {
    return this.env.now() + this.clockOffset;
  }

  /** Sends a command that must not be lost: stored first, repeated with the same cid until it is answered. */
  command(k, b, { cid = this.env.newId(), conv, at = this.hubNow() } = {}) {
    this.outbox.add({ cid, k, b, at, ...(conv ? { conv } : {}) });
    this.#flush();
    return cid;
  }

  /** The customer said yes to sending something old. */
  confirm(cid) {
    this.outbox.update(cid, { confirmed: true, held: false });
    this.sent.delete(cid);
    this.#flush();
  }

  /** Sends a command whose loss costs nothing (marks): the next snapshot tells. */
  hint(k, b, conv) {
    this.transient = this.transient.filter((e) => e.k !== k || e.conv !== conv || this.sent.has(e.cid));
    this.transient.push({ cid: this.env.newId(), k, b, conv, at: this.hubNow() });
    this.#flush();
  }

  /** A command somebody waits for: resolves with the hub's `ok`, rejects with its code or "offline". Sent on this link only. */
  request(k, b, conv) {
    if (this.state !== 'live') return Promise.reject(new Error('offline'));
    return new Promise((resolve, reject) => {
      this.transient.push({ cid: this.env.newId(), k, b, ...(conv ? { conv } : {}), at: this.hubNow(), wait: { resolve, reject } });
      this.#flush();
    });
  }

  signal(conv, k, ttl) {
    if (this.state === 'live') this.#send({ t: 'sig', conv, k, ttl });
  }

  /** Asks the hub's tables. Rejects with the hub's code, or with "offline". */
  ask(k, b, conv) {
    if (this.state !== 'live') return Promise.reject(new Error('offline'));
    const re = this.env.newId();
    return new Promise((resolve, reject) => {
      this.asks.set(re, { resolve, reject });
      this.#send({ t: 'ask', re, k, b, ...(conv ? { conv } : {}) });
    });
  }

  /** The network is back, the machine woke up, the page is seen again: find out now instead of later. */
  nudge() {
    if (this.stopped) return;
    if (this.state === 'waiting') this.#connect();
    else if (this.state === 'live') this.#ping(timings.commandPongWithin);
  }

  // --- opening and closing

  #forgetLink() {
    this.paused = false;
    this.unanswered = 0; // commands that went out on this link, each repeat by itself
    this.sent = new Map(); // cid → when it went out on this link
    this.answered = new Map(); // cid → position of its event, which is still to come on this link
    this.come = new Set(); // cids whose event came on this link before their answer
    this.received = 0;
    this.unacked = 0;
    this.snapshot = null;
    this.pings = new Map();
    this.gen = 0;
    this.openedAt = 0;
  }

  #connect() {
    this.#drop();
    this.#say('connecting');
    let socket;
    try {
      socket = new this.env.WebSocket(this.url, 'desk.v1');
    } catch {
      this.#retry();
      return;
    }
    this.socket = socket;
    socket.onopen = () => this.#greet();
    socket.onmessage = (event) => {
      if (socket === this.socket && typeof event.data === 'string') this.#read(event.data);
    };
    socket.onclose = (event) => {
      if (socket === this.socket) this.#closed(event.code);
    };
    socket.onerror = () => {};
    this.#timer('welcome', timings.handshake, () => this.#closed(0));
  }

  #greet() {
    const resume = this.epoch !== null ? { epoch: this.epoch, pos: this.pos } : {};
    this.#send({
      t: 'hello',
      proto: { min: 1, max: 1 },
      app: this.app,
      device: this.device,
      token: this.token,
      ...resume,
      subs: this.topics.map((topic) => ({ topic })),
      ...(this.lang ? { lang: this.lang } : {}),
      ...(this.tz ? { tz: this.tz } : {}),
      ...(this.site ? { site: this.site } : {}),
    });
    this.greeted = true;
    this.#flush();
  }

  #closed(code) {
    const lived = this.openedAt ? this.env.now() - this.openedAt : 0;
    this.#drop();
    if (this.stopped) return;
    if (code === close.signIn) {
      this.#say('stopped', { why: 'signin' });
      this.handlers.onSignIn?.();
    } else if (code === close.never || code === close.replaced || code === close.upgrade) {
      this.stopped = true;
      const why = { [close.never]: 'refused', [close.replaced]: 'replaced', [close.upgrade]: 'upgrade' }[code];
      this.#say('stopped', { why });
    } else {
      this.#retry(lived);
    }
  }

  #drop() {
    const socket = this.socket;
    this.socket = null;
    this.greeted = false;
    for (const name of [...this.timers.keys()]) this.#timer(name, 0, null);
    for (const { reject } of this.asks.values()) reject(new Error('offline'));
    this.asks.clear();
    for (const { wait } of this.transient) wait?.reject(new Error('offline'));
    this.transient = this.transient.filter((entry) => !entry.wait);
    this.#forgetLink();
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
      try {
        socket.close();
      } catch {
        // It was not open yet.
      }
    }
  }

  // Full jitter (R13): rand(0, min(30 s, 0.5 s · 2ⁿ)), nearly at once if the link had been well.
  #retry(lived = 0) {
    if (lived > timings.longLife) this.tries = 0;
    const most = lived > timings.longLife ? timings.backoffFirstAfterLongLife : Math.min(timings.backoffMost, timings.backoffBase * 2 ** this.tries);
    ++this.tries;
    const named = this.notBefore ?? 0;
    this.notBefore = null;
    const ms = Math.max(named, this.env.random() * most);
    this.#say('waiting', { ms });
    this.#timer('retry', ms, () => this.#connect());
  }

  // --- reading

  #read(text) {
    let frame;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    this.#timer('quiet', timings.pingAfterSilence * (0.8 + 0.4 * this.env.random()), () => this.#ping(timings.pongWithin));
    switch (frame?.t) {
      case 'welcome': return this.#welcome(frame);
      case 'snap': return this.#snap(frame);
      case 'ev': return this.#event(frame);
      case 'batch': return (frame.evs ?? []).forEach((ev) => this.#event(ev));
      case 'live': return this.#live(frame);
      case 'ok': return this.#answered(frame);
      case 'err': return this.#refused(frame);
      case 'st': return this.handlers.onTopic?.(frame.topic, frame.b ?? {});
      case 'sig': return this.handlers.onSignal?.(frame);
      case 'answer': return this.#take(frame.re)?.resolve(frame.b ?? {});
      case 'ping': return this.#pinged(frame);
      case 'pong': return this.#ponged(frame);
      case 'bye': return this.#bye(frame);
      default: return undefined; // a newer hub may say more
    }
  }

  #welcome(frame) {
    this.#timer('welcome', 0, null);
    this.welcomed = true;
    this.gen = frame.gen ?? 0;
    this.openedAt = this.env.now();
    if (typeof frame.now === 'number') this.clockOffset = frame.now - this.env.now();
    // A log that ends before what was seen of it is an older copy of the hub's, under the same name or not.
    const older = frame.head < this.pos;
    if (older) this.shownEpoch = null;
    if (frame.mode === 'resume' && older) {
      this.#resync(); // its new events would look like old ones
      return;
    }
    if (frame.mode === 'resume') {
      this.epoch = frame.epoch;
    } else {
      // No cursor until all of the snapshot is here. A link that ended in the middle of it would otherwise resume, and show the events
      // of this log on top of what was known of another.
      this.snapshot = { parts: 0, body: {}, epoch: frame.epoch };
      this.epoch = null;
      this.pos = 0;
    }
    this.#say('replay');
    this.#flush();
  }

  #snap(frame) {
    if (!this.snapshot || frame.part !== this.snapshot.parts + 1) return this.#resync();
    this.snapshot.parts = frame.part;
    for (const [key, value] of Object.entries(frame.b ?? {})) {
      const known = this.snapshot.body[key];
      this.snapshot.body[key] = Array.isArray(known) && Array.isArray(value) ? [...known, ...value] : value;
    }
    if (frame.last) {
      const { body, epoch } = this.snapshot;
      const sameLog = epoch === this.shownEpoch;
      this.snapshot = null;
      this.epoch = this.shownEpoch = epoch;
      this.pos = frame.pos;
      this.handlers.onSnapshot?.(body, frame.pos, sameLog);
    }
    return undefined;
  }

  // R6: what is at or below the cursor has been seen.
  #event(ev) {
    ++this.received;
    if (typeof ev.pos !== 'number' || ev.pos <= this.pos) return;
    this.pos = ev.pos;
    if (ev.cid) this.#arrived(ev);
    this.#release();
    this.handlers.onEvent?.(ev);
    if (++this.unacked >= timings.ackEvents) this.#ack();
    else if (!this.timers.has('ack')) this.#timer('ack', timings.ackEvery, () => this.#ack());
  }

  #live(frame) {
    if (typeof frame.pos === 'number' && frame.pos > this.pos) this.pos = frame.pos;
    this.#release();
    this.#ack();
    this.#say('live');
    this.#timer('steady', timings.longLife, () => {
      this.tries = 0;
    });
    this.handlers.onLive?.();
    this.#flush();
  }

  #ack() {
    this.#timer('ack', 0, null);
    this.unacked = 0;
    if (this.welcomed) this.#send({ t: 'ack', pos: this.pos });
  }

  // An event of a command of ours. What a message caused is here with the message itself: the position in the answer may be that of an
  // event for agents only, such as the offer that a first message leads to.
  #arrived({ cid, mid }) {
    const entry = this.outbox.get(cid);
    if (!entry || (entry.k === 'msg.send' && mid !== cid)) return;
    if (this.answered.has(cid)) this.#settle(cid);
    else this.come.add(cid);
  }

  // A command stays in the outbox until its event has come, not only its answer. What was answered on a link that then ended goes once
  // more on the next one, in its place: the hub says that it has it, unless it is an older copy that does not.
  #answered(frame) {
    this.unanswered = Math.max(0, this.unanswered - 1);
    const entry = this.outbox.get(frame.cid);
    if (entry && frame.pos > this.pos && !this.come.has(frame.cid)) {
      this.answered.set(frame.cid, frame.pos);
      this.sent.delete(frame.cid);
      if (this.sent.size === 0) this.#timer('answer', 0, null);
    } else {
      this.#settle(frame.cid, ({ resolve }) => resolve(frame));
    }
    if (entry) this.handlers.onResult?.(entry, frame);
    this.#flush();
  }

  #release() {
    for (const [cid, pos] of this.answered) if (pos <= this.pos) this.#settle(cid);
  }

  #refused(frame) {
    if (frame.re) {
      this.#take(frame.re)?.reject(new Error(frame.code));
      return;
    }
    if (!frame.cid) {
      if (frame.code === 'unauthorized' || frame.retry === 'auth') this.#closed(close.signIn);
      else if (frame.retry === 'resync' || frame.code === 'wrong_epoch') this.#resync();
      else if (frame.after_ms) this.notBefore = waitOf(frame);
      return;
    }
    this.unanswered = Math.max(0, this.unanswered - 1);
    const entry = this.outbox.get(frame.cid);
    const known = entry ?? this.transient.find((e) => e.cid === frame.cid);
    if (frame.code === 'fenced') {
      this.#closed(close.later); // a newer link of ours has been opened, or an older is not quite gone: say hello again, then repeat
      return;
    }
    if (frame.retry === 'later') this.#takeBack(frame.cid);
    else this.sent.delete(frame.cid);
    if (this.sent.size === 0) this.#timer('answer', 0, null);
    if (frame.retry === 'later' && known) {
      // Kept, and first in line again when the hub can take it. What follows it waits, so that the order stays.
      this.paused = true;
      this.#timer('later', Math.max(waitOf(frame), 1000 + 1000 * this.env.random()), () => {
        if (this.unanswered > 0) this.#timer('drained', timings.handshake, () => this.#closed(0));
        this.#flush();
      });
    } else if (frame.retry === 'auth') {
      this.#closed(close.signIn);
    } else if (frame.retry === 'confirm' && entry) {
      this.outbox.update(frame.cid, { held: true });
      this.handlers.onResult?.(entry, frame);
    } else {
      const settled = this.#settle(frame.cid, ({ reject }) => reject(new Error(frame.code)));
      if (settled) this.handlers.onResult?.(settled, frame);
    }
    this.#flush();
  }

  // After a refusal: once its time is over and all that went out is answered, for the hub begins anew with any command that it has refused.
  // A refusal that is still on its way would be taken for one of the repeat, and what stands behind it sent past one in front that is
  // just refused once more (R8).
  #mayGoOn() {
    if (this.paused && !this.timers.has('later') && this.unanswered === 0) {
      this.paused = false;
      this.#timer('drained', 0, null);
    }
    return !this.paused;
  }

  // R8: what was sent behind a command that is refused for now is refused by the hub too, so it counts as not sent.
  #takeBack(cid) {
    const sent = [...this.sent.keys()];
    const from = sent.indexOf(cid);
    if (from >= 0) for (const behind of sent.slice(from)) this.sent.delete(behind);
  }

  // Answered for good: out of the outbox, and told to whom waits for it.
  #settle(cid, tell) {
    this.sent.delete(cid);
    this.answered.delete(cid);
    this.come.delete(cid);
    if (this.sent.size === 0) this.#timer('answer', 0, null);
    const entry = this.outbox.get(cid);
    if (entry) this.outbox.remove(cid);
    const { wait } = this.transient.find((e) => e.cid === cid) ?? {};
    this.transient = this.transient.filter((e) => e.cid !== cid);
    if (wait) tell(wait);
    return entry;
  }

  #take(re) {
    const ask = this.asks.get(re);
    this.asks.delete(re);
    return ask;
  }

  #bye(frame) {
    this.notBefore = waitOf(frame) * this.env.random();
  }

  #resync() {
    this.epoch = null;
    this.pos = 0;
    this.#closed(close.later);
  }

  // --- liveness (R9)

  #ping(withinMs) {
    if (!this.welcomed) return;
    const id = ++this.pingCount;
    this.pings.set(id, this.env.now());
    this.#send({ t: 'ping', id, pos: this.pos, sent: this.received, ts: this.env.now() });
    if (!this.timers.has('pong') || withinMs < timings.pongWithin) this.#timer('pong', withinMs, () => this.#closed(0));
  }

  #pinged(frame) {
    this.#send({ t: 'pong', id: frame.id, pos: this.pos, sent: this.received, ts: this.env.now(), echo: frame.ts });
    this.#compare(frame);
  }

  #ponged(frame) {
    if (!this.pings.delete(frame.id)) return;
    this.#timer('pong', 0, null);
    this.#compare(frame);
  }

  // The socket lives; does what was sent on it arrive? Frames come in order, so a count that differs means data got lost.
  #compare(frame) {
    if (typeof frame.sent === 'number' && frame.sent > this.received) this.#closed(0);
  }

  // --- writing

  #flush() {
    if (!this.greeted || !this.#mayGoOn()) return;
    for (const entry of [...this.outbox.all(), ...this.transient]) {
      if (entry.held || this.sent.has(entry.cid) || this.answered.has(entry.cid)) continue;
      if (this.sent.size >= hello.window) break;
      const stored = this.outbox.get(entry.cid) !== undefined;
      if (!this.welcomed && !stored) continue;
      const { held, wait, ...fields } = entry;
      const text = JSON.stringify({ t: 'cmd', ...(this.gen ? { gen: this.gen } : {}), ...fields });
      if (!this.welcomed && utf8.encode(text).length > hello.limit) break;
      this.sent.set(entry.cid, this.env.now());
      this.unanswered += 1;
      this.#sendText(text);
      if (!this.timers.has('answer')) this.#watch();
    }
  }

  // A command without an answer for a while: is there anybody at the other end?
  #watch() {
    this.#timer('answer', timings.commandUnansweredFor, () => {
      if (this.sent.size === 0) return;
      this.#ping(timings.commandPongWithin);
      this.#watch();
    });
  }

  #send(frame) {
    this.#sendText(JSON.stringify(frame));
  }

  #sendText(text) {
    if (this.socket?.readyState === 1) this.socket.send(text);
  }

  #timer(name, ms, run) {
    if (this.timers.has(name)) this.env.clearTimeout(this.timers.get(name));
    this.timers.delete(name);
    if (!run) return;
    const id = this.env.setTimeout(() => {
      this.timers.delete(name);
      run();
    }, ms);
    this.timers.set(name, id);
  }

  #say(state, info = {}) {
    if (state !== 'replay' && state !== 'live') this.welcomed = false;
    this.state = state;
    this.handlers.onState?.(state, info);
  }
}
