import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAssignment } from '#accounts/assignments/factory.ts';
import { ctasClosed, ctasCreated } from '#actions/ctas/index.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { refreshFacts } from '#rules/facts/index.ts';
import { timelineRoutes } from '#signals/timeline/routes.ts';
import { playbookMoments } from '../index.ts';
import { askPlaybooks, endWithCta, startForCta } from '../jobs.ts';
import { routes, runRoutes } from '../routes.ts';

/** For tests of runs: the API with the jobs that follow them, on 2026-11-24, the clock a second on at each look. */
export async function runsWorld() {
  let now = new Date('2026-11-24T03:00:00Z');
  const api = await testApi(
    { playbooks: routes, playbookRuns: runRoutes, timeline: timelineRoutes([{ kind: 'playbook', moments: playbookMoments }]) },
    {
      clock: () => (now = new Date(now.getTime() + 1000)),
      jobs: [askPlaybooks, endWithCta, startForCta] as never,
      subscriptions: [
        [ctasCreated, startForCta as never],
        [ctasClosed, endWithCta as never],
      ],
    },
  );
  const { db } = api;
  const csm = api.as('csm');
  const today = '2026-11-24';
  const facts = () => refreshFacts(db, 'all', today, { zone: 'Asia/Tokyo', now: api.clock() });
  const ask = async () => {
    await facts();
    await api.jobs.enqueue(db, askPlaybooks, {});
    await api.drain();
  };
  const customer = async () => {
    const accountId = await makeAccount(db, { employees: 50 });
    await makeAssignment(db, { accountId, role: 'csm', memberId: memberId('csm') });
    await makeAssignment(db, { accountId, role: 'sales', memberId: memberId('sales') });
    await facts();
    return accountId;
  };
  /** What is done with the customer who is looked at just now. */
  const actingOn = (accountId: () => string) => {
    const run = async () => (await csm.get(`/accounts/${accountId()}/playbook-runs`)).body[0];
    return {
      run,
      start: (playbookId: string, more: object = { accountIds: [accountId()] }) => csm.post(`/playbooks/${playbookId}/runs`, more),
      steps: async (): Promise<Record<string, string>> =>
        Object.fromEntries((await run()).steps.map((s: { taskKey: string; status: string }) => [s.taskKey, s.status])),
      set: async (key: string, status: string, note?: string) => {
        const { steps: all } = await run();
        return csm.post(`/accounts/${accountId()}/tasks/${all.find((s: { taskKey: string }) => s.taskKey === key).taskId}/status`, { status, note });
      },
    };
  };
  return { api, db, csm, today, facts, ask, customer, actingOn };
}
