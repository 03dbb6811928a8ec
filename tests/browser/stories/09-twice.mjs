/* SPDX-License-Identifier: Apache-2.0 */
/* Sent twice, sent too late, sent wrong. */
import {
  CLERK, fillIn, find, formTo, OFFICE, receiptOf, report, send, unfold, VILLAGE,
} from '../matters.mjs';
import { mainText, PHONE, signIn } from '../people.mjs';
import { check, checkEqual, checkSays, story } from '../story.mjs';

const { test } = story('sent twice, late or wrong');

async function countOf(people, words) {
  const program = await people.program(CLERK);
  const answer = await program.get(`/api/matters?q=${encodeURIComponent(words)}`);
  return (await answer.json()).items.length;
}

test('a double click stores one matter', async ({ people }) => {
  const page = await people.visitor();
  await page.goto(`/report?place=${VILLAGE.key}`);
  const form = formTo(page, '/report');
  await fillIn(form, { story: '双击的拖拉机占了晒谷场。' });
  await form.locator("button[type='submit']").dblclick();
  await page.waitForURL('**/receipt/*');
  checkEqual(await countOf(people, '双击的拖拉机'), 1, 'matters stored');
});

test('going back and sending again stores one matter and shows the same receipt',
  async ({ people }) => {
    const page = await people.visitor();
    const first = await report(page, { story: '回头再发的渠道漏水。' });
    await page.goBack();
    await page.waitForLoadState();
    const form = formTo(page, '/report');
    checkEqual(await form.locator("[name='story']").inputValue(), '回头再发的渠道漏水。',
      'what was typed', { page });
    await send(form);
    checkEqual(await receiptOf(page), first, 'the receipt');
    checkEqual(await countOf(people, '回头再发的渠道'), 1, 'matters stored');
  });

test('a request that is sent twice at the same time stores one matter', async ({ people }) => {
  const page = await people.visitor();
  await page.goto(`/report?place=${VILLAGE.key}`);
  const token = await page.locator("main [name='token']").first().inputValue();
  const once = () => page.request.post('/report', { maxRedirects: 0, multipart: {
    token, uuid: 'e2e-0000-0000-0001', place: VILLAGE.key, story: '同时发两次的机耕路。' } });
  const answers = await Promise.all([once(), once(), once()]);
  const places = new Set(answers.map((answer) => answer.headers().location));
  checkEqual(places.size, 1, `answers ${[...places]}`);
  checkEqual(await countOf(people, '同时发两次'), 1, 'matters stored');
});

test('a step that is sent twice is taken once', async ({ people }) => {
  const receipt = await report(await people.visitor(), { story: '重复点受理的水表。' });
  const page = await people.as(CLERK);
  await find(page, receipt);
  await unfold(formTo(page, '/accept'));
  const form = formTo(page, '/accept');
  await fillIn(form, { words: '受理一次。' });
  await form.locator("button[type='submit']").dblclick();
  await page.locator('#history').getByText('受理一次。').waitFor();
  checkEqual(await page.locator('#history').getByText('受理一次。').count(), 1, 'lines of history');
});

test('a step on a page that is out of date is refused with a sentence', async ({ people }) => {
  const receipt = await report(await people.visitor(), { story: '两个人同时受理的井台。' });
  const [one, other] = [await people.as(CLERK), await people.as(CLERK)];
  const matter = await find(one, receipt);
  await other.goto(matter);
  for (const page of [one, other]) {
    await unfold(formTo(page, '/accept'));
    await fillIn(formTo(page, '/accept'), { words: '我来受理。' });
    await send(formTo(page, '/accept'));
  }
  checkSays(await mainText(other), ['现在的状态是', '刷新'], { page: other });
});

