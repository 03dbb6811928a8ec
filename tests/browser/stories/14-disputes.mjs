/* SPDX-License-Identifier: Apache-2.0 */
/* A dispute from the phone of a grid worker to the archived dossier and the table sent upwards. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { fillIn, formTo, send, take, TOWNSHIP, unfold, VILLAGE } from '../matters.mjs';
import { DESK, mainText, PHONE } from '../people.mjs';
import { checkPage } from '../quality.mjs';
import { check, checkEqual, checkSays, checkSilent, story } from '../story.mjs';
import { build } from '../town.mjs';

const { test } = story('a dispute', { chained: true });

const WORDS = '两家为晒场边的过道吵起来，柴堆挡了三轮车。';
const TERMS = '柴堆三天内挪到屋后，过道留两米。';

/* The smallest picture: one white pixel. */
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/' +
  'PchI7wAAAABJRU5ErkJggg==', 'base64');

/* What is handed from one test to the next. */
const kept = {};

async function picture(page, name) {
  const width = page.viewportSize().width;
  await page.screenshot({ path: join(build, 'screenshots', `dispute-${name}-${width}.png`),
    fullPage: true });
}

/* A paper as text, page by page. */
async function paperOf(page, address, name) {
  const answer = await page.request.get(address);
  checkEqual(answer.status(), 200, `status of ${address}`);
  const path = join(build, 'screenshots', name);
  writeFileSync(path, await answer.body());
  const text = execFileSync('pdftotext', ['-layout', path, '-']).toString();
  return text.split('\f').map((one) => one.replace(/\s+/g, ''));
}

async function openCase(page, reason) {
  await page.goto(`/disputes/${kept.id}`);
  if (await formTo(page, '/open').count() > 0)
    await take(page, 'open', { reason });
}

async function mediator(size = DESK) {
  const { people } = kept;
  const page = await people.as('huaqiao_mediator', { size });
  await openCase(page, '办理');
  return page;
}

test('a screening that finds nothing is kept with three taps from the home page',
  async ({ people }) => {
    const worker = await people.as('huaqiao_worker');
    await worker.goto('/');
    await picture(worker, 'home');
    await worker.getByRole('link', { name: '记排查', exact: true }).click();
    await worker.waitForLoadState();
    await picture(worker, 'screening');
    await send(formTo(worker, '/screenings/new'));
    check(/\/screenings\/\d+$/.test(worker.url()), 'the screening was not kept', { page: worker });
  });

test('what a grid worker finds is written down on the phone, and not to be read there again',
  async ({ people }) => {
    kept.people = people;
    const worker = await people.as('huaqiao_worker');
    await worker.goto('/screenings/new');
    const find = formTo(worker, '/screenings/new');
    await fillIn(find, { facts: WORDS });
    await send(find);
    await worker.goto('/');
    checkSays(await mainText(worker), '邻里纠纷', { page: worker });
    checkSilent(await mainText(worker), ['晒场'], { page: worker });
  });

test('the committee opens it with a reason, hears both sides and accepts it', async ({ people }) => {
  kept.people = people;
  const page = await people.as('huaqiao_mediator', { size: DESK });
  await page.goto('/disputes?status=found');
  await page.locator("main a[href^='/disputes/4']").first().click();
  await page.waitForLoadState();
  kept.id = /(\d+)$/.exec(page.url())[1];
  checkSilent(await mainText(page), ['晒场'], { page });
  await take(page, 'open', { reason: '登记受理' });
  checkSays(await mainText(page), '晒场', { page });
  await take(page, 'register');
  await take(page, 'add_party', { side: 'applicant', name: '示例甲', phone: '13800000001' });
  await take(page, 'add_party', { side: 'respondent', name: '示例乙', birth_on: '1970-05-01' });
  await take(page, 'consent');
  await take(page, 'consent');
  await take(page, 'notify');
  await picture(page, 'registered');
  const choice = page.locator("#assign select[name='mediator'] option").nth(1);
  const assign = formTo(page, '/assign');
  await unfold(assign);
  await fillIn(assign, { mediator: await choice.getAttribute('value') });
  await send(assign);
  checkSays(await mainText(page), '查不出是不是亲属', { page });
  await take(page, 'assign', { has_statement: true });
  await take(page, 'accept');
  checkSays(await mainText(page), ['已受理', '调解期限'], { page });
});

test('it is looked into, mediated by the steps of a method, and grows no worse', async () => {
  const page = await mediator(PHONE);
  await take(page, 'investigate', { persons: '示例组长', words: '过道一直是两家共用的。' });
  await take(page, 'invite', { name: '示例代表', standing: 'deputy', consented: true });
  await take(page, 'grade', { risk: 'yellow', measures: '组长每天去看一次。' });
  const step = page.locator("form[action$='/mediate'] select[name='step'] option").nth(1);
  await take(page, 'mediate', {
    words: '到现场看了过道，各退一步。', persons: '双方', step: await step.getAttribute('value'),
    result: 'continues',
  });
  await take(page, 'mediate', { words: '双方愿意按共用的办。', result: 'reached' });
  checkSays(await mainText(page), '调解中', { page });
  await picture(page, 'mediating');
});

