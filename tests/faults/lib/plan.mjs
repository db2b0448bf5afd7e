// SPDX-License-Identifier: GPL-3.0-or-later
import { Random } from './random.mjs';

/** Weights of what happens next. Half of it is people writing, so that every fault finds something under way. */
const everyday = { 'customer says': 26, 'agent says': 26, 'read': 3, 'wrapup': 1, 'close': 2, 'transfer': 1, 'status': 1 };
const network = { 'plan': 14, 'repeat': 4, 'cut': 6, 'slow': 4, 'late command': 3, 'take back': 3 };
const deaths = { 'kill hub': 3, 'kill desk': 3, 'kill tab': 3, 'tab dies at write': 2 };
const clocks = { 'clock': 2 };
/** Only with programs that have fault points. */
const inside = { 'hub dies at': 6, 'desk dies at': 6, 'hub clock': 1 };

const hubPoints = { 'hub.inside': 2, 'hub.before-commit': 5, 'hub.commit': 3, 'hub.after-commit': 4, 'hub.replay': 3, 'hub.snapshot': 2 };
const deskPoints = {
  'session.before-apply': 2,
  'store.before-commit': 5,
  'store.commit': 3,
  'store.after-commit': 2,
  'session.before-ack': 3,
  'outbox.before-commit': 2,
  'outbox.commit': 2,
  'outbox.after-commit': 2,
  'link.after-send': 2,
};
const hour = 3600000;
/** How often a step waits until everybody is there again: some faults need somebody to meet. The others: 0.4. */
const whenUp = { 'take back': 1, 'repeat': 0.9, 'hub dies at': 0.7, 'desk dies at': 0.7, 'kill hub': 0.7, 'kill desk': 0.7 };

function makeStep(what, random, who) {
  const desk = () => random.below(who.desks);
  const customer = () => random.below(who.customers);
  const pick = () => random.below(6);
  const several = () => (random.chance(0.2) ? random.between(2, who.most) : 1);
  switch (what) {
    case 'customer says': return { customer: customer(), n: several() };
    case 'agent says': return { desk: desk(), pick: pick(), n: several(), ...(random.chance(0.4) ? { looks: random.below(6) } : {}) };
    case 'take back':
    case 'read':
    case 'wrapup':
    case 'close': return { desk: desk(), pick: pick() };
    case 'transfer': return { desk: desk(), pick: pick(), queue: random.of(['service', 'second']) };
    case 'status': return { desk: desk(), status: random.of(['available', 'break', 'busy', 'available']) };
    case 'plan':
      return {
        wire: random.of(who.wires),
        lane: random.of(['up', 'down']),
        how: random.weighted({ cut: 4, tear: 3, swallow: 2, repeat: 4 }),
        after: random.below(8),
        next: random.chance(0.4),
      };
    case 'repeat': return { wire: random.chance(0.6) ? random.of(['a1', 'a2']) : random.of(who.wires), lane: random.chance(0.7) ? 'down' : 'up' };
    case 'cut': return { wire: random.of(who.wires) };
    case 'slow': return { wire: random.of(who.wires), ms: random.between(5, 60), for: random.between(50, 300) };
    case 'late command': return { desk: desk() };
    case 'kill hub': return { back: random.between(0, 80) };
    case 'kill desk': return { desk: desk(), back: random.between(0, 60) };
    case 'kill tab': return { customer: customer(), back: random.between(0, 60), reload: random.chance(0.6) };
    case 'tab dies at write':
      return { customer: customer(), writes: random.between(1, 4), after: random.chance(0.5), back: random.between(0, 40) };
    case 'clock': {
      const ms = random.of([-hour, hour, 0]);
      return random.chance(0.5) ? { desk: desk(), ms } : { customer: customer(), ms };
    }
    case 'hub clock': return { ms: random.of([-hour, hour, 0]) };
    case 'hub dies at':
      return { point: random.weighted(hubPoints), passes: random.between(1, 12), micros: random.below(800), back: random.between(0, 60) };
    case 'desk dies at':
      return { desk: desk(), point: random.weighted(deskPoints), passes: random.between(1, 4), micros: random.below(400), back: random.between(0, 40) };
    default: return {};
  }
}

/** One of each sort of run that not every run needs, put into the row of steps. */
function addRarities(steps, random, options) {
  const at = (part) => Math.floor(steps.length * part);
  const rarely = (name, chance) => (options.always ? options.always === name : random.chance(chance));
  if (rarely('restore', 0.2)) {
    const copy = random.between(at(0.1), at(0.5));
    steps.splice(copy, 0, { pause: 0, what: 'copy hub' });
    steps.splice(random.between(copy + 3, at(0.9)), 0, { pause: 5, what: 'restore hub', how: random.of(['command', 'noted']), back: 0 });
  }
  if (rarely('flood', 0.04)) steps.splice(at(0.7), 0, { pause: 50, what: 'flood', texts: 112 });
  if (rarely('full', 0.12)) {
    const where = random.of(['hub', 'desk']);
    const fill = random.between(at(0.2), at(0.6));
    steps.splice(fill, 0, { pause: 0, what: 'fill disk', where, desk: random.below(2), left: random.below(40) * 1024 });
    steps.splice(random.between(fill + 5, fill + 25), 0, { pause: 0, what: 'empty disk', where });
  }
}

/** Everything that will be done in the run of a seed: who there is, and steps with the pause before each. */
export function makePlan(seed, options = {}) {
  const random = new Random(seed, 'plan');
  const customers = options.always === 'flood' ? 4 : random.between(2, 4);
  const wires = [...Array(customers).keys()].map((i) => `c${i + 1}`).concat(['a1', 'a2']);
  const most = random.chance(0.15) ? 16 : 5; // now and then more than a head's tail of 30 messages
  const who = { customers, desks: 2, wires, most };
  const weights = { ...everyday, ...network, ...deaths, ...clocks, ...(options.profile === 'inside' ? inside : {}) };
  const steps = [];
  const count = random.between(60, 90);
  for (let i = 0; i < count; ++i) {
    const what = random.weighted(weights);
    const pause = random.chance(0.3) ? 0 : random.below(24);
    steps.push({ pause, calm: random.chance(whenUp[what] ?? 0.4), what, ...makeStep(what, random, who) });
  }
  addRarities(steps, random, options);
  return { seed, profile: options.profile, customers, desks: 2, steps };
}
