import { sql, type SQL } from 'drizzle-orm';
import { addDays } from '#platform/clock/days.ts';
import { countingLinesSql, runningContractsSql } from '#signals/contracts/index.ts';
import { cutOf, dayOf, knownAt, type AsOf } from './asof.ts';
import { whole, type Needs, type Part } from './needs.ts';

const columnsOf = (needs: Needs, part: Part) =>
  sql.join(
    [...needs.columns.get(part)!].map(([name, expression]) => sql`${expression} as ${sql.raw(name)}`),
    sql`, `,
  );

/** One CTE per part that is needed, each a single pass over its table. */
export function partCtes(needs: Needs, asof: AsOf): SQL[] {
  const makers: [Part, (needs: Needs, asof: AsOf) => SQL][] = [
    ['usage', usage],
    ['users', users],
    ['start', start],
    ['contract', contract],
    ['line', line],
    ['contact', contact],
    ['touch', touch],
    ['role_touch', roleTouch],
    ['product', product],
  ];
  return makers.filter(([part]) => needs.columns.has(part)).map(([part, make]) => sql`${sql.raw(part)} as (${make(needs, asof)})`);
}

/** Joins of `asof s` with the needed parts. Parts of the whole account meet only its own row: r is b there, and below 0 for products. */
export function partJoins(needs: Needs, asof: AsOf): SQL {
  const whose: Record<Part, 'product' | 'account'> = {
    usage: 'product',
    users: 'product',
    line: 'product',
    product: 'product',
    start: 'account',
    contract: 'account',
    contact: 'account',
    touch: 'account',
    role_touch: 'account',
  };
  const joins = [...needs.columns.keys()].map((part) => {
    const p = sql.raw(part);
    if ((part === 'usage' || part === 'users') && byOwnAccount(asof)) return sql`left join ${p} on ${p}.r = s.account_id`;
    return whose[part] === 'product' ? sql`left join ${p} on ${p}.r = s.r` : sql`left join ${p} on ${p}.b = s.r`;
  });
  return sql.join(joins, sql` `);
}

const daysRead = (asof: AsOf, days: number): SQL => sql`d.day > ${addDays(asof.day, -days)}::date and d.day <= ${dayOf(asof)} and d.known_on <= ${dayOf(asof)}`;

/** Of everybody, days of usage are grouped by their own account, without looking each up in `base` first: they are by far the most rows. */
const byOwnAccount = ({ accounts, perProduct }: AsOf) => accounts === 'all' && !perProduct;

function usage(needs: Needs, asof: AsOf): SQL {
  const each = needs.byEvent
    ? sql`cross join lateral (select ${dayOf(asof)} - d.day as age, x.* from ${needs.amounts ? sql`unnest(d.events, d.counts, d.amounts) as x(event_id, n, amount)` : sql`unnest(d.events, d.counts) as x(event_id, n)`}) e`
    : sql`cross join lateral (select ${dayOf(asof)} - d.day as age, d.total as n) e`;
  const ofProduct = asof.perProduct ? sql`left join event_names en on en.event_id = e.event_id where s.product_no = 0 or en.product_no = s.product_no` : sql``;
  const seen = daysRead(asof, needs.usageDays);
  if (byOwnAccount(asof)) return sql`select d.account_id as r, ${columnsOf(needs, 'usage')} from account_days d ${each} where ${seen} group by 1`;
  return sql`select s.r, ${columnsOf(needs, 'usage')} from asof s join account_days d on d.account_id = s.account_id and ${seen} ${each} ${ofProduct} group by s.r`;
}

