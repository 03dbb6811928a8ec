/* SPDX-License-Identifier: Apache-2.0 */
/* What is in a village is not for the village next door. */
import {
  CLERK, find, NEIGHBOUR, NEIGHBOURS_CLERK, report, TOWNSHIP, VILLAGE,
} from '../matters.mjs';
import { mainText } from '../people.mjs';
import { check, checkEqual, checkSays, checkSilent, story } from '../story.mjs';

const { test } = story('the village next door', { chained: true });

const WORDS = '紫薇树下的化粪池盖板碎了';

let matter;
let figuresBefore;

async function figures(people) {
  const program = await people.program(NEIGHBOURS_CLERK);
  const answer = await program.get('/figures?format=csv&period=year');
  checkEqual(answer.status(), 200, 'status of the figures');
  return answer.text();
}

test('cannot open the matter', async ({ people }) => {
  figuresBefore = await figures(people);
  const villager = await people.visitor();
  const receipt = await report(villager, { story: WORDS, name: '陈示例', phone: '13800000003' });
  matter = await find(await people.as(CLERK), receipt);
  const page = await people.as(NEIGHBOURS_CLERK);
  for (const address of [matter, `${matter}/print`]) {
    const response = await page.goto(address);
    checkEqual(response.status(), 404, `status of ${address}`);
    checkSilent(await mainText(page), [WORDS, '陈示例'], { page });
  }
});

test('finds it in no list and by no search', async ({ people }) => {
  const page = await people.as(NEIGHBOURS_CLERK);
  for (const address of ['/matters', `/matters?q=${WORDS}`, '/matters?status=reported',
    '/matters?sort=title', `/matters?q=${encodeURIComponent('陈示例')}`, '/']) {
    await page.goto(address);
    checkSilent(await mainText(page), WORDS, { page });
  }
});

test('is refused the other village by name', async ({ people }) => {
  const program = await people.program(NEIGHBOURS_CLERK);
  for (const key of [VILLAGE.key, `${VILLAGE.key}001`, TOWNSHIP.key, '421182'])
    for (const address of [`/matters?place=${key}`, `/api/matters?place=${key}`,
      `/matters.csv?place=${key}`, `/figures?place=${key}`, `/figures/matters_open?place=${key}`,
      `/residents?place=${key}`, `/residents.csv?place=${key}`]) {
      const answer = await program.get(address);
      check([403, 404].includes(answer.status()), `${address} answers ${answer.status()}`);
      checkSilent(await answer.text(), WORDS);
    }
});

test('does not get it from the API, the export or the suggestions', async ({ people }) => {
  const program = await people.program(NEIGHBOURS_CLERK);
  const id = matter.split('/').at(-1);
  for (const address of [`/api/matters/${id}`, `/api/matters?q=${WORDS}`, '/api/matters?limit=100',
    '/matters.csv', `/suggest/matter?q=${WORDS}`, `/api/suggest/matter?q=${WORDS}`,
    `/suggest/matter?q=${WORDS}&place=${VILLAGE.key}`, `/open311/requests/${id}.json`,
    '/open311/requests.json']) {
    const answer = await program.get(address);
    check(answer.status() < 500, `${address} answers ${answer.status()}`);
    checkSilent(await answer.text(), WORDS);
    checkSilent(await answer.text(), '陈示例');
  }
});

test('can take no step on it', async ({ people }) => {
  const page = await people.as(NEIGHBOURS_CLERK);
  await page.goto('/matters/new');
  const token = await page.locator("main [name='token']").first().inputValue();
  for (const step of ['accept', 'escalate', 'self_handle', 'withdraw', 'merge', 'phone',
    'callers', 'evidence', 'confirm', 'reply']) {
    const answer = await page.request.post(`${matter}/${step}`,
      { form: { token, reason: '试试', answer: '试试', words: '试试', name: '试试', into: '1',
        caller: '1', satisfied: 'yes' } });
    check([403, 404, 422, 400].includes(answer.status()), `${step} answers ${answer.status()}`);
    checkSilent(await answer.text(), WORDS);
  }
  const clerk = await people.as(CLERK);
  await clerk.goto(matter);
  checkSays(await clerk.locator('#facts').innerText(), '待受理', { page: clerk });
});

test('keeps its own figures unchanged', async ({ people }) => {
  checkEqual(await figures(people), figuresBefore, 'the figures of the neighbours');
});

test('sees its own matters', async ({ people }) => {
  const villager = await people.visitor();
  const receipt = await report(villager, { story: '村口的路灯不亮。' }, NEIGHBOUR);
  const page = await people.as(NEIGHBOURS_CLERK);
  await find(page, receipt);
  checkSays(await mainText(page), '村口的路灯不亮。', { page });
});

test('does not see the other village\'s people', async ({ people }) => {
  const clerk = await people.as(CLERK);
  await clerk.goto('/residents');
  const resident = await clerk.locator("main table a[href^='/residents/']").first()
    .getAttribute('href');
  const page = await people.as(NEIGHBOURS_CLERK);
  const response = await page.goto(resident);
  checkEqual(response.status(), 404, `status of ${resident}`);
});
