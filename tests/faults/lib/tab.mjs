// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, '../../../hub/page/assets');
const { WebSocket } = createRequire(join(here, '../../web/package.json'))('ws');

/** The page's times, divided by this: its limits are made for people and the internet. Less when nothing is broken any more. */
const hurry = 20;
const calmHurry = 4;

/** Thrown into the page's code where its tab dies. */
export class TabDied extends Error {}

/** What a browser keeps: localStorage of the site, and the locks that its tabs hold. */
export class Browser {
  constructor() {
    this.local = new Map();
    this.locks = new Map();
  }
}

/** `storage` of one tab; a death that is planned for a write happens before or after it. */
class Storage {
  constructor(tab, map) {
    this.tab = tab;
    this.map = map;
  }

  get length() {
    return this.map.size;
  }

  key(n) {
    return [...this.map.keys()][n] ?? null;
  }

  getItem(key) {
    return this.map.get(key) ?? null;
  }

  setItem(key, value) {
    if (this.tab.full && String(value).length > (this.map.get(key) ?? '').length) throw new Error('QuotaExceededError');
    this.#write(() => this.map.set(key, String(value)));
  }

  removeItem(key) {
    this.#write(() => this.map.delete(key));
  }

  #write(change) {
    if (this.tab.dead) return;
    const plan = this.tab.deathPlan;
    if (!plan || --plan.writes > 0) return change();
    if (plan.after) change();
    this.tab.kill();
    throw new TabDied();
  }
}

const sources = new Map();
function source(name) {
  if (!sources.has(name)) sources.set(name, readFileSync(join(assets, name), 'utf8'));
  return sources.get(name);
}

/**
 * A tab with the customer's page: the scripts that the hub serves, all but the drawing, in a context of their own. `events` are told
 * of what the customer would see. Killed, it stops like a process; a tab opened on the same Browser finds what was stored.
 */
export class Tab {
  constructor({ browser, session = new Map(), httpUrl, linkUrl, random, clock = () => 0, events }) {
    Object.assign(this, { browser, session, httpUrl, linkUrl, random, clock, events });
    this.dead = false;
    this.hurry = hurry;
    this.timers = new Set();
    this.sockets = new Set();
    this.held = [];
    this.state = 'new';
    this.chat = null;
  }

  async open() {
    const context = vm.createContext(this.#globals(), { name: 'tab' });
    vm.runInContext('Math.random = random; Date.now = ((real) => () => real() + skew())(Date.now);', context);
    const modules = new Map();
    const link = (name) => {
      const file = name.replace('./', '');
      if (!modules.has(file)) modules.set(file, this.#module(file, context));
      return modules.get(file);
    };
    const main = link('main.js');
    await main.link(link);
    if (this.dead) return this;
    await main.evaluate();
    return this;
  }

  #module(file, context) {
    if (file !== 'view.js') return new vm.SourceTextModule(source(file), { context, identifier: file });
    const View = this.#viewClass();
    return new vm.SyntheticModule(['View'], function set() { this.setExport('View', View); }, { context, identifier: file });
  }

  /** The drawing's place: remembers what would be drawn, and how to press the buttons. */
  #viewClass() {
    const tab = this;
    return class {
      constructor({ act }) {
        tab.act = act;
      }

      draw(chat) {
        tab.chat = chat;
        if (!tab.dead) tab.#seen();
      }

      setState(state, info) {
        tab.state = state;
        if (!tab.dead) tab.events.state?.(state, info);
      }

      setBusy(busy) {
        tab.busy = busy;
      }

      atBottom() {
        return true;
      }

      setFiles() {}
      setName() {}
      setLimits() {}
      setDraft() {}
      scrollToEnd() {}
      complain() {}
      focus() {}
      showPicture() {}
    };
  }

