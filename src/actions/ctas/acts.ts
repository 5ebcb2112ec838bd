import { problemAt } from '#platform/http/problem.ts';
import type { Day } from '#platform/clock/days.ts';
import { weekOf, type Place } from './logic.ts';
import { doneOutcomes, wontDoOutcomes } from './shapes.ts';
import type { Row } from './store.ts';

/** What a person does to a CTA: each gives the columns it sets, or says why it cannot be done. Pure. */
export type Act =
  | { kind: 'status'; status: 'open' | 'doing' | 'done' | 'wont_do'; outcome?: string | null; note?: string | null }
  | { kind: 'snooze'; until: Day | null; reason?: string | null }
  | { kind: 'reassign'; ownerId: string | null; note?: string | null }
  | { kind: 'change'; priority?: number; dueOn?: Day | null };
/** `places`: where CTAs that are handed to somebody stand in that person's week. */
export type Moment = { at: Date; today: Day; by: string | null; places?: ReadonlyMap<string, Place> };

export const isActive = (row: Pick<Row, 'status'>): boolean => row.status === 'open' || row.status === 'doing';
export const isAsleep = (row: Pick<Row, 'snoozedUntil'>, today: Day): boolean => row.snoozedUntil !== null && row.snoozedUntil > today;

/** Refuses what is wrong with an act whatever the CTA. */
export function refuseAct(act: Act, today: Day): void {
  if (act.kind === 'status') {
    const closing = act.status === 'done' ? doneOutcomes : act.status === 'wont_do' ? wontDoOutcomes : null;
    if (closing && !act.outcome)
      throw problemAt(
        'outcome',
        act.status === 'done'
          ? { ja: '結果を選んでください。', en: 'Choose the outcome.' }
          : { ja: '対応しない理由を選んでください。', en: 'Choose why nothing will be done.' },
      );
    if (closing && !(closing as readonly string[]).includes(act.outcome!))
      throw problemAt('outcome', { ja: 'この状態では選べない結果です。', en: 'This outcome does not belong to this status.' });
    if (!closing && act.outcome)
      throw problemAt('outcome', { ja: '結果は完了または対応しないときに選びます。', en: 'Only a CTA that is done or will not be done has an outcome.' });
  }
  if (act.kind === 'snooze' && act.until !== null && act.until <= today)
    throw problemAt('until', { ja: '明日以降の日付を選んでください。', en: 'Choose a day after today.' });
  if (act.kind === 'snooze' && act.until !== null && !act.reason)
    throw problemAt('reason', { ja: 'スヌーズの理由を選んでください。', en: 'Choose why it is snoozed.' });
  if (act.kind === 'change' && act.priority === undefined && act.dueOn === undefined)
    throw problemAt('action', { ja: '変更する項目を指定してください。', en: 'Name what to change.' });
}

/** The columns an act sets and the name of it in the history; null when it changes nothing or does not apply. */
export function effectOf(row: Row, act: Act, { at, today, by, places }: Moment): { kind: string; change: Partial<Row> } | null {
  if (act.kind === 'status') return statusEffect(row, act, { at, today, by });
  if (!isActive(row)) return null;
  if (act.kind === 'snooze') {
    if (act.until === null) return isAsleep(row, today) ? { kind: 'woken', change: { snoozedUntil: null, snoozeReason: null } } : null;
    if (row.snoozedUntil === act.until && row.snoozeReason === (act.reason ?? null)) return null;
    return { kind: 'snoozed', change: { snoozedUntil: act.until, snoozeReason: act.reason ?? null } };
  }
  if (act.kind === 'reassign') {
    if (row.ownerId === act.ownerId) return null;
    // It is new to whoever gets it: it counts in their week.
    const place = places?.get(row.ctaId);
    return { kind: 'reassigned', change: { ownerId: act.ownerId, ownerRole: null, ...(place ? { slot: place, slotWeek: weekOf(today) } : {}) } };
  }
  const change: Partial<Row> = {};
  if (act.priority !== undefined && act.priority !== row.priority) change.priority = act.priority;
  if (act.dueOn !== undefined && act.dueOn !== row.dueOn) change.dueOn = act.dueOn;
  return Object.keys(change).length ? { kind: 'changed', change } : null;
}

function statusEffect(row: Row, act: Act & { kind: 'status' }, { at, by }: Moment): { kind: string; change: Partial<Row> } | null {
  const { status } = act;
  const outcome = act.outcome ?? null;
  const outcomeNote = act.note ?? null;
  if (row.mergedInto) return null;
  if (status === row.status && outcome === row.outcome && outcomeNote === row.outcomeNote) return null;
  const acted = (status === 'doing' || status === 'done') && !row.firstActedAt ? { firstActedAt: at } : {};
  const awake = { snoozedUntil: null, snoozeReason: null };
  if (status === 'open' || status === 'doing') {
    const reopened = isActive(row) ? {} : { outcome: null, outcomeNote: null, closedAt: null, closedBy: null, closedByRule: false };
    return { kind: 'status', change: { status, ...awake, ...reopened, ...acted } };
  }
  // An escalation ends with the CTA: nobody has to look at it any more.
  return { kind: 'status', change: { status, outcome, outcomeNote, closedAt: at, closedBy: by, closedByRule: false, ...awake, ...released, ...acted } };
}

export const released = { escalatedTo: null, escalatedAt: null, escalatedBy: null, escalationReason: null, escalatedUntil: null };
