/* SPDX-License-Identifier: Apache-2.0 */
/* The elder edition. */
import { formTo, report, SECRETARY, VILLAGE } from '../matters.mjs';
import { contrast } from '../quality.mjs';
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

const LEAST_TEXT_PX = 18;
const LEAST_LINE_HEIGHT = 1.3;

/* Runs in the page: every text that is too small or stands too close, every target too low. */
function tooSmall([text, lines, target]) {
  const shown = (one) => one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
    one.getBoundingClientRect().width > 1 && !one.closest('svg, .skip, option, noscript');
  const speaks = (one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE &&
    node.data.trim() !== '');
  const name = (one) => `${one.localName}.${one.className} “${one.innerText.slice(0, 12)}”`;
  const wrong = [];
  for (const one of [...document.body.querySelectorAll('*')].filter(shown)) {
    const style = getComputedStyle(one);
    const size = parseFloat(style.fontSize);
    if (speaks(one) && size < text)
      wrong.push(`${name(one)} has text of ${size} px`);
    if (speaks(one) && parseFloat(style.lineHeight) < size * lines - 0.1)
      wrong.push(`${name(one)} has lines of ${style.lineHeight} for ${size} px`);
    if (one.matches('button, .button, select, textarea, input:not([type=checkbox]):not([type=radio])') &&
        one.getBoundingClientRect().height < target)
      wrong.push(`${name(one)} is ${one.getBoundingClientRect().height} px high`);
  }
  return wrong.slice(0, 5);
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

test('is large, spaced and strong enough in all its components, also for officials', async ({ people }) => {
  const page = await people.as(SECRETARY);
  await page.goto('/elder?on=1&back=/');
  const wrong = [];
  for (const address of ['/gallery', '/', '/matters', '/matters/new', '/stars/mine', '/points_claims',
    '/dashboard']) {
    await page.goto(address);
    const faults = await page.evaluate(tooSmall,
      [LEAST_TEXT_PX, LEAST_LINE_HEIGHT, SMALLEST_TARGET_PX]);
    wrong.push(...faults.map((words) => `${address} ${words}`));
  }
  await page.goto('/gallery');
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    wrong.push(...(await contrast(page)).map((words) => `${scheme} ${words}`));
  }
  check(wrong.length === 0, wrong.join('\n  '), { page });
});
