/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The service worker: pages that open without network, and sending in the background.
 *
 * It keeps the pages that /api/outbox/who names, for the account that is signed in, for as many
 * hours as a session lasts.  It sees to it that nobody finds the pages of somebody else: they go
 * when a page comes for another account or for nobody, and at each signing out.  What is not
 * among those pages is never kept.
 */
import { drain, tellChange } from './parts/outbox.js';
import { note, putNote, removeNote } from './parts/store.js';

const EDITION = new URL(self.location).searchParams.get('v');
const ASSETS = `assets ${EDITION}`;
const PAGES = 'pages';
const FILES = ['app.css', 'app.js', 'outbox.js', 'icons.svg', 'favicon.svg', 'app.webmanifest'];
const PATIENCE_MS = 10_000;
const AGAIN_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;

/* Pages */

function wipe() {
  return Promise.all([caches.delete(PAGES), removeNote('who')]);
}

/* Whose page this is; undefined for answers that are no pages. */
function accountOf(answer) {
  const header = answer.headers.get('X-Account');
  return header === null ? undefined : Number(header);
}

async function checkAccount(answer) {
  const account = accountOf(answer);
  const who = await note('who');
  if (account !== undefined && who !== undefined && who.account !== account)
    await wipe();
}

function isPage(answer) {
  return answer.ok && !answer.redirected &&
    /^text\/html/.test(answer.headers.get('Content-Type') || '');
}

/* As it was fetched, with the moment of it. */
async function keepPage(href, answer) {
  const headers = new Headers(answer.headers);
  headers.delete('Content-Encoding');
  headers.delete('Content-Length');
  headers.set('X-Kept-At', String(Date.now()));
  const pages = await caches.open(PAGES);
  await pages.put(href, new Response(await answer.text(), { headers }));
}

async function fetchPage(href, account) {
  const answer = await fetch(href, { cache: 'no-store', credentials: 'same-origin' });
  if (isPage(answer) && accountOf(answer) === account)
    await keepPage(href, answer);
}

/* Takes away what is no longer among the pages to keep. */
async function tidy(hrefs) {
  const pages = await caches.open(PAGES);
  for (const request of await pages.keys())
    if (!hrefs.has(new URL(request.url).pathname))
      await pages.delete(request);
}

/* One after the other, so that the person's own reading comes first. */
async function keepAll({ keep, language }) {
  await speak(language);
  const answer = await fetch('/api/outbox/who', { cache: 'no-store' });
  const who = await answer.json();
  const before = await note('who');
  if (before !== undefined && before.account === who.account && keep === 'all' &&
    before.language === language && before.at > Date.now() - AGAIN_MS)
    return;
  if (before !== undefined && before.account !== who.account)
    await wipe();
  if (who.account === 0 || who.pages.length === 0)
    return;
  const wanted = who.pages.filter((page) => keep !== 'little' || !page.personal);
  await putNote('who', { account: who.account, hours: who.hours, language, pages: wanted,
    at: Date.now() });
  for (const page of wanted)
    await fetchPage(page.href, who.account);
  await tidy(new Set(wanted.map((page) => page.href)));
}

/* With the moment of its fetching, for the line on top. */
async function shown(answer) {
  const headers = new Headers(answer.headers);
  const at = headers.get('X-Kept-At');
  const text = (await answer.text()).replace('<body', `<body data-kept='${at}'`);
  return new Response(text, { headers });
}

function isTooOld(answer, page, who) {
  return page.personal && Number(answer.headers.get('X-Kept-At')) < Date.now() - who.hours * HOUR_MS;
}

/* The page of an address as it was kept, or undefined. */
async function keptPage(url) {
  const who = await note('who');
  const page = who && who.pages.find((one) => one.href === url.pathname);
  const pages = await caches.open(PAGES);
  const answer = page && await pages.match(page.href);
  if (answer === undefined)
    return undefined;
  if (isTooOld(answer, page, who)) {
    await pages.delete(page.href);
    return undefined;
  }
  return shown(answer);
}

/* Without anybody's name on it, in the language that was read last. */
async function keepOfflinePage(language) {
  const assets = await caches.open(ASSETS);
  const answer = await fetch(`/offline?language=${language}`, { credentials: 'omit' });
  if (answer.ok)
    await assets.put('/offline', answer);
}

async function offlinePage() {
  const assets = await caches.open(ASSETS);
  return await assets.match('/offline') || Response.error();
}

async function speak(language) {
  if (await note('language') === language)
    return;
  await keepOfflinePage(language);
  await putNote('language', language);
}

function waited(ms) {
  return new Promise((done) => {
    setTimeout(done, ms);
  });
}

/* What is fetched anew is kept anew. */
async function renew(url, answer) {
  const who = await note('who');
  const page = who && who.pages.find((one) => one.href === url.pathname);
  if (page !== undefined && url.search === '' && isPage(answer) &&
    accountOf(answer) === who.account)
    await keepPage(page.href, answer);
}

/* A line that hangs is no better than none, when the page is here. */
async function visit(event, url) {
  const answer = fetch(event.request);
  const first = await Promise.race([answer.catch(() => null), waited(PATIENCE_MS)]);
  if (!first) {
    const kept = await keptPage(url);
    if (kept !== undefined || first === null)
      return kept || offlinePage();
  }
  const fetched = await answer.catch(() => null);
  if (fetched === null)
    return await keptPage(url) || offlinePage();
  const copy = fetched.clone();
  event.waitUntil(checkAccount(copy).then(() => renew(url, copy)));
  return fetched;
}

async function signOut(event) {
  await wipe();
  tellChange();
  return fetch(event.request).catch(offlinePage);
}

/* Assets */

async function asset(request) {
  const kept = await caches.match(request);
  return kept || fetch(request);
}

async function install() {
  const assets = await caches.open(ASSETS);
  await assets.addAll(FILES.map((file) => `/assets/${file}?v=${EDITION}`));
  await keepOfflinePage(await note('language') || 'zh-CN');
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== ASSETS && name !== PAGES)
    .map((name) => caches.delete(name)));
  await self.clients.claim();
}

/* The browser tries again when not everything could be sent. */
async function sync() {
  if (await drain() === 'later')
    throw new Error('not everything could be sent');
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('sync', (event) => event.waitUntil(sync()));
self.addEventListener('message', (event) => event.waitUntil(keepAll(event.data).catch(() => {})));
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin)
    return;
  if (event.request.mode === 'navigate' && event.request.method === 'GET')
    event.respondWith(visit(event, url));
  else if (event.request.mode === 'navigate' && url.pathname === '/sign-out')
    event.respondWith(signOut(event));
  else if (url.pathname.startsWith('/assets/') && url.search !== '')
    event.respondWith(asset(event.request));
});
