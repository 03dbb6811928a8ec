/* SPDX-License-Identifier: Apache-2.0 */
/* An accusation is for discipline staff only. */
import {
  CLERK, COUNTY, DISCIPLINE, fillIn, formTo, HEAD, OFFICE, report, SECRETARY, send, unfold,
  VILLAGE,
} from '../matters.mjs';
import { mainText } from '../people.mjs';
import { check, checkEqual, checkSays, checkSilent, story } from '../story.mjs';

const { test } = story('an accusation', { chained: true });

const WORDS = '示例：有人把修渠的水泥拉回自己家打了院坝';
const NOT_FOR_THEM = [CLERK, SECRETARY, OFFICE, HEAD, COUNTY, 'system_administrator',
  'rights_administrator'];

let receipt;
let figuresBefore;
let accusation;

async function figures(people) {
  const program = await people.program(OFFICE);
  return (await program.get('/figures?format=csv&period=year')).text();
}

test('is only said to have been received', async ({ people }) => {
  figuresBefore = await figures(people);
  const page = await people.visitor();
  receipt = await report(page, { story: WORDS, kind: 'tip_off', name: '赵示例' });
  checkSays(await mainText(page), ['已收到', '只有纪检干部能看'], { page });
  checkSilent(await mainText(page), [WORDS, '赵示例'], { page });
});

test('is read by the discipline officer, who gives a reason', async ({ people }) => {
  const page = await people.as(DISCIPLINE);
  await page.goto('/');
  const task = page.locator("#tasks a[href^='/accusations/']").first();
  await task.click();
  await page.waitForLoadState();
  accusation = new URL(page.url()).pathname;
  checkSilent(await mainText(page), WORDS, { page });
  const form = formTo(page, '/open');
  await fillIn(form, { reason: '初核' });
  await send(form);
  checkSays(await mainText(page), [WORDS, '赵示例', '已经记下'], { page });
});

test('is closed to everybody else', async ({ people }) => {
  for (const login of NOT_FOR_THEM) {
    const program = await people.program(login);
    const addresses = ['/accusations', accusation, '/accusations.csv', '/api/accusations',
      `/api${accusation}`, '/suggest/accusation?q=2026'];
    for (const address of addresses) {
      const answer = await program.get(address);
      check([403, 404].includes(answer.status()), `${login}: ${address} ${answer.status()}`);
      checkSilent(await answer.text(), [WORDS, '赵示例']);
    }
  }
});

test('is in no list, search, export or page of others', async ({ people }) => {
  for (const login of NOT_FOR_THEM) {
    const program = await people.program(login);
    for (const address of ['/', '/matters', `/matters?q=${encodeURIComponent('修渠的水泥')}`,
      '/matters.csv', '/api/matters', `/place/${VILLAGE.key}`, '/journal']) {
      const answer = await program.get(address);
      checkSilent(await answer.text(), [WORDS, '赵示例', receipt]);
    }
  }
});

test('counts in no figure', async ({ people }) => {
  checkEqual(await figures(people), figuresBefore, 'the figures of the township');
});

test('tells its receipt nothing but how far it is', async ({ people }) => {
  const officer = await people.as(DISCIPLINE);
  await officer.goto(accusation);
  await send(formTo(officer, '/take_up'));
  const page = await people.visitor();
  await page.goto(`/receipt/${receipt}`);
  checkSays(await mainText(page), '办理中', { page });
  checkSilent(await mainText(page), [WORDS, '赵示例', VILLAGE.name], { page });
  await officer.goto(accusation);
  await unfold(formTo(officer, '/close'));
  await fillIn(formTo(officer, '/close'), { result: '经查属实，已退还。' });
  await send(formTo(officer, '/close'));
  await page.goto(`/receipt/${receipt}`);
  checkSays(await mainText(page), '已办结', { page });
  checkSilent(await mainText(page), '经查属实', { page });
});
