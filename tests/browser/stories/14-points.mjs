/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Points and honours: a deed from the phone of a grid worker to the counter of the shop, and a
 * round from the candidates to the certificate.  In a town of its own, because notices must end.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CLERK, fillIn, formTo, SECRETARY, send, take, unfold, VILLAGE, WORKER }
  from '../matters.mjs';
import { DESK, mainText, People, PHONE } from '../people.mjs';
import { checkPage } from '../quality.mjs';
import { check, checkEqual, checkSays, checkSilent, story } from '../story.mjs';
import { build, closeTown, copyTown, daysPass } from '../town.mjs';

const { test } = story('points and honours', { chained: true });

const REVIEWERS = ['huaqiao_mediator', 'huaqiao_neighbour', 'huaqiao_justice'];
const DEED = '房前屋后打扫干净';
const NOTICE_DAYS = 8;

/* The household of the deed: of the worker's grid, with the most to redeem. */
const HOME = `a.side = 'household' and h.place = '${VILLAGE.key}001'
  order by a.redeemable desc, a.id limit 1`;

/* Three reviewers, and the secretary as a fourth who belongs to the household of the deed. */
const PREPARE = `
insert into posts (county, id, holder, role, place, account, starts_on)
  select 421182, (select max(id) from posts) + row_number() over (order by id), name,
    'appraisal_member', '${VILLAGE.key}', id, '2026-01-01' from accounts
  where login in ('${[SECRETARY, ...REVIEWERS].join("', '")}');
update accounts set person = (
  select m.resident from household_members m join points_accounts a on a.subject = m.household
  join households h on h.id = a.subject where ${HOME})
  where login = '${SECRETARY}';`;

/* What is handed from one test to the next. */
const kept = {};

async function picture(page, name) {
  await page.screenshot({
    path: join(build, 'screenshots', `points-${name}-${page.viewportSize().width}.png`),
    fullPage: true,
  });
}

/* A paper as text, page by page. */
async function paperOf(page, address, name) {
  const answer = await page.request.get(address);
  checkEqual(answer.status(), 200, `status of ${address}`);
  const path = join(build, 'screenshots', name);
  writeFileSync(path, await answer.body());
  return execFileSync('pdftotext', ['-layout', path, '-']).toString().replace(/[ \n]+/g, '');
}

/* The page again and again until it says the words: a job is at work. */
async function untilSays(page, words) {
  for (let i = 0; i < 80 && !(await mainText(page)).includes(words); i += 1) {
    await page.waitForTimeout(500);
    await page.reload();
  }
  checkSays(await mainText(page), words, { page });
}

function sql(words) {
  return execFileSync('sqlite3', [kept.town.db, words]).toString().trim();
}

async function fillInAndSend(page, action, values) {
  const form = formTo(page, action);
  await unfold(form);
  await fillIn(form, values);
  await send(form);
}

test('a grid worker declares a deed on the phone, and the household has its receipt at once',
  async ({ town }) => {
    kept.town = await copyTown(town, PREPARE);
    kept.people = await People.open(kept.town);
    [kept.account, kept.household, kept.number, kept.head] = sql(`
      select a.id, a.subject, h.number, a.name from points_accounts a
      join households h on h.id = a.subject where ${HOME}`).split('|');
    const worker = await kept.people.as(WORKER, { size: PHONE });
    await worker.goto(`/points_claims/new?place=${VILLAGE.key}`);
    await picture(worker, 'declare');
    const form = formTo(worker, '/points_claims/new');
    const item = form.locator("[name='item'] option", { hasText: DEED });
    await fillIn(form, { item: await item.getAttribute('value'), who: kept.number,
      story: '院子和路边都扫了。', witness: '组长' });
    await send(form);
    kept.receipt = new URL(worker.url()).pathname;
    checkSays(await mainText(worker), ['待核实', DEED], { page: worker });
    await picture(worker, 'declared');
    kept.claim = `/points_claims/${sql(`select id from points_claims
      where receipt = '${kept.receipt.split('/').at(-1)}'`)}`;
    const visitor = await kept.people.visitor();
    await visitor.goto(kept.receipt);
    checkSays(await mainText(visitor), ['待核实', DEED], { page: visitor });
    checkSilent(await mainText(visitor), [kept.head], { page: visitor });
  });

