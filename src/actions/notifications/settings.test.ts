import { describe, expect, it } from 'vitest';
import { memberId, testApi } from '#platform/testing/api.ts';
import { notify } from './index.ts';
import { routes, settingsRoutes } from './routes.ts';
import { defaultSettings, inQuiet, mayReach } from './settings.ts';

describe('when a member may be reached', () => {
  const at = (text: string) => new Date(`${text}+09:00`);
  const reach = (text: string, more: object = {}) => mayReach({ ...defaultSettings, ...more }, at(text), 'Asia/Tokyo');

  it('is the day, and not the night', () => {
    expect(reach('2026-11-24T07:00:00')).toBe(true);
    expect(reach('2026-11-24T06:59:00')).toBe(false);
    expect(reach('2026-11-24T19:59:00')).toBe(true);
    expect(reach('2026-11-24T20:00:00')).toBe(false);
    expect(reach('2026-11-24T23:00:00', { quiet: null })).toBe(true);
    expect(inQuiet(12, { from: 12, to: 13 })).toBe(true);
    expect(inQuiet(13, { from: 12, to: 13 })).toBe(false);
  });

  it('is no weekend and no Japanese holiday, unless wished', () => {
    expect(reach('2026-11-28T10:00:00')).toBe(false);
    expect(reach('2026-11-28T10:00:00', { onWeekends: true })).toBe(true);
    expect(reach('2026-11-23T10:00:00')).toBe(false); // 勤労感謝の日
    expect(reach('2026-11-23T10:00:00', { onHolidays: true })).toBe(true);
    expect(reach('2026-11-03T10:00:00', { onWeekends: true })).toBe(false); // 文化の日
  });
});

describe('settings of notifications', async () => {
  const api = await testApi({ notifications: routes, settings: settingsRoutes });
  const path = '/notifications/settings';
  const wish = (more: object = {}) => ({
    kinds: [{ kind: 'ctas', inApp: false, mail: 'now' }],
    digestHour: 9,
    quiet: { from: 19, to: 8 },
    onWeekends: false,
    onHolidays: true,
    ...more,
  });

  it('are a member’s own', async () => {
    expect((await api.as(null).get(path)).status).toBe(401);
    expect((await api.as('key:write').put(path, wish())).status).toBe(403);
  });

  it('refuse a digest in the quiet hours, and a way that a kind does not have', async () => {
    expect((await api.as('csm').put(path, wish({ digestHour: 7 }))).body.errors).toMatchObject([{ path: 'digestHour' }]);
    expect((await api.as('csm').put(path, wish({ kinds: [{ kind: 'overflow', inApp: false, mail: 'now' }] }))).body.errors).toMatchObject([
      { path: 'kinds.0.mail' },
    ]);
    expect((await api.as('csm').put(path, wish({ quiet: { from: 24, to: 1 } }))).status).toBe(400);
  });

  it('are calm by default, and kept with an audit row when changed', async () => {
    const before = (await api.as('csm').get(path)).body;
    expect(before).toMatchObject({ digestHour: 8, quiet: { from: 20, to: 7 }, onWeekends: false, mailWorks: false });
    expect(before.kinds.find((one: { kind: string }) => one.kind === 'mentions')).toMatchObject({ inApp: true, mail: 'now', ways: ['inApp', 'now', 'daily'] });
    const after = await api.as('csm').put(path, wish());
    expect(after.body).toMatchObject({ digestHour: 9, quiet: { from: 19, to: 8 }, onHolidays: true });
    expect(after.body.kinds.find((one: { kind: string }) => one.kind === 'ctas')).toMatchObject({ inApp: false, mail: 'now' });
    expect((await api.as('ops').get(path)).body.digestHour).toBe(8);
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'notification_settings.update', noun: 'notification_settings', noun_id: memberId('csm') });
    const rows = (await api.audit()).length;
    await api.as('csm').put(path, wish());
    expect((await api.audit()).length).toBe(rows);
  });

  it('decide what reaches the bell and what waits for a mail', async () => {
    const word = (kind: 'ctas' | 'mentions' | 'assignments') => ({ kind, title: { ja: kind, en: kind }, dedupeKey: `${kind}:1` });
    for (const kind of ['ctas', 'mentions', 'assignments'] as const) await notify(api.db, [memberId('csm')], word(kind), api.clock());
    await notify(api.db, [memberId('csm')], word('ctas'), api.clock());
    const bell = (await api.as('csm').get('/notifications')).body;
    expect(bell.items.map((one: { kind: string }) => one.kind).sort()).toEqual(['assignments', 'mentions']);
    expect(bell.unread).toBe(2);
    const waiting = await api.database.pool.query('select thing, way from notification_deliveries order by thing');
    expect(waiting.rows).toEqual([
      { thing: 'assignments:1', way: 'digest' },
      { thing: 'ctas:1', way: 'mail' },
      { thing: 'mentions:1', way: 'mail' },
    ]);
  });
});
