import type { AnyContractProcedure } from '@orpc/contract';
import type { Context as HonoContext } from 'hono';
import type { Context } from './context.ts';
import type { EndpointMeta } from './contract.ts';
import { authorise } from './server.ts';

/** An endpoint that streams (uploads, downloads, live updates): declared in a contract with `raw`, served by its own function. */
export type RawRoute = { method: string; path: string; handle(context: Context, http: HonoContext): Promise<Response> | Response };

export function rawRoute(declared: AnyContractProcedure, handle: RawRoute['handle']): RawRoute {
  const { meta, route } = declared['~orpc'];
  return {
    method: route.method ?? 'GET',
    path: (route.path ?? '').replace(/\{(\w+)\}/g, ':$1'),
    handle(context, http) {
      authorise(context, (meta as EndpointMeta).permission);
      return handle(context, http);
    },
  };
}
