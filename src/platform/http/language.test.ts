import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testApi } from '../testing/api.ts';
import { endpoint } from './contract.ts';
import { written } from './issues.ts';
import { languageWished } from './language.ts';
import { problem, problemAt } from './problem.ts';
import { implementSlice } from './server.ts';

const colour = z
  .string()
  .max(9)
  .regex(/^[a-z]*$/, written({ ja: '色は英小文字で書いてください。', en: 'Write the colour in small letters.' }));
const contract = {
  gone: endpoint('accounts.read', { method: 'GET', path: '/gone', summary: 'Gone' }).output(z.object({})),
  wrong: endpoint('accounts.read', { method: 'GET', path: '/wrong', summary: 'Wrong' }).output(z.object({})),
  paint: endpoint('accounts.read', { method: 'POST', path: '/paint', summary: 'Paints' })
    .input(z.object({ colour, coats: z.number().int().min(2), price: z.number().positive().optional() }))
    .output(z.object({})),
};
const on = implementSlice(contract);
const routes = {
  gone: on.gone.handler(() => {
    throw problem('GONE', { ja: 'もうありません。', en: 'It is gone.' });
  }),
  wrong: on.wrong.handler(() => {
    throw problemAt('shape', { ja: '形が正しくありません。', en: 'The shape is not right.' });
  }),
  paint: on.paint.handler(() => ({})),
};
const key = { kind: 'key', id: '00000000-0000-7000-8000-0000000000aa', name: 'key', scope: 'read', source: null, history: false } as const;
const member = (language: 'ja' | 'en' | null) =>
  ({ kind: 'member', id: '00000000-0000-7000-8000-000000000001', name: 'Ann', email: 'ann@example.com', role: 'csm', language }) as const;
const actors = { key, ja: member('ja'), en: member('en'), unset: member(null), nobody: { kind: 'anonymous' } } as const;

describe('a refusal', async () => {
  const api = await testApi({ things: routes }, { authenticate: () => async (headers) => actors[headers.get('x-test-actor') as keyof typeof actors] });
  async function ask(who: keyof typeof actors, method: string, path: string, options: { wish?: string; body?: string } = {}) {
    const headers = { 'x-test-actor': who, 'content-type': 'application/json', ...(options.wish ? { 'accept-language': options.wish } : {}) };
    const response = await api.app.request(`/api${path}`, { method, headers, ...(options.body ? { body: options.body } : {}) });
    return (await response.json()) as { status: number; detail: string; errors?: { path: string; message: string }[] };
  }

  it('is in the language of the member, whatever the browser wishes', async () => {
    expect(await ask('en', 'GET', '/gone', { wish: 'ja' })).toMatchObject({ status: 410, detail: 'It is gone.' });
    expect(await ask('ja', 'GET', '/gone', { wish: 'en' })).toMatchObject({ detail: 'もうありません。' });
    expect(await ask('en', 'GET', '/nowhere')).toMatchObject({ status: 404, detail: 'No endpoint GET /api/nowhere' });
  });

  it('names each wrong field in that language', async () => {
    const message = 'The shape is not right.';
    expect(await ask('en', 'GET', '/wrong')).toMatchObject({ status: 400, detail: message, errors: [{ path: 'shape', message }] });
  });

  it('says in that language what a contract and zod refuse', async () => {
    const body = JSON.stringify({ colour: 'RED', coats: 1, price: 0 });
    expect(await ask('en', 'POST', '/paint', { body })).toMatchObject({
      detail: 'Please check what you entered.',
      errors: [
        { path: 'colour', message: 'Write the colour in small letters.' },
        { path: 'coats', message: 'At least 2.' },
        { path: 'price', message: 'More than 0.' },
      ],
    });
    expect(await ask('ja', 'POST', '/paint', { body })).toMatchObject({
      detail: '入力内容を確認してください。',
      errors: [
        { path: 'colour', message: '色は英小文字で書いてください。' },
        { path: 'coats', message: '2以上で入力してください。' },
        { path: 'price', message: '0より大きい値を入力してください。' },
      ],
    });
    expect((await ask('en', 'POST', '/paint', { body: '{' })).detail).toBe('The request cannot be read. Check its body and Content-Type.');
  });

  it('is for a script or a stranger in the language it wishes, else in that of the organisation', async () => {
    expect((await ask('key', 'GET', '/gone', { wish: 'en-GB,en;q=0.9' })).detail).toBe('It is gone.');
    expect((await ask('key', 'GET', '/gone', { wish: '*' })).detail).toBe('もうありません。');
    expect((await ask('nobody', 'GET', '/gone', { wish: 'en' })).detail).toBe('Please sign in.');
    expect((await ask('unset', 'GET', '/gone', { wish: 'en' })).detail).toBe('もうありません。');
    await api.database.pool.query(`update organisation set language = 'en'`);
    expect((await ask('key', 'GET', '/gone')).detail).toBe('It is gone.');
    expect((await ask('unset', 'GET', '/gone', { wish: 'ja' })).detail).toBe('It is gone.');
  });
});

it.each([
  ['en-US,en;q=0.9,ja;q=0.8', 'en'],
  ['fr, ja;q=0.4, en;q=0.6', 'en'],
  ['fr;q=1, JA-jp;q=0.1, en;q=0', 'ja'],
  ['eng, *', null],
  ['', null],
  [undefined, null],
])('Accept-Language %s wishes %s', (header, language) => {
  expect(languageWished(header)).toBe(language);
});
