import { sql } from 'drizzle-orm';
import { dayOf, type Clock } from '#platform/clock/days.ts';
import { besideTransaction, row, rows, transaction, type Database, type Db } from '#platform/db/db.ts';
import { FileRefused } from '#platform/files/problems.ts';
import { readTable, type TableMeta } from '#platform/files/read.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { noteImport } from './feed-store.ts';
import { bindColumns, readOptions, type MappedColumn, type MappingProblem } from './mapping.ts';
import { rejectLimit, replaceRejects, type Reject } from './rejects.ts';
import { stageRows } from './stage.ts';
import { keptReason } from './texts.ts';
import { findImport, rememberMapping, storedFile, touchSource, type ImportError, type ImportRow } from './store.ts';
import { staged, type Counts, type ImportTarget, type Run } from './target.ts';

export type Runner = { database: Pick<Database, 'pool' | 'db'>; clock: Clock; jobs: Pick<Jobs, 'publish'>; targets: ImportTarget[] };
export type Outcome = Counts & { rows: number; rejected: number; refused: boolean };
export type Preview = Outcome & { meta: TableMeta; samples: { row: number; cells: string[] }[] };

// Up to here the search entries are made within the import; beyond, a job makes them right after.
const searchAtOnce = 2_000;

/** The mapping does not fit the file. */
export class MappingRefused extends Error {
  readonly problems: MappingProblem[];
  constructor(problems: MappingProblem[]) {
    super(problems.map((p) => `${p.code} ${Object.values(p.values).join(' ')}`).join('; '));
    this.problems = problems;
  }
}

export function targetOf(targets: ImportTarget[], noun: string): ImportTarget {
  const target = targets.find((t) => t.noun === noun);
  if (!target) throw new Error(`no import target for ${noun}`);
  return target;
}

/**
 * Runs an import (`apply`) or only counts what it would do, in one transaction: whole or absent, whatever kills us.
 * Running it again after it was done does nothing. Throws FileRefused or MappingRefused when the file cannot be read so.
 */
export async function runImport(runner: Runner, importId: string, apply: boolean): Promise<Outcome | undefined> {
  const { database } = runner;
  const made = await findImport(database.db, importId);
  if (!made) return undefined;
  const target = targetOf(runner.targets, made.noun);
  const table = await readTable(storedFile(database.db, made), readOptions(made.mapping));
  const { columns, problems } = bindColumns(made.mapping, table.meta.header, await target.fields(database.db));
  if (problems.length > 0) throw new MappingRefused(problems);
  const organisation = await readOrganisation(database.db);

  return transaction(database, async (tx, client) => {
    if (!(await claim(tx, importId, apply))) return undefined;
    if (apply) await oneAtATime(tx, made.noun);
    const at = runner.clock();
    const run: Run = {
      tx,
      client,
      database,
      jobs: runner.jobs,
      importId,
      mapping: made.mapping,
      columns,
      at,
      history: made.history,
      today: dayOf(at, organisation.timeZone),
      timeZone: organisation.timeZone,
      currency: organisation.currency,
      search: 'now',
    };
    const rejects: Reject[] = [];
    const reject = (r: Reject) => void (rejects.length < rejectLimit && rejects.push(r));
    const context = { minorDigits: minorDigits(organisation.currency), timeZone: organisation.timeZone };
    await tx.execute(sql`savepoint before_rows`);
    const read = await stageRows(client, table, columns, target.keys, context, reject, progressWriter(database.db, importId));
    await target.plan(run);
    await tx.execute(sql`analyze import_plan`);
    const rejected = read.rejected + (await dropBadRows(tx, columns, reject));
    if (target.hasNotes)
      reportAll(await rows<Bad>(tx, sql`select no, notes as bad from import_plan where notes <> '{}' limit ${rejectLimit}`), columns, reject);
    const counts = await countPlan(run, target);
    const known = counts.missing + counts.changed + counts.unchanged;
    // A feed that suddenly brings half a file must not mark the other half as churned while nobody looks.
    const tooManyGone = made.feedId !== null && made.mapping.gone === 'mark' && counts.missing > 10 && counts.missing > known * 0.3;
    const refused = tooManyGone || (made.mapping.rows === 'all' && rejected > 0);
    const outcome: Outcome = { rows: read.rows, ...counts, rejected, refused };
    if (apply && !refused) {
      if (outcome.added + outcome.changed > searchAtOnce) run.search = 'later';
      await target.apply(run);
      const isNews = !made.feedId || outcome.added + outcome.changed > 0 || (made.mapping.gone === 'mark' && outcome.missing > 0);
      if (isNews) await touchSource(tx, made.mapping.source, at);
      await rememberMapping(tx, made.noun, made.mapping, at);
    }
    const preview = apply ? undefined : await previewOf(run, table.meta);
    // Looking at a file leaves nothing behind, not even what the plan had to add to be made.
    if (!apply || refused) await tx.execute(sql`rollback to savepoint before_rows`);
    await replaceRejects(tx, client, importId, rejects);
    await finish(tx, importId, apply, outcome, preview, at, run.search);
    if (tooManyGone)
      await tx.execute(
        sql`update imports set error = ${JSON.stringify({ code: 'tooManyGone', values: { known, missing: counts.missing } })} where import_id = ${importId}`,
      );
    if (made.feedId && apply)
      await noteImport(
        tx,
        made.feedId,
        at,
        tooManyGone ? keptReason({ code: 'tooManyGone', values: { known, missing: counts.missing } }) : refused ? 'rowsRefused' : null,
      );
    return outcome;
  });
}

