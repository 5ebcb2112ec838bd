import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accountsTarget } from '#accounts/imports/accounts-target.ts';
import { makeImport } from '#accounts/imports/factory.ts';
import { importRoutes, transferRoutes } from '#accounts/imports/routes.ts';
import { row } from '#platform/db/db.ts';
import { testApi } from '#platform/testing/api.ts';
import { expected } from './csv-torture.expected.ts';

const folder = fileURLToPath(new URL('../../../shared/data/csv-torture/', import.meta.url));
const here = existsSync(folder);
if (!here) console.warn('test/real/csv-torture-import: skipped, ../shared/data/csv-torture is not there');

type Reject = { row: number; column: string | null; columnNo: number | null; code: string; message: string };

describe.skipIf(!here)('files that broke other readers, as customers', async () => {
  const targets = [accountsTarget];
  const api = await testApi({ imports: importRoutes(targets) }, { raw: transferRoutes });
  const runner = { database: api.database, clock: () => new Date('2026-11-24T03:00:00Z'), jobs: { publish: async () => {} }, targets };
  const ops = api.as('ops');
  const upload = async (name: string) =>
    (await ops.post(`/imports?noun=accounts&fileName=${encodeURIComponent(name)}`, readFileSync(folder + name))).body.importId as string;
  const rejectsOf = async (importId: string) => {
    const all: Reject[] = [];
    for (let cursor = ''; ;) {
      const { body } = await ops.get(`/imports/${importId}/rejects?limit=200${cursor && `&cursor=${cursor}`}`);
      all.push(...body.items);
      if (!body.nextCursor) return all;
      cursor = body.nextCursor;
    }
  };

  it.each(Object.entries(expected).map(([name, wanted], i) => [name, wanted, `file${i}`]))('%s', async (name, wanted, source) => {
    const inspected = await ops.get(`/imports/${await upload(name)}/inspection`);
    const [, code, at] = /^([a-z]\w*)(?:@(\d+):\d+)?$/i.exec(wanted) ?? [];
    if (code) {
      const { status, body } = inspected;
      expect([status, body.data.code, body.data.row ?? null, body.detail.length > 5]).toEqual([422, code, at ? Number(at) : null, true]);
      return;
    }
    const [headerRow, , rows, ...problems] = wanted.split(' ');
    const [id, named] = inspected.body.header as string[];
    const columns = { [id!]: 'externalId', ...(named === undefined ? {} : { [named]: 'name' }) };
    const { importId, outcome } = await makeImport(runner, {
      noun: 'accounts',
      file: readFileSync(folder + name),
      fileName: name,
      mapping: { source, columns },
    });

    const { added, changed, unchanged, rejected } = outcome;
    expect([outcome.rows, outcome.refused, added + changed + unchanged + rejected]).toEqual([Number(rows), false, Number(rows)]);
    expect(await row(api.db, sql`select count(*)::int as n from account_keys where source = ${source}`)).toEqual({ n: added });
    const rejects = await rejectsOf(importId);
    expect(new Set(rejects.map((r) => r.row)).size).toBe(rejected);
    expect(rejects.filter((r) => r.row <= Number(headerRow) || !r.message || r.message === r.code)).toEqual([]);
    // What the reader found is in the report at its place, beside what customers need.
    expect(rejects.map((r) => `${r.code}@${r.row}:${r.columnNo}`)).toEqual(expect.arrayContaining(problems));
    // And the rows themselves can be had back, each with its reason.
    const { body } = await ops.get(`/imports/${importId}/rejected-rows.csv`);
    const lines: string[][] = parse(body, { bom: true, relax_column_count: true });
    expect(lines.slice(1).map((line) => Number(line[0]))).toEqual([...new Set(rejects.map((r) => r.row))]);
    expect(lines.slice(1).every((line) => line[1] !== '')).toBe(true);
  });
});
