/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes what the browser tests have measured ($BUILD/performance.json, by
 * `node tests/browser/run.mjs light`) into the tables of docs/performance.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCUMENT = 'docs/performance.md';

const { pages, records } = JSON.parse(
  readFileSync(join(process.env.BUILD ?? 'build', 'performance.json'), 'utf8'));

const kb = (bytes) => (bytes / 1000).toFixed(1);
const seconds = (ms) => (ms / 1000).toFixed(1);

function table(headings, rows) {
  return [headings, headings.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const tables = {
  pages: table(['page', 'first visit, kB', 'of it script, kB', 'script unpacked, kB',
    'largest paint, s', 'second visit, kB', 'largest paint, s'],
  pages.map((page) => [page.name, kb(page.all), kb(page.script), kb(page.scriptUnpacked),
    seconds(page.paintMs), kb(page.againBytes), seconds(page.againMs)])),
  records: table(['record', 'taps', 'fields', 'program and browser, s'],
    records.map((record) => [record.name, record.taps, record.fields, seconds(record.ms)])),
};

let text = readFileSync(DOCUMENT, 'utf8');
for (const [name, rows] of Object.entries(tables))
  text = text.replace(new RegExp(`(<!-- ${name} -->\n)[^]*?(\n<!-- end -->)`),
    (whole, begin, end) => `${begin}\n${rows}\n${end}`);
writeFileSync(DOCUMENT, text);
