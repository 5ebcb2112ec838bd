import { beforeAll, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { addDays } from '#platform/clock/days.ts';
import { collectingJobs } from '#platform/jobs/jobs.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { refreshFacts } from '#rules/facts/index.ts';
import { evaluateClosedDays } from './evaluate.ts';
import { routes } from './routes.ts';

const today = '2026-11-24';
const cta = { kind: 'cta', type: 'risk', reason: 'usage_fell', title: '利用が急減', priority: 1, owner: { kind: 'role', role: 'csm' } };
const low = { condition: { field: 'metric.logins', operator: 'lte', value: 5 }, trigger: { kind: 'held', days: 3 }, actions: [cta] };

describe('rules', async () => {
  let at = new Date('2026-11-24T03:00:00Z');
  const api = await testApi({ rules: routes }, { clock: () => at });
  const { db } = api;
  const { pool } = api.database;
  const ids: string[] = [];
  const ops = api.as('ops');
  const value = (id: string, day: string, n: number) =>
    pool.query('insert into metric_days (account_id, product_no, day, v, computed_at) values ($1, 0, $2, array[$3::float8], now())', [id, day, n]);
  const close = (day: string) =>
    pool.query(`insert into days_closed (day, closed_at, time_zone, cut) values ($1, now(), 'Asia/Tokyo', now()) on conflict do nothing`, [day]);
  const made = async (definition: object, name = '利用急減') => (await ops.post('/rules', { name, definition })).body;

  beforeAll(async () => {
    await pool.query(
      `insert into metric_definitions (metric_id, version, slot, key, name, definition, unit, direction, from_day, created_at) values (gen_random_uuid(), 1, 1, 'logins', 'ログイン', '{}', 'count', 'higher', '2026-01-01', now())`,
    );
    await pool.query(`insert into fact_slots (column_name, field) values ('n1', 'metric.logins')`);
    await pool.query(`insert into event_names (name) values ('cancel_page_opened')`);
    // The first has been low for a week, the second for one day, the third never.
    for (let i = 0; i < 3; i++) {
      ids.push(await makeAccount(db, { name: `顧客${i}` }));
      for (let back = 0; back < 8; back++) await value(ids[i]!, addDays(today, -back), i === 0 || (i === 1 && back < 2) ? 1 : 9);
    }
    await refreshFacts(db, 'all', today, { zone: 'Asia/Tokyo', now: at });
    for (let back = 3; back > 0; back--) await close(addDays(today, -back));
  });

  it('are refused to who may not', async () => {
    expect((await api.as(null).get('/rules')).status).toBe(401);
    expect((await api.as('csm').get('/rules')).status).toBe(200);
    expect((await api.as('csm').post('/rules', { name: 'x', definition: low })).status).toBe(403);
    expect((await api.as('csm').post('/rules/library/silent')).status).toBe(403);
  });

  it('say in a sentence what is wrong, with its place', async () => {
    const wrong = {
      condition: {
        all: [
          { field: 'created_on', operator: 'pastDays', value: 3 },
          { field: 'csm', operator: 'in', value: ['@me'] },
        ],
      },
      trigger: { kind: 'event', event: 'nps_answered', where: { property: 'score', operator: 'lte', value: 'six' } },
      productNo: 3,
      actions: [
        { ...cta, reason: 'seats_90', owner: { kind: 'team', teamId: ids[0] }, playbookId: ids[0] },
        { kind: 'notify', to: { kind: 'member', memberId: ids[0] }, text: 'x' },
        { kind: 'set_phase', phase: 'party' },
        { kind: 'set_phase', phase: 'constructor' },
        { kind: 'set_attribute', key: 'plan', value: 3 },
        { kind: 'webhook', webhookId: ids[0] },
      ],
    };
    const { body, status } = await ops.post('/rules/preview', { definition: wrong });
    expect(status).toBe(200);
    expect(body.count).toBeNull();
    expect(Object.fromEntries(body.issues.map((i: { path: string; message: string }) => [i.path, i.message]))).toEqual({
      'condition.all.0.field': '「登録日」は過去の値を持たないため、ルールでは使えません。',
      'condition.all.1.field': 'ルールは人によらず動くため、「自分」は使えません。',
      'trigger.event': '利用ログ「nps_answered」はまだ一度も届いていません。届いている利用ログから選んでください。',
      'trigger.where.value': '「以上」「以下」には数値を入力してください。',
      productNo: '選んだ製品はありません。',
      'actions.0.reason': 'この理由は「機会」のものです。CTAの種類をそろえてください。',
      'actions.0.owner': '選んだチームはありません。',
      'actions.0.playbookId': '選んだプレイブックはないか、公開されていません。',
      'actions.1.to': '選んだメンバーはいないか、無効になっています。',
      'actions.2.phase': '「party」というフェーズはありません。',
      'actions.3.phase': '「constructor」というフェーズはありません。',
      'actions.4.key': '項目「plan」はありません。',
      'actions.5.webhookId': '選んだWebhookはないか、停止しています。',
    });
    const draft = await made(wrong);
    const refused = await ops.post(`/rules/${draft.ruleId}/publish`, { note: '初版' });
    expect(refused).toMatchObject({ status: 400, body: { errors: expect.arrayContaining([{ path: 'draft.actions.2.phase', message: expect.any(String) }]) } });
    expect((await ops.delete(`/rules/${draft.ruleId}`)).status).toBe(204);
    await pool.query(
      `insert into segments (segment_id, name, condition, created_at, updated_at) values ($1, '新しい顧客', '{"field":"created_on","operator":"pastDays","value":3}', now(), now())`,
      [ids[2]],
    );
    const inSegment = await ops.post('/rules/preview', { definition: { ...low, condition: { field: 'segment', operator: 'in', value: [ids[2]] } } });
    expect(inSegment.body.issues).toEqual([
      { path: 'condition.field', message: 'セグメント「新しい顧客」が、過去の値を持たない「登録日」を使っているため、ルールでは使えません。' },
    ]);
  });

  it('read as a sentence in both languages, and find who would be true now', async () => {
    const definition = {
      ...low,
      closeWhenCleared: true,
      actions: [
        { ...cta, dueInBusinessDays: 3 },
        { kind: 'notify', to: { kind: 'member', memberId: memberId('manager') }, text: 'x' },
      ],
    };
    const { body } = await ops.post('/rules/preview', { definition });
    expect(body.sentence).toEqual({
      ja: '「ログインが5以下」が3日続いたら、担当CSMに「利用が急減」のCTA（リスク・優先度高・3営業日以内）を作り、manager さんさんに通知を送ります。条件から外れたら、CTAを自動で閉じます',
      en: 'When “ログイン is at most 5” has held for 3 days, create the CTA “利用が急減” for the CSM (risk, high priority, within 3 business days), notify manager さん. The CTA closes by itself when the condition clears',
    });
    expect(body).toMatchObject({ of: 'now', count: 2, issues: [], examples: [{ name: '顧客0' }, { name: '顧客1' }] });
  });

  it('call a webhook that is set up and switched on, by its name', async () => {
    const webhook = (name: string, enabled: boolean) =>
      pool
        .query(
          `insert into channels (channel_id, name, kind, target, sealed, enabled, since, created_at, updated_at) values (gen_random_uuid(), $1, 'webhook', 'x', 'x', $2, now(), now(), now()) returning channel_id as id`,
          [name, enabled],
        )
        .then((made) => made.rows[0].id as string);
    const [on, off] = [await webhook('社内連携', true), await webhook('旧連携', false)];
    expect((await api.as('viewer').get('/rules/choices')).body.webhooks).toEqual([
      { id: off, name: '旧連携', live: false },
      { id: on, name: '社内連携', live: true },
    ]);
    const calling = (webhookId: string) => ({ ...low, actions: [{ kind: 'webhook', webhookId }] });
    const { body } = await ops.post('/rules/preview', { definition: calling(on) });
    expect(body).toMatchObject({ issues: [], sentence: { ja: '「ログインが5以下」が3日続いたら、Webhook「社内連携」を呼び出します' } });
    expect(body.sentence.en).toContain('call the webhook “社内連携”');
    expect((await ops.post('/rules/preview', { definition: calling(off) })).body.issues).toMatchObject([{ path: 'actions.0.webhookId' }]);
  });

  it('watch several events together for what is unusual; users are those of all events', async () => {
    await pool.query(`insert into event_names (name, label) values ('report_made', 'レポート作成')`);
    const trigger = { kind: 'unusual', of: 'events', events: ['cancel_page_opened', 'report_made'], direction: 'below' };
    const asked = async (change: object) => (await ops.post('/rules/preview', { definition: { ...low, trigger: { ...trigger, ...change } } })).body;
    const { sentence, issues } = await asked({});
    expect(issues).toEqual([]);
    expect(sentence.ja).toContain('7日間の「cancel_page_opened」・「レポート作成」の回数がその顧客のふだんより大きく減ったら、');
    expect((await asked({ events: ['report_made', 'never'] })).issues).toMatchObject([{ path: 'trigger.events.1' }]);
    expect((await asked({ of: 'users' })).issues).toMatchObject([{ path: 'trigger.events' }]);
    await pool.query(`insert into products (product_no, key, name) values (7, 'core', 'コア')`);
    const ofProduct = { ...low, trigger: { ...trigger, of: 'users', events: 'all' }, productNo: 7 };
    expect((await ops.post('/rules/preview', { definition: ofProduct })).body.issues).toEqual([
      { path: 'productNo', message: expect.stringContaining('顧客全体で数えます') },
    ]);
    // Before a day has ended it can only be said that there is much.
    const hourly = async (direction: string) =>
      (await ops.post('/rules/preview', { definition: { ...low, trigger: { ...trigger, direction }, schedule: { kind: 'hourly' } } })).body.issues;
    expect(await hourly('below')).toEqual([{ path: 'schedule', message: expect.stringContaining('1日が終わるまで分かりません') }]);
    expect(await hourly('both')).toMatchObject([{ path: 'schedule' }]);
    expect(await hourly('above')).toEqual([]);
  });

  it('refuse what arithmetic and the calendar cannot bear, before it stops a night', async () => {
    const issues = async (condition: object) => (await ops.post('/rules/preview', { definition: { ...low, condition } })).body.issues;
    const fell = (by: number) => ({ field: 'metric.logins', operator: 'fell', value: { by, unit: 'percent', days: 7 } });
    for (const by of [1e308, 5e-324]) expect(await issues(fell(by)), String(by)).toMatchObject([{ path: 'condition.value' }]);
    expect(await issues(fell(50))).toEqual([]);
    expect(await issues({ field: 'renewal_on', operator: 'before', value: '0000-01-01' })).toMatchObject([{ path: 'condition.value' }]);
  });

  it('find whose event says a number, and leave out what is none or endless', async () => {
    await pool.query(
      `with e as (select event_id from event_names where name = 'cancel_page_opened'), x as (select * from unnest($1::uuid[], $2::text[]) x(account_id, seats)),
         d as (insert into account_days (account_id, day, known_on, total, events, counts, amounts, users) select account_id, $3::date, $3, 1, array[(select event_id from e)], '{1}', '{null}', '{1}' from x)
       insert into usage_events (account_id, ts, message_key, source_no, event_id, received_at, known_on, day, props)
       select account_id, $3::timestamp at time zone 'UTC', sha256(convert_to(seats, 'utf8')), 1, (select event_id from e), now(), $3, $3, jsonb_build_object('seats', seats) from x`,
      [ids, ['4', '9'.repeat(400), '四'], addDays(today, -3)],
    );
    const trigger = { kind: 'event', event: 'cancel_page_opened', where: { property: 'seats', operator: 'gte', value: 3 } };
    expect(await ops.post('/rules/preview', { definition: { condition: { all: [] }, trigger, actions: [cta] } })).toMatchObject({
      status: 200,
      body: { count: 1, examples: [{ name: '顧客0' }] },
    });
  });

  it('run from the next close on, count streaks from the past, and fire once', async () => {
    const draft = await made(low);
    expect(draft).toMatchObject({ status: 'draft', version: null, firings: [0, 0, 0, 0], issues: [] });
    expect(await ops.post(`/rules/${draft.ruleId}/publish`, { note: '初版' })).toMatchObject({ status: 400, body: { errors: [{ path: 'overSlotsReason' }] } });
    const live = await ops.post(`/rules/${draft.ruleId}/publish`, { note: '初版', overSlotsReason: '試験運用' });
    expect(live).toMatchObject({ status: 200, body: { status: 'live', version: 1, draft: null, evaluatedOn: '2026-11-23', firstDay: today, holding: 2 } });
    expect((await ops.post(`/rules/${draft.ruleId}/publish`, { note: '二版' })).status).toBe(409);
    expect((await ops.delete(`/rules/${draft.ruleId}`)).status).toBe(409);
    for (const ahead of [0, 1]) {
      const day = addDays(today, ahead);
      if (ahead) for (const id of ids) await value(id, day, 1);
      await close(day);
      await evaluateClosedDays(api.database, collectingJobs(), () => new Date(`${addDays(day, 1)}T08:00:00+09:00`));
    }
    // The first was low for long enough before it was published; the second reaches its third day on the 25th.
    const { body } = await api.as('viewer').get(`/rules/${draft.ruleId}/firings?limit=1`);
    expect(body.items).toMatchObject([{ accountName: '顧客1', forDay: '2026-11-25', firedOn: '2026-11-26', facts: [{ field: 'metric.logins', value: 1 }] }]);
    expect(body.nextCursor).toBeNull();
  });

  it('stop, go on without firing for the time in between, and retire', async () => {
    at = new Date('2026-11-26T03:00:00Z');
    const [rule] = (await api.as('viewer').get('/rules')).body;
    expect(rule.firings).toEqual([0, 0, 0, 1]);
    expect((await ops.post(`/rules/${rule.ruleId}/pause`)).body.status).toBe('paused');
    expect((await ops.post(`/rules/${rule.ruleId}/pause`)).status).toBe(409);
    at = new Date('2026-11-29T03:00:00Z');
    for (const day of ['2026-11-26', '2026-11-27', '2026-11-28']) {
      for (const id of ids) await value(id, day, 1);
      await close(day);
    }
    expect((await ops.post(`/rules/${rule.ruleId}/resume`)).body).toMatchObject({ status: 'live', evaluatedOn: '2026-11-28', holding: 3 });
    for (const id of ids) await value(id, '2026-11-29', 1);
    await close('2026-11-29');
    await evaluateClosedDays(api.database, collectingJobs(), () => new Date('2026-11-30T08:00:00+09:00'));
    expect((await api.as('viewer').get(`/rules/${rule.ruleId}/firings`)).body.items).toHaveLength(1);
    const edited = await ops.patch(`/rules/${rule.ruleId}`, { draft: { ...low, trigger: { kind: 'held', days: 5 } } });
    expect(edited.body.draftSentence.ja).toContain('5日続いたら');
    expect(edited.body.sentence.ja).toContain('3日続いたら');
    expect((await ops.post(`/rules/${rule.ruleId}/publish`, { note: '5日に変更', overSlotsReason: '試験運用' })).body).toMatchObject({ version: 2 });
    expect((await api.as('viewer').get(`/rules/${rule.ruleId}`)).body.versions.map((v: { note: string }) => v.note)).toEqual(['5日に変更', '初版']);
    expect((await ops.post(`/rules/${rule.ruleId}/retire`)).body.status).toBe('retired');
    expect((await ops.patch(`/rules/${rule.ruleId}`, { draft: low })).status).toBe(409);
    const audit = (await api.audit()).filter((a) => a.noun_id === rule.ruleId);
    expect(audit.map((a) => a.action)).toEqual([
      'rules.create',
      'rules.publish',
      'rules.pause',
      'rules.resume',
      'rules.update',
      'rules.publish',
      'rules.retire',
    ]);
    expect(audit[5].changes).toMatchObject({ version: [1, 2], note: [null, '5日に変更'] });
  });

  it('come ready made, all off, each with the data it needs', async () => {
    const { body } = await api.as('viewer').get('/rules/library');
    expect(body).toHaveLength(15);
    expect(body.filter((r: { first: boolean }) => r.first)).toHaveLength(3);
    const byKey = Object.fromEntries(body.map((r: { key: string }) => [r.key, r]));
    expect(byKey.cancel_page).toMatchObject({ ready: true, takenAs: null, needs: [{ kind: 'event', key: 'cancel_page_opened', there: true }] });
    expect(byKey.nps_detractor).toMatchObject({ ready: false, needs: [{ name: { ja: 'nps_answered (score)' }, there: false }] });
    expect(byKey.usage_fell).toMatchObject({ ready: false, needs: [{ name: { ja: '利用回数（28日）' } }] });
    expect(byKey.renewal_90.sentence.ja).toBe(
      '更新日まで残り90日になったら、担当CSMに「更新の90日前」のCTA（ライフサイクル・優先度中・10営業日以内）を作ります',
    );
    expect((await ops.post('/rules/library/nothing')).status).toBe(404);
    const taken = await ops.post('/rules/library/cancel_page');
    expect(taken).toMatchObject({ status: 201, body: { status: 'draft', template: 'cancel_page', name: '解約ページを開いた', issues: [] } });
    expect((await ops.post(`/rules/${taken.body.ruleId}/publish`, { note: '初版', overSlotsReason: '至急' })).body.status).toBe('live');
    expect((await api.audit()).map((a) => a.action).slice(-2)).toEqual(['rules.take', 'rules.publish']);
  });
});
