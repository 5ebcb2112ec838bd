import { sql, type SQL } from 'drizzle-orm';
import { contactsWritten, deleteContacts } from '#accounts/contacts/index.ts';
import { row } from '#platform/db/db.ts';
import { contactFields } from './fields.ts';
import { accountLookup } from './lookup.ts';
import { restoreColumns } from './restore.ts';
import {
  columnList,
  differs,
  filledColumns,
  imageOf,
  keyIn,
  markedAsGone,
  staged,
  valueList,
  type Assignment,
  type ImportTarget,
  type Run,
  type UndoRun,
} from './target.ts';

const keys = [['externalId'], ['email'], ['accountExternalId', 'name']] as const;

/** Contacts: people at a customer, found again by their id, else by their mail address, else by their name within the customer. */
export const contactsTarget: ImportTarget = { noun: 'contacts', fields: async () => contactFields, keys, plan, apply, countMissing, undo };

const keyOf = (run: Run, from = 's'): SQL => keyIn(run, keys, from);
/** What is shown as the id of the person: not the name once more. */
const idOf = (run: Run): SQL => keyIn(run, keys.slice(0, 2));
const defaults = { roles: sql`'{}'::text[]`, status: sql`'active'` };

const marked = markedAsGone(
  'contacts',
  '{"status": "active", "status_on": null}',
  sql`ch.account_id = c.account_id and ch.noun_id = c.contact_id`,
  sql`(ch.after ->> 'status_on')::date = c.status_on`,
);
const back = sql`c.status = 'left' and ${marked}`;
/** Who is in the file again has not left after all. */
const backAgain: Assignment[] = [
  { column: 'status', value: sql`case when ${back} then 'active' else coalesce(c.status, 'active') end` },
  { column: 'status_on', value: sql`case when ${back} then null else c.status_on end` },
];

/** The field to point at where two rows are the same person. */
function place(run: Run): SQL {
  const [id, email] = [staged(run, 'externalId'), staged(run, 'email')];
  return sql`case when ${id ?? sql`null::text`} is not null then 'externalId' when ${email ?? sql`null::text`} is not null then 'email' else 'name' end`;
}

/** The columns of `contacts` the file fills, over aliases s and c. */
function ownColumns(run: Run): Assignment[] {
  const unmark = run.mapping.gone === 'mark' && !staged(run, 'status') && !staged(run, 'statusOn');
  return [...filledColumns(run, defaults), ...(unmark ? backAgain : [])];
}

function columnsOf(run: Run): Assignment[] {
  const columns = ownColumns(run);
  return staged(run, 'successorExternalId') ? [...columns, { column: 'successor_contact_id', value: sql`s.successor_id` }] : columns;
}

async function plan(run: Run): Promise<void> {
  const { source } = run.mapping;
  const account = staged(run, 'accountExternalId')!;
  const successor = staged(run, 'successorExternalId');
  const key = keyOf(run);
  const lookup = await accountLookup(run, account);
  await run.tx.execute(sql`
    create temporary table import_plan on commit drop as
    select p.*, coalesce(p.known_id, banso_uuid7()) as id,
           case when p.known_id is null then 'new' when p.base then 'changed' else 'same' end as action
    from (
      select s.*, a.account_id, k.contact_id as known_id, ${differs(ownColumns(run), 'c')}${successor ? sql` or c.successor_contact_id is distinct from next.contact_id or (${successor} is not null and next.contact_id is null)` : sql``} as base,
             ${successor ? sql`next.contact_id` : sql`null::uuid`} as successor_id,
             array_remove(array[
               case when a.account_id is null then coalesce(a.problem, 'unknownAccount') || ':accountExternalId' end,
               case when ${key} is null then 'keyMissing' end,
               ${staged(run, 'name') ? sql`` : sql`case when k.contact_id is null then 'contactNameMissing' end,`}
               case when row_number() over (partition by ${key} order by s.no) > 1 then 'duplicateInFile:' || ${place(run)} || ':' || first_value(s.no) over (partition by ${key} order by s.no) end,
               case when k.account_id <> a.account_id then 'otherAccount:accountExternalId' end
               ${successor ? sql`, case when ${successor} is not null and next.contact_id is null and not exists (select 1 from import_stage o where ${keyOf(run, 'o')} = ${successor}) then 'unknownContact:successorExternalId' end` : sql``}
             ], null) as bad
      from import_stage s
      left join ${lookup} a on a.external_id = ${account}
      left join contact_keys k on k.source = ${source} and k.external_id = ${key}
      left join contacts c on c.account_id = k.account_id and c.contact_id = k.contact_id
      ${successor ? sql`left join contact_keys next on next.source = ${source} and next.external_id = ${successor}` : sql``}
    ) p`);
}

