import type { AnyContractRouter } from '@orpc/contract';
import { implement } from '@orpc/server';
import { may, type Permission } from '../auth/permissions.ts';
import type { Context } from './context.ts';
import type { EndpointMeta } from './contract.ts';
import { problem } from './problem.ts';

/** Refuses with 401 or 403 unless the actor may do it. */
export function authorise(context: Context, permission: Permission): void {
  if (may(context.actor, permission)) return;
  if (context.actor.kind === 'anonymous') throw problem('UNAUTHORIZED', { ja: 'サインインしてください。', en: 'Please sign in.' });
  throw problem('FORBIDDEN', { ja: `この操作の権限がありません（${permission}）。`, en: `You are not allowed to do this (${permission}).` });
}

/**
 * Starts a slice's routes: `const on = implementSlice(contract); export const routes = { list: on.list.handler(…) }`.
 * The permission of the contract is checked for every endpoint in `app.ts`, before the input is parsed.
 */
export function implementSlice<T extends AnyContractRouter>(contract: T) {
  return implement(contract).$context<Context>();
}

/** The permission an endpoint declares. */
export function permissionOf(procedure: { '~orpc': { meta: unknown } }): Permission {
  return (procedure['~orpc'].meta as EndpointMeta).permission;
}
