/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares a list that was exported as a spreadsheet, read by somebody else's library, with the
 * same list exported as CSV, cell by cell.
 *
 * A spreadsheet names places and other records, CSV has their codes; days, moments and numbers
 * are to be values in the one and are texts in the other.
 */
import { createReadStream } from 'node:fs';

/* Rows of texts (RFC 4180). */
export async function* readCsv(file) {
  let row = [];
  let cell = '';
  let quoted = false;
  let closed = false; // the last mark may have been half of a doubled one
  for await (const piece of createReadStream(file, 'utf8')) {
    for (const c of piece) {
      if (quoted && c === '"') {
        quoted = false;
        closed = true;
      } else if (quoted) {
        cell += c;
      } else if (c === '"') {
        if (closed)
          cell += c;
        quoted = true;
        closed = false;
      } else if (c === ',' || c === '\n') {
        row.push(cell);
        cell = '';
        closed = false;
        if (c === '\n') {
          yield row;
          row = [];
        }
      } else if (c !== '\r' && c !== '\ufeff') {
        cell += c;
      }
    }
  }
}

/* "420106001002003": the names from the township down to it; undefined for what is no place. */
export async function readPlaces(file) {
  const names = new Map();
  let head = null;
  for await (const row of readCsv(file)) {
    if (head === null) {
      head = row;
      continue;
    }
    names.set(row[head.indexOf('编号')], row[head.indexOf('名称')]);
  }
  return (code) => {
    const levels = [9, 12, 15, 17].filter((length) => length <= code.length);
    return levels.length === 0 || !names.has(code) ? names.get(code)
      : levels.map((length) => names.get(code.slice(0, length))).join(' › ');
  };
}

const TOWNSHIP_DIGITS = 9; // shorter codes may be numbers of records as well
const MOMENT = /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const GUARDED = /^'[=+\-@\t\r＝＋－＠]/; // an apostrophe before what would be a formula

/* What a column of the list turned out to be. */
class Column {
  filled = 0;
  moments = 0;
  numbers = 0;
  real = 0; // days, moments and numbers that are such in the spreadsheet
  names = new Map(); // of the codes of other records

  constructor(heading) {
    this.heading = heading;
  }

  /* True when the spreadsheet says what CSV says.  value is a text, a number, {moment}, or null. */
  agrees(value, text, placePath) {
    if (text === '')
      return value === null || value === '';
    this.filled++;
    this.moments += MOMENT.test(text);
    this.numbers += NUMBER.test(text) && text.replace(/\D/g, '').length <= 15;
    if (typeof value === 'number') {
      this.real++;
      return value === Number(text);
    }
    if (value !== null && typeof value === 'object') {
      this.real++;
      return value.moment === (text.length === 10 ? `${text} 00:00:00` : text);
    }
    return value === text || value === placePath(text) ||
      ((text.length < TOWNSHIP_DIGITS || placePath(text) === undefined) &&
        this.isNameOf(value, text));
  }

  /* The same code has always the same name. */
  isNameOf(value, text) {
    if (!NUMBER.test(text) || value === null || NUMBER.test(value))
      return false;
    if (!this.names.has(text))
      this.names.set(text, value);
    return this.names.get(text) === value;
  }

  /* Words that are missing when days or numbers stand there as texts. */
  get fault() {
    const named = this.names.size > 0;
    if (this.filled > 0 && this.moments === this.filled && this.real !== this.filled)
      return `${this.heading}: days are texts`;
    if (this.real !== 0 && this.real !== this.moments + this.numbers && !named)
      return `${this.heading}: some values are texts`;
    return null;
  }
}

/*
 * sheetRows and csvRows give arrays in turn.  Answers {rows, cells, faults}: what is wrong, in
 * words, at most ten.
 */
export async function compare(sheetRows, csvRows, placePath) {
  const faults = [];
  const sheet = sheetRows[Symbol.asyncIterator]();
  const csv = csvRows[Symbol.asyncIterator]();
  const heading = (await csv.next()).value;
  const columns = heading.map((text) => new Column(text));
  let rows = 0;
  let cells = 0;
  let row = (await sheet.next()).value;

  const blame = (words) => { if (faults.length < 10) faults.push(words); };
  while (row !== undefined && row[0] !== heading[0])
    row = (await sheet.next()).value;
  if (row === undefined)
    return { rows, cells, faults: ['the spreadsheet has no heading'] };
  heading.forEach((text, i) => {
    if (String(row[i]).replace(/（[^（]*）$/, '') !== text && row[i] !== text)
      blame(`heading ${i + 1}: ${row[i]}, not ${text}`);
  });
  for await (const texts of { [Symbol.asyncIterator]: () => csv }) {
    row = (await sheet.next()).value ?? [];
    rows++;
    texts.forEach((cell, i) => {
      const text = GUARDED.test(cell) ? cell.slice(1) : cell;
      cells += text !== '';
      if (!columns[i].agrees(row[i] ?? null, text, placePath))
        blame(`row ${rows}, ${heading[i]}: ${JSON.stringify(row[i])}, not ${text}`);
    });
  }
  row = (await sheet.next()).value ?? [];
  if (row[0] !== `合计（${rows}条）`)
    blame(`after ${rows} rows stands ${row[0]}, not their count`);
  for (const column of columns)
    if (column.fault !== null)
      blame(column.fault);
  return { rows, cells, faults };
}
