import { isBusinessDay } from '#platform/clock/business-days.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import { morning, type Person, type Row } from './account-rows.ts';
import type { Life } from './life.ts';
import type { Contact } from './people-rows.ts';
import type { Random } from './random.ts';
import { touches } from './words.ts';

export type ActivityRows = { activities: Row[]; contacts: Row[]; members: Row[] };

const cadence: Record<string, number> = { high: 24, hybrid: 48, low: 85, tech: 240 };

/** Visits, meetings, calls and mails with the people at the customer, on business days. */
export function activitiesOf(
  r: Random,
  life: Life,
  accountId: string,
  touchModel: string,
  contacts: Contact[],
  csm: Person | null,
  today: Day,
  now: Date,
): ActivityRows {
  const out: ActivityRows = { activities: [], contacts: [], members: [] };
  if (!csm) return out;
  const end = life.churnedOn ?? today;
  const neglected = (life.fate === 'declining' || life.fate === 'churned_after_decline') && r.chance(0.75);
  const gap = cadence[touchModel]!;
  for (let day = addDays(life.startedOn, r.int(2, 7)); day < end; day = addDays(day, Math.max(3, Math.round(gap * (0.5 + r.next()))))) {
    const falling = life.turnOn !== null && day >= life.turnOn && life.fate !== 'growing';
    if (falling && neglected) continue;
    add(
      r,
      out,
      life,
      accountId,
      contacts,
      csm,
      businessDay(day, end),
      falling ? 'bad' : life.onboarding.doneOn && day > life.onboarding.doneOn ? 'good' : 'start',
      true,
    );
    if (r.chance(0.3)) add(r, out, life, accountId, contacts, csm, businessDay(addDays(day, r.int(1, 9)), end), 'inquiry', false);
  }
  if (!life.churnedOn) recent(r, out, life, accountId, contacts, csm, today, now);
  return out;
}

/** Some were spoken to yesterday or this morning, so that the latest days are not empty. */
function recent(r: Random, out: ActivityRows, life: Life, accountId: string, contacts: Contact[], csm: Person, today: Day, now: Date): void {
  let last = addDays(today, -1);
  while (!isBusinessDay(last)) last = addDays(last, -1);
  const [yesterday, asks, thisMorning] = [r.chance(0.04), r.chance(0.3), r.chance(0.02)];
  if (life.startedOn >= last) return;
  if (yesterday) add(r, out, life, accountId, contacts, csm, last, asks ? 'inquiry' : life.onboarding.doneOn ? 'good' : 'start', !asks);
  if (thisMorning && isBusinessDay(today) && now >= new Date(morning(today).getTime() + 2 * 3_600_000))
    add(r, out, life, accountId, contacts, csm, today, 'inquiry', false, 2);
}

function add(
  r: Random,
  out: ActivityRows,
  life: Life,
  accountId: string,
  contacts: Contact[],
  csm: Person,
  day: Day | null,
  mood: keyof typeof touches,
  proactive: boolean,
  hours = 8,
): void {
  if (!day) return;
  const at = new Date(morning(day).getTime() + r.int(0, hours * 60) * 60_000);
  const id = r.uuid(at);
  const [subject, body] = r.pick(touches[mood] as readonly (readonly [string, string])[]);
  const kind = proactive
    ? r.weighted([
        ['web_meeting', 50],
        ['call', 22],
        ['visit', 10],
        ['email', 18],
      ] as const)
    : r.weighted([
        ['email', 55],
        ['call', 35],
        ['chat', 10],
      ] as const);
  const there = contacts.filter((c) => c.states[0]!.at <= at && !(c.leftOn && day >= c.leftOn));
  const invited = there.filter((c) => r.chance(c.roles.includes('decision_maker') ? (life.size === 'small' ? 0.5 : 0.2) : 0.6));
  out.activities.push({
    account_id: accountId,
    activity_id: id,
    kind,
    direction: proactive ? 'proactive' : 'reactive',
    happened_at: at,
    known_at: at,
    subject,
    body,
    is_sample: true,
    created_by: csm.id,
    created_at: at,
    updated_at: at,
  });
  for (const c of invited.length ? invited : there.slice(0, 1)) out.contacts.push({ account_id: accountId, activity_id: id, contact_id: c.id });
  out.members.push({ account_id: accountId, activity_id: id, member_id: csm.id });
}

function businessDay(day: Day, end: Day): Day | null {
  let at = day;
  while (!isBusinessDay(at)) at = addDays(at, 1);
  return at < end ? at : null;
}
