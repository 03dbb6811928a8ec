/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a page does beyond links and forms.  Everything works without it.
 *
 * Written for browsers from 2018 on: the phones of the village are old.
 */
import { keepDraft, restoreDraft } from './parts/drafts.js';
import { keepAndSend } from './parts/lasting.js';
import { account, ask, element, keptAt } from './parts/page.js';
import { watchLeaving, watchPhone } from './parts/phone.js';
import { newUuid } from './parts/uuid.js';
import { say } from './parts/words.js';

const SECONDS_TO_ANSWER = 15;
const TYPING_PAUSE_MS = 250;
const PROPOSING_PAUSE_MS = 600;
const WORDS_WEIGHED = 200;

/* Forms: sent once, not lost by leaving, known by a uuid. */

let typedIn = null; /* the form with text that has not been sent */

function changesSomething(form) {
  return form !== null && form !== undefined && form.getAttribute('method') === 'post';
}

function uuidField(form) {
  return form.querySelector("input[name='uuid']");
}

function setSent(form, sent) {
  form.toggleAttribute('data-sent', sent);
  form.querySelectorAll("button[type='submit']").forEach((button) => {
    button.setAttribute('aria-disabled', String(sent));
  });
}

/* Where there is an outbox to go on from. */
function isLasting(form) {
  return account !== 0 && form.hasAttribute('data-lasting') && Boolean(window.indexedDB);
}

function onSubmit(event) {
  const form = event.target;
  if (!changesSomething(form) || watchLeaving(event))
    return;
  if (form.hasAttribute('data-sent')) {
    event.preventDefault();
    return;
  }
  const uuid = uuidField(form);
  if (uuid !== null && uuid.value === '')
    uuid.value = newUuid();
  typedIn = null;
  setSent(form, true);
  setTimeout(() => setSent(form, false), SECONDS_TO_ANSWER * 1000);
  if (isLasting(form)) {
    event.preventDefault();
    keepAndSend(form).then(() => setSent(form, false));
  }
}

/* A form that is sent again as it was keeps its uuid; what has been changed is a new one. */
function onInput(event) {
  const form = event.target.form;
  if (!changesSomething(form))
    return;
  const uuid = uuidField(form);
  if (uuid !== null)
    uuid.value = '';
  if (isLasting(form))
    keepDraft(form);
  else
    typedIn = form;
}

function onLeave(event) {
  if (typedIn === null || !document.contains(typedIn))
    return;
  event.preventDefault();
  event.returnValue = '';
}

/* Coming back by the browser's button shows the page as it was left. */
function onShow() {
  document.querySelectorAll('form[data-sent]').forEach((form) => setSent(form, false));
}

/* Questions before what cannot be taken back. */

let answered = null; /* the button whose question was answered with yes */

function onClick(event) {
  const button = event.target.closest('[data-confirm]');
  if (button === null || button === answered)
    return;
  event.preventDefault();
  ask(button.getAttribute('data-confirm'), button, () => {
    answered = button;
    button.click();
    answered = null;
  });
}

/* A form that was kept is filled in here as its address asks for; with network the server does
 * it. */
function presetKept() {
  new URLSearchParams(location.search).forEach((value, name) => {
    const field = document.querySelector(`form[data-lasting] [name='${CSS.escape(name)}']`);
    if (field !== null)
      field.value = value;
  });
}

/* Printing. */

function offerPrinting(button) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

/* Folds: what the address names is opened; the menu's fold closes by a click elsewhere. */

function openNamed() {
  const named = document.getElementById(location.hash.slice(1));
  if (named === null)
    return;
  for (let fold = named.closest('details'); fold !== null;
    fold = fold.parentElement.closest('details')) {
    fold.open = true;
  }
  named.scrollIntoView();
  named.focus({ preventScroll: true });
}

function closeMenu(event) {
  const fold = document.querySelector('.bar-more[open]');
  if (fold !== null && (event.key === 'Escape' || (!event.key && !fold.contains(event.target))))
    fold.open = false;
}

/* Suggestions below a field: arrows choose, Enter takes, Escape closes.  A place is shown by its
 * name and has its key in a hidden field beside it; of other records the field has the number. */

