import { sql } from 'drizzle-orm';
import { findAccount } from '#accounts/accounts/index.ts';
import { write } from '#platform/audit/audit.ts';
import type { Day } from '#platform/clock/days.ts';
import type { Db } from '#platform/db/db.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { handOver } from './assign.sql.ts';
import { contract } from './contract.ts';
import { activeMember, listAssignments, listUnassigned, loadOfMembers, previewHandover, selected } from './store.ts';

const on = implementSlice(contract);

export const routes = {
  list: on.list.handler(({ context, input }) => listAssignments(context.db, input.accountId)),

  put: on.put.handler(({ context, input: { accountId, role, memberId, fromOn, handoverNote } }) =>
    write(context, 'assignments.put', async (tx, audit) => {
      if (!(await findAccount(tx, accountId))) throw problem('NOT_FOUND', { ja: '顧客が見つかりません。', en: 'No such customer.' });
      const after = await checkedMember(tx, memberId);
      const to = { role, memberId, fromOn: checkedDay(fromOn, context.today), note: handoverNote ?? null };
      const [done] = await handOver(tx, context.jobs, sql`select ${accountId}::uuid as account_id`, to, context.clock());
      audit(done ? { noun: 'assignment', id: accountId, accountId, label: done.name, changes: { [role]: [done.before, after] } } : null);
      return listAssignments(tx, accountId);
    }),
  ),

  unassigned: on.unassigned.handler(async ({ context, input: { role, limit, cursor } }) => {
    const found = await listUnassigned(context.db, role, limit + 1, cursor);
    const items = found.slice(0, limit).map((a) => ({ ...a, createdAt: new Date(a.createdAt) }));
    return { items, nextCursor: found.length > limit ? items[limit - 1]!.accountId : null };
  }),

  load: on.load.handler(({ context, input }) => loadOfMembers(context.db, input.role)),

  preview: on.preview.handler(async ({ context, input: { memberId, ...selection } }) => {
    await checkedMember(context.db, memberId);
    return previewHandover(context.db, selection, memberId);
  }),

  reassign: on.reassign.handler(({ context, input: { memberId, fromOn, handoverNote, ...selection } }) =>
    write(context, 'assignments.reassign', async (tx, audit) => {
      const after = await checkedMember(tx, memberId);
      const to = { role: selection.role, memberId, fromOn: checkedDay(fromOn, context.today), note: handoverNote ?? null };
      const done = await handOver(tx, context.jobs, selected(selection), to, context.clock());
      for (const { accountId, name, before } of done)
        audit({ noun: 'assignment', id: accountId, accountId, label: name, changes: { [to.role]: [before, after] } });
      if (!done.length) audit(null);
      return { changed: done.length };
    }),
  ),
};

async function checkedMember(db: Db, memberId: string | null): Promise<string | null> {
  if (!memberId) return null;
  const member = await activeMember(db, memberId);
  if (!member) throw problemAt('memberId', { ja: '担当にできるメンバーが見つかりません。', en: 'No such member who could be given customers.' });
  return member.name;
}

function checkedDay(fromOn: Day | undefined, today: Day): Day {
  if (fromOn && fromOn > today)
    throw problemAt('fromOn', { ja: '担当の開始日に未来の日付は指定できません。', en: 'An assignment cannot start in the future.' });
  return fromOn ?? today;
}
