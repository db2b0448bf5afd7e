// SPDX-License-Identifier: GPL-3.0-or-later
// The real page against a hub that does as it is told.
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { customer, launch, lines, shot } from '../lib/browser.js';
import { MockHub } from '../lib/mock_hub.js';
import { png } from '../lib/png.js';

let browser;
let hub;
let open;

before(async () => {
  browser = await launch();
});
after(() => browser.close());
beforeEach(async () => {
  hub = await new MockHub().start();
  open = [];
});
afterEach(async () => {
  for (const { context, faults } of open) {
    await context.close();
    assert.deepEqual(faults, []);
  }
  await hub.stop();
});

async function visit(options = {}, path = '/chat') {
  const visitor = await customer(browser, options);
  open.push(visitor);
  await visitor.page.goto(hub.url + path);
  if (path.startsWith('/chat')) await live(visitor.page);
  return visitor;
}

const live = (page) => page.locator('.chat[data-link=live]').waitFor();
const write = async (page, text) => {
  await page.locator('textarea').fill(text);
  await page.locator('textarea').press('Enter');
};
const mine = (page, n = 1) => page.locator('li.msg.mine .mark:is(.sent,.delivered,.read)').nth(n - 1).waitFor();
const until = async (what, say = 'in time') => {
  for (let i = 0; i < 400; ++i) {
    if (await what()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`not ${say}`);
};
const sends = () => hub.commands.filter((c) => c.k === 'msg.send');
const chosen = (name, mimeType, buffer) => ({ name, mimeType, buffer });

test('offline: what is typed is kept, shown as waiting, and sent once on return', async () => {
  const { page } = await visit();
  await write(page, 'before');
  await mine(page);
  await hub.cut();
  await page.locator('.band').waitFor();
  await write(page, 'while offline');
  await page.locator('li.pending').waitFor();
  await shot(page, 'offline_light_en');
  assert.equal((await lines(page)).at(-1).mark, 'Will be sent');
  await hub.start();
  await mine(page, 2);
  assert.deepEqual((await lines(page)).map((l) => l.text), ['before', 'while offline']);
  assert.equal(new Set(sends().map((c) => c.cid)).size, 2);
});

test('a reload while offline loses nothing: outbox, draft, history', async () => {
  const { page } = await visit();
  await write(page, 'one');
  await mine(page);
  hub.silent = true; // takes what comes, answers nothing
  await write(page, 'two');
  await page.locator('li.pending').waitFor();
  await page.locator('textarea').fill('half a thought');
  hub.silent = false;
  await page.reload();
  await mine(page, 2);
  assert.deepEqual((await lines(page)).map((l) => l.text), ['one', 'two']);
  assert.equal(await page.locator('textarea').inputValue(), 'half a thought');
  assert.equal(hub.msgs.filter((m) => m.text === 'two').length, 1);
});

test('a closed tab’s unsent message is sent by the next one, under the same id', async () => {
  const { page, context } = await visit();
  hub.silent = true;
  await write(page, 'do not lose me');
  await page.locator('li.pending').waitFor();
  const [entry] = await page.evaluate(() => Object.keys(localStorage).filter((k) => k.startsWith('liaison.outbox.')).flatMap((k) => JSON.parse(localStorage[k])));
  await page.close();
  hub.silent = false;
  const next = await context.newPage();
  await next.goto(`${hub.url}/chat`);
  await mine(next);
  assert.deepEqual(hub.msgs.map((m) => m.mid), [entry.cid]);
});

test('two tabs show the same and double nothing', async () => {
  const { page, context } = await visit();
  const second = await context.newPage();
  await second.goto(`${hub.url}/chat`);
  await live(second);
  await write(page, 'from one');
  await write(second, 'from two');
  await mine(page, 2);
  await mine(second, 2);
  assert.deepEqual((await lines(page)).map((l) => l.text), (await lines(second)).map((l) => l.text));
  assert.equal(hub.msgs.length, 2);
  const devices = await Promise.all([page, second].map((p) => p.evaluate(() => sessionStorage.getItem('liaison.device'))));
  assert.notEqual(devices[0], devices[1]);
});

test('Enter sends, Shift+Enter does not, and neither does Enter that ends a composition', async () => {
  const { page } = await visit();
  const input = page.locator('textarea');
  await input.fill('one');
  await input.press('Shift+Enter');
  await input.pressSequentially('two');
  await input.dispatchEvent('compositionstart');
  await input.press('Enter');
  await input.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
  assert.equal(sends().length, 0);
  await input.dispatchEvent('compositionend');
  await input.fill('one\ntwo');
  await input.press('Enter');
  await mine(page);
  assert.equal(sends()[0].b.text, 'one\ntwo');
  await input.press('Enter');
  assert.equal(sends().length, 1);
});

test('place, agent, typing, marks: in words', async () => {
  const { page } = await visit();
  await write(page, 'Hello');
  await mine(page);
  hub.setPlace({ state: 'waiting', place: 3, wait_min_s: 120, wait_max_s: 300, agents: 2 });
  await page.getByText('You are number 3 in the queue · about 2–5 min').waitFor();
  hub.setPlace({ state: 'waiting', place: 1, agents: 0 });
  await page.getByText('Nobody is here at the moment').waitFor();
  hub.change('active', { agent: 'lin', agent_name: 'Lin Xiao' });
  await page.getByText('You are talking to Lin Xiao').waitFor();
  hub.typing();
  await page.getByText('Lin Xiao is typing…').waitFor();
  hub.mark('agent', 1, 0);
  await page.locator('.mark.delivered').waitFor();
  hub.mark('agent', 1, 1);
  await page.locator('.mark.read').waitFor();
  hub.say({ text: 'Hi' });
  await until(() => hub.conv.marks.customer.read >= hub.conv.cseq, 'read');
  hub.change('closed');
  await page.getByText('This conversation has ended').waitFor();
});

test('a picture: progress, thumbnail, whole view; a file: a card', async () => {
  const { page } = await visit();
  await page.locator('input[type=file]').setInputFiles([chosen('lid.png', 'image/png', png(640, 480))]);
  await page.locator('li.msg.mine .picture img').waitFor();
  assert.equal(sends()[0].b.kind, 'picture');
  hub.change('active', { agent: 'lin', agent_name: 'Lin Xiao' });
  hub.say({ kind: 'file', file: hub.addFile(Buffer.from('%PDF-1.4'), 'application/pdf', 'Guarantee and return form 2026.pdf') });
  hub.say({ kind: 'picture', file: hub.addFile(png(800, 1200, [180, 140, 90]), 'image/png', 'part.png', 800, 1200) });
  await page.locator('li.msg.theirs .picture img').waitFor();
  await shot(page, 'pictures_light_en');
  await page.locator('li.msg.theirs .picture').click();
  await page.locator('dialog img[src^="blob:"]').waitFor();
  await page.keyboard.press('Escape');
  await until(async () => (await page.locator('dialog').count()) === 0, 'closed');
  const download = page.waitForEvent('download');
  await page.locator('button.file').click();
  assert.equal((await download).suggestedFilename(), 'Guarantee and return form 2026.pdf');
});

test('what cannot be sent says why; what failed can be tried again', async () => {
  const { page } = await visit();
  await page.locator('input[type=file]').setInputFiles([chosen('run.exe', 'application/x-msdownload', Buffer.from('MZ'))]);
  await page.getByText('Files of this type cannot be sent').waitFor();
  await page.locator('input[type=file]').setInputFiles([chosen('huge.png', 'image/png', Buffer.alloc((1 << 20) + 1))]);
  await page.getByText('Larger than 1 MB').waitFor();
  hub.refuseUpload = { status: 507, code: 'full' };
  await page.locator('input[type=file]').setInputFiles([chosen('lid.png', 'image/png', png(300, 200))]);
  await page.getByText('The server has no room at the moment').waitFor();
  await shot(page, 'failed_light_en');
  assert.equal(sends().length, 0);
  hub.refuseUpload = null;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('li.msg.mine .picture img').waitFor();
  await page.getByRole('button', { name: 'Discard' }).first().click();
  await page.getByRole('button', { name: 'Discard' }).first().click();
  assert.equal(await page.locator('li.pending').count(), 0);
  assert.equal(hub.msgs.length, 1);
});

test('a refused message says so, and goes out again as a new one', async () => {
  const { page } = await visit();
  hub.refuseCommand = () => ({ code: 'rate', retry: 'never' });
  await write(page, 'too fast');
  await page.getByText('Too many at once; try again shortly').waitFor();
  hub.refuseCommand = null;
  await page.getByRole('button', { name: 'Try again' }).click();
  await mine(page);
  assert.equal(new Set(sends().map((c) => c.cid)).size, 2);
  assert.equal(hub.msgs.length, 1);
});

test('an old message asks before it is sent', async () => {
  const { page } = await visit();
  hub.refuseCommand = (f) => (f.k === 'msg.send' && !f.confirmed ? { code: 'stale_cmd', retry: 'confirm' } : null);
  await write(page, 'old news');
  await page.getByText('Written a while ago. Send it now?').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Send now' }).click();
  await mine(page);
  assert.equal(sends().at(-1).confirmed, true);
});

test('dropped and pasted files are sent', async () => {
  const { page } = await visit();
  const bytes = [...png(40, 40)];
  for (const kind of ['drop', 'paste']) {
    await page.evaluate(([type, data]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(data)], `${type}.png`, { type: 'image/png' }));
      const target = document.querySelector(type === 'drop' ? '.chat' : 'textarea');
      target.dispatchEvent(type === 'drop' ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }) : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
    }, [kind, bytes]);
  }
  await until(() => hub.msgs.length === 2, 'both sent');
  assert.deepEqual([...hub.files.values()].map((f) => f.name).sort(), ['drop.png', 'paste.png']);
});

