/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sending what lies in the outbox: in order, once, as the person who wrote it.
 *
 * Runs in pages and in the service worker, one at a time.  Whatever is cut off on the way is
 * sent again with the same uuid, and the server answers it with the first result.
 */
import { entries, note, putEntry, putNote, removeEntry } from './store.js';

const ANSWER_MS = 30_000;
const BYTES_A_MS = 10; /* of the slowest line: 10 kB a second */
const LEASE_MS = 90_000;
const BREAKS_MAX = 5; /* then it is set aside, so that what comes after it can go */
const SENT_REMEMBERED = 20;

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('outbox');

/* Tells this page and all others that the outbox has changed. */
export function tellChange() {
  if (channel !== null)
    channel.postMessage('changed');
  if (typeof window !== 'undefined')
    window.dispatchEvent(new Event('outbox'));
}

export function onChange(hear) {
  window.addEventListener('outbox', hear);
  if (channel !== null)
    channel.addEventListener('message', hear);
}

/* Without locks (an old browser, a page without TLS) a note with a time limit stands in. */
async function withLease(work) {
  const lease = await note('lease');
  if (lease !== undefined && lease > Date.now())
    return 'busy';
  await putNote('lease', Date.now() + LEASE_MS);
  try {
    return await work();
  } finally {
    await putNote('lease', 0);
  }
}

function alone(work) {
  return navigator.locks ? navigator.locks.request('outbox', work) : withLease(work);
}

function bytesOf(entry) {
  return entry.fields.reduce((sum, field) => sum + (field.value.size || 0), 0);
}

/* Only an answer of our own counts: in a hall or a train something else may answer for us. */
async function ask(address, options, ms) {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), ms);
  try {
    const answer = await fetch(address, { ...options, cache: 'no-store', redirect: 'error',
      signal: timeout.signal });
    const isJson = /json/.test(answer.headers.get('Content-Type') || '');
    return { status: isJson ? answer.status : 0, said: isJson ? await answer.json() : null };
  } catch (error) {
    return { status: 0, said: null };
  } finally {
    clearTimeout(timer);
  }
}

/* Who is signed in now; null without network. */
async function askWho() {
  const { status, said } = await ask('/api/outbox/who', {}, ANSWER_MS);
  return status === 200 && typeof said.account === 'number' ? said : null;
}

function formOf(entry, token) {
  const form = new FormData();
  form.append('token', token);
  form.append('uuid', entry.uuid);
  entry.fields.forEach((field) => form.append(field.name, field.value));
  return form;
}

function send(entry, who) {
  return ask(entry.action, { method: 'POST', body: formOf(entry, who.token),
    headers: { 'X-Outbox': '1' } }, ANSWER_MS + bytesOf(entry) / BYTES_A_MS);
}

async function remember(entry, location) {
  const sent = (await note('sent')) || [];
  sent.unshift({ account: entry.account, uuid: entry.uuid, title: entry.title, location,
    at: Date.now() });
  await putNote('sent', sent.slice(0, SENT_REMEMBERED));
}

/* "/matters/12/self_handle" is about "/matters/12"; a new record is about nothing. */
export function subjectOf(entry) {
  const subject = /^\/\w+\/\d+/.exec(entry.action);
  return subject === null ? null : subject[0];
}

function refusal(status, said) {
  return { status, title: said.title, errors: said.errors || [], now: said.now || null,
    at: Date.now() };
}

const isTaken = (status, said) => (status === 200 || status === 201) && 'location' in said;
const isLater = (status) => status === 0 || status === 429 || status > 500;

/* What became of one entry: sent, refused, signed-out, or later. */
async function settle(entry, who) {
  let { status, said } = await send(entry, who);
  if (status === 403) { /* the token may be of an earlier session */
    const now = await askWho();
    if (now === null || now.account !== entry.account)
      return now === null ? 'later' : 'signed-out';
    who.token = now.token;
    ({ status, said } = await send(entry, who));
  }
  if (isTaken(status, said)) {
    await remember(entry, said.location);
    await removeEntry(entry.number);
    return 'sent';
  }
  if (status === 401)
    return 'signed-out';
  if (isLater(status) || status < 300)
    return 'later';
  const tries = (entry.tries || 0) + 1;
  const isBroken = status === 500 && tries < BREAKS_MAX;
  await putEntry({ ...entry, tries, refused: isBroken ? null : refusal(status, said) });
  return isBroken ? 'later' : 'refused';
}

/* An entry about a record waits behind an earlier one about it that has been set aside. */
function nextOf(all, account, done) {
  const blocked = new Set();
  for (const entry of all.filter((one) => one.account === account)) {
    const subject = subjectOf(entry);
    if (entry.refused !== null)
      blocked.add(subject);
    else if (!done.has(entry.number) && (subject === null || !blocked.has(subject)))
      return entry;
  }
  return null;
}

async function sendAll() {
  const who = await askWho();
  if (who === null)
    return 'later';
  if (who.account === 0)
    return 'signed-out';
  const done = new Set();
  for (let entry = nextOf(await entries(), who.account, done); entry !== null;
    entry = nextOf(await entries(), who.account, done)) {
    const became = await settle(entry, who);
    tellChange();
    if (became === 'later' || became === 'signed-out')
      return became;
    done.add(entry.number);
  }
  return 'empty';
}

/* Sends what can be sent.  Answers what became of it: empty when nothing waits any more, later,
 * signed-out, or busy when somebody else is sending. */
export function drain() {
  return alone(async () => ((await entries()).length === 0 ? 'empty' : sendAll()));
}

/* Where the record is found that was sent with this uuid; undefined for one long ago. */
export async function locationOf(uuid) {
  const sent = ((await note('sent')) || []).find((one) => one.uuid === uuid);
  return sent && sent.location;
}
