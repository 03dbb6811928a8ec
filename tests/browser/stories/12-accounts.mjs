/* SPDX-License-Identifier: Apache-2.0 */
/* Those with an account: the first password, leaving, and who sees nothing of the work. */
import { CLERK, fillIn, formTo, send, VILLAGE } from '../matters.mjs';
import { mainText, signIn } from '../people.mjs';
import { check, checkEqual, checkSays, story } from '../story.mjs';
import { NEWCOMER } from '../town.mjs';

const { test } = story('accounts');

async function trySignIn(page, login, password) {
  await page.goto('/sign-in');
  const form = formTo(page, '/sign-in');
  await fillIn(form, { login, password });
  await send(form);
}

test('a first password has to be changed before anything else', async ({ people }) => {
  const page = await people.visitor();
  const password = 'Second-2026-pass';
  await signIn(page, NEWCOMER.login, NEWCOMER.password);
  for (const address of ['/', '/matters']) {
    await page.goto(address);
    check(page.url().endsWith('/password'), `${address} led to ${page.url()}`, { page });
  }
  const form = formTo(page, '/password');
  await fillIn(form, { current_password: NEWCOMER.password, password,
    repeat_password: password });
  await send(form);
  await page.goto('/matters');
  checkSays(await mainText(page), VILLAGE.name, { page });
  const other = await people.visitor();
  await trySignIn(other, NEWCOMER.login, NEWCOMER.password);
  checkEqual(await other.locator('.problems').count(), 1, 'refusals of the old password',
    { page: other });
});

test('leaving ends the session on the server', async ({ people, town }) => {
  const page = await people.visitor();
  await signIn(page, CLERK, town.password);
  const cookies = await page.context().cookies();
  await page.getByRole('button', { name: '退出' }).click();
  await page.getByRole('link', { name: '登录' }).first().waitFor();
  await page.context().addCookies(cookies);
  await page.goto('/matters');
  check(page.url().includes('/sign-in'), `the old cookie still opens ${page.url()}`, { page });
});

test('a session is kept from scripts and from other sites', async ({ people, town }) => {
  const page = await people.visitor();
  await signIn(page, CLERK, town.password);
  const session = (await page.context().cookies()).find((cookie) => cookie.name === 'session');
  check(session.httpOnly, 'scripts can read the session');
  check(['Lax', 'Strict'].includes(session.sameSite), 'other sites can use the session');
});

test('a form from another site is refused', async ({ people }) => {
  const program = await people.program(CLERK);
  const answer = await program.post('/matters/new',
    { form: { place: VILLAGE.key, story: '别处来的表单' } });
  checkEqual(answer.status(), 403, 'status without the form\'s token');
});

test('administrators see nothing of people and matters', async ({ people }) => {
  for (const login of ['system_administrator', 'rights_administrator', 'auditor']) {
    const program = await people.program(login);
    for (const address of ['/matters', '/matters.csv', '/api/matters', '/residents',
      '/residents.csv', '/api/residents', '/households', '/accusations', '/party_members']) {
      const answer = await program.get(address);
      checkEqual(answer.status(), 403, `${login}: status of ${address}`);
    }
  }
});

test('five wrong passwords close an account for a while', async ({ people }) => {
  const page = await people.visitor();
  for (let i = 0; i < 5; i += 1)
    await trySignIn(page, NEWCOMER.login, `Wrong-${i}-password`);
  await trySignIn(page, NEWCOMER.login, 'Second-2026-pass');
  checkSays(await mainText(page), '锁定', { page });
  check(await page.getByRole('button', { name: '退出' }).count() === 0, 'it is open', { page });
});
