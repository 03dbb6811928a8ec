/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares a list exported as a spreadsheet, read by ExcelJS row by row, with the same exported
 * as CSV:
 *
 *     node compare_sheet.mjs LIST.xlsx LIST.csv PLACES.csv
 *
 * Prints "rows=N cells=N faults=N", and what is wrong; fails when anything is.
 */
import { createRequire } from 'node:module';
import { compare, readCsv, readPlaces } from '../../tests/same_cells.mjs';

/* ExcelJS 4.4 decodes each piece of a file for itself, which breaks a character between two. */
const { decode } = TextDecoder.prototype;
TextDecoder.prototype.decode = function decodeOn(bytes) {
  return decode.call(this, bytes, { stream: true });
};

const ExcelJS = createRequire(import.meta.url)('exceljs');
const [sheet, csv, places] = process.argv.slice(2);

function valueOf(cell) {
  const value = cell.value;
  return value instanceof Date
    ? { moment: value.toISOString().slice(0, 19).replace('T', ' ') } : value;
}

async function* readSheet(file) {
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(file, { worksheets: 'emit',
    sharedStrings: 'cache', styles: 'cache' });
  for await (const worksheet of reader)
    for await (const row of worksheet) {
      const values = [];
      row.eachCell((cell, number) => { values[number - 1] = valueOf(cell); });
      yield values;
    }
}

const result = await compare(readSheet(sheet), readCsv(csv), await readPlaces(places));
console.log(`rows=${result.rows} cells=${result.cells} faults=${result.faults.length}`);
for (const fault of result.faults)
  console.error(fault);
process.exit(result.faults.length > 0 || result.rows === 0 ? 1 : 0);
