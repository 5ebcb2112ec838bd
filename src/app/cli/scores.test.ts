import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeContact } from '#accounts/contacts/factory.ts';
import { readConfig } from '#platform/config/config.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { makeActivity } from '#signals/activities/factory.ts';
import type { CliContext, Command } from './command.ts';
import { scores } from './export.ts';
import { command as recompute } from './recompute.ts';

describe('banso recompute and banso export scores', async () => {
  const database = await testDatabase();
  await database.pool.query(`insert into organisation (id, name, created_at) values (1, '試験', now())`);
  let now = new Date('2026-11-24T03:00:00Z');
  async function run(command: Command, ...line: string[]) {
    const [out, notes]: [string[], string[]] = [[], []];
    const open = async () => database;
    const context: CliContext = {
      config: readConfig({}),
      clock: () => now,
      log: pino({ level: 'silent' }),
      out: (text) => void out.push(text),
      note: (text) => void notes.push(text),
      database: open,
      databaseAsIs: open,
    };
    await command.run(context, parseArgs({ args: line, options: command.options ?? {}, allowPositionals: true, strict: true }));
    return { rows: out.length ? (parse(out.join('\n'), { columns: true }) as Record<string, string>[]) : [], notes };
  }
  const accountId = await makeAccount(database.db, { externalId: 'C-001', firstContractOn: '2026-01-01' }, { at: new Date('2026-01-05T00:00:00Z') });
  const other = await makeAccount(database.db, { firstContractOn: '2026-01-01' }, { at: new Date('2026-08-01T00:00:00Z') });
  await makeContact(database.db, { accountId, roles: ['champion', 'decision_maker'] }, new Date('2026-09-10T00:00:00Z'));
  const called = new Date('2026-09-09T01:00:00Z');
  await makeActivity(database.db, { accountId, happenedAt: called, knownAt: called });

  it('refuses a date that is none, or has not come', async () => {
    await expect(run(scores, '--as-of', 'yesterday')).rejects.toThrow('--as-of takes a date');
    await expect(run(recompute, '--as-of', '2026-11-25')).rejects.toThrow('has not come yet');
    await expect(run(scores, 'file.csv')).rejects.toThrow('no arguments');
  });

  it('prints scores made only from what was known on the day, and stores nothing', async () => {
    const before = await run(scores, '--as-of', '2026-09-08');
    const after = await run(scores, '--as-of', '2026-09-10');
    expect(Object.keys(before.rows[0]!)).toEqual(['external_id', 'score', 'colour', 'coverage']);
    expect(before.rows.map((r) => r.external_id)).toEqual(['C-001', other]);
    expect(before.rows[0]).toEqual({ external_id: 'C-001', score: '0', colour: 'risk', coverage: '1' });
    expect(Number(after.rows[0]!.score)).toBeGreaterThan(60);
    expect((await run(scores, '--as-of', '2026-07-01')).rows.map((r) => r.external_id)).toEqual(['C-001']);
    expect((await database.pool.query('select count(*)::int as n from score_days')).rows[0].n).toBe(0);
  });

  it('stores a past day marked as made later, again as often as asked, and leaves closed days alone', async () => {
    expect((await run(recompute, '--as-of', '2026-09-10')).notes).toEqual(['Made 2026-09-10 from what was known at its end.']);
    await run(recompute, '--as-of', '2026-09-10');
    const stored = await database.pool.query(`select is_final, computed_at from score_days where day = '2026-09-10' and product_no = 0`);
    expect(stored.rows).toEqual([
      { is_final: false, computed_at: now },
      { is_final: false, computed_at: now },
    ]);
    await run(recompute);
    expect((await run(recompute, '--as-of', '2026-11-23')).notes).toEqual(['2026-11-23 closed in its time and stays as it is.']);
  });

  it('without a date closes what is over, makes today, and brings the lists up to date', async () => {
    now = new Date('2026-11-26T03:00:00Z');
    expect((await run(recompute)).notes).toEqual(['Closed 2026-11-24.', 'Closed 2026-11-25.', 'Made today for every account.']);
    const days = await database.pool.query('select day, bool_and(is_final) as final from score_days group by 1 order by 1');
    expect(days.rows.map((r) => [r.day, r.final])).toEqual([
      ['2026-09-10', false],
      ['2026-11-23', true],
      ['2026-11-24', true],
      ['2026-11-25', true],
      ['2026-11-26', false],
    ]);
    const facts = await database.pool.query('select score, colour from account_facts where account_id = $1', [accountId]);
    expect(facts.rows[0]).toMatchObject({ colour: expect.stringMatching(/good|watch|risk/), score: expect.any(Number) });
  });

  it('prints a closed day as it was stored, whatever has become known since', async () => {
    const before = await run(scores, '--as-of', '2026-11-25');
    await makeActivity(database.db, { accountId: other, happenedAt: new Date('2026-11-25T01:00:00Z'), knownAt: new Date('2026-11-25T01:00:00Z') });
    expect((await run(scores, '--as-of', '2026-11-25')).rows).toEqual(before.rows);
  });
});
