/* SPDX-License-Identifier: Apache-2.0 */
/* A dispute from the phone of a grid worker to the archived dossier. */
import { fillIn, formTo, send, take } from '../matters.mjs';
import { DESK, mainText } from '../people.mjs';
import { check, checkEqual, checkSays, checkSilent, story } from '../story.mjs';

const { test } = story('a dispute');

const WORDS = '两家为晒场边的过道吵起来，柴堆挡了三轮车。';

test('goes from a screening on the phone to the archive, and only its people read it',
  async ({ people }) => {
    const worker = await people.as('huaqiao_worker');
    await worker.goto('/screenings/new');
    const find = formTo(worker, '/screenings/new');
    await fillIn(find, { facts: WORDS, category: 'neighbour' });
    await send(find);
    await worker.goto('/');
    checkSays(await mainText(worker), '邻里纠纷', { page: worker });
    checkSilent(await mainText(worker), ['晒场'], { page: worker });

    const page = await people.as('huaqiao_mediator', { size: DESK });
    await page.goto('/disputes?status=found');
    await page.locator("main a[href^='/disputes/4']").first().click();
    await page.waitForLoadState();
    const id = /(\d+)$/.exec(page.url())[1];
    checkSilent(await mainText(page), ['晒场'], { page });
    await take(page, 'open', { reason: '登记受理' });
    checkSays(await mainText(page), '晒场', { page });
    await take(page, 'register');
    await take(page, 'add_party', { side: 'applicant', name: '示例甲' });
    await take(page, 'add_party', { side: 'respondent', name: '示例乙' });
    await take(page, 'consent');
    await take(page, 'consent');
    await take(page, 'notify');
    const mediator = page.locator("#assign select[name='mediator'] option").nth(1);
    await take(page, 'assign', {
      mediator: await mediator.getAttribute('value'), has_statement: true,
    });
    await take(page, 'accept');
    await take(page, 'mediate', { words: '到现场看了过道，各退一步。', result: 'reached' });
    await take(page, 'agree', {
      form: 'written', facts: WORDS, terms: '柴堆三天内挪到屋后，过道留两米。', copies: '3',
    });
    await take(page, 'sign');
    checkSays(await mainText(page), '签字盖章齐全后生效', { page });
    await take(page, 'sign');
    await take(page, 'sign_mediator');
    await take(page, 'seal_agreement');
    checkSays(await mainText(page), ['履行中', '司法确认申请期限'], { page });
    await take(page, 'perform', { proof: '看过，柴堆已挪走。' });
    await take(page, 'visit', { persons: '双方', words: '没有再吵。' });
    await take(page, 'keep_identity', { words: '双方身份证复印件。' });
    await take(page, 'file');
    checkSays(await mainText(page), ['已归档', '人调字第'], { page });

    const paper = await page.request.get(`/disputes/${id}/dossier`);
    checkEqual(paper.status(), 200, 'status of the dossier');
    check((await paper.body()).subarray(0, 5).toString() === '%PDF-', 'the dossier is no PDF');
    const clerk = await people.as('huaqiao_clerk', { size: DESK });
    checkEqual((await clerk.goto(`/disputes/${id}`)).status(), 403, 'status for a clerk');
  });
