#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// The fault campaign: runs seeds, two at a time, and counts. docs/faults.md says how to read and replay a failure.
import { fork } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePlan } from './lib/plan.mjs';
import { makeTemplate } from './lib/processes.mjs';
import { kinds, tally } from './lib/verdict.mjs';
import { agents } from './lib/world.mjs';

/**
 * The rules that can be broken (docs/protocol.md), within how many seeds the campaign has to notice, and what the runs have to have
 * for it.
 */
const rules = [
  { rule: 'R1', within: 10 },
  { rule: 'R2', within: 60 },
  { rule: 'R3', within: 30 },
  { rule: 'R4', within: 10 },
  { rule: 'R5', within: 10 },
  { rule: 'R6', within: 30 },
  { rule: 'R10', within: 10, always: 'flood' },
  { rule: 'R11', within: 20 },
];

const here = dirname(fileURLToPath(import.meta.url));

function usage() {
  console.log(`./dev faults [OPTIONS]
--seeds N      how many seeds (default 20)
--seed K       the first of them (default 1)
--minutes M    stop after so long, however many seeds are left
--jobs J       runs at a time (default 2)
--profile P    outside: what can be broken from outside; inside (default): fault points too
--always WHAT  every run has a restore, a flood or a full disk
--keep DIR     keep every run's folder there, not only those with findings
--replay FILE  run the plan.json of a failure
--broken       break one rule after the other and say how many seeds it takes until that is noticed; --rule R3 for one of them
--verbose      a line for every run`);
  process.exit(2);
}

function parse(words) {
  const options = { seeds: 20, seed: 1, minutes: 0, jobs: 2, profile: 'inside', environment: {} };
  for (let i = 0; i < words.length; ++i) {
    const name = words[i].replace(/^--/, '');
    if (name === 'verbose' || name === 'broken') options[name] = true;
    else if (name === 'no-mount') options.environment.LIAISON_FAULTS_NO_MOUNT = '1';
    else if (['seeds', 'seed', 'minutes', 'jobs'].includes(name)) options[name] = Number(words[++i]);
    else if (['keep', 'replay', 'bin', 'profile', 'always', 'rule'].includes(name)) options[name] = words[++i];
    else usage();
  }
  if (!options.bin) throw new Error('--bin must name the folder of the programs');
  options.bin = resolve(options.bin);
  return options;
}

/** Memory where there is some: what is tried here is the end of processes, not of the power. */
function scratch() {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}

/** Asked to end: the runs that are under way are the last. */
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    ending = true;
  });
}

/** Runs the plans; `each(result)` hears of every one. */
async function runAll(plans, options, each) {
  const began = Date.now();
  const total = { runs: 0, messages: 0, faults: 0, ms: 0, findings: [], failed: [] };
  let next = 0;
  await Promise.all(
    [...Array(Math.min(options.jobs, plans.length))].map(async () => {
      const worker = fork(join(here, 'worker.mjs'), { execArgv: ['--experimental-vm-modules', '--no-warnings'], detached: true });
      while (!ending && next < plans.length && !(options.minutes && Date.now() - began > options.minutes * 60000)) {
        const plan = plans[next++];
        const result = await new Promise((settle, fail) => {
          worker.once('message', settle);
          worker.once('exit', (code) => fail(new Error(`a worker ended with ${code} in seed ${plan.seed}`)));
          worker.send({ plan, options });
        });
        worker.removeAllListeners('exit');
        ++total.runs;
        for (const key of ['messages', 'faults', 'ms']) total[key] += result[key];
        total.findings.push(...result.findings);
        if (result.findings.length > 0) total.failed.push(result);
        if (each(result)) next = plans.length;
      }
      worker.disconnect();
    }),
  );
  return total;
}

export function summary(total) {
  const t = tally(total.findings);
  return (
    `runs ${total.runs}, messages ${total.messages}, faults ${total.faults}, lost ${t.lost}, doubled ${t.doubled}, ` +
    `disordered ${t.disordered}, double-assigned ${t.assigned}\n` +
    `still sending ${t.sending}, over capacity ${t.capacity}, other ${t.other}`
  );
}

/** Each rule is broken in turn; what is found is what is wanted. */
async function breakRules(options) {
  let missed = 0;
  for (const { rule, within, always } of rules) {
    if (options.rule && options.rule !== rule) continue;
    const told = { ...options, always, patience: 4000, environment: { ...options.environment, LIAISON_BREAK: rule } };
    const plans = [...Array(within).keys()].map((i) => makePlan(options.seed + i, told));
    const total = await runAll(plans, told, (result) => result.findings.length > 0);
    const first = total.failed[0]?.findings[0];
    if (!first) ++missed;
    const said = first ? `noticed after ${total.runs} of ${within} seeds: ${first.kind}: ${first.text.split('\n')[0]}` : `not noticed in ${within} seeds`;
    console.log(`${rule} broken: ${said}`);
  }
  return missed;
}

async function main() {
  const options = parse(process.argv.slice(2));
  const base = mkdtempSync(join(scratch(), 'liaison-faults-'));
  options.work = options.keep ? resolve(options.keep) : join(base, 'runs');
  mkdirSync(options.work, { recursive: true });
  options.template = await makeTemplate(options.bin, join(base, 'template'), agents);
  if (options.broken || options.rule) {
    const missed = await breakRules(options);
    rmSync(base, { recursive: true, force: true });
    process.exit(missed === 0 ? 0 : 1);
  }
  const plans = options.replay
    ? [JSON.parse(readFileSync(options.replay, 'utf8'))]
    : [...Array(options.seeds).keys()].map((i) => makePlan(options.seed + i, options));
  const total = await runAll(plans, options, (result) => {
    const t = tally(result.findings);
    const wrong = kinds.filter((kind) => t[kind] > 0).map((kind) => `${kind} ${t[kind]}`);
    if (options.verbose || wrong.length)
      console.log(`seed ${result.seed}: ${result.ms} ms, messages ${result.messages}, faults ${result.faults} ${wrong.join(', ')}`);
    for (const finding of result.findings.slice(0, 6)) console.log(`  ${finding.kind}: ${finding.text}`);
    if (wrong.length) console.log(`  trace ${result.folder}/trace.jsonl; again: ./dev faults --replay ${result.folder}/plan.json`);
  });
  console.log(summary(total));
  if (total.failed.length === 0) rmSync(base, { recursive: true, force: true });
  process.exit(total.failed.length === 0 ? 0 : 1);
}

await main();
