import { sql, type SQL } from 'drizzle-orm';
import { accountProductsWritten } from '#accounts/account-products/index.ts';
import { staged, type Run } from './target.ts';

const columns: Record<string, string> = {
  phase: 'phase',
  seats: 'seats',
  startedOn: 'started_on',
  endedOn: 'ended_on',
  onboardingStartedOn: 'onboarding_started_on',
  onboardingDueOn: 'onboarding_due_on',
  onboardingDoneOn: 'onboarding_done_on',
};
type Part = { column: string; value: SQL };
type Mapped = { key: string; alias: string; productNo: SQL; parts: Part[] };

function mapped(run: Run): Mapped[] {
  const products = new Map<string, Part[]>();
  for (const { field } of run.columns) {
    const match = /^products\.(.+)\.(\w+)$/.exec(field.key);
    if (match) products.set(match[1]!, [...(products.get(match[1]!) ?? []), { column: columns[match[2]!]!, value: staged(run, field.key)! }]);
  }
  return [...products].map(([key, parts], i) => ({ key, alias: `ap${i}`, productNo: sql`(select product_no from products where key = ${key})`, parts }));
}

export function productJoins(run: Run): SQL {
  return sql.join(
    mapped(run).map(
      ({ alias, productNo }) =>
        sql`left join account_products ${sql.raw(alias)} on ${sql.raw(alias)}.account_id = k.account_id and ${sql.raw(alias)}.product_no = ${productNo}`,
    ),
    sql` `,
  );
}

/** An empty cell leaves what is there: a file about seats must not wipe the dates of onboarding. */
export function productDiffers(run: Run): SQL[] {
  return mapped(run).flatMap(({ alias, parts }) =>
    parts.map(({ column, value }) => sql`(${value} is not null and ${sql.raw(`${alias}.${column}`)} is distinct from ${value})`),
  );
}

export async function applyProducts(run: Run): Promise<void> {
  for (const product of mapped(run)) await applyProduct(run, product);
}

async function applyProduct(run: Run, { productNo, parts }: Mapped): Promise<void> {
  const { tx, importId } = run;
  const at = run.at.toISOString();
  const any = sql.join(
    parts.map((p) => sql`${p.value} is not null`),
    sql` or `,
  );
  const changed = sql.join(
    parts.map((p) => sql`(${p.value} is not null and t.${sql.raw(p.column)} is distinct from ${p.value})`),
    sql` or `,
  );
  await tx.execute(sql`drop table if exists import_products`);
  await tx.execute(sql`
    create temporary table import_products on commit drop as
    select s.no, s.id as account_id, ${productNo} as product_no, to_jsonb(t) as before
    from import_plan s left join account_products t on t.account_id = s.id and t.product_no = ${productNo}
    where s.action in ('new', 'changed') and (${any}) and (t.account_id is null or ${changed})`);
  const names = sql.join(
    parts.map((p) => sql.raw(p.column)),
    sql`, `,
  );
  const hasPhase = parts.some((p) => p.column === 'phase');
  const values = sql.join(
    parts.map((p) => (p.column === 'phase' ? sql`coalesce(${p.value}, 'onboarding')` : p.value)),
    sql`, `,
  );
  await tx.execute(sql`
    insert into account_products as t (account_id, product_no, ${names}, phase_since, import_id, created_at, updated_at)
    select i.account_id, i.product_no, ${values}, ${run.today}, ${importId}, ${at}, ${at}
    from import_products i join import_plan s on s.no = i.no where i.before is null`);
  await tx.execute(sql`
    update account_products t set ${sql.join(
      parts.map((p) => sql`${sql.raw(p.column)} = coalesce(${p.value}, t.${sql.raw(p.column)})`),
      sql`, `,
    )},
      ${hasPhase ? sql`phase_since = case when ${parts.find((p) => p.column === 'phase')!.value} is distinct from t.phase then ${run.today}::date else t.phase_since end,` : sql``} updated_at = ${at}
    from import_products i join import_plan s on s.no = i.no
    where i.before is not null and t.account_id = i.account_id and t.product_no = i.product_no`);
  await tx.execute(sql`
    insert into import_changes (import_id, noun, account_id, before, after)
    select ${importId}, 'account_products', i.account_id, i.before, to_jsonb(t)
    from import_products i join account_products t on t.account_id = i.account_id and t.product_no = i.product_no`);
  await accountProductsWritten(tx, run.jobs, sql`select account_id, product_no from import_products`, run.at);
}
