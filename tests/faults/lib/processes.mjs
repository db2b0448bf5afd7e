// SPDX-License-Identifier: GPL-3.0-or-later
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, closeSync, copyFileSync, cpSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const startWithinMs = 20000;

/** Starts a program; one whose files are to be limited takes the error for it instead of the signal. */
function launch(program, words, limitsFiles, options) {
  if (!limitsFiles) return spawn(program, words, options);
  return spawn('sh', ['-c', 'trap "" XFSZ; exec "$@"', 'sh', program, ...words], options);
}

/** Lines of a stream, one call each. */
function lines(stream, take) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text) => {
    rest += text;
    const whole = rest.split('\n');
    rest = whole.pop();
    for (const line of whole) take(line);
  });
}

/** Waits for `done()`; false after `ms`, not counted what a busy machine kept from us. */
export async function until(done, ms, everyMs = 10) {
  let left = ms;
  for (;;) {
    const value = await done();
    if (value) return value;
    if (left <= 0) return false;
    const began = Date.now();
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    left -= Math.min(Date.now() - began, everyMs + 20);
  }
}

/** What a process with fault points is told while it runs: models/domain/FaultPoint_posix.cpp says how the file is laid out. */
export class FaultFile {
  constructor(path) {
    this.path = path;
    this.wish = 0;
    writeFileSync(path, Buffer.alloc(64));
    this.file = openSync(path, 'r+');
  }

  setClock(ms) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(ms));
    writeSync(this.file, bytes, 0, 8, 0);
  }

  /** The process dies at the n-th pass of the point from now. */
  arm(point, passes, micros = 0) {
    const bytes = Buffer.alloc(52);
    bytes.writeUInt32LE(passes, 0);
    bytes.writeUInt32LE(micros, 4);
    bytes.write(point, 8, 43, 'latin1');
    writeSync(this.file, bytes, 0, 52, 12);
    bytes.writeUInt32LE(++this.wish, 0);
    writeSync(this.file, bytes, 0, 4, 8);
    this.armed = passes > 0;
  }

  disarm() {
    if (this.armed) this.arm('', 0);
  }

  close() {
    closeSync(this.file);
  }
}

/** The hub's process with a data folder of its own, on ports that stay the same when it starts again. */
export class Hub {
  constructor({ bin, folder, settings = {}, tell = () => {}, limitsFiles = false }) {
    Object.assign(this, { bin, folder, settings, tell, limitsFiles });
    this.data = join(folder, 'data');
    this.ports = { http: 0, link: 0 };
    this.starts = 0;
    mkdirSync(folder, { recursive: true });
  }

  get database() {
    return join(this.data, 'hub.db');
  }

  get url() {
    return `http://127.0.0.1:${this.ports.http}`;
  }

  #arguments() {
    const all = { data_dir: this.data, http_port: this.ports.http, link_port: this.ports.link, ...this.settings };
    return Object.entries(all).flatMap(([key, value]) => [`--${key}`, String(value)]);
  }

  /** Another subcommand; what it said. */
  run(...words) {
    const env = { ...process.env, LIAISON_PASSWORD: 'correct horse battery' };
    const done = spawnSync(join(this.bin, 'liaison-hub'), [...this.#arguments(), ...words], { encoding: 'utf8', env });
    if (done.status !== 0) throw new Error(`${words.join(' ')}: ${done.stderr}`);
    return done.stdout;
  }

  isRunning() {
    return Boolean(this.child) && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** `environment`: fault points and the like. Resolves with false if it ended before it was ready. */
  async start(environment = {}) {
    const log = openSync(join(this.folder, 'hub.log'), 'a');
    const child = launch(join(this.bin, 'liaison-hub'), [...this.#arguments(), 'serve'], this.limitsFiles, {
      stdio: ['ignore', 'pipe', log],
      env: { ...process.env, ...environment },
    });
    closeSync(log);
    this.child = child;
    ++this.starts;
    const ready = await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), startWithinMs);
      lines(child.stdout, (line) => {
        const found = /^ready http=(\d+) link=(\d+)/.exec(line);
        if (found) resolve(found);
      });
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        this.tell('hub ended', { code, signal });
        resolve(null);
      });
      child.once('spawn', () => {});
      child.once('error', () => resolve(null));
    });
    if (!ready) return false;
    this.ports = { http: Number(ready[1]), link: Number(ready[2]) };
    return true;
  }

  async end(signal = 'SIGKILL') {
    if (!this.isRunning()) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    await gone;
  }

  /** A backup as an administrator takes it, while the hub runs. */
  backUp(to) {
    execFileSync('sqlite3', ['-cmd', '.timeout 3000', this.database, `.backup ${to}`]);
  }

  /** An older copy takes the database's place; the hub is down. */
  restore(from) {
    for (const suffix of ['-wal', '-shm']) rmSync(this.database + suffix, { force: true });
    copyFileSync(from, this.database);
  }

  /** Rows of a question to its database, read beside it. */
  rows(sql, database = this.database) {
    const out = execFileSync('sqlite3', ['-readonly', '-json', '-cmd', '.timeout 3000', database, sql], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return out.trim() ? JSON.parse(out) : [];
  }
}

