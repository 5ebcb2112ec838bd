import { sql, type SQL } from 'drizzle-orm';
import { accountLookup, contractFields, differs, staged, type ImportTarget, type Run } from '#accounts/imports/index.ts';
import { insertProduct } from '#accounts/products/index.ts';
import { row, rows } from '#platform/db/db.ts';
import { contractColumns, hasLines, lineColumns, lineKind, lineStart, numberField, numberOf } from './import-columns.ts';
import { applyContracts, countMissing } from './import-apply.ts';
import { undoContracts } from './import-undo.ts';

/** Contracts from files: one row is one line, the rows of one contract number (or of one customer) make one contract. */
export const contractsTarget: ImportTarget = {
  noun: 'contracts',
  fields: async () => contractFields,
  keys: [['externalId'], ['accountExternalId']],
  plan,
  apply: applyContracts,
  countMissing,
  undo: undoContracts,
};

async function plan(run: Run): Promise<void> {
  const lines = hasLines(run);
  if (lines) await firstProducts(run);
  const number = numberOf(run);
  const account = staged(run, 'accountExternalId')!;
  const product = staged(run, 'product') ?? sql`null::text`;
  const ends = staged(run, 'endsOn');
  const lineEnds = staged(run, 'lineEndsOn');
  const lookup = await accountLookup(run, account);
  const columns = contractColumns(run);
  const own = sql`row(${sql.join(
    columns.filter((c) => c.column !== 'cancelled_on' || staged(run, 'cancelledOn')).map((c) => c.value),
    sql`, `,
  )})::text`;
  await run.tx.execute(sql`
    create temporary table import_matched on commit drop as
    select s.*, a.account_id, k.contract_id as known_id, p.product_no, banso_uuid7() as row_id,
           row_number() over (partition by ${number}, p.product_no, ${lineKind(run)}, ${lineStart(run)} order by s.no) as nth,
           first_value(s.no) over (partition by ${number} order by s.no) as first_no,
           array_remove(array[
             case when a.account_id is null then coalesce(a.problem, 'unknownAccount') || ':accountExternalId' end,
             case when k.account_id <> a.account_id then 'otherAccount:accountExternalId' end,
             ${lines ? sql`case when p.product_no is null then case when ${product} is null then 'productMissing' else 'unknownProduct:product' end end,` : sql``}
             ${ends ? sql`case when ${ends} < ${staged(run, 'startsOn')!} then 'endsBeforeStarts:endsOn' end,` : sql``}
             ${lineEnds ? sql`case when ${lineEnds} < ${lineStart(run)} then 'endsBeforeStarts:lineEndsOn' end,` : sql``}
             case when ${own} is distinct from first_value(${own}) over (partition by ${number} order by s.no) or ${account} is distinct from first_value(${account}) over (partition by ${number} order by s.no)
               then ${`contractDiffers:${numberField(run)}:`} || first_value(s.no) over (partition by ${number} order by s.no) end
           ], null) as bad
    from import_stage s
    left join ${lookup} a on a.external_id = ${account}
    left join contract_keys k on k.source = ${run.mapping.source} and k.external_id = ${number}
    left join lateral (
      select case when count(*) = 1 then min(product_no) end as product_no from products
      where archived_at is null and (${product} is null or lower(key) = lower(${product}) or fold_text(name) = fold_text(${product}))
    ) p on true`);
  const line = lines ? differs(lineColumns(run), 'l') : sql`false`;
  const newLine = lines ? sql`l.line_id is null` : sql`false`;
  await run.tx.execute(sql`
    create temporary table import_plan on commit drop as
    select s.*, coalesce(s.known_id, first_value(s.row_id) over (partition by ${number} order by s.no)) as contract_id, l.line_id, coalesce(l.line_id, banso_uuid7()) as id,
           s.known_id is null as is_new, (s.known_id is not null and ${differs(columns, 't')}) as base, coalesce(${line}, false) as line_changed,
           case when s.known_id is null or ${newLine} then 'new'
                when ${differs(columns, 't')} or ${line} or (${lines} and s.no = s.first_no and s.known_lines > s.file_lines) then 'changed' else 'same' end as action
    from (
      select m.*, (select count(*) from contract_lines x where x.account_id = m.account_id and x.contract_id = m.known_id) as known_lines,
             count(*) over (partition by m.known_id) as file_lines
      from import_matched m
    ) s
    left join contracts t on t.account_id = s.account_id and t.contract_id = s.known_id
    left join (
      select account_id, contract_id, product_no, kind, starts_on, line_id, quantity, unit_price, billing_months, ends_on, is_seats,
             row_number() over (partition by account_id, contract_id, product_no, kind, starts_on order by line_id) as nth from contract_lines
    ) l on l.account_id = s.account_id and l.contract_id = s.known_id and l.product_no = s.product_no and l.kind = ${lineKind(run)} and l.starts_on = ${lineStart(run)} and l.nth = s.nth`);
  await spoilWholeContracts(run, number);
}

/** A contract with one wrong line is not loaded by halves: its other lines are refused too. */
async function spoilWholeContracts(run: Run, number: SQL): Promise<void> {
  await run.tx.execute(sql`
    update import_plan s set bad = array[${`otherLineBad:${numberField(run)}`}]
    where s.bad = '{}' and exists (select 1 from import_plan o where o.bad <> '{}' and ${numberOf(run, 'o')} = ${number})`);
}

/** In a product that sells nothing yet, the products named by the first file are what is sold. */
async function firstProducts(run: Run): Promise<void> {
  if (await row(run.tx, sql`select 1 from products limit 1`)) return;
  const product = staged(run, 'product');
  const named = product
    ? await rows<{ name: string }>(
        run.tx,
        sql`select ${product} as name from import_stage s where ${product} is not null group by 1 order by min(s.no) limit 21`,
      )
    : [];
  if (named.length > 20) return;
  const list = named.length > 0 ? named.map((n) => n.name) : ['製品'];
  for (const [i, name] of list.entries())
    await insertProduct(run.tx, { key: /^[A-Za-z0-9_-]{1,60}$/.test(name) ? name : `product-${i + 1}`, name: name.slice(0, 120), embeddedDaily: false });
}
