/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every page must be: valid HTML with a title and one heading, usable for everybody by the
 * rules of axe, and no wider than the screen.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { HtmlValidate, StaticConfigLoader } from 'html-validate';

import { DESK, PHONE } from './people.mjs';
import { routeOf } from './routes.mjs';
import { check } from './story.mjs';

/* A window of 1280 x 1024 at 400 %. */
const ZOOMED = { width: 320, height: 256 };

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/* The standard, without matters of taste: quotes, and how a title is long. */
const validator = new HtmlValidate(new StaticConfigLoader({
  extends: ['html-validate:standard'],
  rules: { 'long-title': 'off' },
}));

/* What is built like something before it: rows and entries of long lists. */
const REPEATED = /<(tr|li|option)\b(?:(?!<\1\b).)*?<\/\1>/gs;

function builtLike(html) {
  return html.replace(/>[^<]+/g, '>').replace(/\s(?!class=)[\w-]+='[^']*'/g, '');
}

/* A long list is as valid as its different rows are; but no two elements have one name. */
function withoutRepetitions(html) {
  const built = new Set();
  return html.replace(REPEATED, (row) => {
    const name = builtLike(row);
    const isNew = !built.has(name);
    built.add(name);
    return isNew ? row : '';
  });
}

function namedTwice(html) {
  const names = [...html.matchAll(/\sid='([^']*)'/g)].map((match) => match[1]);
  return names.filter((name, i) => names.indexOf(name) !== i)
    .map((name) => `html: two elements have the id ${name}`);
}

export async function validate(html) {
  const report = await validator.validateString(withoutRepetitions(html));
  return report.results.flatMap((result) => result.messages)
    .filter((message) => message.severity === 2)
    .map((message) => `html ${message.ruleId}: ${message.message} ` +
      `at ${message.selector ?? `line ${message.line}`}`)
    .concat(namedTwice(html));
}

async function heading(page) {
  const wrong = [];
  if ((await page.title()).trim() === '')
    wrong.push('there is no title');
  const headings = await page.locator('h1').count();
  if (headings !== 1)
    wrong.push(`there are ${headings} headings h1`);
  return wrong;
}

/* Runs in the page: what sticks out at the right. */
function widest() {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width)
    return null;
  const out = [...document.body.querySelectorAll('*')]
    .filter((one) => one.getBoundingClientRect().right > width + 1 &&
      one.getBoundingClientRect().width > 0)
    .at(-1);
  const name = out && `${out.tagName.toLowerCase()}.${out.className}`;
  return `${document.scrollingElement.scrollWidth} px wide, by ${name ?? 'something'}`;
}

/* Runs in the page: marks and numbers that stick out of the card they stand in. */
function outside() {
  return [...document.querySelectorAll('main .badge, main .figure-value, main .button')]
    .filter((one) => one.getClientRects().length > 0)
    .filter((one) => one.getBoundingClientRect().right >
      one.closest('section, main > *').getBoundingClientRect().right)
    .slice(0, 3).map((one) => `${one.className} “${one.innerText}” sticks out of its card`);
}

/* Runs in the page: texts that are cut off at a side, and how much of the height stays put. */
function cutOff() {
  const shown = [...document.body.querySelectorAll('*')]
    .filter((one) => one.getClientRects().length > 0 && one.clientWidth > 1);
  const cut = shown.filter((one) => /hidden|clip/.test(getComputedStyle(one).overflowX) &&
    one.scrollWidth > one.clientWidth + 1 && one.innerText && one.innerText.trim() !== '');
  const away = shown.filter((one) => one.getBoundingClientRect().left < -1 &&
    !one.matches('.skip, .skip *') && one.innerText);
  const fixed = shown.filter((one) => getComputedStyle(one).position === 'fixed')
    .reduce((sum, one) => sum + one.getBoundingClientRect().height, 0);
  const name = (one) => `${one.localName}.${one.className} “${one.innerText.slice(0, 20)}”`;
  return [...cut, ...away].slice(0, 3).map((one) => `${name(one)} is cut off`)
    .concat(fixed > window.innerHeight / 2 ? [`${fixed} px of the height stay put`] : []);
}

/* Rules about what an element looks like, not what it is or where it stands. */
const LOOKS = ['color-contrast', 'target-size'];

/* Runs in the page: what each element is called, and by what it is held.  Marks those whose name is
 * in the list, each name once. */
function components(marked) {
  const name = (one) => `${one.localName}.${one.className}${one.type ?? ''}`;
  const wanted = new Set(marked);
  const found = new Set();
  for (const one of document.body.querySelectorAll('*')) {
    const component = `${name(one.parentElement)} ${name(one)}`;
    found.add(component);
    if (wanted.delete(component))
      one.setAttribute('data-new', '');
  }
  return [...found];
}