test('a token that is no longer good is replaced without a word', async () => {
  const { page } = await visit();
  const token = await page.evaluate(() => localStorage.getItem('liaison.token'));
  hub.closeWith = 4001;
  for (const link of hub.links) link.socket.close(4001);
  await until(async () => (await page.evaluate(() => localStorage.getItem('liaison.token'))) !== token, 'a new token');
  hub.closeWith = 0;
  await live(page);
});

test('older messages come when scrolling up, and the text stays where it is', async () => {
  hub.open('active', { agent_name: 'Lin Xiao' });
  for (let i = 1; i <= 90; ++i) hub.say({ text: `line ${i}`, at: Date.now() - (100 - i) * 1000 });
  const { page } = await visit();
  assert.equal((await lines(page)).length, 30);
  const anchor = page.getByText('line 61', { exact: true });
  await page.locator('.scroller').evaluate((s) => { s.scrollTop = 0; });
  await until(async () => (await lines(page)).length === 80, 'older ones there');
  assert.ok(await anchor.isVisible());
  const box = await anchor.boundingBox();
  assert.ok(box.y > 0 && box.y < 700, `line 61 stays on the screen: ${box.y}`);
  await page.locator('.scroller').evaluate((s) => { s.scrollTop = 0; });
  await until(async () => (await lines(page)).length === 90, 'all there');
  assert.deepEqual((await lines(page)).map((l) => l.text), Array.from({ length: 90 }, (_, i) => `line ${i + 1}`));
  assert.equal(await page.locator('.older').isVisible(), false);
});

