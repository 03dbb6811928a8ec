/* SPDX-License-Identifier: Apache-2.0 */
/* The other ways a matter can go. */
import {
  CLERK, DEPARTMENT, fillIn, find, formTo, hasTask, offers, OFFICE, PARTY, report, SECRETARY, send,
  take, TOWNSHIP, unfold, VILLAGE,
  WORKER,
} from '../matters.mjs';
import { DESK, mainText } from '../people.mjs';
import { check, checkEqual, checkSays, checkSilent, story } from '../story.mjs';

const { test } = story('other ways');

async function see(people, receipt) {
  const page = await people.visitor();
  await page.goto(`/receipt/${receipt}`);
  return page;
}

test('two that are the same become one, and both receipts go on', async ({ people }) => {
  const first = await report(await people.visitor(),
    { story: '垃圾池满了三天没人拉，臭得很。', name: '甲示例', phone: '13800000011' });
  const second = await report(await people.visitor(),
    { story: '垃圾池堆满了没人清运，到处是苍蝇。', name: '乙示例', phone: '13800000012' });
  const page = await people.as(CLERK);
  const kept = await find(page, first);
  await find(page, second);
  const candidates = page.locator('#candidates');
  check(await candidates.count() === 1, 'no candidates are shown', { page });
  await send(candidates.locator(`form:has([name='into'][value='${kept.split('/').at(-1)}'])`));
  checkSays(await page.locator('#facts').innerText(), '已并入另一件', { page });
  await page.goto(kept);
  checkSays(await page.locator('#callers').innerText(), ['甲示例', '乙示例'], { page });
  await take(page, 'accept', { words: '今天下午就拉。' });
  for (const receipt of [first, second]) {
    const villager = await see(people, receipt);
    checkSays(await mainText(villager), ['村里已经受理', '今天下午就拉。'], { page: villager });
    checkSilent(await mainText(villager), ['甲示例', '乙示例'], { page: villager });
  }
});

test('a merged matter is closed when both are satisfied', async ({ people }) => {
  const [first, second] = [await report(await people.visitor(),
    { story: '机井的水泵烧了，秧田没水。', wants_reply: true }),
  await report(await people.visitor(), { story: '水泵烧坏了抽不上水。', wants_reply: true })];
  const page = await people.as(CLERK);
  const kept = await find(page, first);
  await find(page, second);
  await take(page, 'merge', { into: kept.split('/').at(-1), reason: '' });
  await page.goto(kept);
  await take(page, 'accept');
  await take(page, 'resolve', { answer: '水泵换好了。' });
  await take(page, 'reply', { way: 'in_person' });
  const one = await see(people, second);
  await send(one.locator('#verdict form').first(), { button: '满意' });
  checkSays(await mainText(one), '您的意见已经记下', { page: one });
  const other = await see(people, first);
  checkSays(await mainText(other), '请说说满意不满意', { page: other });
  await send(other.locator('#verdict form').first(), { button: '满意' });
  checkSays(await mainText(other), '已经办结', { page: other });
  await one.reload();
  checkSays(await mainText(one), '已经办结', { page: one });
});

test('a villager withdraws, after a question', async ({ people }) => {
  const page = await people.visitor();
  const receipt = await report(page, { story: '门口的井盖响，已经自己垫好了。' });
  await page.getByRole('button', { name: '不用办了，撤回' }).click();
  await page.locator('dialog').getByRole('button', { name: '取消' }).click();
  checkSays(await mainText(page), '已经收到', { page });
  await page.getByRole('button', { name: '不用办了，撤回' }).click();
  await page.locator('dialog').getByRole('button', { name: '不用办了，撤回' }).click();
  await page.getByText('已经撤回').waitFor();
  const clerk = await people.as(CLERK);
  await find(clerk, receipt);
  checkSays(await clerk.locator('#facts').innerText(), '已撤回', { page: clerk });
  check(!await offers(clerk, 'accept'), 'what is withdrawn can be accepted', { page: clerk });
});

