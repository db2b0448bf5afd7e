// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Link, timings } from '../../../hub/page/assets/link.js';
import { Outbox } from '../../../hub/page/assets/outbox.js';
import { FakeStorage, FakeTime, fakeSockets } from '../lib/fakes.js';

function setUp({ storage = new FakeStorage() } = {}) {
  const time = new FakeTime();
  const Socket = fakeSockets();
  const seen = { states: [], events: [], snapshots: [], results: [], topics: [], signals: [], signIns: 0 };
  const link = new Link({
    url: 'ws://hub/desk',
    token: 't1',
    device: 'd1',
    outbox: new Outbox(storage, 'd1'),
    topics: ['place'],
    lang: 'en',
    env: time.env(Socket),
    handlers: {
      onState: (state, info) => seen.states.push([state, info]),
      onEvent: (ev) => seen.events.push(ev.pos),
      onSnapshot: (b, pos, sameLog) => {
        seen.snapshots.push([b, pos]);
        seen.sameLog = sameLog;
      },
      onResult: (entry, frame) => seen.results.push([entry.cid, frame]),
      onTopic: (topic, b) => seen.topics.push([topic, b]),
      onSignal: (sig) => seen.signals.push(sig),
      onSignIn: () => ++seen.signIns,
    },
  });
  return { time, Socket, seen, link, storage };
}

const welcome = (more = {}) => ({ t: 'welcome', proto: 1, session: 's', gen: 4, epoch: 'e1', from: 0, head: 1000, now: 1_000_000, me: 'c:1', mode: 'snapshot', ...more });
const ev = (pos) => ({ pos, k: 'msg', b: {} });

function goLive(x, pos = 10) {
  x.link.start();
  x.Socket.last.open();
  x.Socket.last.receive(welcome());
  x.Socket.last.receive({ t: 'snap', part: 1, last: true, pos, b: { convs: [] } });
  x.Socket.last.receive({ t: 'live', pos });
  assert.equal(x.link.state, 'live');
}

test('the first frame is hello, with the token in it and never in the URL', () => {
  const x = setUp();
  x.link.start();
  assert.equal(x.Socket.last.url, 'ws://hub/desk');
  assert.equal(x.Socket.last.protocol, 'desk.v1');
  x.Socket.last.open();
  const [hello] = x.Socket.last.sent;
  assert.deepEqual(hello, { t: 'hello', proto: { min: 1, max: 1 }, app: 'page', device: 'd1', token: 't1', subs: [{ topic: 'place' }], lang: 'en' });
});

test('a snapshot of several parts is applied once, at its last part', () => {
  const x = setUp();
  x.link.start();
  x.Socket.last.open();
  x.Socket.last.receive(welcome());
  x.Socket.last.receive({ t: 'snap', part: 1, last: false, pos: 7, b: { customer: { id: 'c' }, convs: [1, 2] } });
  assert.equal(x.seen.snapshots.length, 0);
  x.Socket.last.receive({ t: 'snap', part: 2, last: true, pos: 7, b: { convs: [3] } });
  assert.deepEqual(x.seen.snapshots, [[{ customer: { id: 'c' }, convs: [1, 2, 3] }, 7]]);
});

test('a snapshot with a part missing is not applied; the link starts over', () => {
  const x = setUp();
  x.link.start();
  x.Socket.last.open();
  x.Socket.last.receive(welcome());
  x.Socket.last.receive({ t: 'snap', part: 2, last: true, pos: 7, b: {} });
  assert.equal(x.seen.snapshots.length, 0);
  x.time.pass(1000);
  assert.equal(x.Socket.all.length, 2);
});

test('R6: what is at or below the cursor is dropped', () => {
  const x = setUp();
  goLive(x, 10);
  x.Socket.last.receive({ t: 'ev', ...ev(9) });
  x.Socket.last.receive({ t: 'ev', ...ev(10) });
  x.Socket.last.receive({ t: 'ev', ...ev(11) });
  x.Socket.last.receive({ t: 'batch', evs: [ev(11), ev(12), ev(14)] });
  x.Socket.last.receive({ t: 'ev', ...ev(12) });
  assert.deepEqual(x.seen.events, [11, 12, 14]);
});

