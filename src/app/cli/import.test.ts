import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import iconv from 'iconv-lite';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '#platform/config/config.ts';
import { testDatabase } from '#platform/testing/database.ts';
import type { CliContext } from './command.ts';
import { command } from './import.ts';

describe('banso import', async () => {
  const database = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'banso-cli-import-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string | Uint8Array | object) => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
    return path;
  };
  async function run(line: string[]) {
    const [out, notes]: [string[], string[]] = [[], []];
    const open = async () => database;
    const context: CliContext = {
      config: readConfig({}),
      clock: () => new Date('2026-11-24T03:00:00Z'),
      log: pino({ level: 'silent' }),
      out: (text) => void out.push(text),
      note: (text) => void notes.push(text),
      database: open,
      databaseAsIs: open,
    };
    const code = await command.run(context, parseArgs({ args: line, options: command.options ?? {}, allowPositionals: true, strict: true }));
    return { code, out, notes };
  }
  const q = async (text: string) => (await database.pool.query(text)).rows;
  const mapping = file('accounts.json', { source: 'crm', columns: { 顧客コード: 'externalId', 会社名: 'name', 従業員数: 'employees' }, rows: 'all' });
  const csv = iconv.encode('出力日,11月24日\r\n顧客コード,会社名,従業員数\r\nA-1,みなと物流,120\r\nA-2,髙橋商店,\r\n', 'Shift_JIS');

  it('prints the counts, the same file again changes nothing', async () => {
    const path = file('customers.csv', csv);
    expect(await run(['accounts', path, '--mapping', mapping])).toEqual({
      code: 0,
      out: ['追加 2  変更 0  変更なし 0  除外 0  今回のファイルにない 0'],
      notes: [],
    });
    expect((await run(['accounts', path, '--mapping', mapping])).out).toEqual(['追加 0  変更 0  変更なし 2  除外 0  今回のファイルにない 0']);
    expect(await q("select actor_kind, action from audit_log where noun = 'import'")).toEqual(Array(2).fill({ actor_kind: 'cli', action: 'imports.run' }));
    expect(await q("select count(*)::int as n from pgboss.job where name = 'attach-groups' or name like '%changed%'")).not.toEqual([{ n: 0 }]);
  });

  it('ends with 1 and names the place when nothing was loaded', async () => {
    const bad = file('bad.csv', '顧客コード,会社名,従業員数\nA-3,う,三人\nA-4,え,4\n');
    const refused = await run(['accounts', bad, '--mapping', mapping]);
    expect(refused).toEqual({
      code: 1,
      out: ['追加 0  変更 0  変更なし 0  除外 1  今回のファイルにない 2'],
      notes: ['2 行目 「従業員数」: 整数として読み取れません（三人）。', '問題のある行があるため、何も取り込みませんでした。'],
    });
    expect(await q('select count(*)::int as n from accounts')).toEqual([{ n: 2 }]);
    await expect(run(['accounts', file('x.csv', 'a,b\n1,2\n'), '--mapping', mapping])).rejects.toThrow(/no column/);
    await expect(run(['accounts', file('empty.csv', ''), '--mapping', mapping])).rejects.toThrow(/no data/);
  });

  it('refuses a command line or mapping that makes no sense', async () => {
    const path = file('customers.csv', csv);
    await expect(run(['cats', path, '--mapping', mapping])).rejects.toThrow(/One of accounts/);
    await expect(run(['accounts', path])).rejects.toThrow(/--mapping is missing/);
    await expect(run(['accounts', join(folder, 'none.csv'), '--mapping', mapping])).rejects.toThrow(/There is no file/);
    await expect(run(['accounts', path, '--mapping', file('broken.json', '{')])).rejects.toThrow(/is not JSON/);
    await expect(run(['accounts', path, '--mapping', file('wrong.json', { source: 'crm', columns: {}, colour: 'red' })])).rejects.toThrow(/is not a mapping/);
  });

  it('loads contracts and, as history, usage of past days', async () => {
    const contracts = file('contracts.csv', '契約番号,顧客コード,開始日,単価\nK-1,A-1,2025/4/1,"10,000円"\n');
    const lines = file('contracts.json', {
      source: 'crm',
      columns: { 契約番号: 'externalId', 顧客コード: 'accountExternalId', 開始日: 'startsOn', 単価: 'unitPrice' },
    });
    expect((await run(['contracts', contracts, '--mapping', lines])).out).toEqual(['追加 1  変更 0  変更なし 0  除外 0  今回のファイルにない 0']);
    const usage = file(
      'usage.csv',
      'account,user,event,at,plan\nA-1,u1,login,2025-05-01 09:00,pro\nA-1,u2,login,2025-05-02 09:00,pro\nA-9,u3,login,2025-05-02 09:00,\nA-1,u1,,2025-05-02,\n',
    );
    const columns = { account: 'accountExternalId', user: 'userId', event: 'event', at: 'timestamp', plan: 'properties.plan' };
    const events = file('events.json', { source: 'app', columns, rows: 'good' });
    const loaded = await run(['events', usage, '--mapping', events, '--history']);
    expect(loaded).toEqual({ code: 0, out: ['追加 3  変更 0  変更なし 0  除外 1  今回のファイルにない 0'], notes: ['5 行目 「event」: 必須の値が空です。'] });
    expect(await q('select day::text, known_on::text, props from usage_events order by ts')).toEqual([
      { day: '2025-05-01', known_on: '2025-05-01', props: { plan: 'pro' } },
      { day: '2025-05-02', known_on: '2025-05-02', props: { plan: 'pro' } },
    ]);
    expect(await q('select count(*)::int as n from pending_events')).toEqual([{ n: 1 }]);
    expect((await run(['events', usage, '--mapping', events, '--history'])).out).toEqual(['追加 0  変更 0  変更なし 3  除外 1  今回のファイルにない 0']);
  });
});
