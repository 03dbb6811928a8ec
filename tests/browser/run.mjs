/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the stories on the real program in a real browser:
 *
 *     node tests/browser/run.mjs            all of them
 *     node tests/browser/run.mjs figures    those whose name contains the word
 *
 * Prints what fails, with the page, the selector and a picture, and `N passed, N failed` last.
 * Pictures of the main pages come to $BUILD/screenshots/.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { People } from './people.mjs';
import { looked } from './quality.mjs';
import { pageRoutes } from './routes.mjs';
import { stories } from './story.mjs';
import { build, closeTown, isRunning, openTown } from './town.mjs';

const TEST_MS = 480_000;

const here = new URL('.', import.meta.url).pathname;
const counts = { passed: 0, failed: 0 };

function tell(...words) {
  console.log(...words);
}

function plain(text) {
  return text.replace(/\x1b\[\d+m/g, '');
}

/* Playwright names the selector in its message: "waiting for locator('#f-story')". */
function selectorOf(error) {
  return error.selector ?? /waiting for (locator\(.+)/.exec(plain(error.message))?.[1] ?? '-';
}

async function picture(page, sentence) {
  const path = join(build, 'screenshots', `failed-${sentence.replace(/\W+/g, '-')}.png`);
  try {
    await page.screenshot({ path, fullPage: true, timeout: 5000 });
    return path;
  } catch {
    return 'no picture';
  }
}

async function report(people, name, sentence, error) {
  counts.failed += 1;
  tell(`FAILED ${name}: ${sentence}`);
  tell(`  ${plain(error.stack ?? String(error))}`);
  const page = error.page ?? people.latest;
  if (page === null || page.isClosed())
    return;
  tell(`  page ${page.url()}`);
  tell(`  selector ${selectorOf(error)}`);
  tell(`  picture ${await picture(page, sentence)}`);
}

function withinTime(promise) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${TEST_MS} ms`)), TEST_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function runTest(people, name, test) {
  people.latest = null;
  people.complaints.length = 0;
  const started = Date.now();
  let passed = true;
  try {
    await withinTime(test.run({ people, town: people.town }));
    if (people.complaints.length > 0)
      throw new Error(`the browser complained:\n${people.complaints.join('\n')}`);
    counts.passed += 1;
  } catch (error) {
    passed = false;
    await report(people, name, test.sentence, error);
  }
  await people.clear();
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  tell(`${passed ? 'ok' : '--'} ${seconds} s  ${name}: ${test.sentence}`);
  return passed;
}

async function runStory(people, story) {
  let reached = true;
  for (const test of story.tests) {
    if (!reached || !isRunning(people.town)) {
      counts.failed += 1;
      tell(`FAILED ${story.name}: ${test.sentence}\n  not reached`);
      continue;
    }
    const passed = await runTest(people, story.name, test);
    reached = passed || !story.chained;
  }
}

async function readStories(words) {
  const files = readdirSync(join(here, 'stories')).filter((file) => file.endsWith('.mjs')).sort();
  for (const file of files)
    await import(join(here, 'stories', file));
  return stories.filter((story) => words.length === 0 ||
    words.some((word) => story.name.includes(word)));
}

/* Stories one after the other. */
async function runLane(town, lane) {
  const people = await People.open(town);
  try {
    for (const story of lane)
      if (isRunning(town))
        await runStory(people, story);
  } finally {
    await people.close();
  }
}

async function close(town) {
  const complaints = await closeTown(town);
  if (complaints.length === 0) {
    counts.passed += 1;
    return;
  }
  counts.failed += 1;
  tell(`FAILED the program ran without complaint:\n${complaints.join('\n')}`);
}

/* No page is left out. */
function checkAllWereLookedAt() {
  const wrong = pageRoutes.filter((path) => !looked.has(path));
  counts[wrong.length === 0 ? 'passed' : 'failed'] += 1;
  if (wrong.length > 0)
    tell(`FAILED every page was looked at, but for\n  ${wrong.join('\n  ')}`);
}

async function run() {
  rmSync(join(build, 'screenshots'), { recursive: true, force: true });
  mkdirSync(join(build, 'screenshots'), { recursive: true });
  const chosen = await readStories(process.argv.slice(2));
  const started = Date.now();
  const town = await openTown('huaqiao');
  tell(`the town is open after ${((Date.now() - started) / 1000).toFixed(1)} s`);
  try {
    await Promise.all([runLane(town, chosen.filter((story) => !story.reads)),
      runLane(town, chosen.filter((story) => story.reads))]);
    if (process.argv.length === 2)
      checkAllWereLookedAt();
  } finally {
    await close(town);
    tell(`all in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  }
}

try {
  await run();
} catch (error) {
  counts.failed += 1;
  tell(`FAILED the browser tests could not run\n${error.stack}`);
}
tell(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 ? 0 : 1);