test('a dropped link resumes from its cursor', () => {
  const x = setUp();
  goLive(x, 10);
  x.Socket.last.receive({ t: 'ev', ...ev(15) });
  x.Socket.last.fail();
  x.time.pass(1000);
  x.Socket.last.open();
  const [hello] = x.Socket.last.sent;
  assert.equal(hello.epoch, 'e1');
  assert.equal(hello.pos, 15);
  x.Socket.last.receive(welcome({ mode: 'resume', from: 15, head: 17 }));
  x.Socket.last.receive({ t: 'batch', evs: [ev(15), ev(16), ev(17)] });
  x.Socket.last.receive({ t: 'live', pos: 17 });
  assert.deepEqual(x.seen.events, [15, 16, 17]);
  assert.equal(x.seen.snapshots.length, 1);
});

test('R12: a reset replaces what was known, and the outbox stays', () => {
  const x = setUp();
  goLive(x, 900);
  x.link.command('msg.send', { text: 'a' }, { cid: 'c1' });
  x.Socket.last.fail();
  x.time.pass(1000);
  x.Socket.last.open();
  x.Socket.last.receive(welcome({ mode: 'reset', epoch: 'e2' }));
  x.Socket.last.receive({ t: 'snap', part: 1, last: true, pos: 3, b: {} });
  x.Socket.last.receive({ t: 'live', pos: 3 });
  x.Socket.last.receive({ t: 'ev', ...ev(4) });
  assert.deepEqual(x.seen.events, [4]);
  assert.deepEqual(x.Socket.last.frames('cmd').map((f) => f.cid), ['c1']);
});

test('R12: a link that ends in the middle of a snapshot asks for all of it again, and never resumes from what it did not get', () => {
  const x = setUp();
  goLive(x, 900);
  for (const [mode, asked] of [['reset', 'e1'], ['snapshot', undefined]]) {
    x.Socket.last.fail();
    x.time.pass(1000);
    x.Socket.last.open();
    const [hello] = x.Socket.last.sent;
    assert.deepEqual([hello.epoch, hello.pos], asked ? [asked, 900] : [undefined, undefined]);
    x.Socket.last.receive(welcome({ mode, epoch: 'e2' }));
    x.Socket.last.receive({ t: 'snap', part: 1, last: false, pos: 3, b: { convs: [1] } });
  }
  x.Socket.last.receive({ t: 'snap', part: 2, last: true, pos: 3, b: { convs: [2] } });
  x.Socket.last.receive({ t: 'live', pos: 3 });
  assert.deepEqual(x.seen.snapshots.at(-1), [{ convs: [1, 2] }, 3]);
  assert.equal(x.seen.sameLog, false);
  x.Socket.last.receive({ t: 'ev', ...ev(4) });
  x.Socket.last.fail();
  x.time.pass(1000);
  x.Socket.last.open();
  assert.deepEqual([x.Socket.last.sent[0].epoch, x.Socket.last.sent[0].pos], ['e2', 4]);
  x.Socket.last.receive(welcome({ mode: 'snapshot', epoch: 'e2' }));
  x.Socket.last.receive({ t: 'snap', part: 1, last: true, pos: 9, b: {} });
  assert.equal(x.seen.sameLog, true);
});

test('R12: a log that ends before what was seen of it is an older copy, and only a snapshot helps', () => {
  const x = setUp();
  goLive(x, 900);
  x.Socket.last.fail();
  x.time.pass(1000);
  x.Socket.last.open();
  x.Socket.last.receive(welcome({ mode: 'resume', from: 850, head: 850 }));
  x.time.pass(1000);
  x.Socket.last.open();
  assert.equal(x.Socket.last.sent[0].epoch, undefined);
  x.Socket.last.receive(welcome({ head: 850 }));
  x.Socket.last.receive({ t: 'snap', part: 1, last: true, pos: 850, b: {} });
  x.Socket.last.receive({ t: 'live', pos: 850 });
  assert.equal(x.seen.sameLog, false);
  x.Socket.last.receive({ t: 'ev', ...ev(851) });
  assert.deepEqual(x.seen.events, [851]);
  // The hub itself says reset where it knows of it.
  x.Socket.last.fail();
  x.time.pass(1000);
  x.Socket.last.open();
  x.Socket.last.receive(welcome({ mode: 'reset', head: 800 }));
  x.Socket.last.receive({ t: 'snap', part: 1, last: true, pos: 800, b: {} });
  assert.equal(x.seen.sameLog, false);
});

