/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What this phone says on every page: how many records have not been sent, that a page was kept
 * and is not today's, and what is left on the phone by somebody who signs out.
 */
import { forgetDrafts } from './drafts.js';
import { drain, onChange, tellChange } from './outbox.js';
import { account, ask, element, keptAt, momentOf, tell } from './page.js';
import { entries, note, removeNote } from './store.js';
import { say } from './words.js';

const AGAIN_MS = 30_000;
const DAY_MS = 86_400_000;
const WARN_DAYS = 5; /* after 7 days without use some phones throw away what a site keeps */

async function mine() {
  return (await entries()).filter((entry) => entry.account === account);
}

/* Nobody is signed in, and somebody's records are still here. */
async function showWaiting() {
  const { length } = await entries();
  if (length > 0)
    tell('unsent', element('a', { href: '/sign-in', id: 'unsent-count', 'data-count': length },
      say('这部手机里有%s条还没发出，登录后自动发出', length)));
}

function agoDays(entry) {
  return Math.floor((Date.now() - entry.writtenAt) / DAY_MS);
}

async function showUnsent() {
  const all = await mine();
  const refused = all.filter((entry) => entry.refused !== null).length;
  if (all.length === 0) {
    tell('unsent');
    tell('old');
    return;
  }
  const words = refused > 0 ? say('%s条还没发出，其中%s条要您看一下', all.length, refused)
    : say('%s条还没发出', all.length);
  tell('unsent', element('a', { href: '/outbox', id: 'unsent-count', 'data-count': all.length },
    words));
  const days = Math.max(...all.map(agoDays));
  if (days >= WARN_DAYS)
    tell('old', say('最早的一条已经存了%s天。手机可能会清掉存得太久的内容，请尽快到有网的地方打开本页。', days));
  else
    tell('old');
}

async function send() {
  if ((await mine()).length === 0)
    return;
  const state = await drain();
  if (state === 'signed-out' && account !== 0 && !keptAt)
    tell('signed-out', say('登录过期，没发出的要登录后才能发。'), element('a', { href:
      `/sign-in?next=${encodeURIComponent(location.pathname)}` }, say('去登录')));
  else if (state === 'empty')
    tell('signed-out');
}

/* A failure to read the storage must not break the page. */
function trying(work) {
  return () => work().catch(() => {});
}

function sayKeptPage() {
  if (keptAt)
    tell('old-page', say('现在没有网络，这是%s存下的页面。', momentOf(Number(keptAt))));
}

async function leave(form) {
  forgetDrafts();
  await removeNote('sent');
  tellChange();
  form.submit();
}

/* Signing out: unsent records stay, so it is asked first; drafts go. */
async function onLeaving(form) {
  const count = (await mine()).length;
  if (count === 0) {
    await leave(form);
    return;
  }
  ask(say('还有%s条没有发出。退出后仍存在这部手机里，别人看不到，等您下次登录再发。现在退出吗？', count),
    element('button', { class: 'button button-grave' }, say('退出')), () => leave(form));
}

export function watchLeaving(event) {
  const form = event.target;
  if (form.getAttribute('action') !== '/sign-out')
    return false;
  event.preventDefault();
  onLeaving(form).catch(() => form.submit());
  return true;
}

/* What the page for lack of network offers instead. */
async function listKept() {
  const place = document.getElementById('kept-pages');
  const who = place === null ? undefined : await note('who');
  if (who === undefined)
    return;
  const list = element('ul', { class: 'menu' }, '');
  who.pages.forEach((page) => {
    const line = element('li', {}, '');
    line.append(element('a', { href: page.href }, page.title));
    list.append(line);
  });
  place.append(list);
}

function keepPages() {
  const worker = navigator.serviceWorker;
  const saves = navigator.connection && navigator.connection.saveData;
  worker.register(`/sw.js${new URL(document.querySelector("script[src*='app.js']").src).search}`)
    .then(() => worker.ready)
    .then((ready) => ready.active.postMessage({ keep: saves ? 'little' : 'all',
      language: document.documentElement.lang }))
    .catch(() => {});
}

export function watchPhone() {
  if (!window.indexedDB)
    return;
  sayKeptPage();
  listKept().catch(() => {});
  if (account === 0) {
    trying(showWaiting)();
    return;
  }
  onChange(trying(showUnsent));
  trying(showUnsent)();
  trying(send)();
  ['online', 'focus'].forEach((name) => window.addEventListener(name, trying(send)));
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden)
      trying(send)();
  });
  setInterval(trying(send), AGAIN_MS);
  if (navigator.serviceWorker)
    window.addEventListener('load', () => setTimeout(keepPages, 0));
}
