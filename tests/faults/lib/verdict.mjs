// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Counts from outside, when everything is quiet: what people wrote against the hub's tables and log, every workstation's store and
 * screen, every customer's page. A finding is {kind, text}; the kinds are the columns of the campaign's lines.
 */
export const kinds = ['lost', 'doubled', 'disordered', 'assigned', 'sending', 'capacity', 'other'];

const sending = 1; // BubbleState::Sending
const held = new Set(['active', 'parked', 'wrapup']);

export function readHub(hub) {
  const messages = hub.rows('SELECT mid, conv, cseq, kind, side, author, text, internal FROM message ORDER BY conv, cseq');
  const conversations = hub.rows('SELECT id, customer, state, agent, offer, nth, cseq FROM conversation ORDER BY customer, nth');
  const events = hub.rows(
    "SELECT l.pos, l.conv, l.cseq, l.kind, l.mid, a.principal, json_extract(l.body, '$.conv.state') AS state FROM event_log l " +
      "LEFT JOIN event_aud a ON a.pos = l.pos WHERE l.kind = 'msg' OR l.kind LIKE 'conv.%' ORDER BY l.pos",
  );
  const results = new Set(hub.rows('SELECT cid FROM cmd_result').map((row) => row.cid));
  return { messages, conversations, events, results };
}

function group(list, key) {
  const out = new Map();
  for (const item of list) {
    const name = key(item);
    if (!out.has(name)) out.set(name, []);
    out.get(name).push(item);
  }
  return out;
}

/** Findings of one row of [cseq, mid] against the hub's whole row: it may begin late, but then it has no gap and nothing twice. */
function compare(found, whole, where, add) {
  if (found.length === 0) return;
  const seen = new Set();
  let before = 0;
  for (const [cseq, mid] of found) {
    if (seen.has(mid)) add('doubled', `${where}: ${mid} stands twice`);
    seen.add(mid);
    if (cseq <= before) add('disordered', `${where}: ${cseq} behind ${before}`);
    before = cseq;
  }
  const first = found[0][0];
  const known = new Map(whole.map((m) => [m.mid, m.cseq]));
  for (const [cseq, mid] of found) {
    if (!known.has(mid)) add('other', `${where}: ${mid} is not in the hub`);
    else if (known.get(mid) !== cseq) add('disordered', `${where}: ${mid} is ${cseq}, in the hub ${known.get(mid)}`);
  }
  for (const m of whole) if (m.cseq >= first && !seen.has(m.mid)) add('lost', `${where}: ${m.cseq} (${m.text}) is missing`);
}

function checkLog(hub, add) {
  const byConv = group(hub.messages, (m) => m.conv);
  for (const [conv, rows] of byConv) {
    rows.forEach((m, i) => {
      if (m.cseq !== i + 1) add('disordered', `hub: ${conv} has ${m.cseq} at place ${i + 1}`);
    });
  }
  const logged = new Map();
  const newest = new Map();
  let pos = 0;
  for (const e of hub.events) {
    if (e.kind !== 'msg' || e.pos === pos) continue;
    pos = e.pos;
    logged.set(e.mid, (logged.get(e.mid) ?? 0) + 1);
    if (e.cseq <= (newest.get(e.conv) ?? 0)) add('disordered', `log: ${e.conv} has ${e.cseq} behind ${newest.get(e.conv)}`);
    newest.set(e.conv, e.cseq);
  }
  for (const m of hub.messages) {
    const times = logged.get(m.mid) ?? 0;
    // A note that goes along to a queue has no reader yet; it comes with the conversation.
    if (times === 0 && m.kind !== 'note') add('lost', `log: ${m.mid} (${m.text}) has no event`);
    if (times > 1) add('doubled', `log: ${m.mid} (${m.text}) has ${times} events`);
  }
}

/** Walks the log: at every position a conversation is in the hands of one agent at most, and nobody has more than he can take. */
function checkHands(hub, agents, add) {
  const holder = new Map();
  const parked = new Set();
  const capacity = new Map(agents.map((a) => [`a:${a.id}`, a.capacity]));
  for (const e of hub.events) {
    if (!e.principal?.startsWith('a:')) continue;
    if (e.kind === 'conv.offered' || e.kind === 'conv.assigned') {
      const now = holder.get(e.conv);
      if (now && now !== e.principal) add('assigned', `log ${e.pos}: ${e.conv} goes to ${e.principal} while ${now} has it`);
      holder.set(e.conv, e.principal);
      parked.delete(e.conv);
    } else if (e.kind === 'conv.lost' || e.kind === 'conv.closed') {
      if (holder.get(e.conv) === e.principal) holder.delete(e.conv);
      parked.delete(e.conv);
    } else if (e.state) {
      if (e.state === 'parked') parked.add(e.conv);
      else parked.delete(e.conv);
    }
    let load = 0;
    for (const [conv, who] of holder) if (who === e.principal && !parked.has(conv)) ++load;
    if (load > capacity.get(e.principal)) add('capacity', `log ${e.pos}: ${e.principal} has ${load}`);
  }
}

