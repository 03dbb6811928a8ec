/* SPDX-License-Identifier: Apache-2.0 */
/* Small things that all scripts of a page need. */
import { say } from './words.js';

export function element(name, attributes, text) {
  const made = document.createElement(name);
  Object.keys(attributes).forEach((key) => made.setAttribute(key, attributes[key]));
  made.textContent = text;
  return made;
}

/* Asks before what cannot be taken back; the button names what is done. */
export function ask(question, button, onYes) {
  const dialog = element('dialog', { class: 'question' }, '');
  if (!dialog.showModal) {
    if (window.confirm(question))
      onYes();
    return;
  }
  const form = element('form', { method: 'dialog' }, '');
  const row = element('div', { class: 'actions' }, '');
  row.append(element('button', { class: 'button', value: '' }, say('取消')),
    element('button', { class: button.className, value: 'yes' }, button.textContent));
  form.append(element('p', { id: 'question-text' }, question), row);
  dialog.setAttribute('aria-labelledby', 'question-text');
  dialog.append(form);
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (dialog.returnValue === 'yes')
      onYes();
  });
  document.body.append(dialog);
  dialog.showModal();
}

/* The account that is signed in, or that was when this page was kept; 0 for nobody. */
export const account = Number(document.body.getAttribute('data-account') || 0);

/* Set when the page was kept and is shown without network: when it was fetched. */
export const keptAt = document.body.getAttribute('data-kept');

export function momentOf(ms) {
  return new Date(ms).toLocaleString(document.documentElement.lang, { month: 'short',
    day: 'numeric', hour: 'numeric', minute: '2-digit', hourCycle: 'h23' });
}

/* One line above the page for what this phone has to say; read aloud when it changes. */
export function tell(kind, ...parts) {
  const place = document.getElementById('phone');
  const old = place.querySelector(`[data-kind='${kind}']`);
  if (parts.length === 0) {
    if (old !== null)
      old.remove();
    return;
  }
  const line = element('p', { class: `phone-line phone-${kind}`, 'data-kind': kind }, '');
  line.append(...parts);
  if (old === null)
    place.append(line);
  else if (old.textContent !== line.textContent)
    old.replaceWith(line);
}
