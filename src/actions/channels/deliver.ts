import { FetchRefused, safePost, type SafeFetchOptions } from '#platform/net/safe-fetch.ts';
import type { Outgoing } from './payload.ts';

/** How tests reach a server of their own. */
export type Fetching = Partial<Pick<SafeFetchOptions, 'resolve' | 'allow' | 'ca' | 'timeoutMs'>>;
/** `later`: not taken, and may be another time; `never`: it will not be; `unknown`: it may have been taken. */
export type Outcome = { ok: true; status: number } | { ok: false; status: number | null; error: string; again: 'later' | 'never' | 'unknown' };

const later = [408, 409, 423, 425, 429];
const notTaken = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'EAI_AGAIN'];

export async function deliver({ url, headers, body }: Outgoing, fetching: Fetching): Promise<Outcome> {
  try {
    const { status, text } = await safePost(url, body, { maxBytes: 4_000, timeoutMs: 20_000, headers, ...fetching });
    if (status >= 200 && status < 300) return { ok: true, status };
    const said = text.replace(/\s+/g, ' ').trim().slice(0, 200);
    return { ok: false, status, error: `HTTP ${status}${said ? ` ${said}` : ''}`, again: status >= 500 || later.includes(status) ? 'later' : 'never' };
  } catch (error) {
    if (!(error instanceof FetchRefused)) throw error;
    return { ok: false, status: null, error: `fetch.${error.problem}`, again: againOf(error) };
  }
}

function againOf({ problem, detail }: FetchRefused): 'later' | 'never' | 'unknown' {
  if (problem === 'notFound') return 'later';
  if (problem === 'unreachable' && (notTaken.includes(detail) || detail.startsWith('CERT') || detail.includes('CERT'))) return 'later';
  return problem === 'timeout' || problem === 'unreachable' ? 'unknown' : 'never';
}