test('the written agreement takes effect with the last signature and the seal', async () => {
  const page = await mediator();
  await take(page, 'agree', { form: 'written', facts: WORDS, terms: TERMS, copies: '3' });
  await take(page, 'add_instalment', { what: '挪柴堆', due_on: '2099-01-01' });
  await take(page, 'sign');
  await take(page, 'sign_mediator');
  await take(page, 'seal_agreement');
  checkSays(await mainText(page), ['待签字盖章', '签字盖章齐全后生效'], { page });
  await take(page, 'sign');
  checkSays(await mainText(page), ['履行中', '司法确认申请期限'], { page });
  await picture(page, 'agreed');
});

test('a party follows it by receipt, without a name or a word of it', async ({ people }) => {
  const page = await mediator();
  const code = await page.locator("main a[href^='/mediation/']").first().getAttribute('href');
  const party = await people.visitor();
  await party.goto(code);
  checkSays(await mainText(party), ['履行中', '共同申请司法确认'], { page: party });
  checkSilent(await mainText(party), ['晒场', '示例甲', '示例乙', '柴堆'], { page: party });
  await picture(party, 'receipt');
});

test('it is performed, visited, confirmed by the court, and its papers lie in their places',
  async () => {
    const page = await mediator();
    await take(page, 'perform', { proof: '看过，柴堆已挪走。' });
    await take(page, 'visit', { persons: '双方', words: '没有再吵。', satisfaction: 'good' });
    await take(page, 'apply_confirmation', { court: '武穴市人民法院', by_both: true });
    await take(page, 'decide_confirmation', { is_granted: true, words: '民特1号，确认有效。' });
    await take(page, 'keep_identity', { persons: '示例甲', words: '双方身份证复印件。' });
    await take(page, 'keep_evidence', { persons: '示例乙', words: '过道照片一张。' });
    const scan = page.locator("form[action$='/scans']").last();
    await page.locator('#papers > summary').click();
    await unfold(scan);
    await fillIn(scan, { scans: { name: '签字页.png', mimeType: 'image/png', buffer: PIXEL } });
    await send(scan);
    await page.goto(`/disputes/${kept.id}`);
    await picture(page, 'whole');
  });

test('archived, it has a number, its dossier all parts in their order, and no step but one',
  async () => {
    const page = await mediator();
    await take(page, 'file');
    checkSays(await mainText(page), ['已归档', '人调字第'], { page });
    checkEqual(await page.locator('#steps form').count(), 0, 'steps of a closed dossier', { page });
    const pages = await paperOf(page, `/disputes/${kept.id}/dossier`, 'dossier.pdf');
    const order = ['人民调解卷宗', '卷内目录', '人民调解受理登记表', '人民调解当事人权利义务告知书',
      '当事人身份证明', '人民调解调查记录', '证据材料', '人民调解记录', '人民调解协议书', '履行凭证',
      '人民调解回访记录', '司法确认材料', '封底'];
    let at = 0;
    for (const words of order) {
      const found = pages.findIndex((text, i) => i >= at && text.startsWith(words));
      check(found >= at, `the dossier has no ${words} from page ${at + 1} on`, { page });
      at = found;
    }
    const whole = pages.join('');
    checkSays(whole, [WORDS, TERMS, '示例甲与示例乙', '签字页.png', '第1次调解', '第2次调解',
      '不公开进行', '示例代表', '裁定确认有效', /\(\d{4}\)人调字第\d+号/], { page });
    for (let item = 1; item <= 13; item += 1)
      await paperOf(page, `/disputes/${kept.id}/dossier?item=${item}`, `dossier-${item}.pdf`);
  });

test('a clerk reads nothing of it, neither on a page nor on paper', async ({ people }) => {
  for (const login of ['huaqiao_clerk', 'huaqiao_neighbour']) {
    const clerk = await people.as(login, { size: DESK });
    for (const rest of ['', '/dossier', '/dossier?item=8'])
      checkEqual((await clerk.request.get(`/disputes/${kept.id}${rest}`)).status(), 403,
        `status of ${rest} for ${login}`);
  }
});

test('the judicial office prints the table of the period, and sends it when it adds up',
  async ({ people }) => {
    const office = await people.as('huaqiao_justice', { size: DESK });
    for (const kind of ['justice', 'security', 'resolved']) {
      await office.goto(`/disputes/tables?kind=${kind}&place=${TOWNSHIP.key}&period=year`);
      checkSays(await mainText(office), '对得上', { page: office });
      await picture(office, `table-${kind}`);
      const print = office.getByRole('link', { name: '打印', exact: true });
      const text = (await paperOf(office, await print.getAttribute('href'),
        `table-${kind}.pdf`)).join('');
      checkSays(text, ['合计', '填表人', kind === 'security' ? '邻里纠纷' : VILLAGE.name],
        { page: office });
    }
    await fillIn(office.locator('#send form'), { receiver: '武穴市司法局' });
    await send(office.locator('#send form'));
    check(/\/dispute_returns\/\d+$/.test(office.url()), 'the table was not sent', { page: office });
    await checkPage(office);
    const sent = await paperOf(office, `${new URL(office.url()).pathname}/pdf`, 'sent.pdf');
    checkSays(sent.join(''), ['报送武穴市司法局', '合计'], { page: office });
  });

test('the dashboard tells the village secretary numbers, and no case', async ({ people }) => {
  const page = await people.as('huaqiao_secretary', { size: DESK });
  await page.goto(`/dashboard?place=${VILLAGE.key}`);
  checkSays(await mainText(page), ['矛盾纠纷：这段时间', '矛盾纠纷：从哪里来'], { page });
  await picture(page, 'dashboard');
});
