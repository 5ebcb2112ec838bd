import { implementSlice } from '#platform/http/server.ts';
import { contract } from './contract.ts';
import { findEntries } from './find.sql.ts';

const on = implementSlice(contract);

export const routes = {
  search: on.search.handler(async ({ context, input }) => ({ items: await findEntries(context.db, input.q, input.limit) })),
};
