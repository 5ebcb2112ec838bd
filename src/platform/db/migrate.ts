import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';

const lockKey = 7_210_001;

/** Raised when the database holds a migration this program does not know, or one that was changed after it ran. */
export class MigrationMismatch extends Error {
  constructor(readonly said: { en: string; ja: string }) {
    super(said.en);
  }
}

/**
 * Applies every `NNNN_name.sql` of `folder` that has not run, each in its own transaction, under an advisory
 * lock so that several processes may start at once. Returns the names applied.
 */
export async function migrate(pool: pg.Pool, folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((f) => /^\d{4}_.+\.sql$/.test(f)).sort();
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(
      'create table if not exists schema_migrations (name text primary key, hash text not null, applied_at timestamptz not null default now())',
    );
    const done = new Map((await client.query<{ name: string; hash: string }>('select name, hash from schema_migrations')).rows.map((r) => [r.name, r.hash]));
    const unknown = [...done.keys()].filter((name) => !files.includes(name));
    if (unknown.length)
      throw new MigrationMismatch({
        en: `The database was made by a newer Banso (migration ${unknown.at(-1)}). Start that version, or restore a backup.`,
        ja: `データベースは、より新しいBansoで作られています（マイグレーション ${unknown.at(-1)}）。そのバージョンを起動するか、バックアップから復元してください。`,
      });
    const applied: string[] = [];
    for (const name of files) {
      const text = await readFile(join(folder, name), 'utf8');
      const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
      if (done.has(name)) {
        if (done.get(name) !== hash)
          throw new MigrationMismatch({
            en: `Migration ${name} was changed after it ran; add a new one instead.`,
            ja: `マイグレーション ${name} が実行後に変更されています。変更せず、新しいマイグレーションを追加してください。`,
          });
        continue;
      }
      await apply(client, name, text, hash);
      applied.push(name);
    }
    return applied;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey]).catch(() => {});
    client.release();
  }
}

async function apply(client: pg.PoolClient, name: string, text: string, hash: string): Promise<void> {
  try {
    await client.query('begin');
    await client.query(text);
    await client.query('insert into schema_migrations (name, hash) values ($1, $2)', [name, hash]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error });
  }
}
