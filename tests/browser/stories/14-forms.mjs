/* SPDX-License-Identifier: Apache-2.0 */
/* The county wants a table again. The clerk uploads it once, and it is filled. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CLERK, formTo, send } from '../matters.mjs';
import { mainText } from '../people.mjs';
import { checkPage } from '../quality.mjs';
import { check, checkEqual, checkSays, checkSilent, story } from '../story.mjs';

const { test } = story('forms', { chained: true });

/* The blank table of residents serves as a form: it is a workbook with headings. */
let workbook;
let form;

test('the clerk finds the room of forms, and it says what has been saved', async ({ people }) => {
  const page = await people.as(CLERK);
  await page.goto('/form_templates');
  checkSays(await mainText(page), ['一表通', '今年少敲'], { page });
  await page.goto('/rosters');
  const download = page.waitForEvent('download');
  await page.locator('a[href="/rosters/blank?type=resident"]').click();
  workbook = readFileSync(await (await download).path());
});

test('an uploaded form tells how many of its columns are known already', async ({ people }) => {
  const page = await people.as(CLERK);
  await page.goto('/form_templates/new');
  const sending = formTo(page, '/form_templates');
  await sending.locator('input[type=file]').setInputFiles({ name: '人口摸底表.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: workbook });
  await send(sending);
  form = new URL(page.url()).pathname;
  const text = await mainText(page);
  checkSays(text, ['人口摸底表', '列已有', '没有，人工填'], { page });
  check(/\d+列中\d+列已有/.test(text), 'how many columns are known');
  await checkPage(page);
});

test('what nobody knew is said once, and kept', async ({ people }) => {
  const page = await people.as(CLERK);
  await page.goto(form);
  await page.getByText('改各列从哪里取').click();
  const bindings = formTo(page, `${form}/bindings`);
  await bindings.getByLabel(/户主姓名/).selectOption({ label: '曾用名' });
  await send(bindings);
  checkSays(await mainText(page), ['曾用名'], { page });
});

test('it is filled for the village, and the download has names but no numbers', async ({ people }) => {
  const page = await people.as(CLERK);
  await page.goto(form);
  await send(formTo(page, `${form}/fill`));
  checkSays(await mainText(page), ['自动填好', '待填', '身份证号'], { page });
  await checkPage(page);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载填好的表' }).click();
  const folder = mkdtempSync(join(tmpdir(), 'form-'));
  const path = join(folder, 'filled.xlsx');
  await (await download).saveAs(path);
  const sheet = execFileSync('unzip', ['-p', path, 'xl/worksheets/sheet1.xml'],
    { maxBuffer: 64 << 20 }).toString();
  checkSays(sheet, ['示例', '待填'], { page });
  checkSilent(sheet, ['11010519491231002X'], { page });
  checkEqual(readFileSync(path).subarray(0, 2).toString(), 'PK', 'the file');
});

test('what was said once is known in the next form, and the typing that was saved is told',
  async ({ people }) => {
    const page = await people.as(CLERK);
    await page.goto('/form_templates');
    const saved = Number(/今年少敲\D*(\d+)/.exec(await mainText(page))?.[1]);
    check(saved > 0, 'cells that nobody had to type');
    await page.goto('/form_templates/new');
    const sending = formTo(page, '/form_templates');
    await sending.locator('input[type=file]').setInputFiles({ name: '下个月的表.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: workbook });
    await send(sending);
    const text = await mainText(page);
    checkSays(text, ['下个月的表', '曾用名'], { page });
    const [, columns, known] = /(\d+)列中(\d+)列已有/.exec(text);
    check(Number(known) > 0 && Number(known) < Number(columns), 'how many columns are known');
    await send(formTo(page, `${new URL(page.url()).pathname}/fill`));
    await page.goto('/form_templates');
    check(Number(/今年少敲\D*(\d+)/.exec(await mainText(page))?.[1]) > saved,
      'more cells by the second form');
  });
