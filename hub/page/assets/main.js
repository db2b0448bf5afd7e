// SPDX-License-Identifier: GPL-3.0-or-later
import { Asides } from './asides.js';
import { Chat } from './chat.js';
import { deviceId, newId } from './device.js';
import { Files } from './files.js';
import { Host } from './host_site.js';
import { Link } from './link.js';
import { Outbox } from './outbox.js';
import { chooseLanguage, speaker } from './strings.js';
import { accentPair } from './text.js';
import { Uploads } from './upload.js';
import { View } from './view.js';

const longestText = 8000;
const ownAccent = '#0f6cbd'; // the tokens' own, which has a second shade for dark screens
const typingEveryMs = 3000;
const typingTtlMs = 6000;
const markAfterMs = 250;
const historyStep = 50;

/** Wires the parts of the page: identity → link → chat → view, and back through outbox and uploads. */
class Page {
  constructor() {
    const query = new URLSearchParams(location.search);
    this.host = new Host(query, (name, detail) => this.#fromHost(name, detail));
    const desk = document.documentElement.dataset; // what the hub wrote into the page: its name, colour and languages
    const lang = chooseLanguage([query.get('lang'), ...navigator.languages], desk.languages?.split(','));
    this.say = speaker(lang);
    this.lang = lang;
    document.documentElement.lang = this.say.lang;
    const accent = accentPair(query.get('accent') || desk.accent);
    if (accent && accent.accent.toLowerCase() !== ownAccent) {
      document.documentElement.style.setProperty('--brand', accent.accent);
      document.documentElement.style.setProperty('--on-brand', accent.on);
    }
    this.chat = new Chat(() => this.#changed());
    this.files = new Files('');
    this.view = new View({ say: this.say, files: this.files, embedded: this.host.embedded, act: (name, detail) => this.#act(name, detail) });
    this.asides = new Asides({
      say: this.say,
      leave: (conv) => this.#request('conv.leave', {}, conv),
      describe: (fields) => this.#request('customer.describe', fields),
    });
    this.view.setName(desk.name);
    this.view.setLimits(longestText);
    this.view.setDraft(sessionStorage.getItem('liaison.draft') ?? '');
    this.typedAt = 0;
    this.visible = !this.host.embedded;
  }

  async run() {
    this.device = await deviceId(sessionStorage, localStorage);
    this.outbox = new Outbox(localStorage, this.device);
    for (const entry of this.outbox.all()) this.#showQueued(entry);
    if (this.host.embedded) await this.host.ready(Boolean(localStorage.getItem('liaison.token')));
    this.hub = await this.#untilItWorks(() => this.#get('/api/v1/hub'));
    this.uploads = new Uploads({
      device: this.device,
      token: '',
      limits: this.hub.limits,
      newId,
      onProgress: (item, progress) => this.chat.setPending({ mid: item.mid, state: 'uploading', progress }),
      onDone: (item, info) => this.#uploaded(item, info),
      onFailed: (item, code, final) => this.#uploadFailed(item, code, final),
    });
    this.items = new Map();
    const { url, title } = this.host.site ?? { url: location.href.split('?')[0], title: document.title };
    this.link = new Link({
      url: this.hub.link,
      token: '',
      device: this.device,
      outbox: this.outbox,
      app: 'page',
      lang: this.say.lang,
      tz: Intl.DateTimeFormat().resolvedOptions().timeZone ?? '',
      site: { url: String(url).slice(0, 500), title: String(title).slice(0, 200) },
      topics: ['place'],
      env: { newId },
      handlers: {
        onState: (state, info) => this.#linkState(state, info),
        onSnapshot: (body, pos, sameLog) => this.chat.snapshot(body, sameLog),
        onEvent: (ev) => this.chat.event(ev),
        onLive: () => this.#mark(),
        onResult: (entry, frame) => this.#result(entry, frame),
        onTopic: (topic, body) => topic === 'place' && this.chat.setPlace(body),
        onSignal: (sig) => this.#signal(sig),
        onSignIn: () => this.#identify(true),
      },
    });
    await this.#identify(false);
    for (const item of await this.uploads.restore()) this.#startUpload(item);
    for (const [event, target] of [['online', window], ['pageshow', window], ['visibilitychange', document], ['focus', window]]) {
      target.addEventListener(event, () => {
        if (document.visibilityState === 'visible') this.link.nudge();
        this.#markSoon();
      });
    }
    window.addEventListener('offline', () => this.link.nudge());
  }

  // --- who we are

  async #identify(renew) {
    // Asked anew at each try: a site's wrong signature is refused for good, and the anonymous visitor of before goes on.
    const needed = () => renew || !localStorage.getItem('liaison.token') || (localStorage.getItem('liaison.user') ?? '') !== (this.host.user?.id ?? '');
    if (needed()) {
      this.view.setState('connecting');
      const answer = await this.#untilItWorks(async () => {
        const { user } = this.host;
        return needed() ? { user, ...(await this.#post('/api/v1/visitor', user ? { user } : {})) } : null;
      });
      if (answer) {
        localStorage.setItem('liaison.token', answer.token);
        localStorage.setItem('liaison.user', answer.user?.id ?? '');
        if (answer.link) this.link.url = answer.link;
      }
    }
    const token = localStorage.getItem('liaison.token');
    this.files = new Files(token);
    this.view.setFiles(this.files);
    this.uploads.token = token;
    this.link.setToken(token);
    this.link.start();
    this.identified = true;
  }

  async #get(path) {
    return this.#json(await fetch(path));
  }

  async #post(path, body) {
    return this.#json(await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }));
  }

  async #json(response) {
    if (response.ok) return response.json();
    const error = new Error(String(response.status));
    error.afterMs = Number(response.headers.get('Retry-After') ?? 0) * 1000;
    // A site's wrong signature does not mend by itself: go on as an anonymous visitor.
    if (response.status === 403 && this.host.user) this.host.user = null;
    throw error;
  }

