// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The site that embeds the page through widget.js. Messages are taken from the embedding window only, and only from the origin the
 * widget named; who may embed us at all is decided by the hub's frame-ancestors.
 */
export class Host {
  /** `told(name, detail)`: "open" with true or false, "identity" with the site's signed user. */
  constructor(query, told) {
    this.origin = query.get('host') ?? '';
    this.embedded = window.parent !== window && this.origin !== '';
    this.user = null;
    this.site = null;
    this.told = told;
    this.greeting = new Promise((resolve) => {
      this.greeted = resolve;
    });
    this.opening = new Promise((resolve) => {
      this.opened = resolve;
    });
    if (this.embedded) window.addEventListener('message', (event) => this.#message(event));
  }

  /** Resolves when it is time to connect: at once for a visitor we know, else when the chat is opened for the first time. */
  async ready(known) {
    this.tell('ready');
    await this.greeting;
    if (!known) await this.opening;
  }

  tell(name, detail) {
    if (this.embedded) window.parent.postMessage({ liaison: name, detail }, this.origin);
  }

  #message(event) {
    if (event.source !== window.parent || event.origin !== this.origin) return;
    const { liaison, detail } = event.data ?? {};
    if (liaison === 'hello') {
      // Nobody signed in at the site is an answer, too: whoever was before must not go on here.
      if (detail && 'user' in detail) this.user = detail.user && typeof detail.user === 'object' ? detail.user : null;
      if (detail?.site && typeof detail.site.url === 'string') this.site = { url: detail.site.url, title: String(detail.site.title ?? '') };
      this.greeted();
      this.told('identity', this.user);
    } else if (liaison === 'open') {
      if (detail) this.opened();
      this.told('open', Boolean(detail));
    }
  }
}
