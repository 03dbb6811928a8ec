/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Uuids of version 7: they begin with the milliseconds since 1970, so that the server can tell
 * one that is too old to be known from one that has never come.  crypto.randomUUID knows only
 * version 4, and is there only over TLS.
 */
export function newUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let ms = Date.now();
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = ms % 256;
    ms = Math.floor(ms / 256);
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
