/* SPDX-License-Identifier: Apache-2.0 */
/* One matter through every state, each seen by the person whose turn it is. */
import {
  CLERK, DEPARTMENT, find, fillIn, HEAD, history, hasTask, OFFICE, offers, openTask,
  report, send, take, unfold,
} from '../matters.mjs';
import { DESK, mainText } from '../people.mjs';
import { check, checkEqual, checkSays, checkSilent, story } from '../story.mjs';

const { test } = story('a matter on its way', { chained: true });

const BRIDGE = '垸前小桥的栏杆断了两根，放学的娃娃从这里过，怕掉下去。';

let receipt;
let matter;

async function receiptPage(people) {
  const page = await people.visitor();
  await page.goto(`/receipt/${receipt}`);
  return page;
}

/* What the page of the matter says of its state, its limit and who has it. */
async function facts(page) {
  return page.locator('#facts').innerText();
}

test('waits among the to-dos of the village clerk', async ({ people }) => {
  const villager = await people.visitor();
  receipt = await report(villager,
    { story: BRIDGE, name: '王示例', phone: '13800000002', wants_reply: true });
  const page = await people.as(CLERK);
  matter = await find(page, receipt);
  await openTask(page, matter, ['请受理', '还剩']);
  checkSays(await facts(page), ['待受理', '还剩', BRIDGE], { page, selector: '#facts' });
  checkSays(await mainText(page), ['王示例', '138****0002'], { page });
  checkSilent(await mainText(page), '13800000002', { page });
});

test('shows the whole phone number only for a reason', async ({ people }) => {
  const page = await people.as(CLERK);
  await page.goto(matter);
  await take(page, 'phone', { reason: '约时间上门看现场' });
  checkSays(await mainText(page), ['13800000002', '已经记下'], { page });
});

test('is accepted by the village, with a limit that says how long', async ({ people }) => {
  const page = await people.as(CLERK);
  await page.goto(matter);
  await take(page, 'accept', { words: '村里先去看现场。', is_public: true });
  checkSays(await facts(page), ['村里办理', /还剩\d+(天|个工作日)/], { page });
  checkSays(await history(page), ['受理', '村里先去看现场。'], { page });
  await openTask(page, matter, '请办理');
  const villager = await receiptPage(people);
  checkSays(await mainText(villager), ['村里已经受理', '村里先去看现场。'], { page: villager });
});

test('is too much for the village and goes up to the township', async ({ people }) => {
  const page = await people.as(CLERK);
  await page.goto(matter);
  await take(page, 'escalate', { reason: '桥归镇里管护，村里没有钱。' });
  checkSays(await facts(page), '待派单', { page });
  check(!await hasTask(page, matter), 'the clerk still has the to-do', { page });
  const villager = await receiptPage(people);
  checkSays(await mainText(villager), ['已经报到上级', '花桥镇'], { page: villager });
});

test('is given to a department, with another unit to help', async ({ people }) => {
  const page = await people.as(OFFICE, { size: DESK });
  await openTask(page, matter, '请派单');
  await take(page, 'dispatch',
    { department: 'township_department', office: '交通管理站', words: '三天内先围起来。' });
  checkSays(await facts(page), ['办理中', '交通管理站'], { page });
  await take(page, 'assist', { department: 'emergency_office', task: '先拉警戒带。' });
  checkSays(await page.locator('#units').innerText(), ['应急办', '先拉警戒带。', '还没有反馈'],
    { page });
});

test('is disputed by the department as not its duty', async ({ people }) => {
  const page = await people.as(DEPARTMENT);
  await openTask(page, matter, '请办理');
  await take(page, 'dispute_duty', { reason: '这座桥是水利渠系上的。' });
  checkSays(await facts(page), '职责待裁定', { page });
  const villager = await receiptPage(people);
  checkSays(await mainText(villager), '正在确定由哪个单位来办', { page: villager });
  checkSilent(await mainText(villager), '这座桥是水利渠系上的。', { page: villager });
});

test('stays with the department by the decision of the office', async ({ people }) => {
  const page = await people.as(OFFICE, { size: DESK });
  await openTask(page, matter, '请裁定由谁办');
  await take(page, 'decide_duty', { ruling: 'keeps', reason: '村道上的桥由交通站管护。' });
  checkSays(await facts(page), ['办理中', '交通管理站'], { page });
  checkSays(await history(page), ['职责异议', '裁定', '村道上的桥由交通站管护。'], { page });
});

test('gets its helper\'s answer', async ({ people }) => {
  const page = await people.as(OFFICE);
  await page.goto(matter);
  const form = page.locator("main form[action$='/feed_back']");
  await unfold(form);
  await fillIn(form, { answer: '警戒带已经拉好。' });
  await send(form);
  checkSays(await page.locator('#units').innerText(), '警戒带已经拉好。', { page });
});

