// SPDX-License-Identifier: GPL-3.0-or-later
// The customer's browser of the story: a real Chromium, driven by lines of JSON on standard input, one answer a line on standard output.
// {do:"visit",url} {do:"write",text} {do:"picture",name,w,h} {do:"read"} {do:"leave"} {do:"shot",path} {do:"end"}
import { createInterface } from 'node:readline';
import { customer, launch, lines } from '../../web/lib/browser.js';
import { png } from '../../web/lib/png.js';

const browser = await launch();
const { context, page: first, faults } = await customer(browser, { lang: 'zh-CN' });
let page = first;

const actions = {
  async visit({ url }) {
    page ??= await context.newPage();
    await page.goto(url);
  },
  async write({ text }) {
    await page.locator('textarea').fill(text);
    await page.locator('textarea').press('Enter');
  },
  async picture({ name, w, h }) {
    await page.locator('input[type=file]').setInputFiles([{ name, mimeType: 'image/png', buffer: png(w, h) }]);
  },
  /** What the customer reads: every line with its mark, how many pictures of the other side are really painted, the link's state. */
  async read() {
    const painted = await page.locator('li.msg.theirs .picture img').evaluateAll((images) => images.filter((i) => i.complete && i.naturalWidth > 0).length);
    const marks = await page.locator('li.msg.mine').evaluateAll((items) => items.map((li) => ['read', 'delivered', 'sent'].find((c) => li.querySelector(`.mark.${c}`)) ?? ''));
    const link = await page.locator('.chat').getAttribute('data-link');
    return { lines: await lines(page), marks, painted, link, faults };
  },
  /** Closes the page; the browser, with what it has stored, stays. */
  async leave() {
    await page.close();
    page = null;
  },
  async shot({ path }) {
    await page.screenshot({ path });
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (asked.do === 'end') break;
  try {
    const result = (await actions[asked.do](asked)) ?? {};
    process.stdout.write(`${JSON.stringify({ ok: true, ...result })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ ok: false, error: String(error) })}\n`);
  }
}
await browser.close();
