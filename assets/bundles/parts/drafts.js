/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drafts: what is typed in a lasting form is kept on this phone as it is typed, until it has
 * been sent or put into the outbox.  Not kept: numbers of telephones and papers, passwords,
 * photos.  Each account sees its own; signing out removes them.
 */
import { account, element } from './page.js';
import { say } from './words.js';

const PAUSE_MS = 300;
const PREFIX = 'draft:';

let timer = 0;

function keyOf(form) {
  return `${PREFIX}${account}:${form.getAttribute('action')}`;
}

/* Storage may be full or forbidden; a draft is only a help. */
function quietly(work) {
  try {
    return work();
  } catch (error) {
    return null;
  }
}

function typedFields(form) {
  return [...form.elements].filter((field) => field.name && !field.hasAttribute('data-secret') &&
    !/^(hidden|file|password|submit|button)$/.test(field.type) && field.name !== 'uuid');
}

function valueOf(field) {
  return /^(checkbox|radio)$/.test(field.type) ? field.checked : field.value;
}

function save(form) {
  const values = typedFields(form).map((field) => [field.name, field.type === 'radio' ? field.value
    : '', valueOf(field)]);
  quietly(() => localStorage.setItem(keyOf(form), JSON.stringify(values)));
}

export function keepDraft(form) {
  clearTimeout(timer);
  timer = setTimeout(() => save(form), PAUSE_MS);
}

export function forgetDraft(form) {
  clearTimeout(timer);
  quietly(() => localStorage.removeItem(keyOf(form)));
}

export function forgetDrafts() {
  quietly(() => Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${account}:`))
    .forEach((key) => localStorage.removeItem(key)));
}

function fill(form, [name, option, value]) {
  const field = typedFields(form).find((one) => one.name === name &&
    (one.type !== 'radio' || one.value === option));
  if (field === undefined || valueOf(field) === value)
    return false;
  if (typeof value === 'boolean')
    field.checked = value;
  else
    field.value = value;
  const fold = field.closest('details');
  if (fold !== null && value !== false)
    fold.open = true;
  return true;
}

/* Not over what the server has filled in after a refusal, nor over what the address asks for. */
export function restoreDraft(form) {
  const draft = quietly(() => JSON.parse(localStorage.getItem(keyOf(form))));
  if (draft === null || document.querySelector('.problems') !== null || location.search !== '')
    return;
  if (draft.filter((values) => fill(form, values)).length === 0)
    return;
  const line = element('p', { class: 'notice', role: 'status' }, say('上次没写完的还在。'));
  const button = element('button', { type: 'button', class: 'button' }, say('不要了，重新写'));
  button.addEventListener('click', () => {
    forgetDraft(form);
    form.reset();
    line.remove();
  });
  line.append(button);
  form.prepend(line);
}
