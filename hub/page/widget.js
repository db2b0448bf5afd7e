// SPDX-License-Identifier: GPL-3.0-or-later
// Liaison's widget: one script tag gives a site a button and, in an iframe of the hub's own origin, the chat.
//   <script src="https://desk.example/widget.js" data-lang="zh" data-accent="#0F6CBD" data-position="left" async></script>
//   Liaison.open(), Liaison.close(), Liaison.identify({id, name, email, phone, exp, sig})
(() => {
  'use strict';
  const script = document.currentScript;
  if (!script || window.Liaison) return;
  const hub = new URL(script.src).origin;
  const { lang, accent, position, user: userText } = script.dataset;
  const left = position === 'left';
  const wanted = [lang, ...navigator.languages].map((l) => String(l ?? '').toLowerCase().split('-')[0]).find((l) => l === 'zh' || l === 'en');
  const words = wanted === 'zh' ? { open: '打开在线客服', close: '关闭在线客服', unread: '{n} 条未读消息' } : { open: 'Open chat', close: 'Close chat', unread: '{n} unread messages' };
  const colour = /^#[0-9a-f]{6}$/i.test(accent ?? '') ? accent : '#0F6CBD';
  const channel = (i) => parseInt(colour.slice(i, i + 2), 16) / 255;
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = 0.2126 * linear(channel(1)) + 0.7152 * linear(channel(3)) + 0.0722 * linear(channel(5));
  const on = 1.05 / (light + 0.05) >= 4.5 ? '#ffffff' : '#0b1016';

  let user = null;
  let isOpen = false;
  let isReady = false;
  let unread = 0;
  try {
    user = userText ? JSON.parse(userText) : null;
  } catch {
    user = null;
  }

  // A shadow root keeps the site's style sheets out; styles are set by script, so the site's policy needs no exception for us.
  const root = document.createElement('div');
  const shadow = root.attachShadow({ mode: 'open' });
  const style = (element, rules) => Object.assign(element.style, rules);
  style(root, { position: 'fixed', zIndex: '2147483000', bottom: '0', [left ? 'left' : 'right']: '0', width: '0', height: '0' });

  const button = document.createElement('button');
  button.type = 'button';
  style(button, {
    position: 'fixed', bottom: '20px', [left ? 'left' : 'right']: '20px', width: '56px', height: '56px', padding: '0', border: '0',
    borderRadius: '50%', background: colour, color: on, cursor: 'pointer', boxShadow: '0 4px 16px rgba(0,0,0,.22)', display: 'grid', placeItems: 'center',
  });
  const svg = 'http://www.w3.org/2000/svg';
  const icon = document.createElementNS(svg, 'svg');
  icon.setAttribute('viewBox', '0 0 20 20');
  icon.setAttribute('width', '28');
  icon.setAttribute('height', '28');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('fill', 'currentColor');
  icon.append(path);
  const shapes = {
    closed: 'M10 2a8 8 0 1 1-3.61 15.14l-.12-.07-3.65.92a.5.5 0 0 1-.62-.45v-.08l.01-.08.92-3.64-.07-.12a8 8 0 0 1-.83-2.9l-.02-.37L2 10a8 8 0 0 1 8-8m.5 9H7.41a.5.5 0 0 0 0 1h3.18a.5.5 0 0 0 0-1zm2-3H7.41a.5.5 0 0 0 0 1h5.18a.5.5 0 0 0 0-1z',
    open: 'm4.09 4.22.06-.07a.5.5 0 0 1 .63-.06l.07.06L10 9.29l5.15-5.14a.5.5 0 0 1 .63-.06l.07.06c.18.17.2.44.06.63l-.06.07L10.71 10l5.14 5.15c.18.17.2.44.06.63l-.06.07a.5.5 0 0 1-.63.06l-.07-.06L10 10.71l-5.15 5.14a.5.5 0 0 1-.63.06l-.07-.06a.5.5 0 0 1-.06-.63l.06-.07L9.29 10 4.15 4.85a.5.5 0 0 1-.06-.63l.06-.07z',
  };
  const badge = document.createElement('span');
  style(badge, {
    position: 'absolute', top: '-2px', right: '-2px', minWidth: '20px', height: '20px', padding: '0 5px', boxSizing: 'border-box', borderRadius: '10px',
    background: '#C4262E', color: '#ffffff', font: '600 12px/20px system-ui, sans-serif', textAlign: 'center', display: 'none',
  });
  button.append(icon, badge);
  button.addEventListener('focus', () => button.matches(':focus-visible') && style(button, { outline: `2px solid ${colour}`, outlineOffset: '3px' }));
  button.addEventListener('blur', () => style(button, { outline: 'none' }));
  button.addEventListener('click', () => show(!isOpen));

  const frame = document.createElement('iframe');
  const source = new URL('/chat', hub);
  source.searchParams.set('host', location.origin);
  if (lang) source.searchParams.set('lang', lang);
  if (accent) source.searchParams.set('accent', accent);
  frame.title = words.open;
  frame.allow = 'clipboard-write';
  frame.src = source.href;
  const narrow = window.matchMedia('(max-width: 480px)');
  const place = () => {
    const full = narrow.matches;
    style(frame, {
      position: 'fixed', border: '0', colorScheme: 'normal', background: 'Canvas', visibility: isOpen ? 'visible' : 'hidden',
      bottom: full ? '0' : '88px', left: full || left ? (full ? '0' : '20px') : 'auto', right: full || !left ? (full ? '0' : '20px') : 'auto',
      width: full ? '100%' : '384px', height: full ? '100%' : 'min(640px, calc(100vh - 108px))', borderRadius: full ? '0' : '12px',
      boxShadow: full ? 'none' : '0 8px 32px rgba(0,0,0,.24)',
    });
    style(button, { display: full && isOpen ? 'none' : 'grid' });
  };
  narrow.addEventListener('change', place);

  const tell = (name, detail) => isReady && frame.contentWindow?.postMessage({ liaison: name, detail }, hub);
  const greet = () => tell('hello', { user, site: { url: location.href.split('#')[0], title: document.title } });

  function draw() {
    path.setAttribute('d', isOpen ? shapes.open : shapes.closed);
    button.setAttribute('aria-expanded', String(isOpen));
    const count = unread > 0 && !isOpen;
    badge.textContent = unread > 99 ? '99+' : String(unread);
    badge.style.display = count ? 'block' : 'none';
    button.setAttribute('aria-label', (isOpen ? words.close : words.open) + (count ? `, ${words.unread.replace('{n}', unread)}` : ''));
    place();
  }

  function show(open) {
    isOpen = open;
    tell('open', isOpen);
    draw();
    if (!isOpen) button.focus();
  }

  window.addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow || event.origin !== hub) return;
    const { liaison, detail } = event.data ?? {};
    if (liaison === 'ready') {
      isReady = true;
      greet();
      if (isOpen) tell('open', true);
    } else if (liaison === 'unread') {
      unread = Number(detail) || 0;
      draw();
    } else if (liaison === 'minimize') {
      show(false);
    }
  });

  window.Liaison = Object.freeze({
    open: () => show(true),
    close: () => show(false),
    identify: (who) => {
      user = who ?? null;
      greet();
    },
  });

  shadow.append(frame, button);
  draw();
  const attach = () => document.body.append(root);
  if (document.body) attach();
  else document.addEventListener('DOMContentLoaded', attach);
})();
