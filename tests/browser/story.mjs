/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stories: each is a file of tests, each test a sentence that is true.
 *
 *     const { test } = story('figures', { chained: true });
 *
 *     test('a number opens as many records as it says', async ({ people }) => { ... });
 *
 * In a chained story each test goes on where the one before it stopped; after a failure the
 * rest of it cannot be reached and fails too.  A story that changes nothing says reads, and runs
 * beside the others.
 */
export const stories = [];

export function story(name, { chained = false, reads = false } = {}) {
  const made = { name, chained, reads, tests: [] };
  stories.push(made);
  return {
    test(sentence, run) {
      made.tests.push({ sentence, run });
    },
  };
}

/* What a test finds wrong.  The selector says where on the page. */
export class Failure extends Error {
  constructor(message, { selector, page } = {}) {
    super(message);
    this.selector = selector;
    this.page = page;
  }
}

export function check(condition, message, where) {
  if (!condition)
    throw new Failure(message, where);
}

export function checkEqual(found, expected, message, where) {
  check(found === expected,
    `${message}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`, where);
}

/* Texts are compared without regard to the width of their signs: a comma is a comma. */
function plain(text) {
  return text.normalize('NFKC').replace(/\s+/g, ' ');
}

/* The text must contain all of the words. */
export function checkSays(text, words, where) {
  const said = plain(text);
  for (const word of [words].flat()) {
    const found = word instanceof RegExp ? word.test(said) : said.includes(plain(word));
    check(found, `the words ${word} are missing in: ${said.slice(0, 600)}`, where);
  }
}

export function checkSilent(text, words, where) {
  const said = plain(text);
  for (const word of [words].flat())
    check(!said.includes(plain(word)), `the words ${word} must not be seen here`, where);
}
