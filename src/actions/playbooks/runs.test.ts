import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAccountProduct } from '#accounts/account-products/factory.ts';
import { makeContact } from '#accounts/contacts/factory.ts';
import { ctasClosed, ctasCreated } from '#actions/ctas/index.ts';
import { makeCta } from '#actions/ctas/factory.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { makeContract } from '#signals/contracts/factory.ts';
import { row, rows } from '#platform/db/db.ts';
import { memberId } from '#platform/testing/api.ts';
import { makePlaybook } from './factory.ts';
import { startForCta } from './jobs.ts';
import { runsWorld } from './testing/world.ts';

const { api, db, csm, today, facts, ask, customer, actingOn } = await runsWorld();
let accountId: string;
beforeEach(async () => {
  accountId = await customer();
});
const { start, run, steps, set } = actingOn(() => accountId);
const nobody = '00000000-0000-7000-8000-0000000000ff';
const big = { field: 'employees', operator: 'gte', value: 100 } as const;
const champion = { field: 'tags', operator: 'hasAny', value: ['定着'] } as const;
const wrong = (answer: { body: { errors?: { path: string }[] } }) => answer.body.errors?.map((e) => e.path);

describe('starting a playbook', () => {
  it('refuses who may not, and what is wrong', async () => {
    const id = await makePlaybook(db, [{ key: 'a' }]);
    expect((await api.as(null).post(`/playbooks/${id}/runs`, {})).status).toBe(401);
    expect((await api.as('viewer').post(`/playbooks/${id}/runs`, { accountIds: [accountId] })).status).toBe(403);
    expect((await api.as('csm').post(`/playbooks/${id}/runs/move`, {})).status).toBe(403);
    expect(wrong(await start(id, {}))).toEqual(['accountIds']);
    expect(wrong(await start(id, { segmentId: nobody }))).toEqual(['segmentId']);
    expect(wrong(await start(id, { accountIds: [accountId], ctaId: nobody }))).toEqual(['ctaId']);
    expect(wrong(await start(id, { accountIds: [accountId], ownerId: nobody }))).toEqual(['ownerId']);
    expect((await start(nobody)).status).toBe(404);
    await api.as('ops').post(`/playbooks/${id}/retirement`);
    expect((await start(id)).status).toBe(409);
  });

  it('makes tasks with a day and an owner, once', async () => {
    const id = await makePlaybook(db, [
      { key: 'call' },
      { key: 'offer', ownerRole: 'sales', due: { kind: 'start', businessDays: 5 } },
      { key: 'letter', ownerRole: 'support', due: { kind: 'before', date: 'renewal', days: 30 } },
    ]);
    expect(await start(id, { accountIds: [accountId, nobody] })).toMatchObject({ status: 200, body: { started: 1, running: 0, unknown: 1 } });
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'playbook_runs.start', account_id: accountId });
    expect((await start(id)).body).toMatchObject({ started: 0, running: 1 });
    expect(await run()).toMatchObject({
      ownerId: memberId('csm'),
      startedFrom: 'bulk',
      tasks: 3,
      closed: 0,
      nextDueOn: today,
      steps: [
        { title: 'call', ownerId: memberId('csm'), dueOn: today },
        { title: 'offer', ownerId: memberId('sales'), dueOn: '2026-12-01' },
        { title: 'letter', ownerId: memberId('csm'), dueOn: null },
      ],
    });
    const told = await rows<{ title: { ja: string } }>(db, sql`select title from notifications where member_id = ${memberId('sales')}::uuid`);
    expect(told).toMatchObject([{ title: { ja: 'csm さんが「テスト」を開始し、1件のタスクの担当になりました' } }]);
    expect((await api.as('sales').get('/tasks?mine=true')).body.items).toMatchObject([{ title: 'offer', playbookName: 'テスト' }]);
  });

  it('for a CTA happens once, however often it is asked, and ends with it', async () => {
    const id = await makePlaybook(db, [{ key: 'call' }]);
    const ctaId = await makeCta(db, { accountId, ownerId: memberId('manager') });
    for (let i = 0; i < 3; i++) await api.jobs.publish(db, ctasCreated, { ctas: [{ accountId, ctaId, playbookId: id }] });
    await api.drain();
    expect((await csm.get(`/accounts/${accountId}/playbook-runs?ctaId=${ctaId}`)).body).toMatchObject([
      { ownerId: memberId('manager'), startedFrom: 'cta', status: 'running' },
    ]);
    await db.execute(sql`update ctas set status = 'done', outcome = 'saved' where cta_id = ${ctaId}::uuid`);
    await api.jobs.publish(db, ctasClosed, { ctas: [{ accountId, ctaId }] });
    await api.drain();
    expect(await run()).toMatchObject({ status: 'stopped', steps: [{ status: 'not_needed' }] });
    await api.jobs.publish(db, ctasCreated, { ctas: [{ accountId, ctaId, playbookId: id }] });
    await api.drain();
    expect((await csm.get(`/accounts/${accountId}/playbook-runs`)).body).toHaveLength(1);
    expect((await start(id, { accountIds: [accountId], ctaId })).body).toMatchObject({ started: 1 });
  });

  it('goes for all of whom a condition holds', async () => {
    const id = await makePlaybook(db, [{ key: 'a' }]);
    await makeAccount(db, { employees: 777 });
    await facts();
    expect(wrong(await start(id, { condition: { field: 'no_such', operator: 'is', value: true } }))).toEqual(['condition.field']);
    expect((await start(id, { condition: { field: 'employees', operator: 'eq', value: 777 } })).body).toMatchObject({ started: 1 });
  });

  it('for a CTA happens once when three workers hear of it at the same moment', async () => {
    const id = await makePlaybook(db, [{ key: 'call' }]);
    const ctaId = await makeCta(db, { accountId });
    const context = { database: api.database, db, clock: api.clock, jobs: api.jobs, log: undefined as never };
    await Promise.all([1, 2, 3].map(() => startForCta.run(context, { ctas: [{ accountId, ctaId, playbookId: id }] })));
    expect((await csm.get(`/accounts/${accountId}/playbook-runs`)).body).toMatchObject([{ ctaId, tasks: 1 }]);
  });

  it('happens by itself when a phase is entered, once', async () => {
    const productNo = await makeProduct(db, 1);
    const id = await makePlaybook(db, [{ key: 'kickoff' }], { startOnPhase: 'onboarding' });
    await makeAccountProduct(db, { accountId, productNo, phase: 'onboarding', phaseSince: '2026-11-23' });
    await ask();
    await ask();
    expect((await csm.get(`/playbooks/${id}/runs`)).body.items).toMatchObject([{ accountId, startedFrom: 'phase', productNo, startedOn: today }]);
  });
});

