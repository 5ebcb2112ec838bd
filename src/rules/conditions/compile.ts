import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { isAll, isAny, isHeld, isNot, type Comparison, type Condition, type Held } from './condition.ts';
import type { BoundField, Catalogue } from './fields.ts';
import { leafSql, moveSql } from './leaf.sql.ts';
import { joinPast, pastOf, pastValues, scoreBefore } from './past.sql.ts';

/** Who asks, when and where: `me` stands for '@me'. `ids` keeps the look at past days to these accounts. */
export type Asking = { today: Day; timeZone: string; me: string | null; ids?: string[] };

/**
 * A checked condition as a WHERE over `account_facts f`, today. A customer of whom it is not known whether the
 * condition holds is not in the list: SQL's null counts as false there.
 */
export function compileFacts(condition: Condition, catalogue: Catalogue, asking: Asking): SQL {
  const day = sql`${asking.today}::date`;
  return compile(condition, {
    catalogue,
    leaf: (field, c) =>
      field.ranked
        ? leafSql(field, c, sql.raw(field.ranked.sql), { day, me: asking.me, ranks: field.ranked.ranks })
        : leafSql(field, c, sql.raw(field.now), { day, me: asking.me }),
    move: (field, c) => moveSql(c, sql.raw(field.now), valueBefore(field, c, sql`f.account_id`, day, asking)),
    held: (held) => heldFromFacts(held, catalogue, day, asking),
    segment: (id) => segmentFromFacts(id, catalogue, asking),
  });
}

/** When and where past days are asked; `productNo` asks of that product instead of the whole account. */
export type PastAsking = Omit<Asking, 'today' | 'ids'> & { productNo?: number };

/** The same condition over a relation a(account_id, day): `joins` bring what was known on each day. */
export function compileHistory(condition: Condition, catalogue: Catalogue, asking: PastAsking): { where: SQL; joins: SQL } {
  const { wheres, joins } = compilePass([condition], catalogue, asking);
  return { where: wheres[0]!, joins };
}

/** Many conditions over one relation a(account_id, day): what they need of the past is joined once for all. */
export function compilePass(conditions: Condition[], catalogue: Catalogue, asking: PastAsking): { wheres: SQL[]; joins: SQL } {
  const past = pastValues(asking.timeZone, asking.productNo ?? 0);
  const scope: Scope = {
    catalogue,
    leaf: (field, c) => leafSql(field, c, past.value(field), { day: sql`a.day`, me: asking.me }),
    move: (field, c) => moveSql(c, past.value(field), past.value(field, (c.value as { days: number }).days)),
    held: (held) => heldInHistory(held, catalogue, asking),
    segment: (id) => {
      const inner = compileHistory(catalogue.segments.get(id)!.condition, catalogue, asking);
      return sql`exists (select from (select a.account_id, a.day) a ${inner.joins} where ${inner.where})`;
    },
  };
  const wheres = conditions.map((condition) => compile(condition, scope));
  return { wheres, joins: past.joins() };
}

type Scope = {
  catalogue: Catalogue;
  leaf(field: BoundField, c: Comparison): SQL;
  move(field: BoundField, c: Comparison): SQL;
  held(held: Held): SQL;
  segment(id: string): SQL;
};

function compile(c: Condition, scope: Scope): SQL {
  if (isAll(c)) return c.all.length ? group(c.all, sql` and `, scope) : sql`true`;
  if (isAny(c)) return c.any.length ? group(c.any, sql` or `, scope) : sql`false`;
  if (isNot(c)) return c.orUnknown ? sql`((${compile(c.not, scope)}) is not true)` : sql`(not (${compile(c.not, scope)}))`;
  if (isHeld(c)) return scope.held(c);
  const field = scope.catalogue.fields.get(c.field);
  if (!field) throw new Error(`no field ${c.field}: check a condition before it is compiled`);
  if (field.type === 'segment') return inSegments(c, scope);
  return c.operator === 'rose' || c.operator === 'fell' ? orUnknown(c, scope.move(field, c)) : sql`(${scope.leaf(field, c)})`;
}

const group = (inside: Condition[], word: SQL, scope: Scope) =>
  sql`(${sql.join(
    inside.map((c) => compile(c, scope)),
    word,
  )})`;
const orUnknown = (c: Comparison, core: SQL) => (c.orUnknown ? sql`((${core}) is not false)` : sql`(${core})`);

// One is in a segment or not; a third answer would surprise everybody.
function inSegments(c: Comparison, scope: Scope): SQL {
  const parts = (c.value as string[]).map((id) => (scope.catalogue.segments.has(id) ? sql`coalesce(${scope.segment(id)}, false)` : sql`false`));
  const any = sql`(${sql.join(parts, sql` or `)})`;
  return c.operator === 'notIn' ? sql`(not ${any})` : any;
}

function segmentFromFacts(id: string, catalogue: Catalogue, asking: Asking): SQL {
  const segment = catalogue.segments.get(id)!;
  if (!segment.materialised) return compileFacts(segment.condition, catalogue, asking);
  return sql`exists (select from segment_members sm where sm.account_id = f.account_id and sm.segment_id = ${id}::uuid)`;
}

function valueBefore(field: BoundField, c: Comparison, account: SQL, day: SQL, { timeZone }: Pick<Asking, 'timeZone'>): SQL {
  const past = pastOf(field);
  const { days } = c.value as { days: number };
  if (past.source === 'score') return scoreBefore(past.sql, { account, day: sql`${day} - ${days}::int`, productNo: 0, version: versionNow(account, day) });
  return sql`(select ${sql.raw(past.sql)} from (select ${account} as account_id, ${day} - ${days}::int as day) a ${joinPast(past.source, timeZone, 0)})`;
}

// As facts take the score of today: the newest of the last days.
const versionNow = (account: SQL, day: SQL): SQL => sql`(select s.version_id from score_days s
  where s.account_id = ${account} and s.product_no = 0 and s.day between ${day} - 3 and ${day} and not s.restated order by s.day desc, s.version_id desc limit 1)`;

// Over all accounts at once: looking each one up would take ten times as long.
function heldFromFacts(held: Held, catalogue: Catalogue, day: SQL, asking: Asking): SQL {
  const inner = compileHistory(held.held, catalogue, asking);
  const only = asking.ids ? sql`where x.account_id = any(${sql.param(asking.ids)}::uuid[])` : sql``;
  return sql`(f.account_id in (
    select a.account_id from (select x.account_id, ${day} - i as day from account_facts x cross join generate_series(0, ${held.days - 1}::int) i ${only}) a
    ${inner.joins} where ${inner.where} group by 1 having count(*) = ${held.days}::int))`;
}

function heldInHistory(held: Held, catalogue: Catalogue, asking: PastAsking): SQL {
  const inner = compileHistory(held.held, catalogue, asking);
  return sql`((select count(*) from (select a.account_id, a.day - i as day from generate_series(0, ${held.days - 1}::int) i) a
    ${inner.joins} where ${inner.where}) = ${held.days}::int)`;
}
