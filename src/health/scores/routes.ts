import { sql } from 'drizzle-orm';
import { row } from '#platform/db/db.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { frameOf } from '#metrics/values/index.ts';
import { versionOn } from '#health/scorecards/index.ts';
import { accountHealth } from './account-health.ts';
import { rowsBehind } from './behind.sql.ts';
import { contract } from './contract.ts';
import { compileCard } from './day.ts';
import { accountState, coloursOfToday } from './store.ts';

const on = implementSlice(contract);
const noAccount = () => problem('NOT_FOUND', { ja: '顧客が見つかりません。', en: 'No such customer.' });

export const routes = {
  account: on.account.handler(async ({ context, input: { accountId, days } }) => {
    const account = await accountState(context.db, accountId);
    if (!account) throw noAccount();
    return accountHealth(context.db, accountId, { today: context.today, days, churnedOn: account.churnedOn });
  }),

  rows: on.rows.handler(async ({ context, input: { accountId, metric: key, day } }) => {
    if (!(await accountState(context.db, accountId))) throw noAccount();
    const newest = await row<{ day: string | null }>(
      context.db,
      sql`select max(day) as day from metric_days where account_id = ${accountId} and product_no = 0 and day <= ${context.today}`,
    );
    const frame = await frameOf(context.db, day ?? newest?.day ?? context.today);
    const metric = frame.metrics.find((m) => m.key === key);
    if (!metric) throw problem('NOT_FOUND', { ja: '指標が見つかりません。', en: 'There is no such metric.' });
    return { metric: key, day: frame.day, ...(await rowsBehind(context.db, accountId, metric, frame, languageOf(context))) };
  }),

  summary: on.summary.handler(async ({ context }) => {
    const colours = await coloursOfToday(context.db, context.today);
    const version = await versionOn(context.db, context.today);
    if (!version) return { ...colours, off: [] };
    const { places } = await compileCard(context.db, await frameOf(context.db, context.today), version.definition);
    return { ...colours, off: version.definition.measures.filter((_, i) => !places[i]!.on).map((m) => m.metric) };
  }),
};
