/* SPDX-License-Identifier: Apache-2.0 */
/* Pages for readers of English and of the traditional script. */
import { readFileSync } from 'node:fs';

import { until, withPhone } from '../line.mjs';
import { CLERK, formTo, OFFICE, VILLAGE, WORKER } from '../matters.mjs';
import { DESK, PHONE, signIn } from '../people.mjs';
import { check, checkEqual, checkSays, story } from '../story.mjs';

const { test } = story('languages', { reads: true });

/* The sentences of the catalogue that English says otherwise. */
function sentences() {
  const text = readFileSync('po/en.po', 'utf8');
  return new Set([...text.matchAll(/^msgid "(.+)"\nmsgstr "(.+)"$/gm)]
    .filter(([, chinese, english]) => chinese !== english && !/[%\\<]/.test(chinese))
    .map(([, chinese]) => chinese));
}

/* Runs in the page: what it says in texts and in attributes that people see or hear. */
function said() {
  const texts = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.closest('[lang^=zh], textarea, script'))
      texts.push(walker.currentNode.data.trim());
  for (const one of document.querySelectorAll('[aria-label], [title], [placeholder], [data-label]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'data-label'])
      texts.push(one.getAttribute(name) ?? '');
  return { texts, wide: document.scrollingElement.scrollWidth - window.innerWidth };
}

async function speak(page, language) {
  await page.context().addCookies([{ name: 'language', value: language,
    url: new URL(page.url()).origin }]);
}

async function checkEnglish(page, addresses, size) {
  const known = sentences();
  for (const address of addresses) {
    await page.goto(address);
    const { texts, wide } = await page.evaluate(said);
    const left = texts.filter((text) => known.has(text));
    check(left.length === 0, `${address} says in Chinese: ${left.join(' | ')}`, { page });
    check(wide <= 0, `${address} is ${wide} px too wide at ${size.width} px`, { page });
    checkEqual(await page.getAttribute('html', 'lang'), 'en', 'language', { page });
  }
}

for (const size of [PHONE, DESK]) {
  test(`are changed at the foot of a page, at ${size.width} px`, async ({ people }) => {
    const page = await people.visitor({ size });
    await page.goto('/privacy');
    await page.getByRole('link', { name: 'English' }).click();
    await page.waitForLoadState();
    check(page.url().endsWith('/privacy'), `came back to ${page.url()}`, { page });
    await checkEnglish(page, ['/', '/privacy', '/sign-in', '/receipt',
      `/report?place=${VILLAGE.key}`], size);
    await page.getByRole('link', { name: '繁體中文' }).click();
    await page.waitForLoadState();
    checkEqual(await page.getAttribute('html', 'lang'), 'zh-Hant', 'language', { page });
  });

  test(`leave nothing of a clerk's pages in Chinese, at ${size.width} px`, async ({ people }) => {
    const page = await people.as(CLERK, { size });
    await page.goto('/');
    const [{ id }] = (await (await page.request.get('/api/matters?limit=1')).json()).items;
    await speak(page, 'en');
    await checkEnglish(page, ['/', '/matters', `/matters/${id}`, '/matters/new', '/figures',
      `/place/${VILLAGE.key}`, '/residents', '/households', '/posts', '/me'], size);
  });
}

test('leave nothing of an officer\'s pages in Chinese', async ({ people }) => {
  const page = await people.as(OFFICE, { size: DESK });
  await page.goto('/');
  await speak(page, 'en');
  await checkEnglish(page, ['/', '/matters', '/places', '/reports', '/party_organisations'], DESK);
});

/* What is seen in Chinese, though the page is English; what people wrote aside. */
async function leftInChinese(page, written) {
  const { texts } = await page.evaluate(said);
  return texts.filter((text) => /[\u4e00-\u9fff]/.test(text) && !text.includes(written));
}

test('are spoken by the scripts too, also without network', async ({ people }) => {
  await withPhone(people, async (phone, line) => {
    const { page } = phone;
    const written = '塘边的柳树倒了。';
    await signIn(page, WORKER, people.town.password);
    await speak(page, 'en');
    await page.goto('/');
    await until(() => page.evaluate(async () => {
      const kept = await caches.has('pages') &&
        await (await caches.open('pages')).match('/matters/new');
      return Boolean(kept) && (await kept.text()).includes("<html lang='en'>");
    }), 'the form is not kept in English');
    line.cut();
    await page.goto('/matters/new');
    checkSays(await page.locator('#phone').innerText(), 'No network now', { page });
    await formTo(page, '/matters/new').locator("[name='story']").fill(written);
    await formTo(page, '/matters/new').locator("button[type='submit']").click();
    await page.locator('.phone-kept').waitFor();
    checkSays(await page.locator('#phone').innerText(), ['kept on this phone', 'Not sent yet: 1'],
      { page });
    await page.goto('/outbox');
    await page.getByRole('button', { name: 'Discard' }).click();
    const chinese = await leftInChinese(page, written);
    const names = chinese.filter((text) => !/示例|村|镇|网格|乡治/.test(text));
    check(names.length === 0, `the outbox says in Chinese: ${names.join(' | ')}`, { page });
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await page.getByText('nothing is waiting').waitFor();
    await page.goto('/figures');
    checkSays(await page.locator('main').innerText(), 'not kept on this phone', { page });
  });
});

test('are spoken by the elder edition', async ({ people }) => {
  const page = await people.visitor({ size: PHONE });
  await page.goto('/elder?on=1&back=/');
  await speak(page, 'zh-Hant');
  await page.goto('/');
  await page.getByRole('button', { name: '朗讀' }).waitFor();
  await speak(page, 'en');
  await page.goto('/');
  for (const name of ['Larger', 'Smaller', 'Read aloud'])
    await page.getByRole('button', { name }).waitFor();
});