describe('tasks', () => {
  it('are ticked, skipped with a reason, given to others; the run is done when all required ones are', async () => {
    const id = await makePlaybook(db, [{ key: 'a' }, { key: 'b' }, { key: 'extra', required: false }]);
    await start(id);
    expect((await set('a', 'done')).body).toMatchObject({ status: 'done', doneByName: 'csm さん', doneByItself: false });
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'tasks.status', changes: { status: ['open', 'done'] } });
    expect(wrong(await set('b', 'skipped'))).toEqual(['note']);
    const { steps: all } = await run();
    const at = `/accounts/${accountId}/tasks/${all[1].taskId}`;
    expect(wrong(await csm.patch(at, { ownerId: nobody }))).toEqual(['ownerId']);
    expect((await csm.patch(at, { ownerId: memberId('sales'), dueOn: '2026-12-10', note: '先方の都合で延期' })).body).toMatchObject({
      ownerName: 'sales さん',
      dueOn: '2026-12-10',
    });
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'tasks.update' });
    await set('b', 'skipped', '先方の都合で不要');
    expect(await run()).toMatchObject({ status: 'done', tasks: 2, closed: 2 });
    const { items } = (await csm.get(`/accounts/${accountId}/timeline?kind=playbook`)).body;
    expect(items.map((m: { event: string }) => m.event)).toEqual(['done', 'task', 'started']);
    expect(await steps()).toEqual({ a: 'done', b: 'skipped', extra: 'not_needed' });
    await set('b', 'open');
    expect(await run()).toMatchObject({ status: 'running', endedAt: null });
    expect(await steps()).toEqual({ a: 'done', b: 'open', extra: 'open' });
  });

  it('are stopped together, with a note', async () => {
    const id = await makePlaybook(db, [{ key: 'a' }]);
    await start(id);
    const at = `/accounts/${accountId}/playbook-runs/${(await run()).runId}/stop`;
    expect((await api.as('viewer').post(at, {})).status).toBe(403);
    expect((await csm.post(at, { note: '統合のため' })).body).toMatchObject({ status: 'stopped', endNote: '統合のため' });
    expect((await csm.post(at, {})).status).toBe(409);
    expect((await set('a', 'done')).status).toBe(409);
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'playbook_runs.stop' });
  });

  it('come and go with their condition and are done by themselves, whatever is asked twice', async () => {
    const id = await makePlaybook(db, [{ key: 'always' }, { key: 'big', condition: big }, { key: 'rooted', doneWhen: champion }]);
    await start(id);
    expect(await steps()).toEqual({ always: 'open', big: 'not_needed', rooted: 'open' });
    await db.execute(sql`update accounts set employees = 200 where account_id = ${accountId}::uuid`);
    await ask();
    await ask();
    expect(await steps()).toEqual({ always: 'open', big: 'open', rooted: 'open' });
    await db.execute(sql`update accounts set employees = 20, tags = '{定着}' where account_id = ${accountId}::uuid`);
    await ask();
    expect((await run()).steps).toMatchObject([
      { status: 'open' },
      { status: 'not_needed', condition: { ja: '従業員数が100名以上' } },
      { status: 'done', doneByItself: true, doneByName: null },
    ]);
    const before = await rows(db, sql`select * from tasks order by task_id`);
    await ask();
    expect(await rows(db, sql`select * from tasks order by task_id`)).toEqual(before);
    await set('always', 'done');
    expect((await run()).status).toBe('done');
  });

  it('of a run that moves to the new version keep their state where the key is the same', async () => {
    const id = await makePlaybook(db, [{ key: 'a' }, { key: 'b' }, { key: 'gone' }]);
    await start(id);
    await set('a', 'done');
    const due = { kind: 'start', businessDays: 2 };
    const draft = {
      tasks: [
        { key: 'new', title: '新しい', due },
        { key: 'b', title: '言い換え', due },
        { key: 'a', title: 'a', due },
      ],
    };
    await api.as('ops').patch(`/playbooks/${id}`, { draft });
    await api.as('ops').post(`/playbooks/${id}/versions`, {});
    expect(await run()).toMatchObject({ version: 1, newestVersion: 2 });
    expect((await api.as('ops').post(`/playbooks/${id}/runs/move`, {})).body).toEqual({ moved: 1 });
    expect((await api.as('ops').post(`/playbooks/${id}/runs/move`, {})).body).toEqual({ moved: 0 });
    expect(await steps()).toEqual({ a: 'done', b: 'open', gone: 'not_needed', new: 'open' });
    const b = (await run()).steps.find((s: { taskKey: string }) => s.taskKey === 'b');
    expect(b).toMatchObject({ title: '言い換え', dueOn: today });
  });

  it('hand out their mail filled in', async () => {
    const id = await makePlaybook(db, [
      { key: 'mail', template: { subject: '{{account.name}}様 更新のご案内', body: '{{contact.name}}様\n{{renewal.date}}\n{{member.name}}' } },
      { key: 'plain' },
    ]);
    await makeContact(db, { accountId, name: '佐藤 健' });
    await makeContact(db, { accountId, name: '高橋 彩', roles: ['champion'], email: 'aya@example.jp' });
    await start(id);
    const [mail, plain] = (await run()).steps;
    expect((await csm.get(`/accounts/${accountId}/tasks/${plain.taskId}/mail`)).status).toBe(404);
    expect(wrong(await csm.get(`/accounts/${accountId}/tasks/${mail.taskId}/mail?contactId=${nobody}`))).toEqual(['contactId']);
    const { name } = (await row<{ name: string }>(db, sql`select name from accounts where account_id = ${accountId}::uuid`))!;
    expect((await csm.get(`/accounts/${accountId}/tasks/${mail.taskId}/mail`)).body).toEqual({
      to: 'aya@example.jp',
      contactName: '高橋 彩',
      subject: `${name}様 更新のご案内`,
      body: '高橋 彩様\n〔更新日〕\ncsm さん',
      missing: ['renewal.date'],
    });
  });
});

