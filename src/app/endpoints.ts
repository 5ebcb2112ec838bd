import type { EndpointMeta, RawBody } from '#platform/http/contract.ts';
import type { Permission } from '#platform/auth/permissions.ts';

export type Endpoint = { name: string; slice: string; method: string; path: string; permission: Permission; raw: boolean } & Pick<RawBody, 'takes' | 'gives'>;
type Declared = { '~orpc': { meta: EndpointMeta; route: { method?: string; path?: string } } };

/** Every endpoint that the contracts declare. */
export function listEndpoints(contracts: object): Endpoint[] {
  return Object.entries(contracts).flatMap(([slice, contract]) => walk(slice, slice, contract as object));
}

function walk(name: string, slice: string, node: object): Endpoint[] {
  if (!('~orpc' in node)) return Object.entries(node).flatMap(([key, child]) => walk(`${name}.${key}`, slice, child as object));
  const { meta, route } = (node as Declared)['~orpc'];
  return [{ name, slice, method: route.method!, path: route.path!, permission: meta.permission, raw: meta.raw ?? false, takes: meta.takes, gives: meta.gives }];
}
