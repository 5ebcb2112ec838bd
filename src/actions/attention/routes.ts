import type { Context } from '#platform/http/context.ts';
import { problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { attentionSummary, freshness, RENEWAL_DAYS, UNTOUCHED_DAYS } from './attention-summary.sql.ts';
import { contract } from './contract.ts';
import { whoNeedsAttention } from './who-needs-attention.sql.ts';

const on = implementSlice(contract);

export const routes = {
  list: on.list.handler(async ({ context, input }) => {
    const offset = Number(input.cursor ?? 0);
    const found = await whoNeedsAttention(context.db, { csmId: whose(context, input.mine), code: input.code ?? null, limit: input.limit + 1, offset });
    return { items: found.slice(0, input.limit), nextCursor: found.length > input.limit ? String(offset + input.limit) : null };
  }),

  freshness: on.freshness.handler(async ({ context }) => {
    const found = await freshness(context.db);
    return { lastDataAt: iso(found.lastDataAt), closedAt: iso(found.closedAt) };
  }),

  summary: on.summary.handler(async ({ context, input }) => {
    const found = await attentionSummary(context.db, whose(context, input.mine), context.today);
    return {
      accounts: found.accounts,
      needingAttention: found.needing,
      byCode: found.byCode,
      byColour: { good: found.good, watch: found.watch, risk: found.risk, unknown: found.unknown },
      mrr: found.mrr,
      renewals: { days: RENEWAL_DAYS, accounts: found.renewals, mrr: found.renewalMrr },
      unassigned: found.unassigned,
      untouched: { days: UNTOUCHED_DAYS, accounts: found.untouched },
      refreshedAt: iso(found.refreshedAt),
    };
  }),
};

const iso = (at: Date | string | null) => (at === null ? null : new Date(at).toISOString());

function whose({ actor }: Context, mine: boolean): string | null {
  if (!mine) return null;
  if (actor.kind !== 'member') throw problemAt('mine', { ja: '「自分の担当」はメンバーだけが使えます。', en: 'Only members have customers of their own.' });
  return actor.id;
}