test('what strangers write is text: no markup, no foreign address', async () => {
  const { page } = await visit();
  hub.open('active');
  const nasty = '<img src=x onerror=alert(1)> <b>x</b> javascript:alert(1) https://example.org/?q=<script>';
  hub.say({ text: nasty, by_name: '<i>Lin</i>' });
  hub.say({ kind: 'file', file: { id: 'none-none', name: '"><script>alert(1)</script>.pdf', mime: 'application/pdf', size: 1 } });
  await until(async () => (await lines(page)).length === 2, 'shown');
  assert.equal((await lines(page))[0].text, nasty);
  assert.equal(await page.locator('.log img, .log b, .log i, .log script').count(), 0);
  const links = await page.locator('.log a').evaluateAll((all) => all.map((a) => [a.href, a.rel, a.target]));
  assert.deepEqual(links, [['https://example.org/?q=', 'noopener noreferrer nofollow', '_blank']]);
});

test('unread messages count in the title until they are seen', async () => {
  hub.open('active', { agent_name: 'Lin Xiao' });
  for (let i = 1; i <= 40; ++i) hub.say({ text: `line ${i}` });
  const { page } = await visit();
  await until(async () => (await page.title()) === 'Harbour Goods', 'nothing unread');
  await page.locator('.scroller').evaluate((s) => { s.scrollTop = 300; });
  await page.locator('.newest').waitFor();
  hub.say({ text: 'are you there?' });
  await until(async () => (await page.title()) === '(1) Harbour Goods', 'counted');
  await page.locator('.newest').click();
  await until(async () => (await page.title()) === 'Harbour Goods', 'seen');
});

