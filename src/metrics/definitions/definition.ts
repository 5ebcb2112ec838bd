import { z } from 'zod';

const days = z.union([z.literal(7), z.literal(28), z.literal(90)]);
const eventList = z.array(z.string().trim().min(1).max(200)).min(1).max(60);
const events = z.union([z.literal('all'), eventList]).default('all');
const key = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/);
const role = z.string().regex(/^[a-z_]{1,40}$/);
const contactWith = z.enum(['anyone', 'decision_maker', 'champion', 'operator']);
const condition = z.object({ metric: key, op: z.enum(['>=', '<=', '=']), value: z.number() });
const levels = z
  .array(z.object({ name: z.string().trim().min(1).max(60), nameEn: z.string().trim().max(60).optional(), all: z.array(condition).min(1).max(8) }))
  .min(1)
  .max(9);

/** How one metric is made; every kind compiles to SQL in src/metrics/values (one engine). */
export const definitionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event_count'), events, days }),
  z.object({ kind: z.literal('active_users'), days }),
  z.object({ kind: z.literal('seat_use'), days }),
  z.object({ kind: z.literal('active_days'), events, days }),
  z.object({ kind: z.literal('breadth'), events: eventList, days }),
  z.object({ kind: z.literal('days_since_event') }),
  z.object({ kind: z.literal('amount_sum'), events, days }),
  z.object({ kind: z.literal('change'), of: z.enum(['events', 'users', 'amount']), events, days }),
  z.object({ kind: z.literal('usual'), of: z.enum(['events', 'users', 'amount']), events, days: z.union([z.literal(7), z.literal(28)]) }),
  z.object({ kind: z.literal('days_since_contact'), with: contactWith.default('anyone') }),
  z.object({ kind: z.literal('renewal_prepared'), with: contactWith.default('anyone'), days }),
  z.object({ kind: z.literal('days_to_renewal') }),
  z.object({ kind: z.literal('days_to_notice') }),
  z.object({ kind: z.literal('tenure') }),
  z.object({ kind: z.literal('mrr') }),
  z.object({ kind: z.literal('seats') }),
  z.object({ kind: z.literal('contacts'), role: role.optional() }),
  z.object({ kind: z.literal('has_role'), role }),
  z.object({ kind: z.literal('role_left'), role, days }),
  z.object({ kind: z.literal('onboarding_late') }),
  z.object({ kind: z.literal('onboarding_in_time') }),
  z.object({ kind: z.literal('attribute'), key, read: z.enum(['number', 'boolean', 'days_since', 'equals']), equals: z.string().max(200).optional() }),
  z.object({ kind: z.literal('ratio'), of: key, by: key }),
  z.object({
    kind: z.literal('usage_level'),
    levels: levels.describe('Lowest first: of the account as a whole, and of products without levels of their own'),
    products: z
      .array(z.object({ productNo: z.number().int().min(1).max(32_767), levels }))
      .max(50)
      .default([])
      .describe('Levels of single products; each has as many as the common ones, so that L3 is the same rung everywhere'),
  }),
]);
export type Definition = z.infer<typeof definitionSchema>;
export type DefinitionInput = z.input<typeof definitionSchema>;
export type Kind = Definition['kind'];

export const units = ['count', 'people', 'days', 'percent', 'money', 'level', 'yes_no', 'number'] as const;
export type Unit = (typeof units)[number];
export const directions = ['higher', 'lower', 'neutral'] as const;
export type Direction = (typeof directions)[number];

const naturalUnits: Record<Kind, Unit> = {
  event_count: 'count',
  active_users: 'people',
  seat_use: 'percent',
  active_days: 'days',
  breadth: 'count',
  days_since_event: 'days',
  amount_sum: 'number',
  change: 'percent',
  usual: 'percent',
  days_since_contact: 'days',
  renewal_prepared: 'yes_no',
  days_to_renewal: 'days',
  days_to_notice: 'days',
  tenure: 'days',
  mrr: 'money',
  seats: 'count',
  contacts: 'people',
  has_role: 'yes_no',
  role_left: 'yes_no',
  onboarding_late: 'days',
  onboarding_in_time: 'yes_no',
  attribute: 'number',
  ratio: 'percent',
  usage_level: 'level',
};
const lowerIsBetter: readonly Kind[] = ['days_since_event', 'days_since_contact', 'role_left', 'onboarding_late'];
const neither: readonly Kind[] = ['days_to_renewal', 'days_to_notice', 'tenure', 'attribute', 'seats'];

