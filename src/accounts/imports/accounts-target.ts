import { sql, type SQL } from 'drizzle-orm';
import { accountsWritten } from '#accounts/accounts/index.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { accountFields, assignmentFields, attributeField, productFields, type Field } from './fields.ts';
import { applyAssignments, assignmentDiffers, assignmentJoins, findOwners, unknownOwners } from './account-assignments.ts';
import { applyProducts, productDiffers, productJoins } from './account-products.ts';
import { undoAccounts } from './account-undo.ts';
import { columnList, differs, filledColumns, imageOf, markedAsGone, staged, valueList, type Assignment, type ImportTarget, type Run } from './target.ts';

/** Accounts: the row itself, its attributes, parent and partner, who looks after it, and the dates of its products. */
export const accountsTarget: ImportTarget = {
  noun: 'accounts',
  fields,
  keys: [['externalId'], ['name']],
  plan,
  hasNotes: true,
  apply,
  countMissing,
  undo: undoAccounts,
};

async function fields(db: Db): Promise<Field[]> {
  const products = await rows<{ key: string; name: string }>(db, sql`select key, name from products where archived_at is null order by position, product_no`);
  const attributes = await rows<{ key: string; name: string; kind: string; choices: string[] }>(
    db,
    sql`select key, name, kind, choices from attribute_definitions where archived_at is null order by position, key`,
  );
  return [...accountFields, ...assignmentFields.map((a) => a.field), ...productFields(products), ...attributes.map(attributeField)];
}

/** The columns of `accounts` the file fills, those that need a look-up included; over aliases s and a. */
function columnsOf(run: Run, parent = sql`parent.account_id`, partner = sql`partner.id`): Assignment[] {
  const own = filledColumns(run, { tags: sql`'{}'::text[]` });
  const attributes = attributesOf(run);
  const code = staged(run, 'externalId');
  return [
    ...(code ? [{ column: 'external_id', value: sql`coalesce(a.external_id, ${code})` }] : []),
    ...own,
    ...(staged(run, 'parentExternalId') ? [{ column: 'parent_account_id', value: parent }] : []),
    ...(staged(run, 'partner') ? [{ column: 'partner_id', value: partner }] : []),
    ...(attributes ? [{ column: 'attributes', value: attributes }] : []),
    ...(run.mapping.gone === 'mark' && !staged(run, 'churnedOn') ? [{ column: 'churned_on', value: backAgain }] : []),
  ];
}

const marked = markedAsGone('accounts', '{"churned_on": null}', sql`ch.account_id = a.account_id`, sql`(ch.after ->> 'churned_on')::date = a.churned_on`);
/** Who is in the file again was not gone after all. */
const backAgain = sql`case when a.churned_on is not null and ${marked} then null else a.churned_on end`;

/** The account's attributes with those of the file laid over them; an empty cell takes the attribute away. */
function attributesOf(run: Run): SQL | undefined {
  const given = run.columns.filter((c) => c.field.key.startsWith('attributes.'));
  if (given.length === 0) return undefined;
  const pairs = given.map((c) => sql`${c.field.key.slice('attributes.'.length)}::text, ${staged(run, c.field.key)!}`);
  return sql`jsonb_strip_nulls(coalesce(a.attributes, '{}') || jsonb_build_object(${sql.join(pairs, sql`, `)}))`;
}

/** The code of a customer; in a list without codes its name says who it is. */
const keyField = (run: Run): string => (staged(run, 'externalId') ? 'externalId' : 'name');
const external = (run: Run, from = 's'): SQL => staged(run, keyField(run), from)!;

async function plan(run: Run): Promise<void> {
  const { source } = run.mapping;
  const parent = staged(run, 'parentExternalId');
  const partner = staged(run, 'partner');
  if (partner) await addPartners(run, partner);
  await findOwners(run);
  await findByName(run);
  const owners = unknownOwners(run);
  const columns = columnsOf(run);
  const bad = [
    sql`case when row_number() over (partition by ${external(run)} order by s.no) > 1 then ${`duplicateInFile:${keyField(run)}:`} || first_value(s.no) over (partition by ${external(run)} order by s.no) end`,
    ...(staged(run, 'name') ? [] : [sql`case when a.account_id is null then 'nameMissing' end`]),
    ...(parent
      ? [
          sql`case when ${parent} = ${external(run)} then 'ownParent:parentExternalId' end`,
          sql`case when ${parent} is not null and parent.account_id is null and not exists (select 1 from import_stage o where ${external(run, 'o')} = ${parent}) then 'unknownParent:parentExternalId' end`,
        ]
      : []),
    ...owners.bad,
  ];
  const parentIsNew = parent ? sql` or (${parent} is not null and parent.account_id is null)` : sql``;
  await run.tx.execute(sql`
    create temporary table import_plan on commit drop as
    select p.*, coalesce(p.known_id, banso_uuid7()) as id,
           case when p.known_id is null then 'new' when p.base or p.parts then 'changed' else 'same' end as action
    from (
      select s.*, a.account_id as known_id, ${differs(columns, 'a')}${parentIsNew} as base, ${sql.join([sql`false`, ...assignmentDiffers(run), ...productDiffers(run)], sql` or `)} as parts,
             ${partner ? sql`partner.id` : sql`null::uuid`} as partner_id, ${parent ? sql`parent.account_id` : sql`null::uuid`} as parent_id,
             array_remove(array[${sql.join(bad, sql`, `)}], null) as bad,
             array_remove(array[${sql.join([sql`null::text`, ...owners.notes], sql`, `)}], null) as notes
      from import_stage s
      left join account_keys k on k.source = ${source} and k.external_id = ${external(run)}
      left join import_named named on k.account_id is null and named.name = ${staged(run, 'name') ?? sql`null::text`}
      left join accounts a on a.account_id = coalesce(k.account_id, named.account_id)
      ${parent ? sql`left join account_keys parent on parent.source = ${source} and parent.external_id = ${parent}` : sql``}
      ${partner ? sql`left join partners partner on partner.name = ${partner}` : sql``}
      ${assignmentJoins(run)} ${productJoins(run)}
    ) p`);
}

