import { expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { ensureDefaultMetrics } from '#metrics/definitions/index.ts';
import { transaction } from '#platform/db/db.ts';
import { testApi } from '#platform/testing/api.ts';
import { giveSlots } from '#rules/facts/slots.ts';
import { library, type Need } from './library.ts';
import { routes } from './routes.ts';

const api = await testApi({ rules: routes });
const words = (need: Need) => ('event' in need ? [need.event] : []);

it('every rule of the library can be asked of the past and published as it is, in both languages, once its data is there', async () => {
  await transaction(api.database, (tx) => ensureDefaultMetrics(tx, api.clock(), '2026-11-24'));
  await giveSlots(api.db);
  await api.database.pool.query('insert into event_names (name) select unnest($1::text[]) on conflict do nothing', [
    library.flatMap(({ needs }) => needs.flatMap(words)),
  ]);
  await makeAccount(api.db);
  for (const ready of library) {
    for (const language of ['ja', 'en'] as const) {
      const definition = ready.definition(language);
      const { body } = await api.as('ops').post('/rules/preview', { definition });
      expect(body, ready.key).toMatchObject({ issues: [], count: expect.any(Number) });
      expect(JSON.stringify(definition.actions)).toMatch(language === 'ja' ? /[ぁ-んァ-ヶ一-龠]|NPS/ : /^[^ぁ-んァ-ヶ一-龠]+$/);
    }
    const taken = await api.as('ops').post(`/rules/library/${ready.key}`);
    const published = await api.as('ops').post(`/rules/${taken.body.ruleId}/publish`, { note: '初版', overSlotsReason: '試験' });
    expect(published, ready.key).toMatchObject({ status: 200, body: { status: 'live', issues: [] } });
  }
  expect((await api.as('ops').get('/rules/library')).body.every((r: { takenAs: string | null }) => r.takenAs)).toBe(true);
});
