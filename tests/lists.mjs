/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares each list of a folder, LIST.xlsx as SheetJS reads it, with LIST.csv:
 *
 *     node tests/lists.mjs FOLDER
 */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compare, readCsv, readPlaces } from './same_cells.mjs';

const XLSX = createRequire(import.meta.url)('xlsx');
const folder = process.argv[2];

/* A number in the format of days is a day. */
function valueOf(cell) {
  if (cell === undefined || cell.t === 'z')
    return null;
  if (cell.t !== 'n' || !XLSX.SSF.is_date(cell.z))
    return cell.v;
  const at = XLSX.SSF.parse_date_code(cell.v);
  const two = (number) => String(number).padStart(2, '0');
  return { moment: `${at.y}-${two(at.m)}-${two(at.d)} ${two(at.H)}:${two(at.M)}:${two(at.S)}` };
}

async function* readSheet(file) {
  const book = XLSX.readFile(file, { dense: true, cellNF: true });
  for (const row of book.Sheets[book.SheetNames[0]])
    yield Array.from(row ?? [], valueOf);
}

const placePath = await readPlaces(join(folder, 'place.csv'));
let cells = 0;
let wrong = 0;
for (const name of readdirSync(folder).filter((file) => file.endsWith('.xlsx'))) {
  const list = join(folder, name.slice(0, -5));
  const result = await compare(readSheet(`${list}.xlsx`), readCsv(`${list}.csv`), placePath);
  cells += result.cells;
  wrong += result.faults.length > 0;
  for (const fault of result.faults)
    console.log(`${name}: ${fault}`);
}
console.log(`${cells} cells compared, ${wrong} lists differ`);
process.exit(wrong > 0 || cells === 0 ? 1 : 0);
