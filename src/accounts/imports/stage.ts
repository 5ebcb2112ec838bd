import type pg from 'pg';
import { copyRows, type Cell } from '#platform/db/copy.ts';
import type { Table } from '#platform/files/read.ts';
import type { MappedColumn } from './mapping.ts';
import type { Reject } from './rejects.ts';
import { columnOf } from './target.ts';
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
  context: Omit<ParseContext, 'choices' | 'min'>,
  reject: (reject: Reject) => void,
  progress: (rows: number) => Promise<void> | void,
): Promise<Staged> {
  const definitions = columns.map((c, i) => `, ${columnOf(i)} ${sqlTypes[c.field.kind]}`).join('');
  await client.query(`create temporary table import_stage (no integer${definitions}) on commit drop`);
  const contexts = columns.map((c) => ({ ...context, choices: c.field.choices, min: c.field.min }));
  const staged = { rows: 0, rejected: 0 };
  const key = keyColumn(columns);
  const keyIndex = key < 0 ? -1 : columns[key]!.index;
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
          const id = cells[keyIndex]?.trim();
          if (id) rejectedKeys.push(columns[key]!.field.kind === 'email' ? id.toLowerCase() : id);
        }
        staged.rows++;
      }
      await progress(staged.rows);
    }
  }
  await copyRows(client, 'import_stage', good());
  // A row with a problem is in the file all the same: it must not be taken for gone.
  const ids = key < 0 ? 'null::text' : columnOf(key);
  await client.query(`create temporary table import_seen on commit drop as select ${ids} as external_id from import_stage`);
  await copyRows(
    client,
    'import_seen',
    rejectedKeys.map((id) => [id]),
  );
  await client.query('analyze import_stage');
  return staged;
}

/** Which column says which row it is: the id, for people without one the mail address, for contracts the customer, for customers the name. */
function keyColumn(columns: MappedColumn[]): number {
  const found = ['externalId', 'email', 'accountExternalId', 'name'].map((key) => columns.findIndex((c) => c.field.key === key));
  return found.find((i) => i >= 0) ?? -1;
}