  #seen() {
    for (const item of this.chat.pending.values()) {
      if (item.state === 'failed') this.events.refused?.(item.mid, item.text, item.code);
      if (item.state === 'confirm') this.#timer(() => this.act('confirm', item.mid), 50);
    }
  }

  #globals() {
    const tab = this;
    const { random } = this;
    class Socket extends WebSocket {
      constructor(url, protocol) {
        super(tab.linkUrl(), protocol, { perMessageDeflate: false });
        tab.sockets.add(this);
        this.on('error', () => {}); // a browser throws nothing at a page that has let go of its socket
        this.on('close', () => tab.sockets.delete(this));
      }
    }
    const listener = { addEventListener() {} };
    const element = { dataset: { name: 'Desk', accent: '', languages: 'zh,en' }, style: { setProperty() {} }, lang: '' };
    const window = { ...listener };
    window.parent = window;
    return {
      window,
      document: { documentElement: element, title: 'Chat', visibilityState: 'visible', hasFocus: () => true, ...listener },
      location: { search: '', href: 'http://desk.example/chat', reload() {} },
      navigator: { languages: ['en'], locks: { request: (name, options, run) => this.#lock(name, run) } },
      localStorage: new Storage(this, this.browser.local),
      sessionStorage: new Storage(this, this.session),
      crypto: { randomUUID: () => random.uuid() },
      fetch: (path, options) => this.#fetch(path, options),
      WebSocket: Socket,
      setTimeout: (run, ms) => this.#timer(run, ms),
      clearTimeout: (id) => this.#clear(id),
      random: () => random.real(),
      skew: () => this.clock(),
      URL,
      URLSearchParams,
      TextEncoder,
      console,
    };
  }

  #lock(name, run) {
    const { locks } = this.browser;
    if (locks.has(name)) return Promise.resolve(run(null));
    locks.set(name, this);
    this.held.push(name);
    return Promise.resolve(run({ name }));
  }

  #timer(run, ms = 0) {
    if (this.dead) return 0;
    const id = setTimeout(() => {
      this.timers.delete(id);
      if (!this.dead) run();
    }, ms / this.hurry);
    this.timers.add(id);
    return id;
  }

  #clear(id) {
    clearTimeout(id);
    this.timers.delete(id);
  }

  async #fetch(path, options) {
    const never = new Promise(() => {});
    try {
      const response = await fetch(this.httpUrl() + path, { ...options, signal: AbortSignal.timeout(2000) });
      const body = await response.json();
      return this.dead ? never : { ok: response.ok, status: response.status, headers: response.headers, json: async () => body };
    } catch (error) {
      if (this.dead) return never;
      throw error;
    }
  }

  // --- the customer

  /** Types a text and presses the button. True if the page took it, false if it did not, null if the tab died on it. */
  say(text) {
    if (this.dead || !this.act) return false;
    try {
      return this.act('send', text) !== false;
    } catch (error) {
      if (error instanceof TabDied) return null;
      throw error;
    }
  }

  older() {
    if (!this.dead && this.act) this.act('older');
  }

  /** What stands on the screen: [{mid, conv, cseq, text}] in order, and what is still on its way or failed. */
  transcript() {
    const shown = [];
    const pending = [];
    for (const entry of this.chat?.timeline() ?? []) {
      if (entry.type === 'pending') pending.push({ mid: entry.item.mid, text: entry.item.text, state: entry.item.state });
      else shown.push({ mid: entry.msg.mid, conv: entry.msg.conv, cseq: entry.msg.cseq, text: entry.msg.text });
    }
    return { shown, pending };
  }

  /** Commands in the browser's storage that no hub has answered. */
  unanswered() {
    let count = 0;
    for (const [key, value] of this.browser.local) if (key.startsWith('liaison.outbox.')) count += JSON.parse(value).length;
    return count;
  }

  /** Nothing is broken any more: a limit that passes now is the busy machine's fault. */
  takeTime() {
    this.hurry = calmHurry;
  }

  /** Dies at the n-th write to its storage from now, before or after it. */
  dieAtWrite(writes, after) {
    this.deathPlan = { writes, after };
  }

  kill() {
    if (this.dead) return;
    this.dead = true;
    for (const id of this.timers) clearTimeout(id);
    this.timers.clear();
    for (const socket of this.sockets) socket.terminate();
    for (const name of this.held) this.browser.locks.delete(name);
    this.events.died?.();
  }
}
