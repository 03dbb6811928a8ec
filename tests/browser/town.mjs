/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A town to test in: a sample place in a database of its own, and the real program that serves
 * it on a free port.
 */
import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const START_MS = 30_000;
const STOP_MS = 20_000;
const SAMPLE_MS = 180_000;

const run = promisify(execFile);

export const build = process.env.BUILD ?? 'build';

function binary() {
  return join(build, 'debug', 'xiangzhi');
}

/* The replay is long and the same in both binaries, so the quick one does it when it is there. */
function replayer() {
  const release = join(build, 'xiangzhi');
  return existsSync(release) ? release : binary();
}

/* What the server prints: where it is, and the password of those who may try it. */
function readStart(server) {
  return new Promise((resolve, reject) => {
    let printed = '';
    const timer = setTimeout(() => reject(new Error(`no start within ${START_MS} ms:\n${printed}`)),
      START_MS);
    server.stdout.on('data', (bytes) => {
      printed += bytes;
      const address = /乡治已启动[:：](https?:\/\/\S+)\n/.exec(printed);
      if (address === null)
        return;
      clearTimeout(timer);
      resolve({ address: address[1], password: /密码都是 (\S+?)[)）]/.exec(printed)?.[1] });
    });
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${printed}`)));
  });
}

async function serve(town) {
  const server = spawn(binary(), ['serve', '--listen', '127.0.0.1:0', '--db', town.db], {
    env: { ...process.env, XIANGZHI_DEMONSTRATION: '1', ...town.clock },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  town.server = server;
  town.errors = '';
  server.stderr.on('data', (bytes) => { town.errors += bytes; });
  try {
    Object.assign(town, await readStart(server));
  } catch (error) {
    throw new Error(`${error.message}\n${town.errors}`);
  }
}

/* XZ_SAMPLE names a database to begin with instead of a replay: whoever writes tests starts
 * them often. */
async function fill(town, place) {
  const ready = process.env.XZ_SAMPLE;
  if (ready === undefined) {
    await run(replayer(), ['sample', '--place', place, '--db', town.db], { timeout: SAMPLE_MS });
    return;
  }
  cpSync(ready, town.db);
  cpSync(`${ready}.files`, `${town.db}.files`, { recursive: true });
}

/* Somebody new, with a password that has to be changed. */
export const NEWCOMER = { login: 'newcomer', password: 'First-2026-pass' };

async function addNewcomer(town) {
  await run(binary(), ['user', 'add', NEWCOMER.login, '--name', '新来的文书', '--role',
    'village_clerk', '--place', '421182102226', '--password', NEWCOMER.password, '--db', town.db]);
}

/* What the sample has none of: tables as villages have them. */
const TABLES = {
  property: '资产（资源）名称,资产类别,坐落位置,面积（亩）,原值（万元）,使用状况,承租人\n' +
    '村部门面,经营性固定资产,村部,,12.5,出租,示例张三\n后山林,资源性资产,后山,320.5,,闲置,\n',
  contract: '合同名称,合同类型,承包方（承租方）,是否本集体成员,合同面积（亩）,起始时间,终止时间,年租金（元）,清理日期\n' +
    '鱼塘承包,水面承包,示例张三,是,12.5,2020.1.1,2029.12.31,6000,\n' +
    '老门面,房屋出租,示例李四,否,,1998-01-01,2047-12-31,800,2025.6.1\n',
  share: '户编号,户主姓名,与户主关系,姓名,性别,个人持股数\n' +
    '0101,示例甲,户主,示例甲,男,1\n,,妻,示例乙,女,1\n',
  volunteer: '序号,姓名,所属服务队,专业技能,联系方式,注册时间\n1,示例甲,爱心理发队,理发,13800000001,2025.3.5\n',
};

async function fillRegisters(town) {
  for (const [type, table] of Object.entries(TABLES)) {
    const path = join(town.folder, `${type}.csv`);
    writeFileSync(path, table);
    await run(replayer(), ['import', '--type', type, '--place', '421182102226', '--db', town.db, path]);
  }
}

/* A town of the sample place: huaqiao, gudian, ... */
export async function openTown(place) {
  const folder = mkdtempSync(join(tmpdir(), 'xiangzhi-town-'));
  const town = { folder, db: join(folder, 'town.db') };
  try {
    await fill(town, place);
    await addNewcomer(town);
    await fillRegisters(town);
    await serve(town);
  } catch (error) {
    await closeTown(town);
    throw error;
  }
  return town;
}

/* The same town once more on a file of its own, as it is now; prepare is SQL that is run before
 * it is served.  Its days may pass. */
export async function copyTown(town, prepare = '') {
  const folder = mkdtempSync(join(tmpdir(), 'xiangzhi-town-'));
  const copy = { folder, db: join(folder, 'town.db') };
  const library = join(build, 'torture', 'clock.so');
  await run('make', ['-s', `BUILD=${build}`, library]);
  await run('sqlite3', [town.db, `.backup ${copy.db}`]);
  await run('sqlite3', [copy.db, prepare]);
  cpSync(`${town.db}.files`, `${copy.db}.files`, { recursive: true });
  copy.clock = {
    LD_PRELOAD: resolve(library),
    CLOCK_JUMP: join(folder, 'jump'),
    ASAN_OPTIONS: 'verify_asan_link_order=0',
  };
  process.on('exit', () => copy.server?.kill('SIGKILL'));
  await serve(copy);
  return copy;
}

/* Days pass: the program stops and goes on so many days later, shortly before a full hour, with
 * which the work begins that is done every hour. */
export async function daysPass(town, days) {
  const second = Math.floor(Date.now() / 1000) % 3600;
  town.server.kill('SIGTERM');
  await ended(town.server);
  writeFileSync(town.clock.CLOCK_JUMP, String(days * 86_400 + 3585 - second));
  await serve(town);
}

function ended(server) {
  return new Promise((resolve) => {
    if (isRunning({ server }))
      server.once('exit', resolve);
    else
      resolve();
  });
}

export function isRunning(town) {
  return town.server.exitCode === null && town.server.signalCode === null;
}

/* Stops the program and answers what it should not have printed: reports of the sanitizers,
 * errors in its log, a bad end. */
export async function closeTown(town) {
  const complaints = [];
  if (town.server) {
    if (!isRunning(town))
      complaints.push('the server ended by itself');
    town.server.kill('SIGTERM');
    const timer = setTimeout(() => town.server.kill('SIGKILL'), STOP_MS);
    await ended(town.server);
    clearTimeout(timer);
    if (town.server.exitCode !== 0)
      complaints.push(`the server ended with ${town.server.exitCode ?? town.server.signalCode}`);
    if (/Sanitizer|runtime error|Assertion/.test(town.errors))
      complaints.push(town.errors.slice(-20_000));
    for (const line of town.errors.split('\n'))
      if (/"level":"error"|\berror\b.*broken/.test(line))
        complaints.push(line);
  }
  rmSync(town.folder, { recursive: true, force: true });
  return complaints;
}
