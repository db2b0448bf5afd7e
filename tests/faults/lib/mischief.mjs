// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that take more than a line: each is given the world and its step.
import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './processes.mjs';
import { Watcher } from './watcher.mjs';

const pauseOf = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// --- a message that is taken back while an old link still carries it (R11)

/**
 * The agent writes into a link that swallows, takes the message back, and gets a new link; then what the old link carried arrives.
 * Whoever took a message back must not find it sent.
 */
export async function takeBack(world, step) {
  const desk = world.desks[step.desk];
  const wire = world.wires.get(desk.name);
  if (!desk.isRunning() || !desk.ready || desk.takingBack) return;
  desk.takingBack = true;
  try {
    if (!(await until(() => desk.live && wire.current && wire.current.down.passed > 0, 500, 5))) return;
    if (!(await until(async () => (await desk.ask('quiet'))?.drafts === 0, 200, 10))) return; // a draft would go first
    const { current } = wire;
    wire.plan('up', 'swallow', 0, false);
    const item = world.agentSays(desk, step.pick);
    const isCarried = () => item.mid && wire.lost.findIndex((frame) => frame.mid === item.mid);
    await until(() => isCarried() >= 0 || !desk.isRunning(), 120, 5);
    if (!desk.isRunning() || !(isCarried() >= 0)) return;
    const process = desk.child;
    desk.order({ do: 'discard', mid: item.mid });
    await until(() => item.forgotten || desk.child !== process, 400, 5); // by its outbox on the disk
    if (!item.forgotten || desk.child !== process || !desk.isRunning() || wire.current !== current) return; // it may have gone once more
    item.taken = true;
    wire.cutNow();
    desk.live = false; // its own word comes later
    await until(() => desk.live || desk.child !== process, 600, 5);
    await pauseOf(10);
    wire.replayLost(isCarried());
  } finally {
    desk.takingBack = false;
  }
}

// --- an older copy of the hub's database

export function copyHub(world) {
  world.copy = join(world.folder, 'copy.db');
  world.hub.backUp(world.copy);
}

/**
 * `how` noted: an orderly end, then the copy beside the newer note of the log's end, which the hub notices by itself. `how` command:
 * killed, and the administrator says `new-epoch`.
 */
export async function restoreHub(world, step) {
  if (!world.copy) return;
  const { hub } = world;
  world.restoring = true;
  await Promise.all([...world.comings]);
  world.hubFaults?.disarm();
  const ran = hub.isRunning();
  await hub.end(step.how === 'noted' ? 'SIGTERM' : 'SIGKILL');
  // The note of the log's end is some seconds old after a crash, older than a copy of this quick run, and on a full disk there is none.
  const orderly = ran && hub.child.exitCode === 0 && !world.full.has('hub');
  const how = orderly ? 'noted' : 'command';
  const texts = (database) => new Set(hub.rows("SELECT text FROM message WHERE kind = 'text'", database).map((row) => row.text));
  const kept = texts(world.copy);
  const gone = [...texts(hub.database)].filter((text) => !kept.has(text));
  world.tell('restore', { how, gone: gone.length });
  for (const person of [...world.customers, ...world.desks]) {
    for (const item of person.said) if (gone.includes(item.text)) item.rolledBack = true;
  }
  emptyDisk(world, 'hub'); // nobody puts a database back onto a full disk
  hub.restore(world.copy);
  for (const wire of world.wires.values()) wire.promised.clear();
  if (how === 'command') hub.run('new-epoch');
  ++world.faults;
  world.restoring = false;
  if (!(await hub.start(world.hubEnvironment()))) world.tell('hub did not start', {});
}

// --- somebody who does not read (R10)

