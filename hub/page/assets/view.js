// SPDX-License-Identifier: GPL-3.0-or-later
import { Bubbles, el } from './bubble.js';
import { icon } from './icons.js';
import { dayKey, dayName } from './text.js';

const nearBottom = 60;

/**
 * The page itself. Draws a Chat; tells by `act(name, detail)` what the customer wants: send, files, typing, retry, discard, confirm,
 * view, download, older, seen, minimize, reload, draft, leave, details.
 */
export class View {
  constructor({ say, files, act, embedded }) {
    this.say = say;
    this.act = act;
    this.files = files;
    this.bubbles = new Bubbles(say, files, act);
    this.online = false;
    this.drawn = new Map(); // key → {sig, node}
    this.composing = false;
    this.#build(embedded);
  }

  setFiles(files) {
    this.files = files;
    this.bubbles.files = files;
  }

  setName(name) {
    this.name = name;
    this.title.textContent = name;
    document.title = name;
  }

  setLimits(longest) {
    this.longest = longest;
  }

  draft() {
    return this.input.value;
  }

  setDraft(text) {
    this.input.value = text;
    this.#grow();
  }

  focus() {
    this.input.focus();
  }

  atBottom() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < nearBottom;
  }

  /** Connection in words. */
  setState(state, info = {}) {
    this.online = state === 'live';
    this.root.dataset.link = state;
    const key = state === 'stopped' ? (info.why === 'signin' ? 'connecting' : (info.why ?? 'refused')) : state === 'waiting' ? 'offlineHead' : state;
    this.state.textContent = this.say.has(key) ? this.say(key) : '';
    const offline = state === 'waiting' || (state === 'stopped' && info.why !== 'signin');
    this.band.hidden = !offline;
    this.band.replaceChildren();
    if (!offline) return;
    this.band.append(icon('offline'), el('span', {}, this.say(state === 'waiting' ? 'waiting' : key)));
    if (state === 'stopped') this.band.append(el('button', { type: 'button', class: 'small', onclick: () => this.act('reload') }, this.say('reload')));
  }

  setBusy(older) {
    this.olderButton.disabled = older;
    this.olderButton.textContent = this.say(older ? 'loadingOlder' : 'older');
  }

  /** One line under the header: place in the queue, or with whom one talks. */
  #status(chat) {
    const conv = chat.open();
    const place = chat.place;
    if (!conv) return chat.convs.size ? this.say('closedHint') : '';
    if (conv.head.state === 'active' || conv.head.state === 'parked') {
      return conv.head.agent_name ? this.say('talking', { name: conv.head.agent_name }) : '';
    }
    if (conv.head.state === 'wrapup') return this.say('closedHint');
    if (place && place.place > 0) {
      if (!place.agents) return this.say('noAgents');
      const where = place.place === 1 ? this.say('placeNext') : this.say('place', { n: place.place });
      const band = this.#band(place.wait_min_s, place.wait_max_s);
      return band ? `${where} · ${band}` : where;
    }
    if (place && place.agents === 0) return this.say('noAgents');
    return this.say('waitingAgent');
  }

  #band(from, to) {
    if (typeof to !== 'number') return '';
    if (to <= 60) return this.say('waitSoon');
    const a = Math.floor((from ?? 0) / 60);
    const b = Math.ceil(to / 60);
    return a < 1 || a === b ? this.say('waitOne', { to: b }) : this.say('waitBand', { from: a, to: b });
  }

  /** Draws what has changed; keeps what the customer is looking at where it is. */
  draw(chat) {
    const stick = this.atBottom();
    const fromBottom = this.scroller.scrollHeight - this.scroller.scrollTop;
    const firstBefore = this.list.firstElementChild?.dataset.key;
    const wanted = this.#wanted(chat);
    const first = wanted.find((w) => w.key.startsWith('m:'))?.key;
    this.list.setAttribute('aria-busy', String(Boolean(firstBefore && first && !this.drawn.has(first))));
    const keep = new Set();
    let at = this.list.firstElementChild;
    for (const { key, sig, make } of wanted) {
      keep.add(key);
      let known = this.drawn.get(key);
      if (!known || known.sig !== sig) {
        const node = make();
        node.dataset.key = key;
        if (known) {
          if (at === known.node) at = node;
          known.node.replaceWith(node);
        }
        known = { sig, node };
        this.drawn.set(key, known);
      }
      if (known.node === at) at = at.nextElementSibling;
      else this.list.insertBefore(known.node, at);
    }
    for (const [key, known] of this.drawn) {
      if (!keep.has(key)) {
        known.node.remove();
        this.drawn.delete(key);
      }
    }
    const prepended = firstBefore && first && this.firstKey && first !== this.firstKey;
    this.firstKey = first;
    if (stick) this.scrollToEnd();
    else if (prepended) this.scroller.scrollTop = this.scroller.scrollHeight - fromBottom;
    this.list.setAttribute('aria-busy', 'false');

    this.empty.hidden = wanted.length > 0 || !chat.loaded;
    this.skeleton.hidden = wanted.length > 0 || chat.loaded;
    this.olderButton.hidden = !chat.older();
    const status = this.#status(chat);
    if (this.said !== status) this.statusText.textContent = this.said = status;
    const open = chat.open();
    const reachable = Boolean(chat.customer) && !chat.customer.verified; // a site that signed its user in has told us
    this.statusButton.hidden = !(reachable && open && chat.place?.agents === 0);
    this.status.hidden = !status || !this.band.hidden; // what it says may have changed since the line broke
    this.detailsButton.hidden = !reachable;
    this.leaveButton.hidden = !open || open.head.state === 'wrapup';
    const typing = chat.typing && this.online ? this.say('typing', { name: chat.typing.name }) : '';
    this.typing.textContent = typing;
    this.typing.classList.toggle('on', Boolean(typing));
    this.#unread(chat.unread());
  }

  #wanted(chat) {
    const out = [];
    let day = '';
    let lastSide = '';
    const now = Date.now();
    for (const entry of chat.timeline()) {
      const at = entry.type === 'msg' ? entry.msg.at : entry.item.at;
      if (dayKey(at) !== day) {
        day = dayKey(at);
        lastSide = '';
        const name = dayName(at, now, this.say.lang, { today: this.say('today'), yesterday: this.say('yesterday') });
        out.push({ key: `d:${day}`, sig: name, make: () => el('li', { class: 'day' }, el('span', {}, name)) });
      }
      if (entry.type === 'msg') {
        const { msg, mark } = entry;
        const who = msg.kind === 'system' ? '' : `${msg.side}:${msg.by_name}`;
        const showName = who !== lastSide;
        lastSide = who;
        const sig = `${mark}|${msg.recalled ? 1 : 0}|${showName}`;
        out.push({ key: `m:${msg.mid}`, sig, make: () => this.bubbles.message(msg, mark, showName) });
      } else {
        const { item } = entry;
        lastSide = 'customer';
        const sig = `p|${item.state}|${item.progress}|${item.code}|${this.online}|${item.blobUrl ?? ''}`;
        out.push({ key: `m:${item.mid}`, sig, make: () => this.bubbles.pending(item, this.online) });
      }
    }
    return out;
  }

  #unread(count) {
    document.title = count > 0 ? `(${count}) ${this.name ?? ''}` : (this.name ?? '');
    this.newest.hidden = this.atBottom();
    this.newest.lastChild.textContent = count > 0 ? this.say('newMessages', { n: count }) : '';
    this.act('unread', count);
  }

  scrollToEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** A picture over the whole page. */
  async showPicture(file) {
    const image = el('img', { alt: file.name });
    const shut = el('button', { type: 'button', class: 'icon', 'aria-label': this.say('closePicture'), onclick: () => dialog.close() }, icon('dismiss'));
    const save = el('button', { type: 'button', class: 'icon', 'aria-label': this.say('download', { name: file.name }), onclick: () => this.act('download', file) }, icon('download'));
    const dialog = el('dialog', { class: 'viewer', 'aria-label': file.name }, el('div', { class: 'bar' }, el('span', { class: 'name' }, file.name), save, shut), image);
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog || event.target === image) dialog.close();
    });
    document.body.append(dialog);
    let url = '';
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (url) URL.revokeObjectURL(url);
    });
    dialog.showModal();
    shut.focus();
    try {
      url = await this.files.full(file.id);
      image.src = url;
    } catch {
      image.replaceWith(el('p', { class: 'nothing' }, this.say('noPreview')));
    }
  }

  /** Something went wrong with what was being written; said, and gone with the next key. */
  complain(text) {
    this.complaint.textContent = text;
    this.complaint.hidden = !text;
  }

  // --- building

  #build(embedded) {
    const { say } = this;
    this.title = el('h1', {}, say('title'));
    this.state = el('span', { class: 'state', role: 'status' }, say('connecting'));
    const head = el('header', {}, el('span', { class: 'avatar' }, icon('chat')), el('div', { class: 'titles' }, this.title, this.state));
    const tool = (name, hidden) => el('button', { type: 'button', class: 'icon', 'aria-label': say(name), title: say(name), hidden, onclick: () => this.act(name) }, icon(name === 'details' ? 'person' : name));
    this.detailsButton = tool('details', true);
    this.leaveButton = tool('leave', true);
    head.append(this.detailsButton, this.leaveButton);
    if (embedded) head.append(el('button', { type: 'button', class: 'icon', 'aria-label': say('minimize'), onclick: () => this.act('minimize') }, icon('down')));
    this.band = el('div', { class: 'band', role: 'status', hidden: true });
    this.statusText = el('span', { role: 'status' });
    this.statusButton = el('button', { type: 'button', class: 'small', hidden: true, onclick: () => this.act('details') }, say('detailsAsk'));
    this.status = el('div', { class: 'status', hidden: true }, this.statusText, this.statusButton);
    this.olderButton = el('button', { type: 'button', class: 'older', hidden: true, onclick: () => this.act('older') }, say('older'));
    this.list = el('ol', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions', 'aria-label': say('messages') });
    this.skeleton = el('div', { class: 'skeleton', 'aria-hidden': 'true' }, el('i'), el('i'), el('i'));
    this.empty = el('div', { class: 'empty', hidden: true }, icon('chat'), el('h2', {}, say('welcome')), el('p', {}, say('welcomeHint')));
    this.typing = el('div', { class: 'typing', 'aria-live': 'polite' });
    this.scroller = el('main', { class: 'scroller', tabindex: '0', 'aria-label': say('messages') }, this.olderButton, this.skeleton, this.empty, this.list, this.typing);
    this.newest = el('button', { type: 'button', class: 'newest', 'aria-label': say('newest'), hidden: true, onclick: () => this.#toNewest() }, icon('down'), el('span'));
    this.complaint = el('div', { class: 'complaint', role: 'alert', hidden: true });
    this.input = el('textarea', { rows: 1, 'aria-label': say('compose'), placeholder: say('placeholder'), enterkeyhint: 'send' });
    this.picker = el('input', { type: 'file', multiple: true, hidden: true, tabindex: '-1' });
    this.attachButton = el('button', { type: 'button', class: 'icon attach', 'aria-label': say('attach'), title: say('attach'), onclick: () => this.picker.click() }, icon('attach'));
    this.sendButton = el('button', { type: 'submit', class: 'send', 'aria-label': say('send'), title: say('send') }, icon('send'));
    const form = el('form', { class: 'composer' }, this.attachButton, this.input, this.sendButton, this.picker);
    this.dropZone = el('div', { class: 'drop', hidden: true }, el('span', {}, icon('image'), say('drop')));
    const footer = el('footer', {}, this.newest, this.complaint, form);
    this.root = el('div', { class: `chat${embedded ? ' embedded' : ''}` }, head, this.band, this.status, this.scroller, footer, this.dropZone);
    document.body.replaceChildren(this.root);
    this.#listen(form);
  }

  #toNewest() {
    this.scrollToEnd();
    this.input.focus();
  }

  #listen(form) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.input.addEventListener('compositionstart', () => {
      this.composing = true;
    });
    this.input.addEventListener('compositionend', () => {
      this.composing = false;
    });
    this.input.addEventListener('keydown', (event) => {
      // Enter that ends an input method's composition belongs to the input method.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || this.composing || event.keyCode === 229) return;
      event.preventDefault();
      this.#submit();
    });
    this.input.addEventListener('input', () => {
      this.#grow();
      this.complain('');
      this.act('draft', this.input.value);
      if (this.input.value) this.act('typing');
    });
    this.input.addEventListener('paste', (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      this.act('files', files);
    });
    this.picker.addEventListener('change', () => {
      this.act('files', [...this.picker.files]);
      this.picker.value = '';
    });
    let depth = 0;
    const over = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
    this.root.addEventListener('dragenter', (event) => {
      if (over(event) && ++depth === 1) this.dropZone.hidden = false;
    });
    this.root.addEventListener('dragleave', (event) => {
      if (over(event) && --depth <= 0) this.#endDrag(() => (depth = 0));
    });
    this.root.addEventListener('dragover', (event) => {
      if (over(event)) event.preventDefault();
    });
    this.root.addEventListener('drop', (event) => {
      this.#endDrag(() => (depth = 0));
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      this.act('files', files);
    });
    this.scroller.addEventListener('scroll', () => {
      this.newest.hidden = this.atBottom();
      if (this.atBottom()) this.act('seen');
      if (this.scroller.scrollTop < 80 && !this.olderButton.hidden) this.act('older');
    });
    new ResizeObserver(() => {
      if (this.stuck) this.scrollToEnd();
    }).observe(this.scroller);
    new ResizeObserver(() => {
      if (this.stuck) this.scrollToEnd();
    }).observe(this.list);
    this.stuck = true;
    this.scroller.addEventListener('scroll', () => {
      this.stuck = this.atBottom();
    });
  }

  #endDrag(reset) {
    reset();
    this.dropZone.hidden = true;
  }

  #submit() {
    const text = this.input.value.trim();
    if (!text) return;
    if (this.longest && text.length > this.longest) {
      this.complain(this.say('err_long', { n: this.longest }));
      return;
    }
    if (this.act('send', text) === false) {
      this.complain(this.say('err_storage'));
      return;
    }
    this.input.value = '';
    this.act('draft', '');
    this.#grow();
    this.scrollToEnd();
  }

  #grow() {
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(this.input.scrollHeight, 140)}px`;
    this.root.classList.toggle('writing', this.input.value.trim() !== '');
  }
}
