import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { copyRows } from './copy.ts';
import { transaction } from './db.ts';

describe('copyRows', async () => {
  const database = await testDatabase();
  await database.pool.query('create table things (n int, t text, a text[], b bytea, j jsonb, at timestamptz, x bool)');

  it('brings every value through unchanged', async () => {
    // Postgres has no NUL in text, and no lone surrogates in UTF-8.
    const text = fc.string({ unit: 'grapheme' }).map((s) => s.replaceAll('\0', ''));
    const tricky = fc.oneof(text, fc.constantFrom('\\N', '\\', '\t', 'a\nb\r\nc', '{}', '"', 'NULL', '', '\u2028', '𠮷野家', '\v\f\b'));
    const row = fc.tuple(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.option(tricky),
      fc.option(fc.array(fc.option(tricky), { maxLength: 4 })),
      fc.uint8Array({ maxLength: 9 }),
      fc.option(fc.jsonValue()),
      fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
      fc.boolean(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (things) => {
        await database.pool.query('truncate things');
        const json = (v: unknown) => (v === null ? null : { json: JSON.parse(JSON.stringify(v).replaceAll('\\u0000', '')) });
        const cells = things.map(([n, t, a, b, j, at, x]) => [n, t, a, Buffer.from(b), json(j), at, x]);
        expect(await transaction(database, (_tx, client) => copyRows(client, 'things (n, t, a, b, j, at, x)', cells))).toBe(things.length);
        const { rows } = await database.pool.query('select n, t, a, b, j, at, x from things order by ctid');
        expect(rows.map((r) => [r.n, r.t, r.a, r.b, r.at, r.x])).toEqual(cells.map(([n, t, a, b, , at, x]) => [n, t, a, b, at, x]));
        expect(rows.map((r) => r.j)).toEqual(cells.map((c) => (c[4] as { json: unknown } | null)?.json ?? null));
      }),
      { numRuns: 60 },
    );
  });

  it('rolls back as a whole when a row is wrong', async () => {
    await database.pool.query('truncate things');
    await expect(transaction(database, (_tx, client) => copyRows(client, 'things (n)', [[1], ['two'], [3]]))).rejects.toThrow(/integer/);
    expect((await database.pool.query('select * from things')).rows).toEqual([]);
  });
});
