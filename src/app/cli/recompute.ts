import { isDay } from '#platform/clock/days.ts';
import { transaction } from '#platform/db/db.ts';
import { backfillDay, closeDays, ensureDefaults, refreshAll, todayOf } from '#health/scores/index.ts';
import { byHand, countWaitingEvents } from './by-hand.ts';
import { type Command, type CliContext, UsageError } from './command.ts';

export const command: Command = {
  name: 'recompute',
  summary: 'Makes values of metrics and scores again.',
  usage: `[--as-of DATE]

  Without --as-of: closes the days that are over, then makes today for every account.
  --as-of DATE  makes the values and scores of that day from what was known at its end, and stores them
                marked as made later. A day that has closed in its time is never written again.`,
  options: { 'as-of': { type: 'string' } },
  async run(context, { values, positionals }) {
    if (positionals.length) throw new UsageError('recompute takes no arguments.');
    const database = await context.database();
    await transaction(database, (tx) => ensureDefaults(tx, context.clock));
    await countWaitingEvents(context);
    const asOf = values['as-of'];
    const today = await todayOf(database.db, context.clock);
    if (asOf === undefined || asOf === today) return everything(context);
    const day = pastDay(asOf, today);
    const made = await backfillDay(database, day, context.clock);
    context.note(made ? `Made ${day} from what was known at its end.` : `${day} closed in its time and stays as it is.`);
  },
};

/** A day before today, or a UsageError. */
export function pastDay(text: unknown, today: string): string {
  if (typeof text !== 'string' || !isDay(text)) throw new UsageError('--as-of takes a date such as 2026-09-01.');
  if (text > today) throw new UsageError(`--as-of is ${text}, which has not come yet.`);
  return text;
}

async function everything(context: CliContext): Promise<void> {
  const database = await context.database();
  const closed = await closeDays(database, context.clock);
  for (const day of closed) context.note(`Closed ${day}.`);
  await byHand(context, (queue) => refreshAll(database, queue, context.clock));
  context.note('Made today for every account.');
}