/** What the hub has answered with `ok` was done: its result stands in the same transaction. Marks are not kept, they only rise. */
function checkPromises(hub, wires, add) {
  for (const wire of wires.values()) {
    for (const cid of wire.promised) {
      const kind = wire.asked.get(cid);
      if (kind !== 'conv.mark' && !hub.results.has(cid)) add('lost', `${wire.name}: ${kind} ${cid} was answered and not done`);
    }
  }
}

/** What a person wrote: once in the hub, or visibly refused; in the order of writing. */
function checkWritten(said, rowsOf, order, who, add) {
  let before = -1;
  let beforeText = '';
  for (const item of said) {
    const rows = rowsOf(item);
    if (rows.length > 1) add('doubled', `hub: ${who} wrote "${item.text}" once, it is there ${rows.length} times`);
    for (const row of rows) {
      if (item.conv && row.conv !== item.conv) add('other', `hub: "${item.text}" of ${who} was for ${item.conv} and is in ${row.conv}`);
    }
    const given = item.discarded && (item.back || item.inOutbox || item.waiting); // taken back: on its way to the draft, or there
    if (rows.length === 0 && !item.refused && !item.unsure && !given && !item.rolledBack) {
      add(item.waiting ? 'sending' : 'lost', `hub: "${item.text}" of ${who} is ${item.waiting ? 'still on its way' : 'not there'}`);
    }
    if (rows.length > 0 && item.refused) add('doubled', `hub: "${item.text}" of ${who} was refused and is there`);
    if (rows.length > 0 && item.taken) add('doubled', `hub: "${item.text}" was taken back by ${who} and is there`);
    if (rows.length !== 1 || item.again) continue;
    const place = order(rows[0]);
    if (place < before) add('disordered', `hub: "${item.text}" of ${who} stands before "${beforeText}"`);
    before = place;
    beforeText = item.text;
  }
}

function checkDesk(desk, report, hub, byConv, add) {
  const me = desk.id;
  for (const c of hub.conversations) {
    const whole = byConv.get(c.id) ?? [];
    const here = report.convs[c.id];
    const mine = c.agent === me && held.has(c.state);
    if (mine && !here?.state) add('lost', `${desk.name}: has ${c.id} and does not know`);
    if (!mine && here && held.has(here.state) && here.state !== c.state)
      add('assigned', `${desk.name}: shows ${c.id} as its own (${here.state}), the hub says ${c.state} ${c.agent}`);
    if (!here?.state) continue;
    if (c.agent !== me) continue;
    if (mine && here.state !== c.state) add('other', `${desk.name}: ${c.id} is ${here.state}, in the hub ${c.state}`);
    if (whole.length > 0 && here.store.length === 0 && mine) add('lost', `${desk.name}: nothing of ${c.id} is stored`);
    compare(here.store, whole, `${desk.name} store ${c.id}`, add);
    if (here.screen) {
      const there = here.screen.filter((row) => row[0] > 0);
      if (mine && there.length === 0) add('lost', `${desk.name}: nothing of ${c.id} is on the screen`);
      compare(there, whole, `${desk.name} screen ${c.id}`, add);
      const sent = new Set(whole.map((m) => m.mid));
      for (const [, mid, state] of here.screen.filter((row) => row[0] === 0)) {
        if (sent.has(mid)) add('doubled', `${desk.name} screen: ${mid} stands there and as on its way`);
        if (state === sending) add('sending', `${desk.name} screen: ${mid} is still on its way`);
      }
    }
  }
  for (const entry of report.outbox) {
    if (entry.error === '') add('sending', `${desk.name}: ${entry.k} ${entry.cid} is still in the outbox (${entry.state})`);
  }
}

