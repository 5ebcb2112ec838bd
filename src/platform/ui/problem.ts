import type { Problem } from '#platform/http/problem.ts';
import type { uiTexts } from './texts.ts';

type Words = (typeof uiTexts)['ja'];
type Failure = { status?: number; message?: string; data?: unknown };

const asProblem = (error: unknown): Failure => (typeof error === 'object' && error !== null ? error : {});

/** What a person reads about a failed request. The server's own sentence wins where it wrote one for people. */
export function problemText(error: unknown, t: Words): string {
  const { status, message } = asProblem(error);
  if (status === undefined) return /fetch|network|load failed/i.test(message ?? '') ? t.error.network : t.error.screen;
  if (status === 401) return t.error.signedOut;
  if (status === 403) return t.error.forbidden;
  if (status === 404) return t.error.notFound;
  if (status === 429) return t.error.tooMany;
  if (status >= 500) return t.error.server;
  const issue = issuesOf(error)[0]?.message;
  return issue ?? message ?? t.error.server;
}

/** Messages by field path ('lines.0.quantity') of a refused form; other errors give {}. */
export function fieldErrors(error: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { path, message } of issuesOf(error)) found[path] ??= message;
  return found;
}

const bodyOf = (error: unknown) => (asProblem(error).data ?? {}) as Partial<Problem>;
const issuesOf = (error: unknown) => bodyOf(error).errors ?? [];

export function requestId(error: unknown): string | null {
  return bodyOf(error).requestId ?? null;
}
