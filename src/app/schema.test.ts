/// <reference types="vite/client" />
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';
import { declaredKinds } from '#platform/db/kinds.ts';
import { testDatabase } from '#platform/testing/database.ts';

// Kept by the migration runner itself, before any slice is there.
const ownTables = new Set(['schema_migrations']);

/** Definitions that are published as a whole: the versions are what runs, not a copy of a row. */
const definitions = new Set(['scorecard_versions', 'rule_versions', 'playbook_versions']);

function loadTables(): PgTable[] {
  const modules = import.meta.glob<Record<string, unknown>>('../**/tables.ts', { eager: true });
  return Object.values(modules).flatMap((module) => Object.values(module).filter((v) => is(v, PgTable)));
}

describe('the schema as a whole', async () => {
  const { pool } = await testDatabase();
  const tables = loadTables();
  const kinds = declaredKinds();
  const inDatabase = (
    await pool.query<{ name: string }>(
      `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    )
  ).rows.map((r) => r.name);

  it('declares a kind for every table, and no table that is not there', () => {
    expect(inDatabase.filter((name) => !kinds.has(name) && !ownTables.has(name))).toEqual([]);
    expect([...kinds.keys()].filter((name) => !inDatabase.includes(name))).toEqual([]);
  });

  it('has account_id in every primary, unique and foreign key between account tables', async () => {
    const keys = await pool.query<{ name: string; kind: string; other: string | null; columns: string[] }>(`
      select c.relname as name, k.contype as kind, o.relname as other,
        array(select a.attname::text from unnest(k.conkey) n join pg_attribute a on a.attrelid = c.oid and a.attnum = n) as columns
      from pg_constraint k join pg_class c on c.oid = k.conrelid left join pg_class o on o.oid = k.confrelid
      where k.contype in ('p', 'u', 'f') and c.relnamespace = 'public'::regnamespace and not c.relispartition
      union all
      select c.relname, 'u', null, array(select a.attname::text from unnest(i.indkey::int2[]) n join pg_attribute a on a.attrelid = c.oid and a.attnum = n)
      from pg_index i join pg_class c on c.oid = i.indrelid where i.indisunique and not i.indisprimary and c.relnamespace = 'public'::regnamespace and not c.relispartition`);
    const wrong = keys.rows.filter((k) => {
      if (kinds.get(k.name) !== 'account') return k.kind === 'f' && kinds.get(k.other ?? '') === 'account';
      return !(k.columns.includes('account_id') || (k.kind === 'f' && kinds.get(k.other ?? '') === 'reference'));
    });
    expect(wrong).toEqual([]);
  });

  it('keeps versions in tables of the same shape', async () => {
    const shape = async (table: string) =>
      (
        await pool.query<{ c: string }>(
          `select attname || ' ' || format_type(atttypid, atttypmod) as c from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attname not in ('known_from', 'known_to') order by 1`,
          [table],
        )
      ).rows.map((r) => r.c);
    const versions = inDatabase.filter((name) => name.endsWith('_versions') && !definitions.has(name));
    expect(versions.length).toBeGreaterThanOrEqual(6);
    for (const name of versions) expect([name, await shape(name)]).toEqual([name, await shape(`${name.replace(/_versions$/, '')}s`)]);
  });

  it('has no triggers of ours', async () => {
    expect(
      (
        await pool.query(
          `select tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid where not tgisinternal and c.relnamespace = 'public'::regnamespace`,
        )
      ).rows,
    ).toEqual([]);
  });

  it('is described by the slices as it is: names, types, what may be empty', async () => {
    const columns = await pool.query<{ name: string; column: string; type: string; required: boolean }>(`
      select c.relname as name, a.attname as column, format_type(a.atttypid, null) as type, a.attnotnull as required
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`);
    const actual = new Map(columns.rows.map((c) => [`${c.name}.${c.column}`, c]));
    const wrong: string[] = [];
    for (const table of tables) {
      const { name, columns: declared } = getTableConfig(table);
      for (const column of declared) {
        const found = actual.get(`${name}.${column.name}`);
        if (!found) wrong.push(`${name}.${column.name} is not in the database`);
        else if (normal(column.getSQLType()) !== normal(found.type)) wrong.push(`${name}.${column.name} is ${found.type}, declared ${column.getSQLType()}`);
        else if ((column.notNull || column.primary) !== found.required && !getTableConfig(table).primaryKeys.some((p) => p.columns.includes(column)))
          wrong.push(`${name}.${column.name} is ${found.required ? 'required' : 'optional'}, declared otherwise`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

const names: Record<string, string> = { 'timestamp with time zone': 'timestamptz', 'double precision': 'float8', 'character varying': 'varchar' };
function normal(type: string): string {
  const bare = type.replace(/\(.*?\)/g, '').trim();
  const array = bare.endsWith('[]');
  const base = array ? bare.slice(0, -2) : bare;
  return (names[base] ?? base) + (array ? '[]' : '');
}
