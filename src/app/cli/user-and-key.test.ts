import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { findKey } from '#accounts/keys/index.ts';
import { readConfig } from '#platform/config/config.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { parseArgs } from 'node:util';
import type { CliContext, Command } from './command.ts';
import { add as addKey } from './key.ts';
import { add as addUser, link as linkUser } from './user.ts';

describe('banso user and banso key', async () => {
  const database = await testDatabase();
  const now = new Date('2026-11-24T03:00:00Z');
  async function run(command: Command, line: string[]) {
    const [out, notes]: [string[], string[]] = [[], []];
    const open = async () => database;
    const context: CliContext = {
      config: readConfig({ BANSO_URL: 'https://banso.example.co.jp' }),
      clock: () => now,
      log: pino({ level: 'silent' }),
      out: (text) => void out.push(text),
      note: (text) => void notes.push(text),
      database: open,
      databaseAsIs: open,
    };
    const args = parseArgs({ args: line, options: command.options ?? {}, allowPositionals: true, strict: true });
    await command.run(context, args);
    return { out, notes };
  }
  const hanako = ['--email', 'Hanako@example.co.jp', '--name', '佐藤 花子', '--role', 'admin'];

  it('adds a member before the first visit and prints only a link', async () => {
    const { out, notes } = await run(addUser, hanako);
    expect(out).toEqual([expect.stringMatching(/^https:\/\/banso\.example\.co\.jp\/welcome#[\w-]{43}$/)]);
    expect(notes).toHaveLength(1);
    const rows = await database.pool.query('select email, role, status from members');
    expect(rows.rows).toEqual([{ email: 'hanako@example.co.jp', role: 'admin', status: 'invited' }]);
    const audit = await database.pool.query('select distinct actor_kind, action from audit_log order by action');
    expect(audit.rows).toEqual([
      { actor_kind: 'cli', action: 'members.invite' },
      { actor_kind: 'cli', action: 'organisation.create' },
    ]);
  });

  it('does not add a member twice, but prints a new link', async () => {
    await expect(run(addUser, hanako)).rejects.toThrow(/banso user link --email hanako@example.co.jp/);
    expect((await run(linkUser, ['--email', 'hanako@example.co.jp'])).out).toHaveLength(1);
    await expect(run(linkUser, ['--email', 'nobody@example.co.jp'])).rejects.toThrow(/nobody@example.co.jp/);
  });

  it('says what is wrong with the command line', async () => {
    await expect(run(addUser, ['--email', 'hanako', '--name', 'x', '--role', 'csm'])).rejects.toThrow(/--email must be a mail address/);
    await expect(run(addUser, ['--email', 'a@b.jp', '--name', 'x', '--role', 'boss'])).rejects.toThrow(/--role must be one of/);
    await expect(run(addUser, ['--name', 'x', '--role', 'csm'])).rejects.toThrow('--email is missing.');
    await expect(run(addKey, ['--name', 'x', '--scope', 'all'])).rejects.toThrow(/--scope must be one of ingest, read, write/);
    await expect(run(addKey, ['--name', 'x', '--scope', 'read', '--expires', '2026-02-30'])).rejects.toThrow(/--expires must be a date/);
    await expect(run(addKey, ['--name', 'x', '--scope', 'read', '--expires', '2026-11-23'])).rejects.toThrow(/today or later/);
    await expect(run(addKey, ['--name', 'x', '--scope', 'read', 'stray'])).rejects.toThrow(/"stray" belongs to no option/);
  });

  it('makes a key and prints only the key', async () => {
    const { out, notes } = await run(addKey, ['--name', '過去のログ', '--scope', 'ingest', '--history', '--source', 'web-app', '--expires', '2026-12-31']);
    expect(notes).toEqual([]);
    expect(await findKey(database.db, out[0]!, now)).toMatchObject({ name: '過去のログ', scope: 'ingest', source: 'web-app', history: true });
    expect(await findKey(database.db, out[0]!, new Date('2026-12-31T15:00:00Z'))).toBeNull();
  });
});
