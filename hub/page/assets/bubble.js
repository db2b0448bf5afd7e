// SPDX-License-Identifier: GPL-3.0-or-later
import { icon } from './icons.js';
import { clockTime, fileSize, parts } from './text.js';

/** Makes an element. Text goes in as text, never as markup. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'class') element.className = value;
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((c) => c !== null && c !== undefined && c !== ''));
  return element;
}

function plainText(text) {
  const p = el('p', { class: 'text', dir: 'auto' });
  for (const part of parts(text)) {
    if (part.href) p.append(el('a', { href: part.href, rel: 'noopener noreferrer nofollow', target: '_blank' }, part.text));
    else p.append(part.text);
  }
  return p;
}

/** The size a picture is shown at, known before it has come, so that nothing jumps. */
function pictureBox(w, h) {
  if (!w || !h) return { width: 220, height: 140 };
  const scale = Math.min(1, 240 / w, 260 / h);
  return { width: Math.max(48, Math.round(w * scale)), height: Math.max(48, Math.round(h * scale)) };
}

function frameFor(w, h) {
  const box = pictureBox(w, h);
  const frame = el('span', { class: 'frame' });
  frame.style.setProperty('--w', `${box.width}px`);
  frame.style.setProperty('--ratio', `${box.width} / ${box.height}`);
  return frame;
}

export class Bubbles {
  /** `say`: words; `files`: where pictures come from; `act(name, detail)`: what a press asks for. */
  constructor(say, files, act) {
    Object.assign(this, { say, files, act });
  }

  /** A message the hub has numbered. */
  message(msg, mark, showName) {
    if (msg.kind === 'system') return this.#system(msg);
    const mine = msg.side === 'customer';
    const item = el('li', { class: `msg ${mine ? 'mine' : 'theirs'}`, 'data-mid': msg.mid });
    if (showName && !mine && msg.by_name) item.append(el('span', { class: 'who' }, msg.by_name));
    else item.append(el('span', { class: 'seen-only-by-readers' }, mine ? this.say('you') : (msg.by_name ?? '')));
    const bubble = el('div', { class: 'bubble' });
    if (msg.recalled) bubble.append(el('p', { class: 'text gone' }, this.say('recalled')));
    else if (msg.kind === 'picture' && msg.file) bubble.append(this.#picture(msg.file));
    else if (msg.file) bubble.append(this.#file(msg.file));
    if (!msg.recalled && msg.text) bubble.append(plainText(msg.text));
    item.append(bubble, this.#foot(clockTime(msg.at, this.say.lang), mine ? mark : ''));
    return item;
  }

  /** A message on its way out. */
  pending(entry, online) {
    const item = el('li', { class: `msg mine pending ${entry.state}`, 'data-mid': entry.mid });
    item.append(el('span', { class: 'seen-only-by-readers' }, this.say('you')));
    const bubble = el('div', { class: 'bubble' });
    if (entry.blobUrl) {
      const frame = frameFor(entry.w, entry.h);
      frame.append(el('img', { src: entry.blobUrl, alt: entry.file?.name ?? this.say('picture') }));
      bubble.append(frame);
    } else if (entry.file) {
      bubble.append(this.#fileCard(entry.file, null));
    }
    if (entry.text) bubble.append(plainText(entry.text));
    if (entry.state === 'uploading') {
      const bar = el('progress', { max: 100, value: entry.progress ?? 0, 'aria-label': this.say('uploading', { percent: entry.progress ?? 0 }) });
      bubble.append(bar);
    }
    item.append(bubble);
    if (entry.state === 'failed') item.append(this.#failed(entry));
    else if (entry.state === 'confirm') item.append(this.#confirm(entry));
    else {
      let word = online ? this.say('sending') : this.say('queuedOffline');
      if (entry.state === 'uploading' && online) word = this.say('uploading', { percent: entry.progress ?? 0 });
      item.append(el('div', { class: 'foot' }, clockTime(entry.at, this.say.lang), el('span', { class: 'mark' }, icon('clock'), word)));
    }
    return item;
  }

  #failed(entry) {
    const words = this.reason(entry.code, entry);
    const foot = el('div', { class: 'foot failed', role: 'alert' }, el('span', { class: 'mark' }, icon('error'), `${this.say('failed')}${words ? ` · ${words}` : ''}`));
    if (entry.again !== false) foot.append(this.#button('retry', () => this.act('retry', entry.mid)));
    foot.append(this.#button('discard', () => this.act('discard', entry.mid)));
    return foot;
  }

  #confirm(entry) {
    return el(
      'div',
      { class: 'foot failed' },
      el('span', { class: 'mark' }, icon('clock'), this.say('confirmOld')),
      this.#button('confirmSend', () => this.act('confirm', entry.mid)),
      this.#button('discard', () => this.act('discard', entry.mid)),
    );
  }

  /** A code of the hub or of our own in words. */
  reason(code, entry = {}) {
    if (!code) return '';
    if (this.say.has(`err_${code}`)) return this.say(`err_${code}`, { limit: fileSize(entry.limit ?? 0, this.say.lang), n: entry.limit ?? 0 });
    return this.say('err_other', { code });
  }

  #button(word, press) {
    return el('button', { type: 'button', class: 'small', onclick: press }, this.say(word));
  }

  #foot(time, mark) {
    const foot = el('div', { class: 'foot' }, time);
    if (mark) foot.append(el('span', { class: `mark ${mark}` }, icon('check'), this.say(mark)));
    return foot;
  }

  #system(msg) {
    const args = { ...msg.args };
    const key = msg.text === 'transferred' && args.to ? 'sys_transferred_to' : `sys_${msg.text}`;
    const words = this.say.has(key) ? this.say(key, { agent: '', ...args }) : msg.text;
    return el('li', { class: 'system', 'data-mid': msg.mid }, el('span', {}, `${clockTime(msg.at, this.say.lang)}  ${words}`));
  }

  #picture(file) {
    const button = el('button', { type: 'button', class: 'picture', 'aria-label': this.say('openPicture', { name: file.name }), onclick: () => this.act('view', file) });
    const frame = frameFor(file.w, file.h);
    button.append(frame);
    this.files.thumb(file.id).then(
      (url) => frame.append(el('img', { src: url, alt: file.name })),
      () => frame.append(el('span', { class: 'nothing' }, icon('image'), this.say('noPreview'))),
    );
    return button;
  }

  #file(file) {
    return this.#fileCard(file, () => this.act('download', file));
  }

  #fileCard(file, press) {
    const card = el(
      press ? 'button' : 'div',
      press ? { type: 'button', class: 'file', 'aria-label': this.say('download', { name: file.name }), onclick: press } : { class: 'file' },
      el('span', { class: 'badge' }, icon('document')),
      el('span', { class: 'about' }, el('span', { class: 'name', dir: 'auto' }, file.name), el('span', { class: 'size' }, fileSize(file.size ?? 0, this.say.lang))),
    );
    if (press) card.append(icon('download'));
    return card;
  }
}
