/* SPDX-License-Identifier: Apache-2.0 */
/* A grid worker where there is no network. */
import { join } from 'node:path';

import { CLERK, fillIn, formTo, take, unfold, WORKER } from '../matters.mjs';
import { mainText, signIn } from '../people.mjs';
import { until, withPhone } from '../line.mjs';
import { check, checkEqual, checkSays, checkSilent, story } from '../story.mjs';
import { build } from '../town.mjs';

const { test } = story('a grid worker without network');

const RECORDS = 50;

/* The smallest picture: one white pixel. */
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/' +
  'PchI7wAAAABJRU5ErkJggg==', 'base64');

async function picture(page, name) {
  await page.screenshot({ path: join(build, 'screenshots', `${name}-360.png`), fullPage: true });
}

/* Waits until the service worker has kept a page. */
async function kept(page, href = '/matters/new') {
  await until(() => page.evaluate(async (wanted) => await caches.has('pages') &&
    await (await caches.open('pages')).match(wanted) !== undefined, href), `${href} is not kept`);
}

async function begin(phone, login = WORKER) {
  await signIn(phone.page, login, phone.people.town.password);
  await phone.page.goto('/');
  await kept(phone.page);
}

async function unsent(page) {
  const badge = page.locator('#unsent-count');
  return await badge.count() === 0 ? 0 : Number(await badge.getAttribute('data-count'));
}

async function untilSent(page, ms = 60_000) {
  await page.waitForFunction(() => document.getElementById('unsent-count') === null, null,
    { timeout: ms, polling: 100 });
}

async function write(page, words, photo) {
  await page.goto('/matters/new');
  const form = formTo(page, '/matters/new');
  await form.locator("[name='story']").fill(words);
  if (photo !== undefined)
    await form.locator("[name='photos']").setInputFiles(photo);
  await form.locator("button[type='submit']").click();
  await Promise.race([
    page.locator('.phone-kept').waitFor(),
    page.waitForURL(/\/matters\/\d+$/),
  ]);
}

async function stored(people, words) {
  const program = await people.program(CLERK);
  const found = [];
  for (let next = ''; next !== null;) {
    const query = `q=${encodeURIComponent(words)}&limit=100${next === '' ? '' : `&after=${next}`}`;
    const answer = await (await program.get(`/api/matters?${query}`)).json();
    found.push(...answer.items);
    next = answer.next;
  }
  return found.sort((one, other) => one.id - other.id);
}

test('opens the to-dos, the forms and the outbox without network, and says how old they are',
  async ({ people }) => {
    await withPhone(people, async (phone, line) => {
      const { page } = phone;
      await begin(phone);
      await kept(page, '/outbox');
      line.cut();
      await page.goto('/');
      checkSays(await page.locator('#phone').innerText(), ['现在没有网络', '存下的页面'], { page });
      checkSays(await mainText(page), '我的待办', { page });
      await picture(page, 'offline-home');
      await page.goto('/matters/new?story=%E5%A1%98');
      checkEqual(await page.locator("[name='story']").inputValue(), '塘', 'what the address says');
      await page.goto('/outbox');
      await page.getByText('没有等着发的').waitFor(); /* the script asks the phone what is there */
      await page.goto('/figures');
      checkSays(await mainText(page), ['没有存在手机里', '记一件事'], { page });
      await picture(page, 'offline-page');
    });
  });