test('the widget: a button, an iframe, unread count, identity only after a good origin', async () => {
  const { page } = await visit({ width: 1000, height: 760 }, '/');
  const frame = page.frameLocator('iframe');
  const button = page.getByRole('button', { name: 'Open chat' });
  await button.waitFor();
  assert.equal(hub.links.size, 0); // nobody is connected, nobody is made up, before the chat is opened
  await button.click();
  await frame.locator('.chat[data-link=live]').waitFor();
  await frame.locator('textarea').fill('from the widget');
  await frame.locator('textarea').press('Enter');
  await frame.locator('li.msg.mine .mark.sent').waitFor();
  await shot(page, 'widget_light_en');
  await page.getByRole('button', { name: 'Close chat' }).click();
  hub.change('active', { agent_name: 'Lin Xiao' });
  hub.say({ text: 'Here is the answer' });
  await page.getByRole('button', { name: 'Open chat, 1 unread messages' }).waitFor();
  await page.getByRole('button', { name: /Open chat/ }).click();
  await until(() => hub.conv.marks.customer.read >= hub.conv.cseq, 'read');
});

for (const [lang, name] of [['en-GB', 'en'], ['zh-CN', 'zh']]) {
  for (const dark of [false, true]) {
    test(`at 320 px in ${name}, ${dark ? 'dark' : 'light'}: nothing sticks out, every text can be read`, async () => {
      const zh = name === 'zh';
      const { page } = await visit({ lang, dark, width: 320, height: 568 });
      const looks = dark ? 'dark' : 'light';
      await shot(page, `empty_320_${looks}_${name}`);
      await write(page, zh ? '你好，昨天收到的破壁机，杯盖有条裂缝。订单号 SO20261118-2207' : 'Hello, the lid of the blender that came yesterday has a crack. https://shop.example/orders/SO20261118-2207/very/long/path/that/does/not/end');
      await mine(page);
      hub.say({ kind: 'system', side: 'hub', by_name: '', text: 'queued', args: {} });
      hub.setPlace({ state: 'waiting', place: 3, wait_min_s: 120, wait_max_s: 300, agents: 2 });
      await page.locator('.status').waitFor();
      await shot(page, `waiting_320_${looks}_${name}`);
      hub.change('active', { agent_name: zh ? '林晓' : 'Lin Xiao' });
      hub.say({ kind: 'system', side: 'hub', by_name: '', text: 'assigned', args: { agent: zh ? '林晓' : 'Lin Xiao' } });
      hub.say({ text: zh ? '您好，非常抱歉给您添麻烦了。请发一张照片给我看看，好吗？' : 'I am sorry about that. Could you send me a picture of it, please?' });
      hub.mark('agent', 1, 1);
      hub.say({ kind: 'file', file: hub.addFile(Buffer.from('%PDF-1.4'), 'application/pdf', zh ? '保修和退换货说明_2026版_请仔细阅读.pdf' : 'Guarantee_and_return_conditions_2026_please_read.pdf') });
      hub.say({ text: `${'x'.repeat(200)}` });
      hub.typing();
      await until(async () => (await lines(page)).length === 4, 'all shown');
      await shot(page, `talking_320_${looks}_${name}`);
      const wide = await page.evaluate(() => [document.documentElement.scrollWidth, ...[...document.querySelectorAll('.scroller, .bubble, header, footer')].map((e) => (e.scrollWidth > e.clientWidth + 1 ? e.className : 0))].filter((v) => v && v !== 320));
      assert.deepEqual(wide, []);
      assert.deepEqual(await page.evaluate(contrastFaults), []);
      await page.setViewportSize({ width: 1000, height: 760 });
      await shot(page, `talking_1000_${looks}_${name}`);
    });
  }
}

test('keyboard and screen reader: a name for every control, the log announces', async () => {
  const { page } = await visit();
  await write(page, 'Hello');
  await mine(page);
  const log = page.getByRole('log', { name: 'Messages' });
  assert.equal(await log.getAttribute('aria-live'), 'polite');
  const nameless = await page.locator('button, textarea, input:not([hidden])').evaluateAll((all) => all.filter((e) => e.offsetParent && !e.getAttribute('aria-label') && !e.textContent.trim()).length);
  assert.equal(nameless, 0);
  const order = [];
  await page.locator('.scroller').focus();
  for (let i = 0; i < 4; ++i) {
    order.push(await page.evaluate(() => document.activeElement.className || document.activeElement.tagName));
    await page.keyboard.press('Tab');
  }
  assert.deepEqual(order.slice(0, 4), ['scroller', 'icon attach', 'TEXTAREA', 'send']);
});

// Runs in the page: every text against the background behind it, 4.5:1.
function contrastFaults() {
  const rgb = (text) => text.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const c = rgb(getComputedStyle(at).backgroundColor);
      if (c.length < 4 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const faults = [];
  for (const e of document.querySelectorAll('*')) {
    const words = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!words || !e.offsetParent || e.closest('.seen-only-by-readers')) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faults.push(`${e.tagName}.${e.className} ${ratio.toFixed(2)}`);
  }
  return faults;
}
