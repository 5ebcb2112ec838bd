import { describe, expect, it } from 'vitest';
import { afterSetup, join } from './world.ts';

describe('the organisation', async () => {
  const world = await afterSetup();
  world.clock.now = new Date('2026-11-24T03:00:00Z');
  const { admin } = world;

  it('is read by everyone and changed by administrators', async () => {
    const { browser } = await join(world, 'ops@example.co.jp', 'ops');
    expect((await browser.send('GET', '/api/organisation')).body).toMatchObject({ name: '青葉ソフトウェア株式会社', nextTimeZone: null });
    expect((await browser.send('PATCH', '/api/organisation', { name: 'x' })).status).toBe(403);
    expect((await admin.send('PATCH', '/api/organisation', { timeZone: 'Mars/Base' })).status).toBe(400);
    expect((await admin.send('PATCH', '/api/organisation', { name: '青葉', fiscalMonth: 10, language: 'en' })).body).toMatchObject({
      name: '青葉',
      fiscalMonth: 10,
      language: 'en',
      currency: 'JPY',
    });
    expect((await world.audit()).at(-1)).toMatchObject({
      action: 'organisation.update',
      changes: { name: ['青葉ソフトウェア株式会社', '青葉'], fiscalMonth: [4, 10], language: ['ja', 'en'] },
    });
  });

  it('keeps its time zone for today; the new one holds from the next midnight', async () => {
    const changed = await admin.send('PATCH', '/api/organisation', { timeZone: 'America/New_York' });
    expect(changed.body).toMatchObject({ timeZone: 'Asia/Tokyo', nextTimeZone: 'America/New_York' });
    expect(world.jobs.queued.map((q) => q.name)).toEqual(['turn-time-zone']);
    world.clock.now = new Date('2026-11-24T14:59:59Z');
    await world.drain();
    expect((await admin.send('GET', '/api/organisation')).body.timeZone).toBe('Asia/Tokyo');
    world.clock.now = new Date('2026-11-24T15:00:00Z');
    world.jobs.queued.push({ name: 'turn-time-zone', data: {} }, { name: 'turn-time-zone', data: {} });
    const before = (await world.audit()).length;
    await world.drain();
    expect((await admin.send('GET', '/api/organisation')).body).toMatchObject({ timeZone: 'America/New_York', nextTimeZone: null });
    expect((await world.audit()).slice(before)).toMatchObject([{ actor_kind: 'system', changes: { timeZone: ['Asia/Tokyo', 'America/New_York'] } }]);
  });

  it('drops a planned zone when the present one is chosen again', async () => {
    await admin.send('PATCH', '/api/organisation', { timeZone: 'Asia/Tokyo' });
    expect((await admin.send('PATCH', '/api/organisation', { timeZone: 'America/New_York' })).body).toMatchObject({
      timeZone: 'America/New_York',
      nextTimeZone: null,
    });
  });
});
