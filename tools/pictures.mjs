/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes docs/pictures/ anew: the pages that are used most, from the sample.
 *
 *     build/xiangzhi sample --db /tmp/pictures.db
 *     build/xiangzhi serve --db /tmp/pictures.db --listen 127.0.0.1:8099 &
 *     node tools/pictures.mjs http://127.0.0.1:8099
 */
import { chromium } from 'playwright-core';

const PASSWORD = 'Xiangzhi-2026';
const PHONE = { width: 360, height: 720 };
const DESK = { width: 1200, height: 800 };
const SCREEN = { width: 1920, height: 1080 };
const TOWNSHIP = '421182102';
const VILLAGE = '421182102226';
const POINTS_VILLAGE = '421182102205';

const [base] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });

async function sign(login, viewport) {
  const context = await browser.newContext({ baseURL: base, viewport, locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' });
  const page = await context.newPage();
  if (login === null)
    return page;
  await page.goto('/sign-in');
  await page.fill("input[name='login']", login);
  await page.fill("input[name='password']", PASSWORD);
  await page.click("main button[type='submit']");
  await page.waitForLoadState();
  return page;
}

async function picture(page, name, address) {
  await page.goto(address, { waitUntil: 'load' });
  await page.waitForTimeout(500);
  await page.screenshot({ path: `docs/pictures/${name}.png` });
}

/* The first record of a list that somebody sees. */
async function firstOf(page, list) {
  await page.goto(list);
  const hrefs = await page.locator('main a').evaluateAll((links) => links
    .map((link) => link.getAttribute('href')));
  return hrefs.find((href) => new RegExp(`^${list.replace(/\?.*/, '')}/\\d`).test(href));
}

const visitor = await sign(null, PHONE);
await picture(visitor, 'visitor-home', '/');
await picture(visitor, 'visitor-report', `/report?place=${VILLAGE}`);
await picture(visitor, 'visitor-points', `/points/open?place=${POINTS_VILLAGE}`);
await visitor.goto('/elder?on=1&back=/');
await picture(visitor, 'elder-home', '/');

const worker = await sign('huaqiao_worker', PHONE);
await picture(worker, 'worker-home', '/');
await picture(worker, 'worker-new', '/matters/new');

const clerk = await sign('huaqiao_clerk', DESK);
await picture(clerk, 'clerk-home', '/');
await picture(clerk, 'clerk-matter', await firstOf(clerk, `/matters?place=${VILLAGE}`));

const mediator = await sign('huaqiao_mediator', DESK);
await picture(mediator, 'mediator-dispute', await firstOf(mediator, '/disputes') ?? '/disputes');

const office = await sign('huaqiao_office', DESK);
await picture(office, 'office-matters', '/matters');
await picture(office, 'office-dashboard', `/dashboard?place=${TOWNSHIP}`);

const wall = await sign('huaqiao_office', SCREEN);
await picture(wall, 'screen', `/screen?place=${TOWNSHIP}`);

await browser.close();
