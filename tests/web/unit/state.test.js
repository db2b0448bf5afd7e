// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chat } from '../../../hub/page/assets/chat.js';
import { Outbox } from '../../../hub/page/assets/outbox.js';
import { chooseLanguage, speaker, tables } from '../../../hub/page/assets/strings.js';
import { accentPair, parts } from '../../../hub/page/assets/text.js';
import { FakeStorage } from '../lib/fakes.js';

const head = (id, more = {}) => ({ id, state: 'active', ver: 1, nth: 1, created_at: 1, marks: { agent: { delivered: 0, read: 0 }, customer: { delivered: 0, read: 0 } }, ...more });
const msg = (mid, cseq, more = {}) => ({ mid, cseq, kind: 'text', side: 'customer', at: cseq, text: mid, ...more });
const shown = (chat) => chat.timeline().map((e) => (e.type === 'msg' ? e.msg.mid : `(${e.item.mid})`));

test('a message is one bubble from the moment it is typed', () => {
  const chat = new Chat();
  chat.snapshot({ convs: [head('v1')] });
  chat.setPending({ mid: 'm1', kind: 'text', text: 'm1', at: 1, state: 'sending' });
  assert.deepEqual(shown(chat), ['(m1)']);
  chat.event({ pos: 1, conv: 'v1', cseq: 1, k: 'msg', b: { msg: msg('m1', 1, { conv: 'v1' }) } });
  chat.event({ pos: 2, conv: 'v1', cseq: 1, k: 'msg', b: { msg: msg('m1', 1, { conv: 'v1' }) } });
  assert.deepEqual(shown(chat), ['m1']);
});

test('order is cseq, whatever the clocks say', () => {
  const chat = new Chat();
  chat.snapshot({ convs: [{ ...head('v1'), tail: [msg('b', 2, { at: 5 }), msg('a', 1, { at: 900 })] }] });
  chat.event({ conv: 'v1', k: 'msg', b: { msg: msg('d', 5, { conv: 'v1', at: 1 }) } });
  chat.event({ conv: 'v1', k: 'msg', b: { msg: msg('c', 4, { conv: 'v1', at: 2 }) } });
  assert.deepEqual(shown(chat), ['a', 'b', 'c', 'd']);
});

test('conversations stand by number, whatever the clocks say', () => {
  const chat = new Chat();
  const convs = [{ ...head('v2', { nth: 2, created_at: 100 }), tail: [msg('b', 1)] }, { ...head('v1', { nth: 1, created_at: 900 }), tail: [msg('a', 1)] }];
  chat.snapshot({ convs });
  chat.event({ conv: 'v3', k: 'msg', b: { msg: msg('c', 1, { conv: 'v3', at: 5 }) } });
  assert.deepEqual(shown(chat), ['a', 'b', 'c']);
});

test('what a snapshot does not join on to is asked for again, not shown over the hole', () => {
  const chat = new Chat();
  chat.snapshot({ convs: [{ ...head('v1'), tail: [msg('a', 1), msg('b', 2)] }] });
  chat.snapshot({ convs: [{ ...head('v1'), tail: [msg('y', 41), msg('z', 42)] }] });
  assert.deepEqual(shown(chat), ['y', 'z']);
  assert.deepEqual(chat.older(), { conv: 'v1', before_cseq: 41 });
});

test('what was fetched of another log does not stay, however well it joins on', () => {
  const chat = new Chat();
  const convs = [{ ...head('v1'), tail: [msg('b', 2), msg('c', 3)] }];
  chat.snapshot({ convs });
  chat.history('v1', [msg('a', 1)], false);
  chat.snapshot({ convs }, true);
  assert.deepEqual(chat.timeline().map((row) => row.msg.mid), ['a', 'b', 'c']);
  chat.snapshot({ convs }, false);
  assert.deepEqual(chat.timeline().map((row) => row.msg.mid), ['b', 'c']);
});

test('a message of a conversation not yet known opens it', () => {
  const chat = new Chat();
  chat.snapshot({ convs: [] });
  chat.event({ conv: 'v9', k: 'msg', b: { msg: msg('m1', 1) } });
  chat.event({ conv: 'v9', k: 'conv.queued', b: { conv: head('v9', { state: 'waiting' }) } });
  assert.deepEqual(shown(chat), ['m1']);
  assert.equal(chat.open().head.id, 'v9');
});

test('marks only go up', () => {
  const chat = new Chat();
  chat.snapshot({ convs: [{ ...head('v1'), tail: [msg('a', 1), msg('b', 2)] }] });
  const marks = () => chat.timeline().map((e) => e.mark);
  assert.deepEqual(marks(), ['sent', 'sent']);
  chat.event({ conv: 'v1', k: 'mark', b: { side: 'agent', delivered: 2, read: 1 } });
  assert.deepEqual(marks(), ['read', 'delivered']);
  chat.event({ conv: 'v1', k: 'mark', b: { side: 'agent', delivered: 1, read: 0 } });
  chat.event({ conv: 'v1', k: 'conv.changed', b: { conv: head('v1', { ver: 2 }) } });
  assert.deepEqual(marks(), ['read', 'delivered']);
});

test('an older head does not overwrite a newer one', () => {
  const chat = new Chat();
  chat.event({ conv: 'v1', k: 'conv.changed', b: { conv: head('v1', { ver: 5, state: 'closed' }) } });
  chat.event({ conv: 'v1', k: 'conv.changed', b: { conv: head('v1', { ver: 4 }) } });
  assert.equal(chat.open(), undefined);
});

