// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Commands that the hub has not answered yet, kept in the browser's storage under the device's name (R1): written before they are
 * sent for the first time, taken out when the hub has answered and what came of it is here. One tab, one device, one outbox.
 */
export class Outbox {
  constructor(storage, device) {
    this.storage = storage;
    this.key = `liaison.outbox.${device}`;
    this.entries = [];
    try {
      const stored = JSON.parse(storage.getItem(this.key) ?? '[]');
      if (Array.isArray(stored)) this.entries = stored.filter((e) => e && typeof e.cid === 'string' && typeof e.k === 'string');
    } catch {
      // What cannot be read cannot be sent.
    }
  }

  all() {
    return this.entries;
  }

  get(cid) {
    return this.entries.find((e) => e.cid === cid);
  }

  /** Throws if the storage is full: what is not stored is not sent. */
  add(entry) {
    this.#save([...this.entries, entry]);
  }

  update(cid, changes) {
    this.#save(this.entries.map((e) => (e.cid === cid ? { ...e, ...changes } : e)));
  }

  remove(cid) {
    this.#save(this.entries.filter((e) => e.cid !== cid));
  }

  #save(entries) {
    if (entries.length === 0) this.storage.removeItem(this.key);
    else this.storage.setItem(this.key, JSON.stringify(entries));
    this.entries = entries;
  }

  /** Devices that have left something unsent in this browser. */
  static devices(storage) {
    const found = [];
    for (let i = 0; i < storage.length; ++i) {
      const key = storage.key(i);
      if (key.startsWith('liaison.outbox.')) found.push(key.slice('liaison.outbox.'.length));
    }
    return found;
  }
}
