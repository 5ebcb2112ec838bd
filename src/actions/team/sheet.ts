import { sql } from 'drizzle-orm';
import { bookOf, findItems, itemsSaid, proactiveOfMember, slotsOfWeek } from '#actions/today/index.ts';
import { addDays, startOfDay, type Day } from '#platform/clock/days.ts';
import { row, rows } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { problem } from '#platform/http/problem.ts';
import { countsOf, weeksOf } from './load.sql.ts';

const shown = 10;
type Win = { accountId: string; accountName: string; title: string; outcome: string | null; note: string | null; on: Day };

/** One member's work as manager and CSM talk about it. */
export async function sheetOf(context: Context, memberId: string) {
  const { db, today } = context;
  const zone = context.organisation.timeZone;
  const member = await row<{ id: string; name: string }>(db, sql`select id, name from members where id = ${memberId}::uuid`);
  if (!member) throw problem('NOT_FOUND', { ja: 'メンバーが見つかりません。', en: 'No such member.' });
  const since = startOfDay(addDays(today, -28), zone).toISOString();
  const open = sql`c.owner_id = ${memberId}::uuid and c.status in ('open', 'doing')`;
  const mine = { me: memberId, today, order: 'overdue' as const, limit: shown };
  const [slots, weeks, proactive, book, counts, overdue, escalations, wins] = await Promise.all([
    slotsOfWeek(context, memberId),
    weeksOf(db, memberId, today, zone),
    proactiveOfMember(context, memberId),
    bookOf(db, memberId, today, shown),
    countsOf(db, memberId, today, since),
    findItems(db, {
      ...mine,
      ctas: sql`${open} and c.due_on < ${today}::date and (c.snoozed_until is null or c.snoozed_until <= ${today}::date)`,
      tasks: sql`t.owner_id = ${memberId}::uuid and t.status = 'open' and t.due_on < ${today}::date`,
    }),
    findItems(db, { ...mine, ctas: sql`${open} and c.escalated_to is not null` }),
    rows<Win>(
      db,
      sql`select c.account_id as "accountId", a.name as "accountName", c.title, c.outcome, c.outcome_note as note, (c.closed_at at time zone ${zone})::date as on
          from ctas c join accounts a on a.account_id = c.account_id
          where c.owner_id = ${memberId}::uuid and c.status = 'done' and c.outcome in ('saved', 'improved', 'expanded', 'agreed') and c.closed_at >= ${since}::timestamptz
          order by c.closed_at desc limit ${shown}`,
    ),
  ]);
  return {
    member,
    day: today,
    slots,
    weeks,
    portfolio: book.portfolio,
    proactive,
    counts,
    risks: book.risks.items,
    renewals: book.renewals.items,
    overdue: await itemsSaid(context, overdue),
    escalations: await itemsSaid(context, escalations),
    wins,
    risen: book.good.items,
  };
}
