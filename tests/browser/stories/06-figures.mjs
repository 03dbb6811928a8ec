/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers that open their records, and reports made of them. */
import {
  CLERK, fillIn, find, formTo, NEIGHBOUR, OFFICE, report, send, take, TOWNSHIP, VILLAGE,
} from '../matters.mjs';
import { DESK, mainText } from '../people.mjs';
import { checkPage } from '../quality.mjs';
import { check, checkEqual, checkSays, story } from '../story.mjs';

const { test } = story('figures and reports', { chained: true });

/* The period of the sample. */
const PERIOD = 'from=2023-01-01&to=2023-11-08';

/* The rows of the figures' tables: name, number, where the number leads. */
function readRows() {
  return [...document.querySelectorAll('main section table tbody tr')].map((row) => {
    const [name, value] = row.querySelectorAll('td, th');
    const link = value.querySelector('a');
    return { name: name.innerText.trim(), about: name.querySelector('a')?.getAttribute('href'),
      text: value.innerText.trim(), href: link?.getAttribute('href') };
  });
}

async function figureRows(page, place, period) {
  await page.goto(`/figures?place=${place}&${period}`);
  return page.evaluate(readRows);
}

function numberIn(text) {
  return Number(/[\d,]+/.exec(text)[0].replaceAll(',', ''));
}

/* How many records the list behind an address has. */
function countIn(html) {
  if (/没有符合条件的记录|还没有记录/.test(html))
    return 0;
  return Number(/共(\d+)条/.exec(html)?.[1]);
}

/* A number of persons opens their posts, of which one may have several. */
async function countsPersons(page, about) {
  return (await (await page.request.get(about)).text()).includes('不重复的数量');
}

test('each number opens as many records as it says', async ({ people }) => {
  const page = await people.as(OFFICE, { size: DESK });
  let opened = 0;
  for (const place of [TOWNSHIP.key, VILLAGE.key]) {
    for (const row of await figureRows(page, place, PERIOD)) {
      if (row.href === undefined || row.text.includes('%'))
        continue;
      const answer = await page.request.get(row.href);
      checkEqual(answer.status(), 200, `status of ${row.href}`);
      if (await countsPersons(page, row.about))
        continue;
      checkEqual(countIn(await answer.text()), numberIn(row.text),
        `${row.name} of ${place}, behind ${row.href}`, { page });
      opened += 1;
    }
  }
  check(opened >= 20, `only ${opened} numbers lead anywhere`, { page });
});

test('a new matter is counted at once, in its village and above, not next door',
  async ({ people }) => {
    const page = await people.as(OFFICE, { size: DESK });
    const received = async (place) => numberIn((await figureRows(page, place, 'period=year'))
      .find((row) => row.name === '收集诉求').text);
    const places = [VILLAGE.key, TOWNSHIP.key, NEIGHBOUR.key];
    const before = [];
    for (const place of places)
      before.push(await received(place));
    await report(await people.visitor(), { story: '水沟堵了，雨水漫到路上。' });
    for (const [i, more] of [1, 1, 0].entries())
      checkEqual(await received(places[i]), before[i] + more, `received in ${places[i]}`, { page });
  });

test('the township has the numbers that it published', async ({ people }) => {
  const page = await people.as(OFFICE, { size: DESK });
  const rows = await figureRows(page, TOWNSHIP.key, PERIOD);
  const number = (name) => numberIn(rows.find((row) => row.name.includes(name)).text);
  checkEqual(number('社区'), 41, 'villages', { page });
  checkEqual(number('党组织'), 78, 'party organisations', { page });
  check(number('群众议事处理矛盾纠纷') >= 300, 'disputes handled by the masses', { page });
});

