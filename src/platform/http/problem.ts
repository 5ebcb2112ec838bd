import { ORPCError } from '@orpc/contract';
import { z } from 'zod';
import type { Language } from '../i18n/texts.ts';
import { inLanguage, issueText, type Issue, type Said } from './issues.ts';

export type { Said } from './issues.ts';

/** An error body after RFC 9457. `errors` names each wrong field. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId?: string;
  errors?: { path: string; message: string }[];
  data?: unknown;
};

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  requestId: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  data: z.unknown().optional(),
});

const codes = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  GONE: 410,
  PAYLOAD_TOO_LARGE: 413,
  UNPROCESSABLE_CONTENT: 422,
  TOO_MANY_REQUESTS: 429,
} as const;
type Code = keyof typeof codes;

/** A wrong field, as a handler names it. */
export type Wrong = { path: string; message: Said };
type Kept = { said?: Said; issues?: Issue[]; errors?: Wrong[]; data?: unknown };

/** Throw this from a handler: `throw problem('NOT_FOUND', { ja: '…', en: 'No such account.' })`. `errors` point at fields. */
export function problem(code: Code, said: Said, errors?: Wrong[], data?: unknown): ORPCError<string, unknown> {
  return new ORPCError(code, { status: codes[code], message: inLanguage(said, 'ja'), data: { said, errors, data } });
}

/** The problem of a single field: its sentence is the problem's. */
export function problemAt(path: string, said: Said, code: Code = 'BAD_REQUEST'): ORPCError<string, unknown> {
  return problem(code, said, [{ path, message: said }]);
}

export const checkInput = { ja: '入力内容を確認してください。', en: 'Please check what you entered.' };
/** The problem of an input that zod refused, where it is parsed outside oRPC. */
export function problemOf(issues: readonly Issue[]): ORPCError<string, unknown> {
  return problem('BAD_REQUEST', checkInput, wrongIn(issues));
}

const wrongIn = (issues: readonly Issue[]): Wrong[] => issues.map((issue) => ({ path: pathOf(issue), message: issueText(issue) }));
const malformed = {
  ja: 'リクエストを読み取れません。本文と Content-Type を確認してください。',
  en: 'The request cannot be read. Check its body and Content-Type.',
};
const unexpected = { ja: 'サーバーで問題が発生しました。', en: 'Something went wrong on our side.' };

/** The body of an error, still in both languages: who encodes it does not know who reads it. */
export function toProblem(error: ORPCError<string, unknown>): Unread {
  const kept = (error.data ?? {}) as Kept;
  const errors = kept.errors ?? (kept.issues && wrongIn(kept.issues));
  return {
    type: 'about:blank',
    title: error.code,
    status: error.status,
    code: error.code,
    detail: kept.said ?? wordsFor(error, kept),
    ...(errors?.length ? { errors } : {}),
    ...(kept.data === undefined ? {} : { data: kept.data }),
  };
}

function wordsFor({ status, message }: ORPCError<string, unknown>, { issues }: Kept): Said {
  if (status >= 500) return unexpected;
  if (issues) return checkInput;
  return message.startsWith('Malformed request') ? malformed : message;
}

export type Unread = Omit<Problem, 'detail' | 'errors'> & { detail: Said; errors?: Wrong[] };

/** The body as it is sent. */
export function readable({ detail, errors, ...rest }: Unread, language: Language, requestId: string): Problem {
  const read = errors && { errors: errors.map(({ path, message }) => ({ path, message: inLanguage(message, language) })) };
  return { ...rest, detail: inLanguage(detail, language), ...read, requestId };
}

const pathOf = (issue: Issue) => (issue.path ?? []).map((p) => String(typeof p === 'object' ? p.key : p)).join('.');
