import { sql } from 'drizzle-orm';
import { restoreColumns, type UndoRun } from '#accounts/imports/index.ts';
import { row } from '#platform/db/db.ts';
import { contractsWritten, deleteContracts, deleteLines, linesWritten } from './written.ts';

/** Takes an import of contracts back: values, lines it dropped, lines and contracts it added. */
export async function undoContracts(run: UndoRun): Promise<{ kept: number }> {
  const { tx, jobs, importId, at } = run;
  await restoreColumns(run, { noun: 'contracts', table: 'contracts', keys: ['account_id', 'contract_id'], idColumn: 'contract_id' });
  await restoreColumns(run, { noun: 'contract_lines', table: 'contract_lines', keys: ['account_id', 'line_id'], idColumn: 'line_id' });
  await tx.execute(sql`
    insert into contract_lines select r.* from import_changes ch cross join lateral jsonb_populate_record(null::contract_lines, ch.before) r
    where ch.import_id = ${importId} and ch.noun = 'contract_lines' and ch.after is null
      and exists (select 1 from contracts c where c.account_id = r.account_id and c.contract_id = r.contract_id)
    on conflict do nothing`);
  await deleteLines(tx, jobs, sql`select account_id, line_id as noun_id from contract_lines where import_id = ${importId}`, at);
  const changed = (noun: string) => sql`select account_id, noun_id from import_changes where import_id = ${importId} and noun = ${noun}`;
  await contractsWritten(tx, jobs, changed('contracts'), at);
  await linesWritten(tx, jobs, changed('contract_lines'), at);
  await tx.execute(sql`
    create temporary table undo_contracts on commit drop as
    select c.account_id, c.contract_id as noun_id, exists (select 1 from contract_lines l where l.account_id = c.account_id and l.contract_id = c.contract_id) as kept
    from contracts c where c.import_id = ${importId}`);
  await deleteContracts(tx, jobs, sql`select account_id, noun_id from undo_contracts where not kept`, at);
  return { kept: (await row<{ n: number }>(tx, sql`select count(*)::int as n from undo_contracts where kept`))!.n };
}
