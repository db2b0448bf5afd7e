// SPDX-License-Identifier: GPL-3.0-or-later
import { Outbox } from './outbox.js';

/** A random UUID; crypto.randomUUID() only exists where the page came over TLS or from this machine. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = [...b].map((x) => x.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

// Holds a lock for as long as the tab lives. True if it is ours.
function hold(device) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks
      .request(`liaison.device.${device}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise(() => {});
      })
      .catch(() => resolve(true));
  });
}

/**
 * This tab's device id. A reload keeps it; a duplicated tab, which inherits it, gets one of its own; a new tab takes over what a
 * closed one left unsent, under the same name, so that the hub still knows a repeat when it sees one.
 */
export async function deviceId(session, storage) {
  const own = session.getItem('liaison.device');
  const left = navigator.locks ? Outbox.devices(storage) : [];
  for (const candidate of [own, ...left]) {
    if (candidate && (await hold(candidate))) {
      session.setItem('liaison.device', candidate);
      return candidate;
    }
  }
  const fresh = newId();
  await hold(fresh);
  session.setItem('liaison.device', fresh);
  return fresh;
}