test('it is verified, kin to the household abstain, and three others review it', async () => {
  const clerk = await kept.people.as(CLERK, { size: DESK });
  await clerk.goto(kept.claim);
  await take(clerk, 'verify', { words: '去看过，属实。' });
  const secretary = await kept.people.as(SECRETARY, { size: DESK });
  await secretary.goto(kept.claim);
  await fillInAndSend(secretary, '/speak', { verdict: 'agree', no_kin: true });
  checkSays(await mainText(secretary), '要回避', { page: secretary });
  await secretary.goto(kept.claim);
  await take(secretary, 'speak', { verdict: 'abstain' });
  for (const login of REVIEWERS) {
    const reviewer = await kept.people.as(login, { size: DESK });
    await reviewer.goto(kept.claim);
    await take(reviewer, 'speak', { verdict: 'agree', no_kin: true });
    if (login === REVIEWERS.at(-1))
      checkSays(await mainText(reviewer), '公示中', { page: reviewer });
  }
  const visitor = await kept.people.visitor();
  await visitor.goto(kept.receipt);
  checkSays(await mainText(visitor), '公示中', { page: visitor });
  await picture(visitor, 'receipt');
  await checkPage(visitor);
});

test('candidates put themselves forward for an honour, and claim their stars', async () => {
  const secretary = await kept.people.as(SECRETARY, { size: DESK });
  await secretary.goto('/honour_rounds/new');
  await picture(secretary, 'begin');
  await fillInAndSend(secretary, '/honour_rounds/new', { kind: 'star_household', seats: '1' });
  checkSays(await mainText(secretary), '十星级文明户评选', { page: secretary });
  kept.round = new URL(secretary.url()).pathname;
  kept.others = sql(`select id || '|' || number from households where county = 421182
    and kind = 'registered' and closed_on is null and place like '${VILLAGE.key}%'
    and id <> ${kept.household} order by id limit 3`).split('\n').map((row) => row.split('|'));
  for (const household of [kept.household, kept.others[0][0]]) {
    await secretary.goto(`/honour_nominations/new?round=${kept.round.split('/')[2]}`);
    await picture(secretary, 'nominate');
    await fillInAndSend(secretary, '/honour_nominations', {
      household, story: '自己申报，邻居都说好。', is_own: true,
    });
    check(/\/honour_nominations\/\d+$/.test(secretary.url()), 'nobody was nominated',
      { page: secretary });
    kept.candidate ??= new URL(secretary.url()).pathname;
  }
  await secretary.goto(kept.candidate);
  await picture(secretary, 'candidate');
  const stars = formTo(secretary, '/stars');
  await unfold(stars);
  for (const star of ['clean', 'filial'])
    await stars.locator(`[value='${star}']`).check();
  await send(stars);
  checkSays(await mainText(secretary), '清洁卫生星', { page: secretary });
  await secretary.goto(kept.round);
  await take(secretary, 'open_vote', { words: '一户一票。' });
  await picture(secretary, 'round');
});

test('a household votes once, with its card in the browser or on paper', async () => {
  const clerk = await kept.people.as(CLERK, { size: DESK });
  await clerk.goto(`/points_accounts/${kept.account}`);
  await fillInAndSend(clerk, '/card', { reason: '换新卡' });
  await picture(clerk, 'account');
  kept.card = `/points/card/${sql(`select secret from points_cards where account = ${kept.account}
    and revoked_on is null`)}`;
  const visitor = await kept.people.visitor();
  const vote = async () => {
    await visitor.goto(`/honours/vote/${kept.round.split('/')[2]}`);
    await checkPage(visitor);
    const form = visitor.locator('main form');
    await form.locator(`[value='${kept.candidate.split('/')[2]}']`).check();
    await fillIn(form, { card: `${kept.town.address}${kept.card}` });
    await send(form);
  };
  await vote();
  checkSays(await mainText(visitor), '投票已经收到', { page: visitor });
  await vote();
  checkSays(await mainText(visitor), '已经投过票（网上）', { page: visitor });
  await picture(visitor, 'voted');

  const secretary = await kept.people.as(SECRETARY, { size: DESK });
  await secretary.goto(kept.round);
  await fillInAndSend(secretary, '/paper', { voters: kept.number, votes: '1 0' });
  checkSays(await mainText(secretary), '已经投过票', { page: secretary });
  await secretary.goto(kept.round);
  await fillInAndSend(secretary, '/paper', {
    voters: kept.others.map(([, number]) => number).join(' '), votes: '2 1',
  });
  await take(secretary, 'close_vote', { words: '票收齐了。' });
  checkSays(await mainText(secretary), ['3票', '1票'], { page: secretary });
  await picture(secretary, 'counted');
  await secretary.goto(kept.candidate);
  await send(formTo(secretary, '/stars'));
  await secretary.goto(kept.round);
  await take(secretary, 'post', { words: '公示五天。' });
  checkSays(await mainText(secretary), '公示', { page: secretary });
});

