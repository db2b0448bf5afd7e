// SPDX-License-Identifier: GPL-3.0-or-later
// The real page, the real hub, and an agent of a few lines.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { after, afterEach, before, test } from 'node:test';
import { Agent } from '../lib/agent.js';
import { customer, launch, lines, shot } from '../lib/browser.js';
import { Hub } from '../lib/hub.js';
import { png } from '../lib/png.js';

let browser;
let hub;
let agent;
let open = [];
let shop; // a site of its own origin that embeds the widget
let stranger; // one that nobody allowed to
let stale; // one that may, and whose signature is no longer good

const site = (user = '') => createServer((request, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!DOCTYPE html><title>Shop</title><body><p>Shop</p><script src="${hub.url}/widget.js" data-lang="zh" data-accent="#7A1FA2" ${user && `data-user='${user}'`} async></script>`));
const listening = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`)));

before(async () => {
  browser = await launch();
  shop = site();
  stranger = site();
  stale = site(JSON.stringify({ id: 'u-1', name: 'Zhou', email: '', phone: '', exp: 1000000000, sig: 'ab'.repeat(32) }));
  shop.origin = await listening(shop);
  stranger.origin = await listening(stranger);
  stale.origin = await listening(stale);
  hub = new Hub({ allowed_origins: [shop.origin, stale.origin].join(',') });
  hub.run('seed-demo');
  await hub.start();
  agent = await new Agent(hub.url).signIn('lin', 'correct horse battery');
  await agent.connect();
});
after(async () => {
  agent?.close();
  await browser?.close();
  await hub?.end();
  for (const server of [shop, stranger, stale]) {
    server.closeAllConnections();
    server.close();
  }
});
afterEach(async () => {
  const was = open;
  open = [];
  for (const { context, faults } of was) {
    await context.close();
    assert.deepEqual(faults, []);
  }
});

async function visit(options, path = '/chat') {
  const visitor = await customer(browser, options);
  open.push(visitor);
  await visitor.page.goto(hub.url + path);
  await live(visitor.page);
  return visitor;
}