/** Two levels: one row per user first, then counts. A day's users are stored for the whole account; of a product they come from its events. */
function users(needs: Needs, asof: AsOf): SQL {
  const windows = sql.join(
    [...needs.userWindows].map(([name, { from, to }]) =>
      from === 0 ? sql`min(age) < ${whole(to)} as ${sql.raw(name)}` : sql`bool_or(age >= ${whole(from)} and age < ${whole(to)}) as ${sql.raw(name)}`,
    ),
    sql`, `,
  );
  const read = daysRead(asof, needs.userDays);
  const users = sql`cross join lateral unnest(d.users) as u(user_no)`;
  const wholeAccount = byOwnAccount(asof)
    ? sql`select d.account_id as r, u.user_no, ${dayOf(asof)} - d.day as age from account_days d ${users} where ${read}`
    : sql`select s.b as r, u.user_no, ${dayOf(asof)} - d.day as age from base s join account_days d on d.account_id = s.account_id and ${read} ${users}`;
  const whose = asof.accounts === 'all' ? sql`` : sql`base b join`;
  // Read once each (offset 0 keeps it so): joined with products first, an account's events would be read for every event name.
  const events = sql`select d.account_id, d.event_id, coalesce(m.canonical_no, d.user_no) as user_no, d.day
    from ${whose} usage_events d ${asof.accounts === 'all' ? sql`` : sql`on d.account_id = b.account_id`}
    left join usage_users m on m.account_id = d.account_id and m.user_no = d.user_no and m.canonical_no is not null
    where ${read} and d.ts > ${addDays(asof.day, -needs.userDays - 2)}::date and d.ts < ${addDays(asof.day, 2)}::date and d.user_no is not null offset 0`;
  const ofProduct = sql`select s.r, e.user_no, ${dayOf(asof)} - e.day as age from (${events}) e
    join event_names en on en.event_id = e.event_id join asof s on s.account_id = e.account_id and s.product_no = en.product_no`;
  const seen = asof.perProduct ? sql`${wholeAccount} union all ${ofProduct}` : wholeAccount;
  return sql`select r, ${columnsOf(needs, 'users')} from (select r, user_no, ${windows} from (${seen}) seen group by r, user_no) each_user group by r`;
}

function start(needs: Needs, asof: AsOf): SQL {
  return sql`select s.b, ${columnsOf(needs, 'start')} from base s join contract_versions c on c.account_id = s.account_id and ${knownAt('c', asof)} group by s.b`;
}

// What runs and what counts is said once, where contracts live; lists read the same.
const accountRows = (asof: AsOf) => sql`select account_id, ${dayOf(asof)} as day, ${cutOf(asof)} as cut from base`;

function contract(needs: Needs, asof: AsOf): SQL {
  return sql`select s.b, ${columnsOf(needs, 'contract')} from base s join (${runningContractsSql(accountRows(asof), 'cut')}) c on c.account_id = s.account_id group by s.b`;
}

function line(needs: Needs, asof: AsOf): SQL {
  const ofProduct = asof.perProduct ? sql`and (s.product_no = 0 or l.product_no = s.product_no)` : sql``;
  return sql`select s.r, ${columnsOf(needs, 'line')} from asof s join (${countingLinesSql(accountRows(asof), 'cut')}) l on l.account_id = s.account_id ${ofProduct} group by s.r`;
}

function contact(needs: Needs, asof: AsOf): SQL {
  return sql`select s.b, ${columnsOf(needs, 'contact')} from base s join contact_versions c on c.account_id = s.account_id and ${knownAt('c', asof)} group by s.b`;
}

// A touch is made by a person: neither automatic mail nor a memo to ourselves.
const touches = (asof: AsOf) => sql`join activities t on t.account_id = s.account_id and t.known_at < ${cutOf(asof)} and t.happened_at < ${cutOf(asof)}
  and (t.deleted_at is null or t.deleted_at >= ${cutOf(asof)}) and not t.is_automatic and t.kind <> 'memo'`;

function touch(needs: Needs, asof: AsOf): SQL {
  return sql`select s.b, ${columnsOf(needs, 'touch')} from base s ${touches(asof)} group by s.b`;
}

function roleTouch(needs: Needs, asof: AsOf): SQL {
  return sql`select s.b, ${columnsOf(needs, 'role_touch')} from base s ${touches(asof)}
    join activity_contacts ac on ac.account_id = t.account_id and ac.activity_id = t.activity_id
    join contact_versions c on c.account_id = ac.account_id and c.contact_id = ac.contact_id and ${knownAt('c', asof)} group by s.b`;
}

function product(needs: Needs, asof: AsOf): SQL {
  const ofProduct = asof.perProduct ? sql`and (s.product_no = 0 or p.product_no = s.product_no)` : sql``;
  return sql`select s.r, ${columnsOf(needs, 'product')}
    from asof s join account_product_versions p on p.account_id = s.account_id and ${knownAt('p', asof)} ${ofProduct}
    where p.ended_on is null or p.ended_on >= ${dayOf(asof)} group by s.r`;
}
