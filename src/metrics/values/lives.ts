import * as fc from 'fast-check';
import { addDays, type Day } from '#platform/clock/days.ts';

/** Small made-up histories, for the property tests: facts with the day they are about and the moment they became known. */
export type Version<T> = T & { from: Date; to: Date | null };
export type Event = { day: Day; knownOn: Day; event: number; user: number; amount: number | null };
export type Contract = { id: string; starts: Day; ends: Day | null; notice: Day | null; cancelled: Day | null };
export type Line = {
  id: string;
  contract: string;
  product: number;
  kind: 'recurring' | 'one_off';
  quantity: number;
  price: number;
  months: number;
  starts: Day;
  ends: Day | null;
  seats: boolean;
};
export type Contact = { id: string; roles: string[]; status: 'active' | 'left'; statusOn: Day | null };
export type Touch = { at: Date; known: Date; deleted: Date | null; automatic: boolean; kind: 'call' | 'memo'; contacts: string[] };
export type Product = {
  product: number;
  phase: 'onboarding' | 'adoption' | 'churned';
  started: Day | null;
  ended: Day | null;
  seats: number | null;
  due: Day | null;
  done: Day | null;
};
export type Account = {
  firstContractOn: Day | null;
  attributes: Record<string, string | number | boolean>;
  created: Date;
  churnedOn: Day | null;
  archived: Date | null;
};
export type Life = {
  id: string;
  account: Version<Account>[];
  events: Event[];
  contracts: Version<Contract>[];
  lines: Version<Line>[];
  contacts: Version<Contact>[];
  touches: Touch[];
  products: Version<Product>[];
};

export const base: Day = '2026-01-01';
/** Names by number; the last has no product. */
export const eventNames = ['login', 'report', 'invite', 'export'];
export const productOfEvent = [1, 1, 2, null] as const;

const uuid = fc.uuid({ version: 7 });
const dayBetween = (from: number, to: number) => fc.integer({ min: from, max: to }).map((n) => addDays(base, n));
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null, freq: 2 });
const moment = (from: number, to: number) =>
  fc.tuple(dayBetween(from, to), fc.integer({ min: 0, max: 86_399 })).map(([day, s]) => new Date(Date.parse(`${day}T00:00:00Z`) + s * 1000));

/** One to three states of a thing, each known from a moment to the next. */
function versions<T>(state: fc.Arbitrary<T>): fc.Arbitrary<Version<T>[]> {
  return fc
    .tuple(
      fc.array(state, { minLength: 1, maxLength: 3 }),
      fc.uniqueArray(moment(0, 220), { minLength: 3, maxLength: 3, selector: (d) => d.getTime() }),
      fc.boolean(),
    )
    .map(([states, moments, closed]) => {
      const at = moments.sort((a, b) => a.getTime() - b.getTime());
      return states.map((one, i) => ({ ...one, from: at[i]!, to: i < states.length - 1 || (closed && at[i + 1]) ? (at[i + 1] ?? null) : null }));
    });
}

const event = fc
  .record({
    day: dayBetween(-20, 230),
    late: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }) }),
    event: fc.nat(3),
    user: fc.integer({ min: 1, max: 5 }),
    amount: maybe(fc.integer({ min: -50, max: 200 })),
  })
  .map(({ late, ...one }): Event => ({ ...one, knownOn: addDays(one.day, late) }));

const contract = fc
  .record({
    starts: dayBetween(-300, 200),
    length: maybe(fc.integer({ min: 10, max: 400 })),
    notice: maybe(fc.integer({ min: 5, max: 90 })),
    cancelled: maybe(dayBetween(0, 240)),
  })
  .map(({ starts, length, notice, cancelled }): Omit<Contract, 'id'> => {
    const ends = length === null ? null : addDays(starts, length);
    return { starts, ends, notice: ends && notice ? addDays(ends, -notice) : null, cancelled };
  });
const line = fc
  .record({
    product: fc.constantFrom(1, 2),
    kind: fc.constantFrom('recurring' as const, 'one_off' as const),
    quantity: fc.integer({ min: 0, max: 20 }),
    price: fc.integer({ min: 0, max: 100_000 }),
    months: fc.constantFrom(1, 3, 12),
    starts: dayBetween(-100, 150),
    ends: maybe(dayBetween(100, 300)),
    seats: fc.boolean(),
  })
  .map((one): Omit<Line, 'id' | 'contract'> => ({ ...one, ends: one.ends && one.ends < one.starts ? null : one.ends }));
