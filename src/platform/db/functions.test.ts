import { describe, expect, it } from 'vitest';
import { testDatabase } from '../testing/database.ts';

describe('SQL functions', async () => {
  const { pool } = await testDatabase();
  const value = async (expression: string, ...values: unknown[]): Promise<unknown> => (await pool.query(`select ${expression} as v`, values)).rows[0].v;

  it('make ordered ids of version 7', async () => {
    const ids = (await pool.query<{ id: string }>('select banso_uuid7()::text as id from generate_series(1, 200)')).rows.map((r) => r.id);
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
    const time = Number.parseInt(ids[0]!.replaceAll('-', '').slice(0, 12), 16);
    expect(Math.abs(time - Date.now())).toBeLessThan(60_000);
    expect(new Set(ids).size).toBe(200);
  });

  it('fold width, case and kana', async () => {
    expect(await value('fold_text($1)', 'ﾄﾖﾀ　ＡＢＣ株式会社ヴィラ')).toBe('とよた abc株式会社ゔぃら');
    expect(await value('fold_text(null)')).toBe('');
  });

  it('cut text into pairs of characters', async () => {
    expect(await value('bigrams($1)', 'トヨタ 自')).toEqual(expect.arrayContaining(['とよ', 'よた', 'た自']));
    expect(await value('bigrams($1)', 'あ')).toEqual([]);
  });
});
