// SPDX-License-Identifier: GPL-3.0-or-later
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { WebSocket } = createRequire(join(dirname(fileURLToPath(import.meta.url)), '../../web/package.json'))('ws');

/** A second link of an agent that takes what it is sent only when it is told to: somebody slow. */
export class Watcher {
  constructor({ url, token, device }) {
    Object.assign(this, { url, token, device });
    this.pos = 0;
    this.wrong = [];
    this.code = 0;
  }

  /** Resolves when the hub says that all has come; false if the link ends before. */
  open() {
    return new Promise((resolve) => {
      this.socket = new WebSocket(this.url, 'desk.v1', { perMessageDeflate: false });
      this.socket.on('open', () => {
        const hello = { t: 'hello', proto: { min: 1, max: 1 }, app: 'watcher', device: this.device, token: this.token };
        this.socket.send(JSON.stringify(hello));
      });
      this.socket.on('message', (data, binary) => !binary && this.#read(JSON.parse(data.toString()), resolve));
      this.socket.on('error', () => {});
      this.socket.on('close', (code) => {
        this.code = code;
        resolve(false);
      });
    });
  }

  #read(frame, live) {
    if (frame.t === 'ev') this.#event(frame);
    else if (frame.t === 'batch') frame.evs.forEach((ev) => this.#event(ev));
    else if (frame.t === 'snap') this.pos = frame.pos;
    else if (frame.t === 'live') live(true);
    else if (frame.t === 'err') this.wrong.push(frame.code);
    else if (frame.t === 'ping') this.socket.send(JSON.stringify({ t: 'pong', id: frame.id, pos: this.pos, sent: 0, ts: Date.now(), echo: frame.ts }));
  }

  #event(ev) {
    if (ev.pos <= this.pos) this.wrong.push(`${ev.pos} behind ${this.pos}`);
    this.pos = ev.pos;
  }

  isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  pause() {
    this.socket.pause();
  }

  resume() {
    this.socket.resume();
  }

  close() {
    this.socket?.terminate();
  }
}
