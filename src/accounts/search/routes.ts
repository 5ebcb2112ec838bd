import { may } from '#platform/auth/permissions.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract } from './contract.ts';
import { findEntries, wordsOf } from './find.sql.ts';
import type { Findable } from './findable.ts';
import { mergeHits } from './logic.ts';
import { findNames } from './names.sql.ts';

const on = implementSlice(contract);

/** The endpoints; what has a name in other slices is handed in. */
export const searchRoutes = (findables: readonly Findable[]) => ({
  search: on.search.handler(async ({ context: { db, actor }, input: { q, limit, kind } }) => {
    const words = await wordsOf(db, q);
    const asked = findables.filter((one) => (!kind || one.kind === kind) && may(actor, one.permission));
    const [entries, names] = await Promise.all([findEntries(db, q, words, limit, kind), findNames(db, words, limit, asked, actor)]);
    return { items: mergeHits(entries, names, limit) };
  }),
});
