import { join } from 'node:path';
import pg from 'pg';
import type { Config } from '#platform/config/config.ts';
import { Failure } from '#platform/config/failure.ts';
import { projectRoot } from '#platform/config/project.ts';
import { type Database, openDatabase } from '#platform/db/db.ts';
import { keepRunning } from '#platform/db/embedded/keep.ts';
import { startEmbedded } from '#platform/db/embedded/start.ts';
import { migrate, MigrationMismatch } from '#platform/db/migrate.ts';

export const migrationsFolder = join(projectRoot, 'migrations');

export interface OpenDatabase extends Database {
  url: string;
  /** Closes the pool, and stops the embedded Postgres unless another process uses it. */
  close(): Promise<void>;
}

interface OpenOptions {
  log: (line: string) => void;
  /** Connections of the pool. */
  max?: number;
  /** Starts the embedded Postgres again when it dies: for a server, not for a command. */
  keep?: boolean;
}

/** Connects to DATABASE_URL, or to the embedded Postgres, which is started when it does not run yet. */
export async function openConfigured(config: Config, options: OpenOptions): Promise<OpenDatabase> {
  const postgres = config.databaseUrl ? external(config.databaseUrl) : await embedded(config.dataDir, options);
  try {
    await checkServer(postgres.url);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  const database = openDatabase(postgres.url, { max: options.max });
  return {
    ...database,
    url: postgres.url,
    async close() {
      await database.close();
      await postgres.stop();
    },
  };
}

type Postgres = { url: string; stop(): Promise<void> };

function external(url: string): Postgres {
  return { url, stop: async () => {} };
}

async function embedded(dataDir: string, { log, keep }: OpenOptions): Promise<Postgres> {
  const postgres = await startEmbedded({ dataDir, log });
  const release = keep ? keepRunning({ dataDir, log }, postgres) : async () => {};
  return {
    url: postgres.url,
    async stop() {
      await release();
      await postgres.stop();
    },
  };
}

export async function migrateDatabase(database: Database): Promise<string[]> {
  try {
    return await migrate(database.pool, migrationsFolder);
  } catch (error) {
    if (error instanceof MigrationMismatch) throw new Failure(error.said, { cause: error });
    throw error;
  }
}

/** Version, encoding and collation, before anything is written. */
async function checkServer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'banso-check' });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (cause) {
    await client.end().catch(() => {});
    throw unreachable(url, cause as Error);
  }
  try {
    const { rows } = await client.query<{ version: string; number: number; encoding: string; japanese: boolean; tables: boolean; schemas: boolean }>(
      `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
         current_setting('server_encoding') as encoding, exists (select from pg_collation where collname = 'ja-x-icu') as japanese,
         coalesce(has_schema_privilege(current_schema(), 'create'), false) as tables,
         has_database_privilege(current_database(), 'create') or to_regnamespace('pgboss') is not null as schemas`,
    );
    const server = rows[0]!;
    if (server.number < 150_000) {
      throw new Failure({
        en: `DATABASE_URL points to Postgres ${server.version}; Banso needs 15 or later.`,
        ja: `DATABASE_URL の Postgres は ${server.version} です。Banso には 15 以降が必要です。`,
      });
    }
    if (server.encoding !== 'UTF8') {
      throw new Failure({
        en: `The database of DATABASE_URL has the encoding ${server.encoding}; make one with UTF8.`,
        ja: `DATABASE_URL のデータベースの文字コードは ${server.encoding} です。UTF8 で作成してください。`,
      });
    }
    if (!server.japanese) {
      throw new Failure({
        en: 'The Postgres of DATABASE_URL was built without ICU, which Banso needs to sort Japanese.',
        ja: 'DATABASE_URL の Postgres には ICU が含まれていません。日本語の並べ替えに必要です。',
      });
    }
    if (!server.tables || !server.schemas) {
      const what = server.tables ? { en: 'schemas', ja: 'スキーマ' } : { en: 'tables', ja: 'テーブル' };
      throw new Failure({
        en: `The user of DATABASE_URL may not create ${what.en} in this database; make it the owner of the database (alter database … owner to …).`,
        ja: `DATABASE_URL のユーザーには、このデータベースに${what.ja}を作成する権限がありません。データベースの所有者にしてください（alter database … owner to …）。`,
      });
    }
  } finally {
    await client.end();
  }
}

function unreachable(url: string, cause: Error): Failure {
  const { host: named, searchParams } = new URL(url);
  const host = named || searchParams.get('host') || 'localhost';
  const reason = cause.message || (cause as NodeJS.ErrnoException).code || String(cause);
  return new Failure(
    {
      en: `Postgres at ${host} cannot be used (${reason}); check DATABASE_URL.`,
      ja: `${host} の Postgres に接続できません（${reason}）。DATABASE_URL を確認してください。`,
    },
    { cause },
  );
}