function keyField(input) {
  return input.form.elements[input.name + '.key'];
}

function suggest(input) {
  const list = element('ul', { class: 'suggestions', role: 'listbox', id: input.id + '-list' },
    '');
  const shown = input.parentElement.querySelector('.shown');
  let timer = 0;
  let asked = 0;
  let at = -1;

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function take(option) {
    const key = keyField(input);
    (key || input).value = option.getAttribute('data-value');
    if (key)
      input.value = option.textContent;
    else
      shown.textContent = option.textContent;
    close();
  }

  function show(items) {
    list.textContent = '';
    items.forEach((item, i) => list.append(element('li', { role: 'option', id: list.id + i,
      'aria-selected': 'false', 'data-value': item.value }, item.text)));
    close();
    list.hidden = items.length === 0;
    input.setAttribute('aria-expanded', String(items.length > 0));
  }

  async function load() {
    const number = ++asked;
    const url = new URL(input.getAttribute('data-suggest'), location.href);
    url.searchParams.set('q', input.value);
    try {
      const answer = await fetch(url, { headers: { Accept: 'application/json' } });
      const items = answer.ok && input.value !== '' ? await answer.json() : [];
      if (number === asked)
        show(items);
    } catch (error) {
      close(); /* Without network one types the value oneself. */
    }
  }

  function move(step) {
    const options = list.children;
    if (list.hidden || options.length === 0)
      return;
    clearTimeout(timer); /* Who has begun to choose is not interrupted by later answers. */
    asked++;
    if (at >= 0)
      options[at].setAttribute('aria-selected', 'false');
    at = (at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length;
    options[at].setAttribute('aria-selected', 'true');
    options[at].scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', options[at].id);
  }

  function onKey(event) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      move(event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key === 'Enter' && at >= 0)
      take(list.children[at]);
    else if (event.key === 'Escape' && !list.hidden)
      close();
    else
      return;
    event.preventDefault();
  }

  list.hidden = true;
  input.after(list);
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-expanded', 'false');
  input.setAttribute('aria-controls', list.id);
  shown.setAttribute('aria-live', 'polite');
  input.addEventListener('keydown', onKey);
  input.addEventListener('blur', close);
  input.addEventListener('input', () => {
    shown.textContent = '';
    if (keyField(input))
      keyField(input).value = '';
    clearTimeout(timer);
    timer = setTimeout(load, TYPING_PAUSE_MS);
  });
  list.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    const option = event.target.closest('li');
    if (option !== null)
      take(option);
  });
}

/* What the words seem to be about, shown below them while one writes. */

function propose(select) {
  const words = select.form.elements[select.getAttribute('data-propose-from')];
  const line = element('p', { class: 'help', id: 'proposed', role: 'status' }, '');
  let timer = 0;

  async function load() {
    const url = new URL(select.getAttribute('data-propose'), location.href);
    url.searchParams.set('q', words.value.slice(0, WORDS_WEIGHED));
    try {
      const [first] = await (await fetch(url)).json();
      line.textContent = first ? say('看来是：%s', first.text) : '';
    } catch (error) {
      line.textContent = ''; /* Without network the program sorts it when it arrives. */
    }
  }

  words.after(line);
  words.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(load, PROPOSING_PAUSE_MS);
  });
}

document.addEventListener('submit', onSubmit);
document.addEventListener('input', onInput);
document.addEventListener('click', onClick);
document.addEventListener('click', closeMenu);
document.addEventListener('keydown', closeMenu);
window.addEventListener('beforeunload', onLeave);
window.addEventListener('pageshow', onShow);
window.addEventListener('hashchange', openNamed);
document.querySelectorAll('input[data-suggest]').forEach(suggest);
document.querySelectorAll('select[data-propose]').forEach(propose);
[...document.forms].filter(isLasting).forEach(restoreDraft);
watchPhone();
if (keptAt)
  presetKept();
document.querySelectorAll('[data-print]').forEach(offerPrinting);
openNamed();

const problems = document.querySelector('.problems');
if (problems !== null)
  problems.focus();
