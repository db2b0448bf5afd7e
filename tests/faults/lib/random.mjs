// SPDX-License-Identifier: GPL-3.0-or-later
/** Numbers that come from a seed alone (sfc32 over splitmix32); everything random of a run comes from one of these. */
export class Random {
  /** `name` makes independent rows of numbers from one seed. */
  constructor(seed, name = '') {
    let h = (seed ^ 0x9e3779b9) >>> 0;
    for (const c of name) h = Math.imul(h ^ c.charCodeAt(0), 0x01000193) >>> 0;
    const mix = () => {
      h = (h + 0x9e3779b9) >>> 0;
      let z = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return (z ^ (z >>> 15)) >>> 0;
    };
    [this.a, this.b, this.c, this.d] = [mix(), mix(), mix(), 1];
    for (let i = 0; i < 12; ++i) this.next();
  }

  next() {
    const t = (this.a + this.b + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + t;
    return t >>> 0;
  }

  /** In [0, 1). */
  real() {
    return this.next() / 4294967296;
  }

  /** A whole number in [0, n). */
  below(n) {
    return Math.floor(this.real() * n);
  }

  between(low, high) {
    return low + this.below(high - low + 1);
  }

  chance(p) {
    return this.real() < p;
  }

  of(list) {
    return list[this.below(list.length)];
  }

  /** One key of {key: weight}. */
  weighted(weights) {
    let left = this.real() * Object.values(weights).reduce((a, b) => a + b, 0);
    for (const [key, weight] of Object.entries(weights)) if ((left -= weight) < 0) return key;
    return Object.keys(weights)[0];
  }

  uuid() {
    const hex = [...Array(4)].map(() => this.next().toString(16).padStart(8, '0')).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}
