import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient, AnyContractRouter } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { Problem } from './problem.ts';

/** What a failed call throws: `error.problem` is the body after RFC 9457. */
export class ApiError extends ORPCError<string, Problem> {
  get problem(): Problem {
    return this.data;
  }
}

// The link reads JSON only under its own media type, and problem details have another.
async function fetchJson(request: Request, init?: RequestInit): Promise<Response> {
  // Who is not signed in yet is answered in the language of the screen.
  request.headers.set('accept-language', document.documentElement.lang);
  const response = await fetch(request, { ...init, credentials: 'same-origin' });
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return response;
  return new Response(response.body, { status: response.status, headers: { 'content-type': 'application/json' } });
}

/** A typed client of one slice: `apiClient(contract).list({ limit: 50 })`. */
export function apiClient<T extends AnyContractRouter>(contract: T): JsonifiedClient<ContractRouterClient<T>> {
  const link = new OpenAPILink(contract, {
    url: () => `${location.origin}/api`,
    fetch: (request, init) => fetchJson(request as Request, init as RequestInit),
    customErrorResponseBodyDecoder: (body, response) => {
      const data = body as Problem;
      return new ApiError(data?.code ?? 'ERROR', { status: response.status, message: data?.detail ?? '', data });
    },
  });
  return createORPCClient(link);
}

/** TanStack Query helpers of one slice: `useQuery(apiQuery(contract).list.queryOptions({ input }))`. */
export function apiQuery<T extends AnyContractRouter>(contract: T) {
  return createTanstackQueryUtils(apiClient(contract), { path: [sliceOf(contract)] });
}

// Keys begin with the slice's first endpoint: nearly every slice has a `list`, and they must not share a cache entry.
function sliceOf(contract: AnyContractRouter): string {
  const [first] = Object.values(contract) as { '~orpc': { route: { method?: string; path?: string } } }[];
  const { method, path } = first!['~orpc'].route;
  return `${method} ${path}`;
}
