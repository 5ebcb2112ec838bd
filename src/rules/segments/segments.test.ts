import { beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '#platform/clock/days.ts';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { testApi } from '#platform/testing/api.ts';
import { factsRefreshed, indexFacts, markFactsDirty, refreshDirtyFacts, refreshFacts } from '#rules/facts/index.ts';
import { routes as lists } from '#rules/lists/routes.ts';
import { refreshSegments } from './jobs.ts';
import { routes } from './routes.ts';

const today = '2026-11-24';

describe('segments', async () => {
  const api = await testApi(
    { segments: routes, lists },
    { jobs: [refreshSegments as never, refreshDirtyFacts as never, indexFacts as never], subscriptions: [[factsRefreshed, refreshSegments as never]] },
  );
  const { db } = api;
  const ids: string[] = [];
  const refresh = () => refreshFacts(db, 'all', today, { zone: 'Asia/Tokyo', now: api.clock() });
  const score = (id: string, back: number, total: number) =>
    api.database.pool.query(
      `insert into score_days (account_id, product_no, day, version_id, total, coverage, colour, points, computed_at) values ($1, 0, $2, 1, $3, 1, $4, '{}', now()) on conflict (account_id, product_no, day, version_id) do update set total = excluded.total, colour = excluded.colour`,
      [id, addDays(today, -back), total, total < 40 ? 'risk' : 'good'],
    );
  const list = async (condition: object) =>
    (await api.as('viewer').post('/accounts/query', { condition, sort: { field: 'name' } })).body.items.map((i: { name: string }) => i.name);
  const inSegment = (id: string) => ({ field: 'segment', operator: 'in', value: [id] });

  beforeAll(async () => {
    for (let i = 0; i < 6; i++) {
      ids.push(await makeAccount(db, { name: `顧客${i}`, employees: i * 10 }));
      for (let back = 0; back < 5; back++) await score(ids[i]!, back, i < 3 && !(i === 1 && back === 2) ? 30 : 80);
    }
    await refresh();
  });

  it('refuses who may not, and what is wrong', async () => {
    const body = { name: '大きい', condition: { field: 'employees', operator: 'gte', value: 20 } };
    expect((await api.as(null).get('/segments')).status).toBe(401);
    expect((await api.as('csm').post('/segments', body)).status).toBe(403);
    expect((await api.as('ops').post('/segments', { ...body, condition: { field: 'employees', operator: 'gte', value: 'x' } })).body.errors[0].path).toBe(
      'condition.value',
    );
    expect((await api.as('ops').post('/segments', { ...body, condition: { field: 'csm', operator: 'in', value: ['@me'] } })).body.errors[0].path).toBe(
      'condition',
    );
  });

  it('are used by name, and always fresh when they ask only of today', async () => {
    const made = await api.as('ops').post('/segments', { name: '大きい', condition: { field: 'employees', operator: 'gte', value: 20 } });
    expect(made).toMatchObject({
      status: 201,
      body: { members: 4, looksBack: false, sentence: { ja: '従業員数が20名以上', en: 'Employees is at least 20 people' }, usedIn: [] },
    });
    expect((await api.as('ops').post('/segments', { name: '大きい', condition: { all: [] } })).status).toBe(409);
    const { segmentId } = made.body;
    expect(await list({ all: [inSegment(segmentId), { field: 'employees', operator: 'lt', value: 40 }] })).toEqual(['顧客2', '顧客3']);
    await api.database.pool.query('update accounts set employees = 5 where account_id = $1', [ids[2]]);
    await refresh();
    expect(await list(inSegment(segmentId))).toEqual(['顧客3', '顧客4', '顧客5']);
    expect(await list({ field: 'segment', operator: 'notIn', value: [segmentId] })).toEqual(['顧客0', '顧客1', '顧客2']);
  });

  it('keep their members when they look back, since when included, and follow changes', async () => {
    const condition = { held: { field: 'colour', operator: 'in', value: ['risk'] }, days: 4 };
    const preview = await api.as('viewer').post('/segments/preview', { condition });
    expect(preview.body).toMatchObject({ count: 2, slow: true, ja: '「ヘルスが危険」が4日以上続いている' });
    const { body } = await api.as('ops').post('/segments', { name: '危険が続く', condition });
    expect(body).toMatchObject({ looksBack: true, members: 2 });
    expect(await list(inSegment(body.segmentId))).toEqual(['顧客0', '顧客2']);
    for (let back = 0; back < 5; back++) await score(ids[5]!, back, 20);
    await score(ids[0]!, 0, 90);
    await markFactsDirty(db, [ids[0]!, ids[5]!]);
    await api.jobs.enqueue(db, refreshDirtyFacts, {});
    await api.drain();
    expect(await list(inSegment(body.segmentId))).toEqual(['顧客2', '顧客5']);
    expect((await api.as('viewer').get(`/segments/${body.segmentId}`)).body).toMatchObject({ members: 2 });
    const since = await api.database.pool.query('select since from segment_members where segment_id = $1', [body.segmentId]);
    expect(since.rows).toEqual([{ since: today }, { since: today }]);
  });

  it('never refer to themselves, and stay while others need them', async () => {
    const all = (await api.as('viewer').get('/segments')).body as { segmentId: string; name: string }[];
    const big = all.find((s) => s.name === '大きい')!.segmentId;
    const both = await api
      .as('ops')
      .post('/segments', { name: '大きく危険', condition: { all: [inSegment(big), { field: 'colour', operator: 'in', value: ['risk'] }] } });
    expect(both.body.sentence.ja).toBe('セグメント「大きい」に入っている かつ ヘルスが危険');
    const circle = await api.as('ops').patch(`/segments/${big}`, { condition: inSegment(both.body.segmentId) });
    expect(circle).toMatchObject({ status: 400, body: { detail: 'セグメントが循環しています（大きく危険）。' } });
    expect((await api.as('ops').patch(`/segments/${big}`, { condition: inSegment(big) })).status).toBe(400);
    expect((await api.as('ops').delete(`/segments/${big}`)).status).toBe(409);
    expect((await api.as('ops').delete(`/segments/${both.body.segmentId}`)).status).toBe(204);
    expect((await api.as('ops').delete(`/segments/${big}`)).status).toBe(204);
    const audit = await api.audit();
    expect(audit.map((a) => a.action)).toEqual(['segments.create', 'segments.create', 'segments.create', 'segments.remove', 'segments.remove']);
    expect(audit[2].changes.condition).toEqual([null, 'セグメント「大きい」に入っている かつ ヘルスが危険']);
  });
});