const contact = fc.record({
  roles: fc.subarray(['champion', 'decision_maker', 'operator']),
  status: fc.constantFrom('active' as const, 'left' as const),
  statusOn: maybe(dayBetween(0, 230)),
});
const product = fc.record({
  phase: fc.constantFrom('onboarding' as const, 'adoption' as const, 'churned' as const),
  started: maybe(dayBetween(-50, 150)),
  ended: maybe(dayBetween(100, 300)),
  seats: maybe(fc.integer({ min: 0, max: 30 })),
  due: maybe(dayBetween(0, 220)),
  done: maybe(dayBetween(0, 230)),
});
const account = fc.record({
  firstContractOn: maybe(dayBetween(-400, 50)),
  created: moment(0, 30),
  churnedOn: maybe(dayBetween(150, 260)),
  archived: fc.option(moment(150, 240), { nil: null, freq: 5 }),
  attributes: fc.record<Record<string, string | number | boolean>>(
    {
      size: fc.oneof(fc.integer({ min: -5, max: 5000 }), fc.constant('12.5'), fc.constant('n/a')),
      vip: fc.oneof(fc.boolean(), fc.constant('true')),
      since: fc.constantFrom('2025-06-01', '2026-03-31', 'soon'),
      plan: fc.constantFrom('gold', 'basic'),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Account['attributes']>,
});

const touchOf = (ids: string[]) =>
  fc
    .record({
      at: moment(-30, 230),
      late: fc.nat(3 * 86_400),
      deleted: fc.option(moment(50, 230), { nil: null, freq: 4 }),
      automatic: fc.boolean(),
      kind: fc.constantFrom('call' as const, 'call' as const, 'memo' as const),
      contacts: fc.subarray(ids),
    })
    .map(({ late, ...one }): Touch => ({ ...one, known: new Date(one.at.getTime() + late * 1000) }));

/** One customer's life. Its contract lines hang on contracts that are there. */
export const life: fc.Arbitrary<Life> = fc
  .record({
    id: uuid,
    account: fc.oneof({ weight: 5, arbitrary: versions(account) }, { weight: 1, arbitrary: fc.constant<Version<Account>[]>([]) }),
    events: fc.array(event, { maxLength: 60 }),
    contractIds: fc.uniqueArray(uuid, { maxLength: 2 }),
    contactIds: fc.uniqueArray(uuid, { maxLength: 3 }),
    productNos: fc.subarray([1, 2]),
  })
  .chain(({ id, account: states, events, contractIds, contactIds, productNos }) =>
    fc.record({
      id: fc.constant(id),
      account: fc.constant(states),
      events: fc.constant(events),
      contracts: each(contractIds, (contractId) => versions(contract).map((all) => all.map((v) => ({ ...v, id: contractId })))),
      lines: contractIds.length
        ? fc
            .uniqueArray(uuid, { maxLength: 3 })
            .chain((ids) =>
              each(ids, (lineId) =>
                fc
                  .tuple(versions(line), fc.constantFrom(...contractIds))
                  .map(([all, contractId]) => all.map((v) => ({ ...v, id: lineId, contract: contractId }))),
              ),
            )
        : fc.constant<Version<Line>[]>([]),
      contacts: each(contactIds, (contactId) => versions(contact).map((all) => all.map((v) => ({ ...v, id: contactId })))),
      touches: fc.array(touchOf(contactIds), { maxLength: 6 }),
      products: each(productNos, (no) => versions(product).map((all) => all.map((v) => ({ ...v, product: no })))),
    }),
  );

function each<T>(keys: (string | number)[], make: (key: never) => fc.Arbitrary<T[]>): fc.Arbitrary<T[]> {
  return keys.length ? fc.tuple(...keys.map((k) => make(k as never))).map((lists) => (lists as T[][]).flat()) : fc.constant([]);
}

/** What of a life was known before `cut`, the end of `day`. */
export function knownBefore(one: Life, cut: Date, day: Day): Life {
  const then = <T extends { from: Date; to: Date | null }>(all: T[]): T[] =>
    all.filter((v) => v.from < cut).map((v) => ({ ...v, to: v.to && v.to >= cut ? null : v.to }));
  return {
    ...one,
    account: then(one.account),
    contracts: then(one.contracts),
    lines: then(one.lines),
    contacts: then(one.contacts),
    products: then(one.products),
    events: one.events.filter((e) => e.knownOn <= day && e.day <= day),
    touches: one.touches.filter((t) => t.known < cut && t.at < cut).map((t) => ({ ...t, deleted: t.deleted && t.deleted >= cut ? null : t.deleted })),
  };
}
