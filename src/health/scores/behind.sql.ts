import { sql, type SQL } from 'drizzle-orm';
import { row, rows, type Db } from '#platform/db/db.ts';
import type { Language } from '#platform/i18n/texts.ts';
import { countingLinesSql, runningContractsSql } from '#signals/contracts/index.ts';
import { isPerProduct, madeFrom, type Definition, type Metric } from '#metrics/definitions/index.ts';
import type { DayFrame } from '#metrics/values/index.ts';
import type { MeasureRows } from './contract.ts';

type Rows = Pick<MeasureRows, 'rows' | 'total'>;
const shown = 200;

/** The rows a metric's value of a day was made from, as they were known then; newest first, at most 200. Metrics are named in `language`. */
export async function rowsBehind(db: Db, accountId: string, metric: Metric, frame: DayFrame, language: Language): Promise<Rows> {
  const d = metric.definition;
  if (madeFrom(d).length) return partsBehind(db, accountId, d, frame, language);
  const query = queryFor(accountId, d, frame);
  const counted = await row<{ n: number }>(db, sql`select count(*)::int as n from (${query}) x`);
  return { total: counted!.n, rows: await rows(db, sql`select x.* from (${query}) x order by x.on desc nulls last, x.n desc nulls last limit ${shown}`) };
}

/** A ratio and a level open to the metrics they are made of; per product, where the score takes them per product. */
async function partsBehind(db: Db, accountId: string, d: Definition, frame: DayFrame, language: Language): Promise<Rows> {
  const stored = await rows<{ productNo: number; product: string | null; v: (number | null)[] }>(
    db,
    sql`select m.product_no::int as "productNo", p.name as product, m.v from metric_days m left join products p on p.product_no = m.product_no
        where m.account_id = ${accountId} and m.day = ${frame.day} order by p.position nulls first, m.product_no`,
  );
  const find = (key: string) => frame.metrics.find((m) => m.key === key);
  const ofProducts = isPerProduct(d, (key) => find(key)?.definition) ? stored.filter((one) => one.productNo > 0) : [];
  const whose = ofProducts.length ? ofProducts : [stored.find((one) => one.productNo === 0) ?? { productNo: 0, product: null, v: [] }];
  const found = whose.flatMap(({ productNo, product, v }) =>
    [...new Set(madeFrom(d, productNo))]
      .map(find)
      .filter((m) => m !== undefined)
      .map((m) => ({ on: null, what: (language === 'en' && m.nameEn) || m.name, detail: product, n: v[m.slot - 1] ?? null, code: m.unit })),
  );
  return { total: found.length, rows: found };
}

function queryFor(accountId: string, d: Definition, frame: DayFrame): SQL {
  const asof = sql`select ${accountId}::uuid as account_id, ${frame.day}::date as day, ${frame.cut.toISOString()}::timestamptz as cut`;
  const known = (alias: string) => sql.raw(`${alias}.known_from < a.cut and (${alias}.known_to is null or ${alias}.known_to >= a.cut)`);
  switch (d.kind) {
    case 'days_since_contact':
      return touches(asof, frame.timeZone, d.with);
    case 'contacts':
    case 'has_role':
    case 'role_left':
      return sql`select c.status_on as on, c.name as what, nullif(concat_ws(' ', c.department, c.title, array_to_string(c.roles, ',')), '') as detail, null::float8 as n, c.status as code
        from (${asof}) a join contact_versions c on c.account_id = a.account_id and ${known('c')}`;
    case 'mrr':
    case 'seats':
      return sql`select l.starts_on as on, l.contract_name || ' / ' || p.name as what, l.quantity::text || ' × ' || l.unit_price::text || ' ÷ ' || l.billing_months::text as detail,
        ${d.kind === 'mrr' ? sql`l.mrr::float8` : sql`case when l.is_seats then l.quantity::float8 end`} as n, null::text as code
        from (${countingLinesSql(asof, 'cut')}) l join products p on p.product_no = l.product_no`;
    case 'days_to_renewal':
    case 'days_to_notice':
    case 'renewal_prepared':
      return sql`select ${d.kind === 'days_to_notice' ? sql`c.notice_on` : sql`c.renewal_on`} as on, c.name as what, null::text as detail, null::float8 as n, case when c.auto_renew then 'auto_renew' end as code
        from (${runningContractsSql(asof, 'cut')}) c`;
    case 'tenure':
      return sql`select c.starts_on as on, c.name as what, null::text as detail, null::float8 as n, null::text as code from (${asof}) a join contract_versions c on c.account_id = a.account_id and ${known('c')}`;
    case 'onboarding_late':
    case 'onboarding_in_time':
      return sql`select p.onboarding_due_on as on, q.name as what, p.onboarding_done_on::text as detail, null::float8 as n, case when p.onboarding_done_on <= a.day then 'done' else 'open' end as code
        from (${asof}) a join account_product_versions p on p.account_id = a.account_id and ${known('p')} join products q on q.product_no = p.product_no
        where p.onboarding_due_on is not null or p.onboarding_done_on is not null`;
    case 'attribute':
      return sql`select (v.known_from at time zone ${frame.timeZone}::text)::date as on, v.attributes ->> ${d.key}::text as what, null::text as detail, null::float8 as n, null::text as code
        from (${asof}) a join account_versions v on v.account_id = a.account_id and v.known_from < a.cut where v.attributes ? ${d.key}::text`;
    default:
      return events(asof, d);
  }
}

function touches(asof: SQL, timeZone: string, who: string): SQL {
  const role =
    who === 'anyone'
      ? sql``
      : sql`and exists (select from activity_contacts x join contact_versions c on c.account_id = x.account_id and c.contact_id = x.contact_id
    where x.account_id = t.account_id and x.activity_id = t.activity_id and ${who}::text = any(c.roles) and c.known_from < a.cut and (c.known_to is null or c.known_to >= a.cut))`;
  return sql`select (t.happened_at at time zone ${timeZone}::text)::date as on, t.subject as what,
      (select string_agg(c.name, ', ') from activity_contacts x join contacts c on c.account_id = x.account_id and c.contact_id = x.contact_id where x.account_id = t.account_id and x.activity_id = t.activity_id) as detail,
      null::float8 as n, t.kind as code
    from (${asof}) a join activities t on t.account_id = a.account_id and t.known_at < a.cut and t.happened_at < a.cut
    where (t.deleted_at is null or t.deleted_at >= a.cut) and not t.is_automatic and t.kind <> 'memo' ${role}`;
}

/** Usage by day and event, over the days the metric looks at. */
function events(asof: SQL, d: Definition): SQL {
  const days = 'days' in d ? d.days * (d.kind === 'change' ? 2 : d.kind === 'usual' ? (d.days === 28 ? 4 : 13) : 1) : 90;
  const only = 'events' in d && d.events !== 'all' ? sql`and e.name = any(${sql.param([...d.events])}::text[])` : sql``;
  return sql`select d.day as on, coalesce(e.label, e.name) as what, case when sum(x.amount) <> 0 then sum(x.amount)::text end as detail, sum(x.n)::float8 as n, null::text as code
    from (${asof}) a join account_days d on d.account_id = a.account_id and d.day <= a.day and d.day > a.day - ${sql.raw(String(days))} and d.known_on <= a.day
    cross join lateral unnest(d.events, d.counts, d.amounts) as x(event_id, n, amount) join event_names e on e.event_id = x.event_id
    where true ${only} group by d.day, e.event_id, e.label, e.name`;
}