/** A data folder with agents who are signed in, made once and copied for each run: hashing passwords takes long on purpose. */
export async function makeTemplate(bin, folder, agents) {
  const hub = new Hub({ bin, folder });
  hub.run('queue', 'add', 'Service', '--id', 'service');
  hub.run('queue', 'add', 'Second', '--id', 'second');
  hub.run('code', 'add', 'solved', 'Solved');
  for (const agent of agents) hub.run('agent', 'add', agent.name, '--display', agent.name, '--capacity', String(agent.capacity));
  if (!(await hub.start())) throw new Error(`the hub does not start: ${readFileSync(join(folder, 'hub.log'), 'utf8')}`);
  const tokens = {};
  for (const { name, device } of agents.flatMap(({ name }) => [{ name, device: `desk-${name}` }, { name, device: `watch-${name}` }])) {
    const answer = await fetch(`${hub.url}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name, password: 'correct horse battery', device, device_name: device }),
    });
    if (!answer.ok) throw new Error(`${name} cannot sign in: ${await answer.text()}`);
    const said = await answer.json();
    tokens[device] = { token: said.token, id: said.agent.id };
  }
  await hub.end('SIGTERM');
  return { data: hub.data, tokens };
}

export function copyFolder(from, to) {
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('.lock') && !path.endsWith('-shm') });
}

/** An agent's workstation: liaison-faults-desk over a folder that outlives it. */
export class Desk {
  constructor({ bin, name, id, token, folder, link, http, tell, heard, limitsFiles }) {
    Object.assign(this, { bin, name, id, token, folder, link, http, tell, heard, limitsFiles });
    mkdirSync(folder, { recursive: true });
    this.waiting = new Map();
  }

  isRunning() {
    return Boolean(this.child) && this.child.exitCode === null && this.child.signalCode === null;
  }

  start(environment = {}) {
    const log = openSync(`${this.folder}.log`, 'a');
    const child = launch(
      join(this.bin, 'liaison-faults-desk'),
      ['--folder', this.folder, '--link', this.link, '--http', this.http, '--token', this.token, '--device', `desk-${this.name}`],
      this.limitsFiles,
      { stdio: ['pipe', 'pipe', log], env: { ...process.env, ...environment } },
    );
    closeSync(log);
    this.child = child;
    this.ready = false;
    child.stdin.on('error', () => {});
    lines(child.stdout, (line) => {
      if (child === this.child) this.#heard(line);
    });
    return new Promise((resolve) => {
      this.onReady = () => resolve(true);
      child.once('error', () => resolve(false));
      child.once('close', (code, signal) => {
        // Not 'exit': what it said before is heard first.
        this.tell('desk ended', { desk: this.name, code, signal });
        for (const settle of this.waiting.values()) settle(null);
        this.waiting.clear();
        resolve(false);
      });
    });
  }

  #heard(line) {
    let said;
    try {
      said = JSON.parse(line);
    } catch {
      return; // the last line of one that was killed
    }
    if (said.ready) {
      this.ready = true;
      this.onReady?.();
    }
    for (const key of ['quiet', 'report']) {
      if (said[key]) {
        this.waiting.get(key)?.(said[key]);
        this.waiting.delete(key);
        return;
      }
    }
    this.heard(this, said);
  }

  order(what) {
    if (this.isRunning()) this.child.stdin.write(`${JSON.stringify(what)}\n`);
  }

  /** Asks for a line of that kind; null if the desk is gone or does not answer. */
  ask(kind, what = {}) {
    if (!this.isRunning() || !this.ready) return Promise.resolve(null);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), 5000);
      this.waiting.set(kind, (value) => {
        clearTimeout(timer);
        resolve(value);
      });
      this.order({ do: kind, ...what });
    });
  }

  async end(signal = 'SIGKILL') {
    if (!this.isRunning()) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    await gone;
  }
}

/** The story of a run, one JSON object a line. */
export class Trace {
  constructor(path, head) {
    this.path = path;
    this.began = Date.now();
    this.buffer = `${JSON.stringify(head)}\n`;
  }

  tell(what, detail = {}) {
    this.buffer += `${JSON.stringify({ ms: Date.now() - this.began, what, ...detail })}\n`;
    if (this.buffer.length > 1 << 16) this.flush();
  }

  flush() {
    appendFileSync(this.path, this.buffer);
    this.buffer = '';
  }
}