test('R1: a command is stored before it is sent', () => {
  const x = setUp();
  goLive(x);
  x.storage.full = true;
  assert.throws(() => x.link.command('msg.send', { text: 'a' }, { cid: 'c1' }));
  assert.equal(x.Socket.last.frames('cmd').length, 0);
  x.storage.full = false;
  x.link.command('msg.send', { text: 'a' }, { cid: 'c2' });
  assert.equal(JSON.parse(x.storage.getItem('liaison.outbox.d1'))[0].cid, 'c2');
  assert.equal(x.Socket.last.frames('cmd').length, 1);
});

test('R1: an unanswered command travels with the next hello, same cid, until it is answered', () => {
  const x = setUp();
  goLive(x);
  x.link.command('msg.send', { text: 'a' }, { cid: 'c1' });
  for (let i = 0; i < 3; ++i) {
    x.Socket.last.fail();
    x.time.pass(x.seen.states.at(-1)[1].ms);
    x.Socket.last.open();
    assert.deepEqual(x.Socket.last.sent.map((f) => f.t), ['hello', 'cmd']);
    assert.equal(x.Socket.last.sent[1].cid, 'c1');
    assert.equal(x.Socket.last.sent[1].gen, undefined);
  }
  x.Socket.last.receive(welcome({ mode: 'resume' }));
  x.Socket.last.receive({ t: 'ok', cid: 'c1', dup: true });
  x.Socket.last.receive({ t: 'ok', cid: 'c1', dup: true });
  assert.equal(x.seen.results.length, 1);
  assert.equal(x.storage.getItem('liaison.outbox.d1'), null);
  x.Socket.last.fail();
  x.time.pass(x.seen.states.at(-1)[1].ms);
  x.Socket.last.open();
  assert.deepEqual(x.Socket.last.sent.map((f) => f.t), ['hello']);
});

test('a reload goes on with what an earlier life left in the outbox', () => {
  const x = setUp();
  goLive(x);
  x.link.command('msg.send', { text: 'a' }, { cid: 'c1' });
  const again = setUp({ storage: x.storage });
  again.link.start();
  again.Socket.last.open();
  assert.deepEqual(again.Socket.last.frames('cmd').map((f) => [f.cid, f.b.text]), [['c1', 'a']]);
});

test('before welcome only commands up to 4 KiB go out, and the order stays', () => {
  const x = setUp();
  x.link.outbox.add({ cid: 'c1', k: 'msg.send', b: { text: 'a' }, at: 1 });
  x.link.outbox.add({ cid: 'c2', k: 'msg.send', b: { text: '杯'.repeat(2000) }, at: 1 });
  x.link.outbox.add({ cid: 'c3', k: 'msg.send', b: { text: 'b' }, at: 1 });
  x.link.start();
  x.Socket.last.open();
  assert.deepEqual(x.Socket.last.frames('cmd').map((f) => f.cid), ['c1']);
  x.Socket.last.receive(welcome());
  assert.deepEqual(x.Socket.last.frames('cmd').map((f) => f.cid), ['c1', 'c2', 'c3']);
  assert.equal(x.Socket.last.frames('cmd')[2].gen, 4);
});

test('a command stays in the outbox until its event has come, and goes again in its place if the link ends before', () => {
  const x = setUp();
  goLive(x);
  x.link.command('msg.send', {}, { cid: 'first' });
  x.link.command('msg.send', {}, { cid: 'second' });
  x.Socket.last.receive({ t: 'ok', cid: 'first', pos: 12 });
  assert.deepEqual(x.seen.results.map(([cid]) => cid), ['first']);
  assert.deepEqual(x.link.outbox.all().map((e) => e.cid), ['first', 'second']);
  x.Socket.last.fail();
  x.time.pass(30000);
  x.Socket.last.open();
  assert.deepEqual(x.Socket.last.frames('cmd').map((f) => f.cid), ['first', 'second']);
  x.Socket.last.receive(welcome({ mode: 'resume' }));
  x.Socket.last.receive({ t: 'ok', cid: 'first', pos: 12, dup: true });
  x.Socket.last.receive({ t: 'ev', ...ev(12) });
  assert.deepEqual(x.link.outbox.all().map((e) => e.cid), ['second']);
  assert.equal(x.Socket.last.frames('cmd').length, 2);
});

