import { isDay } from '#platform/clock/days.ts';
import { inTerminal } from '#platform/config/failure.ts';
import { transaction } from '#platform/db/db.ts';
import { backfillDay, closeDays, ensureDefaults, refreshAll, todayOf } from '#health/scores/index.ts';
import { byHand, countWaitingEvents } from './by-hand.ts';
import { type Command, type CliContext, UsageError } from './command.ts';

export const command: Command = {
  name: 'recompute',
  summary: { en: 'Makes values of metrics and scores again.', ja: '指標の値とスコアを計算し直します。' },
  usage: {
    en: `[--as-of DATE]

  Without --as-of: closes the days that are over, then makes today for every account.
  --as-of DATE  makes the values and scores of that day from what was known at its end, and stores them
                marked as made later. A day that has closed in its time is never written again.`,
    ja: `[--as-of DATE]

  省略すると、終わった日を締めたうえで、全顧客の今日の値を計算します。
  --as-of DATE  その日の終わりまでに分かっていたことから値とスコアを計算し、あとから作ったものとして保存します。
                当時すでに締まった日は書き換えません。`,
  },
  options: { 'as-of': { type: 'string' } },
  async run(context, { values, positionals }) {
    if (positionals.length) throw new UsageError({ en: 'recompute takes no arguments.', ja: 'recompute に引数はありません。' });
    const database = await context.database();
    await transaction(database, (tx) => ensureDefaults(tx, context.clock));
    await countWaitingEvents(context);
    const asOf = values['as-of'];
    const today = await todayOf(database.db, context.clock);
    if (asOf === undefined || asOf === today) return everything(context);
    const day = pastDay(asOf, today);
    const made = await backfillDay(database, day, context.clock);
    context.note(
      inTerminal(
        made
          ? { en: `Made ${day} from what was known at its end.`, ja: `${day} を、その日の終わりまでに分かっていたことから計算しました。` }
          : { en: `${day} closed in its time and stays as it is.`, ja: `${day} は当時すでに締まっているため、そのままにしました。` },
      ),
    );
  },
};

/** A day before today, or a UsageError. */
export function pastDay(text: unknown, today: string): string {
  if (typeof text !== 'string' || !isDay(text))
    throw new UsageError({ en: '--as-of takes a date such as 2026-09-01.', ja: '--as-of は 2026-09-01 のような日付で指定してください。' });
  if (text > today) throw new UsageError({ en: `--as-of is ${text}, which has not come yet.`, ja: `--as-of の ${text} はまだ来ていない日です。` });
  return text;
}

async function everything(context: CliContext): Promise<void> {
  const database = await context.database();
  const closed = await closeDays(database, context.clock);
  for (const day of closed) context.note(inTerminal({ en: `Closed ${day}.`, ja: `${day} を締めました。` }));
  await byHand(context, (queue) => refreshAll(database, queue, context.clock));
  context.note(inTerminal({ en: 'Made today for every account.', ja: '全顧客の今日の値を計算しました。' }));
}
