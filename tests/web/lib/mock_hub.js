// SPDX-License-Identifier: GPL-3.0-or-later
// A hub of one customer and one agent, small enough to be put into any state at will: for pictures of the page's states and
// for refusals that the real hub does not make on demand. The page itself comes from hub/page as it stands.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { WebSocketServer } from 'ws';

const pages = new URL('../../../hub/page/', import.meta.url);
const mimes = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', svg: 'image/svg+xml' };

export class MockHub {
  constructor({ name = 'Harbour Goods', epoch = 'e1' } = {}) {
    Object.assign(this, { name, epoch });
    this.pos = 0;
    this.log = [];
    this.results = new Map();
    this.commands = [];
    this.links = new Set();
    this.files = new Map();
    this.conv = null;
    this.msgs = [];
    this.place = null;
    this.refuseUpload = null;
    this.refuseCommand = null;
    this.silent = false;
  }

  async start() {
    this.server = createServer((request, response) => this.#http(request, response).catch(() => response.writeHead(500).end()));
    this.sockets = new WebSocketServer({ server: this.server, path: '/desk', handleProtocols: () => 'desk.v1' });
    this.sockets.on('connection', (socket) => this.#accept(socket));
    await new Promise((resolve) => this.server.listen(this.port ?? 0, '127.0.0.1', resolve));
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}`;
    return this;
  }

  async stop() {
    for (const link of this.links) link.socket.terminate();
    this.sockets.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The server goes away as if its plug was pulled; start() brings it back on the same port. */
  async cut() {
    await this.stop();
  }

  // --- what the agent's side does

  open(state = 'waiting', extra = {}) {
    this.conv ??= { id: randomUUID(), customer: 'c1', state, ver: 0, cseq: 0, nth: 1, created_at: Date.now(), agent: '', agent_name: '', marks: { agent: { delivered: 0, read: 0 }, customer: { delivered: 0, read: 0 } } };
    Object.assign(this.conv, extra, { state, ver: this.conv.ver + 1 });
    return this.conv;
  }

  change(state, extra) {
    this.open(state, extra);
    this.#event('conv.changed', { conv: { ...this.conv } });
  }

  say(fields) {
    this.open(this.conv?.state);
    const msg = { mid: randomUUID(), conv: this.conv.id, cseq: ++this.conv.cseq, kind: 'text', side: 'agent', by: 'a:lin', by_name: this.conv.agent_name || 'Lin Xiao', at: Date.now(), text: '', ...fields };
    this.msgs.push(msg);
    this.#event('msg', { msg });
    return msg;
  }

  mark(side, delivered, read) {
    const marks = this.conv.marks[side];
    marks.delivered = Math.max(marks.delivered, delivered);
    marks.read = Math.max(marks.read, read);
    this.#event('mark', { side, delivered: marks.delivered, read: marks.read });
  }

  typing(ttl = 5000) {
    this.#all({ t: 'sig', conv: this.conv.id, k: 'typing', ttl, by: 'a:lin' });
  }

  setPlace(body) {
    this.place = body;
    this.#all({ t: 'st', topic: 'place', ver: 1, b: body });
  }

  addFile(bytes, mime, name, w = 0, h = 0) {
    const file = { id: randomUUID(), name, mime, size: bytes.length, w, h };
    this.files.set(file.id, { ...file, bytes });
    return file;
  }

  // --- inside

  #event(k, b) {
    const ev = { pos: ++this.pos, conv: this.conv?.id, cseq: b.msg?.cseq, k, at: Date.now(), by: 's:hub', b };
    this.log.push(ev);
    this.#all({ t: 'ev', ...ev }, true);
  }

  #all(frame, counts = false) {
    for (const link of this.links) if (link.welcomed && !this.silent) link.send(frame, counts);
  }

  #accept(socket) {
    const link = {
      socket,
      sent: 0,
      send: (frame, counts) => {
        if (counts) ++link.sent;
        if (socket.readyState === 1) socket.send(JSON.stringify(frame));
      },
    };
    this.links.add(link);
    socket.on('close', () => this.links.delete(link));
    socket.on('message', (data) => this.#frame(link, JSON.parse(String(data))));
  }

  #frame(link, frame) {
    if (frame.t === 'hello') {
      if (this.closeWith) {
        link.socket.close(this.closeWith);
        return;
      }
      link.welcomed = true;
      const resume = frame.epoch === this.epoch && typeof frame.pos === 'number';
      link.send({ t: 'welcome', proto: 1, session: 's1', gen: 1, epoch: this.epoch, from: frame.pos ?? 0, head: this.pos, now: Date.now(), me: 'c:c1', mode: resume ? 'resume' : 'snapshot', hb: { every_ms: 20000, dead_ms: 60000 } });
      if (resume) {
        const evs = this.log.filter((ev) => ev.pos > frame.pos);
        link.sent += evs.length;
        link.send({ t: 'batch', evs });
      } else {
        const convs = this.conv ? [{ ...this.conv, tail: this.msgs.slice(-30) }] : [];
        link.send({ t: 'snap', part: 1, last: true, pos: this.pos, b: { customer: { id: 'c1', name: 'Visitor', verified: false }, convs } });
      }
      link.send({ t: 'live', pos: this.pos });
      if (this.place) link.send({ t: 'st', topic: 'place', ver: 1, b: this.place });
    } else if (frame.t === 'ping') {
      if (!this.silent) link.send({ t: 'pong', id: frame.id, pos: this.pos, sent: link.sent, ts: Date.now(), echo: frame.ts });
    } else if (frame.t === 'cmd') {
      if (!this.silent) this.#command(link, frame);
    } else if (frame.t === 'ask' && frame.k === 'history') {
      const older = this.msgs.filter((m) => m.cseq < frame.b.before_cseq);
      const msgs = older.slice(-frame.b.n);
      link.send({ t: 'answer', re: frame.re, k: 'history', b: { msgs, more: older.length > msgs.length } });
    }
  }

  #command(link, frame) {
    this.commands.push(frame);
    const known = this.results.get(frame.cid);
    if (known) {
      link.send({ ...known, dup: true });
      return;
    }
    const refusal = this.refuseCommand?.(frame);
    if (refusal) {
      link.send({ t: 'err', cid: frame.cid, text: '', ...refusal });
      return;
    }
    const ok = { t: 'ok', cid: frame.cid };
    this.results.set(frame.cid, ok);
    if (frame.k === 'msg.send') {
      this.open(this.conv?.state);
      const file = frame.b.file ? this.files.get(frame.b.file.id) : undefined;
      const { bytes, ...ref } = file ?? {};
      const msg = { mid: frame.cid, conv: this.conv.id, cseq: ++this.conv.cseq, kind: frame.b.kind, side: 'customer', by: 'c:c1', by_name: 'Visitor', at: Date.now(), text: frame.b.text ?? '', ...(file ? { file: ref } : {}) };
      this.msgs.push(msg);
      link.send(ok);
      this.#event('msg', { msg });
    } else {
      link.send(ok);
      if (frame.k === 'conv.mark') this.mark('customer', frame.b.delivered ?? 0, frame.b.read ?? 0);
    }
  }

  async #http(request, response) {
    const { pathname } = new URL(request.url, this.url);
    const json = (status, body) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    const link = `ws://127.0.0.1:${this.port}/desk`;
    if (pathname === '/api/v1/hub') return json(200, { name: this.name, version: '0', link, limits: { file: 1 << 20, mimes: ['image/png', 'image/jpeg', 'application/pdf', 'text/plain'] }, languages: ['en', 'zh'] });
    if (pathname === '/api/v1/visitor') return json(200, { token: randomUUID(), customer: { id: 'c1', name: 'Visitor' }, link });
    if (pathname.startsWith('/api/v1/files/')) return this.#file(request, response, pathname.slice('/api/v1/files/'.length), json);
    const path = { '/': 'host.html', '/chat': 'chat.html' }[pathname] ?? pathname.slice(1);
    const bytes = await readFile(new URL(path, pages)).catch(() => null);
    if (!bytes) return json(404, { code: 'not_found' });
    return response
      .writeHead(200, {
        'Content-Type': mimes[path.split('.').pop()],
        'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' ws://127.0.0.1:${this.port}; frame-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
      })
      .end(path === 'chat.html' ? String(bytes).replaceAll('{{name}}', this.name).replace('{{accent}}', '').replace('{{languages}}', 'zh,en') : bytes);
  }

  async #file(request, response, id, json) {
    if (request.method === 'PUT') {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      if (this.refuseUpload) return json(this.refuseUpload.status, { code: this.refuseUpload.code, text: '' });
      const bytes = Buffer.concat(chunks);
      const mime = request.headers['content-type'];
      const png = mime === 'image/png';
      const info = { id, name: decodeURIComponent(request.headers['x-file-name']), mime, size: bytes.length, w: png ? bytes.readUInt32BE(16) : 0, h: png ? bytes.readUInt32BE(20) : 0 };
      this.files.set(id, { ...info, bytes });
      return json(200, info);
    }
    const file = this.files.get(id);
    if (!file) return json(404, { code: 'not_found' });
    return response.writeHead(200, { 'Content-Type': file.mime }).end(file.bytes);
  }
}
