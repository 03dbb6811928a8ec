/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much a page weighs, how soon it is there, and how many taps a record takes.  Bytes and
 * taps are asserted, times are only written down: $BUILD/performance.json, from which
 * tools/performance.mjs makes the tables of docs/performance.md.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Line } from '../line.mjs';
import { formTo, VILLAGE, WORKER } from '../matters.mjs';
import { mainText } from '../people.mjs';
import { checkPage } from '../quality.mjs';
import { check, checkSays, story } from '../story.mjs';
import { build } from '../town.mjs';

const { test } = story('light and quick');

const KB = 1000;
const PAGE_BYTES_MAX = 60 * KB;
const SCRIPT_BYTES_MAX = 20 * KB;
const TAPS_MAX = 3;

/* Slow 3G: a round trip of 400 ms, 400 kilobits a second.  The developer tools of Chromium know
 * no round trips; they make every request wait for five of them. */
const SLOW_LINE = { rttMs: 400, bytesPerMs: 50 };
const SLOW_REQUESTS = { offline: false, latency: 2000, downloadThroughput: 50_000,
  uploadThroughput: 50_000 };
const SLOWER_CPU = 4;

const measured = { pages: [], records: [] };

function keep() {
  writeFileSync(join(build, 'performance.json'), `${JSON.stringify(measured, null, 2)}\n`);
}

/* Counts what the page itself loads, as it comes over the line. */
async function watch(page) {
  const session = await page.context().newCDPSession(page);
  const kinds = new Map();
  const sizes = { all: 0, script: 0, scriptUnpacked: 0, requests: 0 };
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: false });
  session.on('Network.requestWillBeSent', ({ requestId, type }) => kinds.set(requestId, type));
  session.on('Network.dataReceived', ({ requestId, dataLength }) => {
    if (kinds.get(requestId) === 'Script')
      sizes.scriptUnpacked += dataLength;
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    sizes.requests += 1;
    sizes.all += encodedDataLength;
    if (kinds.get(requestId) === 'Script')
      sizes.script += encodedDataLength;
  });
  return { session, sizes };
}

function largestPaint() {
  return new Promise((done) => {
    let last = 0;
    new PerformanceObserver((list) => { last = list.getEntries().at(-1).startTime; })
      .observe({ type: 'largest-contentful-paint', buffered: true });
    setTimeout(() => done(Math.round(last)), 300);
  });
}

async function load(page, address) {
  await page.goto(address, { waitUntil: 'load', timeout: 60_000 });
  return page.evaluate(largestPaint);
}

/* A phone that has never been here, and then comes a second time. */
async function visitTwice(page, address, requests) {
  const { session, sizes } = await watch(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER_CPU });
  if (requests !== null)
    await session.send('Network.emulateNetworkConditions', requests);
  const paintMs = await load(page, address);
  const first = { ...sizes };
  const againMs = await load(page, address);
  return { ...first, paintMs, againBytes: sizes.all - first.all, againMs };
}

async function weigh(people, name, login, path) {
  const line = await Line.open(people.town, SLOW_LINE);
  try {
    const page = login === null ? await people.visitor() : await people.as(login);
    const row = { name, ...await visitTwice(page, `${line.address}${path}`, null) };
    measured.pages.push(row);
    keep();
    check(row.requests > 2, `${name}: only ${row.requests} requests were seen`, { page });
    check(row.all <= PAGE_BYTES_MAX, `${name} weighs ${row.all} bytes`, { page });
    check(row.script <= SCRIPT_BYTES_MAX, `${name} has ${row.script} bytes of script`, { page });
    check(row.scriptUnpacked <= SCRIPT_BYTES_MAX,
      `${name} has ${row.scriptUnpacked} bytes of script, unpacked`, { page });
  } finally {
    line.close();
  }
}

test('the first page of a villager is light', async ({ people }) => {
  await weigh(people, '村民首页', null, '/');
});

test('the first form of a villager is light', async ({ people }) => {
  await weigh(people, '村民“我要反映”', null, `/report?place=${VILLAGE.key}`);
});

test('the first page of a grid worker is light', async ({ people }) => {
  await weigh(people, '网格员首页', WORKER, '/');
  const page = await people.as(WORKER);
  measured.pages.push({ name: '网格员首页，每个请求先等2秒',
    ...await visitTwice(page, '/', SLOW_REQUESTS) });
  keep();
});

