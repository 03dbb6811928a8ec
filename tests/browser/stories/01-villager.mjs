/* SPDX-License-Identifier: Apache-2.0 */
/* A villager with nothing but a phone. */
import {
  CLERK, fillIn, find, formTo, NEIGHBOURS_CLERK, receiptOf, report, send, VILLAGE,
} from '../matters.mjs';
import { DESK, mainText } from '../people.mjs';
import { check, checkEqual, checkSays, checkSilent, story } from '../story.mjs';

const { test } = story('a villager on a phone');

const ROAD = '湾里进村的水泥路塌了一块，摩托车晚上走着怕人，请村里来修。';

test('finds the village from the home page and raises a matter without an account',
  async ({ people }) => {
    const page = await people.visitor();
    await page.goto('/');
    await page.getByRole('link', { name: '我要反映' }).first().click();
    for (const name of ['湖北省', '黄冈市', '武穴市', '花桥镇', VILLAGE.name]) {
      const link = page.locator('main').getByRole('link', { name: new RegExp(`^${name}`) });
      await page.waitForLoadState();
      if (await link.count() > 0)
        await link.first().click();
    }
    const form = formTo(page, '/report');
    checkSays(await mainText(page), VILLAGE.name, { page });
    await fillIn(form, { story: ROAD, name: '李示例', phone: '13800000001' });
    await send(form);
    await receiptOf(page);
    checkSays(await mainText(page), ['请保存回执', '已经收到', VILLAGE.name], { page });
  });

test('gets a receipt with a number and a QR code that opens it', async ({ people }) => {
  const page = await people.visitor();
  const code = await report(page, { story: ROAD });
  const text = await mainText(page);
  checkSays(text.replaceAll(' ', ''), code, { page });
  checkEqual(await page.locator('#keep svg').count(), 1, 'QR codes', { page });
  check(!/[01IOL]/.test(code.slice(6)), `${code} has letters that are easily confused`);
});

test('follows it with the number, typed with spaces and small letters', async ({ people }) => {
  const page = await people.visitor();
  const code = await report(page, { story: ROAD });
  const other = await people.visitor();
  await other.goto('/');
  await other.locator('main').getByRole('link', { name: '查进度' }).click();
  const form = other.locator("main form[action='/receipt']");
  await fillIn(form, { code: code.toLowerCase().replace(/(.{4})(?=.)/g, '$1 ') });
  await send(form);
  checkEqual(await receiptOf(other), code, 'the receipt found');
  checkSays(await mainText(other), ['已经收到', '期限', '还剩'], { page: other });
  checkSilent(await mainText(other), ['13800000001'], { page: other });
});

test('is told so when the number is wrong', async ({ people }) => {
  const page = await people.visitor();
  const response = await page.goto('/receipt/4211AAAAAAAA');
  checkEqual(response.status(), 404, 'status of an unknown receipt');
  await page.goto('/receipt');
  const form = page.locator("main form[action='/receipt']");
  await fillIn(form, { code: '12345' });
  await send(form);
  checkSays(await mainText(page), '回执号是', { page });
  checkEqual(await page.locator("[name='code']").inputValue(), '12345', 'what was typed');
});

test('adds a photo and words, and both reach the village and nobody else', async ({ people }) => {
  const page = await people.visitor();
  const photo = { name: '塌方.png', mimeType: 'image/png', buffer: Buffer.from(PIXEL, 'base64') };
  const receipt = await report(page, { story: ROAD, photos: photo });
  const form = formTo(page, '/words');
  await fillIn(form, { words: '昨天又塌了一截。' });
  await send(form);
  checkSays(await page.locator('#history').innerText(), '昨天又塌了一截。', { page });
  const clerk = await people.as(CLERK);
  await find(clerk, receipt);
  checkSays(await clerk.locator('#history').innerText(), '昨天又塌了一截。', { page: clerk });
  const evidence = await clerk.locator('#evidence a').first().getAttribute('href');
  const seen = await clerk.request.get(evidence);
  checkEqual(seen.headers()['content-type'], 'image/png', 'the type of the photo');
  checkEqual((await seen.body()).toString('base64'), PIXEL, 'the photo');
  const neighbour = await people.program(NEIGHBOURS_CLERK);
  checkEqual((await neighbour.get(evidence)).status(), 404, 'status for the neighbours');
});

test('is told when a file is no photo, and keeps what was typed', async ({ people }) => {
  const page = await people.visitor();
  await page.goto(`/report?place=${VILLAGE.key}`);
  const form = formTo(page, '/report');
  await fillIn(form, { story: ROAD, photos:
    { name: '照片.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('MZ no photo at all') } });
  await send(form);
  checkEqual(await page.locator('.problems').count(), 1, 'summaries', { page });
  checkEqual(await formTo(page, '/report').locator("[name='story']").inputValue(), ROAD,
    'what was typed', { page });
});

test('may write whatever signs there are', async ({ people }) => {
  const page = await people.visitor();
  const signs = `<script>document.title='x'</script> "引号" 'a' & <b>粗</b> {{x}} %s ` +
    'https://example.org/' + 'abcdefghij'.repeat(12);
  const receipt = await report(page, { story: signs, name: "<i>'名'</i>" });
  const clerk = await people.as(CLERK);
  await find(clerk, receipt);
  checkSays(await clerk.locator('#facts').innerText(), signs, { page: clerk });
  checkSays(await clerk.locator('#callers').innerText(), "<i>'名'</i>", { page: clerk });
  for (const one of [page, clerk])
    check(await one.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth),
      'a long word makes the page scroll sideways', { page: one });
});

test('sees the same page at a desk', async ({ people }) => {
  const page = await people.visitor({ size: DESK });
  await report(page, { story: ROAD });
  checkSays(await mainText(page), '请保存回执', { page });
});

/* One white pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/' +
  'PchI7wAAAABJRU5ErkJggg==';
