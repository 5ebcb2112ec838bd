import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { install, type Installation, until } from './running.ts';
import { type Sender, startSender } from './sender.ts';

const ROUNDS = 3;
const IMPORT_ROUNDS = 2;
const IMPORTED = 6_000;
const files = mkdtempSync(join(tmpdir(), 'banso-crash-files-'));
let banso: Installation;
let key: string;
let sent = 0;

/** The kill comes at another moment in each round. */
const moment = (least: number, most: number) => sleep(least + Math.random() * (most - least));

function importFile(round: string): string[] {
  const csv = join(files, `${round}.csv`);
  const mapping = join(files, `${round}.json`);
  const rows = Array.from({ length: IMPORTED }, (_, i) => `${round}-${i},株式会社${round}${i}`);
  writeFileSync(csv, ['コード,会社名', ...rows].join('\n'));
  writeFileSync(mapping, JSON.stringify({ source: round, columns: { コード: 'externalId', 会社名: 'name' }, rows: 'all' }));
  return ['import', 'accounts', csv, '--mapping', mapping];
}

async function imported(round: string): Promise<number> {
  const [row] = await banso.query<{ n: number }>('select count(*)::int as n from account_keys where source = $1', [round]);
  return row!.n;
}

beforeAll(async () => {
  banso = await install();
  const [csv, mapping] = [join(files, 'first.csv'), join(files, 'first.json')];
  writeFileSync(csv, 'コード,会社名\nC-1,株式会社サンプル');
  writeFileSync(mapping, JSON.stringify({ source: 'crm', columns: { コード: 'externalId', 会社名: 'name' }, rows: 'all' }));
  expect(await banso.banso(['import', 'accounts', csv, '--mapping', mapping]).ended).toMatchObject({ code: 0 });
  const added = await banso.banso(['key', 'add', '--name', 'アプリ', '--scope', 'ingest', '--source', 'app']).ended;
  expect(added).toMatchObject({ code: 0, out: expect.stringMatching(/^\S+\n$/) });
  key = added.out.trim();
}, 600_000);

afterAll(async () => {
  await banso.remove();
  rmSync(files, { recursive: true, force: true });
}, 60_000);

test.each(['server', 'postgres', 'both'] as const)(
  'kill -9 of %s during ingestion: every acknowledged event is there once',
  async (victim) => {
    await banso.start();
    for (let round = 0; round < ROUNDS; round++) {
      const senders = [0, 1, 2].map((i) => startSender(banso.url, key, (sent + i) * 1_000_000));
      sent += senders.length;
      await until(
        'every sender is under way',
        () => senders.every(({ acknowledged }) => acknowledged.size > 0),
        () => tell(senders),
      );
      await moment(50, 1_000);
      if (victim !== 'server') banso.killPostgres();
      if (victim !== 'postgres') banso.killServer();
      // Postgres alone comes back by itself, under the running server; otherwise a start brings everything back.
      if (victim !== 'postgres') await banso.start();
      const before = senders.map(({ acknowledged }) => acknowledged.size);
      const recovered = () => senders.every(({ acknowledged }, i) => acknowledged.size > before[i]! + 20);
      await until('every sender is acknowledged again', recovered, () => tell(senders));
      await Promise.all(senders.map((sender) => sender.stop()));
      await checkEvents(senders.flatMap(({ acknowledged }) => [...acknowledged]));
    }
    expect(await banso.stop()).toBe(0);
  },
  600_000,
);

const tell = (senders: Sender[]) => ({ senders: senders.map((one) => [one.acknowledged.size, one.refusal()]), server: banso.said() });

async function checkEvents(acknowledged: number[]): Promise<void> {
  const rows = await banso.query<{ n: number; times: number }>(
    `select n, count(*)::int as times from (
       select (props->>'n')::int as n from usage_events where props ? 'n'
       union all select (jsonb_path_query_first(payload, '$.**.n') #>> '{}')::int from pending_events) e group by n`,
  );
  const times = new Map(rows.map((row) => [row.n, row.times]));
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(acknowledged.filter((n) => times.get(n) !== 1)).toEqual([]);
  expect(rows.filter((row) => row.times !== 1)).toEqual([]);
}

test('kill -9 of Postgres during an import: all of it or nothing, and it can be done again', async () => {
  const whole = await banso.banso(importFile('undisturbed')).ended;
  expect(whole).toMatchObject({ code: 0 });
  await banso.start();
  for (let round = 0; round < IMPORT_ROUNDS; round++) {
    const name = `postgres-${round}`;
    const running = banso.banso(importFile(name));
    await begun(name);
    await moment(0, 800);
    banso.killPostgres();
    const { code } = await running.ended;
    await until('Postgres is back under the running server', answers, () => banso.said());
    const found = await imported(name);
    expect([0, IMPORTED]).toContain(found);
    if (code === 0) expect(found).toBe(IMPORTED);
    expect(await banso.banso(importFile(name)).ended).toMatchObject({ code: 0 });
    expect(await imported(name)).toBe(IMPORTED);
  }
  expect(await banso.stop()).toBe(0);
}, 600_000);

test('kill -9 of the import and of Postgres: all of it or nothing, and the next start comes back by itself', async () => {
  for (let round = 0; round < IMPORT_ROUNDS; round++) {
    const name = `both-${round}`;
    const running = banso.banso(importFile(name));
    await begun(name);
    await moment(0, 800);
    running.kill('SIGKILL');
    try {
      banso.killPostgres();
    } catch (error) {
      // The import was done already and has stopped Postgres.
      if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code!)) throw error;
    }
    await running.ended;
    await banso.start();
    expect([0, IMPORTED]).toContain(await imported(name));
    expect(await banso.banso(importFile(name)).ended).toMatchObject({ code: 0 });
    expect(await imported(name)).toBe(IMPORTED);
    expect(await banso.stop()).toBe(0);
  }
}, 600_000);

/** The file is stored and its rows are about to be written: a kill before that would prove nothing. */
async function begun(source: string): Promise<void> {
  const there = () =>
    banso.query('select from imports where source = $1', [source]).then(
      (rows) => rows.length > 0,
      () => false,
    );
  await until(`the import ${source} begins`, there, () => banso.said());
}

async function answers(): Promise<boolean> {
  return banso.query('select 1').then(
    () => true,
    () => false,
  );
}
