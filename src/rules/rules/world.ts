import type { Context } from '#platform/http/context.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem } from '#platform/http/problem.ts';
import { loadCatalogue, type Catalogue, type Issue } from '#rules/conditions/index.ts';
import { checkRule } from './check.ts';
import type { RuleDefinition } from './definition.ts';
import type { Known } from './known.ts';
import { loadKnown } from './known.sql.ts';
import { ruleSentence } from './words.ts';

/** What rules are checked and read with. */
export type World = { catalogue: Catalogue; known: Known; currency: string; issuesOf(definition: RuleDefinition): Issue[] };

export async function readWorld(context: Pick<Context, 'db' | 'actor' | 'organisation'>): Promise<World> {
  const catalogue = await loadCatalogue(context.db);
  const known = await loadKnown(context.db);
  const checking = { fields: catalogue.fields, segments: catalogue.segments, known, language: languageOf(context) };
  return { catalogue, known, currency: context.organisation.currency, issuesOf: (definition) => checkRule(definition, checking) };
}

export function sentences(definition: RuleDefinition, { catalogue, known, currency }: World): { ja: string; en: string } {
  const reading = { fields: catalogue.fields, known, currency };
  return { ja: ruleSentence(definition, { ...reading, language: 'ja' }), en: ruleSentence(definition, { ...reading, language: 'en' }) };
}

/** Throws 400 that names each wrong place. */
export function refuseRule(definition: RuleDefinition, world: World, at: string): void {
  const issues = world.issuesOf(definition).map(({ path, message }) => ({ path: `${at}.${path}`, message }));
  if (issues.length) throw problem('BAD_REQUEST', issues[0]!.message, issues);
}
