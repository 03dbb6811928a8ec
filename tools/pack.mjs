/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packs files once, so that the program need not pack them for each reader:
 *
 *     node tools/pack.mjs FOLDER FILE ...
 *
 * writes FOLDER/NAME.gz and FOLDER/NAME.br beside each other, NAME being the file's own name.
 * What would not become a tenth smaller is left out.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [folder, ...files] = process.argv.slice(2);

const ways = [
  ['gz', (bytes) => gzipSync(bytes, { level: 9 })],
  ['br', (bytes) => brotliCompressSync(bytes, { params: {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  } })],
];

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const file of files) {
  const bytes = readFileSync(file);
  for (const [ending, pack] of ways) {
    const packed = pack(bytes);
    if (packed.length < bytes.length * 0.9)
      writeFileSync(join(folder, `${basename(file)}.${ending}`), packed);
  }
}
