// SPDX-License-Identifier: GPL-3.0-or-later
import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';

/** An agent played by a few lines of desk.v1: signs in, is available, takes what is offered, and does what the test says. */
export class Agent {
  constructor(http) {
    this.http = http;
    this.device = randomUUID();
    this.events = [];
    this.signals = [];
    this.waiting = new Map();
    this.convs = new Map();
  }

  async signIn(name, password) {
    const response = await fetch(`${this.http}/api/v1/sign-in`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name, password, device: this.device, device_name: 'test' }) });
    if (!response.ok) throw new Error(`sign-in: ${response.status}`);
    Object.assign(this, await response.json());
    return this;
  }

  async connect() {
    this.socket = new WebSocket(this.link, 'desk.v1');
    this.socket.on('message', (data) => this.#read(JSON.parse(String(data))));
    this.socket.on('error', () => {});
    await new Promise((resolve, reject) => {
      this.socket.once('open', resolve);
      this.socket.once('error', reject);
    });
    const live = new Promise((resolve) => {
      this.isLive = resolve;
    });
    this.#send({ t: 'hello', proto: { min: 1, max: 1 }, app: 'test', device: this.device, token: this.token });
    await live;
    await this.command('agent.state', { status: 'available' });
    return this;
  }

  close() {
    this.socket?.terminate();
  }

  command(k, b, { conv, cid = randomUUID() } = {}) {
    return new Promise((resolve, reject) => {
      this.waiting.set(cid, { resolve, reject });
      this.#send({ t: 'cmd', cid, k, b, at: Date.now(), ...(conv ? { conv } : {}) });
    });
  }

  say(conv, text) {
    return this.command('msg.send', { kind: 'text', text }, { conv });
  }

  async sendFile(conv, bytes, mime, name) {
    const id = randomUUID();
    const response = await fetch(`${this.http}/api/v1/files/${id}`, { method: 'PUT', headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': mime, 'X-File-Name': encodeURIComponent(name) }, body: bytes });
    if (!response.ok) throw new Error(`upload: ${response.status}`);
    const file = await response.json();
    return this.command('msg.send', { kind: mime.startsWith('image/') ? 'picture' : 'file', file }, { conv });
  }

  fetchFile(id, query = '') {
    return fetch(`${this.http}/api/v1/files/${id}${query}`, { headers: { Authorization: `Bearer ${this.token}` } });
  }

  signal(conv, k, ttl) {
    this.#send({ t: 'sig', conv, k, ttl });
  }

  /** Messages of a conversation as this agent got them. */
  messages(conv) {
    return this.events.filter((ev) => ev.k === 'msg' && ev.conv === conv).map((ev) => ev.b.msg);
  }

  #send(frame) {
    this.socket.send(JSON.stringify(frame));
  }

  #read(frame) {
    if (frame.t === 'ev') this.#event(frame);
    else if (frame.t === 'batch') frame.evs.forEach((ev) => this.#event(ev));
    else if (frame.t === 'live') this.isLive();
    else if (frame.t === 'sig') this.signals.push(frame);
    else if (frame.t === 'ping') this.#send({ t: 'pong', id: frame.id, pos: this.pos ?? 0, sent: this.events.length, ts: Date.now(), echo: frame.ts });
    else if (frame.t === 'ok') this.#settle(frame, 'resolve');
    else if (frame.t === 'err' && frame.cid) this.#settle(frame, 'reject');
  }

  #settle(frame, how) {
    const waits = this.waiting.get(frame.cid);
    this.waiting.delete(frame.cid);
    waits?.[how](how === 'reject' ? new Error(`${frame.code}: ${frame.text}`) : frame);
  }

  #event(ev) {
    this.pos = ev.pos;
    this.events.push(ev);
    if (ev.b?.conv?.id) this.convs.set(ev.b.conv.id, ev.b.conv);
    if (ev.k === 'conv.offered') this.command('conv.accept', { offer: ev.b.offer.id }, { conv: ev.conv }).catch(() => {});
  }
}
