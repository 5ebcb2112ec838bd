import type pg from 'pg';
import { copyRows, type Cell } from '#platform/db/copy.ts';
import type { Table } from '#platform/files/read.ts';
import type { MappedColumn } from './mapping.ts';
import type { Reject } from './rejects.ts';
import { columnOf, KEY_PARTS, keysOf, type ImportTarget } from './target.ts';
import { parseValue, type FieldKind, type ParseContext } from './values.ts';
import { cut } from '#platform/text/cut.ts';

const sqlTypes: Record<FieldKind, string> = {
  text: 'text',
  key: 'text',
  email: 'text',
  member: 'text',
  website: 'text',
  corporateNumber: 'text',
  currency: 'text',
  choice: 'text',
  choices: 'text[]',
  list: 'text[]',
  integer: 'integer',
  months: 'integer',
  decimal: 'numeric',
  money: 'bigint',
  date: 'date',
  time: 'timestamptz',
  boolean: 'boolean',
};

export type Staged = { rows: number; rejected: number };

/** Reads the whole file into the temporary table import_stage; rows with a problem go to `reject` instead. */
export async function stageRows(
  client: pg.PoolClient,
  table: Table,
  columns: MappedColumn[],
  keys: ImportTarget['keys'],
  context: Omit<ParseContext, 'choices' | 'min'>,
  reject: (reject: Reject) => void,
  progress: (rows: number) => Promise<void> | void,
): Promise<Staged> {
  const definitions = columns.map((c, i) => `, ${columnOf(i)} ${sqlTypes[c.field.kind]}`).join('');
  await client.query(`create temporary table import_stage (no integer${definitions}) on commit drop`);
  const contexts = columns.map((c) => ({ ...context, choices: c.field.choices, min: c.field.min }));
  const staged = { rows: 0, rejected: 0 };
  const known = keysOf(columns, keys);
  const rejectedKeys: string[] = [];
  async function* good(): AsyncGenerator<Cell[]> {
    for await (const batch of table.rows()) {
      for (const { row, cells, problem } of batch) {
        const values: Cell[] = [row];
        let bad = false;
        if (problem) {
          bad = true;
          reject({
            row,
            column: problem.column ? (table.meta.header[problem.column - 1] ?? null) : null,
            columnNo: problem.column ?? null,
            code: problem.code,
            values: problem.values,
          });
        } else {
          for (let i = 0; i < columns.length; i++) {
            const { field, index, header } = columns[i]!;
            const parsed = parseValue(field.kind, cells[index]!, contexts[i]!);
            const code = 'problem' in parsed ? parsed.problem : parsed.value === null && field.required ? 'required' : undefined;
            if (code) {
              bad = true;
              reject({ row, column: header, columnNo: index + 1, code, values: code === 'required' ? undefined : { value: cut(cells[index]!, 100) } });
            } else values.push((parsed as { value: Cell }).value);
          }
        }
        if (!bad) yield values;
        else {
          staged.rejected++;
          rejectedKeys.push(...keysOfCells(known, cells));
        }
        staged.rows++;
      }
      await progress(staged.rows);
    }
  }
  await copyRows(client, 'import_stage', good());
  // A row with a problem is in the file all the same: it must not be taken for gone.
  const ids = known.map((parts) => `(${parts.map((c) => columnOf(columns.indexOf(c))).join(` || '${KEY_PARTS}' || `)})`);
  await client.query(
    `create temporary table import_seen on commit drop as select coalesce(${[...ids, 'null::text'].join(', ')}) as external_id from import_stage`,
  );
  await copyRows(
    client,
    'import_seen',
    rejectedKeys.map((id) => [id]),
  );
  await client.query('analyze import_stage');
  return staged;
}

/** Every key that a row which is not loaded may have: one of its cells is wrong, and it may be that of its key. */
function keysOfCells(known: MappedColumn[][], cells: string[]): string[] {
  return known.flatMap((parts) => {
    const filled = parts.map(({ index, field }) => (field.kind === 'email' ? cells[index]?.trim().toLowerCase() : cells[index]?.trim()) ?? '');
    return filled.every(Boolean) ? [filled.join(KEY_PARTS)] : [];
  });
}
