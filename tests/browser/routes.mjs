/* SPDX-License-Identifier: Apache-2.0 */
/* The addresses of the program, as tests/golden/routes.txt has them: which of them are pages, and
 * which one an address belongs to. */
import { readFileSync } from 'node:fs';

const list = new URL('../golden/routes.txt', import.meta.url);

/* Answered with a file, with words for a script, or with another address; the gallery has a story of
 * its own. */
const NO_PAGE = /\.(csv|xlsx|json|xml|js|pdf)$|\/pdf$|\/file$|\/\{file\}$|\/events$|^\/(suggest|assets)\//;
const NO_PAGES = new Set(['/gallery', '/elder', '/language', '/evidence/{id}', '/healthz', '/readyz',
  '/metrics', '/outbox/who', '/rosters/blank', '/rosters/{id}/reasons', '/rosters/{id}/result',
  '/rosters/{id}/check', '/journal/days/{county}/{day}',
  '/disputes/{id}/dossier']);

const pages = readFileSync(list, 'utf8').split('\n')
  .map((line) => line.split(' '))
  .filter(([method, path]) => method === 'GET' && !NO_PAGE.test(path) && !NO_PAGES.has(path));

export const pageRoutes = pages.map(([, path]) => path);

/* The pages without a number that everybody may open, or that nobody may who is not signed in. */
export function startRoutes(signedIn) {
  return pages.filter(([, path, needs]) => !path.includes('{') && (signedIn || needs === 'public'))
    .map(([, path]) => path);
}

const patterns = pageRoutes.map((path) => ({
  path,
  names: path.split('{').length - 1,
  pattern: new RegExp(`^${path.replace(/\{id\}/g, '\\d+').replace(/\{\w+\}/g, '[^/]+')}$`),
})).sort((a, b) => a.names - b.names);

/* The route of a page's address; undefined when it is no page. */
export function routeOf(address) {
  const path = new URL(address, 'http://town').pathname;
  return patterns.find((one) => one.pattern.test(path))?.path;
}
