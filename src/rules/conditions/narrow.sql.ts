import { sql, type SQL } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { isAll, isComparison, type Condition } from './condition.ts';
import type { Catalogue } from './fields.ts';

/**
 * Tests that hold wherever the condition does, over the joins of `compilePass` and days of a span: that the metrics it cannot
 * do without are there, and of which days. Postgres does not see by itself that v[1] <= 2 leaves no room for a missing row;
 * told so, it looks at the rows that fit, and at those months only, instead of joining every day of everybody first.
 */
export function narrowing(condition: Condition, { fields }: Catalogue, { from, to }: { from: Day; to: Day }): SQL {
  const rows = new Map<string, number>();
  for (const c of conjuncts(condition)) {
    if (!isComparison(c) || c.orUnknown || c.operator === 'unknown' || fields.get(c.field)?.past?.source !== 'metric') continue;
    rows.set('m', 0);
    if (c.operator !== 'rose' && c.operator !== 'fell') continue;
    const { days } = c.value as { days: number };
    rows.set(`m_${days}`, days);
  }
  const there = [...rows].map(([alias, back]) => {
    const m = sql.raw(alias);
    return sql`${m}.account_id is not null and ${m}.day between ${addDays(from, -back)}::date and ${addDays(to, -back)}::date`;
  });
  return there.length ? sql.join(there, sql` and `) : sql`true`;
}

const conjuncts = (condition: Condition): Condition[] => (isAll(condition) ? condition.all.flatMap(conjuncts) : [condition]);
