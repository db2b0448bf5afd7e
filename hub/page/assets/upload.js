// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Files on their way out: kept in the browser's database until they are in the hub, so that a reload goes on with them, sent by
 * PUT with progress, and only then handed to the outbox as a message.
 */
const openings = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

function database() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('liaison', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('uploads', { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function table(mode, run) {
  const db = await database();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction('uploads', mode);
      const request = run(transaction.objectStore('uploads'));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    db.close();
  }
}

export class Uploads {
  /** `onProgress(item, percent)`, `onDone(item, info)`, `onFailed(item, code, final)`; `limits` as the hub names them. */
  constructor({ device, token, limits, newId, onProgress, onDone, onFailed }) {
    Object.assign(this, { device, token, limits, newId, onProgress, onDone, onFailed });
    this.active = new Map();
  }

  /** Items of an earlier life of this tab. */
  async restore() {
    try {
      return (await table('readonly', (s) => s.getAll())).filter((item) => item.device === this.device);
    } catch {
      return []; // private windows may have no database: a reload then forgets unfinished uploads
    }
  }

  /** Why a file will not be taken, or "". */
  refuse(file) {
    if (file.size === 0) return 'empty';
    if (file.size > this.limits.file) return 'too_big';
    if (file.type && this.limits.mimes.length && !this.limits.mimes.includes(file.type.split(';')[0])) return 'type';
    return '';
  }

  async add(file) {
    const item = {
      id: this.newId(),
      mid: this.newId(),
      device: this.device,
      name: file.name || 'picture.png',
      mime: file.type || 'application/octet-stream',
      size: file.size,
      kind: openings.includes(file.type) ? 'picture' : 'file',
      at: Date.now(),
      blob: file,
    };
    try {
      await table('readwrite', (s) => s.put(item));
    } catch {
      // It can still be sent in this life of the tab.
    }
    return item;
  }

  async forget(item) {
    this.active.get(item.id)?.abort();
    this.active.delete(item.id);
    try {
      await table('readwrite', (s) => s.delete(item.id));
    } catch {
      // see add()
    }
  }

  send(item) {
    if (this.active.has(item.id)) return;
    const request = new XMLHttpRequest();
    this.active.set(item.id, request);
    request.open('PUT', `/api/v1/files/${item.id}`);
    request.setRequestHeader('Authorization', `Bearer ${this.token}`);
    request.setRequestHeader('Content-Type', item.mime);
    request.setRequestHeader('X-File-Name', encodeURIComponent(item.name));
    request.responseType = 'json';
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) this.onProgress(item, Math.floor((event.loaded / event.total) * 100));
    };
    request.onload = () => {
      this.active.delete(item.id);
      if (request.status === 200 && request.response?.id === item.id) this.onDone(item, request.response);
      else this.onFailed(item, codeOf(request), request.status < 500 && request.status !== 429 && request.status !== 401);
    };
    request.onerror = () => {
      this.active.delete(item.id);
      this.onFailed(item, 'network', false);
    };
    request.send(item.blob);
  }
}

function codeOf(request) {
  if (request.status === 415) return 'type';
  return request.response?.code ?? `${request.status}`;
}
