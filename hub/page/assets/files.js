// SPDX-License-Identifier: GPL-3.0-or-later
/** Fetches files with the bearer token (never in a URL) and hands them out as blob URLs; thumbnails are kept. */
export class Files {
  constructor(token) {
    this.token = token;
    this.thumbs = new Map();
  }

  thumb(id) {
    if (!this.thumbs.has(id)) {
      const made = this.#fetch(`/api/v1/files/${id}?thumb=1`).then((blob) => URL.createObjectURL(blob));
      made.catch(() => this.thumbs.delete(id));
      this.thumbs.set(id, made);
    }
    return this.thumbs.get(id);
  }

  /** The whole file; the caller revokes the URL. */
  async full(id) {
    return URL.createObjectURL(await this.#fetch(`/api/v1/files/${id}`));
  }

  async #fetch(url) {
    const response = await fetch(url, { headers: { Authorization: `Bearer ${this.token}` } });
    if (!response.ok) throw new Error(String(response.status));
    return response.blob();
  }
}
