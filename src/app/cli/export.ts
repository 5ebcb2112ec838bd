import { stringify } from 'csv-stringify/sync';
import { scoresAsOf, todayOf } from '#health/scores/index.ts';
import { inTerminal } from '#platform/config/failure.ts';
import { countWaitingEvents } from './by-hand.ts';
import { type Command, UsageError } from './command.ts';
import { pastDay } from './recompute.ts';

export const scores: Command = {
  name: 'export scores',
  summary: {
    en: 'Prints the scores of a day as CSV: external_id,score,colour,coverage.',
    ja: 'ある日のスコアを CSV（external_id,score,colour,coverage）で出力します。',
  },
  usage: {
    en: `[--as-of DATE]

  --as-of DATE  today unless given. The score is made only from what was known at the end of that day; a day
                that has closed is printed as it was stored. Nothing is stored.
  score is 0 to 100 (empty when no measure has a value), colour good, watch, risk or unknown, coverage 0 to 1.
  An account without an external id is printed with Banso's own id.`,
    ja: `[--as-of DATE]

  --as-of DATE  省略すると今日。スコアはその日の終わりまでに分かっていたことだけで作ります。締まった日は保存済みの
                値を出力します。何も保存しません。
  score は 0〜100（値のある項目がなければ空）、colour は good, watch, risk, unknown、coverage は 0〜1 です。
  外部IDのない顧客は Banso の ID で出力します。`,
  },
  options: { 'as-of': { type: 'string' } },
  async run(context, { values, positionals }) {
    if (positionals.length) throw new UsageError({ en: 'export scores takes no arguments.', ja: 'export scores に引数はありません。' });
    const database = await context.database();
    const today = await todayOf(database.db, context.clock);
    const day = values['as-of'] === undefined ? today : pastDay(values['as-of'], today);
    await countWaitingEvents(context);
    const found = await scoresAsOf(database, day, context.clock);
    const lines = found.map((one) => [one.external_id ?? one.account_id, one.score === null ? '' : rounded(one.score), one.colour, rounded(one.coverage)]);
    context.out(stringify([['external_id', 'score', 'colour', 'coverage'], ...lines]).trimEnd());
    context.note(inTerminal({ en: `${lines.length} accounts as of ${day}.`, ja: `${day} 時点の顧客 ${lines.length} 件` }));
  },
};

// Four places: enough to order customers, without the noise of floats.
const rounded = (n: number) => String(Math.round(n * 10_000) / 10_000);
