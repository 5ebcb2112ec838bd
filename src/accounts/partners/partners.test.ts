import { expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { testApi } from '#platform/testing/api.ts';
import { routes } from './routes.ts';

const api = await testApi({ partners: routes });

it('refuses who may not, and what is wrong', async () => {
  expect((await api.as(null).get('/partners')).status).toBe(401);
  expect((await api.as('csm').post('/partners', { name: 'A' })).status).toBe(403);
  expect((await api.as('ops').post('/partners', { name: ' ' })).body.errors[0].path).toBe('name');
});

it('adds, renames, and deletes one without customers', async () => {
  const made = await api.as('ops').post('/partners', { name: '東海システム販売' });
  expect(made.status).toBe(201);
  expect((await api.as('ops').post('/partners', { name: '東海システム販売' })).status).toBe(409);
  const path = `/partners/${made.body.id}`;
  await makeAccount(api.db, { partnerId: made.body.id });
  expect((await api.as('ops').delete(path)).status).toBe(409);
  expect((await api.as('ops').patch(path, { name: '東海システム' })).body).toEqual({ id: made.body.id, name: '東海システム', accounts: 1 });
  await api.database.pool.query('update accounts set partner_id = null');
  expect((await api.as('ops').delete(path)).status).toBe(204);
  expect((await api.as('viewer').get('/partners')).body).toEqual([]);
  expect((await api.audit()).map((a) => a.action)).toEqual(['partners.create', 'partners.update', 'partners.delete']);
});