test('what the agent wrote counts as unread until it is marked; notes are never shown', () => {
  const chat = new Chat();
  chat.snapshot({ convs: [{ ...head('v1'), tail: [msg('a', 1, { side: 'agent' }), msg('n', 2, { kind: 'note', side: 'agent' }), msg('b', 3, { side: 'agent' })] }] });
  assert.deepEqual(shown(chat), ['a', 'b']);
  assert.equal(chat.unread(), 2);
  assert.deepEqual(chat.unmarked(), [{ conv: 'v1', cseq: 3, delivered: 0 }]);
  chat.event({ conv: 'v1', k: 'mark', b: { side: 'customer', delivered: 3, read: 3 } });
  assert.equal(chat.unread(), 0);
  assert.deepEqual(chat.unmarked(), []);
});

test('a recalled message loses its text', () => {
  const chat = new Chat();
  chat.snapshot({ convs: [{ ...head('v1'), tail: [msg('a', 1, { side: 'agent', text: 'oops' })] }] });
  chat.event({ conv: 'v1', k: 'recall', b: { mid: 'a' } });
  assert.equal(chat.timeline()[0].msg.text, '');
  assert.equal(chat.timeline()[0].msg.recalled, true);
});

test('history is asked for from the newest conversation that lacks it, and survives a new snapshot', () => {
  const chat = new Chat();
  const convs = [{ ...head('v1', { nth: 1, created_at: 1, state: 'closed' }), tail: [msg('a', 1)] }, { ...head('v2', { nth: 2, created_at: 9 }), tail: [msg('z', 31)] }];
  chat.snapshot({ convs });
  assert.deepEqual(chat.older(), { conv: 'v2', before_cseq: 31 });
  chat.history('v2', [msg('x', 29), msg('y', 30)], true);
  assert.deepEqual(chat.older(), { conv: 'v2', before_cseq: 29 });
  chat.history('v2', [], false);
  assert.equal(chat.older(), null);
  chat.snapshot({ convs });
  assert.deepEqual(shown(chat), ['a', 'x', 'y', 'z']);
});

test('text with links: only http and https, shown where they lead', () => {
  assert.deepEqual(parts('see https://a.example/x?y=1, please'), [{ text: 'see ' }, { text: 'https://a.example/x?y=1', href: 'https://a.example/x?y=1' }, { text: ', please' }]);
  assert.deepEqual(parts('见https://a.example/x。谢谢').map((p) => p.href), ['https://a.example/x', undefined].slice(0, 0).concat([undefined, 'https://a.example/x', undefined]));
  for (const text of ['javascript:alert(1)', 'data:text/html,x', 'ftp://a.example', 'https://', 'https://user:pw@evil.example/', '<a href="x">y</a>']) {
    assert.deepEqual(parts(text).filter((p) => p.href), [], text);
  }
  // A look-alike host is shown as the browser will use it.
  const [fake] = parts('https://аpple.example/');
  assert.equal(fake.text, 'https://xn--pple-43d.example/');
  assert.equal(parts('x'.repeat(9000)).length, 1);
});

test('the outbox is a device’s own and forgets nothing it was not told to', () => {
  const storage = new FakeStorage();
  const one = new Outbox(storage, 'd1');
  one.add({ cid: 'a', k: 'msg.send', b: {} });
  one.add({ cid: 'b', k: 'msg.send', b: {} });
  new Outbox(storage, 'd2').add({ cid: 'z', k: 'msg.send', b: {} });
  assert.deepEqual(new Outbox(storage, 'd1').all().map((e) => e.cid), ['a', 'b']);
  assert.deepEqual(Outbox.devices(storage).sort(), ['d1', 'd2']);
  one.remove('a');
  one.remove('b');
  assert.deepEqual(Outbox.devices(storage), ['d2']);
  storage.setItem('liaison.outbox.d3', 'not json');
  assert.deepEqual(new Outbox(storage, 'd3').all(), []);
});

test('both languages say the same things with the same gaps', () => {
  assert.deepEqual(Object.keys(tables.zh).sort(), Object.keys(tables.en).sort());
  const gaps = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();
  for (const key of Object.keys(tables.en)) assert.deepEqual(gaps(tables.zh[key]), gaps(tables.en[key]), key);
  assert.equal(chooseLanguage([null, 'zh-Hans-CN', 'en']), 'zh');
  assert.equal(chooseLanguage(['fr', 'constructor', 'de']), 'en');
  assert.equal(chooseLanguage(['en'], ['zh']), 'zh');
  assert.equal(chooseLanguage(['zh'], ['xx', '']), 'zh');
  assert.equal(speaker('zh')('place', { n: 3 }), '您排在第 3 位');
  assert.equal(speaker('en')('place', { n: '{n}' }), 'You are number {n} in the queue');
});

test('a site’s accent gets a readable colour on it', () => {
  assert.deepEqual(accentPair('#0F6CBD'), { accent: '#0F6CBD', on: '#ffffff' });
  assert.deepEqual(accentPair('#ffd500'), { accent: '#ffd500', on: '#0b1016' });
  for (const bad of ['red', '#fff', 'url(x)', '', null, '#12345g']) assert.equal(accentPair(bad), null);
});
