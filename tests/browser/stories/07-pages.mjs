/* SPDX-License-Identifier: Apache-2.0 */
/* Every page that somebody can reach by links, on a desk, on a phone, at 400 %, in the elder
 * edition and in the dark. */
import {
  CLERK, COUNTY, DISCIPLINE, fillIn, formTo, HEAD, JUSTICE, MEDIATOR, OFFICE, PARTY, SECRETARY, send,
  VILLAGE, WORKER,
} from '../matters.mjs';
import { DESK } from '../people.mjs';
import { contrast, faults } from '../quality.mjs';
import { pageRoutes, routeOf, startRoutes } from '../routes.mjs';
import { check, story } from '../story.mjs';

const { test } = story('every page', { reads: true });

const LINKS_FOLLOWED_MAX = 600;

/* Addresses that show the same kind of page have the same kind: numbers, codes, orders and
 * conditions of lists are left out, the later pages of a list are not. */
function kindOf(address) {
  const { searchParams } = new URL(address, 'http://town');
  const names = ['after', 'in', 'tree', 'parent', 'q'].filter((name) => searchParams.has(name));
  return `${routeOf(address)}${names.length > 0 ? '?' : ''}${names.join('&')}`;
}

function isPage(address) {
  return address.startsWith('/') && !/format=|^\/sign-in\?/.test(address) &&
    routeOf(address) !== undefined;
}

function linksIn(html) {
  return [...html.matchAll(/<a\b[^>]*\shref='([^']*)'/g)]
    .map((match) => match[1].replaceAll('&amp;', '&').replace(/#.*/, ''))
    .filter(isPage);
}

const linked = new Set(); /* routes */

/* Where one begins, what the browser shows by itself, and the import of what a program has written:
 * people import rosters. */
const LINKLESS = /^\/$|^\/offline$|\/import$/;

/* Follows the links from an address; kinds has one address of each kind so far.  Answers the dead
 * ones. */
async function follow(program, start, kinds) {
  const dead = [];
  const queue = [{ address: start, from: null }];
  const before = kinds.get(kindOf(start));
  kinds.set(kindOf(start), start);
  for (let followed = 0; queue.length > 0 && followed < LINKS_FOLLOWED_MAX; followed += 1) {
    const { address, from } = queue.shift();
    const answer = await program.get(address);
    const closed = routeOf(answer.url()) === '/sign-in' && routeOf(address) !== '/sign-in';
    if (answer.status() !== 200 || closed) {
      kinds.delete(kindOf(address));
      if (from === null && before !== undefined)
        kinds.set(kindOf(start), before); /* a page that opens with conditions only */
      if (from !== null)
        dead.push(`${address} answers ${closed ? 'sign-in' : answer.status()}, linked from ${from}`);
      continue;
    }
    if (from !== null)
      linked.add(routeOf(address));
    for (const link of linksIn(await answer.text())) {
      if (kinds.has(kindOf(link)))
        continue;
      kinds.set(kindOf(link), link);
      queue.push({ address: link, from: address });
    }
  }
  return dead;
}

/* Of each kind the first address that was found, and who has found it. */
const found = new Map();

/* Follows the links of a person, and opens the pages that need no number. */
async function crawl(people, login, starts) {
  const program = await people.program(login);
  const kinds = new Map();
  const dead = [];
  for (const start of [...starts, ...startRoutes(login !== null)])
    if (kinds.get(start) !== start) /* not yet, or only with conditions */
      dead.push(...await follow(program, start, kinds));
  for (const [kind, address] of kinds)
    if (!found.has(kind))
      found.set(kind, { login, address });
  check(dead.length === 0, dead.join('\n  '));
}

test('of a plan is there once there is a plan', async ({ people }) => {
  const page = await people.as(JUSTICE, { size: DESK });
  await page.goto('/screening_plans/new');
  const form = formTo(page, '/screening_plans');
  await fillIn(form, { title: '汛期排查', from_on: '2026-06-01', to_on: '2026-08-31' });
  await send(form);
  check(/\/screening_plans\/\d+$/.test(page.url()), 'the plan was not kept', { page });
});

test('that a visitor comes to is there', async ({ people }) => {
  const clerk = await people.program(CLERK);
  const [{ receipt }] = (await (await clerk.get('/api/matters?limit=1')).json()).items;
  await crawl(people, null, ['/', `/report?place=${VILLAGE.key}`, `/receipt/${receipt}`,
    `/report/card?place=${VILLAGE.key}`]);
});

for (const login of [CLERK, OFFICE, COUNTY, PARTY, SECRETARY, HEAD, DISCIPLINE, WORKER, MEDIATOR,
  JUSTICE, 'system_administrator', 'rights_administrator', 'auditor'])
  test(`that ${login} comes to is there`, async ({ people }) => {
    await crawl(people, login, ['/']);
  });

test('is found by links', async () => {
  const hidden = pageRoutes.filter((path) => !linked.has(path) && !path.includes('{') &&
    !LINKLESS.test(path));
  check(hidden.length === 0, `no link leads to\n  ${hidden.join('\n  ')}`);
});

const PARTS = 10;

for (let part = 0; part < PARTS; part += 1)
  test(`is in order, part ${part + 1} of ${PARTS}`, async ({ people }) => {
    const pages = [...found.values()];
    const mine = pages.slice(pages.length * part / PARTS, pages.length * (part + 1) / PARTS);
    const wrong = [];
    for (const login of new Set(mine.map((one) => one.login))) {
      const page = await people.as(login, { size: DESK });
      for (const { address } of mine.filter((one) => one.login === login))
        wrong.push(...(await faults(page, address)).map((words) => `${address}: ${words}`));
    }
    check(wrong.length === 0, `${mine.length} pages\n  ${wrong.join('\n  ')}`);
  });

const STATES = ['reported', 'self_handled', 'village_handling', 'township_dispatch', 'handling',
  'duty_disputed', 'paused', 'resolved', 'replied', 'rework', 'unsettled', 'closed',
  'closed_with_explanation', 'withdrawn', 'merged', 'out_of_scope'];

test('of a matter is in order in every state that the sample has', async ({ people }) => {
  const page = await people.as(OFFICE, { size: DESK });
  const wrong = [];
  let seen = 0;
  for (const state of STATES) {
    const answer = await page.request.get(`/api/matters?status=${state}&limit=1`);
    const [matter] = (await answer.json()).items;
    if (matter === undefined)
      continue;
    seen += 1;
    wrong.push(...(await faults(page, `/matters/${matter.id}`))
      .map((words) => `${state} /matters/${matter.id}: ${words}`));
  }
  check(wrong.length === 0, wrong.join('\n  '), { page });
  check(seen >= 8, `the sample has matters in ${seen} states only`, { page });
});

test('can be read in the dark and in the elder edition', async ({ people }) => {
  const page = await people.as(CLERK);
  const wrong = [];
  const [{ id, receipt }] =
    (await (await page.request.get('/api/matters?status=closed&limit=1')).json()).items;
  await page.goto('/elder?on=1&back=/');
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const address of ['/', '/matters', `/matters/${id}`, '/matters/new', '/figures',
      `/receipt/${receipt}`, `/report?place=${VILLAGE.key}`]) {
      await page.goto(address);
      wrong.push(...(await contrast(page)).map((words) => `${scheme} ${address}: ${words}`));
    }
  }
  check(wrong.length === 0, wrong.join('\n  '), { page });
});