/** Fraction digits of a currency: 0 for yen. */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0;
}

/** Imports of one noun wait for each other: two files with the same new customer must not both add it. */
export async function oneAtATime(tx: Db, noun: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${noun}, 21))`);
}

// Two processes may be handed the same job after a crash: the second finds the lock taken, or the work done.
async function claim(tx: Db, importId: string, apply: boolean): Promise<boolean> {
  const locked = await row<{ ok: boolean }>(tx, sql`select pg_try_advisory_xact_lock(hashtextextended(${importId}, 20)) as ok`);
  if (!locked?.ok) return false;
  const states = apply ? ['uploaded', 'previewed', 'queued', 'running'] : ['uploaded', 'previewed', 'previewing'];
  const found = await row(tx, sql`select 1 from imports where import_id = ${importId} and status = any(${sql.param(states)}::text[])`);
  return found !== undefined;
}

/** Says how far we are, outside the transaction, at most twice a second. */
function progressWriter(db: Db, importId: string): (rows: number) => Promise<void> {
  let last = performance.now();
  return async (done) => {
    if (performance.now() - last < 500) return;
    last = performance.now();
    await besideTransaction(async () => void (await db.execute(sql`update imports set rows_done = ${done} where import_id = ${importId}`)));
  };
}

type Bad = { no: number; bad: string[] };

/** Moves the rows that the plan found wrong into the report. */
async function dropBadRows(tx: Db, columns: MappedColumn[], reject: (r: Reject) => void): Promise<number> {
  const bad = await rows<Bad>(tx, sql`delete from import_plan where bad <> '{}' returning no, bad`);
  reportAll(bad, columns, reject);
  return bad.length;
}

function reportAll(found: Bad[], columns: MappedColumn[], reject: (r: Reject) => void): void {
  for (const { no, bad: problems } of found) {
    for (const problem of problems) {
      const [code = '', key = '', ...more] = problem.split(':');
      const value = more.length ? more.join(':') : undefined;
      const column = columns.find((c) => c.field.key === key);
      reject({
        row: no,
        column: column?.header ?? null,
        columnNo: column ? column.index + 1 : null,
        code,
        values: value === undefined ? undefined : { value },
      });
    }
  }
}

async function countPlan(run: Run, target: ImportTarget): Promise<Counts> {
  const found = await rows<{ action: string; n: number }>(run.tx, sql`select action, count(*)::int as n from import_plan group by 1`);
  const of = (action: string) => found.find((f) => f.action === action)?.n ?? 0;
  return { added: of('new'), changed: of('changed'), unchanged: of('same'), missing: await target.countMissing(run) };
}

const isList = ({ field }: MappedColumn) => field.kind === 'list' || field.kind === 'choices';

async function previewOf(run: Run, meta: TableMeta) {
  const list = sql.join(
    run.columns.map((c) => (isList(c) ? sql`array_to_string(${staged(run, c.field.key, 'p')!}, '、')` : sql`${staged(run, c.field.key, 'p')!}::text`)),
    sql`, `,
  );
  const samples = await rows<{ no: number; action: string; cells: (string | null)[] }>(
    run.tx,
    sql`select p.no, p.action, array[${list}] as cells from import_plan p order by (p.action = 'same'), p.no limit 20`,
  );
  return { meta, columns: run.columns.map((c) => ({ header: c.header, field: c.field.key })), samples };
}

async function finish(tx: Db, importId: string, apply: boolean, o: Outcome, preview: unknown, at: Date, search: Run['search']): Promise<void> {
  const status = !apply ? 'previewed' : o.refused ? 'refused' : 'done';
  const { added, changed, unchanged } = apply && o.refused ? { added: 0, changed: 0, unchanged: 0 } : o;
  await tx.execute(sql`
    update imports set status = ${status}, rows_total = ${o.rows}, rows_done = ${o.rows}, added = ${added}, changed = ${changed}, unchanged = ${unchanged},
      missing = ${o.missing}, rejected = ${o.rejected}, error = null, search_pending = ${search === 'later'}, preview = ${preview ? JSON.stringify(preview) : sql`preview`}, finished_at = ${apply ? at.toISOString() : null}
    where import_id = ${importId}`);
}

/** What stopped a run, as it is kept with the import. */
export function errorOf(error: unknown): ImportError {
  if (error instanceof FileRefused) return { code: error.problem.code, values: error.problem.values, row: error.problem.row, column: error.problem.column };
  if (error instanceof MappingRefused) return { code: error.problems[0]!.code, values: error.problems[0]!.values };
  return { code: 'failed' };
}

export async function failImport(db: Db, importId: string, error: ImportError, at: Date): Promise<void> {
  await db.execute(sql`
    update imports set status = 'failed', error = ${JSON.stringify(error)}, finished_at = ${at.toISOString()}
    where import_id = ${importId} and status in ('uploaded', 'previewing', 'previewed', 'queued', 'running')`);
  const made = await findImport(db, importId);
  if (made?.feedId) await noteImport(db, made.feedId, at, keptReason(error));
}

export type { ImportRow };