/* Runs in the page: takes away what is built like something before it in the same list. */
function shorten() {
  const built = (one) =>
    `${one.localName}.${one.className}${one.type ?? ''}(${[...one.children].map(built).join(' ')})`;
  for (const list of document.querySelectorAll('tbody, ul, ol, select')) {
    const seen = new Set();
    for (const one of [...list.children]) {
      const like = built(one);
      if (seen.has(like))
        one.remove();
      seen.add(like);
    }
  }
}

const known = new Set();

/* Marks the components that no page before had, and says whether there are any: what a component
 * looks like is asked once, and that takes longer than everything else. */
async function markNew(page) {
  const found = (await page.evaluate(components, [])).filter((one) => !known.has(one));
  found.forEach((one) => known.add(one));
  if (found.length > 0)
    await page.evaluate(components, found);
  return found.length > 0;
}

async function violations(page, options, within) {
  const result = await page.evaluate(([chosen, part]) => {
    const parts = [...document.querySelectorAll(part)];
    return parts.length === 0 ? { violations: [] } : window.axe.run({ include: parts }, {
      resultTypes: ['violations'], preload: false, ...chosen,
    });
  }, [options, within]);
  return result.violations.flatMap((violation) => violation.nodes.slice(0, 3).map((node) =>
    `axe ${violation.id}: ${violation.help} at ${node.target.join(' ')}`));
}

/* What axe says of what a page is; of the frame, which all pages have, when it has something new. */
function accessibility(page, isNew) {
  return violations(page, {
    rules: Object.fromEntries(LOOKS.map((rule) => [rule, { enabled: false }])),
  }, isNew ? 'html' : 'main');
}

/* What axe says of colours and sizes of what is new: all that another appearance changes. */
function looks(page) {
  return violations(page, { runOnly: { type: 'rule', values: LOOKS } }, '[data-new]');
}

/* What cannot be read well enough, as the page is shown now. */
export async function contrast(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, {
    runOnly: { type: 'rule', values: ['color-contrast'] }, resultTypes: ['violations'],
  }));
  return violations.flatMap((violation) => violation.nodes.slice(0, 3).map((node) =>
    `${node.any[0]?.message ?? violation.help} at ${node.target.join(' ')}`));
}

async function layout(page, size, words) {
  await page.setViewportSize(size);
  const wide = await page.evaluate(widest);
  return [...(wide === null ? [] : [wide]), ...await page.evaluate(outside),
    ...await page.evaluate(cutOff)].map((wrong) => `${wrong} (${words})`);
}

/* As it is, on a phone, at 400 %, and in the elder edition in the dark.  A page of known components
 * is only looked at where there is least room. */
async function appearances(page) {
  const isNew = await markNew(page);
  const wrong = await layout(page, ZOOMED, 'at 400 %');
  if (isNew)
    wrong.push(...await layout(page, DESK, 'on a desk'), ...await layout(page, PHONE, 'on a phone'));
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.evaluate(() => document.body.classList.add('elder'));
  wrong.push(...await layout(page, PHONE, 'elder edition, on a phone'));
  await page.evaluate(shorten);
  await page.evaluate(axe);
  wrong.push(...await accessibility(page, isNew));
  if (isNew)
    wrong.push(...(await looks(page)).map((words) => `${words} (elder edition, in the dark)`));
  await page.evaluate(() => document.body.classList.remove('elder'));
  await page.emulateMedia({ colorScheme: 'light' });
  if (isNew)
    wrong.push(...await looks(page));
  return wrong;
}

/* The routes whose pages were looked at. */
export const looked = new Set();

/* All that is wrong with an address as this page's person sees it. */
export async function faults(page, address) {
  looked.add(routeOf(address));
  await page.setViewportSize(ZOOMED);
  const response = await page.goto(address);
  const wrong = [];
  if (response.status() !== 200)
    wrong.push(`status ${response.status()}`);
  const html = await response.text();
  if (/http-equiv='refresh'/.test(html) && routeOf(address) !== '/screen')
    wrong.push('the page goes on before it has been read');
  wrong.push(...await validate(html), ...await heading(page),
    ...await appearances(page));
  return [...new Set(wrong)];
}

/* Looks at the page that is shown, and opens it again as it was. */
export async function checkPage(page) {
  const size = page.viewportSize();
  const address = page.url();
  const wrong = await faults(page, address);
  check(wrong.length === 0, `${address}:\n  ${wrong.join('\n  ')}`, { page });
  await page.setViewportSize(size);
  await page.goto(address);
}