test('what is not for the village says where to go', async ({ people }) => {
  const receipt = await report(await people.visitor(), { story: '借给亲戚的钱法院判了不还。' });
  const page = await people.as(CLERK);
  await find(page, receipt);
  await take(page, 'out_of_scope',
    { where: '县人民法院执行局', reason: '已经判决的，由法院执行。' });
  const villager = await see(people, receipt);
  checkSays(await mainText(villager), ['不归这里管', '县人民法院执行局', '由法院执行'],
    { page: villager });
});

test('a step without the words it needs is refused and keeps what was typed',
  async ({ people }) => {
    const receipt = await report(await people.visitor(), { story: '借条上的钱要不回来。' });
    const page = await people.as(CLERK);
    await find(page, receipt);
    await unfold(formTo(page, '/out_of_scope'));
    const form = formTo(page, '/out_of_scope');
    await fillIn(form, { where: '镇司法所' });
    await form.evaluate((one) => { one.noValidate = true; });
    await send(form);
    const again = formTo(page, '/out_of_scope');
    check(await page.locator('.problems').count() === 1, 'there is no summary', { page });
    checkEqual(await again.locator("[name='where']").inputValue(), '镇司法所', 'what was typed');
    const link = page.locator('.problems a').first();
    check(await link.count() === 1, 'the summary has no link', { page });
    await link.click();
    check(await page.evaluate(() => document.activeElement?.getAttribute('name')) === 'reason',
      'the link does not lead to the field', { page, selector: '.problems a' });
  });

test('a grid worker settles on the spot what takes no time', async ({ people }) => {
  const page = await people.as(WORKER);
  await page.goto('/matters/new');
  const form = formTo(page, '/matters/new');
  await form.locator('summary').click();
  await fillIn(form, { story: '树枝挡了路灯，当场锯了。', answer: '已经锯掉，灯亮了。' });
  await send(form);
  checkSays(await page.locator('#facts').innerText(), ['办结', '已经锯掉，灯亮了。'], { page });
});

test('a clerk writes down what an old man says on the phone', async ({ people }) => {
  const page = await people.as(CLERK);
  await page.goto('/matters/new');
  const form = formTo(page, '/matters/new');
  await form.locator('summary').click();
  await fillIn(form, { place: VILLAGE.key, story: '老人说自来水两天没来了。', source: 'phone',
    name: '孙示例', phone: '13800000021', wants_reply: true });
  await send(form);
  checkSays(await mainText(page), ['自来水', '电话', '孙示例', '138****0021'], { page });
});

test('nothing that is overdue has been closed by itself', async ({ people }) => {
  const page = await people.as(OFFICE, { size: DESK });
  await page.goto(`/matters?place=${TOWNSHIP.key}`);
  await page.locator('.tabs').getByRole('link', { name: '超期' }).click();
  await page.waitForLoadState();
  const rows = page.locator("main table a[href^='/matters/']");
  check(await rows.count() > 0, 'nothing is overdue in the sample', { page });
  await rows.first().click();
  await page.waitForLoadState();
  checkSays(await page.locator('#facts').innerText(), '超期', { page });
});

test('a leader explains and closes what nobody can do', async ({ people }) => {
  const receipt = await report(await people.visitor(), { story: '请把国道改到村口来。' });
  const clerk = await people.as(CLERK);
  const matter = await find(clerk, receipt);
  await take(clerk, 'accept');
  check(!await offers(clerk, 'close_with_explanation'), 'a clerk explains', { page: clerk });
  const page = await people.as(SECRETARY);
  await page.goto(matter);
  await take(page, 'close_with_explanation', { reason: '国道线路由省里定，已转达建议。' });
  const villager = await see(people, receipt);
  checkSays(await mainText(villager), ['已经办结', '国道线路由省里定'], { page: villager });
});

test('what is given to one office is no to-do of another', async ({ people }) => {
  const receipt = await report(await people.visitor(), { story: '泵站的闸门关不严。' });
  const clerk = await people.as(CLERK);
  const matter = await find(clerk, receipt);
  await take(clerk, 'escalate', { reason: '要镇里修。' });
  const office = await people.as(OFFICE);
  await office.goto(matter);
  await take(office, 'dispatch', { department: 'township_department', office: '水利服务站' });
  check(await hasTask(await people.as(DEPARTMENT), matter), 'the office has no to-do');
  check(!await hasTask(await people.as(PARTY), matter), 'another office has the to-do');
});
