import type { SQL } from 'drizzle-orm';
import type { Context } from '#platform/http/context.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem } from '#platform/http/problem.ts';
import { readCatalogue } from './catalogue.ts';
import { checkCondition } from './check.ts';
import { compileFacts, type Asking } from './compile.ts';
import { everything, type Condition } from './condition.ts';
import type { Catalogue } from './fields.ts';

export function askingOf(context: Context): Asking {
  return { today: context.today, timeZone: context.organisation.timeZone, me: context.actor.kind === 'member' ? context.actor.id : null };
}

/** Checks and compiles a condition of a request, over `account_facts f`; refuses with the place of what is wrong. */
export async function conditionAsked(
  context: Context,
  condition: Condition = everything,
  keys: string[] = [],
  at = 'condition',
): Promise<{ where: SQL; catalogue: Catalogue }> {
  const catalogue = await readCatalogue(context.db, { condition, keys });
  refuseIssues(context, condition, catalogue, at);
  return { where: compileFacts(condition, catalogue, askingOf(context)), catalogue };
}

/** Throws 400 that names each wrong place. */
export function refuseIssues(context: Context, condition: Condition, catalogue: Catalogue, at = 'condition'): void {
  const issues = checkCondition(condition, catalogue.fields, languageOf(context), at);
  if (issues.length) throw problem('BAD_REQUEST', issues[0]!.message, issues);
}