test('a place is chosen by a part of its name, with the keyboard alone', async ({ people }) => {
  const page = await people.as(OFFICE, { size: DESK });
  await page.goto('/figures');
  const field = page.locator("main [name='place']");
  await field.fill('');
  await field.pressSequentially('枫树');
  await page.locator("main [role='option']").first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  checkSays(await field.inputValue(), NEIGHBOUR.name, { page });
  await send(page.locator("main form[action='/figures']"));
  checkSays(await page.locator('h1').innerText(), NEIGHBOUR.name, { page });
});

test('one figure shows its twelve months', async ({ people }) => {
  const page = await people.as(OFFICE);
  await page.goto(`/figures?place=${TOWNSHIP.key}&${PERIOD}`);
  await page.getByRole('link', { name: '收集诉求' }).first().click();
  await page.waitForLoadState();
  checkEqual(await page.locator('main tbody tr').count(), 12, 'months', { page });
});

let address;
let numbers;

async function referenced(page) {
  return page.locator('article.report a').evaluateAll((links) =>
    links.map((link) => [link.getAttribute('href'), link.innerText]));
}

test('a draft is written by itself, each number with its records', async ({ people }) => {
  const page = await people.as(OFFICE, { size: DESK });
  await page.goto('/reports');
  await page.locator('main').getByRole('link', { name: /新增报告|写报告/ }).first().click();
  const form = formTo(page, '/reports');
  await fillIn(form, { from_on: '2023-01-01', to_on: '2023-11-08' });
  await send(form);
  address = new URL(page.url()).pathname;
  checkSays(await mainText(page), ['草稿', '花桥镇共有村（社区）41个', '党组织78个'], { page });
  numbers = await referenced(page);
  check(numbers.length >= 8, `only ${numbers.length} numbers have links`, { page });
  await checkPage(page);
  for (const [href, words] of numbers) {
    const answer = await page.request.get(href);
    checkEqual(answer.status(), 200, `status of ${href}`);
    if (!/%|[人名]$/.test(words))
      checkEqual(countIn(await answer.text()), numberIn(words), `${words} behind ${href}`,
        { page });
  }
});

test('its words can be changed, its numbers cannot', async ({ people }) => {
  const page = await people.as(OFFICE, { size: DESK });
  await page.goto(`${address}/edit`);
  await checkPage(page);
  const form = formTo(page, '/edit');
  const body = await form.locator("[name='body']").inputValue();
  check(body.includes('{{matters_received}}'), 'the text has no live numbers', { page });
  await fillIn(form, { body: body.replace('五、下一步打算', '五、明年打算') });
  await send(form);
  checkSays(await mainText(page), '五、明年打算', { page });
});

test('a frozen one keeps its numbers while the records go on', async ({ people }) => {
  const page = await people.as(OFFICE, { size: DESK });
  await page.goto('/reports');
  await page.locator('main').getByRole('link', { name: /新增报告|写报告/ }).first().click();
  await send(formTo(page, '/reports'));
  const frozen = new URL(page.url()).pathname;
  const before = await referenced(page);
  await page.getByRole('button', { name: '定稿' }).click();
  await page.locator('dialog').getByRole('button', { name: '定稿' }).click();
  await page.getByText('已定稿').waitFor();
  const receipt = await report(await people.visitor(), { story: '祠堂门口的石阶松了。' });
  const clerk = await people.as(CLERK);
  await find(clerk, receipt);
  await take(clerk, 'self_handle', { answer: '已经砌好。' });
  await page.goto(frozen);
  checkEqual(JSON.stringify((await referenced(page)).map(([, words]) => words)),
    JSON.stringify(before.map(([, words]) => words)), 'the frozen numbers', { page });
  checkEqual(await page.getByRole('link', { name: '改文字' }).count(), 0, 'links to edit');
  const edit = await page.goto(`${frozen}/edit`);
  checkEqual(edit.status(), 409, 'status of editing a frozen report');
  await page.goto(`${frozen}/print`);
  await checkPage(page);
  checkSays(await page.locator('body').innerText(), ['一、基本情况'], { page });
});