test('the form of a grid worker is light', async ({ people }) => {
  await weigh(people, '网格员“记一件事”', WORKER, '/matters/new');
});

/* Counts what a finger does, over all pages of this browser. */
async function countTaps(page) {
  const counts = { taps: 0, fields: new Set() };
  await page.exposeFunction('tapped', () => { counts.taps += 1; });
  await page.exposeFunction('filled', (name) => { counts.fields.add(name); });
  await page.addInitScript(() => {
    addEventListener('click', (event) => { if (event.isTrusted && event.detail > 0) window.tapped(); },
      true);
    addEventListener('input', (event) => window.filled(event.target.name), true);
  });
  return counts;
}

async function measureRecord(page, name, steps) {
  const counts = await countTaps(page);
  await page.goto('/');
  const started = Date.now();
  await steps();
  const row = { name, taps: counts.taps, fields: counts.fields.size, ms: Date.now() - started };
  measured.records.push(row);
  keep();
  check(row.taps <= TAPS_MAX && row.taps > 0, `${name} takes ${row.taps} taps`, { page });
  check(row.fields <= 1, `${name} takes ${row.fields} fields`, { page });
}

test('a grid worker writes down a matter in three taps and one sentence', async ({ people }) => {
  const page = await people.as(WORKER);
  await measureRecord(page, '记一件事', async () => {
    await page.getByRole('link', { name: '记一件事' }).first().tap();
    const form = formTo(page, '/matters/new');
    await form.locator("[name='story']").tap();
    await page.keyboard.insertText('塘边的栏杆断了，怕小孩掉下去。');
    await form.locator("button[type='submit']").tap();
    await page.waitForURL(/\/matters\/\d+$/);
  });
  checkSays(await mainText(page), ['塘边的栏杆断了', '第1网格'], { page });
});

test('a grid worker writes down a visit in three taps and one sentence', async ({ people }) => {
  const page = await people.as(WORKER);
  await measureRecord(page, '记走访', async () => {
    await page.locator("main a[href*='/visits/new?household=']").first().tap();
    const form = formTo(page, '/visits/new');
    await form.locator("[name='words']").tap();
    await page.keyboard.insertText('老人说屋顶漏雨，想补一补。');
    await form.locator("button[type='submit']").tap();
    await page.waitForURL(/\/visits\/\d+$/);
  });
  await checkPage(page);
  await page.getByRole('button', { name: '转成诉求' }).tap();
  await page.waitForURL(/\/matters\/\d+$/);
  checkSays(await mainText(page), ['屋顶漏雨', '走访'], { page });
});

test('a grid worker writes down a screening that found nothing in two taps', async ({ people }) => {
  const page = await people.as(WORKER);
  await measureRecord(page, '记排查（没有发现）', async () => {
    await page.locator("main a[href='/screenings/new']").first().tap();
    await formTo(page, '/screenings/new').locator("button[type='submit']").tap();
    await page.waitForURL(/\/screenings\/\d+$/);
  });
});

/* The type follows from the words. */
test('a grid worker writes down a screening with a find in three taps and one sentence', async ({ people }) => {
  const page = await people.as(WORKER);
  await measureRecord(page, '记排查（发现纠纷）', async () => {
    await page.locator("main a[href='/screenings/new']").first().tap();
    const form = formTo(page, '/screenings/new');
    await form.locator("[name='facts']").tap();
    await page.keyboard.insertText('示例户屋檐水滴到隔壁院墙根，两家吵起来了。');
    await form.locator("button[type='submit']").tap();
    await page.waitForURL(/\/screenings\/\d+$/);
  });
  await page.goto('/');
  checkSays(await mainText(page), ['邻里纠纷'], { page });
});

test('the category is suggested while one writes', async ({ people }) => {
  const page = await people.as(WORKER);
  await page.goto('/matters/new');
  await formTo(page, '/matters/new').locator("[name='story']").fill('路灯坏了三盏，晚上看不见路。');
  const said = page.locator('#proposed');
  await said.getByText('看来是').waitFor();
  checkSays(await said.innerText(), '看来是', { page });
});