test('at most 32 commands wait for an answer', () => {
  const x = setUp();
  goLive(x);
  for (let i = 0; i < 40; ++i) x.link.command('msg.send', { text: String(i) }, { cid: `c${i}` });
  assert.equal(x.Socket.last.frames('cmd').length, 32);
  x.Socket.last.receive({ t: 'ok', cid: 'c0' });
  assert.equal(x.Socket.last.frames('cmd').at(-1).cid, 'c32');
});

test('refusals: never is final, later is repeated in order, confirm waits for a word', () => {
  const x = setUp();
  goLive(x);
  x.link.command('msg.send', {}, { cid: 'never' });
  x.Socket.last.receive({ t: 'err', cid: 'never', code: 'invalid', retry: 'never' });
  assert.equal(x.seen.results[0][1].code, 'invalid');
  assert.equal(x.link.outbox.all().length, 0);

  x.link.command('msg.send', {}, { cid: 'later' });
  x.Socket.last.receive({ t: 'err', cid: 'later', code: 'full', retry: 'later', after_ms: 5000 });
  x.link.command('msg.send', {}, { cid: 'behind' });
  assert.deepEqual(x.Socket.last.frames('cmd').map((f) => f.cid), ['never', 'later']);
  x.time.pass(5000);
  assert.deepEqual(x.Socket.last.frames('cmd').map((f) => f.cid), ['never', 'later', 'later', 'behind']);
  x.Socket.last.receive({ t: 'ok', cid: 'later' });
  x.Socket.last.receive({ t: 'ok', cid: 'behind' });

  x.link.command('msg.send', {}, { cid: 'old' });
  x.Socket.last.receive({ t: 'err', cid: 'old', code: 'stale_cmd', retry: 'confirm' });
  x.time.pass(15000);
  assert.equal(x.Socket.last.frames('cmd').filter((f) => f.cid === 'old').length, 1);
  assert.equal(x.link.outbox.get('old').held, true);
});

test('a message leaves the outbox with its own event, whatever position its answer names', () => {
  for (const answerFirst of [true, false]) {
    const x = setUp();
    goLive(x, 10);
    x.link.command('msg.send', { text: 'a' }, { cid: 'c1' });
    const ok = { t: 'ok', cid: 'c1', pos: 15, b: { conv: 'v1' } }; // 15 is the offer, which only an agent gets
    if (answerFirst) x.Socket.last.receive(ok);
    x.Socket.last.receive({ t: 'ev', pos: 11, k: 'conv.created', cid: 'c1', b: {} });
    assert.equal(x.link.outbox.all().length, 1, 'the message itself is not here yet');
    x.Socket.last.receive({ t: 'ev', pos: 12, k: 'msg', cid: 'c1', mid: 'c1', b: {} });
    x.Socket.last.receive({ t: 'ev', pos: 13, k: 'msg', cid: 'c1', mid: 'queued', b: {} });
    if (!answerFirst) x.Socket.last.receive(ok);
    assert.equal(x.link.outbox.all().length, 0);
    assert.deepEqual(x.seen.results, [['c1', ok]], 'whoever waits for the answer is told');
  }
});

test('an event of ours from a link that ended settles nothing on the next: that hub may be an older copy', () => {
  const x = setUp();
  goLive(x, 10);
  x.link.command('msg.send', { text: 'a' }, { cid: 'c1' });
  x.Socket.last.receive({ t: 'ev', pos: 12, k: 'msg', cid: 'c1', mid: 'c1', b: {} });
  x.Socket.last.fail();
  x.time.pass(1000);
  x.Socket.last.open();
  assert.deepEqual(x.Socket.last.frames('cmd').map((f) => f.cid), ['c1']);
  x.Socket.last.receive(welcome({ mode: 'reset', epoch: 'e2' }));
  x.Socket.last.receive({ t: 'snap', part: 1, last: true, pos: 5, b: { convs: [] } });
  x.Socket.last.receive({ t: 'ok', cid: 'c1', pos: 8 });
  assert.equal(x.link.outbox.all().length, 1);
  x.Socket.last.receive({ t: 'ev', pos: 6, k: 'msg', cid: 'c1', mid: 'c1', b: {} });
  assert.equal(x.link.outbox.all().length, 0);
});

