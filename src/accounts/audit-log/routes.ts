import { addDays, startOfDay } from '#platform/clock/days.ts';
import { problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract } from './contract.ts';
import { listEntries, listFacets, namesIn } from './store.ts';

const on = implementSlice(contract);

export const routes = {
  list: on.list.handler(async ({ context, input: { limit, cursor, from, to, ...filter } }) => {
    const zone = context.organisation.timeZone;
    const span = { ...(from ? { from: startOfDay(from, zone) } : {}), ...(to ? { before: startOfDay(addDays(to, 1), zone) } : {}) };
    const found = await listEntries(context.db, { ...filter, ...span }, limit + 1, readCursor(cursor));
    const shown = found.slice(0, limit);
    const names = await namesIn(context.db, shown);
    const items = shown.map(({ place: _place, ...entry }) => ({ ...entry, names: names(entry) }));
    const last = found[limit - 1];
    return { items, nextCursor: found.length > limit && last ? `${last.place}|${last.id}` : null };
  }),

  facets: on.facets.handler(({ context }) => listFacets(context.db, context.clock())),
};

function readCursor(cursor: string | undefined): { at: string; id: string } | null {
  if (!cursor) return null;
  const [at = '', id = ''] = cursor.split('|');
  if (/^[0-9 :.+-]{19,35}$/.test(at) && !Number.isNaN(Date.parse(at)) && /^[0-9a-f-]{36}$/.test(id)) return { at, id };
  throw problemAt('cursor', { ja: 'カーソルが正しくありません。', en: 'This cursor is not right.' });
}