test('an expired session keeps what was typed, also without script', async ({ people, town }) => {
  const page = await people.visitor({ script: false });
  await signIn(page, CLERK, town.password);
  await page.goto('/matters/new');
  const form = formTo(page, '/matters/new');
  const words = '登录过期时写的那一大段话，不能丢。';
  await fillIn(form, { place: VILLAGE.key, story: words });
  await page.context().clearCookies({ name: 'session' });
  await send(form);
  checkSays(await mainText(page), '请先登录', { page });
  checkEqual(await page.locator("main [name='story']").inputValue(), words, 'what was typed',
    { page });
  const [other] = await Promise.all([page.context().waitForEvent('page'),
    page.getByRole('link', { name: '在新窗口登录' }).click()]);
  await other.waitForLoadState();
  await other.getByLabel('登录名').fill(CLERK);
  await other.getByLabel('密码').fill(town.password);
  await other.getByRole('button', { name: '登录' }).click();
  await other.getByRole('button', { name: '退出' }).waitFor();
  await other.close();
  await send(page.locator('#typed form'));
  const again = formTo(page, '/matters/new');
  if (await again.count() > 0) {
    checkEqual(await again.locator("[name='story']").inputValue(), words, 'what was typed',
      { page });
    await send(again);
  }
  checkSays(await mainText(page), words, { page });
  checkEqual(await countOf(people, '登录过期时写的'), 1, 'matters stored');
});

test('without a session a page leads to sign-in and back', async ({ people, town }) => {
  const page = await people.visitor();
  await page.goto('/matters?status=reported');
  check(page.url().includes('/sign-in'), `${page.url()} is not the sign-in page`, { page });
  await page.getByLabel('登录名').fill(CLERK);
  await page.getByLabel('密码').fill(town.password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL('**/matters?status=reported');
});

test('wrong input shows what is wrong on top and keeps what was typed', async ({ people }) => {
  const page = await people.visitor({ size: PHONE });
  await page.goto(`/report?place=${VILLAGE.key}`);
  const form = formTo(page, '/report');
  await fillIn(form, { story: '', name: '吴示例', phone: '12345', kind: 'hazard' });
  await form.evaluate((one) => { one.noValidate = true; });
  await send(form);
  const problems = page.locator('.problems');
  checkEqual(await problems.count(), 1, 'summaries', { page });
  checkEqual(await problems.locator('a').count(), 2, 'links in the summary', { page });
  check(await problems.evaluate((one) => one === document.activeElement),
    'the summary has no focus', { page, selector: '.problems' });
  const again = formTo(page, '/report');
  checkEqual(await again.locator("[name='name']").inputValue(), '吴示例', 'the name typed');
  checkEqual(await again.locator("[name='phone']").inputValue(), '12345', 'the phone typed');
  checkEqual(await again.locator("[name='kind']").inputValue(), 'hazard', 'the kind chosen');
  await fillIn(again, { story: '改好以后的桥墩。', phone: '13800000041' });
  await send(again);
  checkSays(await mainText(page), '请保存回执', { page });
});

test('a story that is too long is kept, not cut', async ({ people }) => {
  const page = await people.visitor();
  await page.goto(`/report?place=${VILLAGE.key}`);
  const words = '很长的一段话。'.repeat(2000);
  await fillIn(formTo(page, '/report'), { story: words });
  await send(formTo(page, '/report'));
  checkEqual(await page.locator('.problems').count(), 1, 'summaries', { page });
  checkEqual((await formTo(page, '/report').locator("[name='story']").inputValue()).length,
    words.length, 'characters kept');
});

test('a wrong password is said to be wrong, and the login is kept', async ({ people }) => {
  const page = await people.visitor();
  await page.goto('/sign-in');
  await page.getByLabel('登录名').fill(OFFICE);
  await page.getByLabel('密码').fill('Wrong-0000');
  await page.getByRole('button', { name: '登录' }).click();
  await page.locator('.problems').waitFor();
  checkEqual(await page.getByLabel('登录名').inputValue(), OFFICE, 'the login typed');
  checkEqual(await page.getByLabel('密码').inputValue(), '', 'the password');
});

test('an address that does not exist says so', async ({ people }) => {
  const page = await people.visitor();
  const response = await page.goto('/no/such/page');
  checkEqual(response.status(), 404, 'status');
  checkSays(await mainText(page), '没有这个页面', { page });
});
