import { sql, type SQL } from 'drizzle-orm';
import { columnList, imageOf, valueList, type FilledColumn, type Run } from '#accounts/imports/index.ts';
import { row } from '#platform/db/db.ts';
import { contractColumns, hasLines, lineColumns, numberOf, unnamed } from './import-columns.ts';
import { contractsWritten, deleteLines, linesWritten } from './written.ts';

export async function applyContracts(run: Run): Promise<void> {
  const { tx, importId } = run;
  const at = run.at.toISOString();
  const columns = contractColumns(run);
  const number = numberOf(run);
  const fresh = sql`s.is_new and s.no = s.first_no`;
  await tx.execute(sql`
    insert into contracts (account_id, contract_id, external_id, ${columnList(withName(run, columns))}, import_id, created_at, updated_at)
    select s.account_id, s.contract_id, ${number}, ${valueList(withName(run, columns))}, ${importId}, ${at}, ${at} from import_plan s left join contracts t on false where ${fresh}`);
  await tx.execute(sql`
    insert into contract_keys (source, external_id, account_id, contract_id) select ${run.mapping.source}, ${number}, s.account_id, s.contract_id from import_plan s where ${fresh}`);
  await change(run, { noun: 'contracts', id: 'contract_id', columns, where: sql`s.base and s.no = s.first_no and t.contract_id = s.contract_id` });
  if (hasLines(run)) await applyLines(run);
  if (run.mapping.gone === 'mark') await cancelGone(run);
  await written(run);
}

async function applyLines(run: Run): Promise<void> {
  const lines = lineColumns(run);
  const at = run.at.toISOString();
  await dropLines(run);
  await run.tx.execute(sql`
    insert into contract_lines (account_id, line_id, contract_id, product_no, ${columnList(lines)}, import_id, created_at, updated_at)
    select s.account_id, s.id, s.contract_id, s.product_no, ${valueList(lines)}, ${run.importId}, ${at}, ${at} from import_plan s where s.line_id is null`);
  await change(run, { noun: 'contract_lines', id: 'line_id', columns: lines, where: sql`s.line_changed and t.line_id = s.line_id` });
}

/** A contract must have a name, also when the file has no column for it. */
function withName(run: Run, columns: FilledColumn[]): FilledColumn[] {
  return columns.some((c) => c.column === 'name') ? columns : [...columns, { column: 'name', value: unnamed(run) }];
}

async function change(run: Run, what: { noun: 'contracts' | 'contract_lines'; id: string; columns: FilledColumn[]; where: SQL }): Promise<void> {
  const table = sql.raw(what.noun);
  const where = sql`t.account_id = s.account_id and ${what.where}`;
  const after = sql.join(
    what.columns.map((c) => sql`${sql.raw(`'${c.column}'`)}, ${c.value}`),
    sql`, `,
  );
  await run.tx.execute(sql`
    insert into import_changes (import_id, noun, account_id, noun_id, before, after)
    select ${run.importId}, ${what.noun}, t.account_id, t.${sql.raw(what.id)}, ${imageOf(
      what.columns.map((c) => c.column),
      't',
    )}, jsonb_build_object(${after})
    from ${table} t, import_plan s where ${where}`);
  const sets = sql.join(
    what.columns.map((c) => sql`${sql.raw(`"${c.column}"`)} = ${c.value}`),
    sql`, `,
  );
  await run.tx.execute(sql`update ${table} t set ${sets}, updated_at = ${run.at.toISOString()} from import_plan s where ${where}`);
}

/** Lines that a contract of the file no longer has are taken away; the record of the import can bring them back. */
async function dropLines(run: Run): Promise<void> {
  const { tx, importId } = run;
  const gone = sql`from contract_lines l where exists (select 1 from import_plan s where s.account_id = l.account_id and s.known_id = l.contract_id)
    and not exists (select 1 from import_plan s where s.account_id = l.account_id and s.line_id = l.line_id)`;
  await tx.execute(sql`
    insert into import_changes (import_id, noun, account_id, noun_id, before, after) select ${importId}, 'contract_lines', l.account_id, l.line_id, to_jsonb(l), null ${gone}`);
  await deleteLines(
    tx,
    run.jobs,
    sql`select account_id, noun_id from import_changes where import_id = ${importId} and noun = 'contract_lines' and after is null`,
    run.at,
  );
}

/** A fact with a date of its own became known on that day when it is loaded as history (DATA-MODEL 2.5). */
async function written(run: Run): Promise<void> {
  const { tx, jobs, importId, at } = run;
  const day = (signed: SQL) =>
    sql`least(coalesce(${signed}::timestamp at time zone ${run.timeZone}, ${at.toISOString()}::timestamptz), ${at.toISOString()}::timestamptz)`;
  const signed = sql`(select c.signed_on from contracts c where c.account_id = t.account_id and c.contract_id = t.contract_id)`;
  const newContracts = sql`select account_id, contract_id as noun_id from import_plan where is_new and no = first_no`;
  const newLines = sql`select account_id, id as noun_id from import_plan where line_id is null and ${hasLines(run)}`;
  await contractsWritten(tx, jobs, newContracts, run.history ? day(sql`t.signed_on`) : at, at);
  await linesWritten(tx, jobs, newLines, run.history ? day(signed) : at, at);
  const changed = (noun: string) => sql`select account_id, noun_id from import_changes where import_id = ${importId} and noun = ${noun} and after is not null`;
  await contractsWritten(tx, jobs, changed('contracts'), at);
  await linesWritten(tx, jobs, changed('contract_lines'), at);
}

/** Contracts of this source that still run and that the file no longer has. */
const gone = (run: Run): SQL => sql`
  select k.account_id, k.contract_id from contract_keys k join contracts c on c.account_id = k.account_id and c.contract_id = k.contract_id
  where k.source = ${run.mapping.source} and c.cancelled_on is null and (c.ends_on is null or c.ends_on >= ${run.today}::date)
    and not exists (select 1 from import_seen s where s.external_id = k.external_id)`;

export async function countMissing(run: Run): Promise<number> {
  return (await row<{ n: number }>(run.tx, sql`select count(*)::int as n from (${gone(run)}) g`))!.n;
}

async function cancelGone(run: Run): Promise<void> {
  await run.tx.execute(sql`
    with marked as (
      update contracts c set cancelled_on = ${run.today}, updated_at = ${run.at.toISOString()} from (${gone(run)}) g
      where g.account_id = c.account_id and g.contract_id = c.contract_id returning c.account_id, c.contract_id
    )
    insert into import_changes (import_id, noun, account_id, noun_id, before, after)
    select ${run.importId}, 'contracts', account_id, contract_id, '{"cancelled_on": null}', jsonb_build_object('cancelled_on', ${run.today}::date) from marked`);
}
