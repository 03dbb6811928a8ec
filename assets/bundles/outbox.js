/* SPDX-License-Identifier: Apache-2.0 */
/* The page of the outbox: what has not been sent, what was not taken and why, what was sent. */
import { drain, onChange, tellChange } from './parts/outbox.js';
import { account, ask, element, momentOf } from './parts/page.js';
import { entries, note, putEntry, removeEntry } from './parts/store.js';
import { newUuid } from './parts/uuid.js';
import { say } from './parts/words.js';

const place = document.getElementById('outbox');

function section(id, title) {
  const made = element('section', { 'aria-labelledby': `${id}-title` }, '');
  made.append(element('h2', { id: `${id}-title` }, title));
  return made;
}

function facts(pairs) {
  const list = element('dl', { class: 'facts' }, '');
  pairs.forEach(([label, value]) => {
    const row = element('div', {}, '');
    row.append(element('dt', {}, label), element('dd', {}, value));
    list.append(row);
  });
  return list;
}

/* What was written, as it was asked; what nobody saw is left out. */
function written(entry) {
  return entry.fields.filter((field) => field.kind !== 'hidden' && field.text !== '')
    .map((field) => [field.label, field.text]);
}

function discard(entry) {
  const button = element('button', { type: 'button', class: 'button button-grave' }, say('不要了'));
  button.addEventListener('click', () => ask(say('丢掉以后找不回来。确定不要这一条吗？'), button,
    async () => {
      await removeEntry(entry.number);
      tellChange();
      await drain(); /* what waited behind it */
    }));
  return button;
}

function editable(entry) {
  return entry.fields.filter((field) => field.kind === 'text' || field.kind === 'lines');
}

function input(entry, field) {
  const id = `e-${entry.number}-${field.name}`;
  const row = element('div', { class: 'field' }, '');
  const made = field.kind === 'lines' ? element('textarea', { id, rows: '4' }, '')
    : element('input', { id, type: 'text' }, '');
  made.value = field.value;
  made.addEventListener('input', () => {
    field.value = made.value;
    field.text = made.value;
  });
  row.append(element('label', { for: id }, field.label), made);
  return row;
}

/* What was changed is another submission; what was not taken has never been kept. */
function correction(entry) {
  const form = element('form', { class: 'form' }, '');
  editable(entry).forEach((field) => form.append(input(entry, field)));
  const row = element('div', { class: 'actions' }, '');
  row.append(element('button', { type: 'submit', class: 'button button-strong' }, say('改好再发')),
    discard(entry));
  form.append(row);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    await putEntry({ ...entry, uuid: newUuid(), tries: 0, refused: null });
    tellChange();
    await drain();
  });
  return form;
}

function reasons(refused) {
  const list = element('ul', {}, '');
  refused.errors.forEach((error) => list.append(element('li', {}, error.message)));
  return list;
}

/* Both versions beside each other, and what can be done. */
function setAside(entry) {
  const { refused } = entry;
  const made = section(`entry-${entry.number}`, entry.title);
  made.append(element('p', { class: 'notice notice-late' }, refused.title));
  if (refused.errors.length > 0)
    made.append(reasons(refused));
  made.append(element('h3', {}, say('您写的（%s）', momentOf(entry.writtenAt))), facts(written(entry)));
  if (refused.now !== null)
    made.append(element('h3', {}, say('现在的情况（%s）', momentOf(refused.at))),
      facts(refused.now.map(({ label, value }) => [label, value])));
  const subject = /^\/\w+\/\d+/.exec(entry.action);
  if (subject !== null)
    made.append(element('a', { href: subject[0] }, say('打开看看')));
  made.append(correction(entry));
  return made;
}

function waiting(all) {
  const made = section('waiting', say('等着发出（%s条）', all.length));
  const list = element('ol', { class: 'tasks' }, '');
  all.forEach((entry) => {
    const line = element('li', { 'data-uuid': entry.uuid }, '');
    const first = written(entry).map(([, text]) => text)[0] || entry.about;
    line.append(element('strong', {}, entry.title), ` ${first} `,
      element('small', {}, momentOf(entry.writtenAt)), discard(entry));
    list.append(line);
  });
  const button = element('button', { type: 'button', class: 'button button-strong' }, say('现在发'));
  button.addEventListener('click', () => drain());
  made.append(list, button);
  return made;
}

function sentBefore(sent) {
  const made = section('sent', say('最近发出的'));
  const list = element('ul', { class: 'tasks' }, '');
  sent.forEach((one) => {
    const line = element('li', {}, '');
    line.append(element('a', { href: one.location }, one.title), ' ',
      element('small', {}, momentOf(one.at)));
    list.append(line);
  });
  made.append(list);
  return made;
}

/* Nobody sees what somebody else has written; that it is there must be known. */
function ofOthers(others) {
  const names = [...new Set(others.map((entry) => entry.name))].join(say('、'));
  return element('p', { class: 'notice' },
    say('这部手机里还有%s没发出的%s条，要本人登录后才能发。', names, others.length));
}

async function show() {
  const all = await entries();
  const mine = all.filter((entry) => entry.account === account);
  const sent = ((await note('sent')) || []).filter((one) => one.account === account);
  const parts = mine.filter((entry) => entry.refused !== null).map(setAside);
  const rest = mine.filter((entry) => entry.refused === null);
  if (rest.length > 0)
    parts.push(waiting(rest));
  if (mine.length === 0)
    parts.push(element('p', {}, say('都发出去了，没有等着发的。')));
  if (all.length > mine.length)
    parts.push(ofOthers(all.filter((entry) => entry.account !== account)));
  if (sent.length > 0)
    parts.push(sentBefore(sent));
  place.replaceChildren(...parts);
}

/* Whoever is correcting something is not interrupted. */
function showUnlessTyping() {
  if (!place.contains(document.activeElement) || !/^(INPUT|TEXTAREA)$/.test(
    document.activeElement.tagName))
    show().catch(() => {});
}

onChange(showUnlessTyping);
showUnlessTyping();