test('a wait that no timer takes is ten minutes, and one that is no number is none', () => {
  for (const [named, ms] of [[3e9, 600_000], [1e300, 600_000], [-5, 2000], ['soon', 2000], [null, 2000]]) {
    const x = setUp();
    goLive(x);
    x.link.command('msg.send', {}, { cid: 'a' });
    x.Socket.last.receive({ t: 'err', cid: 'a', code: 'busy', retry: 'later', after_ms: named });
    const waits = [...x.time.timers.values()].map(({ at }) => at - x.time.t);
    assert.ok(waits.every((wait) => wait >= 0 && wait <= 600_000), `${named}: ${waits}`);
    x.time.pass(ms);
    if (ms < 600_000) assert.equal(x.Socket.last.frames('cmd').length, 2);
    x.Socket.last.receive({ t: 'bye', code: 'shutdown', after_ms: named });
    x.Socket.last.fail();
    const [, { ms: retry }] = x.seen.states.at(-1);
    assert.ok(retry >= 0 && retry <= 600_000, `${named}: ${retry}`);
  }
});

test('R8: what was sent behind a command refused for now goes again behind it', () => {
  const x = setUp();
  goLive(x);
  const cids = () => x.Socket.last.frames('cmd').map((f) => f.cid);
  for (const cid of ['a', 'b', 'c']) x.link.command('msg.send', {}, { cid });
  x.Socket.last.receive({ t: 'ok', cid: 'a' });
  x.Socket.last.receive({ t: 'err', cid: 'b', code: 'rate', retry: 'later', after_ms: 50 });
  x.link.command('msg.send', {}, { cid: 'd' });
  assert.deepEqual(cids(), ['a', 'b', 'c']);
  // The refusal of c is still on its way: sent again now, c would be taken for refused once more, and go again past b.
  x.time.pass(2000);
  assert.deepEqual(cids(), ['a', 'b', 'c']);
  x.Socket.last.receive({ t: 'err', cid: 'c', code: 'busy', retry: 'later', after_ms: 250 });
  assert.deepEqual(cids(), ['a', 'b', 'c']);
  x.time.pass(2000);
  assert.deepEqual(cids(), ['a', 'b', 'c', 'b', 'c', 'd']);
  // b is refused once more; its answer and that of c and d are all awaited, whatever they say.
  x.Socket.last.receive({ t: 'err', cid: 'b', code: 'rate', retry: 'later', after_ms: 50 });
  x.Socket.last.receive({ t: 'err', cid: 'd', code: 'busy', retry: 'later', after_ms: 250 });
  x.time.pass(2000);
  assert.deepEqual(cids(), ['a', 'b', 'c', 'b', 'c', 'd']);
  x.Socket.last.receive({ t: 'err', cid: 'c', code: 'busy', retry: 'later', after_ms: 250 });
  x.time.pass(2000);
  assert.deepEqual(cids(), ['a', 'b', 'c', 'b', 'c', 'd', 'b', 'c', 'd']);
  for (const cid of ['b', 'c', 'd']) x.Socket.last.receive({ t: 'ok', cid });
  assert.equal(x.link.outbox.all().length, 0);
  assert.deepEqual(x.seen.results.map(([cid]) => cid), ['a', 'b', 'c', 'd']);
});

test('R8: a mark that is refused for now holds up what comes behind it, and goes again', () => {
  const x = setUp();
  goLive(x);
  x.link.hint('conv.mark', { read: 3 }, 'v1');
  const [mark] = x.Socket.last.frames('cmd');
  x.Socket.last.receive({ t: 'err', cid: mark.cid, code: 'busy', retry: 'later', after_ms: 250 });
  x.link.command('msg.send', {}, { cid: 'a' });
  assert.equal(x.Socket.last.frames('cmd').length, 1);
  x.time.pass(2000);
  assert.deepEqual(x.Socket.last.frames('cmd').map((f) => f.cid), [mark.cid, 'a', mark.cid]);
});

test('a confirmed command says so', () => {
  const x = setUp();
  goLive(x);
  x.link.command('msg.send', {}, { cid: 'old' });
  x.Socket.last.receive({ t: 'err', cid: 'old', code: 'stale_cmd', retry: 'confirm' });
  x.link.confirm('old');
  const last = x.Socket.last.frames('cmd').at(-1);
  assert.equal(last.cid, 'old');
  assert.equal(last.confirmed, true);
  assert.equal(last.held, undefined);
});

