/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lasting forms: put into the outbox first, then sent.  So whatever happens on the way, what was
 * written is on this phone until the server says that it has it.
 */
import { forgetDraft } from './drafts.js';
import { drain, locationOf, tellChange } from './outbox.js';
import { account, element, tell } from './page.js';
import { addEntry, entryOf, removeEntry } from './store.js';
import { say } from './words.js';

const PATIENCE_MS = 8_000; /* then one may write the next */
const PHOTO_BYTES = 300_000;
const PHOTO_SIDE = 1600;
const PHOTO_QUALITY = 0.8;

/* A phone's photo of 5 MB becomes one of 300 kB that shows as much, without the place where it
 * was taken. */
async function lighter(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < PHOTO_BYTES ||
    !window.createImageBitmap)
    return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, PHOTO_SIDE / Math.max(picture.width, picture.height));
    const canvas = element('canvas', { width: Math.round(picture.width * scale),
      height: Math.round(picture.height * scale) }, '');
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => {
      canvas.toBlob(done, 'image/jpeg', PHOTO_QUALITY);
    });
    return blob === null || blob.size > file.size ? file
      : new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' });
  } catch (error) {
    return file;
  }
}

function labelOf(field) {
  const legend = field.type === 'radio' ? field.closest('fieldset').querySelector('legend')
    : field.labels && field.labels[0];
  return legend ? legend.textContent.replace('*', '').trim() : '';
}

function kindOf(field) {
  if (field.type === 'hidden')
    return 'hidden';
  if (field.localName === 'textarea')
    return 'lines';
  return field.localName === 'input' && !/^(checkbox|radio)$/.test(field.type) ? 'text' : 'choice';
}

function textOf(field) {
  if (field.localName === 'select')
    return field.selectedOptions[0].textContent;
  if (field.type === 'checkbox')
    return say('是');
  return field.type === 'radio' ? field.labels[0].textContent : field.value;
}

/* What would be sent, with the words in which it was asked. */
async function fieldsOf(form) {
  const fields = [];
  for (const field of form.elements) {
    if (!field.name || /^(token|uuid)$/.test(field.name) || /^(submit|button)$/.test(field.type) ||
      (/^(checkbox|radio)$/.test(field.type) && !field.checked))
      continue;
    if (field.type !== 'file') {
      fields.push({ name: field.name, value: field.value, label: labelOf(field),
        text: textOf(field), kind: kindOf(field) });
      continue;
    }
    for (const file of field.files)
      fields.push({ name: field.name, value: await lighter(file), label: labelOf(field),
        text: file.name, kind: 'file' });
  }
  return fields;
}

async function entryFrom(form) {
  const heading = document.querySelector('h1');
  const person = document.querySelector('.person a');
  return {
    account,
    name: person === null ? '' : person.textContent,
    uuid: form.elements.uuid.value,
    action: form.getAttribute('action'),
    title: form.getAttribute('data-lasting'),
    about: heading === null ? '' : heading.textContent,
    fields: await fieldsOf(form),
    writtenAt: Date.now(),
    tries: 0,
    refused: null,
  };
}

/* Browsers may throw away what sites keep when space is short, unless they were asked not to. */
async function askToStay() {
  if (navigator.storage && navigator.storage.persist)
    await navigator.storage.persist();
  if (!navigator.serviceWorker)
    return;
  const worker = await navigator.serviceWorker.getRegistration();
  if (worker && worker.sync)
    await worker.sync.register('outbox');
}

function sayKept(form, state) {
  form.reset();
  if (state === 'signed-out')
    tell('kept', say('登录过期了。刚才写的已存在这部手机里，'), element('a', { href:
      `/sign-in?next=${encodeURIComponent(location.pathname)}` }, say('登录后自动发出')));
  else
    tell('kept', say('没有网络。刚才写的已存在这部手机里，有网自动发出，不用再写。'));
  window.scrollTo(0, 0);
}

/* The server's own page says best what is wrong, with the form as it was filled in. */
async function sendPlainly(form, number) {
  if (number !== null)
    await removeEntry(number);
  tellChange();
  form.submit();
}

async function follow(form, number, uuid) {
  const patience = new Promise((done) => {
    setTimeout(() => done('later'), PATIENCE_MS);
  });
  const state = await Promise.race([drain(), patience]);
  const entry = await entryOf(number);
  if (entry === undefined)
    location.assign(await locationOf(uuid) || '/outbox');
  else if (entry.refused !== null)
    await sendPlainly(form, number);
  else
    return state;
  return null;
}

/* Answers when the form may be used again. */
export async function keepAndSend(form) {
  let number;
  try {
    number = await addEntry(await entryFrom(form));
  } catch (error) { /* no room, or no storage: then it has to be sent now */
    return sendPlainly(form, null);
  }
  tellChange();
  forgetDraft(form);
  askToStay().catch(() => {});
  const state = await follow(form, number, form.elements.uuid.value);
  if (state !== null)
    sayKept(form, state);
  return null;
}
