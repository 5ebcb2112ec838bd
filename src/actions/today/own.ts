import { sql } from 'drizzle-orm';
import { slotsOf, weekOf, weekUse } from '#actions/ctas/index.ts';
import type { Context } from '#platform/http/context.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem } from '#platform/http/problem.ts';
import { readCatalogue } from '#rules/conditions/index.ts';
import { factsSaid } from '#rules/rules/contract.ts';
import { touchesOf } from './book.sql.ts';
import type { ItemRow } from './items.sql.ts';
import { proactiveOf } from './logic.ts';

/** The member who asks; a key has no day of its own. */
export function memberIdOf({ actor }: Context): string {
  if (actor.kind !== 'member') throw problem('BAD_REQUEST', { ja: 'サインインしたメンバーだけが使えます。', en: 'Only for members who are signed in.' });
  return actor.id;
}

const factsShown = 4;
type Ask = Pick<Context, 'db' | 'actor' | 'organisation'>;

/** Lines with their facts as sentences, in the language of the one who asks. */
export async function itemsSaid<T extends ItemRow>(context: Ask, found: T[]): Promise<(Omit<T, 'rawFacts'> & { facts: string[] })[]> {
  const { fields } = await readCatalogue(context.db);
  const reading = { fields, language: languageOf(context), currency: context.organisation.currency };
  return found.map(({ rawFacts, ...one }) => ({ ...one, facts: factsSaid(rawFacts, reading).slice(0, factsShown) }));
}

export async function slotsOfWeek(context: Context, memberId: string) {
  const week = weekOf(context.today);
  const [slots] = await slotsOf(context.db, sql`m.id = ${memberId}::uuid`);
  return { week, perWeek: slots?.perWeek ?? 0, ...(await weekUse(context.db, memberId, week)) };
}

export async function proactiveOfMember(context: Context, memberId: string) {
  const [touches] = await touchesOf(context.db, sql`m.id = ${memberId}::uuid`, context.today, context.organisation.timeZone);
  return proactiveOf(touches ?? { touches: 0, started: 0, automatic: 0 });
}
