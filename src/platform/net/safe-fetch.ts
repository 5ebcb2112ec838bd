import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import { blockedAddress } from './addresses.ts';

export type FetchProblem = 'badUrl' | 'notHttps' | 'privateAddress' | 'notFound' | 'tooLarge' | 'timeout' | 'tooManyRedirects' | 'status' | 'unreachable';

/** An outside address that could not be read; `detail` is safe to show. */
export class FetchRefused extends Error {
  readonly problem: FetchProblem;
  readonly detail: string;
  constructor(problem: FetchProblem, detail = '') {
    super(`fetch refused: ${problem} ${detail}`.trim());
    this.problem = problem;
    this.detail = detail;
  }
}

export type SafeFetchOptions = {
  maxBytes: number;
  timeoutMs?: number;
  redirects?: number;
  headers?: Record<string, string>;
  /** For tests only: how names become addresses, addresses that may be reached all the same, a certificate to trust. */
  resolve?: typeof systemLookup;
  allow?: (address: string) => boolean;
  ca?: string;
};
export type Fetched = { body: AsyncGenerator<Buffer>; contentType: string | null; fileName: string | null; etag: string | null };

/**
 * Reads an HTTPS address named by a user without becoming a door into our own network: the name is resolved once, every
 * address it has must be public, and the connection goes to the address that was checked (no second look-up to rebind).
 * Redirects are followed by the same rules. The body stops at `maxBytes`.
 */
export async function safeFetch(address: string, options: SafeFetchOptions): Promise<Fetched> {
  const deadline = AbortSignal.timeout(options.timeoutMs ?? 60_000);
  let url = parsed(address);
  for (let hop = 0; ; hop++) {
    const agent = agentFor(options);
    const response = await once(url, agent, deadline, options);
    const location = response.headers.location;
    if (response.statusCode >= 300 && response.statusCode < 400 && typeof location === 'string') {
      await response.body.dump();
      await agent.close();
      if (hop >= (options.redirects ?? 3)) throw new FetchRefused('tooManyRedirects');
      url = parsed(location, url);
      continue;
    }
    if (response.statusCode !== 200) {
      await agent.destroy();
      throw new FetchRefused('status', String(response.statusCode));
    }
    const length = Number(response.headers['content-length']);
    if (length > options.maxBytes) {
      await agent.destroy();
      throw new FetchRefused('tooLarge');
    }
    const text = (name: string) => (typeof response.headers[name] === 'string' ? (response.headers[name] as string) : null);
    return {
      body: limited(response.body, agent, options.maxBytes),
      contentType: text('content-type'),
      fileName: fileName(text('content-disposition'), url),
      etag: text('etag'),
    };
  }
}

/**
 * Sends a body to an HTTPS address named by a user, by the same rules; gives the status, whatever it is, and the beginning of
 * the answer. Redirects are not followed: what is sent is for the one who was named.
 */
export async function safePost(address: string, body: string, options: Omit<SafeFetchOptions, 'redirects'>): Promise<{ status: number; text: string }> {
  const agent = agentFor(options);
  const response = await once(parsed(address), agent, AbortSignal.timeout(options.timeoutMs ?? 20_000), options, body);
  let text = '';
  try {
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      text += chunk.toString();
      if (text.length > options.maxBytes) break;
    }
  } catch (error) {
    // The status has come, and with it whether it was taken; the rest of the answer is for reading only.
    if (response.statusCode >= 300) throw explained(error);
  } finally {
    await agent.destroy();
  }
  return { status: response.statusCode, text: text.slice(0, options.maxBytes) };
}

function agentFor(options: SafeFetchOptions): Agent {
  return new Agent({
    connect: { lookup: checkedLookup(options), ...(options.ca ? { ca: options.ca } : {}), timeout: 10_000 },
    maxRedirections: 0,
  } as Agent.Options);
}

function parsed(address: string, base?: URL): URL {
  if (!URL.canParse(address, base)) throw new FetchRefused('badUrl');
  const url = new URL(address, base);
  if (url.protocol !== 'https:') throw new FetchRefused('notHttps');
  return url;
}

async function once(url: URL, agent: Agent, signal: AbortSignal, options: SafeFetchOptions, send?: string) {
  // A host written as an address is never looked up, so it is checked here.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (/^[\d.]+$|:/.test(host) && refused(host, options)) throw new FetchRefused('privateAddress', host);
  const { username, password } = url;
  const auth: Record<string, string> = username
    ? { authorization: `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}` }
    : {};
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  try {
    return await request(bare, {
      ...(send === undefined ? {} : { method: 'POST', body: send }),
      dispatcher: agent,
      signal,
      headers: { 'user-agent': 'Banso', ...auth, ...options.headers },
      headersTimeout: 30_000,
      bodyTimeout: 30_000,
    });
  } catch (error) {
    await agent.destroy();
    throw explained(error);
  }
}

function checkedLookup(options: SafeFetchOptions): LookupFunction {
  const resolve = options.resolve ?? systemLookup;
  return (hostname, how, callback) => {
    resolve(hostname, { ...how, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const list = addresses as { address: string; family: number }[];
      const bad = list.find((a) => refused(a.address, options));
      if (bad || list.length === 0) return callback(new FetchRefused('privateAddress', hostname) as never, '', 0);
      if ((how as { all?: boolean }).all) return callback(null, list as never, 0);
      callback(null, list[0]!.address, list[0]!.family);
    });
  };
}

function refused(address: string, options: SafeFetchOptions): boolean {
  return blockedAddress(address) && !options.allow?.(address);
}

async function* limited(body: AsyncIterable<Buffer>, agent: Agent, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > maxBytes) throw new FetchRefused('tooLarge');
      yield chunk;
    }
  } catch (error) {
    throw explained(error);
  } finally {
    await agent.destroy();
  }
}

function explained(error: unknown): Error {
  for (let e = error as { cause?: unknown } | undefined; e; e = e.cause as never) if (e instanceof FetchRefused) return e;
  const { name, code } = error as { name?: string; code?: string };
  if (name === 'TimeoutError' || name === 'AbortError' || code?.includes('TIMEOUT')) return new FetchRefused('timeout');
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new FetchRefused('notFound');
  return new FetchRefused('unreachable', code ?? '');
}

/** A percent sign that is no escape stands for itself: addresses may have one. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function fileName(disposition: string | null, url: URL): string | null {
  const given = /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? decoded(url.pathname.split('/').at(-1) ?? '');
  return given.replace(/[\\/\p{Cc}]/gu, '_').slice(0, 200) || null;
}
