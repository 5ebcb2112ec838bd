import type { Cell } from '#platform/db/copy.ts';
import { copyRows } from '#platform/db/copy.ts';
import type { Database } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { eventNames, productOfEvent, type Event, type Life, type Version } from './lives.ts';

const cleared = [
  'account_days',
  'usage_events',
  'activity_contacts',
  'activities',
  'contract_line_versions',
  'contract_versions',
  'contact_versions',
  'account_product_versions',
  'account_versions',
  'metric_days',
  'score_days',
  'days_closed',
  'account_dirty',
  'accounts',
  'products',
  'event_names',
];
const when = new Date('2026-01-01T00:00:00Z');

/** Writes lives into an emptied database, as facts and versions; roll-ups are made here, by hand. */
export async function writeWorld(database: Database, lives: Life[], products = 2): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query(`truncate ${cleared.join(', ')} restart identity cascade`);
    for (let no = 1; no <= products; no++) await client.query('insert into products (product_no, key, name) values ($1, $2, $2)', [no, `p${no}`]);
    for (const [i, name] of eventNames.entries()) {
      const productNo = productOfEvent[i]! <= products ? productOfEvent[i] : null;
      await client.query('insert into event_names (event_id, name, product_no) overriding system value values ($1, $2, $3)', [i + 1, name, productNo]);
    }
    const put = async (target: string, cells: Cell[][]) => void (await copyRows(client, target, cells));
    const all = <T>(pick: (life: Life) => T[]) => lives.flatMap((life) => pick(life).map((one) => [life.id, one] as const));
    const known = (v: Version<object>) => [v.from, v.to] as const;
    await put(
      'accounts (account_id, name, churned_on, archived_at, created_at, updated_at)',
      lives.map((l) => [l.id, 'A', l.account.at(-1)?.churnedOn, l.account.at(-1)?.archived, when, when]),
    );
    await put(
      'account_versions (account_id, name, first_contract_on, attributes, churned_on, archived_at, created_at, updated_at, tags, is_sample, known_from, known_to)',
      all((l) => l.account).map(([id, a]) => [
        id,
        'A',
        a.firstContractOn,
        { json: a.attributes },
        a.churnedOn,
        a.archived,
        a.created,
        when,
        [],
        false,
        ...known(a),
      ]),
    );
    await put(
      'contract_versions (account_id, contract_id, name, starts_on, ends_on, notice_deadline_on, cancelled_on, auto_renew, currency, is_sample, created_at, updated_at, known_from, known_to)',
      all((l) => l.contracts).map(([id, c]) => [id, c.id, 'C', c.starts, c.ends, c.notice, c.cancelled, false, 'JPY', false, when, when, ...known(c)]),
    );
    await put(
      'contract_line_versions (account_id, line_id, contract_id, product_no, kind, quantity, unit_price, billing_months, starts_on, ends_on, is_seats, created_at, updated_at, known_from, known_to)',
      all((l) => l.lines).map(([id, n]) => [
        id,
        n.id,
        n.contract,
        n.product,
        n.kind,
        n.quantity,
        n.price,
        n.months,
        n.starts,
        n.ends,
        n.seats,
        when,
        when,
        ...known(n),
      ]),
    );
    await put(
      'contact_versions (account_id, contact_id, name, roles, status, status_on, is_sample, created_at, updated_at, known_from, known_to)',
      all((l) => l.contacts).map(([id, c]) => [id, c.id, 'N', c.roles, c.status, c.statusOn, false, when, when, ...known(c)]),
    );
    await put(
      'account_product_versions (account_id, product_no, phase, started_on, ended_on, seats, onboarding_due_on, onboarding_done_on, created_at, updated_at, known_from, known_to)',
      all((l) => l.products).map(([id, p]) => [id, p.product, p.phase, p.started, p.ended, p.seats, p.due, p.done, when, when, ...known(p)]),
    );
    const touches = all((l) => l.touches).map(([id, t]) => ({ id, t, activityId: newId() }));
    await put(
      'activities (account_id, activity_id, kind, happened_at, known_at, subject, is_automatic, deleted_at, created_at, updated_at)',
      touches.map(({ id, t, activityId }) => [id, activityId, t.kind, t.at, t.known, 'S', t.automatic, t.deleted, when, when]),
    );
    await put(
      'activity_contacts (account_id, activity_id, contact_id)',
      touches.flatMap(({ id, t, activityId }) => t.contacts.map((c) => [id, activityId, c])),
    );
    await put(
      'account_days (account_id, day, known_on, total, events, counts, amounts, users)',
      lives.flatMap((l) => rollUp(l.id, l.events)),
    );
    await put(
      'usage_events (account_id, ts, message_key, source_no, user_no, event_id, received_at, known_on, day, amount)',
      all((l) => l.events).map(([id, e], i) => [
        id,
        new Date(`${e.day}T03:00:00Z`),
        Buffer.from(`k${i}`),
        1,
        e.user,
        e.event + 1,
        when,
        e.knownOn,
        e.day,
        e.amount,
      ]),
    );
  } finally {
    client.release();
  }
}

function rollUp(id: string, events: Event[]): Cell[][] {
  const groups = new Map<string, Event[]>();
  for (const e of events) groups.set(`${e.day} ${e.knownOn}`, [...(groups.get(`${e.day} ${e.knownOn}`) ?? []), e]);
  return [...groups.values()].map((of) => {
    const ids = [...new Set(of.map((e) => e.event))];
    const some = (event: number) => of.filter((e) => e.event === event);
    const amounts = ids.map((n) => some(n).reduce((sum, e) => sum + (e.amount ?? 0), 0));
    return [id, of[0]!.day, of[0]!.knownOn, of.length, ids.map((n) => n + 1), ids.map((n) => some(n).length), amounts, [...new Set(of.map((e) => e.user))]];
  });
}
