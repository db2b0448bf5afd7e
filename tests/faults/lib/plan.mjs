// SPDX-License-Identifier: GPL-3.0-or-later
import { Random } from './random.mjs';

/** Weights of what happens next. Half of it is people writing, so that every fault finds something under way. */
const everyday = {
  'customer says': 26,
  'agent says': 26,
  'read': 3,
  'wrapup': 1,
  'close': 2,
  'transfer': 1,
  'status': 1,
};

const network = { 'plan': 12, 'cut': 5, 'slow': 4, 'late command': 2 };
const deaths = { 'kill hub': 3, 'kill desk': 3, 'kill tab': 3, 'tab dies at write': 2 };

function makeStep(what, random, who) {
  const wire = () => random.of(who.wires);
  switch (what) {
    case 'customer says': return { customer: random.below(who.customers), n: random.chance(0.2) ? random.between(2, 5) : 1 };
    case 'agent says': return { desk: random.below(who.desks), pick: random.below(6), n: random.chance(0.2) ? random.between(2, 5) : 1 };
    case 'read':
    case 'wrapup':
    case 'close': return { desk: random.below(who.desks), pick: random.below(6) };
    case 'transfer': return { desk: random.below(who.desks), pick: random.below(6), queue: random.of(['service', 'second']) };
    case 'status': return { desk: random.below(who.desks), status: random.of(['available', 'break', 'busy', 'available']) };
    case 'plan':
      return {
        wire: wire(),
        lane: random.of(['up', 'down']),
        how: random.weighted({ cut: 4, tear: 3, swallow: 2, repeat: 3 }),
        after: random.below(8),
        next: random.chance(0.4),
      };
    case 'cut': return { wire: wire() };
    case 'slow': return { wire: wire(), ms: random.between(5, 60), for: random.between(50, 300) };
    case 'late command': return { desk: random.below(who.desks) };
    case 'kill hub': return { back: random.between(0, 80) };
    case 'kill desk': return { desk: random.below(who.desks), back: random.between(0, 60) };
    case 'kill tab': return { customer: random.below(who.customers), back: random.between(0, 60), reload: random.chance(0.6) };
    case 'tab dies at write':
      return { customer: random.below(who.customers), writes: random.between(1, 4), after: random.chance(0.5), back: random.between(0, 40) };
    default: return {};
  }
}

/** Everything that will be done in the run of a seed: who there is, and steps with the pause before each. */
export function makePlan(seed, { profile = 'outside' } = {}) {
  const random = new Random(seed, 'plan');
  const customers = random.between(2, 4);
  const desks = 2;
  const wires = [...Array(customers).keys()].map((i) => `c${i + 1}`).concat(['a1', 'a2']);
  const who = { customers, desks, wires };
  const steps = [];
  const weights = { ...everyday, ...network, ...deaths };
  const count = random.between(60, 90);
  for (let i = 0; i < count; ++i) {
    const what = random.weighted(weights);
    steps.push({ pause: random.chance(0.3) ? 0 : random.below(24), what, ...makeStep(what, random, who) });
  }
  return { seed, profile, customers, desks, steps };
}
