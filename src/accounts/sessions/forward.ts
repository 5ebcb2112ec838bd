import type { Context as HonoContext } from 'hono';
import { addressHeader } from '#platform/auth/auth.ts';
import { addressOf } from '#platform/http/address.ts';
import type { Context } from '#platform/http/context.ts';
import { problem } from '#platform/http/problem.ts';
import { say } from '#platform/http/say.ts';
import { findSignedIn, type SignedIn } from './store.ts';

export type Forwarded = { response: Response; body: Record<string, unknown> };
type Sentence = readonly [ja: string, en: string];

const again: Sentence = ['コードの有効期限が切れました。もう一度サインインしてください。', 'The code has expired. Please sign in again.'];
const sentences: Record<string, Sentence> = {
  INVALID_EMAIL_OR_PASSWORD: ['メールアドレスまたはパスワードが正しくありません。', 'The email address or the password is not right.'],
  INVALID_PASSWORD: ['パスワードが正しくありません。', 'The password is not right.'],
  INVALID_CODE: ['コードが正しくありません。', 'The code is not right.'],
  INVALID_BACKUP_CODE: ['リカバリーコードが正しくないか、使用済みです。', 'The recovery code is not right, or was used before.'],
  INVALID_TWO_FACTOR_COOKIE: again,
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: again,
  ACCOUNT_TEMPORARILY_LOCKED: ['コードの入力に続けて失敗したため、15分間ロックされています。', 'Too many wrong codes: locked for 15 minutes.'],
  TOTP_ALREADY_ENABLED: ['2段階認証はすでに有効です。', 'Two-factor sign-in is on already.'],
  TOTP_NOT_ENABLED: ['2段階認証が設定されていません。', 'Two-factor sign-in is not set up.'],
  BACKUP_CODES_NOT_ENABLED: ['2段階認証が設定されていません。', 'Two-factor sign-in is not set up.'],
  TWO_FACTOR_NOT_ENABLED: ['2段階認証が設定されていません。', 'Two-factor sign-in is not set up.'],
};
// What a disabled member and a wrong password have in common is the answer.
sentences.FAILED_TO_CREATE_SESSION = sentences.INVALID_EMAIL_OR_PASSWORD!;
export const signInRefused = sentences.INVALID_EMAIL_OR_PASSWORD!;
export const tooMany: Sentence = ['試行回数が多すぎます。しばらくしてからもう一度お試しください。', 'Too many attempts. Please try again later.'];

/** Hands a request to better-auth under `path`; throws its refusals as problems in the reader's language. */
export async function forward(context: Context, http: HonoContext, path: string, body?: object): Promise<Forwarded> {
  const headers = new Headers(context.headers);
  for (const name of ['content-length', 'authorization', 'x-forwarded-for']) headers.delete(name);
  headers.set(addressHeader, addressOf(http));
  if (body) headers.set('content-type', 'application/json');
  const { search } = new URL(http.req.url);
  const url = `${context.site.url}/api/auth${path}${search}`;
  const response = await context.site.auth.handler(new Request(url, { method: http.req.method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }));
  if (response.status >= 300 && response.status < 400) return { response, body: {} };
  const answer = (await response.json().catch(() => null)) as Record<string, unknown> | null;
  if (response.status >= 400) refuse(context, response.status, String(answer?.code ?? ''));
  return { response, body: answer ?? {} };
}

function refuse(context: Context, status: number, code: string): never {
  if (status === 429 || code === 'ACCOUNT_TEMPORARILY_LOCKED') throw problem('TOO_MANY_REQUESTS', say(context, ...(sentences[code] ?? tooMany)));
  if (status >= 500) throw new Error(`sign-in failed with ${status} ${code}`);
  const sentence = sentences[code];
  if (status === 403) throw problem('FORBIDDEN', say(context, 'ほかのサイトからの要求は受け付けられません。', 'This request came from another site.'));
  throw problem('BAD_REQUEST', sentence ? say(context, ...sentence) : code, undefined, { code });
}

/** Our own answer, with the cookies that better-auth sets. */
export function answer({ response }: Forwarded, body: object): Response {
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  for (const cookie of response.headers.getSetCookie()) headers.append('set-cookie', cookie);
  return new Response(JSON.stringify(body), { status: 200, headers });
}

/** The member whom an answer signs in by its session cookie. */
export async function signedInBy(context: Context, { response }: Forwarded): Promise<{ member: SignedIn; token: string } | null> {
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const token = context.site.auth.sessionToken(new Headers({ cookie }));
  const member = token ? await findSignedIn(context.db, token, context.clock()) : null;
  return member && token ? { member, token } : null;
}
