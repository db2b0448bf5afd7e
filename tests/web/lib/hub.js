// SPDX-License-Identifier: GPL-3.0-or-later
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The real hub in a data folder of its own; started, killed and started again by its process, on ports that stay the same. */
export class Hub {
  /** `options`: keys of the configuration. */
  constructor(options = {}) {
    this.extra = Object.entries(options).flatMap(([key, value]) => [`--${key}`, String(value)]);
    this.program = process.env.LIAISON_HUB;
    if (!this.program) throw new Error('LIAISON_HUB must name the liaison-hub program');
    this.folder = mkdtempSync(join(tmpdir(), 'liaison-web-'));
    this.ports = { http: 0, link: 0 };
  }

  #options() {
    return ['--data_dir', this.folder, '--http_port', String(this.ports.http), '--link_port', String(this.ports.link), '--name', 'Harbour Goods', '--site_secret', 'shared with the site', ...this.extra];
  }

  /** An administrator's command, e.g. run("agent", "list"). */
  run(...words) {
    const done = spawnSync(this.program, [...this.#options(), ...words], { encoding: 'utf8', env: { ...process.env, LIAISON_PASSWORD: 'correct horse battery' } });
    if (done.status !== 0) throw new Error(`${words.join(' ')}: ${done.stderr}`);
    return done.stdout;
  }

  async start() {
    this.child = spawn(this.program, [...this.#options(), 'serve'], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.errors = '';
    this.child.stderr.on('data', (data) => {
      this.errors += data;
    });
    const line = await new Promise((resolve, reject) => {
      let out = '';
      this.child.stdout.on('data', (data) => {
        out += data;
        const ready = /ready http=(\d+) link=(\d+)/.exec(out);
        if (ready) resolve(ready);
      });
      this.child.once('exit', (code) => reject(new Error(`the hub ended with ${code}: ${this.errors}`)));
    });
    this.ports = { http: Number(line[1]), link: Number(line[2]) };
    this.url = `http://127.0.0.1:${this.ports.http}`;
    return this;
  }

  async kill(signal = 'SIGKILL') {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    await gone;
  }

  async end() {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
