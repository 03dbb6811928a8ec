/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures of the main pages for those who judge the look: $BUILD/screenshots/NAME-WIDTH.png. */
import { join } from 'node:path';

import {
  CLERK, COUNTY, find, OFFICE, PARTY, report, take, TOWNSHIP, VILLAGE, WORKER,
} from '../matters.mjs';
import { DESK, PHONE } from '../people.mjs';
import { story } from '../story.mjs';
import { build } from '../town.mjs';

const { test } = story('pictures');

async function picture(page, name, address) {
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size);
    await page.goto(address);
    await page.screenshot({ path: join(build, 'screenshots', `${name}-${size.width}.png`),
      fullPage: true });
  }
}

test('of what a visitor sees', async ({ people }) => {
  const page = await people.visitor();
  const receipt = await report(page, { story: '巷口的水管爆了，水流了一地。' });
  await picture(page, 'visitor-home', '/');
  await picture(page, 'visitor-places', '/report');
  await picture(page, 'visitor-report', `/report?place=${VILLAGE.key}`);
  await picture(page, 'visitor-receipt', `/receipt/${receipt}`);
  await picture(page, 'sign-in', '/sign-in');
  await page.goto('/elder?on=1&back=/');
  await picture(page, 'elder-home', '/');
  await picture(page, 'elder-report', `/report?place=${VILLAGE.key}`);
});

test('of what village staff see', async ({ people }) => {
  const page = await people.as(CLERK);
  const receipt = await report(await people.visitor(),
    { story: '池塘边的护栏倒了，怕小孩掉下去。', name: '钱示例', phone: '13800000051' });
  const matter = await find(page, receipt);
  await picture(page, 'clerk-matter-new', matter);
  await take(page, 'accept', { words: '今天去看。' });
  await picture(page, 'clerk-matter', matter);
  await picture(page, 'clerk-matter-print', `${matter}/print`);
  await picture(page, 'clerk-home', '/');
  await picture(page, 'clerk-intake', '/matters/new');
  await picture(page, 'clerk-matters', '/matters');
  await picture(page, 'clerk-residents', '/residents');
  await picture(page, 'clerk-households', '/households');
  await picture(page, 'clerk-place', `/place/${VILLAGE.key}`);
  await picture(await people.as(WORKER), 'worker-home', '/');
});

test('of what offices see', async ({ people }) => {
  const page = await people.as(OFFICE);
  await picture(page, 'office-home', '/');
  await picture(page, 'office-matters', '/matters');
  await picture(page, 'office-overdue', '/matters?status=reported');
  await picture(page, 'office-figures',
    `/figures?place=${TOWNSHIP.key}&from=2023-01-01&to=2023-11-08`);
  await picture(page, 'office-figure', `/figures/matters_received?place=${TOWNSHIP.key}`);
  await picture(page, 'office-place', `/place/${TOWNSHIP.key}`);
  await picture(page, 'office-reports', '/reports');
  await picture(page, 'office-report-new', '/reports/new');
  await picture(await people.as(COUNTY), 'county-home', '/');
  await picture(await people.as(PARTY), 'party-home', '/');
  await picture(await people.as(PARTY), 'party-organisations', '/party_organisations');
});
