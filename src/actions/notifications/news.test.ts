import { describe, expect, it } from 'vitest';
import { newId } from '#platform/ids/ids.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { tellMorning, tellNews } from './jobs.ts';
import { routes } from './routes.ts';
import { defaultSettings } from './settings.ts';

const now = new Date('2026-11-24T00:00:00Z'); // 09:00 in Tokyo

describe('what members are told by themselves', async () => {
  const api = await testApi({ notifications: routes }, { clock: () => now, jobs: [tellNews, tellMorning] as never });
  const { pool } = api.database;
  const run = async (job: { name: string }) => {
    await api.jobs.enqueue(api.db, job, {});
    await api.drain();
  };
  const titles = async (who: 'csm' | 'ops') => ((await api.as(who).get('/notifications')).body.items as { title: { ja: string } }[]).map((one) => one.title.ja);

  it('the end of their import, once', async () => {
    const [done, failed, old] = [newId(), newId(), newId()];
    const put = (id: string, file: string, status: string, finished: string) =>
      pool.query(
        `insert into imports (import_id, noun, source, file_name, status, added, changed, rejected, created_by, created_at, finished_at)
         values ($1, 'accounts', 'crm', $2, $3, 1200, 3, 2, $4, $5, $5)`,
        [id, file, status, memberId('csm'), finished],
      );
    await put(done, '顧客.csv', 'done', '2026-11-23T23:00:00Z');
    await put(failed, '契約.xlsx', 'failed', '2026-11-23T22:00:00Z');
    await put(old, '昔.csv', 'done', '2026-11-01T00:00:00Z');
    await run(tellNews);
    await run(tellNews);
    expect((await titles('csm')).sort()).toEqual(['「契約.xlsx」を取り込めませんでした', '「顧客.csv」の取り込みが終わりました']);
    const items = (await api.as('csm').get('/notifications')).body.items as { link: string; body: { ja: string } }[];
    expect(items.find((one) => one.link === `/imports/${done}`)?.body.ja).toBe('追加 1,200件・変更 3件・取り込めなかった行 2件');
    expect(await titles('ops')).toEqual([]);
  });

  it('a source that fell silent, to those who look after data', async () => {
    await pool.query(
      `insert into sources (source, name, stale_after_days, last_data_at, created_at) values
        ('crm', 'CRM', 2, '2026-11-21T20:00:00Z', now()), ('app', '製品', 2, '2026-11-23T00:00:00Z', now()), ('old', '旧', null, '2020-01-01T00:00:00Z', now())`,
    );
    await run(tellNews);
    await run(tellNews);
    expect(await titles('ops')).toEqual(['「CRM」から新しいデータが届いていません']);
    // 05:00 of the next day in Tokyo.
    expect((await api.as('ops').get('/notifications')).body.items[0].body.ja).toContain('2026/11/22');
  });

  it('in the morning, before the digest is written', () => {
    const [minute, hour] = tellMorning.cron!.split(' ').map(Number);
    expect(hour! + minute! / 60).toBeLessThan(defaultSettings.digestHour!);
    expect(hour).toBeGreaterThan(2);
  });

  it('in the morning, what changed for their customers', async () => {
    await pool.query('delete from notifications');
    const mine = [newId(), newId(), newId()];
    for (const [i, id] of mine.entries()) {
      await pool.query(`insert into accounts (account_id, name, created_at, updated_at) values ($1, $2, $3, $3)`, [id, `顧客${i}`, '2026-01-01']);
      await pool.query(`insert into account_facts (account_id, name, csm_id, facts_on, refreshed_at) values ($1, $2, $3, '2026-11-24', now())`, [
        id,
        `顧客${i}`,
        memberId('csm'),
      ]);
      // Turned yesterday; has been at risk before; is fine.
      const [before, after] = [
        ['watch', 'risk'],
        ['risk', 'risk'],
        ['good', 'good'],
      ][i]!;
      for (const [day, colour] of [
        ['2026-11-22', before],
        ['2026-11-23', after],
      ])
        await pool.query(
          `insert into score_days (account_id, product_no, day, version_id, coverage, colour, points, computed_at) values ($1, 0, $2, 1, 1, $3, '{}', now())`,
          [id, day, colour],
        );
    }
    // A version published in the night has scored both days again: nobody has turned by that.
    for (const [day, colour] of [
      ['2026-11-22', 'watch'],
      ['2026-11-23', 'risk'],
    ])
      await pool.query(
        `insert into score_days (account_id, product_no, day, version_id, coverage, colour, points, computed_at, restated) values ($1, 0, $2, 2, 1, $3, '{}', now(), true)`,
        [mine[2], day, colour],
      );
    const assign = (account: string, created: string) =>
      pool.query(
        `insert into assignments (account_id, assignment_id, role, member_id, from_on, created_at, updated_at) values ($1, $2, 'csm', $3, '2026-11-20', $4, $4)`,
        [account, newId(), memberId('csm'), created],
      );
    await assign(mine[0]!, '2026-11-23T05:00:00Z');
    await assign(mine[1]!, '2026-11-20T05:00:00Z');
    await run(tellMorning);
    await run(tellMorning);
    expect((await titles('csm')).sort()).toEqual(['担当の1社のヘルスが危険に変わりました', '新しく1社の担当CSMになりました']);
    expect(await titles('ops')).toEqual([]);
  });

  it('in the morning, that an escalation has reached its date: whoever escalated, to whom, and whose it is', async () => {
    await pool.query('delete from notifications');
    const account = newId();
    await pool.query(`insert into accounts (account_id, name, created_at, updated_at) values ($1, '株式会社みなと物流', '2026-01-01', '2026-01-01')`, [
      account,
    ]);
    const put = (title: string, until: string, closed: string | null = null) =>
      pool.query(
        `insert into ctas (account_id, cta_id, type, reason, title, status, priority, owner_id, slot, escalated_to, escalated_by, escalated_at, escalated_until, closed_at, created_at, updated_at)
         values ($1, $2, 'risk', 'health_decline', $3, $8, 2, $4, 'outside', $5, $4, '2026-11-20', $6, $7, '2026-11-20', '2026-11-20')`,
        [account, newId(), title, memberId('csm'), memberId('ops'), until, closed, closed ? 'done' : 'doing'],
      );
    await put('今日まで', '2026-11-24');
    await put('おととい', '2026-11-22');
    await put('あした', '2026-11-25');
    await put('終わった', '2026-11-24', '2026-11-23T00:00:00Z');
    await run(tellMorning);
    await run(tellMorning);
    for (const who of ['csm', 'ops'] as const)
      expect((await titles(who)).filter((title) => title.includes('エスカレーション')).sort()).toEqual([
        '「おととい」のエスカレーションが期限になりました',
        '「今日まで」のエスカレーションが期限になりました',
      ]);
    const items = (await api.as('ops').get('/notifications')).body.items as { title: { ja: string }; body: { ja: string } }[];
    expect(items.find((one) => one.title.ja.includes('今日まで'))?.body.ja).toBe('株式会社みなと物流・期限 2026/11/24');
  });
});
