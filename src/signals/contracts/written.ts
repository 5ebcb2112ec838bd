import { sql, type SQL } from 'drizzle-orm';
import { markChanged, pick, type Picked } from '#accounts/accounts/index.ts';
import { dropEntries, indexEntries } from '#accounts/search/index.ts';
import type { Db } from '#platform/db/db.ts';
import { appendVersions, closeVersions } from '#platform/db/versions.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { contractLines, contracts } from './tables.ts';

type Publish = Pick<Jobs, 'publish'>;
const contractKey = ['account_id', 'contract_id'];
const lineKey = ['account_id', 'line_id'];
const amongContracts = (picked: Picked) => sql`(t.account_id, t.contract_id) in (${pick(picked)})`;
const amongLines = (picked: Picked) => sql`(t.account_id, t.line_id) in (${pick(picked)})`;
const accountsOf = (picked: Picked): SQL => sql`select account_id from (${pick(picked)}) p`;

/** Follows every write to `contracts`, in its transaction: a version, the search entry, the mark that something changed. */
export async function contractsWritten(tx: Db, jobs: Publish, picked: Picked, at: Date | SQL, changedAt?: Date): Promise<void> {
  await appendVersions(tx, contracts, 'contract_versions', contractKey, amongContracts(picked), at);
  await indexContracts(tx, picked);
  await markChanged(tx, jobs, accountsOf(picked), moment(at, changedAt));
}

/** Makes contracts findable. */
export async function indexContracts(tx: Db, picked: Picked): Promise<void> {
  await indexEntries(
    tx,
    'contract',
    sql`select t.account_id, t.contract_id as noun_id, t.name as title, t.external_id as subtitle, null::text as kana, t.note as body from contracts t where ${amongContracts(picked)}`,
  );
}

/** Follows every write to `contract_lines`. `picked` are (account_id, line_id). */
export async function linesWritten(tx: Db, jobs: Publish, picked: Picked, at: Date | SQL, changedAt?: Date): Promise<void> {
  await appendVersions(tx, contractLines, 'contract_line_versions', lineKey, amongLines(picked), at);
  await markChanged(tx, jobs, accountsOf(picked), moment(at, changedAt));
}

export async function deleteLines(tx: Db, jobs: Publish, picked: Picked, at: Date): Promise<void> {
  await closeVersions(tx, contractLines, 'contract_line_versions', lineKey, amongLines(picked), at);
  await markChanged(tx, jobs, accountsOf(picked), at);
  await tx.execute(sql`delete from contract_lines t where ${amongLines(picked)}`);
}

/** Deletes contracts with their lines; the versions are closed, so what was known before stays known. */
export async function deleteContracts(tx: Db, jobs: Publish, picked: Picked, at: Date): Promise<void> {
  await closeVersions(tx, contractLines, 'contract_line_versions', lineKey, amongContracts(picked), at);
  await closeVersions(tx, contracts, 'contract_versions', contractKey, amongContracts(picked), at);
  await dropEntries(tx, 'contract', pick(picked));
  await markChanged(tx, jobs, accountsOf(picked), at);
  await tx.execute(sql`delete from contract_keys k using (${pick(picked)}) p where k.contract_id = p.noun_id`);
  await tx.execute(sql`delete from contracts t where ${amongContracts(picked)}`);
}

// A history import gives each row its own moment (an SQL expression over alias t); the mark needs the moment of today.
function moment(at: Date | SQL, changedAt?: Date): Date {
  if (at instanceof Date) return at;
  if (!changedAt) throw new Error('changedAt is needed when versions get a moment of their own');
  return changedAt;
}
