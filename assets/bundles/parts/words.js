/* SPDX-License-Identifier: Apache-2.0 */
/* What scripts say, in the reader's language.  The page brings the sentences that it says
 * otherwise; they are listed in src/html/layout.c. */
let words = null;

export function say(chinese) {
  if (words === null)
    words = JSON.parse(document.body.dataset.words || '{}');
  return words[chinese] || chinese;
}
