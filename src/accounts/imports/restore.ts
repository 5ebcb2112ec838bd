import { sql } from 'drizzle-orm';
import { rows } from '#platform/db/db.ts';
import type { UndoRun } from './target.ts';

type What = { noun: string; table: string; keys: string[]; idColumn?: string };

/** Puts back each value an import changed, except where somebody has changed it again since. */
export async function restoreColumns(run: UndoRun, { noun, table, keys, idColumn }: What): Promise<void> {
  const { tx, importId } = run;
  const found = await rows<{ name: string }>(
    tx,
    sql`select distinct jsonb_object_keys(after) as name from import_changes where import_id = ${importId} and noun = ${noun} and before is not null`,
  );
  const fixed = new Set([...keys, idColumn, 'account_id', 'import_id', 'created_at', 'updated_at']);
  const columns = found.map((f) => f.name).filter((name) => !fixed.has(name) && /^[a-z_]+$/.test(name));
  if (columns.length === 0) return;
  const sets = columns.map((c) => {
    const [name, key] = [sql.raw(`"${c}"`), sql.raw(`'${c}'`)];
    return sql`${name} = case when ch.after ? ${key} and coalesce(to_jsonb(t.${name}), 'null') = ch.after -> ${key} then r.${name} else t.${name} end`;
  });
  const where = keys.map((k) =>
    k === 'account_id' ? sql`t.account_id = ch.account_id` : k === idColumn ? sql`t.${sql.raw(k)} = ch.noun_id` : sql`t.${sql.raw(k)} = r.${sql.raw(k)}`,
  );
  await tx.execute(sql`
    update ${sql.raw(table)} t set ${sql.join(sets, sql`, `)}, updated_at = ${run.at.toISOString()}
    from import_changes ch cross join lateral jsonb_populate_record(null::${sql.raw(table)}, ch.before) r
    where ch.import_id = ${importId} and ch.noun = ${noun} and ch.before is not null and ${sql.join(where, sql` and `)}`);
}
