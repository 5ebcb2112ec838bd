import { eq, and, sql } from 'drizzle-orm';
import { changedFields, write } from '#platform/audit/audit.ts';
import { row, type Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { formatDay } from '#platform/i18n/format.ts';
import { textsIn } from '#platform/i18n/texts.ts';
import { loadCatalogue } from '#rules/conditions/index.ts';
import { fill, type MergeValues } from './merge.ts';
import { byOf, wordsFor } from './asked.ts';
import { runsContract, type Task } from './runs-contract.ts';
import { findTasks, lockTask, mailFacts, oneTask, reopenRun, type TaskRow } from './runs.sql.ts';
import { shownTask } from './shown.ts';
import { settle } from './settle.sql.ts';
import { tasks } from './tables.ts';
import { mergeTexts } from './texts.ts';

const on = implementSlice(runsContract);

export const taskRoutes = {
  setTask: on.setTask.handler(({ context, input: { accountId, taskId, status, note } }) =>
    changed(context, 'tasks.status', accountId, taskId, async (tx, before) => {
      const t = wordsFor(context);
      if (status === 'skipped' && !(note ?? before.note)) throw problem('BAD_REQUEST', t.skipReason, [{ path: 'note', message: t.skipReason }]);
      if (before.runStatus === 'stopped') throw problem('CONFLICT', t.runEnded);
      const now = context.clock();
      const closed = status === 'open' ? { doneAt: null, doneBy: null } : { doneAt: now, doneBy: byOf(context) };
      if (status === before.status && note === undefined) return;
      await update(tx, accountId, taskId, { status, doneByItself: false, ...closed, ...(note === undefined ? {} : { note }) }, now);
      if (status === 'open' && before.runStatus === 'done') await reopenRun(tx, before, now);
      await settle(tx, [accountId], now);
    }),
  ),

  updateTask: on.updateTask.handler(({ context, input: { accountId, taskId, ...change } }) =>
    changed(context, 'tasks.update', accountId, taskId, async (tx, before) => {
      const { ownerId } = change;
      const message = wordsFor(context).member;
      if (ownerId && !(await row(tx, sql`select 1 from members where id = ${ownerId}::uuid and status <> 'disabled'`)))
        throw problem('BAD_REQUEST', message, [{ path: 'ownerId', message }]);
      const byHand = change.dueOn === undefined || change.dueOn === before.dueOn ? {} : { beforeDate: null, beforeDays: null };
      await update(tx, accountId, taskId, { ...change, ...byHand }, context.clock());
    }),
  ),

  mail: on.mail.handler(async ({ context, input: { accountId, taskId, contactId } }) => {
    const t = wordsFor(context);
    const [task] = await findTasks(context.db, oneTask(accountId, taskId), sql`1`, 1);
    if (!task) throw problem('NOT_FOUND', t.task);
    if (!task.template) throw problem('NOT_FOUND', t.noTemplate);
    const facts = (await mailFacts(context.db, accountId, task.productNo ?? 0, byOf(context) ?? task.ownerId, contactId ?? null))!;
    if (contactId && !facts.contactFound) throw problem('BAD_REQUEST', t.contact, [{ path: 'contactId', message: t.contact }]);
    const language = languageOf(context);
    const day = (value: string | null) => value && formatDay(value, language);
    const values: MergeValues = {
      'account.name': facts.account,
      'contact.name': facts.contact,
      'contact.department': facts.department,
      'contact.title': facts.title,
      'member.name': facts.member,
      'member.email': facts.memberEmail,
      'organisation.name': facts.organisation,
      'product.name': facts.product,
      'renewal.date': day(facts.renewalOn),
      'notice.date': day(facts.noticeOn),
      'onboarding.date': day(facts.onboardingOn),
    };
    const names = textsIn(mergeTexts, language);
    const subject = fill(task.template.subject, values, (field) => names[field]);
    const body = fill(task.template.body, values, (field) => names[field]);
    return {
      to: facts.email,
      contactName: facts.contact,
      subject: subject.text,
      body: body.text,
      missing: [...new Set([...subject.missing, ...body.missing])],
    };
  }),
};

async function changed(context: Context, action: string, accountId: string, taskId: string, work: (tx: Db, before: TaskRow) => Promise<void>): Promise<Task> {
  return write(context, action, async (tx, audit) => {
    const before = await lockTask(tx, accountId, taskId);
    if (!before) throw problem('NOT_FOUND', wordsFor(context).task);
    await work(tx, before);
    const after = (await findTasks(tx, oneTask(accountId, taskId), sql`1`, 1))[0]!;
    const shown = ({ status, ownerId, dueOn, note }: TaskRow) => ({ status, ownerId, dueOn, note });
    const changes = changedFields(shown(before), shown(after));
    audit(Object.keys(changes).length ? { noun: 'task', id: taskId, accountId, label: before.title, changes } : null);
    return shownTask(context, after, await loadCatalogue(tx));
  });
}

async function update(tx: Db, accountId: string, taskId: string, change: Partial<typeof tasks.$inferInsert>, now: Date): Promise<void> {
  await tx
    .update(tasks)
    .set({ ...change, updatedAt: now })
    .where(and(eq(tasks.accountId, accountId), eq(tasks.taskId, taskId)));
}
