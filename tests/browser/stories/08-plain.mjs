/* SPDX-License-Identifier: Apache-2.0 */
/* An old phone whose browser runs no script. */
import {
  CLERK, fillIn, find, formTo, OFFICE, receiptOf, report, send, take, VILLAGE,
} from '../matters.mjs';
import { DESK, mainText } from '../people.mjs';
import { checkSays, story } from '../story.mjs';

const { test } = story('without script', { chained: true });

const plain = { script: false };

let receipt;

test('a villager raises a matter and adds words', async ({ people }) => {
  const page = await people.visitor(plain);
  await page.goto('/');
  await page.getByRole('link', { name: '我要反映' }).first().click();
  await page.waitForLoadState();
  receipt = await report(page, { story: '古樟树的枝干裂了，压着电线。', phone: '13800000031' });
  const form = formTo(page, '/words');
  await fillIn(form, { words: '风大的时候冒火花。' });
  await send(form);
  checkSays(await mainText(page), ['风大的时候冒火花。', '请保存回执'], { page });
});

test('staff accept, escalate, dispatch, resolve and reply', async ({ people }) => {
  const clerk = await people.as(CLERK, plain);
  const matter = await find(clerk, receipt);
  await take(clerk, 'accept', { words: '马上去看。' });
  await take(clerk, 'escalate', { reason: '要供电所停电才能锯。' });
  const office = await people.as(OFFICE, { ...plain, size: DESK });
  await office.goto(matter);
  await take(office, 'dispatch', { department: 'township_department', office: '供电所' });
  await take(office, 'resolve', { answer: '停电锯掉了裂枝。' });
  await take(office, 'reply', { way: 'phone' });
});

test('the villager says satisfied', async ({ people }) => {
  const page = await people.visitor(plain);
  await page.goto(`/receipt?code=${receipt}`);
  await send(page.locator('#verdict form').first(), { button: '满意' });
  checkSays(await mainText(page), ['已经办结', '停电锯掉了裂枝。'], { page });
});

test('a villager withdraws without a question', async ({ people }) => {
  const page = await people.visitor(plain);
  await report(page, { story: '问一问医保怎么交。', kind: 'inquiry' });
  await receiptOf(page);
  await send(formTo(page, '/withdraw'));
  checkSays(await mainText(page), '已经撤回', { page });
});

test('a clerk writes one down, filters the list and turns its page', async ({ people }) => {
  const page = await people.as(CLERK, plain);
  await page.goto('/matters/new');
  const form = formTo(page, '/matters/new');
  await form.locator('summary').click();
  await fillIn(form, { place: VILLAGE.key, story: '路口的反光镜碎了。', name: '周示例' });
  await send(form);
  checkSays(await mainText(page), '路口的反光镜碎了。', { page });
  await page.goto('/matters');
  const search = page.locator("main form[action='/matters']");
  await fillIn(search, { q: '反光镜' });
  await send(search);
  checkSays(await mainText(page), '路口的反光镜碎了', { page });
});
