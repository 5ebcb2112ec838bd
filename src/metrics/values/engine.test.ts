import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, startOfDay } from '#platform/clock/days.ts';
import { rows } from '#platform/db/db.ts';
import { testDatabase } from '#platform/testing/database.ts';
import type { Definition } from '#metrics/definitions/index.ts';
import type { AsOf } from './asof.ts';
import { eventIds, valuesQuery } from './query.ts';
import { plainValue, productsOf, type Setting } from './plain.ts';
import { base, life, type Life } from './lives.ts';
import { writeWorld } from './write-lives.ts';

/** Every kind of metric, in every shape that compiles differently. */
const everyKind: Record<string, Definition> = {
  all_7: { kind: 'event_count', events: 'all', days: 7 },
  reports_28: { kind: 'event_count', events: ['report', 'export'], days: 28 },
  never_seen: { kind: 'event_count', events: ['nobody does this'], days: 90 },
  users_7: { kind: 'active_users', days: 7 },
  users_90: { kind: 'active_users', days: 90 },
  seat_use: { kind: 'seat_use', days: 28 },
  days_28: { kind: 'active_days', events: 'all', days: 28 },
  days_90: { kind: 'active_days', events: ['login'], days: 90 },
  breadth: { kind: 'breadth', events: ['login', 'report', 'invite', 'unknown'], days: 28 },
  since_event: { kind: 'days_since_event' },
  amount: { kind: 'amount_sum', events: 'all', days: 90 },
  amount_of: { kind: 'amount_sum', events: ['invite'], days: 28 },
  change: { kind: 'change', of: 'events', events: 'all', days: 28 },
  change_amount: { kind: 'change', of: 'amount', events: ['login', 'report'], days: 90 },
  change_users: { kind: 'change', of: 'users', events: 'all', days: 7 },
  usual_28: { kind: 'usual', of: 'events', events: 'all', days: 28 },
  usual_7: { kind: 'usual', of: 'events', events: 'all', days: 7 },
  usual_users: { kind: 'usual', of: 'users', events: 'all', days: 28 },
  contact: { kind: 'days_since_contact', with: 'anyone' },
  contact_dm: { kind: 'days_since_contact', with: 'decision_maker' },
  prepared: { kind: 'renewal_prepared', with: 'champion', days: 90 },
  renewal: { kind: 'days_to_renewal' },
  notice: { kind: 'days_to_notice' },
  tenure: { kind: 'tenure' },
  mrr: { kind: 'mrr' },
  seats: { kind: 'seats' },
  contacts: { kind: 'contacts' },
  operators: { kind: 'contacts', role: 'operator' },
  champion: { kind: 'has_role', role: 'champion' },
  champion_left: { kind: 'role_left', role: 'champion', days: 90 },
  late: { kind: 'onboarding_late' },
  in_time: { kind: 'onboarding_in_time' },
  size: { kind: 'attribute', key: 'size', read: 'number' },
  vip: { kind: 'attribute', key: 'vip', read: 'boolean' },
  since: { kind: 'attribute', key: 'since', read: 'days_since' },
  gold: { kind: 'attribute', key: 'plan', read: 'equals', equals: 'gold' },
  per_seat: { kind: 'ratio', of: 'all_7', by: 'seats' },
  level: {
    kind: 'usage_level',
    levels: [
      { name: 'L1', all: [{ metric: 'all_7', op: '>=', value: 1 }] },
      {
        name: 'L2',
        all: [
          { metric: 'users_7', op: '>=', value: 2 },
          { metric: 'since_event', op: '<=', value: 2 },
        ],
      },
    ],
    products: [],
  },
  // Product 2 by levels and metrics of its own, product 1 and the account as a whole by the common ones.
  level_of_product: {
    kind: 'usage_level',
    levels: [
      { name: 'L1', all: [{ metric: 'all_7', op: '>=', value: 1 }] },
      { name: 'L2', all: [{ metric: 'days_28', op: '>=', value: 3 }] },
    ],
    products: [
      {
        productNo: 2,
        levels: [
          { name: 'L1', all: [{ metric: 'seats', op: '>=', value: 1 }] },
          {
            name: 'L2',
            all: [
              { metric: 'seats', op: '>=', value: 5 },
              { metric: 'mrr', op: '>=', value: 1000 },
            ],
          },
        ],
      },
    ],
  },
};

const keys = Object.keys(everyKind);
const find = (key: string) => everyKind[key];

describe('the engine against plain counting', async () => {
  const database = await testDatabase();

  async function compare(lives: Life[], s: Setting, who: AsOf['accounts']): Promise<void> {
    await writeWorld(database, lives, s.products);
    const asof = { accounts: who, day: s.day, cut: startOfDay(addDays(s.day, 1), s.timeZone), timeZone: s.timeZone, perProduct: s.products > 1 };
    const measured = { bySlot: new Map(keys.map((key, i) => [i + 1, everyKind[key]!])), eventIds: await eventIds(database.db), find };
    const made = await rows<{ account_id: string; product_no: number; v: (number | null)[] }>(database.db, valuesQuery(asof, measured));
    const expected = lives.flatMap((one) => productsOf(one, s).map((product) => ({ one, product })));
    const name = (account: string, product: number) => `${account} ${product}`;
    expect(made.map((m) => name(m.account_id, m.product_no)).sort()).toEqual(expected.map((e) => name(e.one.id, e.product)).sort());
    for (const { one, product } of expected) {
      const got = made.find((m) => name(m.account_id, m.product_no) === name(one.id, product))!;
      const want = keys.map((key) => [key, plainValue(one, product, everyKind[key]!, s)] as const);
      expect(keys.map((key, i) => [key, near(got.v[i]!)])).toEqual(want.map(([key, v]) => [key, near(v)]));
    }
  }

  for (const [products, timeZone] of [
    [1, 'Asia/Tokyo'],
    [2, 'America/Los_Angeles'],
  ] as const) {
    it(`gives the same for every kind, account and ${products} product(s), in ${timeZone}`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(life, { minLength: 1, maxLength: 6, selector: (l) => l.id }), fc.integer({ min: 20, max: 230 }), async (lives, n) => {
          const setting = { day: addDays(base, n), timeZone, products, find };
          await compare(lives, setting, 'all');
          await compare(
            lives,
            setting,
            lives.map((l) => l.id),
          );
        }),
        { numRuns: 25, endOnFailure: true },
      );
    }, 240_000);
  }
});

// Sums of divisions may differ in the last bits.
const near = (v: number | null) => (v === null ? null : Number(v.toPrecision(10)));
