// SPDX-License-Identifier: GPL-3.0-or-later
const link = /\bhttps?:\/\/[^\s<>"'`{}|\\^\u3000-\u303f\uff00-\uffef]+/gi;

/**
 * Cuts plain text into {text} and {text, href} parts. Only http and https with a host are links, and a link shows itself: what is
 * read is where it leads. Host names are shown as the browser will use them, so that look-alike letters are seen.
 */
export function parts(text) {
  const out = [];
  let end = 0;
  for (const match of text.matchAll(link)) {
    const trimmed = match[0].replace(/[.,;:!?)\]]+$/, '');
    let url;
    try {
      url = new URL(trimmed);
    } catch {
      continue;
    }
    if (!url.host || url.username || url.password) continue;
    if (match.index > end) out.push({ text: text.slice(end, match.index) });
    const ascii = trimmed.toLowerCase().includes(url.host);
    out.push({ text: ascii ? trimmed : url.href, href: url.href });
    end = match.index + trimmed.length;
  }
  if (end < text.length) out.push({ text: text.slice(end) });
  return out;
}

export function fileSize(bytes, lang) {
  const units = ['B', 'KB', 'MB', 'GB'];
  let n = bytes;
  let unit = 0;
  while (n >= 1000 && unit < units.length - 1) {
    n /= 1024;
    ++unit;
  }
  return `${new Intl.NumberFormat(lang, { maximumFractionDigits: unit === 0 || n >= 10 ? 0 : 1 }).format(n)} ${units[unit]}`;
}

export function clockTime(ms, lang) {
  return new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms);
}

/** "2026-11-22": tells days apart in the browser's own time zone. */
export function dayKey(ms) {
  const d = new Date(ms);
  return `${d.getFullYear()}-${d.getMonth() + 1}-${d.getDate()}`;
}

export function dayName(ms, now, lang, words) {
  if (dayKey(ms) === dayKey(now)) return words.today;
  if (dayKey(ms) === dayKey(now - 86400000)) return words.yesterday;
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(lang, { month: 'long', day: 'numeric', weekday: 'short', ...(sameYear ? {} : { year: 'numeric' }) }).format(ms);
}

function luminance([r, g, b]) {
  const linear = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

/** For a site's accent "#rrggbb": {accent, on} with the more readable of dark and white on it; null if it is no colour. */
export function accentPair(value) {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(value ?? '');
  if (!match) return null;
  const light = luminance(match.slice(1).map((x) => parseInt(x, 16)));
  return { accent: value, on: (1.05 / (light + 0.05)) >= (light + 0.05) / 0.05 * 0.9 ? '#ffffff' : '#0b1016' };
}
