/* SPDX-License-Identifier: Apache-2.0 */
/* Every page that somebody can reach by links, on a desk, on a phone, at 400 %, in the elder
 * edition and in the dark. */
import { CLERK, COUNTY, OFFICE, VILLAGE } from '../matters.mjs';
import { DESK } from '../people.mjs';
import { contrast, faults } from '../quality.mjs';
import { check, Failure, story } from '../story.mjs';

const { test } = story('every page', { reads: true });

const PAGES_MAX = 150;
const LINKS_FOLLOWED_MAX = 600;

/* Addresses that show the same kind of page have the same kind: numbers, codes, orders and
 * conditions of lists are left out, the later pages of a list are not. */
function kindOf(address) {
  const url = new URL(address, 'http://town');
  const path = url.pathname.replace(/\/\d+/g, '/N').replace(/^\/place\/.*/, '/place/N')
    .replace(/^\/receipt\/.+/, '/receipt/N').replace(/^\/figures\/.+/, '/figures/N');
  const names = ['after', 'in', 'tree', 'parent', 'q'].filter((name) => url.searchParams.has(name));
  return `${path}${names.length > 0 ? '?' : ''}${names.join('&')}`;
}

function isPage(address) {
  return address.startsWith('/') && !/^\/(assets|evidence|elder|openapi|healthz|api)\b/
    .test(address) && !/\.(csv|json|xml|xlsx)\b|format=|^\/sign-in\?/.test(address);
}

function linksIn(html) {
  return [...html.matchAll(/<a\b[^>]*\shref='([^']*)'/g)]
    .map((match) => match[1].replaceAll('&amp;', '&').replace(/#.*/, ''))
    .filter(isPage);
}

/* One address of each kind that is reached by links from the start, and the dead links. */
async function crawl(program, starts) {
  const kinds = new Map();
  const dead = [];
  const queue = starts.map((address) => ({ address, from: 'the start' }));
  for (let followed = 0; queue.length > 0 && followed < LINKS_FOLLOWED_MAX; followed += 1) {
    const { address, from } = queue.shift();
    if (kinds.has(kindOf(address)))
      continue;
    const answer = await program.get(address);
    const isHtml = answer.headers()['content-type']?.startsWith('text/html');
    kinds.set(kindOf(address), answer.status() === 200 && isHtml ? address : null);
    if (answer.status() !== 200)
      dead.push(`${address} answers ${answer.status()}, linked from ${from}`);
    else if (isHtml)
      queue.push(...linksIn(await answer.text()).map((link) => ({ address: link, from: address })));
  }
  return { addresses: [...kinds.values()].filter((address) => address !== null), dead };
}

const checked = new Set();

async function checkPages(people, login, starts) {
  const size = { size: DESK };
  const page = login ? await people.as(login, size) : await people.visitor(size);
  const { addresses, dead } = await crawl(page.request, starts);
  const wrong = [...dead];
  for (const address of addresses) {
    if (checked.has(kindOf(address)) || checked.size >= PAGES_MAX)
      continue;
    checked.add(kindOf(address));
    wrong.push(...(await faults(page, address)).map((words) => `${address}: ${words}`));
  }
  console.log(`   ${addresses.length} kinds of pages of ${login ?? 'a visitor'}, ` +
    `${checked.size} of all`);
  if (wrong.length > 0)
    throw new Failure(`${wrong.length} faults on ${addresses.length} kinds of pages:\n  ` +
      wrong.join('\n  '), { page });
}

test('of a visitor is in order', async ({ people }) => {
  const clerk = await people.program(CLERK);
  const [{ receipt }] = (await (await clerk.get('/api/matters?limit=1')).json()).items;
  await checkPages(people, null, ['/', `/report?place=${VILLAGE.key}`, `/receipt/${receipt}`,
    `/report/card?place=${VILLAGE.key}`, '/sign-in', '/privacy']);
});

test('of a village clerk is in order', async ({ people }) => {
  await checkPages(people, CLERK, ['/']);
});

test('of a township officer is in order', async ({ people }) => {
  await checkPages(people, OFFICE, ['/']);
});

test('of a county officer is in order', async ({ people }) => {
  await checkPages(people, COUNTY, ['/']);
});

test('of the administrators is in order', async ({ people }) => {
  for (const login of ['system_administrator', 'rights_administrator', 'auditor'])
    await checkPages(people, login, ['/']);
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