async function apply(run: Run): Promise<void> {
  const { tx, importId } = run;
  const columns = columnsOf(run);
  const successor = staged(run, 'successorExternalId');
  if (successor)
    await tx.execute(sql`update import_plan s set successor_id = o.id from import_plan o where s.successor_id is null and ${keyOf(run, 'o')} = ${successor}`);
  if (columns.length > 0) await writeContacts(run, columns);
  if (run.mapping.gone === 'mark') await markGone(run);
  const touched = sql`select account_id, id as noun_id from import_plan where action in ('new', 'changed')
    union select account_id, noun_id from import_changes where import_id = ${importId} and noun = 'contacts'`;
  await contactsWritten(tx, run.jobs, touched, run.at, run.search);
}

/** New contacts and what has changed of the others, with what it was before. */
async function writeContacts(run: Run, columns: Assignment[]): Promise<void> {
  const { tx, importId } = run;
  const at = run.at.toISOString();
  await tx.execute(sql`
    insert into contacts (account_id, contact_id, external_id, ${columnList(columns)}, import_id, created_at, updated_at)
    select s.account_id, s.id, ${idOf(run)}, ${valueList(columns)}, ${importId}, ${at}, ${at} from import_plan s left join contacts c on false where s.action = 'new'`);
  await tx.execute(
    sql`insert into contact_keys (source, external_id, account_id, contact_id) select ${run.mapping.source}, ${keyOf(run)}, s.account_id, s.id from import_plan s where s.action = 'new'`,
  );
  const base = sql`s.action = 'changed' and c.account_id = s.account_id and c.contact_id = s.id`;
  const names = columns.map((c) => c.column);
  await tx.execute(sql`
    insert into import_changes (import_id, noun, account_id, noun_id, before, after)
    select ${importId}, 'contacts', c.account_id, c.contact_id, ${imageOf(names, 'c')}, jsonb_build_object(${sql.join(
      columns.map((c) => sql`${sql.raw(`'${c.column}'`)}, ${c.value}`),
      sql`, `,
    )})
    from contacts c, import_plan s where ${base}`);
  await tx.execute(sql`
    update contacts c set ${sql.join(
      columns.map((c) => sql`${sql.raw(`"${c.column}"`)} = ${c.value}`),
      sql`, `,
    )}, updated_at = ${at} from import_plan s where ${base}`);
}

/** People of this source who are still there for us and whom the file no longer has. */
const gone = (run: Run): SQL => sql`
  select k.account_id, k.contact_id from contact_keys k join contacts c on c.account_id = k.account_id and c.contact_id = k.contact_id
  where k.source = ${run.mapping.source} and c.status = 'active' and not exists (select 1 from import_seen s where s.external_id = k.external_id)`;

async function countMissing(run: Run): Promise<number> {
  return (await row<{ n: number }>(run.tx, sql`select count(*)::int as n from (${gone(run)}) g`))!.n;
}

async function markGone(run: Run): Promise<void> {
  await run.tx.execute(sql`
    with marked as (
      update contacts c set status = 'left', status_on = ${run.today}, updated_at = ${run.at.toISOString()} from (${gone(run)}) g
      where g.account_id = c.account_id and g.contact_id = c.contact_id returning c.account_id, c.contact_id
    )
    insert into import_changes (import_id, noun, account_id, noun_id, before, after)
    select ${run.importId}, 'contacts', account_id, contact_id, '{"status": "active", "status_on": null}', jsonb_build_object('status', 'left', 'status_on', ${run.today}::date) from marked`);
}

async function undo(run: UndoRun): Promise<{ kept: number }> {
  const { tx, importId, at } = run;
  await restoreColumns(run, { noun: 'contacts', table: 'contacts', keys: ['account_id', 'contact_id'], idColumn: 'contact_id' });
  await contactsWritten(tx, run.jobs, sql`select account_id, noun_id from import_changes where import_id = ${importId} and noun = 'contacts'`, at);
  await tx.execute(sql`
    create temporary table undo_contacts on commit drop as
    select c.account_id, c.contact_id as noun_id,
           exists (select 1 from activity_contacts d where d.account_id = c.account_id and d.contact_id = c.contact_id) or exists (select 1 from usage_users d where d.account_id = c.account_id and d.contact_id = c.contact_id) as kept
    from contacts c where c.import_id = ${importId}`);
  await deleteContacts(tx, run.jobs, sql`select account_id, noun_id from undo_contacts where not kept`, at);
  return { kept: (await row<{ n: number }>(tx, sql`select count(*)::int as n from undo_contacts where kept`))!.n };
}
