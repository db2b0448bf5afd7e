// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What the page knows: conversations and their messages as the hub numbered them, and what is still on its way out. No DOM, no
 * network. `changed()` is called after every change; the view draws from timeline().
 */
export class Chat {
  constructor(changed = () => {}) {
    this.changed = changed;
    this.customer = null;
    this.convs = new Map(); // id → {head, msgs: Map(mid → msg), more}
    this.pending = new Map(); // mid → {mid, kind, text, file, at, state, progress, code}
    this.place = null;
    this.typing = null; // {name, until}
    this.loaded = false;
  }

  // --- from the hub

  /** `sameLog`: what was known before is of the same log, so that it may stay where it joins on. */
  snapshot(body, sameLog = true) {
    const before = sameLog ? this.convs : new Map();
    this.convs = new Map();
    this.customer = body.customer ?? this.customer;
    for (const head of body.convs ?? []) {
      this.#merge(head);
      // Older messages that were fetched on demand stay where they join on to the new tail; over a hole they would hide it.
      const conv = this.convs.get(head.id);
      const known = before.get(head.id);
      if (known && [...conv.msgs.keys()].some((mid) => known.msgs.has(mid))) {
        const first = Math.min(...[...conv.msgs.values()].map((m) => m.cseq));
        for (const msg of known.msgs.values()) if (msg.cseq < first && !conv.msgs.has(msg.mid)) conv.msgs.set(msg.mid, msg);
        conv.more = known.more;
      }
    }
    this.loaded = true;
    this.changed();
  }

  /** Another customer from now on; what is on its way out stays. */
  clear() {
    this.convs = new Map();
    this.customer = null;
    this.place = null;
    this.typing = null;
    this.loaded = false;
    this.changed();
  }

  event(ev) {
    const b = ev.b ?? {};
    if (b.conv && typeof b.conv === 'object') this.#merge(b.conv);
    if (ev.k === 'msg' && b.msg) this.#message({ conv: ev.conv, cseq: ev.cseq, at: ev.at, ...b.msg });
    else if (ev.k === 'mark') this.#mark(ev.conv, b);
    else if (ev.k === 'recall') this.#recall(ev.conv, b.mid);
    else if (ev.k === 'customer' && b.customer) this.customer = { ...this.customer, ...b.customer };
    this.changed();
  }

  setPlace(body) {
    this.place = body;
    this.changed();
  }

  setTyping(conv, name, until) {
    if (conv && conv !== this.open()?.head.id) return;
    this.typing = until ? { name, until } : null;
    this.changed();
  }

  /** Adds an answer of `ask history`. */
  history(convId, msgs, more) {
    const conv = this.convs.get(convId);
    if (!conv) return;
    for (const msg of msgs) if (!conv.msgs.has(msg.mid)) conv.msgs.set(msg.mid, msg);
    conv.more = Boolean(more);
    this.changed();
  }

  // --- what goes out

  setPending(item) {
    this.pending.set(item.mid, { ...this.pending.get(item.mid), ...item });
    this.changed();
  }

  removePending(mid) {
    if (this.pending.delete(mid)) this.changed();
  }

  // --- questions

  /** The conversation that is not closed, if there is one. */
  open() {
    return [...this.convs.values()].find((c) => c.head.state !== 'closed');
  }

  // By number: the hub's clock may have been set back between two of them. One whose head has not come yet is the newest.
  sorted() {
    const nth = (conv) => conv.head.nth ?? Infinity;
    return [...this.convs.values()].sort((a, b) => nth(a) - nth(b) || (a.head.created_at ?? 0) - (b.head.created_at ?? 0));
  }

  /** Everything to be shown, oldest first: {type: "msg", msg, mark} and {type: "pending", item}. */
  timeline() {
    const out = [];
    for (const conv of this.sorted()) {
      const marks = conv.head.marks?.agent ?? {};
      for (const msg of [...conv.msgs.values()].sort((a, b) => a.cseq - b.cseq)) {
        let mark = '';
        if (msg.side === 'customer') mark = msg.cseq <= marks.read ? 'read' : msg.cseq <= marks.delivered ? 'delivered' : 'sent';
        out.push({ type: 'msg', msg, mark });
      }
    }
    for (const item of this.pending.values()) out.push({ type: 'pending', item });
    return out;
  }

  /** What has come from the agent and is not yet marked: [{conv, delivered, read}] with the newest cseq of each. */
  unmarked() {
    const out = [];
    for (const conv of this.convs.values()) {
      let newest = 0;
      for (const msg of conv.msgs.values()) if (msg.side === 'agent' && msg.cseq > newest) newest = msg.cseq;
      const marks = conv.head.marks?.customer ?? {};
      if (newest > (marks.read ?? 0)) out.push({ conv: conv.head.id, cseq: newest, delivered: marks.delivered ?? 0 });
    }
    return out;
  }

  unread() {
    let count = 0;
    for (const conv of this.convs.values()) {
      const read = conv.head.marks?.customer?.read ?? 0;
      for (const msg of conv.msgs.values()) if (msg.side === 'agent' && msg.cseq > read) ++count;
    }
    return count;
  }

  /** Where older messages can be asked for: {conv, before_cseq}, or null if everything is here. */
  older() {
    for (const conv of this.sorted().reverse()) {
      const first = Math.min(...[...conv.msgs.values()].map((m) => m.cseq));
      if (conv.more !== false && first > 1) return { conv: conv.head.id, before_cseq: Number.isFinite(first) ? first : 0 };
    }
    return null;
  }

  // --- inside

  #merge(head) {
    const { tail, ...fields } = head;
    let conv = this.convs.get(head.id);
    if (!conv) {
      conv = { head: {}, msgs: new Map(), more: undefined };
      this.convs.set(head.id, conv);
    }
    if ((fields.ver ?? 0) >= (conv.head.ver ?? 0)) {
      const marks = {};
      for (const side of ['agent', 'customer']) marks[side] = higher(conv.head.marks?.[side], fields.marks?.[side]);
      conv.head = { ...conv.head, ...fields, marks };
    }
    for (const msg of tail ?? []) this.#put(conv, { conv: head.id, ...msg });
    if (conv.head.state !== 'active') this.typing = null;
  }

  #message(msg) {
    let conv = this.convs.get(msg.conv);
    if (!conv) {
      conv = { head: { id: msg.conv, state: 'waiting', created_at: msg.at, marks: {} }, msgs: new Map(), more: undefined };
      this.convs.set(msg.conv, conv);
    }
    if (msg.side === 'agent') this.typing = null;
    this.#put(conv, msg);
  }

  #put(conv, msg) {
    if (msg.kind === 'note') return; // never sent to a customer; if it were, it would not be shown
    conv.msgs.set(msg.mid, msg);
    this.pending.delete(msg.mid);
  }

  #mark(convId, b) {
    const conv = this.convs.get(convId);
    if (!conv || (b.side !== 'agent' && b.side !== 'customer')) return;
    conv.head = { ...conv.head, marks: { ...conv.head.marks, [b.side]: higher(conv.head.marks?.[b.side], b) } };
  }

  #recall(convId, mid) {
    const msg = this.convs.get(convId)?.msgs.get(mid);
    if (msg) this.convs.get(convId).msgs.set(mid, { ...msg, recalled: true, text: '', file: undefined });
  }
}

// Marks only go up.
function higher(a, b) {
  return {
    delivered: Math.max(a?.delivered ?? 0, b?.delivered ?? 0, b?.read ?? 0),
    read: Math.max(a?.read ?? 0, b?.read ?? 0),
  };
}