/**
 * Makes the temporary table import_named (name, account_id): of names that are once in the file, the only customer of that
 * name that has no code yet and no row of its own, from a list without codes or made by hand. It gets the code of the row.
 */
async function findByName(run: Run): Promise<void> {
  const name = staged(run, 'name');
  const once =
    name && staged(run, 'externalId') ? sql`select ${name} as name from import_stage s group by 1 having count(*) = 1` : sql`select null::text as name`;
  await run.tx.execute(sql`
    create temporary table import_named on commit drop as
    select n.name, min(n.account_id::text)::uuid as account_id from accounts n join (${once}) o on o.name = n.name
    where n.external_id is null and n.archived_at is null
      and not exists (select 1 from import_stage s join account_keys k on k.source = ${run.mapping.source} and k.external_id = ${external(run)} where k.account_id = n.account_id)
    group by n.name having count(*) = 1`);
  await run.tx.execute(sql`analyze import_named`);
}

async function addPartners(run: Run, partner: SQL): Promise<void> {
  await run.tx.execute(
    sql`insert into partners (id, name, created_at) select banso_uuid7(), n, ${run.at.toISOString()} from (select distinct ${partner} as n from import_stage s) d where n is not null on conflict (name) do nothing`,
  );
}

async function apply(run: Run): Promise<void> {
  const { tx, importId } = run;
  const at = run.at.toISOString();
  const columns = columnsOf(run, sql`s.parent_id`, sql`s.partner_id`);
  if (staged(run, 'parentExternalId')) await parentsFromFile(run);
  // The empty join gives a new account's row the same expressions as a changed one's.
  await tx.execute(sql`
      insert into accounts (account_id, ${columnList(columns)}, import_id, created_at, updated_at)
      select s.id, ${valueList(columns)}, ${importId}, ${at}, ${at} from import_plan s left join accounts a on false where s.action = 'new'`);
  await tx.execute(
    sql`insert into account_keys (source, external_id, account_id) select ${run.mapping.source}, ${external(run)}, s.id from import_plan s where s.action <> 'same' on conflict do nothing`,
  );
  await update(run, columns);
  await applyAssignments(run);
  await applyProducts(run);
  if (run.mapping.gone === 'mark') await markGone(run);
  await accountsWritten(tx, run.jobs, sql`select id as account_id from import_plan where action = 'new' or (action = 'changed' and base)`, run.at, run.search);
  if (run.mapping.gone === 'mark')
    await accountsWritten(
      tx,
      run.jobs,
      sql`select account_id from import_changes where import_id = ${importId} and noun = 'accounts' and after ? 'churned_on' and before -> 'churned_on' = 'null'`,
      run.at,
    );
}

/** A parent that is in the same file has its id only in the plan. */
async function parentsFromFile(run: Run): Promise<void> {
  await run.tx.execute(sql`
    update import_plan s set parent_id = o.id from import_plan o
    where s.parent_id is null and ${external(run, 'o')} = ${staged(run, 'parentExternalId')!}`);
}

async function update(run: Run, columns: Assignment[]): Promise<void> {
  const names = columns.map((c) => c.column);
  const base = sql`s.action = 'changed' and s.base and s.id = a.account_id`;
  await run.tx.execute(sql`
    insert into import_changes (import_id, noun, account_id, before, after)
    select ${run.importId}, 'accounts', a.account_id, ${imageOf(names, 'a')}, jsonb_build_object(${sql.join(
      columns.map((c) => sql`${sql.raw(`'${c.column}'`)}, ${c.value}`),
      sql`, `,
    )})
    from accounts a, import_plan s where ${base}`);
  await run.tx.execute(sql`
    update accounts a set ${sql.join(
      columns.map((c) => sql`${sql.raw(`"${c.column}"`)} = ${c.value}`),
      sql`, `,
    )}, updated_at = ${run.at.toISOString()}
    from import_plan s where ${base}`);
}

/** Accounts of this source that the file no longer has and that we still count as customers. */
const gone = (run: Run): SQL => sql`
  select k.account_id from account_keys k join accounts a on a.account_id = k.account_id
  where k.source = ${run.mapping.source} and a.churned_on is null and a.archived_at is null
    and not exists (select 1 from import_plan p where p.known_id = k.account_id)
    and not exists (select 1 from import_seen s join account_keys o on o.source = ${run.mapping.source} and o.external_id = s.external_id where o.account_id = k.account_id)`;

async function countMissing(run: Run): Promise<number> {
  return (await row<{ n: number }>(run.tx, sql`select count(*)::int as n from (${gone(run)}) g`))!.n;
}

async function markGone(run: Run): Promise<void> {
  await run.tx.execute(sql`
    with marked as (
      update accounts a set churned_on = ${run.today}::date, updated_at = ${run.at.toISOString()} from (${gone(run)}) g where g.account_id = a.account_id returning a.account_id
    )
    insert into import_changes (import_id, noun, account_id, before, after)
    select ${run.importId}, 'accounts', account_id, '{"churned_on": null}', jsonb_build_object('churned_on', ${run.today}::date) from marked`);
}
