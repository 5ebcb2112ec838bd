import { describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { testApi } from '#platform/testing/api.ts';
import { changeAttributes, type AttributeRule } from './logic.ts';
import { routes } from './routes.ts';

describe('attributes', async () => {
  const api = await testApi({ attributes: routes });
  const plan = { key: 'plan', name: 'プラン', kind: 'choice', choices: ['ライト', 'プロ'] };

  it('refuses who may not', async () => {
    expect((await api.as(null).get('/attributes')).status).toBe(401);
    expect((await api.as('manager').post('/attributes', plan)).status).toBe(403);
  });

  it('refuses what is wrong, naming the field', async () => {
    const paths = async (body: object) => {
      const answer = await api.as('ops').post('/attributes', body);
      expect(answer.status).toBe(400);
      return answer.body.errors.map((e: { path: string }) => e.path);
    };
    expect(await paths({ ...plan, key: 'Plan!' })).toEqual(['key']);
    expect(await paths({ ...plan, choices: [] })).toEqual(['choices']);
    expect(await paths({ ...plan, choices: ['a', 'a'] })).toEqual(['choices']);
    expect(await paths({ ...plan, kind: 'text' })).toEqual(['choices']);
    expect(await paths({ ...plan, topic: 'weather' })).toEqual(['topic']);
  });

  it('adds, renames, and keeps a choice that is in use', async () => {
    const made = await api.as('ops').post('/attributes', plan);
    expect(made).toMatchObject({ status: 201, body: { key: 'plan', kind: 'choice', position: 1, archived: false } });
    expect((await api.as('ops').post('/attributes', plan)).status).toBe(409);
    await makeAccount(api.db, { attributes: { plan: 'プロ' } });
    const path = `/attributes/${made.body.id}`;
    expect(await api.as('ops').patch(path, { choices: ['ライト'] })).toMatchObject({
      status: 409,
      body: { detail: '「プロ」は1社で使われているため、外せません。' },
    });
    expect((await api.as('ops').patch(path, { name: '契約プラン', choices: ['プロ', '大口'] })).body).toMatchObject({
      name: '契約プラン',
      choices: ['プロ', '大口'],
      topic: null,
    });
    expect((await api.as('ops').patch(path, { topic: 'fit' })).body).toMatchObject({ topic: 'fit', name: '契約プラン' });
    expect((await api.audit()).map((a) => [a.action, a.noun_id])).toEqual([
      ['attributes.create', made.body.id],
      ['attributes.update', made.body.id],
      ['attributes.update', made.body.id],
    ]);
    expect((await api.audit()).at(-1).changes).toEqual({ topic: [null, 'fit'] });
  });
});

describe('values', () => {
  const rules: AttributeRule[] = (['text', 'number', 'money', 'date', 'choice', 'boolean'] as const).map((kind) => ({
    key: kind,
    name: kind,
    kind,
    choices: ['a', 'b'],
  }));
  it('takes what fits and names what does not', () => {
    const good = { text: 'x', number: 1.5, money: 100, date: '2026-02-28', choice: 'b', boolean: false };
    expect(changeAttributes(rules, { text: 'old', number: 2 }, good)).toEqual({ values: good, errors: [] });
    expect(changeAttributes(rules, good, { text: null, number: '' }).values).toEqual({ money: 100, date: '2026-02-28', choice: 'b', boolean: false });
    const bad = { text: 1, number: '1', money: 1.5, date: '2026-02-30', choice: 'c', boolean: 'true', other: 1 };
    expect(changeAttributes(rules, {}, bad).errors.map((e) => e.path)).toEqual(Object.keys(bad).map((k) => `attributes.${k}`));
    expect(changeAttributes(rules, {}, bad).values).toEqual({});
  });
});
