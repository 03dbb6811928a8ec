/* SPDX-License-Identifier: Apache-2.0 */
/* What style sheets do: paper that can be signed and scanned, tables that can be read. */
import { CLERK, OFFICE, report, TOWNSHIP, VILLAGE } from '../matters.mjs';
import { DESK, PHONE } from '../people.mjs';
import { check, checkEqual, story } from '../story.mjs';

const { test } = story('paper and tables');

const MM = 96 / 25.4;

async function sizeOf(page, selector) {
  return page.locator(selector).first().boundingBox();
}

test('a printed receipt says how things stand; its buttons stay on the screen',
  async ({ people }) => {
    const page = await people.visitor();
    await report(page, { story: '路边的井盖松了。' });
    check(await page.getByRole('button', { name: '打印这一页' }).isVisible(),
      'there is no button that prints', { page });
    const words = await sizeOf(page, "#more button[type='submit']");
    const withdraw = await sizeOf(page, '#withdraw button');
    check(withdraw.y - words.y - words.height >= 24, 'to withdraw is too near', { page });
    await page.emulateMedia({ media: 'print' });
    check(await page.locator('.notice').first().isVisible(), 'the state is not printed', { page });
    checkEqual(await page.locator('main .button:visible').count(), 0, 'buttons on paper', { page });
  });

test('the sheet of a matter has room for signatures', async ({ people }) => {
  const page = await people.as(CLERK, { size: DESK });
  await page.goto(`/matters?place=${VILLAGE.key}`);
  await page.locator('main tbody a').first().click();
  await page.getByRole('link', { name: '打印办理单' }).click();
  await page.locator('.by-hand').first().waitFor();
  await page.emulateMedia({ media: 'print' });
  for (const row of await page.locator('.by-hand').all())
    check((await row.boundingBox()).height >= 15 * MM, 'a signature needs 15 mm', { page });
});

test('the card for the door can be scanned from two steps away', async ({ people }) => {
  const page = await people.visitor({ size: DESK });
  await page.goto(`/report/card?place=${VILLAGE.key}`);
  await page.emulateMedia({ media: 'print' });
  check((await sizeOf(page, '.qr svg')).width >= 100 * MM, 'the code is too small', { page });
});

test('at a desk dates and states stand in one line', async ({ people }) => {
  const page = await people.as(OFFICE, { size: DESK });
  await page.goto('/matters');
  const wrapped = await page.locator('td.brief').evaluateAll((cells) => cells
    .filter((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      return range.getBoundingClientRect().height > 1.9 * parseFloat(getComputedStyle(cell).fontSize);
    }).map((cell) => cell.innerText));
  checkEqual(wrapped.join('、'), '', 'cells on two lines', { page });
});

test('on a phone the links that sort say so, and figures come before the villages',
  async ({ people }) => {
    const page = await people.as(OFFICE, { size: PHONE });
    await page.goto('/matters');
    checkEqual(await page.evaluate(() => getComputedStyle(
      document.querySelector('thead tr'), '::before').content), '"排序："', 'the word', { page });
    await page.goto(`/place/${TOWNSHIP.key}`);
    const figures = await sizeOf(page, '.figures');
    const villages = await sizeOf(page, '#children');
    check(figures.y < PHONE.height && figures.y < villages.y, 'the villages come first', { page });
    check(villages.height < PHONE.height / 2, 'the villages are not folded', { page });
  });
