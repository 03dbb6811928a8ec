/* SPDX-License-Identifier: Apache-2.0 */
/* Dashboards, the screen of a meeting room, the gallery in every appearance. */
import { join } from 'node:path';

import { CLERK, OFFICE, report, TOWNSHIP } from '../matters.mjs';
import { DESK, mainText, PHONE } from '../people.mjs';
import { check, checkEqual, checkSays, story } from '../story.mjs';
import { build } from '../town.mjs';

const { test } = story('charts and screens');

const WIDTHS = [360, 768, 1280];
const SCREEN = { width: 1920, height: 1080 };

async function isWide(page) {
  return page.evaluate(() => document.scrollingElement.scrollWidth >
    document.documentElement.clientWidth);
}

test('a dashboard draws its tables, keeps them, and each number leads to its records',
  async ({ people }) => {
    const page = await people.as(OFFICE, { size: DESK });
    await page.goto(`/dashboard?place=${TOWNSHIP.key}`);
    await page.locator('.chart-picture svg').first().waitFor();
    const charts = await page.locator('figure.chart').count();
    checkEqual(await page.locator('.chart-picture svg').count(), charts, 'pictures', { page });
    checkEqual(await page.locator('.chart table').count(), charts, 'tables', { page });
    await page.getByRole('link', { name: /收集诉求/ }).first().click();
    await page.waitForLoadState();
    check(page.url().includes('/matters?'), `a number led to ${page.url()}`, { page });
  });

/* Two villages as areas, one as a point, and one that is nowhere. */
async function mapFile(page) {
  const areas = [['421182102205', 115.5], ['421182102206', 115.6]];
  const square = (west) => [[west, 30], [west + 0.1, 30], [west + 0.1, 30.1], [west, 30.1], [west, 30]];
  const features = areas.map(([code, west]) => ({ type: 'Feature', properties: { code },
    geometry: { type: 'Polygon', coordinates: [square(west)] } }));
  features.push({ type: 'Feature', properties: { code: '421182102207' },
    geometry: { type: 'Point', coordinates: [115.75, 30.05] } });
  features.push({ type: 'Feature', properties: { name: '哪儿也不是' },
    geometry: { type: 'Polygon', coordinates: [square(115.8)] } });
  await page.locator("[name='file']").setInputFiles({ name: 'map.geojson',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })) });
}

test('outlines of villages become the map of the township, and each village leads further',
  async ({ people }) => {
    const page = await people.as(OFFICE, { size: DESK });
    await page.goto(`/place/${TOWNSHIP.key}`);
    await page.getByRole('link', { name: '导入地图' }).click();
    await mapFile(page);
    await page.getByRole('button', { name: '导入' }).click();
    checkSays(await mainText(page), '存了3个边界，1个图形没有对上地点。', { page });
    for (const size of [PHONE, DESK]) {
      await page.setViewportSize(size);
      await page.goto(`/dashboard?place=${TOWNSHIP.key}`);
      checkEqual(await page.locator('.map').first().locator('a').count(), 3, 'villages drawn',
        { page });
      checkEqual(await isWide(page), false, 'scrolls sideways', { page });
      await page.locator('.map').first().screenshot({
        path: join(build, 'screenshots', `map-${size.width}.png`) });
    }
    await page.locator(".map a[href*='421182102205']").first().click();
    await page.waitForURL('**/dashboard?place=421182102205');
  });

test('the screen fits a phone too', async ({ people }) => {
  const page = await people.as(OFFICE, { size: PHONE });
  await page.goto(`/screen?place=${TOWNSHIP.key}`);
  checkEqual(await isWide(page), false, 'scrolls sideways', { page });
});

test('without script there are the tables', async ({ people }) => {
  const page = await people.as(OFFICE, { size: PHONE, script: false });
  await page.goto(`/dashboard?place=${TOWNSHIP.key}`);
  check(await page.locator('.chart table').first().isVisible(), 'no table', { page });
  checkEqual(await isWide(page), false, 'scrolls sideways', { page });
});

test('the screen of a township says within seconds what has come in', async ({ people }) => {
  const page = await people.as(OFFICE, { size: SCREEN });
  await page.goto(`/screen?place=${TOWNSHIP.key}`);
  const received = page.locator('li', { hasText: '收集诉求' }).locator('strong').first();
  const before = Number(await received.innerText());
  checkEqual(await page.locator('main a').count(), 0, 'links on a screen', { page });
  await report(await people.visitor(), { story: '大屏要马上看到这件事。' });
  await page.waitForFunction((number) => Number([...document.querySelectorAll('.figures li')]
    .find((one) => one.innerText.includes('收集诉求')).querySelector('strong').innerText) > number,
  before);
  checkSays(await page.locator('h1').innerText(), [TOWNSHIP.name], { page });
  const smallest = await page.evaluate(() => Math.min(...[...document.querySelectorAll(
    'main li, main span, main strong, main p')].filter((one) => one.getClientRects().length > 0)
    .map((one) => parseFloat(getComputedStyle(one).fontSize))));
  check(smallest >= 24, `text of ${smallest} px on a wall`, { page });
  await page.screenshot({ path: join(build, 'screenshots', 'screen.png') });
});

test('the gallery fits every width in every appearance', async ({ people }) => {
  const page = await people.visitor({ size: DESK });
  for (const look of ['normal', 'elder', 'dark']) {
    await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light' });
    await page.goto(`/elder?on=${look === 'elder' ? 1 : 0}&back=/gallery`);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await page.reload();
      await page.locator('.chart-picture svg').first().waitFor();
      checkEqual(await isWide(page), false, `scrolls sideways at ${width} px, ${look}`, { page });
      await page.screenshot({ fullPage: true,
        path: join(build, 'screenshots', `gallery-${look}-${width}.png`) });
    }
  }
});

test('the elder edition reads aloud and grows to 30 pixels', async ({ people }) => {
  const page = await people.visitor({ size: PHONE });
  await page.goto('/elder?on=1&back=/report');
  checkEqual(await page.getByRole('button', { name: '朗读' }).count(), 1, 'voices', { page });
  for (let i = 0; i < 4; i++)
    await page.getByRole('button', { name: '大一点' }).click();
  const size = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector(
    'main p, main label, main li')).fontSize));
  check(size >= 30 && size <= 42, `text of ${size} px`, { page });
  await page.reload();
  checkEqual(await page.evaluate(() => document.documentElement.style.fontSize !== ''), true,
    'the size is kept', { page });
  checkEqual(await isWide(page), false, 'scrolls sideways', { page });
});

test('a record, a sheet and a receipt are papers with a name', async ({ people }) => {
  const page = await people.as(CLERK, { size: DESK });
  await page.goto('/matters');
  const matter = await page.locator('main tbody a').first().getAttribute('href');
  const answer = await page.request.get(`${matter.split('?')[0]}/pdf`);
  checkEqual(answer.status(), 200, 'status');
  checkEqual(answer.headers()['content-type'], 'application/pdf', 'type');
  checkEqual((await answer.body()).subarray(0, 5).toString(), '%PDF-', 'beginning');
});
