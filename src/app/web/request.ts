import type { Problem } from '#platform/http/problem.ts';

type Options = { body?: unknown; signal?: AbortSignal };

/**
 * The shell's few calls, without the contract client: contracts bring zod, and the shell is what the first paint
 * waits for. Screens use `apiQuery(contract)`. Throws with the same status and problem as that client.
 */
export async function request<T>(method: string, path: string, { body, signal }: Options = {}): Promise<T> {
  const response = await fetch(path, {
    method,
    signal,
    credentials: 'same-origin',
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer: unknown = response.headers.get('content-type')?.includes('json') ? await response.json() : null;
  if (response.ok) return answer as T;
  throw Object.assign(new Error((answer as Problem | null)?.detail ?? response.statusText), { status: response.status, data: answer });
}
