/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What this phone keeps in IndexedDB: the outbox, and a few notes.
 *
 * An entry of the outbox is a form as it was filled in:
 *
 *     number      its place in the order
 *     account     whose it is; nobody else's session sends or shows it
 *     name        what that person is called
 *     uuid        by which the server knows it again
 *     action      where it is sent
 *     title       what kind of thing it is; about: the heading of its page
 *     fields      [{ name, value, label, text, kind }], in the order of the form; photos are
 *                 Files
 *     writtenAt   milliseconds
 *     tries       how often the server broke over it
 *     refused     what the server said when it did not take it, else null
 */
import { openDB } from 'idb';

let opened = null;

function open() {
  if (opened === null) {
    opened = openDB('xiangzhi', 1, {
      upgrade(db) {
        db.createObjectStore('entries', { keyPath: 'number', autoIncrement: true });
        db.createObjectStore('notes');
      },
      terminated() {
        opened = null;
      },
    });
    opened.catch(() => { opened = null; });
  }
  return opened;
}

/* On the disk, not only on the way there: the phone may be switched off at once. */
async function write(store, change) {
  const transaction = (await open()).transaction(store, 'readwrite', { durability: 'strict' });
  const result = await change(transaction.store);
  await transaction.done;
  return result;
}

/* Everything in the order in which it was written. */
export async function entries() {
  return (await open()).getAll('entries');
}

export async function entryOf(number) {
  return (await open()).get('entries', number);
}

export function addEntry(entry) {
  return write('entries', (store) => store.add(entry));
}

export function putEntry(entry) {
  return write('entries', (store) => store.put(entry));
}

export function removeEntry(number) {
  return write('entries', (store) => store.delete(number));
}

export async function note(name) {
  return (await open()).get('notes', name);
}

export function putNote(name, value) {
  return write('notes', (store) => store.put(value, name));
}

export function removeNote(name) {
  return write('notes', (store) => store.delete(name));
}