  async #untilItWorks(what) {
    for (let n = 0; ; ++n) {
      try {
        return await what();
      } catch (error) {
        const ms = Math.max(error.afterMs ?? 0, Math.random() * Math.min(30000, 500 * 2 ** n));
        this.view.setState('waiting', { ms });
        await new Promise((resolve) => {
          const timer = setTimeout(resolve, ms);
          window.addEventListener('online', () => { clearTimeout(timer); resolve(); }, { once: true });
        });
      }
    }
  }

  // --- the link

  #linkState(state, info) {
    this.view.setState(state, info);
    if (state === 'live') this.#restartUploads();
    this.view.draw(this.chat);
  }

  #signal(sig) {
    if (sig.k !== 'typing') return;
    clearTimeout(this.typingTimer);
    const name = this.chat.open()?.head.agent_name ?? '';
    const ttl = Math.min(Math.max(sig.ttl ?? 0, 0), 15000);
    this.chat.setTyping(sig.conv, name, ttl ? Date.now() + ttl : 0);
    this.typingTimer = setTimeout(() => this.chat.setTyping(null, '', 0), ttl);
  }

  #result(entry, frame) {
    if (entry.k !== 'msg.send') return;
    if (frame.t === 'ok') {
      // The event brings the message itself; until then it stays as it is, and it is never drawn twice: same mid.
      // One whose event has passed already is in what came before, further up than the page shows.
      if (!this.chat.pending.has(entry.cid)) return;
      if ((frame.pos ?? 0) > this.link.pos) this.chat.setPending({ mid: entry.cid, state: 'sent' });
      else this.chat.removePending(entry.cid);
    } else if (frame.retry === 'confirm') {
      this.chat.setPending({ mid: entry.cid, state: 'confirm' });
    } else {
      this.failed ??= new Map();
      this.failed.set(entry.cid, entry);
      this.chat.setPending({ mid: entry.cid, state: 'failed', code: frame.code, again: frame.code !== 'invalid' });
    }
  }

  #showQueued(entry) {
    if (entry.k !== 'msg.send') return;
    this.chat.setPending({ mid: entry.cid, kind: entry.b.kind, text: entry.b.text, file: entry.b.file, at: entry.at, state: entry.held ? 'confirm' : 'sending' });
  }

  // --- marks

  #changed() {
    this.view.draw(this.chat);
    this.#markSoon();
  }

  #markSoon() {
    if (this.markTimer) return;
    this.markTimer = setTimeout(() => {
      this.markTimer = null;
      this.#mark();
    }, markAfterMs);
  }

  #mark() {
    if (this.link?.state !== 'live') return;
    const seen = document.visibilityState === 'visible' && this.visible && this.view.atBottom() && (document.hasFocus() || !this.host.embedded);
    this.marked ??= new Map();
    for (const { conv, cseq, delivered } of this.chat.unmarked()) {
      const wanted = seen ? `r${cseq}` : `d${cseq}`;
      if (this.marked.get(conv) === wanted || (!seen && (delivered >= cseq || this.marked.get(conv) === `r${cseq}`))) continue;
      this.marked.set(conv, wanted);
      this.link.hint('conv.mark', seen ? { delivered: cseq, read: cseq } : { delivered: cseq }, conv);
    }
  }

  // --- what the customer does

  #act(name, detail) {
    switch (name) {
      case 'send': return this.#send(detail);
      case 'files': return detail.forEach((file) => this.#attach(file));
      case 'typing': return this.#typing();
      case 'draft': return this.#draft(detail);
      case 'retry': return this.#retry(detail);
      case 'discard': return this.#discard(detail);
      case 'confirm':
        this.chat.setPending({ mid: detail, state: 'sending' });
        return this.link.confirm(detail);
      case 'view': return this.view.showPicture(detail);
      case 'download': return this.#download(detail);
      case 'older': return this.#older();
      case 'seen': return this.#markSoon();
      case 'unread': return this.host.tell('unread', detail);
      case 'leave': return this.#leave();
      case 'details': return this.asides.askForDetails(this.#ownName());
      case 'minimize': return this.host.tell('minimize');
      case 'reload': return location.reload();
      default: return undefined;
    }
  }

  #leave() {
    const conv = this.chat.open();
    if (conv) this.asides.askToLeave(conv.head.id); // this one, whatever is open when the answer comes
  }

  #request(k, b, conv) {
    return this.link ? this.link.request(k, b, conv) : Promise.reject(new Error('offline'));
  }

  // The name the hub gives a visitor who told none is no name to show in a form.
  #ownName() {
    const name = this.chat.customer?.name ?? '';
    return /^(Visitor|访客) \d+$/.test(name) ? '' : name;
  }

  #draft(text) {
    try {
      if (text) sessionStorage.setItem('liaison.draft', text);
      else sessionStorage.removeItem('liaison.draft');
    } catch {
      // A draft is a kindness, not a promise.
    }
  }

  #send(text) {
    return this.#queue({ kind: 'text', text });
  }

  #queue(b, mid = newId()) {
    const at = this.link ? this.link.hubNow() : Date.now();
    this.chat.setPending({ mid, kind: b.kind, text: b.text, file: b.file, at, state: 'sending' });
    try {
      if (this.link) this.link.command('msg.send', b, { cid: mid, at });
      else this.outbox.add({ cid: mid, k: 'msg.send', b, at });
    } catch {
      this.chat.removePending(mid);
      return false;
    }
    return true;
  }

  #typing() {
    const conv = this.chat.open();
    const now = Date.now();
    if (!conv || conv.head.state !== 'active' || now - this.typedAt < typingEveryMs) return;
    this.typedAt = now;
    this.link?.signal(conv.head.id, 'typing', typingTtlMs);
  }

  async #older() {
    const where = this.chat.older();
    if (!where || this.loadingOlder || this.link?.state !== 'live') return;
    this.loadingOlder = true;
    this.view.setBusy(true);
    try {
      const answer = await this.link.ask('history', { before_cseq: where.before_cseq, n: historyStep }, where.conv);
      this.chat.history(where.conv, answer.msgs ?? [], (answer.msgs ?? []).length > 0 && answer.more);
    } catch {
      // The button stays.
    }
    this.loadingOlder = false;
    this.view.setBusy(false);
  }

  // --- files

  async #attach(file) {
    if (!this.uploads) return;
    const code = this.uploads.refuse(file);
    const item = code ? { id: newId(), mid: newId(), name: file.name, size: file.size, at: Date.now() } : await this.uploads.add(file);
    if (code) {
      this.chat.setPending({ mid: item.mid, kind: 'file', file: { name: item.name, size: item.size }, at: item.at, state: 'failed', code, limit: this.hub.limits.file, again: false });
    } else {
      this.#startUpload(item);
    }
    this.view.scrollToEnd();
  }

  async #startUpload(item) {
    this.items.set(item.mid, item);
    this.chat.setPending({ mid: item.mid, kind: item.kind, file: { name: item.name, size: item.size }, at: item.at, state: 'uploading', progress: 0 });
    if (item.kind === 'picture') {
      const blobUrl = URL.createObjectURL(item.blob);
      const size = await pictureSize(blobUrl);
      if (this.chat.pending.has(item.mid)) this.chat.setPending({ mid: item.mid, blobUrl, ...size });
    }
    this.uploads.send(item);
  }

  // The message goes into the outbox before the upload is forgotten: at every moment one of the two knows of it.
  #uploaded(item, info) {
    const queued = this.#queue({ kind: item.kind === 'picture' && info.mime.startsWith('image/') ? 'picture' : 'file', file: info }, item.mid);
    if (!queued) {
      this.chat.setPending({ mid: item.mid, file: info, at: item.at, state: 'failed', code: 'storage' });
      return;
    }
    this.items.delete(item.mid);
    this.uploads.forget(item);
  }

  #uploadFailed(item, code, final) {
    item.failed = final;
    if (code === 'unauthorized') this.#identify(true);
    // A broken connection mends by itself; anything else is shown.
    if (code === 'network' && this.link.state !== 'live') this.chat.setPending({ mid: item.mid, state: 'uploading', progress: 0 });
    else this.chat.setPending({ mid: item.mid, state: 'failed', code, limit: this.hub.limits.file, again: !final });
  }

  #restartUploads() {
    for (const item of this.items.values()) {
      if (item.failed || this.uploads.active.has(item.id)) continue;
      this.chat.setPending({ mid: item.mid, state: 'uploading', progress: 0 });
      this.uploads.send(item);
    }
  }

  #retry(mid) {
    const item = this.items?.get(mid);
    if (item) {
      item.failed = false;
      this.chat.setPending({ mid, state: 'uploading', progress: 0 });
      this.uploads.send(item);
      return;
    }
    const entry = this.failed?.get(mid);
    if (!entry) return;
    // Refused and answered: the hub keeps that answer under the old id, so a new try is a new command.
    this.failed.delete(mid);
    this.chat.removePending(mid);
    this.#queue(entry.b);
  }

  #discard(mid) {
    const item = this.items?.get(mid);
    if (item) {
      this.items.delete(mid);
      this.uploads.forget(item);
    }
    this.failed?.delete(mid);
    this.outbox.remove(mid);
    this.chat.removePending(mid);
  }

  async #download(file) {
    try {
      const url = await this.files.full(file.id);
      const anchor = document.createElement('a');
      anchor.href = url;
      anchor.download = file.name;
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(url), 60000);
    } catch {
      this.view.complain(this.say('err_network'));
    }
  }

  // --- the site around us

  #fromHost(name, detail) {
    if (name === 'identity') {
      // Signed in at the site while the chat was open: from now on, this is that customer's conversation.
      const changed = this.identified && (localStorage.getItem('liaison.user') ?? '') !== (detail?.id ?? '');
      if (changed) {
        this.link.stop('signin');
        this.asides.close();
        this.chat.clear();
        this.#identify(false);
      }
    } else if (name === 'open') {
      this.visible = detail;
      if (detail) {
        this.view.scrollToEnd();
        this.view.focus();
        this.#markSoon();
      }
    }
  }
}

function pictureSize(url) {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve({ w: image.naturalWidth, h: image.naturalHeight });
    image.onerror = () => resolve({});
    image.src = url;
  });
}

new Page().run();
