/* SPDX-License-Identifier: Apache-2.0 */
/* A village clerk brings the roster that lies on the desk: as it is, with a title above it. */
import { execFileSync } from 'node:child_process';

import { CLERK, formTo, send, VILLAGE } from '../matters.mjs';
import { mainText } from '../people.mjs';
import { checkPage } from '../quality.mjs';
import { check, checkEqual, checkSays, checkSilent, story } from '../story.mjs';

const { test } = story('rosters', { chained: true });

const ROSTER = `柏树林村三组花名册,,,,,,
单位：柏树林村,,,填报时间：2026年3月,,,
序号,户号,姓 名,户内称谓,身份证号码,联系方式,文化程度
1,示例901,示例张　三,户主,11010519491231002X,,小学
2,,示例李四,妻,,13800000000,
3,示例902,示例王五,户主,4.21182E+17,,
合计,,3人,,,,
`;
const LATER = ROSTER.replace('小学', '高中').replace(/^3,.*\n/m, '');
const NAMES = ['示例张三', '示例李四'];

let upload;

async function residentsNamed(people, name) {
  const program = await people.program(CLERK);
  const answer = await program.get(`/api/residents?q=${encodeURIComponent(name)}`);
  return (await answer.json()).items.filter((item) => item.name === name).length;
}

/* The page of an import that is under way renews itself. */
async function waitFor(page, words) {
  await page.waitForFunction((wanted) => document.querySelector('main')?.innerText.includes(wanted),
    words, { timeout: 30_000 });
}

test('the list of residents leads to importing, and to a blank table', async ({ people }) => {
  const page = await people.as(CLERK);
  await page.goto('/residents');
  await page.getByRole('link', { name: '导入', exact: true }).click();
  checkSays(await mainText(page), ['户籍花名册', '下载空白表'], { page });
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载空白表' }).click();
  checkEqual((await download).suggestedFilename(), 'residents.xlsx', 'name of the blank table');
});

test('a roster is read below its title, and the first rows are shown as they will be kept',
  async ({ people }) => {
    const page = await people.as(CLERK);
    await page.goto('/rosters/new?type=resident');
    const form = formTo(page, '/rosters');
    await form.locator('input[type=file]').setInputFiles(
      { name: '三组花名册.csv', mimeType: 'text/csv', buffer: Buffer.from(ROSTER) });
    await send(form);
    upload = new URL(page.url()).pathname;
    const text = await mainText(page);
    checkSays(text, ['表头在第3行', VILLAGE.name, '示例张三', '户内称谓'], { page });
    checkSilent(text, ['11010519491231002X', '13800000000'], { page });
    await checkPage(page);
  });

test('a heading that nobody knew is said once', async ({ people }) => {
  const page = await people.as(CLERK);
  await page.goto(upload);
  const form = formTo(page, `${upload}/columns`);
  await form.getByLabel('户内称谓').selectOption({ label: '与户主关系' });
  await send(form);
  checkSays(await mainText(page), ['新增', '有错', '要改的地方', '号码被表格软件截掉了后几位'], { page });
});

test('the table comes back with the reasons', async ({ people }) => {
  const page = await people.as(CLERK);
  await page.goto(`${upload}/check`);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载带原因的表格' }).click();
  checkEqual((await download).suggestedFilename(), 'reasons.xlsx', 'name of the table');
});

test('the good rows are imported, and the wrong one is not', async ({ people }) => {
  const page = await people.as(CLERK);
  await page.goto(`${upload}/check`);
  await page.getByRole('button', { name: '只导入没有错的2行' }).click();
  await page.locator('dialog').getByRole('button', { name: '只导入没有错的2行' }).click();
  await waitFor(page, '已导入');
  for (const name of NAMES)
    checkEqual(await residentsNamed(people, name), 1, `residents called ${name}`);
  checkEqual(await residentsNamed(people, '示例王五'), 0, 'residents of the wrong row');
});

test('the same table again is recognised and changes nothing', async ({ people }) => {
  const page = await people.as(CLERK);
  await page.goto('/rosters/new?type=resident');
  const form = formTo(page, '/rosters');
  await form.locator('input[type=file]').setInputFiles(
    { name: '三组花名册.csv', mimeType: 'text/csv', buffer: Buffer.from(ROSTER) });
  await send(form);
  checkSays(await mainText(page), '已经导入过', { page });
  checkEqual(await page.getByLabel('户内称谓').inputValue(), 'relation',
    'the heading that was said before');
  await send(formTo(page, `${new URL(page.url()).pathname}/columns`));
  checkEqual(await page.getByRole('button', { name: /导入/ }).count(), 0,
    'buttons that would import it again', { page });
});

test('a table that says something else shows what is there beside it, before it is changed',
  async ({ people }) => {
    const page = await people.as(CLERK);
    await page.goto('/rosters/new?type=resident');
    const form = formTo(page, '/rosters');
    await form.locator('input[type=file]').setInputFiles({ name: '三组花名册.csv',
      mimeType: 'text/csv', buffer: Buffer.from(LATER) });
    await send(form);
    await send(formTo(page, `${new URL(page.url()).pathname}/columns`));
    const text = await mainText(page);
    checkSays(text, ['会改动的记录', '文化程度', '小学', '高中', '导入这1行'], { page });
    await checkPage(page);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载核对结果' }).click();
    const path = await (await download).path();
    const sheet = execFileSync('unzip', ['-p', path], { maxBuffer: 16 << 20 }).toString();
    checkSays(sheet, ['核对结果', '小学→高中'], { page });
  });

test('nobody else sees what was sent', async ({ people }) => {
  const other = await people.as('huaqiao_neighbour');
  const answer = await other.goto(upload);
  checkEqual(answer.status(), 404, 'status for another clerk', { page: other });
});

test('the whole import is undone', async ({ people }) => {
  const page = await people.as(CLERK);
  await page.goto(`${upload}/result`);
  await page.getByRole('button', { name: '撤销这次导入' }).click();
  await page.locator('dialog').getByRole('button', { name: '撤销这次导入' }).click();
  await waitFor(page, '已撤销');
  for (const name of NAMES)
    checkEqual(await residentsNamed(people, name), 0, `residents called ${name}`);
  check((await page.getByRole('button', { name: '撤销这次导入' }).count()) === 0,
    'it cannot be undone twice', { page });
});

test('a list exports what it shows as a spreadsheet', async ({ people }) => {
  const page = await people.as(CLERK);
  await page.goto('/residents');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '导出表格' }).click();
  checkEqual((await download).suggestedFilename(), 'residents.xlsx', 'name of the spreadsheet');
});