describe('what came of it', () => {
  it('counts completion, median days, and later churn and expansion of runs that are old enough', async () => {
    const productNo = await makeProduct(db, 2);
    const id = await makePlaybook(db, [{ key: 'a' }]);
    const ended = ['2026-05-11', '2026-05-21', null];
    const ids = await Promise.all(ended.map(() => makeAccount(db)));
    for (const [i, at] of ended.entries()) {
      await makeContract(db, { accountId: ids[i]!, startsOn: '2026-01-01', endsOn: '2027-12-31' }, [
        { productNo },
        ...(i === 1 ? [{ productNo, startsOn: '2026-07-01' }] : []),
      ]);
      await db.execute(sql`insert into playbook_runs (account_id, run_id, playbook_id, version, started_on, started_from, status, ended_at, created_at, updated_at)
        values (${ids[i]}::uuid, gen_random_uuid(), ${id}::uuid, 1, '2026-05-01', 'hand', ${at ? 'done' : 'stopped'}, ${at ?? '2026-05-02'}::timestamptz, now(), now())`);
    }
    await db.execute(sql`update accounts set churned_on = '2026-06-30' where account_id = ${ids[2]}::uuid`);
    await start(id);
    expect((await csm.get(`/playbooks/${id}/outcome`)).body).toEqual({
      started: 4,
      running: 1,
      done: 2,
      stopped: 1,
      completion: 2 / 3,
      medianDays: 15,
      cases: 3,
      churned: 1,
      expanded: 1,
      enough: false,
    });
  });
});
