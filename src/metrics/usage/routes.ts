import { findAccount } from '#accounts/accounts/index.ts';
import type { Context } from '#platform/http/context.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract } from './contract.ts';
import { accountUsage, accountUsers } from './store.ts';

const on = implementSlice(contract);

export const routes = {
  account: on.account.handler(async ({ context, input }) => {
    await mustExist(context, input.accountId);
    return accountUsage(context.db, input.accountId, input.days, context.today);
  }),
  users: on.users.handler(async ({ context, input }) => {
    await mustExist(context, input.accountId);
    return accountUsers(context.db, input.accountId, input.days, context.today, context.organisation.timeZone);
  }),
};

async function mustExist(context: Context, accountId: string): Promise<void> {
  if (await findAccount(context.db, accountId)) return;
  throw problem('NOT_FOUND', { ja: '顧客が見つかりません。', en: 'No such customer.' });
}
