import type pg from 'pg';
import { copyRows, type Cell } from '#platform/db/copy.ts';
import type { Row, State } from './account-rows.ts';

/** COPY objects into a table; a key that a row lacks is empty. */
export async function copyObjects(client: pg.ClientBase, table: string, columns: readonly string[], objects: Row[]): Promise<void> {
  if (objects.length)
    await copyRows(
      client,
      `${table} (${columns.join(', ')})`,
      objects.map((o) => columns.map((c) => o[c] as Cell)),
    );
}

/** The last state of each row into `table`, and every state into `versions`, known until the next one. */
export async function copyStates(client: pg.ClientBase, table: string, versions: string, columns: readonly string[], things: State[][]): Promise<void> {
  const present = things.filter((states) => states.length > 0);
  await copyObjects(
    client,
    table,
    columns,
    present.map((states) => states.at(-1)!.row),
  );
  const history = present.flatMap((states) => states.map((state, i) => ({ ...state.row, known_from: state.at, known_to: states[i + 1]?.at ?? null })));
  await copyObjects(client, versions, [...columns, 'known_from', 'known_to'], history);
}

export const columnsOf = {
  accounts: [
    'account_id',
    'external_id',
    'name',
    'kana',
    'industry',
    'employees',
    'region',
    'tags',
    'touch_model',
    'first_contract_on',
    'payment_status',
    'attributes',
    'churned_on',
    'is_sample',
    'created_at',
    'updated_at',
  ],
  account_products: [
    'account_id',
    'product_no',
    'phase',
    'phase_since',
    'started_on',
    'ended_on',
    'seats',
    'onboarding_started_on',
    'onboarding_due_on',
    'onboarding_done_on',
    'created_at',
    'updated_at',
  ],
  contacts: [
    'account_id',
    'contact_id',
    'name',
    'kana',
    'department',
    'title',
    'email',
    'roles',
    'status',
    'status_on',
    'successor_contact_id',
    'user_key',
    'is_sample',
    'created_at',
    'updated_at',
  ],
  assignments: ['account_id', 'assignment_id', 'role', 'member_id', 'from_on', 'to_on', 'handover_note', 'created_at', 'updated_at'],
  contracts: [
    'account_id',
    'contract_id',
    'external_id',
    'name',
    'signed_on',
    'starts_on',
    'ends_on',
    'auto_renew',
    'notice_deadline_on',
    'cancelled_on',
    'currency',
    'is_sample',
    'created_at',
    'updated_at',
  ],
  contract_lines: [
    'account_id',
    'line_id',
    'contract_id',
    'product_no',
    'kind',
    'quantity',
    'unit_price',
    'billing_months',
    'starts_on',
    'ends_on',
    'is_seats',
    'created_at',
    'updated_at',
  ],
  activities: [
    'account_id',
    'activity_id',
    'kind',
    'direction',
    'happened_at',
    'known_at',
    'subject',
    'body',
    'is_sample',
    'created_by',
    'created_at',
    'updated_at',
  ],
  activity_contacts: ['account_id', 'activity_id', 'contact_id'],
  activity_members: ['account_id', 'activity_id', 'member_id'],
} as const;
