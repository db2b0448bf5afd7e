// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyHub, emptyDisk, fillDisk, flood, mount, restoreHub, takeBack, unmountAll } from './mischief.mjs';
import { copyFolder, Desk, FaultFile, Hub, Trace, until } from './processes.mjs';
import { Random } from './random.mjs';
import { Browser, Tab } from './tab.mjs';
import { judge, readHub, tally } from './verdict.mjs';
import { Wire } from './wire.mjs';

const pauseOf = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Agents of every run: names and how many conversations each can take. Their tokens come with the template. */
export const agents = [
  { name: 'a1', capacity: 3 },
  { name: 'a2', capacity: 2 },
];

/** One run: a hub, workstations and customers with a network between them that does what the plan says. */
export class World {
  /** `patience`: how long (ms) quiet may take to come. */
  constructor({ bin, folder, template, plan, environment = {}, patience = 12000 }) {
    Object.assign(this, { bin, folder, template, plan, environment, patience });
    mkdirSync(folder, { recursive: true });
    this.trace = new Trace(join(folder, 'trace.jsonl'), { seed: plan.seed, customers: plan.customers, desks: plan.desks });
    this.faults = 0;
    this.notes = [];
    this.wires = new Map();
    this.comings = new Set(); // what is on its way back up
    this.full = new Map(); // where the disk is full → the step that filled it
    this.emptied = new Map(); // where it was → when it was emptied
    this.mounts = [];
    this.mayMount = process.getuid?.() === 0 && !environment.LIAISON_FAULTS_NO_MOUNT;
    this.limitsFiles = !this.mayMount && plan.steps.some((step) => step.what === 'fill disk');
    this.over = false;
  }

  tell(what, detail) {
    if (what === 'fired') ++this.faults;
    this.trace.tell(what, detail);
  }

  note(kind, text) {
    this.notes.push({ kind, text });
    this.tell('note', { kind, text });
  }

  // --- beginning

