/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line between a phone and the program that can be slow, and can be cut, also in the middle of
 * a request; and a phone whose browser can be killed and started again with what it has stored.
 */
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { PHONE } from './people.mjs';
import { build } from './town.mjs';

const WAIT_MS = 15_000;

export async function until(condition, what, ms = 30_000) {
  for (const end = Date.now() + ms; Date.now() < end;) {
    if (await condition())
      return;
    await new Promise((done) => { setTimeout(done, 50); });
  }
  throw new Error(`${what} within ${ms} ms`);
}

/* Hands on what comes as late and as slowly as the line is; pace is shared by all connections of
 * one direction. */
function slowly(pace, speed, from, to) {
  from.on('data', (bytes) => {
    const start = Math.max(Date.now(), pace.freeAt);
    pace.freeAt = start + bytes.length / speed.bytesPerMs;
    setTimeout(() => to.destroyed || to.write(bytes), pace.freeAt - Date.now() + speed.rttMs / 2);
  });
  from.on('end', () => setTimeout(() => to.end(),
    Math.max(0, pace.freeAt - Date.now()) + speed.rttMs / 2));
}

export class Line {
  /* speed: { rttMs, bytesPerMs }; without it, as quick as this machine. */
  static async open(town, speed = null) {
    const line = new Line();
    line.speed = speed;
    line.paces = [{ freeAt: 0 }, { freeAt: 0 }];
    line.target = new URL(town.address);
    line.sockets = new Set();
    line.isCut = false;
    line.bytesDown = 0;
    line.server = createServer((phone) => line.meet(phone));
    await new Promise((done) => { line.server.listen(0, '127.0.0.1', done); });
    line.address = `http://127.0.0.1:${line.server.address().port}`;
    return line;
  }

  /* A browser has its connection before the line lets it through; what it sends first waits for
   * the round trip that the connection would have taken. */
  meet(phone) {
    if (this.speed === null) {
      this.join(phone);
      return;
    }
    phone.pause();
    setTimeout(() => this.join(phone), this.speed.rttMs);
  }

  join(phone) {
    if (this.isCut) {
      phone.destroy();
      return;
    }
    const program = connect(this.target.port, this.target.hostname);
    program.on('data', (bytes) => { this.bytesDown += bytes.length; });
    for (const [i, [one, other]] of [[phone, program], [program, phone]].entries()) {
      this.sockets.add(one);
      if (this.speed === null)
        one.pipe(other);
      else
        slowly(this.paces[i], this.speed, one, other);
      one.on('error', () => other.destroy());
      one.on('close', () => { this.sockets.delete(one); other.destroy(); });
    }
    phone.resume();
  }

  /* Whatever is on the way is lost. */
  cut() {
    this.isCut = true;
    for (const socket of this.sockets)
      socket.destroy();
  }

  /* The moment the answer begins to come, the request has been done and nobody hears of it. */
  cutAtNextAnswer() {
    for (const socket of this.sockets)
      socket.prependOnceListener('data', () => {
        if (socket.remotePort === Number(this.target.port))
          this.cut();
      });
  }

  mend() {
    this.isCut = false;
  }

  close() {
    this.cut();
    this.server.close();
  }
}

export class Phone {
  static async open(line, people) {
    const phone = new Phone();
    phone.line = line;
    phone.people = people;
    phone.folder = mkdtempSync(join(tmpdir(), 'xiangzhi-phone-'));
    await phone.start();
    return phone;
  }

  async start() {
    this.context = await chromium.launchPersistentContext(this.folder, {
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync'],
      baseURL: this.line.address,
      viewport: PHONE,
      isMobile: true,
      hasTouch: true,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
    });
    this.context.setDefaultTimeout(WAIT_MS);
    [this.page] = this.context.pages();
    this.page.on('dialog', (dialog) => dialog.accept());
    this.page.on('pageerror', (error) =>
      this.people.complaints.push(`${this.page.url()}: ${error.message}`));
    this.people.latest = this.page;
  }

  /* As when the battery is taken out: no chance to write anything down. */
  async kill() {
    const [, pid] = /-(\d+)$/.exec(readlinkSync(join(this.folder, 'SingletonLock')));
    const gone = new Promise((done) => { this.context.once('close', done); });
    process.kill(Number(pid), 'SIGKILL');
    await gone;
    rmSync(join(this.folder, 'SingletonLock'), { force: true });
  }

  async close() {
    await this.context.close().catch(() => {});
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/* The phone is gone when the failure is told. */
async function seen(page) {
  const path = join(build, 'screenshots', 'failed-phone.png');
  await page.screenshot({ path, timeout: 5000 }).catch(() => {});
  return page.locator('body').innerText({ timeout: 5000 }).catch(() => 'nothing');
}

/* A phone on a line of its own for the length of a test. */
export async function withPhone(people, work) {
  const line = await Line.open(people.town);
  const phone = await Phone.open(line, people);
  try {
    await work(phone, line);
  } catch (error) {
    error.stack += `\n  on ${phone.page.url()}: ${await seen(phone.page)}`;
    throw error;
  } finally {
    await phone.close();
    line.close();
  }
}