test('after the notice the points stand on the card and in the passbook', async () => {
  await daysPass(kept.town, NOTICE_DAYS);
  const visitor = await kept.people.visitor();
  await visitor.goto(kept.receipt);
  await untilSays(visitor, '已记分');
  await visitor.goto(kept.card);
  checkSays(await mainText(visitor), ['我家的积分', kept.head, DEED, '已记分'],
    { page: visitor });
  await picture(visitor, 'card');
  await checkPage(visitor);
  const passbook = await paperOf(visitor, `${kept.card}/pdf`, 'passbook.pdf');
  checkSays(passbook, [kept.head, DEED, '+10'], { page: visitor });
  const desk = await kept.people.visitor({ size: DESK });
  await desk.goto(kept.card);
  await picture(desk, 'card');
  await desk.goto('/elder?on=1');
  await desk.goto(kept.card);
  await picture(desk, 'card-elder');
});

test('the shop finds the household by its card, redeems once, and prints the voucher',
  async () => {
    kept.people.sessions.clear();
    const clerk = await kept.people.as(CLERK, { size: PHONE });
    await clerk.goto(kept.card);
    await clerk.getByRole('link', { name: '在柜台兑换' }).click();
    await clerk.waitForLoadState();
    await picture(clerk, 'counter');
    const form = formTo(clerk, '/points/counter');
    const goods = form.locator("[name='goods'] option").nth(1);
    const price = Number(/ (\d+)分/.exec(await goods.innerText())[1]);
    const before = Number(sql(`select redeemable from points_accounts where id = ${kept.account}`));
    await fillIn(form, { goods: await goods.getAttribute('value'), quantity: '1', by_proxy: true,
      receiver: '邻居代领' });
    const key = await form.locator("[name='key']").inputValue();
    await send(form);
    const voucher = new URL(clerk.url()).pathname;
    checkSays(await mainText(clerk), ['兑换单', '邻居代领', '领取人签名'], { page: clerk });
    await picture(clerk, 'voucher');
    checkSays(await paperOf(clerk, `${voucher}/pdf`, 'voucher.pdf'), ['兑换单', '邻居代领'],
      { page: clerk });
    checkEqual(sql(`select count(*) from points_redemptions where key = '${key}'`), '1',
      'vouchers of one order');
    const visitor = await kept.people.visitor();
    await visitor.goto(kept.card);
    checkSays((await mainText(visitor)).replace(/\s+/g, ''), `可以兑换${before - price}分`,
      { page: visitor });
    for (const size of [PHONE, DESK]) {
      const one = await kept.people.visitor({ size });
      await one.goto(`/points/open?place=${VILLAGE.key}`);
      checkSays(await mainText(one), ['平。', '还没有兑换的积分'], { page: one });
      await picture(one, 'open');
      await one.goto(`/points/statement?place=${VILLAGE.key}`);
      await picture(one, 'statement');
    }
    const statement = await paperOf(visitor, `/points/statement/pdf?place=${VILLAGE.key}`,
      'statement.pdf');
    checkEqual(statement.split('\f').length - 1, 1, 'pages of the statement');
  });

test('the honour is awarded, and anybody can verify its certificate', async () => {
  const visitor = await kept.people.visitor();
  await visitor.goto(`/honours?place=${VILLAGE.key}`);
  checkSays(await mainText(visitor), [kept.head, '十星级文明户'], { page: visitor });
  await picture(visitor, 'honours');
  const number = sql(`select certificate from honour_awards where household = ${kept.household}
    order by id desc limit 1`);
  await visitor.goto(`/honours/certificate/${number}`);
  checkSays(await mainText(visitor), ['这项荣誉是真的', kept.head, '清洁卫生星'],
    { page: visitor });
  await picture(visitor, 'certificate');
  const paper = await paperOf(visitor, `/honours/certificate/${number}/pdf`, 'certificate.pdf');
  checkSays(paper, [kept.head, '十星级文明户', '孝老爱亲星'], { page: visitor });
});

test('nothing went wrong meanwhile, in the browser or in the program', async () => {
  checkEqual(kept.people.complaints.join('\n'), '', 'complaints of the browser');
  await kept.people.close();
  checkEqual((await closeTown(kept.town)).join('\n'), '', 'complaints of the program');
});
