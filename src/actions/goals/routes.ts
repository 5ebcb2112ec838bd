import { findAccount, type Account } from '#accounts/accounts/index.ts';
import { changedFields, write } from '#platform/audit/audit.ts';
import type { Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { checkInput, problem, type Wrong } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract } from './contract.ts';
import { dueGoals } from './due.sql.ts';
import { historyOf } from './history.ts';
import { countGoals, findGoals, insertGoal, isContact, lockGoal, updateGoal, type Goal, type GoalFields } from './store.ts';
import { deleteGoals } from './written.ts';

const on = implementSlice(contract);
const mostGoals = 200;
const nothing: Omit<GoalFields, 'title'> = {
  measure: null,
  unit: null,
  baseline: null,
  target: null,
  dueOn: null,
  agreedContactId: null,
  agreedOn: null,
};

export const routes = {
  list: on.list.handler(async ({ context, input: { accountId } }) => {
    const found = await findGoals(context.db, accountId);
    if (!found.length) await existing(context.db, accountId);
    return found;
  }),

  create: on.create.handler(({ context, input: { accountId, ...given } }) =>
    write(context, 'goals.create', async (tx, audit) => {
      const { isSample } = await existing(tx, accountId);
      if ((await countGoals(tx, accountId)) >= mostGoals)
        throw problem('CONFLICT', { ja: `1社に登録できるゴールは${mostGoals}件までです。`, en: `A customer can have ${mostGoals} goals at most.` });
      const fields = { ...nothing, ...given };
      await check(tx, context, accountId, fields);
      const goalId = await insertGoal(tx, { ...fields, accountId, isSample, createdBy: memberOf(context), updatedBy: memberOf(context) }, context.clock());
      audit({ noun: 'goal', id: goalId, accountId, label: fields.title, changes: changedFields({}, fields) });
      return locked(tx, accountId, goalId);
    }),
  ),

  update: on.update.handler(({ context, input: { accountId, goalId, ...given } }) =>
    write(context, 'goals.update', async (tx, audit) => {
      const before = await locked(tx, accountId, goalId);
      const changes = changedFields(before, given);
      audit(Object.keys(changes).length ? { noun: 'goal', id: goalId, accountId, label: given.title ?? before.title, changes } : null);
      if (!Object.keys(changes).length) return before;
      await check(tx, context, accountId, { ...before, ...given }, before);
      await updateGoal(tx, accountId, goalId, { ...given, updatedBy: memberOf(context) }, context.clock());
      return locked(tx, accountId, goalId);
    }),
  ),

  status: on.status.handler(({ context, input: { accountId, goalId, status, on: given, result = null, note = null } }) =>
    write(context, 'goals.status', async (tx, audit) => {
      const before = await locked(tx, accountId, goalId);
      const closedOn = status === 'open' ? null : (given ?? context.today);
      if (closedOn && closedOn > context.today)
        throw refused([{ path: 'on', message: { ja: '今日までの日付を入力してください。', en: 'The date cannot be after today.' } }]);
      const closing = status === 'open' ? { status, closedOn, result: null, closeNote: null } : { status, closedOn, result, closeNote: note };
      const changes = changedFields(before, closing);
      audit(Object.keys(changes).length ? { noun: 'goal', id: goalId, accountId, label: before.title, changes } : null);
      if (!Object.keys(changes).length) return before;
      const at = context.clock();
      const who = status === 'open' ? { closedAt: null, closedBy: null } : { closedAt: at, closedBy: memberOf(context) };
      await updateGoal(tx, accountId, goalId, { ...closing, ...who, updatedBy: memberOf(context) }, at);
      return locked(tx, accountId, goalId);
    }),
  ),

  remove: on.remove.handler(({ context, input: { accountId, goalId } }) =>
    write(context, 'goals.delete', async (tx, audit) => {
      const before = await locked(tx, accountId, goalId);
      await deleteGoals(tx, [{ accountId, id: goalId }], context.clock());
      audit({ noun: 'goal', id: goalId, accountId, label: before.title, changes: { title: [before.title, null] } });
    }),
  ),

  history: on.history.handler(async ({ context, input: { accountId, goalId } }) => {
    const found = await historyOf(context.db, accountId, goalId);
    if (!found.length) throw noGoal();
    return found;
  }),

  due: on.due.handler(({ context, input: { mine, days, limit } }) => {
    const csmId = mine ? memberOf(context) : null;
    if (mine && !csmId) throw problem('BAD_REQUEST', { ja: 'サインインしたメンバーだけが使えます。', en: 'Only for members who are signed in.' });
    return dueGoals(context.db, { csmId, today: context.today, days }, limit);
  }),
};

const memberOf = ({ actor }: Context) => (actor.kind === 'member' ? actor.id : null);

async function existing(db: Db, accountId: string): Promise<Account> {
  const found = await findAccount(db, accountId);
  if (!found) throw problem('NOT_FOUND', { ja: '顧客が見つかりません。', en: 'No such customer.' });
  return found;
}

const noGoal = () => problem('NOT_FOUND', { ja: 'ゴールが見つかりません。', en: 'No such goal.' });

async function locked(tx: Db, accountId: string, goalId: string): Promise<Goal> {
  const found = await lockGoal(tx, accountId, goalId);
  if (!found) throw noGoal();
  return found;
}

const refused = (errors: Wrong[]) => problem('BAD_REQUEST', checkInput, errors);

/** Agreed means with somebody and on a day that has come. A person who has gone since stays named. */
async function check(tx: Db, context: Context, accountId: string, goal: GoalFields, before?: GoalFields): Promise<void> {
  const errors: Wrong[] = [];
  const { agreedContactId, agreedOn } = goal;
  if (agreedContactId && !agreedOn) errors.push({ path: 'agreedOn', message: { ja: '合意した日を入力してください。', en: 'Enter the day of the agreement.' } });
  if (agreedOn && !agreedContactId)
    errors.push({ path: 'agreedContactId', message: { ja: '合意した先方担当者を選んでください。', en: 'Choose the contact who agreed.' } });
  if (agreedOn && agreedOn > context.today)
    errors.push({ path: 'agreedOn', message: { ja: '今日までの日付を入力してください。', en: 'The date cannot be after today.' } });
  if (agreedContactId && agreedContactId !== before?.agreedContactId && !(await isContact(tx, accountId, agreedContactId)))
    errors.push({ path: 'agreedContactId', message: { ja: 'この顧客の先方担当者ではありません。', en: 'This is not a contact of the customer.' } });
  if (errors.length) throw refused(errors);
}
