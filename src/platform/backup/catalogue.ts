import type pg from 'pg';

/** Not worth keeping, or wrong to bring back: sessions and what counts attempts and rates. */
const LEFT_OUT = ['auth_sessions', 'auth_verifications', 'auth_rate_limits', 'sign_in_attempts', 'schema_migrations', 'backups'];

export interface Table {
  schema: string;
  name: string;
  columns: string[];
  /** Which rows, when not all. */
  where?: string;
}

export interface Partition {
  name: string;
  parent: string;
  bound: string;
}

export interface Sequence {
  name: string;
  value: string;
  called: boolean;
}

/** Tables that hold rows themselves: partitioned parents cannot be copied, their leaves can. */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select 'public' as schema, c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> all ($1)
     group by c.relname order by c.relname`,
    [LEFT_OUT],
  );
  return rows;
}

/** The queues, then the jobs that are not done. */
export async function listJobTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select 'pgboss' as schema, c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = to_regnamespace('pgboss') and c.relname in ('queue', 'job')
     group by c.relname order by c.relname desc`,
  );
  return rows.map((table) => (table.name === 'job' ? { ...table, where: `state in ('created', 'retry', 'active')` } : table));
}

export async function jobsVersion(client: pg.ClientBase): Promise<number | undefined> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('pgboss.version') is not null as there`);
  if (!rows[0]!.there) return undefined;
  return (await client.query<{ version: number }>('select version from pgboss.version')).rows[0]?.version;
}

/** Parents before children. */
export async function listPartitions(client: pg.ClientBase): Promise<Partition[]> {
  const { rows } = await client.query<Partition>(
    `select c.relname as name, p.relname as parent, pg_get_expr(c.relpartbound, c.oid) as bound
     from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
     where c.relnamespace = 'public'::regnamespace and c.relispartition and c.relkind in ('r', 'p') order by c.relkind, c.relname`,
  );
  return rows;
}

export async function listSequences(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<{ name: string }>(`select sequencename as name from pg_sequences where schemaname = 'public' order by 1`);
  const found: Sequence[] = [];
  for (const { name } of rows) {
    const at = await client.query<{ value: string; called: boolean }>(`select last_value::text as value, is_called as called from ${quote(name)}`);
    found.push({ name, ...at.rows[0]! });
  }
  return found;
}

/** Indexes made while running, such as those of the columns people sort by; those of constraints and partitions come with their tables. */
export async function listIndexes(client: pg.ClientBase): Promise<{ name: string; definition: string }[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(c.oid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
     where c.relnamespace = 'public'::regnamespace and i.indisvalid and not c.relispartition
       and not exists (select from pg_constraint k where k.conindid = c.oid) order by 1`,
  );
  return rows;
}

export async function listForeignKeys(client: pg.ClientBase): Promise<{ table: string; name: string; definition: string }[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and conparentid = 0 and connamespace = 'public'::regnamespace order by 1, 2`,
  );
  return rows;
}

export async function listMigrations(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('public.schema_migrations') is not null as there`);
  if (!rows[0]!.there) return [];
  return (await client.query<{ name: string }>('select name from schema_migrations order by name')).rows.map(({ name }) => name);
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function qualified({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `${quote(schema)}.${quote(name)}`;
}
