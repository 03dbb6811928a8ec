/* SPDX-License-Identifier: Apache-2.0 */
/* Pages for readers of English and of the traditional script. */
import { readFileSync } from 'node:fs';

import { CLERK, OFFICE, VILLAGE } from '../matters.mjs';
import { DESK, PHONE } from '../people.mjs';
import { check, checkEqual, story } from '../story.mjs';

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
