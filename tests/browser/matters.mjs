/* SPDX-License-Identifier: Apache-2.0 */
/* What people do with matters, as they do it on the pages. */
import { check, checkSays } from './story.mjs';
import { mainText } from './people.mjs';

export const VILLAGE = { key: '421182102226', name: '柏树林村' };
export const NEIGHBOUR = { key: '421182102227', name: '枫树林村' };
export const TOWNSHIP = { key: '421182102', name: '花桥镇' };

export const CLERK = 'huaqiao_clerk';
export const SECRETARY = 'huaqiao_secretary';
export const WORKER = 'huaqiao_worker';
export const NEIGHBOURS_CLERK = 'huaqiao_neighbour';
export const OFFICE = 'huaqiao_office';
export const DEPARTMENT = 'huaqiao_department';
export const PARTY = 'huaqiao_party';
export const HEAD = 'huaqiao_head';
export const DISCIPLINE = 'huaqiao_discipline';
export const COUNTY = 'huaqiao_county';
export const MEDIATOR = 'huaqiao_mediator';
export const JUSTICE = 'huaqiao_justice';

/* Fills in a form by the names of its fields, whatever each looks like. */
export async function fillIn(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.locator(`[name='${name}']`).first();
    const kind = await field.evaluate((one) => one.getAttribute('type') ?? one.localName);
    if (kind === 'radio')
      await form.locator(`[name='${name}'][value='${value}']`).check();
    else if (kind === 'checkbox')
      await field.setChecked(value);
    else if (kind === 'select')
      await field.selectOption(String(value));
    else if (kind === 'file')
      await field.setInputFiles(value);
    else
      await field.fill(String(value));
  }
}

/* Sends a form and waits for the page that answers it. */
export async function send(form, { button } = {}) {
  const page = form.page();
  const submit = button ? form.getByRole('button', { name: button, exact: true })
    : form.locator("button[type='submit']");
  await Promise.all([page.waitForEvent('load'), submit.first().click()]);
}

export function formTo(page, action) {
  return page.locator(`main form[action$='${action}']`).first();
}

/* Raises a matter without an account; answers the receipt's code. */
export async function report(page, values, village = VILLAGE) {
  await page.goto(`/report?place=${village.key}`);
  const form = formTo(page, '/report');
  await fillIn(form, values);
  await send(form);
  return receiptOf(page);
}

/* The code of the receipt on the page, as one types it. */
export async function receiptOf(page) {
  const code = /\/receipt\/([A-Z0-9]+)/.exec(page.url())?.[1];
  check(code !== undefined, `this is no receipt: ${await mainText(page)}`, { page });
  return code;
}

/* The address of the matter with a receipt, found as staff find it: by searching. */
export async function find(page, receipt) {
  await page.goto(`/matters?q=${receipt}`);
  const links = page.locator("main a[href^='/matters/']:not([href$='/new'])" +
    ":not([href^='/matters/groups'])");
  check(await links.count() > 0, `${receipt} is in no list`, { page });
  await links.first().click();
  await page.waitForLoadState();
  return new URL(page.url()).pathname;
}

/* Opens the fold that a form is in. */
export async function unfold(form) {
  const fold = form.locator('xpath=ancestor::details[not(@open)]/summary');
  if (await fold.count() > 0)
    await fold.click();
}

/* Opens the form of a step, fills it in, sends it. */
export async function take(page, step, values = {}) {
  const own = page.locator(`#steps form[action$='/${step}']`);
  const form = await own.count() > 0 ? own : formTo(page, `/${step}`);
  check(await form.count() > 0, `the step ${step} is not offered`, { page });
  await unfold(form);
  await fillIn(form, values);
  await send(form);
  const problems = await page.locator('.problems').allInnerTexts();
  check(problems.length === 0, `the step ${step} was refused: ${problems}`,
    { page, selector: '.problems' });
}

export async function offers(page, step) {
  return await page.locator(`main form[action$='/${step}']`).count() > 0;
}

export async function history(page) {
  return page.locator('#history').innerText();
}

/* The to-do of this matter on the home page. */
export async function taskOf(page, address) {
  await page.goto('/');
  const task = page.locator(`#tasks a[href='${address}']`);
  check(await task.count() === 1, `${address} is not among the to-dos`,
    { page, selector: '#tasks' });
  return task;
}

/* Goes from the to-do on the home page to the matter. */
export async function openTask(page, address, words) {
  const task = await taskOf(page, address);
  checkSays(await task.innerText(), words, { page, selector: '#tasks' });
  await task.click();
  await page.waitForLoadState();
}

export async function hasTask(page, address) {
  await page.goto('/');
  return await page.locator(`#tasks a[href='${address}']`).count() > 0;
}