test('loses nothing and doubles nothing when the network is cut and the browser killed',
  async ({ people }) => {
    await withPhone(people, async (phone, line) => {
      await begin(phone);
      const words = (number) => `断网记录第${String(number).padStart(3, '0')}件，沟渠要清。`;
      for (let number = 1; number <= RECORDS; number += 1) {
        if (number === 12) /* the answer to the twelfth is lost on the way */
          line.cutAtNextAnswer();
        if (number === 18)
          line.cut();
        if (number === 35) {
          await phone.kill();
          await phone.start();
        }
        const photo = number % 10 !== 0 ? undefined
          : { name: '现场.png', mimeType: 'image/png', buffer: PIXEL };
        await write(phone.page, words(number), photo);
      }
      const { page } = phone;
      check(await unsent(page) >= RECORDS - 18, `${await unsent(page)} wait in the outbox`);
      await page.goto('/outbox');
      await picture(page, 'offline-outbox');
      await phone.kill();
      line.mend();
      await phone.start();
      await phone.page.goto('/');
      checkSays(await phone.page.locator('#phone').innerText(), '还没发出', { page: phone.page });
      if (await phone.page.getByRole('button', { name: '退出' }).count() === 0)
        await signIn(phone.page, WORKER, people.town.password); /* the cookie was not on the disk */
      await untilSent(phone.page);
      const matters = await stored(people, '断网记录第');
      checkEqual(matters.length, RECORDS, 'records stored');
      matters.forEach((matter, i) =>
        check(matter.story === words(i + 1), `number ${i + 1} is ${matter.story}`));
      const clerk = await people.as(CLERK);
      await clerk.goto(`/matters/${matters[49].id}`);
      checkEqual(await clerk.locator('#evidence a').count(), 1, 'photos of the last record');
    });
  });

test('is shown both versions when somebody was quicker, and can send it anew or let it be',
  async ({ people }) => {
    await withPhone(people, async (phone, line) => {
      const { page } = phone;
      await begin(phone, CLERK);
      const address = await page.locator('#tasks a', { hasText: '请受理' }).first()
        .getAttribute('href');
      await kept(page, address);
      line.cut();
      await page.goto(address);
      await unfold(formTo(page, '/accept'));
      await fillIn(formTo(page, '/accept'), { words: '我下午去看电线。' });
      await formTo(page, '/accept').locator("button[type='submit']").click();
      await page.locator('.phone-kept').waitFor();
      const office = await people.as(CLERK);
      await office.goto(address);
      await take(office, 'accept', { words: '电工已经去了。' });
      line.mend();
      await page.goto('/outbox');
      await page.getByText('现在的情况').waitFor();
      checkSays(await mainText(page), ['我下午去看电线。', '状态', '村里办理', '改好再发'], { page });
      await picture(page, 'offline-conflict');
      await page.getByRole('button', { name: '不要了' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '不要了' }).click();
      await page.getByText('没有等着发的').waitFor();
      checkEqual(await unsent(page), 0, 'unsent records');
    });
  });

test('corrects on the phone what the server did not take', async ({ people }) => {
  await withPhone(people, async (phone, line) => {
    const { page } = phone;
    await begin(phone);
    line.cut();
    await page.goto('/matters/new');
    const form = formTo(page, '/matters/new');
    await unfold(form.locator("[name='phone']"));
    await fillIn(form, { story: '电话填错了的沟渠。', phone: '123' });
    await form.evaluate((one) => { one.noValidate = true; });
    await form.locator("button[type='submit']").click();
    await page.locator('.phone-kept').waitFor();
    line.mend();
    await page.goto('/outbox');
    await page.getByRole('button', { name: '改好再发' }).waitFor();
    checkSays(await mainText(page), ['电话', '电话填错了的沟渠。'], { page });
    await page.getByLabel('反映人电话').fill('13800000088');
    await page.getByRole('button', { name: '改好再发' }).click();
    await page.getByText('没有等着发的').waitFor();
    checkEqual((await stored(people, '电话填错了的')).length, 1, 'records stored');
  });
});

