// SPDX-License-Identifier: GPL-3.0-or-later
// Runs plans one after another, as campaign.mjs hands them out; see there.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { unmountAll } from './lib/mischief.mjs';
import { TabDied } from './lib/tab.mjs';
import { World } from './lib/world.mjs';

let world = null;

function pageFailed(error) {
  if (error instanceof TabDied || error?.name === 'TabDied') return;
  if (world) world.note('other', `the page failed: ${error?.stack ?? error}`);
  else throw error;
}
process.on('uncaughtException', pageFailed);
process.on('unhandledRejection', pageFailed);

process.on('message', async ({ plan, options }) => {
  const folder = join(options.work, `seed-${plan.seed}`);
  rmSync(folder, { recursive: true, force: true });
  world = new World({ bin: options.bin, folder, template: options.template, plan, environment: options.environment, patience: options.patience });
  const began = Date.now();
  let result;
  try {
    result = await world.run();
  } catch (error) {
    result = { seed: plan.seed, messages: 0, faults: world.faults, findings: [{ kind: 'other', text: `the run failed: ${error.stack}` }] };
  }
  await world.close();
  world = null;
  if (result.findings.length === 0 && !options.keep) rmSync(folder, { recursive: true, force: true });
  if (process.connected) process.send({ ...result, ms: Date.now() - began, folder });
});
// Whoever started us is gone: what we started goes too.
process.on('disconnect', async () => {
  await world?.close();
  process.exit(0);
});
process.on('exit', () => world && unmountAll(world));
