import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeAccount, silent } from '#accounts/accounts/factory.ts';
import { makeContract } from '#signals/contracts/factory.ts';
import { contractsWritten } from '#signals/contracts/written.ts';
import { makePlaybook } from './factory.ts';
import { runsWorld } from './testing/world.ts';

const { api, db, csm, today, facts, ask, customer, actingOn } = await runsWorld();
let accountId: string;
beforeEach(async () => {
  accountId = await customer();
});
const { start, run, set } = actingOn(() => accountId);

describe('a renewal that moves', () => {
  const before = (days: number, date: 'renewal' | 'notice' = 'renewal') => ({ kind: 'before', date, days }) as const;
  const due = async (): Promise<Record<string, string | null>> =>
    Object.fromEntries((await run()).steps.map((s: { taskKey: string; dueOn: string | null }) => [s.taskKey, s.dueOn]));
  const endsOn = (contractId: string, day: string) => db.execute(sql`update contracts set ends_on = ${day}::date where contract_id = ${contractId}::uuid`);
  const started = async (more: object = {}) => {
    const id = await makePlaybook(db, [
      { key: 'value', due: before(90) },
      { key: 'agree', due: before(60) },
      { key: 'quote', due: before(45) },
      { key: 'thanks', due: before(0) },
      { key: 'call', due: { kind: 'start', businessDays: 3 } },
      { key: 'notice', due: before(14, 'notice') },
    ]);
    const contractId = await makeContract(db, { accountId, startsOn: '2026-04-01', endsOn: '2027-03-31', autoRenew: false, ...more });
    await facts();
    await start(id);
    return contractId;
  };

  it('takes the open tasks that are due before it along, and says so; what is done, given by hand or not of it stays', async () => {
    const contractId = await started();
    const first = await due();
    expect(first).toEqual({ value: '2026-12-31', agree: '2027-01-29', quote: '2027-02-12', thanks: '2027-03-31', call: '2026-11-27', notice: null });
    await set('value', 'done');
    const { steps: all } = await run();
    await csm.patch(`/accounts/${accountId}/tasks/${all[2].taskId}`, { dueOn: '2027-02-01' });
    await endsOn(contractId, '2027-05-31');
    await ask();
    expect(await due()).toEqual({ ...first, agree: '2027-04-01', quote: '2027-02-01', thanks: '2027-05-31' });
    expect((await run()).redatings).toMatchObject([{ kind: 'renewal', was: '2027-03-31', becomes: '2027-05-31', tasks: 2, kept: false }]);
    expect((await api.audit()).at(-1)).toMatchObject({
      action: 'playbook_runs.redate',
      account_id: accountId,
      changes: { renewalOn: ['2027-03-31', '2027-05-31'], tasks: 2 },
    });
    const { items } = (await csm.get(`/accounts/${accountId}/timeline?kind=playbook`)).body;
    expect(items[0]).toMatchObject({ event: 'redated', title: 'テスト', detail: { was: '2027-03-31', becomes: '2027-05-31', tasks: 2 } });
    await ask();
    expect((await run()).redatings).toHaveLength(1);
    // Another contract that renews earlier is not what this run is about.
    await makeContract(db, { accountId, name: '追加契約', startsOn: '2026-06-01', endsOn: '2027-01-31' });
    await ask();
    expect((await run()).redatings).toHaveLength(1);
  });

  it('brings what would lie behind to today, and gives days once there is a date', async () => {
    const contractId = await started({ endsOn: null });
    expect((await due()).thanks).toBeNull();
    await db.execute(sql`update contracts set ends_on = '2027-03-31', notice_deadline_on = '2027-02-26' where contract_id = ${contractId}::uuid`);
    await ask();
    expect(await due()).toMatchObject({ value: '2026-12-31', thanks: '2027-03-31', notice: '2027-02-12' });
    expect((await run()).redatings.map((r: { kind: string; was: null; tasks: number }) => [r.kind, r.was, r.tasks]).toSorted()).toEqual([
      ['notice', null, 1],
      ['renewal', null, 4],
    ]);
    await endsOn(contractId, '2026-12-31');
    await ask();
    expect(await due()).toMatchObject({ value: today, agree: today, quote: today, thanks: '2026-12-31' });
  });

  it('leaves the tasks of the old term when the contract was renewed for another, and when the day has come', async () => {
    const contractId = await started();
    const first = await due();
    await endsOn(contractId, '2028-03-31');
    await ask();
    expect(await due()).toEqual(first);
    expect((await run()).redatings).toMatchObject([{ was: '2027-03-31', becomes: '2028-03-31', tasks: 4, kept: true }]);
    await endsOn(contractId, '2028-04-30');
    await ask();
    expect(await due()).toEqual(first);
    // The next customer's contract renews itself by a month, each month: a day that is over does not move.
    accountId = await makeAccount(db);
    const monthly = await started({ startsOn: '2026-10-23', endsOn: '2026-11-30', autoRenew: true });
    const then = await due();
    await db.execute(sql`update playbook_runs set renewal_on = '2026-11-22' where account_id = ${accountId}::uuid`);
    await endsOn(monthly, '2026-12-22');
    await ask();
    expect(await due()).toEqual(then);
    expect((await run()).redatings).toEqual([]);
  });

  it('knows a new term by the length of the old one: a quarter that is renewed early is another, a quarter that is put off is not', async () => {
    const contractId = await started({ startsOn: '2026-10-01', endsOn: '2026-12-31' });
    await endsOn(contractId, '2027-02-10');
    await ask();
    expect((await due()).thanks).toBe('2027-02-10');
    accountId = await makeAccount(db);
    const early = await started({ startsOn: '2026-10-01', endsOn: '2026-12-31' });
    const first = await due();
    await endsOn(early, '2027-03-31');
    await ask();
    expect(await due()).toEqual(first);
    expect((await run()).redatings).toMatchObject([{ was: '2026-12-31', becomes: '2027-03-31', kept: true }]);
    // Renewed before: the term begins where the one before it ended, not with the contract.
    accountId = await makeAccount(db);
    const again = await makeContract(db, { accountId, startsOn: '2026-04-01', endsOn: '2026-09-30', autoRenew: false });
    const edited = new Date('2026-09-15T03:00:00Z');
    await db.execute(sql`update contracts set ends_on = '2026-12-31', updated_at = ${edited.toISOString()} where contract_id = ${again}::uuid`);
    await contractsWritten(db, silent, [{ accountId, id: again }], edited);
    const id = await makePlaybook(db, [{ key: 'thanks', due: before(0) }]);
    await facts();
    await start(id);
    await endsOn(again, '2027-03-31');
    await ask();
    expect(await due()).toEqual({ thanks: '2026-12-31' });
  });

  it('is followed by runs that are moved to another version, and by those that began before dates were kept', async () => {
    const contractId = await started();
    await db.execute(sql`update playbook_runs set contract_id = null, renewal_on = '2027-03-31', notice_on = null where account_id = ${accountId}::uuid`);
    const { playbookId } = await run();
    const task = (key: string, days: number) => ({ key, title: key, due: before(days) });
    await api.as('ops').patch(`/playbooks/${playbookId}`, { draft: { tasks: [task('agree', 60), task('new', 30)] } });
    await api.as('ops').post(`/playbooks/${playbookId}/versions`, {});
    await api.as('ops').post(`/playbooks/${playbookId}/runs/move`, {});
    expect(await due()).toMatchObject({ agree: '2027-01-29', new: '2027-03-01' });
    await endsOn(contractId, '2027-04-30');
    await ask();
    expect(await due()).toMatchObject({ agree: '2027-03-01', new: '2027-03-31' });
  });
});