const live = (page) => page.locator('.chat[data-link=live]').waitFor();
const write = async (page, text) => {
  await page.locator('textarea').fill(text);
  await page.locator('textarea').press('Enter');
};
const until = async (what, say) => {
  for (let i = 0; i < 600; ++i) {
    const found = await what();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return assert.fail(`not in time: ${say}`);
};
const taken = (text) => until(() => [...agent.convs.values()].find((c) => c.agent === agent.agent.id && (c.tail ?? []).some((m) => m.text === text)), `the agent has "${text}"`);
const texts = async (page) => (await lines(page)).map((l) => l.text);

test('there and back, with marks and typing', async () => {
  const { page } = await visit();
  await shot(page, 'hub_empty');
  await write(page, 'Hello, my parcel did not come');
  const conv = await taken('Hello, my parcel did not come');
  await page.getByText(`You are talking to ${conv.agent_name}`).waitFor();
  const { cseq } = (conv.tail ?? []).find((m) => m.side === 'customer');
  await agent.command('conv.mark', { delivered: cseq }, { conv: conv.id });
  await page.locator('.mark.delivered').waitFor();
  await agent.command('conv.mark', { delivered: cseq, read: cseq }, { conv: conv.id });
  await page.locator('.mark.read').waitFor();
  agent.signal(conv.id, 'typing', 5000);
  await page.locator('.typing.on').waitFor();
  await page.locator('textarea').pressSequentially('Th');
  await until(() => agent.signals.some((sig) => sig.conv === conv.id && sig.k === 'typing'), 'typing at the agent');
  await page.locator('textarea').fill('');
  await agent.say(conv.id, 'I am looking into it');
  await page.getByText('I am looking into it').waitFor();
  await until(() => agent.events.some((ev) => ev.k === 'mark' && ev.conv === conv.id && ev.b.side === 'customer' && ev.b.read > 0), 'the customer’s read mark');
  await shot(page, 'hub_talking');
  await agent.command('conv.close', { code: 'none' }, { conv: conv.id });
  await page.getByText('This conversation has ended').waitFor();
});

test('a picture each way', async () => {
  const { page } = await visit({ lang: 'zh-CN' });
  await write(page, '您好，杯盖裂了');
  const conv = await taken('您好，杯盖裂了');
  await page.locator('input[type=file]').setInputFiles([{ name: '杯盖.png', mimeType: 'image/png', buffer: png(900, 600) }]);
  await page.locator('li.msg.mine .picture img').waitFor();
  const message = await until(() => agent.messages(conv.id).find((m) => m.kind === 'picture'), 'the picture at the agent');
  assert.deepEqual([message.file.name, message.file.w, message.file.h], ['杯盖.png', 900, 600]);
  assert.equal((await agent.fetchFile(message.file.id)).headers.get('content-length'), String(message.file.size));
  assert.equal((await agent.fetchFile(message.file.id, '?thumb=1')).headers.get('content-type'), 'image/jpeg');
  await agent.sendFile(conv.id, png(500, 700, [170, 120, 80]), 'image/png', 'part.png');
  await page.locator('li.msg.theirs .picture img').waitFor();
  await page.locator('li.msg.theirs .picture').click();
  await page.locator('dialog img[src^="blob:"]').waitFor();
  await page.keyboard.press('Escape');
  await shot(page, 'hub_pictures_zh');
});

test('offline typing through a kill of the hub: sent once on return, answered once', async () => {
  const { page } = await visit();
  await write(page, 'before the storm');
  const conv = await taken('before the storm');
  await hub.kill();
  await page.locator('.chat[data-link=waiting]').waitFor();
  await write(page, 'typed in the dark');
  await write(page, 'and again');
  await page.reload({ waitUntil: 'commit' }).catch(() => {}); // nothing answers: the page itself is gone until the hub is back
  await hub.start();
  await agent.connect();
  await page.goto(`${hub.url}/chat`);
  await live(page);
  await until(() => agent.messages(conv.id).some((m) => m.text === 'and again'), 'both at the agent');
  await agent.say(conv.id, 'Here again, and so am I');
  await page.getByText('Here again, and so am I').waitFor();
  assert.deepEqual((await texts(page)).filter(Boolean), ['before the storm', 'typed in the dark', 'and again', 'Here again, and so am I']);
  assert.deepEqual(agent.messages(conv.id).filter((m) => m.side === 'customer').map((m) => m.text), ['typed in the dark', 'and again']);
});

test('the customer ends the conversation, after being asked', async () => {
  const { page } = await visit({ width: 380 });
  const end = page.getByRole('button', { name: 'End the conversation' });
  await write(page, 'nothing more, thank you');
  const conv = await taken('nothing more, thank you');
  await end.click();
  await page.getByRole('dialog').waitFor();
  await shot(page, 'hub_leave');
  await page.getByRole('button', { name: 'Stay' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(agent.convs.get(conv.id).state, 'active');
  await end.click();
  await page.getByRole('button', { name: 'End it' }).click();
  await page.getByText('You ended the conversation').waitFor();
  await end.waitFor({ state: 'hidden' });
  await until(() => agent.convs.get(conv.id).state === 'wrapup', 'the agent is told');
});

test('a customer says how to be reached; the agent sees it', async () => {
  const { page } = await visit({ lang: 'zh-CN' });
  await write(page, '方便的时候打给我');
  const conv = await taken('方便的时候打给我');
  await page.getByRole('button', { name: '联系方式' }).click();
  await page.getByLabel('称呼').fill('周女士');
  await page.getByLabel('电话').fill('13800001111');
  await shot(page, 'hub_details_zh');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const told = await until(() => agent.events.find((ev) => ev.k === 'customer' && ev.b.customer?.name === '周女士'), 'the profile at the agent');
  assert.equal(told.b.customer.fields.phone, '13800001111');
  assert.equal(conv.customer, told.b.customer.id);
  // What was left empty has not been cleared.
  await page.getByRole('button', { name: '联系方式' }).click();
  assert.equal(await page.getByLabel('称呼').inputValue(), '周女士');
  await page.getByLabel('邮箱').fill('zhou@example.com');
  await page.keyboard.press('Enter');
  const again = await until(() => agent.events.find((ev) => ev.k === 'customer' && ev.b.customer?.fields?.email), 'the address at the agent');
  assert.equal(again.b.customer.fields.phone, '13800001111');
});

test('the page was closed; the answer is there on return', async () => {
  const { page, context } = await visit();
  await write(page, 'I will be back');
  const conv = await taken('I will be back');
  await page.close();
  await agent.say(conv.id, 'It ships tomorrow');
  const back = await context.newPage();
  await back.goto(`${hub.url}/chat`);
  await back.getByText('It ships tomorrow').waitFor();
  assert.deepEqual((await texts(back)).filter(Boolean), ['I will be back', 'It ships tomorrow']);
});

test('two tabs, one customer: both see everything once', async () => {
  const { page, context } = await visit();
  const second = await context.newPage();
  await second.goto(`${hub.url}/chat`);
  await live(second);
  await write(page, 'tab one');
  const conv = await taken('tab one');
  await write(second, 'tab two');
  await agent.say(conv.id, 'hello both');
  for (const tab of [page, second]) {
    await tab.getByText('hello both').waitFor();
    await until(async () => (await texts(tab)).filter(Boolean).length === 3, 'three lines');
  }
});

test('a customer the site vouches for is known again in another browser', async () => {
  const exp = Math.floor(Date.now() / 1000) + 600;
  const fields = ['u-77', 'Zhou Min', 'zhou@example.org', '13800000000', String(exp)];
  const sig = createHmac('sha256', 'shared with the site').update(fields.join('\n')).digest('hex');
  const user = { id: fields[0], name: fields[1], email: fields[2], phone: fields[3], exp, sig };
  const ask = async (body) => {
    const response = await fetch(`${hub.url}/api/v1/visitor`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    return { status: response.status, ...(await response.json()) };
  };
  const one = await ask({ user });
  const two = await ask({ user });
  assert.equal(one.status, 200);
  assert.match(one.customer.id, /^[A-Za-z0-9_-]{1,64}$/);
  assert.equal(one.customer.id, two.customer.id);
  assert.notEqual(one.token, two.token);
  assert.equal((await ask({ user: { ...user, id: 'u-78' } })).status, 403);
});

test('a stranger’s file stays a stranger’s', async () => {
  const { page } = await visit();
  await write(page, 'look at this');
  const conv = await taken('look at this');
  await page.locator('input[type=file]').setInputFiles([{ name: 'a.png', mimeType: 'image/png', buffer: png(64, 64) }]);
  const { file } = await until(() => agent.messages(conv.id).find((m) => m.kind === 'picture'), 'the picture');
  const stranger = await visit();
  const status = await stranger.page.evaluate(async (id) => (await fetch(`/api/v1/files/${id}`, { headers: { Authorization: `Bearer ${localStorage.getItem('liaison.token')}` } })).status, file.id);
  assert.equal(status, 404);
});

test('a site of another origin embeds the widget, if it may', async () => {
  const visitor = await customer(browser, { width: 1000, height: 760 });
  open.push(visitor);
  const { page } = visitor;
  await page.goto(shop.origin);
  await page.getByRole('button', { name: '打开在线客服' }).click();
  const chat = page.frameLocator('iframe');
  await chat.locator('.chat[data-link=live]').waitFor();
  await chat.locator('textarea').fill('在商店里问一句');
  await chat.locator('textarea').press('Enter');
  const conv = await taken('在商店里问一句');
  assert.equal(conv.source.title, 'Shop');
  assert.ok(conv.source.url.startsWith(shop.origin));
  await agent.say(conv.id, '您好');
  await chat.getByText('您好', { exact: true }).waitFor();
  await shot(page, 'hub_widget_zh');
});

test('a site whose signature is too old gets an anonymous visitor, the same at each visit', async () => {
  const visitor = await customer(browser, { width: 1000, height: 760 });
  open.push(visitor);
  const { page } = visitor;
  const enter = async () => {
    await page.goto(stale.origin);
    await page.getByRole('button', { name: '打开在线客服' }).click();
    const chat = page.frameLocator('iframe');
    await chat.locator('.chat[data-link=live]').waitFor();
    return chat;
  };
  const chat = await enter();
  await chat.locator('textarea').fill('不登录也能留言');
  await chat.locator('textarea').press('Enter');
  await taken('不登录也能留言');
  const again = await enter();
  await again.getByText('不登录也能留言').waitFor();
});

test('a site that nobody allowed gets no chat into its page', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
  await page.goto(stranger.origin);
  await refused;
  await page.getByRole('button', { name: '打开在线客服' }).click();
  assert.equal(await page.frameLocator('iframe').locator('textarea').count(), 0);
  await context.close();
});
