/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Those who use the town: each with a browser of their own, on a phone or at a desk.
 */
import { chromium } from 'playwright-core';

import { check } from './story.mjs';

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 900 };

const WAIT_MS = 15_000;

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/* Whether the program answers an address at all: then it is not the program that hangs. */
async function isAnswered(url) {
  try {
    await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(WAIT_MS) });
    return true;
  } catch {
    return false;
  }
}

/* Once in some hundred runs a browser did not open a page in all the time that it had, while the
 * program answered others.  It may try again when the program answers this address; it is told. */
function goPatiently(page, base) {
  const go = page.goto.bind(page);
  page.goto = async (address, options) => {
    try {
      return await go(address, options);
    } catch (error) {
      const { href } = new URL(address, base);
      if (error.name !== 'TimeoutError' || !await isAnswered(href))
        throw error;
      console.log(`the browser did not open ${href}, which the program answers; once more`);
      return go(address, options);
    }
  };
}

/* What a browser says on its console that is no fault of the page: pages of errors. */
const EXPECTED = /the server responded with a status of (4\d\d|303)/;

export class People {
  constructor(town, browser) {
    this.town = town;
    this.browser = browser;
    this.sessions = new Map();
    this.contexts = [];
    this.complaints = [];
    this.latest = null;
  }

  static async open(town) {
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
    return new People(town, browser);
  }

  async close() {
    await this.browser.close();
  }

  /* Somebody new with an empty browser. */
  async visitor({ size = PHONE, script = true, state } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.town.address,
      viewport: size,
      javaScriptEnabled: script,
      isMobile: size.width < 600,
      hasTouch: size.width < 600,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
      storageState: state,
    });
    context.setDefaultTimeout(WAIT_MS);
    const page = await context.newPage();
    goPatiently(page, this.town.address);
    this.contexts.push(context);
    this.listen(page);
    this.latest = page;
    return page;
  }

  listen(page) {
    page.on('pageerror', (error) => this.complaints.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !EXPECTED.test(message.text()))
        this.complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on('dialog', (dialog) => dialog.accept());
    page.on('load', () => { this.latest = page; });
  }

  /* Signs in by hand, as everybody does.  A password is slow on purpose, so a session is kept
   * for the next time. */
  async session(login) {
    if (this.sessions.has(login))
      return this.sessions.get(login);
    const page = await this.visitor({ size: DESK });
    await signIn(page, login, this.town.password);
    const state = await page.context().storageState();
    this.sessions.set(login, state);
    await page.context().close();
    return state;
  }

  /* A page of somebody with an account, or of a visitor when login is null. */
  async as(login, options = {}) {
    const state = login === null ? undefined : await this.session(login);
    return this.visitor({ ...options, state });
  }

  /* The same as a program that only reads and writes HTTP, with the person's cookies. */
  async program(login) {
    const page = await this.visitor({ state: login ? await this.session(login) : undefined });
    return page.request;
  }

  /* Ends what the last test has opened. */
  async clear() {
    for (const context of this.contexts.splice(0))
      await context.close();
  }
}

export async function signIn(page, login, password) {
  await page.goto('/sign-in');
  await page.getByLabel('登录名').fill(login);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForLoadState();
  check(await page.getByRole('button', { name: '退出' }).count() > 0,
    `${login} could not sign in: ${await mainText(page)}`, { page });
}

export function mainText(page) {
  return page.locator('main').innerText();
}