/** An agent's second link stops reading while megabytes come for him. It must not be closed for it, and must get all of it later. */
export async function flood(world, step) {
  await until(() => world.hub.isRunning() && world.comings.size === 0, 5000);
  const own = world.hub.rows("SELECT agent, COUNT(*) AS n FROM conversation WHERE state = 'active' GROUP BY agent ORDER BY n DESC");
  if (own.length === 0) return;
  const name = world.desks.find((desk) => desk.id === own[0].agent).name;
  const watcher = new Watcher({
    url: `ws://127.0.0.1:${world.hub.ports.link}/desk`,
    token: world.template.tokens[`watch-${name}`].token,
    device: `watch-${name}`,
  });
  if (!(await watcher.open())) return watcher.close();
  const starts = world.hub.starts;
  watcher.pause();
  // Three bytes a character on the wire, and nothing for the search to cut into words.
  const filling = '…'.repeat(7900);
  for (let n = 0; n < step.texts; n += 16) {
    for (const customer of world.customers) for (let i = 0; i < 16; ++i) world.customerSays(customer, filling);
    await until(() => world.customers.every((customer) => customer.tab.dead || customer.tab.unanswered() === 0), 4000);
  }
  await pauseOf(700); // the hub looks at its links every quarter of a second
  watcher.resume();
  const head = () => world.hub.rows(`SELECT MAX(pos) AS pos FROM event_aud WHERE principal = 'a:${own[0].agent}'`)[0].pos;
  const whole = await until(() => watcher.pos >= head() || !watcher.isOpen(), 8000, 50);
  if (world.hub.starts === starts) {
    if (!watcher.isOpen()) world.note('other', `a link that did not read was closed (${watcher.code}) instead of waiting in the log`);
    else if (!whole) world.note('lost', `a link that did not read for a while never got everything`);
    for (const wrong of watcher.wrong) world.note('other', `a link that did not read: ${wrong}`);
  }
  ++world.faults;
  watcher.close();
}

// --- a full disk

/**
 * A small disk of its own for a folder: a tmpfs as root; otherwise the size of files is limited instead, see fillDisk(). It holds a
 * flood twice, in the database and in the log that goes before it (16 MB and what comes while that is carried over).
 */
export function mount(world, folder) {
  mkdirSync(folder, { recursive: true });
  if (!world.mayMount) return;
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128m', 'tmpfs', folder]);
  world.mounts.push(folder);
}

export function unmountAll(world) {
  for (const folder of world.mounts.splice(0)) execFileSync('umount', ['-l', folder]);
}

function limitFiles(process, bytes) {
  if (process) execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:unlimited`]);
}

function placeOf(world, step) {
  if (step.where === 'hub') return { folder: world.hub.data, process: world.hub };
  const desk = world.desks[step.desk];
  return { folder: desk.folder, process: desk };
}

export function fillDisk(world, step) {
  if (step.where === 'tab') {
    world.customers[step.customer].tab.full = true;
  } else {
    const { folder, process } = placeOf(world, step);
    if (!process.isRunning()) return;
    if (world.mayMount) {
      const file = openSync(join(folder, 'ballast'), 'w');
      const block = Buffer.alloc(1 << 16);
      let size = 0;
      try {
        for (;;) size += writeSync(file, block);
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error;
      }
      ftruncateSync(file, Math.max(0, size - step.left));
      closeSync(file);
    } else {
      const database = join(folder, step.where === 'hub' ? 'hub.db-wal' : 'store/store.db-wal');
      let size = 0;
      try {
        size = statSync(database).size;
      } catch {
        // there is none at this moment
      }
      limitFiles(process.child, size + step.left);
    }
  }
  ++world.faults;
  world.full.set(step.where, step);
}

export function emptyDisk(world, where) {
  const step = world.full.get(where);
  if (!step) return;
  world.full.delete(where);
  world.emptied.set(where, Date.now());
  if (where === 'tab') {
    world.customers[step.customer].tab.full = false;
    return;
  }
  const { folder, process } = placeOf(world, step);
  if (world.mayMount) rmSync(join(folder, 'ballast'), { force: true });
  else if (process.isRunning()) limitFiles(process.child, 'unlimited');
}
