import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accountsTarget } from '#accounts/imports/accounts-target.ts';
import { makeImport } from '#accounts/imports/factory.ts';
import { suggestColumns } from '#accounts/imports/mapping.ts';
import { undoImport } from '#accounts/imports/undo.ts';
import { readTable } from '#platform/files/read.ts';
import { fileFromBytes } from '#platform/files/source.ts';
import { row, rows } from '#platform/db/db.ts';
import { testDatabase } from '#platform/testing/database.ts';

const path = fileURLToPath(new URL('../../../shared/data/jp-companies-edinet/EdinetcodeDlInfo_2024-07-21.csv', import.meta.url));
const here = existsSync(path);
if (!here) console.warn('test/real/edinet: skipped, ../shared/data/jp-companies-edinet is not there');

describe.skipIf(!here)('all companies of the EDINET code list', async () => {
  const file = here ? readFileSync(path) : Buffer.alloc(0);
  const database = await testDatabase();
  const { db } = database;
  const runner = { database, clock: () => new Date('2026-11-24T03:00:00Z'), jobs: { publish: async () => {} }, targets: [accountsTarget] };
  const columns = {
    ＥＤＩＮＥＴコード: 'externalId',
    提出者名: 'name',
    '提出者名（ヨミ）': 'kana',
    提出者業種: 'industry',
    所在地: 'region',
    提出者法人番号: 'corporateNumber',
  };
  const load = (bytes: Buffer, more: object = {}) => makeImport(runner, { noun: 'accounts', file: bytes, mapping: { source: 'edinet', columns, ...more } });
  const counts = async (bytes: Buffer, more?: object) => {
    const { added, changed, unchanged, missing, rejected } = (await load(bytes, more)).outcome;
    return { added, changed, unchanged, missing, rejected };
  };

  it('is recognised: CP932, one line before the header, columns by their names', async () => {
    const { meta } = await readTable(fileFromBytes('EdinetcodeDlInfo.csv', file));
    expect(meta).toMatchObject({ encoding: 'cp932', delimiter: ',', skipLines: 1, headerRow: 2, warnings: [] });
    expect(meta.header).toHaveLength(13);
    expect(suggestColumns(meta.header, await accountsTarget.fields(db))).toEqual(columns);
  });

  it('loads 10,823 companies, with nothing lost on the way', async () => {
    expect(await counts(file)).toEqual({ added: 10_823, changed: 0, unchanged: 0, missing: 0, rejected: 0 });
    // Counted by other means: the lines of the decoded file.
    const lines = iconv.decode(file, 'Shift_JIS').trimEnd().split('\r\n').slice(2);
    const withNumber = lines.filter((l) => /"[1-9]\d{12}"$/.test(l)).length;
    expect(await row(db, sql`select count(*)::int as n, count(corporate_number)::int as numbers, count(kana)::int as kana from accounts`)).toMatchObject({
      n: lines.length,
      numbers: withNumber,
    });
    expect(withNumber).toBeGreaterThan(6000);
    expect(await row(db, sql`select name, kana, industry, corporate_number from accounts where external_id = 'E00004'`)).toEqual({
      name: 'カネコ種苗株式会社',
      kana: 'カネコシュビョウカブシキガイシャ',
      industry: '水産・農林業',
      corporate_number: '5070001000715',
    });
    // 0xFB… of the NEC/IBM extension, where strict Shift_JIS readers fail.
    expect(await rows(db, sql`select name from accounts where name like '%髙%'`)).not.toHaveLength(0);
    expect(await row(db, sql`select count(*)::int as n from account_versions where known_to is null`)).toEqual({ n: 10_823 });
  });

  it('finds トヨタ by its kana', async () => {
    const found = await rows<{ title: string }>(
      db,
      sql`select title from search_entries where kind = 'account' and folded_kana like ${'%とよた%'} and grams @> array['とよ', 'よた']`,
    );
    expect(found.map((f) => f.title)).toEqual(expect.arrayContaining(['トヨタ自動車株式会社']));
  });

  it('changes nothing the second time', async () => {
    expect(await counts(file)).toEqual({ added: 0, changed: 0, unchanged: 10_823, missing: 0, rejected: 0 });
  });

  it('counts a changed copy exactly, and takes it back', async () => {
    const lines = iconv.decode(file, 'Shift_JIS').split('\r\n');
    const changed = lines.map((line, i) => {
      if (i < 2 || !line) return line;
      if (i % 1000 === 7) return line.replace(/^("E\d+",(?:"[^"]*",){5}")/, '$1改称');
      if (i % 3000 === 11) return line.replace(/"\d*"$/, '"1234567890123"');
      return line;
    });
    const renamed = lines.filter((l, i) => i >= 2 && l && i % 1000 === 7).length;
    const broken = lines.filter((l, i) => i >= 2 && l && i % 3000 === 11 && i % 1000 !== 7).length;
    changed.splice(500, 23);
    changed.push('"X00001","新規","","","","","新しい会社","","アタラシイカイシャ","","","",""', '');
    const bytes = iconv.encode(changed.filter((l, i) => l || i === changed.length - 1).join('\r\n'), 'Shift_JIS');
    const before = await rows(db, sql`select name, corporate_number from accounts order by external_id`);
    const { importId, outcome } = await load(bytes);
    expect(outcome).toMatchObject({ added: 1, changed: renamed, unchanged: 10_823 - 23 - renamed - broken, missing: 23, rejected: broken });
    await undoImport(runner, importId);
    expect(await rows(db, sql`select name, corporate_number from accounts order by external_id`)).toEqual(before);
    expect(await counts(file)).toEqual({ added: 0, changed: 0, unchanged: 10_823, missing: 0, rejected: 0 });
  });
});
