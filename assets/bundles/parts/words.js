/* SPDX-License-Identifier: Apache-2.0 */
/* What scripts say, in the reader's language.  A page that is not in Chinese brings what its
 * scripts say; the sentences are listed in src/html/script_words.c.  %s stands for a value,
 * %2$s for the second one. */
let words = null;

export function say(chinese, ...values) {
  if (words === null)
    words = JSON.parse(document.body.dataset.words || '{}');
  let at = 0;
  return (words[chinese] || chinese)
    .replace(/%(?:(\d)\$)?s/g, (sign, which) => values[which ? which - 1 : at++]);
}
