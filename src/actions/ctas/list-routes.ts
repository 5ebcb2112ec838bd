import type { Context } from '#platform/http/context.ts';
import { fromCursor, toCursor } from '#platform/http/cursor.ts';
import { problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { sql } from 'drizzle-orm';
import { daysBetween } from '#platform/clock/days.ts';
import { contract } from './contract.ts';
import { calendarOf, countCtas, ctasByAccount, daysOf, findCtas, placeOf, whereOf, type Filter } from './find.sql.ts';
import { listReasons } from './store.ts';

const on = implementSlice(contract);
const meOf = ({ actor }: Context) => (actor.kind === 'member' ? actor.id : null);
const asked = (context: Context) => ({ me: meOf(context), today: context.today });

export const listRoutes = {
  list: on.list.handler(async ({ context, input: { limit, cursor, sort, ...filter } }) => {
    const after = fromCursor(cursor, 2);
    const found = await findCtas(context.db, whereOf(narrowed(context, filter), asked(context)), limit + 1, sort, after, context.today);
    const last = found[limit - 1];
    return { items: found.slice(0, limit), nextCursor: found.length > limit && last ? toCursor(placeOf(sort, last)) : null };
  }),

  counts: on.counts.handler(({ context, input }) => countCtas(context.db, narrowed(context, input), asked(context), context.clock())),

  calendar: on.calendar.handler(async ({ context, input: { from, to, ...filter } }) => {
    const span = daysBetween(from, to);
    if (span < 0 || span > 100) throw problemAt('to', { ja: '期間は100日までです。', en: 'The period can be 100 days at most.' });
    const where = whereOf(narrowed(context, filter), asked(context));
    const [items, days] = await Promise.all([calendarOf(context.db, where, from, to), daysOf(context.db, where, from, to)]);
    return { items, days };
  }),

  byAccount: on.byAccount.handler(async ({ context, input: { limit, cursor, ...filter } }) => {
    const found = await ctasByAccount(context.db, sql`${whereOf(narrowed(context, filter), asked(context))}`, limit + 1, fromCursor(cursor, 2));
    const last = found[limit - 1];
    return { items: found.slice(0, limit), nextCursor: found.length > limit && last ? toCursor([last.rank, last.accountId]) : null };
  }),

  reasons: on.reasons.handler(({ context }) => listReasons(context.db)),
};

/** A key is nobody: it has no CTAs of its own and no team. */
function narrowed(context: Context, filter: Filter): Filter {
  if (filter.scope && filter.scope !== 'all' && meOf(context) === null)
    throw problemAt('scope', { ja: 'scope は、サインインしたメンバーだけが使えます。', en: 'Only members who are signed in can use scope.' });
  return filter;
}