function checkPage(customer, hub, byConv, add) {
  const { shown, pending } = customer.tab.transcript();
  const onPage = group(shown, (m) => m.conv);
  const own = hub.conversations.filter((c) => c.customer === customer.id);
  let newest = 0;
  for (const m of shown) {
    const nth = own.find((c) => c.id === m.conv)?.nth ?? 0;
    if (nth < newest) add('disordered', `${customer.name} page: conversation ${nth} behind ${newest}`);
    newest = nth;
  }
  for (const c of own) {
    const whole = (byConv.get(c.id) ?? []).filter((m) => !m.internal && m.kind !== 'note');
    const rows = (onPage.get(c.id) ?? []).map((m) => [m.cseq, m.mid]);
    if (rows.length === 0 && c.state !== 'closed' && whole.length > 0) add('lost', `${customer.name} page: nothing of ${c.id}`);
    compare(rows, whole, `${customer.name} page ${c.id}`, add);
  }
  for (const item of pending) {
    if (item.state === 'failed') continue;
    add(item.state === 'sent' ? 'lost' : 'sending', `${customer.name} page: "${item.text}" is ${item.state}`);
  }
  if (customer.tab.unanswered() > 0) add('sending', `${customer.name}: ${customer.tab.unanswered()} commands without an answer`);
}

/**
 * `people`: {customers: [{name, id, tab, said}], desks: [{name, id, capacity, said, report}]}, where `said` are
 * {text, conv, refused, unsure, kept, discarded, forgotten, taken, again, rolledBack}. Returns the findings.
 */
export function judge(hub, people, notes) {
  const findings = [];
  const add = (kind, text) => findings.push({ kind, text });
  const byConv = group(hub.messages, (m) => m.conv);
  const byText = group(hub.messages, (m) => m.text);
  const nth = new Map(hub.conversations.map((c) => [c.id, c.nth]));

  checkLog(hub, add);
  checkHands(hub, people.desks, add);
  checkPromises(hub, people.wires, add);
  for (const customer of people.customers) {
    const order = (m) => nth.get(m.conv) * 1e6 + m.cseq;
    const waiting = new Set(customer.tab.transcript().pending.map((p) => p.text));
    const said = customer.said.map((item) => ({ ...item, waiting: waiting.has(item.text) }));
    checkWritten(said, (item) => byText.get(item.text) ?? [], order, customer.name, add);
    checkPage(customer, hub, byConv, add);
  }
  for (const desk of people.desks) {
    const { drafts, boxes, outbox } = desk.report;
    const stored = new Set(outbox.map((entry) => entry.cid));
    const waiting = new Set();
    const failed = new Set();
    const homeless = new Map(Object.keys(desk.report.convs).map((conv) => [conv, []])); // bubbles that found no room in the outbox
    for (const [conv, { pending }] of Object.entries(desk.report.convs)) {
      for (const p of pending) {
        (p.error ? failed : waiting).add(p.mid);
        if (p.error && !stored.has(p.mid)) homeless.get(conv).push(p.text);
      }
    }
    // Of a conversation that no hub knows any more the bubble is nowhere, but it is in the outbox, from where it can be copied.
    for (const entry of outbox) if (entry.error) failed.add(entry.cid);
    const said = desk.said.map((item) => {
      // Several texts that are given back stand in one draft; "a1-1." does not find "a1-10.".
      const places = Object.keys(drafts).filter((name) => drafts[name].includes(item.text));
      const back = item.conv ? places.includes(item.conv) : places.length > 0;
      for (const name of places) if (item.conv && name !== item.conv) add('other', `${desk.name}: "${item.text}" of ${item.conv} is in the draft of ${name}`);
      const entries = outbox.filter((entry) => entry.text === item.text).length;
      const times = places.reduce((sum, name) => sum + drafts[name].split(item.text).length - 1, entries);
      if (times > 1) add('doubled', `${desk.name}: "${item.text}" stands ${times} times in outbox and drafts`);
      return { ...item, back, inOutbox: stored.has(item.mid), waiting: waiting.has(item.mid), refused: !item.discarded && (failed.has(item.mid) || back) };
    });
    // On the disk stand the bubbles that found no room, in their order, and then what the box shows.
    for (const name of new Set([...Object.keys(drafts), ...Object.keys(boxes)])) {
      const due = [...(homeless.get(name) ?? []), ...(boxes[name] ? [boxes[name]] : [])].join('\n');
      if ((drafts[name] ?? '') !== due) add('lost', `${desk.name}: the draft of ${name} is "${drafts[name] ?? ''}", due is "${due}"`);
    }
    for (const [, list] of group(said, (item) => item.conv ?? '')) {
      checkWritten(list, (item) => byText.get(item.text) ?? [], (m) => m.cseq, desk.name, add);
    }
    checkDesk(desk, desk.report, hub, byConv, add);
  }
  for (const note of notes) add(note.kind ?? 'other', note.text);
  return findings;
}

export function tally(findings) {
  const out = Object.fromEntries(kinds.map((kind) => [kind, 0]));
  for (const { kind } of findings) ++out[kind];
  return out;
}
