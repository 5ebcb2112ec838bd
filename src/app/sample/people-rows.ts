import { addDays, type Day } from '#platform/clock/days.ts';
import { morning, type Person, type Row, type Staff, type State } from './account-rows.ts';
import type { Life } from './life.ts';
import type { Random } from './random.ts';
import { departments, givenNames, surnames, titles } from './words.ts';

export type Contact = { id: string; states: State[]; roles: string[]; email: string; leftOn: Day | null };

export function personName(r: Random): { name: string; kana: string } {
  const [last, lastKana] = r.pick(surnames);
  const [first, firstKana] = r.pick(givenNames);
  return { name: `${last} ${first}`, kana: `${lastKana} ${firstKana}` };
}

/** The people at the customer: one decision maker (usually), one champion, some operators. */
export function contactsOf(r: Random, life: Life, accountId: string, index: number, today: Day): Contact[] {
  const roles: ('champion' | 'decision_maker' | 'operator')[] = ['champion', ...(r.chance(0.82) ? (['decision_maker'] as const) : [])];
  for (let n = r.int(1, { small: 2, mid: 3, large: 5 }[life.size]); n > 0; n--) roles.push('operator');
  const at = morning(life.terms[0]!.signedOn);
  const contacts = roles.map((role, n): Contact => contact(r, accountId, role, `user${n + 1}@s${index + 1}.example.jp`, at));
  const left = life.championLeftOn;
  if (left && left <= today) replaceChampion(r, contacts, accountId, index, left, today);
  return contacts;
}

function contact(r: Random, accountId: string, role: keyof typeof titles, email: string, at: Date): Contact {
  const id = r.uuid(at);
  const row: Row = {
    account_id: accountId,
    contact_id: id,
    ...personName(r),
    department: r.pick(departments),
    title: r.pick(titles[role]) || null,
    email,
    user_key: email,
    roles: [role],
    status: 'active',
    is_sample: true,
    created_at: at,
    updated_at: at,
  };
  return { id, states: [{ at, row }], roles: [role], email, leftOn: null };
}

// The successor is known some weeks later in most cases, in some never.
function replaceChampion(r: Random, contacts: Contact[], accountId: string, index: number, left: Day, today: Day): void {
  const champion = contacts[0]!;
  champion.leftOn = left;
  const gone: Row = { ...champion.states.at(-1)!.row, status: r.chance(0.6) ? 'transferred' : 'left', status_on: left, updated_at: morning(left) };
  champion.states.push({ at: morning(left), row: gone });
  const arrives = addDays(left, r.int(10, 40));
  if (!r.chance(0.6) || arrives > today) return;
  const successor = contact(r, accountId, 'champion', `user${contacts.length + 1}@s${index + 1}.example.jp`, morning(arrives));
  contacts.push(successor);
  champion.states.push({ at: morning(arrives), row: { ...gone, successor_contact_id: successor.id, updated_at: morning(arrives) } });
}

/** Who looks after the customer: as states over time, one list for each assignment. */
export function assignmentsOf(r: Random, life: Life, accountId: string, staff: Staff, today: Day): { states: State[][]; csm: Person | null } {
  const made: State[][] = [];
  const give = (role: string, member: Person, from: Day, to: Day | null, note: string | null) =>
    made.push(assignment(r, accountId, role, member, from, to, note, today));
  const fresh = addDays(life.startedOn, 45) > today;
  give('sales', r.pick(staff.sales), life.terms[0]!.signedOn, null, null);
  give('onboarding', r.pick(staff.onboarding), life.startedOn, life.onboarding.doneOn, null);
  if (fresh && r.chance(0.35)) return { states: made, csm: null };
  const first = r.pick(staff.csms);
  const moved = addDays(life.startedOn, r.int(200, 400));
  const second = r.pick(staff.csms);
  if (moved >= today || second.id === first.id || r.chance(0.7) || (life.churnedOn && moved > life.churnedOn)) {
    give('csm', first, life.startedOn, null, null);
    return { states: made, csm: first };
  }
  give('csm', first, life.startedOn, addDays(moved, -1), null);
  give('csm', second, moved, null, `${first.name.split(' ')[0]}より引き継ぎ。定例は第2火曜。決裁者との接点を増やすこと。`);
  return { states: made, csm: second };
}

function assignment(r: Random, accountId: string, role: string, member: Person, from: Day, to: Day | null, note: string | null, today: Day): State[] {
  const at = morning(from);
  const row: Row = {
    account_id: accountId,
    assignment_id: r.uuid(at),
    role,
    member_id: member.id,
    from_on: from,
    handover_note: note,
    created_at: at,
    updated_at: at,
  };
  const states = [{ at, row }];
  if (to && to < today) states.push({ at: morning(to), row: { ...row, to_on: to, updated_at: morning(to) } });
  return states;
}
