import { from as copyFrom } from 'pg-copy-streams';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { accountsTarget } from '#accounts/imports/accounts-target.ts';
import { mappingSchema } from '#accounts/imports/mapping.ts';
import { runImport } from '#accounts/imports/run.ts';
import { insertImport, storeFile } from '#accounts/imports/store.ts';
import { startThrowaway } from '#platform/db/embedded/throwaway.ts';
import { openDatabase, type Database } from '#platform/db/db.ts';
import { migrate } from '#platform/db/migrate.ts';
import { fileFromBytes } from '#platform/files/source.ts';
import type { Result } from './result.ts';

const accounts = 100_000;
const migrations = fileURLToPath(new URL('../migrations', import.meta.url));
const industries = ['製造業', '情報・通信業', 'サービス業', '小売業', '建設業', '卸売業', '医薬品', '不動産業'];
const header = 'コード,顧客名,よみがな,業種,従業員数,地域,Webサイト,初回契約日,タグ,説明';

/** Import of 100,000 accounts ÷ COPY of the same rows into the same table and its keys, at most 8 times (issue §10). */
export async function bench(): Promise<Result[]> {
  const postgres = await startThrowaway();
  try {
    const database = openDatabase(postgres.url, { max: 4 });
    try {
      await migrate(database.pool, migrations);
      const copy = await copyRuns(database);
      const imported = await importRuns(database);
      const detail = `import ${seconds(imported.first)}, again with nothing changed ${seconds(imported.again)}, COPY ${seconds(copy)} (best of 3 each)`;
      return [
        { name: `import of ${accounts.toLocaleString('en')} accounts ÷ COPY of the same rows`, value: imported.first / copy, limit: 8, unit: '×', detail },
      ];
    } finally {
      await database.close();
    }
  } finally {
    await postgres.stop();
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

function* lines(): Generator<string> {
  for (let i = 0; i < accounts; i++) {
    const n = String(i).padStart(6, '0');
    yield `C${n},株式会社サンプル${n}商事,カブシキガイシャサンプル${n}ショウジ,${industries[i % 8]},${(i * 7) % 5000},東京都千代田区丸の内${i % 40}丁目,https://example-${n}.jp,20${String(10 + (i % 15)).padStart(2, '0')}/${(i % 12) + 1}/1,既存、${i % 2 ? '東' : '西'}日本,サンプルの顧客 ${n} です`;
  }
}

/** The same rows straight into accounts and account_keys, as fast as Postgres takes them. */
async function copyRuns(database: Database): Promise<number> {
  const ids = Array.from({ length: accounts }, (_, i) => `01900000-0000-7000-8000-${i.toString(16).padStart(12, '0')}`);
  const rows: string[] = [];
  const keys: string[] = [];
  let i = 0;
  for (const line of lines()) {
    const [code, name, kana, industry, employees, region, website, day, tags, description] = line.split(',') as string[];
    const id = ids[i++]!;
    rows.push(
      `${id}\t${code}\t${name}\t${kana}\t${industry}\t${employees}\t${region}\t${website}\t${day!.replaceAll('/', '-')}\t{${tags!.replace('、', ',')}}\t${description}\t2026-11-24\t2026-11-24\n`,
    );
    keys.push(`bench\t${code}\t${id}\n`);
  }
  return best(3, async () => {
    const client = await database.pool.connect();
    try {
      await client.query('truncate accounts, account_keys cascade');
      return await timed(async () => {
        await client.query('begin');
        const target =
          'accounts (account_id, external_id, name, kana, industry, employees, region, website, first_contract_on, tags, description, created_at, updated_at)';
        await pipeline(Readable.from(pieces(rows)), client.query(copyFrom(`copy ${target} from stdin`)));
        await pipeline(Readable.from(pieces(keys)), client.query(copyFrom('copy account_keys (source, external_id, account_id) from stdin')));
        await client.query('commit');
      });
    } finally {
      client.release();
    }
  });
}

/** As large as a socket likes them: row by row COPY would be slowed down by us. */
function pieces(rows: string[]): string[] {
  return Array.from({ length: Math.ceil(rows.length / 500) }, (_, i) => rows.slice(i * 500, i * 500 + 500).join(''));
}

async function importRuns(database: Database): Promise<{ first: number; again: number }> {
  const file = Buffer.from([header, ...lines()].join('\r\n'));
  const columns = {
    コード: 'externalId',
    顧客名: 'name',
    よみがな: 'kana',
    業種: 'industry',
    従業員数: 'employees',
    地域: 'region',
    Webサイト: 'website',
    初回契約日: 'firstContractOn',
    タグ: 'tags',
    説明: 'description',
  };
  const mapping = mappingSchema.parse({ source: 'bench', columns, rows: 'all' });
  const runner = { database, clock: () => new Date(), jobs: { publish: async () => {} }, targets: [accountsTarget] };
  const run = async (added: number) => {
    const importId = await insertImport(database.db, {
      noun: 'accounts',
      source: 'bench',
      fileName: 'accounts.csv',
      mapping,
      by: { id: null, name: 'bench' },
      at: new Date(),
    });
    await storeFile(database.db, importId, fileFromBytes('accounts.csv', file).open(), 1e9);
    return timed(async () => {
      const outcome = await runImport(runner, importId, true);
      if (outcome?.added !== added || outcome.rejected !== 0) throw new Error(`the import went wrong: ${JSON.stringify(outcome)}`);
    });
  };
  const first = await best(3, async () => {
    await database.pool.query('truncate accounts, account_keys, account_versions, search_entries, account_dirty, imports, import_changes cascade');
    return run(accounts);
  });
  return { first, again: await best(3, () => run(0)) };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function best(times: number, work: () => Promise<number>): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < times; i++) least = Math.min(least, await work());
  return least;
}
