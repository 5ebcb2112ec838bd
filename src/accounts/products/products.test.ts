import { describe, expect, it } from 'vitest';
import { testApi } from '#platform/testing/api.ts';
import { routes } from './routes.ts';

describe('products', async () => {
  const api = await testApi({ products: routes });

  it('refuses who may not', async () => {
    expect((await api.as(null).post('/products', { key: 'a', name: 'A' })).status).toBe(401);
    expect((await api.as('csm').post('/products', { key: 'a', name: 'A' })).status).toBe(403);
  });

  it('refuses what is wrong, naming the field', async () => {
    const answer = await api.as('ops').post('/products', { key: 'has space', name: '' });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((e: { path: string }) => e.path)).toEqual(['key', 'name']);
    expect(answer.contentType).toBe('application/problem+json');
  });

  it('adds, changes, archives, and leaves audit rows', async () => {
    const made = await api.as('ops').post('/products', { key: 'core', name: 'コア' });
    expect(made).toMatchObject({ status: 201, body: { productNo: 1, key: 'core', name: 'コア', archived: false } });
    expect((await api.as('ops').post('/products', { key: 'core', name: 'また' })).status).toBe(409);
    const changed = await api.as('ops').patch('/products/1', { archived: true });
    expect(changed).toMatchObject({ status: 200, body: { archived: true } });
    expect((await api.as('viewer').get('/products')).body).toHaveLength(1);
    expect(await api.audit()).toMatchObject([
      { action: 'products.create', noun: 'product', noun_id: '1', changes: { key: [null, 'core'] } },
      { action: 'products.update', changes: { archived: [false, true] } },
    ]);
  });
});