test('close codes: what ends the link, what brings it back', () => {
  for (const [code, state, signIns] of [[4003, 'stopped', 0], [4009, 'stopped', 0], [4010, 'stopped', 0], [4001, 'stopped', 1]]) {
    const x = setUp();
    goLive(x);
    x.Socket.last.fail(code);
    x.time.pass(600000);
    assert.equal(x.link.state, state, String(code));
    assert.equal(x.Socket.all.length, 1, String(code));
    assert.equal(x.seen.signIns, signIns, String(code));
  }
  for (const code of [1000, 1001, 1006, 1011, 4000, 4008, 4012, 4999]) {
    const x = setUp();
    goLive(x);
    x.Socket.last.fail(code);
    x.time.pass(600);
    assert.equal(x.Socket.all.length, 2, String(code));
  }
});

test('close codes out of order: a stopped link stays stopped, an old socket says nothing more', () => {
  const x = setUp();
  goLive(x);
  const first = x.Socket.last;
  const late = { onclose: first.onclose, onmessage: first.onmessage };
  first.fail(1006);
  x.time.pass(1000);
  const second = x.Socket.last;
  second.open();
  late.onclose({ code: 4001 });
  late.onmessage({ data: JSON.stringify({ t: 'ev', ...ev(99) }) });
  assert.equal(x.seen.signIns, 0);
  assert.deepEqual(x.seen.events, []);
  assert.equal(x.link.state, 'connecting');
  second.fail(4009);
  x.time.pass(600000);
  assert.equal(x.Socket.all.length, 2);
  x.link.nudge();
  assert.equal(x.Socket.all.length, 2);
});

test('a token that is refused in words: sign in, then the same outbox', () => {
  const x = setUp();
  x.link.outbox.add({ cid: 'c1', k: 'msg.send', b: {}, at: 1 });
  x.link.start();
  x.Socket.last.open();
  x.Socket.last.receive({ t: 'err', code: 'unauthorized', retry: 'auth' });
  assert.equal(x.seen.signIns, 1);
  x.link.setToken('t2');
  x.link.start();
  x.Socket.last.open();
  assert.equal(x.Socket.last.sent[0].token, 't2');
  assert.equal(x.Socket.last.sent[1].cid, 'c1');
});

test('R13: the wait between tries grows to 30 s and starts anew after a good link', () => {
  const x = setUp();
  x.link.start();
  const waits = [];
  for (let i = 0; i < 10; ++i) {
    x.Socket.last.fail();
    waits.push(x.seen.states.at(-1)[1].ms);
    x.time.pass(waits.at(-1));
  }
  assert.deepEqual(waits, [250, 500, 1000, 2000, 4000, 8000, 15000, 15000, 15000, 15000]);
  x.Socket.last.open();
  x.Socket.last.receive(welcome());
  x.Socket.last.receive({ t: 'snap', part: 1, last: true, pos: 1, b: {} });
  x.Socket.last.receive({ t: 'live', pos: 1 });
  for (let i = 0; i < 4; ++i) {
    x.time.pass(10000);
    x.Socket.last.receive({ t: 'ping', id: 'p', pos: 1, sent: 0, ts: 1 });
  }
  x.Socket.last.fail();
  assert.equal(x.seen.states.at(-1)[1].ms, 150);
});

test('the hub may name the delay', () => {
  const x = setUp();
  goLive(x);
  x.Socket.last.receive({ t: 'bye', code: 'drain', after_ms: 8000 });
  x.Socket.last.fail(4012);
  assert.deepEqual(x.seen.states.at(-1), ['waiting', { ms: 4000 }]);
});

test('R9: silence causes a ping, a missing pong a new link', () => {
  const x = setUp();
  goLive(x);
  x.time.pass(20000);
  const [ping] = x.Socket.last.frames('ping');
  assert.equal(ping.pos, 10);
  x.Socket.last.receive({ t: 'pong', id: ping.id, pos: 10, sent: 0, ts: 1, echo: ping.ts });
  x.time.pass(9000);
  assert.equal(x.link.state, 'live');
  x.time.pass(20000);
  assert.notEqual(x.link.state, 'live');
});

test('R9: a command without an answer: 4 s, a ping, 3 s, a new link', () => {
  const x = setUp();
  goLive(x);
  x.link.command('msg.send', {}, { cid: 'c1' });
  x.time.pass(3999);
  assert.equal(x.Socket.last.frames('ping').length, 0);
  x.time.pass(1);
  assert.equal(x.Socket.last.frames('ping').length, 1);
  x.time.pass(2999);
  assert.equal(x.link.state, 'live');
  x.time.pass(1);
  assert.equal(x.link.state, 'waiting');
});