test('signs in again when the session has ended, and only then it is sent', async ({ people }) => {
  await withPhone(people, async (phone, line) => {
    const { page } = phone;
    await begin(phone);
    line.cut();
    await write(page, '登录过期时断网写的井盖。');
    await phone.context.clearCookies({ name: 'session' });
    line.mend();
    await signIn(page, CLERK, people.town.password); /* somebody else takes the phone */
    await page.goto('/outbox');
    await page.getByText('要本人登录后才能发').first().waitFor();
    checkSilent(await mainText(page), '井盖', { page });
    checkEqual((await stored(people, '断网写的井盖')).length, 0, 'records stored');
    await page.getByRole('button', { name: '退出', exact: true }).click();
    await page.waitForURL('**/');
    await signIn(page, WORKER, people.town.password);
    await untilSent(page);
    checkEqual((await stored(people, '断网写的井盖')).length, 1, 'records stored');
  });
});

test('leaves no pages behind after signing out, and is asked when something is unsent',
  async ({ people }) => {
    await withPhone(people, async (phone, line) => {
      const { page } = phone;
      await begin(phone);
      line.cut();
      await write(page, '退出前没发出去的路障。');
      line.mend();
      await phone.context.route('**/matters/new', (route) => route.abort());
      await page.goto('/me');
      await page.getByRole('button', { name: '退出', exact: true }).click();
      checkSays(await page.getByRole('dialog').innerText(), ['还有1条没有发出', '别人看不到'], { page });
      await picture(page, 'offline-leaving');
      await page.getByRole('dialog').getByRole('button', { name: '退出', exact: true }).click();
      await page.getByRole('link', { name: '登录' }).first().waitFor();
      await until(() => page.evaluate(async () => !await caches.has('pages')), 'pages stay');
      line.cut();
      await page.goto('/');
      checkSays(await mainText(page), '没有网络', { page });
      checkSilent(await mainText(page), '我的待办', { page });
    });
  });

test('finds the draft again after the session has ended', async ({ people }) => {
  await withPhone(people, async (phone) => {
    const { page } = phone;
    await begin(phone);
    await page.goto('/matters/new');
    await page.locator("[name='story']").fill('写到一半的晒场，');
    await until(() => page.evaluate(() => localStorage.length > 0), 'no draft');
    await phone.context.clearCookies({ name: 'session' });
    await page.goto('/matters/new');
    await page.getByLabel('登录名').fill(WORKER);
    await page.getByLabel('密码').fill(people.town.password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.waitForURL('**/matters/new');
    checkEqual(await page.locator("[name='story']").inputValue(), '写到一半的晒场，', 'the draft',
      { page });
    await page.getByRole('button', { name: '不要了，重新写' }).click();
    checkEqual(await page.locator("[name='story']").inputValue(), '', 'after throwing it away');
  });
});

test('is warned when something has waited for days', async ({ people }) => {
  await withPhone(people, async (phone, line) => {
    const { page } = phone;
    await begin(phone);
    line.cut();
    await write(page, '放了五天的水沟。');
    await page.evaluate(() => new Promise((done, failed) => {
      const asked = indexedDB.open('xiangzhi');
      asked.onerror = failed;
      asked.onsuccess = () => {
        const store = asked.result.transaction('entries', 'readwrite').objectStore('entries');
        store.getAll().onsuccess = (event) => {
          const [entry] = event.target.result;
          store.put({ ...entry, writtenAt: entry.writtenAt - 5 * 86_400_000 }).onsuccess = done;
        };
      };
    }));
    await page.goto('/outbox');
    await page.locator('.phone-old').waitFor();
    checkSays(await page.locator('.phone-old').innerText(), '已经存了5天', { page });
  });
});

test('needs no script: the form is sent as ever', async ({ people }) => {
  const page = await people.as(WORKER, { script: false });
  await page.goto('/matters/new');
  await fillIn(formTo(page, '/matters/new'), { story: '没有脚本时写的护栏。' });
  await formTo(page, '/matters/new').locator("button[type='submit']").click();
  await page.waitForURL(/\/matters\/\d+$/);
  checkSays(await mainText(page), '没有脚本时写的护栏。', { page });
  await page.goto('/outbox');
  checkSays(await mainText(page), '没有打开脚本', { page });
});
