import type pg from 'pg';
import { copyRows } from '#platform/db/copy.ts';
import type { Day } from '#platform/clock/days.ts';
import { accountStates, productStates, type Row, type Staff, type State } from './account-rows.ts';
import { activitiesOf } from './activity-rows.ts';
import { contractsOf } from './contract-rows.ts';
import { columnsOf, copyObjects, copyStates } from './copy-states.ts';
import { drawLife } from './life.ts';
import { assignmentsOf, contactsOf } from './people-rows.ts';
import { random } from './random.ts';
import { eventColumns, eventsOf, usersOf, type UsagePlan } from './usage-rows.ts';

export type SamplePlan = { seed: number; today: Day; now: Date; staff: Staff; usage: UsagePlan; sourceNo: number; eventIds: Map<string, number> };

/** Makes the accounts numbered `from` to `to` (excluded) and copies them in. Each account has its own random stream. */
export async function copyBatch(client: pg.ClientBase, plan: SamplePlan, from: number, to: number): Promise<string[]> {
  const accounts = Array.from({ length: to - from }, (_, i) => draw(plan, from + i));
  const all = <T>(pick: (a: Drawn) => T[]): T[] => accounts.flatMap(pick);
  await copyStates(
    client,
    'accounts',
    'account_versions',
    columnsOf.accounts,
    all((a) => [a.account.states]),
  );
  await copyObjects(
    client,
    'account_keys',
    ['source', 'external_id', 'account_id'],
    accounts.map((a) => ({ source: 'sample', external_id: a.account.states[0]!.row.external_id, account_id: a.account.id })),
  );
  await copyStates(
    client,
    'account_products',
    'account_product_versions',
    columnsOf.account_products,
    all((a) => a.products),
  );
  await copyStates(
    client,
    'contacts',
    'contact_versions',
    columnsOf.contacts,
    all((a) => a.contacts.map((c) => c.states)),
  );
  await copyStates(
    client,
    'assignments',
    'assignment_versions',
    columnsOf.assignments,
    all((a) => a.assignments),
  );
  await copyStates(
    client,
    'contracts',
    'contract_versions',
    columnsOf.contracts,
    all((a) => a.contracts),
  );
  await copyStates(
    client,
    'contract_lines',
    'contract_line_versions',
    columnsOf.contract_lines,
    all((a) => a.lines),
  );
  await copyObjects(
    client,
    'activities',
    columnsOf.activities,
    all((a) => a.touches.activities),
  );
  await copyObjects(
    client,
    'activity_contacts',
    columnsOf.activity_contacts,
    all((a) => a.touches.contacts),
  );
  await copyObjects(
    client,
    'activity_members',
    columnsOf.activity_members,
    all((a) => a.touches.members),
  );
  await copyUsage(client, plan, accounts);
  return accounts.map((a) => a.account.id);
}

type Drawn = {
  index: number;
  random: ReturnType<typeof random>;
  life: ReturnType<typeof drawLife>;
  account: ReturnType<typeof accountStates>;
  products: State[][];
  contacts: ReturnType<typeof contactsOf>;
  assignments: State[][];
  contracts: State[][];
  lines: State[][];
  touches: ReturnType<typeof activitiesOf>;
};

function draw(plan: SamplePlan, index: number): Drawn {
  const r = random(Math.imul(plan.seed + 1, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35));
  const life = drawLife(r, plan.today);
  const account = accountStates(r, life, index, plan.today);
  const contacts = contactsOf(r, life, account.id, index, plan.today);
  const { states: assignments, csm } = assignmentsOf(r, life, account.id, plan.staff, plan.today);
  const touches = activitiesOf(r, life, account.id, account.touchModel, contacts, csm, plan.today, plan.now);
  return {
    index,
    random: r,
    life,
    account,
    products: productStates(life, account.id, plan.today),
    contacts,
    assignments,
    ...contractsOf(r, life, account.id, index, plan.today),
    touches,
  };
}

async function copyUsage(client: pg.ClientBase, plan: SamplePlan, accounts: Drawn[]): Promise<void> {
  const users = accounts.map((a) =>
    usersOf(
      a.random,
      a.life,
      a.account.id,
      a.index,
      a.contacts.map((c) => c.email),
    ),
  );
  const userRows = accounts.flatMap((a, i): Row[] =>
    users[i]!.map((u) => ({ account_id: u.accountId, user_no: u.no, user_key: u.key, email: u.key, contact_id: a.contacts[u.no - 1]?.id ?? null })),
  );
  await copyObjects(client, 'usage_users', ['account_id', 'user_no', 'user_key', 'email', 'contact_id'], userRows);
  await copyObjects(client, 'user_accounts', ['user_key', 'account_id'], userRows);
  await copyRows(
    client,
    `usage_events (${eventColumns.join(', ')})`,
    events(
      plan,
      accounts,
      users.map((u) => u.length),
    ),
  );
}

function* events(plan: SamplePlan, accounts: Drawn[], users: number[]) {
  for (const [i, a] of accounts.entries()) yield* eventsOf(a.random, a.life, a.account.id, users[i]!, plan.usage, plan.today, plan.sourceNo, plan.eventIds);
}