  async begin() {
    const data = join(this.folder, 'hub', 'data');
    for (const step of this.plan.steps) {
      if (step.what !== 'fill disk' || step.where === 'tab') continue;
      mount(this, step.where === 'hub' ? data : join(this.folder, agents[step.desk].name));
    }
    copyFolder(this.template.data, data);
    this.hub = new Hub({
      bin: this.bin,
      folder: join(this.folder, 'hub'),
      settings: { offer_seconds: 5, grace_seconds: 2, wrapup_seconds: 1, hard_capacity_extra: 0 },
      tell: (what, detail) => this.#hubEnded(what, detail),
      limitsFiles: this.limitsFiles,
    });
    if (this.plan.profile === 'inside') this.hubFaults = new FaultFile(join(this.folder, 'hub.faults'));
    if (!(await this.hub.start(this.hubEnvironment()))) throw new Error('the hub does not start');
    for (const name of [...Array(this.plan.customers).keys()].map((i) => `c${i + 1}`).concat(agents.map((a) => a.name))) {
      const wire = new Wire({
        name,
        random: new Random(this.plan.seed, `wire ${name}`),
        hubPort: () => this.hub.ports.link,
        tell: (what, detail) => this.tell(what, detail),
      });
      this.wires.set(name, await wire.listen());
    }
    this.desks = agents.map((agent) => this.#makeDesk(agent));
    this.customers = [...Array(this.plan.customers).keys()].map((i) => this.#makeCustomer(`c${i + 1}`));
    await Promise.all([...this.desks.map((desk) => this.#startDesk(desk)), ...this.customers.map((c) => this.#openTab(c))]);
    for (const desk of this.desks) desk.order({ do: 'status', status: 'available' });
    // Faults find nothing while nobody talks to anybody.
    await until(() => this.customers.every((c) => c.tab.act), this.patience);
    for (const customer of this.customers) this.customerSays(customer);
    await until(() => this.customers.some((c) => c.tab.chat?.open()?.head.state === 'active'), this.patience);
    this.tell('begun');
  }

  #makeDesk(agent) {
    const desk = new Desk({
      bin: this.bin,
      name: agent.name,
      ...this.template.tokens[`desk-${agent.name}`],
      limitsFiles: this.limitsFiles,
      folder: join(this.folder, agent.name),
      link: `ws://127.0.0.1:${this.wires.get(agent.name).port}/desk`,
      http: this.hub.url,
      tell: (what, detail) => this.#deskEnded(desk, what, detail),
      heard: (of, said) => this.#deskSaid(of, said),
    });
    Object.assign(desk, { capacity: agent.capacity, said: [], number: 0 });
    if (this.plan.profile === 'inside') desk.faults = new FaultFile(join(this.folder, `${agent.name}.faults`));
    return desk;
  }

  #startDesk(desk) {
    return desk.start({ ...this.environment, ...(desk.faults ? { LIAISON_FAULT_FILE: desk.faults.path } : {}) });
  }

  #makeCustomer(name) {
    return { name, browser: new Browser(), session: new Map(), random: new Random(this.plan.seed, `tab ${name}`), said: [], number: 0, skew: 0 };
  }

  #openTab(customer) {
    const wire = this.wires.get(customer.name);
    const tab = new Tab({
      browser: customer.browser,
      session: customer.session,
      httpUrl: () => this.hub.url,
      linkUrl: () => `ws://127.0.0.1:${wire.port}/desk`,
      random: customer.random,
      clock: () => customer.skew,
      events: {
        state: (state) => this.tell('page', { customer: customer.name, state }),
        refused: (mid, text, code) => this.#customerRefused(customer, text, code),
        died: () => this.#tabDied(customer, tab),
      },
    });
    customer.tab = tab;
    return tab.open();
  }

  // --- what happens by itself

  #hubEnded(what, { code, signal }) {
    this.tell(what, { code, signal });
    this.hubFaults?.disarm();
    if (this.over || this.restoring) return;
    if (signal === 'SIGKILL') ++this.faults;
    else if (signal || !this.#diskExcuses('hub')) this.note('other', `the hub ended by itself: ${code} ${signal}`);
    this.#comeBack(async () => {
      await pauseOf(this.full.has('hub') ? 100 : (this.hubBack ?? 20));
      if (this.over || this.restoring || this.hub.isRunning()) return;
      if (!(await this.hub.start(this.hubEnvironment()))) this.tell('hub did not start');
    });
  }

  hubEnvironment() {
    return { ...this.environment, ...(this.hubFaults ? { LIAISON_FAULT_FILE: this.hubFaults.path } : {}) };
  }

  /** A program may end because its disk is full; it needs a moment for it, in which the disk may have been emptied. */
  #diskExcuses(where) {
    return this.full.has(where) || Date.now() - (this.emptied.get(where) ?? 0) < 1000;
  }

  #deskEnded(desk, what, { code, signal }) {
    this.tell(what, { desk: desk.name, code, signal });
    desk.faults?.disarm();
    desk.live = false;
    if (this.over) return;
    if (signal === 'SIGKILL') ++this.faults;
    else if (signal || !this.#diskExcuses('desk')) this.note('other', `${desk.name} ended by itself: ${code} ${signal}`);
    // What it had not yet written to its outbox was never shown as safe.
    for (const item of desk.said) if (!item.kept) item.unsure = true;
    this.#comeBack(async () => {
      await pauseOf(this.full.has('desk') ? 100 : (desk.back ?? 20));
      if (!this.over && !desk.isRunning()) await this.#startDesk(desk);
    });
  }

  #tabDied(customer, tab) {
    if (this.over || tab !== customer.tab) return;
    ++this.faults;
    this.tell('tab died', { customer: customer.name });
    this.#comeBack(async () => {
      await pauseOf(customer.back ?? 20);
      if (this.over) return;
      if (!customer.reload) customer.session = new Map();
      await this.#openTab(customer);
    });
  }

  #comeBack(how) {
    const coming = how()
      .catch((error) => this.note('other', `coming back: ${error.stack}`))
      .finally(() => this.comings.delete(coming));
    this.comings.add(coming);
  }

  #customerRefused(customer, text, code) {
    const item = customer.said.find((s) => s.text === text);
    if (!item || item.refused) return;
    item.refused = true;
    this.tell('refused', { customer: customer.name, text, code });
  }

  #deskSaid(desk, said) {
    this.tell('desk', { desk: desk.name, ...said });
    if (said.said) {
      const item = desk.said.find((s) => s.text === said.text);
      if (item) Object.assign(item, { mid: said.said, conv: said.conv, unsure: false });
    } else if (said.typed || said['draft kept']) {
      const item = desk.said.find((s) => s.text === (said.typed ?? said['draft kept']));
      if (item && said.typed && item.conv !== undefined) {
        // It had been said before and was given back, or stood there when the workstation came back: it is sent once more.
        Object.assign(item, { again: true, discarded: false, forgotten: false, taken: false });
      }
      if (item) Object.assign(item, said.typed ? { conv: said.conv, unsure: false } : { kept: true });
    } else if (said.left !== undefined) {
      if (!said.box.includes(said.left)) this.note('lost', `${desk.name}: "${said.left}" stood in the box of ${said.conv} and does not any more`);
    } else if (said.unknown) {
      this.note('other', `${desk.name} does not know the order ${said.unknown}`);
    } else if (said.idle || said.early) {
      desk.said = desk.said.filter((s) => s.text !== said.text);
    } else if (said.kept || said.discarded || said.forgotten) {
      const word = ['kept', 'discarded', 'forgotten'].find((one) => said[one]);
      const item = desk.said.find((s) => s.mid === said[word]);
      if (item) item[word] = true;
    } else if (said.confirming) {
      // The agent was asked and says yes: it goes when he says so, behind what he wrote since.
      for (const item of desk.said) if (said.confirming.includes(item.mid)) item.again = true;
    } else if (said.again) {
      for (const item of desk.said) if (said.again.includes(item.mid)) item.again = true;
    } else if (said.phase !== undefined) {
      desk.live = said.phase === 4;
    } else if (said.twice) {
      this.note('doubled', `${desk.name}: event ${said.twice} (${said.k}) came to the session twice`);
    }
  }

  // --- what the plan says

  customerSays(customer, filling = '') {
    if (!customer.tab?.act || customer.tab.dead) return;
    const text = `${customer.name}-${++customer.number}. 你好${filling}`;
    const took = customer.tab.say(text);
    this.tell('customer says', { customer: customer.name, text: text.slice(0, 30), took });
    if (took !== false) customer.said.push({ text, unsure: took === null });
  }

  /** `looks`: it is a draft first, for so many looks of the workstation. */
  agentSays(desk, pick, looks) {
    if (!desk.isRunning() || !desk.ready) return null;
    const item = { text: `${desk.name}-${++desk.number}. 您好`, unsure: true };
    desk.said.push(item);
    desk.order({ do: 'say', pick, text: item.text, ...(desk.takingBack ? {} : { looks }) });
    return item;
  }

  async step(step) {
    const desk = this.desks[step.desk];
    const customer = this.customers[step.customer];
    const wire = this.wires.get(step.wire);
    switch (step.what) {
      case 'customer says':
        for (let i = 0; i < step.n; ++i) this.customerSays(customer);
        break;
      case 'agent says':
        for (let i = 0; i < step.n; ++i) this.agentSays(desk, step.pick, step.looks);
        break;
      case 'read':
      case 'wrapup':
      case 'close':
      case 'transfer':
        desk.order({ do: step.what, pick: step.pick, queue: step.queue });
        break;
      case 'status':
        desk.order({ do: 'status', status: step.status });
        break;
      case 'plan':
        wire.plan(step.lane, step.how, step.after, step.next);
        break;
      case 'repeat':
        wire.plan(step.lane, 'repeat', 0, false);
        break;
      case 'cut':
        wire.cutNow();
        break;
      case 'slow':
        wire.slow(step.ms, step.for);
        break;
      case 'take back':
        this.#meanwhile(takeBack(this, step));
        break;
      case 'clock':
        if (desk) desk.order({ do: 'clock', ms: step.ms });
        else customer.skew = step.ms;
        ++this.faults;
        break;
      case 'hub clock':
        this.hubFaults.setClock(step.ms);
        ++this.faults;
        break;
      case 'hub dies at':
        this.hubBack = step.back;
        this.hubFaults.arm(step.point, step.passes, step.micros);
        break;
      case 'desk dies at':
        desk.back = step.back;
        desk.faults.arm(step.point, step.passes, step.micros);
        break;
      case 'copy hub':
        copyHub(this);
        break;
      case 'restore hub':
        await restoreHub(this, step);
        break;
      case 'flood':
        await flood(this, step);
        break;
      case 'fill disk':
        fillDisk(this, step);
        break;
      case 'empty disk':
        emptyDisk(this, step.where);
        break;
      case 'late command':
        this.wires.get(desk.name).replayLost();
        break;
      case 'kill hub':
        this.hubBack = step.back;
        this.hub.end();
        break;
      case 'kill desk':
        desk.back = step.back;
        desk.end();
        break;
      case 'kill tab':
        Object.assign(customer, { back: step.back, reload: step.reload });
        customer.tab.kill();
        break;
      case 'tab dies at write':
        Object.assign(customer, { back: step.back, reload: true });
        customer.tab.dieAtWrite(step.writes, step.after);
        break;
      default:
        throw new Error(`no such step: ${step.what}`);
    }
  }

  #meanwhile(doing) {
    const ended = doing.catch((error) => this.note('other', error.stack)).finally(() => this.meanwhile.delete(ended));
    this.meanwhile.add(ended);
  }

  async run() {
    this.meanwhile = new Set();
    await this.begin();
    for (const step of this.plan.steps) {
      if (step.pause) await pauseOf(step.pause);
      if (step.calm) await until(() => this.#isUp(), 600, 5);
      this.tell('step', step);
      await this.step(step);
    }
    return this.end();
  }

  // --- the end

  /** Everything works again and everybody is there. */
  async #mend() {
    await Promise.all([...this.meanwhile]);
    for (const where of [...this.full.keys()]) emptyDisk(this, where);
    this.hubFaults?.disarm();
    this.hubFaults?.setClock(0);
    for (const desk of this.desks) {
      desk.faults?.disarm();
      desk.order({ do: 'clock', ms: 0 });
    }
    for (const customer of this.customers) Object.assign(customer, { skew: 0 }).tab.deathPlan = null;
    for (const wire of this.wires.values()) wire.heal();
    await until(async () => {
      await Promise.all([...this.comings]);
      return this.comings.size === 0 && this.hub.isRunning() && this.desks.every((d) => d.isRunning() && d.ready);
    }, this.patience);
    for (const desk of this.desks) {
      desk.order({ do: 'again' });
      desk.order({ do: 'status', status: 'available' });
    }
  }

  #isUp() {
    const { customers, desks } = this;
    return customers.every((c) => !c.tab.dead && c.tab.state === 'live') && desks.every((d) => d.isRunning() && d.live);
  }

  /** Tabs live with nothing on its way, workstations likewise. */
  async #isCalm() {
    for (const customer of this.customers) {
      if (customer.tab.dead || customer.tab.state !== 'live' || customer.tab.unanswered() > 0) return false;
      if (customer.tab.transcript().pending.some((p) => p.state !== 'failed')) return false;
    }
    for (const desk of this.desks) {
      const quiet = await desk.ask('quiet');
      if (!quiet?.live || quiet.toSend > 0 || quiet.drafts > 0 || quiet.store !== 0) return false;
    }
    return true;
  }

  async #judge() {
    for (const customer of this.customers) {
      customer.id ??= this.#customerId(customer);
    }
    const hub = readHub(this.hub);
    const convs = hub.conversations.map((c) => c.id);
    for (const desk of this.desks) desk.report = await desk.ask('report', { convs });
    if (this.desks.some((d) => !d.report)) return { hub, findings: [{ kind: 'other', text: 'a workstation does not report' }] };
    return { hub, findings: judge(hub, this, this.notes) };
  }

  #customerId(customer) {
    const own = `SELECT author FROM message WHERE side = 'customer' AND text LIKE '${customer.name}-%' LIMIT 1`;
    return this.hub.rows(own)[0]?.author.slice(2) ?? null;
  }

  async #settle() {
    await until(() => this.#isCalm(), this.patience, 25);
    let result;
    await until(async () => {
      result = await this.#judge();
      return result.findings.length === 0 || result.findings.length === this.notes.length;
    }, this.patience / 3, 60);
    return result;
  }

  async end() {
    await this.#mend();
    for (const customer of this.customers) customer.tab.takeTime();
    this.tell('mended');
    await until(() => this.#isCalm(), this.patience, 25);
    this.tell('calm');
    // What comes after everything else shows that everything else has come: the log is read in order.
    for (const customer of this.customers) this.customerSays(customer);
    for (const desk of this.desks) for (let pick = 0; pick < desk.capacity; ++pick) this.agentSays(desk, pick);
    const { hub, findings } = await this.#settle();
    this.over = true;
    for (const finding of findings) this.tell('finding', finding);
    const messages = hub.messages.filter((m) => m.side !== 'hub').length;
    this.tell('end', { messages, faults: this.faults, ...tally(findings) });
    if (findings.length > 0) writeFileSync(join(this.folder, 'plan.json'), JSON.stringify(this.plan));
    return { seed: this.plan.seed, messages, faults: this.faults, findings };
  }

  async close() {
    this.over = true;
    for (const customer of this.customers ?? []) customer.tab?.kill();
    for (const wire of this.wires.values()) wire.close();
    await Promise.all([...(this.desks ?? []).map((desk) => desk.end()), this.hub?.end()]);
    unmountAll(this);
    for (const file of [this.hubFaults, ...(this.desks ?? []).map((desk) => desk.faults)]) file?.close();
    this.trace.flush();
  }
}
