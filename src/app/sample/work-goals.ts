import { makeGoal, reachGoal } from '#actions/goals/factory.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import type { Db } from '#platform/db/db.ts';
import { morning } from './account-rows.ts';
import { goalWords } from './goal-words.ts';
import { random, type Random } from './random.ts';
import type { Worked } from './working-set.ts';

/** Of each CSM's customers a few have goals: due soon, overdue, later, reached, and one not agreed yet. */
const perCsm = 5;

export async function makeGoals(tx: Db, worked: readonly Worked[], seed: number, today: Day, now: Date): Promise<void> {
  const r = random(seed ^ 0x60a15);
  const seen = new Map<string, number>();
  for (const one of worked) {
    const n = seen.get(one.csmId) ?? 0;
    // Every third customer, so that goals and other work do not all meet on the same ones.
    if (n >= perCsm || !one.contactId || one.since > addDays(today, -90) || !r.chance(0.35)) continue;
    seen.set(one.csmId, n + 1);
    await makeOne(tx, r, one, n, today, now);
  }
}

async function makeOne(tx: Db, r: Random, one: Worked, n: number, today: Day, now: Date): Promise<void> {
  const [title, measure, unit, baseline, target] = r.pick(goalWords);
  const agreedOn = addDays(today, -r.int(50, 85));
  const days = [r.int(4, 18), -r.int(2, 9), r.int(45, 90), -r.int(5, 20), r.int(12, 28)][n]!;
  const agreed = n === 4 ? {} : { agreedContactId: one.contactId, agreedOn };
  const { accountId, csmId } = one;
  const goal = { accountId, title, measure, unit, baseline, target, dueOn: addDays(today, days), ...agreed, createdBy: csmId, isSample: true };
  const goalId = await makeGoal(tx, goal, morning(agreedOn));
  if (n !== 3) return;
  const closedOn = addDays(today, -r.int(1, 4));
  const at = new Date(Math.min(now.getTime(), morning(closedOn).getTime()));
  await reachGoal(tx, { accountId, goalId }, { closedOn, closedBy: csmId, result: target, closeNote: '現場の運用に定着したことを、先方と数字で確認。' }, at);
}