/** What a definition is measured in, and which way is better, unless somebody says otherwise. */
export function naturalUnit(definition: Pick<Definition, 'kind'> & { read?: string }): Unit {
  if (definition.read === 'boolean' || definition.read === 'equals') return 'yes_no';
  if (definition.read === 'days_since') return 'days';
  return naturalUnits[definition.kind];
}

export function naturalDirection(definition: Pick<Definition, 'kind'>): Direction {
  if (lowerIsBetter.includes(definition.kind)) return 'lower';
  return neither.includes(definition.kind) ? 'neutral' : 'higher';
}

/** Keys of the metrics that `definition` is made from; with `productNo` only those that its value for that product (0: the whole account) is made from. */
export function madeFrom(definition: Definition, productNo?: number): string[] {
  if (definition.kind === 'ratio') return [definition.of, definition.by];
  if (definition.kind !== 'usage_level') return [];
  const lists = productNo === undefined ? [definition, ...definition.products].map((list) => list.levels) : [levelsFor(definition, productNo)];
  return lists.flatMap((levels) => levels.flatMap((level) => level.all.map((c) => c.metric)));
}

export type UsageLevel = Extract<Definition, { kind: 'usage_level' }>;
export type Levels = UsageLevel['levels'];

/** The levels a product is placed on, lowest first; the common ones for the account as a whole (0) and for products without their own. */
export function levelsFor(definition: UsageLevel, productNo: number): Levels {
  return definition.products.find((one) => one.productNo === productNo)?.levels ?? definition.levels;
}

/** Whether it makes sense for one product of an account; the others belong to the account as a whole. */
export function isPerProduct(definition: Definition, find: (key: string) => Definition | undefined): boolean {
  const parts = madeFrom(definition);
  if (parts.length) return parts.every((part) => isPerProduct(find(part) ?? { kind: 'tenure' }, find));
  return perProduct.includes(definition.kind);
}
const perProduct: readonly Kind[] = [
  'event_count',
  'active_users',
  'seat_use',
  'active_days',
  'breadth',
  'days_since_event',
  'amount_sum',
  'change',
  'usual',
  'mrr',
  'seats',
  'onboarding_late',
  'onboarding_in_time',
];

/** What a company must have connected before a metric says anything. */
export type Source = 'usage' | 'contracts' | 'contacts' | 'touches' | 'onboarding' | `attribute:${string}`;
const sourcesOfKind: Partial<Record<Kind, Source[]>> = {
  seat_use: ['usage', 'contracts'],
  days_since_contact: ['touches'],
  renewal_prepared: ['contracts', 'touches'],
  days_to_renewal: ['contracts'],
  days_to_notice: ['contracts'],
  tenure: ['contracts'],
  mrr: ['contracts'],
  seats: ['contracts'],
  contacts: ['contacts'],
  has_role: ['contacts'],
  role_left: ['contacts'],
  onboarding_late: ['onboarding'],
  onboarding_in_time: ['onboarding'],
};
export function sourcesOf(definition: Definition, find: (key: string) => Definition | undefined): Source[] {
  const parts = madeFrom(definition);
  if (definition.kind === 'attribute') return [`attribute:${definition.key}`];
  if (!parts.length) return sourcesOfKind[definition.kind] ?? ['usage'];
  const found = parts.map(find).filter((part) => part !== undefined);
  return [...new Set(found.flatMap((part) => sourcesOf(part, find)))];
}

/** Why `definition` cannot be saved, or undefined. `find` gives the definition of another metric's key. */
export function whyImpossible(
  key: string,
  definition: Definition,
  find: (key: string) => Definition | undefined,
): 'users_have_no_events' | 'equals_missing' | 'unknown_metric' | 'circle' | undefined {
  if ((definition.kind === 'change' || definition.kind === 'usual') && definition.of === 'users' && definition.events !== 'all') return 'users_have_no_events';
  if (definition.kind === 'attribute' && definition.read === 'equals' && definition.equals === undefined) return 'equals_missing';
  return walk(definition, new Set([key]));
  function walk(one: Definition, above: ReadonlySet<string>): 'unknown_metric' | 'circle' | undefined {
    for (const part of madeFrom(one)) {
      if (above.has(part)) return 'circle';
      const found = find(part);
      if (!found) return 'unknown_metric';
      const deeper = walk(found, new Set([...above, part]));
      if (deeper) return deeper;
    }
    return undefined;
  }
}