test('needs more days, asked for by the department', async ({ people }) => {
  const page = await people.as(DEPARTMENT);
  await page.goto(matter);
  await take(page, 'request_extension', { days: 3, reason: '栏杆要定做。' });
  check(!await offers(page, 'request_extension'), 'an extension is asked for twice', { page });
  check(!await offers(page, 'decide_extension'), 'the department grants its own extension',
    { page });
});

test('gets them from the head of the township', async ({ people }) => {
  const page = await people.as(HEAD, { size: DESK });
  await page.goto(matter);
  const before = await facts(page);
  await take(page, 'decide_extension', { ruling: 'granted', reason: '同意。' });
  const after = await facts(page);
  checkSays(after, '已批准', { page });
  checkEqual(limit(after) - limit(before), 3 * DAY_MS, 'the days that were added', { page });
});

const DAY_MS = 86_400_000;

/* The day by which it has to be done. */
function limit(text) {
  const [, year, month, day] = /办结期限\s+(\d+)年(\d+)月(\d+)日/.exec(text);
  return Date.UTC(year, month - 1, day);
}

test('stands still with a reason, and goes on', async ({ people }) => {
  const page = await people.as(DEPARTMENT);
  await page.goto(matter);
  await take(page, 'pause', { pause_reason: 'appraisal', words: '等桥面检测，三天出结果。' });
  checkSays(await facts(page), ['暂停计时', '鉴定、检测期间'], { page });
  const villager = await receiptPage(people);
  checkSays(await mainText(villager), ['暂时停一停', '等桥面检测，三天出结果。'],
    { page: villager });
  await openTask(page, matter, '恢复');
  await take(page, 'resume', { words: '检测合格，接着修。' });
  checkSays(await facts(page), ['办理中', '还剩'], { page });
});

test('is done, and the result is written down', async ({ people }) => {
  const page = await people.as(DEPARTMENT);
  await openTask(page, matter, '请办理');
  await take(page, 'resolve', { answer: '断的两根栏杆换好了。' });
  checkSays(await facts(page), ['办好待答复', '断的两根栏杆换好了。'], { page });
});

test('is answered to the person who raised it', async ({ people }) => {
  const page = await people.as(DEPARTMENT);
  await openTask(page, matter, '请答复本人');
  await take(page, 'reply', { way: 'phone', words: '已经打电话说清楚。' });
  checkSays(await facts(page), ['已答复，待回访'], { page });
  checkSays(await history(page), ['电话答复'], { page });
  check(!await offers(page, 'confirm'), 'a department judges its own work', { page });
});

test('goes back when the person is not satisfied', async ({ people }) => {
  const page = await receiptPage(people);
  checkSays(await mainText(page), ['请说说满意不满意', '断的两根栏杆换好了。'], { page });
  await unfold(page.locator('#dissatisfied form'));
  const form = page.locator('#dissatisfied form');
  await fillIn(form, { words: '还有一根是松的。' });
  await send(form);
  checkSays(await mainText(page), ['您不满意，正在重办', '还有一根是松的。'], { page });
});

test('is done again', async ({ people }) => {
  const page = await people.as(DEPARTMENT);
  await openTask(page, matter, '群众不满意，请重办');
  checkSays(await facts(page), ['不满意，重办', '还剩'], { page });
  await take(page, 'resolve', { answer: '三根都加固了，现场摇过不动。' });
  await take(page, 'reply', { way: 'in_person', words: '' });
  const office = await people.as(OFFICE);
  await openTask(office, matter, '请回访');
});

test('is closed when the person is satisfied, and says so to everybody', async ({ people }) => {
  const page = await receiptPage(people);
  const form = page.locator('#verdict form').first();
  await fillIn(form, { words: '这回好了，谢谢。' });
  await send(form, { button: '满意' });
  checkSays(await mainText(page), ['已经办结', '三根都加固了'], { page });
  checkSilent(await mainText(page), ['不用办了'], { page });
  for (const login of [CLERK, OFFICE, DEPARTMENT, HEAD]) {
    const staff = await people.as(login);
    await staff.goto(matter);
    checkSays(await facts(staff), ['办结', '满意', '重办次数'], { page: staff });
    check(await staff.locator('#steps').count() === 0, `${login} is offered a step`,
      { page: staff });
    check(!await hasTask(staff, matter), `${login} still has a to-do`, { page: staff });
  }
});

test('keeps its whole way in its history, in order', async ({ people }) => {
  const page = await people.as(CLERK, { size: DESK });
  await page.goto(matter);
  const steps = ['受理', '上报', '派单', '增加协办', '职责异议', '裁定', '协办反馈', '申请延期',
    '批复延期', '暂停计时', '恢复计时', '填写办理结果', '答复', '群众确认', '填写办理结果', '答复',
    '群众确认'];
  const taken = await page.locator('#history .timeline-what').allInnerTexts();
  let at = -1;
  for (const step of steps) {
    at = taken.findIndex((words, i) => i > at && words === step);
    check(at >= 0, `${step} is missing or out of order in ${taken}`, { page });
  }
  await page.goto(`${matter}/print`);
  checkSays(await mainText(page), ['办理单', '三根都加固了'], { page });
});