test('R9: a socket that lives while its data is dead is noticed by the count', () => {
  const x = setUp();
  goLive(x);
  x.Socket.last.receive({ t: 'ev', ...ev(11) });
  x.Socket.last.receive({ t: 'ping', id: 'p1', pos: 11, sent: 1, ts: 5 });
  assert.deepEqual(x.Socket.last.frames('pong').map((p) => [p.id, p.echo, p.pos, p.sent]), [['p1', 5, 11, 1]]);
  assert.equal(x.link.state, 'live');
  x.Socket.last.receive({ t: 'ping', id: 'p2', pos: 12, sent: 2, ts: 6 });
  assert.equal(x.link.state, 'waiting');
});

test('acknowledges after a second, after 50 events, and in every ping', () => {
  const x = setUp();
  goLive(x, 100);
  const acks = () => x.Socket.last.frames('ack').map((f) => f.pos);
  assert.deepEqual(acks(), [100]);
  x.Socket.last.receive({ t: 'ev', ...ev(101) });
  x.time.pass(999);
  assert.deepEqual(acks(), [100]);
  x.time.pass(1);
  assert.deepEqual(acks(), [100, 101]);
  for (let i = 0; i < 50; ++i) x.Socket.last.receive({ t: 'ev', ...ev(200 + i) });
  assert.deepEqual(acks(), [100, 101, 249]);
});

test('questions are answered by their number, and fail with the link', async () => {
  const x = setUp();
  await assert.rejects(x.link.ask('history', {}), /offline/);
  goLive(x);
  const one = x.link.ask('history', { n: 1 }, 'v1');
  const two = x.link.ask('history', { n: 2 }, 'v1');
  const [a, b] = x.Socket.last.frames('ask');
  x.Socket.last.receive({ t: 'answer', re: b.re, k: 'history', b: { msgs: [2] } });
  x.Socket.last.receive({ t: 'err', re: a.re, code: 'not_found', retry: 'never' });
  await assert.rejects(one, /not_found/);
  assert.deepEqual(await two, { msgs: [2] });
  const three = x.link.ask('history', {}, 'v1');
  x.Socket.last.fail();
  await assert.rejects(three, /offline/);
});

test('what is not known or not JSON is ignored; the cursor still moves (R15)', () => {
  const x = setUp();
  goLive(x);
  for (const text of ['', '{', 'null', '[]', '"x"', '{"t":"later"}', '{"t":"ev"}', '{"t":"batch"}', '{"t":"ok","cid":"nobody"}', '{"t":"err","cid":"nobody"}', '{"t":"answer","re":"nobody"}', '{"t":"pong","id":"nobody"}']) {
    x.Socket.last.receive(text);
  }
  x.Socket.last.receive({ t: 'ev', pos: 20, k: 'some.day', b: { x: 1 } });
  assert.equal(x.link.state, 'live');
  assert.equal(x.link.pos, 20);
});

test('hints are sent, not stored, and only the newest of a kind waits', () => {
  const x = setUp();
  goLive(x);
  x.Socket.last.fail();
  x.link.hint('conv.mark', { delivered: 3 }, 'v1');
  x.link.hint('conv.mark', { delivered: 5 }, 'v1');
  assert.equal(x.storage.length, 0);
  x.time.pass(1000);
  x.Socket.last.open();
  assert.equal(x.Socket.last.frames('cmd').length, 0);
  x.Socket.last.receive(welcome({ mode: 'resume' }));
  assert.deepEqual(x.Socket.last.frames('cmd').map((f) => f.b.delivered), [5]);
});

test('a hub that never says welcome is given up', () => {
  const x = setUp();
  x.link.start();
  x.Socket.last.open();
  x.time.pass(9999);
  assert.equal(x.Socket.all.length, 1);
  x.time.pass(1000);
  assert.equal(x.Socket.all.length, 2);
});

test('the page and the workstation wait equally long', () => {
  const header = readFileSync(new URL('../../../models/link/DeskLink.h', import.meta.url), 'utf8');
  const [, body] = header.match(/struct LinkTimings\s*\{([^}]*)\}/);
  const theirs = Object.fromEntries([...body.matchAll(/int (\w+) = (\d+);/g)].map(([, name, ms]) => [name, Number(ms)]));
  assert.equal(Object.keys(theirs).length, body.split(';').length - 1, 'a member this test cannot read');
  assert.deepEqual(timings, theirs);
});
