/* SPDX-License-Identifier: Apache-2.0 */
/* The elder edition. */
import { formTo, report, VILLAGE } from '../matters.mjs';
import { check, checkEqual, story } from '../story.mjs';

const { test } = story('the elder edition');

const SMALLEST_TEXT_PX = 20;
const SMALLEST_TARGET_PX = 60;

/* Runs in the page: the sizes of texts and of what is touched. */
function measure() {
  const seen = (one) => one.getClientRects().length > 0 && one.innerText?.trim();
  const texts = [...document.querySelectorAll('p, dt, dd, label, button, a, h1, h2, li, span')]
    .filter(seen).map((one) => parseFloat(getComputedStyle(one).fontSize));
  const targets = [...document.querySelectorAll('main .button, main input:not([type=hidden]):not(' +
    '[type=checkbox]):not([type=radio]), main select, .bar a')]
    .filter((one) => one.getClientRects().length > 0)
    .map((one) => one.getBoundingClientRect().height);
  return { text: Math.min(...texts), target: Math.min(...targets),
    wide: document.scrollingElement.scrollWidth > document.documentElement.clientWidth };
}

test('is switched on and off from any page, and stays', async ({ people }) => {
  const page = await people.visitor();
  await page.goto(`/report?place=${VILLAGE.key}`);
  const usual = await page.evaluate(measure);
  await page.getByRole('link', { name: '长辈版' }).click();
  await page.waitForLoadState();
  check(page.url().endsWith(`/report?place=${VILLAGE.key}`), `came back to ${page.url()}`,
    { page });
  const elder = await page.evaluate(measure);
  check(elder.text > usual.text, `text of ${elder.text} px after ${usual.text} px`, { page });
  check(elder.target > usual.target, `targets of ${elder.target} px`, { page });
  await page.goto('/');
  checkEqual(await page.locator('body.elder').count(), 1, 'pages of the elder edition', { page });
  await page.getByRole('link', { name: '标准版' }).click();
  await page.waitForLoadState();
  checkEqual(await page.locator('body.elder').count(), 0, 'pages of the elder edition', { page });
});

test('has large text, large targets and no sideways scrolling', async ({ people }) => {
  const page = await people.visitor();
  await page.goto('/elder?on=1&back=/');
  const receipt = await report(page, { story: '老人家自己发的一件事。' });
  for (const address of ['/', '/report', `/report?place=${VILLAGE.key}`, '/receipt',
    `/receipt/${receipt}`]) {
    await page.goto(address);
    const sizes = await page.evaluate(measure);
    check(sizes.text >= SMALLEST_TEXT_PX, `${address} has text of ${sizes.text} px`, { page });
    check(sizes.target >= SMALLEST_TARGET_PX, `${address} has a target of ${sizes.target} px`,
      { page });
    check(!sizes.wide, `${address} scrolls sideways`, { page });
  }
  check(await formTo(page, '/words').count() === 1, 'words cannot be added', { page });
});
