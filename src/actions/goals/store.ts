import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { goals, type goalStatuses } from './tables.ts';
import { goalsWritten } from './written.ts';

export type GoalFields = {
  title: string;
  measure: string | null;
  unit: string | null;
  baseline: number | null;
  target: number | null;
  dueOn: Day | null;
  agreedContactId: string | null;
  agreedOn: Day | null;
};
export type Goal = GoalFields & {
  accountId: string;
  goalId: string;
  agreedContactName: string | null;
  status: (typeof goalStatuses)[number];
  closedOn: Day | null;
  closedByName: string | null;
  result: number | null;
  closeNote: string | null;
  updatedAt: Date;
};
export type Closing = Partial<Pick<typeof goals.$inferInsert, 'status' | 'closedOn' | 'closedAt' | 'closedBy' | 'result' | 'closeNote' | 'updatedBy'>>;

/** Goals of an account; `where` is over alias g. Somebody who is no longer among the contacts is still named. */
export async function findGoals(db: Db, accountId: string, where: SQL = sql`true`): Promise<Goal[]> {
  const found = await rows<Goal & { updatedAt: string }>(
    db,
    sql`select g.account_id as "accountId", g.goal_id as "goalId", g.title, g.measure, g.unit, g.baseline, g.target, g.due_on as "dueOn",
          g.agreed_contact_id as "agreedContactId", coalesce(c.name, (select v.name from contact_versions v where v.account_id = g.account_id and v.contact_id = g.agreed_contact_id
            order by v.known_from desc limit 1)) as "agreedContactName", g.agreed_on as "agreedOn",
          g.status, g.closed_on as "closedOn", m.name as "closedByName", g.result, g.close_note as "closeNote", g.updated_at as "updatedAt"
        from goals g left join contacts c on c.account_id = g.account_id and c.contact_id = g.agreed_contact_id left join members m on m.id = g.closed_by
        where g.account_id = ${accountId}::uuid and ${where}
        order by g.status <> 'open', case when g.status = 'open' then g.due_on end nulls last, g.closed_on desc, g.goal_id`,
  );
  return found.map((g) => ({ ...g, updatedAt: new Date(g.updatedAt) }));
}

/** The goal, locked: two people at once do not undo each other. */
export async function lockGoal(tx: Db, accountId: string, goalId: string): Promise<Goal | undefined> {
  await tx.execute(sql`select from goals where account_id = ${accountId}::uuid and goal_id = ${goalId}::uuid for update`);
  return (await findGoals(tx, accountId, sql`g.goal_id = ${goalId}::uuid`))[0];
}

export async function countGoals(tx: Db, accountId: string): Promise<number> {
  return (await row<{ n: number }>(tx, sql`select count(*)::int as n from goals where account_id = ${accountId}::uuid`))!.n;
}

export async function insertGoal(
  tx: Db,
  goal: GoalFields & { accountId: string; isSample: boolean; createdBy: string | null; updatedBy: string | null },
  at: Date,
): Promise<string> {
  const goalId = newId();
  await tx.insert(goals).values({ ...goal, goalId, createdAt: at, updatedAt: at });
  await goalsWritten(tx, [{ accountId: goal.accountId, id: goalId }], at);
  return goalId;
}

export async function updateGoal(tx: Db, accountId: string, goalId: string, change: Partial<GoalFields> & Closing, at: Date): Promise<void> {
  await tx
    .update(goals)
    .set({ ...change, updatedAt: at })
    .where(and(eq(goals.accountId, accountId), eq(goals.goalId, goalId)));
  await goalsWritten(tx, [{ accountId, id: goalId }], at);
}

export async function isContact(db: Db, accountId: string, contactId: string): Promise<boolean> {
  return Boolean(await row(db, sql`select 1 as there from contacts where account_id = ${accountId}::uuid and contact_id = ${contactId}::uuid`));
}
