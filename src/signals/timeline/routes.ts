import { findAccount } from '#accounts/accounts/index.ts';
import { fromCursor, toCursor } from '#platform/http/cursor.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract } from './contract.ts';
import { listMoments, type TimelineSource } from './timeline.sql.ts';

const on = implementSlice(contract);

/** The endpoints; sources of stages to the right are handed in. */
export const timelineRoutes = (more: readonly TimelineSource[]) => ({
  list: on.list.handler(async ({ context, input: { accountId, kind, limit, cursor } }) => {
    const found = await listMoments(context.db, accountId, context.organisation.timeZone, kind, limit + 1, fromCursor(cursor, 2), more);
    if (!found.length && !(await findAccount(context.db, accountId))) throw problem('NOT_FOUND', { ja: '顧客が見つかりません。', en: 'No such customer.' });
    const last = found[limit - 1];
    return {
      items: found.slice(0, limit).map((m) => ({ ...m, at: new Date(m.at) })),
      nextCursor: found.length > limit && last ? toCursor([last.at, last.key]) : null,
    };
  }),
});
