/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a workbook with a library from npm and does nothing else with it:
 *
 *     node read_sheet.mjs exceljs|xlsx FILE
 *
 * Prints "rows=N cells=N" of the first sheet: rows and cells that are not empty.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [library, file] = process.argv.slice(2);

async function withExceljs() {
  const ExcelJS = require('exceljs');
  let rows = 0;
  let cells = 0;
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(file, { worksheets: 'emit',
    sharedStrings: 'cache', styles: 'cache' });
  for await (const sheet of reader)
    for await (const row of sheet) {
      rows++;
      row.eachCell((cell) => { cells += cell.value !== null && cell.value !== ''; });
    }
  return { rows, cells };
}

function withSheetjs() {
  const XLSX = require('xlsx');
  const book = XLSX.readFile(file, { dense: true });
  const table = XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { header: 1 });
  const cells = table.reduce((sum, row) => sum + row.filter((cell) => cell !== '').length, 0);
  return { rows: table.filter((row) => row.length > 0).length, cells };
}

const { rows, cells } = library === 'exceljs' ? await withExceljs() : withSheetjs();
console.log(`rows=${rows} cells=${cells}`);
