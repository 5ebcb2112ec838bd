import { dueGoals, GOAL_DAYS } from '#actions/goals/index.ts';
import { dueByCadence } from '#actions/playbooks/index.ts';
import { implementSlice } from '#platform/http/server.ts';
import { bookOf, RENEWAL_DAYS } from './book.sql.ts';
import { contract } from './contract.ts';
import { beyondSlots, countItems, dueTasks, findItems, inHand } from './items.sql.ts';
import { itemsSaid, memberIdOf, proactiveOfMember, slotsOfWeek } from './own.ts';

const on = implementSlice(contract);
const shown = { items: 100, overflow: 10, book: 8 };

export const routes = {
  get: on.get.handler(async ({ context }) => {
    const me = memberIdOf(context);
    const { db, today } = context;
    const [found, beyond, counted, goals, slots, proactive, book] = await Promise.all([
      findItems(db, { ctas: inHand(me, today), tasks: dueTasks(me, today), order: 'day', limit: shown.items, me, today }),
      findItems(db, { ctas: beyondSlots(me, today), order: 'rank', limit: shown.overflow, me, today }),
      countItems(db, me, today),
      dueGoals(db, { csmId: me, today, days: GOAL_DAYS }, shown.book),
      slotsOfWeek(context, me),
      proactiveOfMember(context, me),
      bookOf(db, me, today, shown.book),
    ]);
    const { overflow, ...counts } = counted;
    return {
      day: today,
      items: await itemsSaid(context, found),
      counts,
      overflow: { count: overflow, items: await itemsSaid(context, beyond) },
      goals: { days: GOAL_DAYS, ...goals },
      slots,
      proactive,
      ...book,
      renewals: { days: RENEWAL_DAYS, ...book.renewals },
    };
  }),

  cadence: on.cadence.handler(async ({ context }) => {
    const due = await dueByCadence(context.db, context.today, memberIdOf(context));
    return { count: due.length, items: due.slice(0, shown.book) };
  }),
};
