// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export function launch() {
  return chromium.launch({ executablePath: process.env.LIAISON_CHROMIUM ?? '/usr/bin/chromium', args: flags });
}

/** A customer's browser: an own profile, watched for errors and for anything the page's policy had to stop. */
export async function customer(browser, { lang = 'en-GB', dark = false, width = 900, height = 700 } = {}) {
  const context = await browser.newContext({ locale: lang, timezoneId: 'Asia/Shanghai', colorScheme: dark ? 'dark' : 'light', viewport: { width, height } });
  const faults = [];
  await context.addInitScript(() => {
    window.addEventListener('securitypolicyviolation', (event) => console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));
  });
  context.on('page', (page) => watch(page, faults));
  const page = await context.newPage();
  return { context, page, faults };
}

function watch(page, faults) {
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !/ERR_(CONNECTION_REFUSED|INTERNET_DISCONNECTED|EMPTY_RESPONSE|CONNECTION_RESET)|WebSocket connection|Failed to load resource/.test(text)) faults.push(text);
  });
}

export async function shot(page, name) {
  const folder = process.env.LIAISON_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}

/** Every line of the conversation as read: text of the bubble, and the mark under it. */
export function lines(page) {
  return page.locator('li.msg').evaluateAll((items) => items.map((li) => ({ mine: li.classList.contains('mine'), text: li.querySelector('.text')?.textContent ?? '', mark: li.querySelector('.mark')?.textContent ?? '' })));
}
