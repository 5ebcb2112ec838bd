import { describe, expect, it } from 'vitest';
import { testApi } from '#platform/testing/api.ts';
import { accountsTarget } from './accounts-target.ts';
import { contactsTarget } from './contacts-target.ts';
import { importJobs } from './jobs.ts';
import { importRoutes, transferRoutes } from './routes.ts';

describe('a customer list as companies keep it', async () => {
  const targets = [accountsTarget, contactsTarget];
  const api = await testApi(
    { imports: importRoutes(targets) },
    { raw: transferRoutes, jobs: importJobs(targets), clock: () => new Date('2026-11-24T03:00:00Z') },
  );
  const ops = api.as('ops');
  const upload = async (bytes: Uint8Array, name = '顧客一覧.csv') =>
    (await ops.post(`/imports?noun=accounts&fileName=${encodeURIComponent(name)}`, bytes)).body.importId as string;

  it('tells rows that are loaded without their owner from rejected ones', async () => {
    const id = await upload(Buffer.from('コード,会社名,担当者\nO-1,会社,佐藤\nO-2,,佐藤\n'));
    const { suggestion } = (await ops.get(`/imports/${id}/inspection`)).body;
    expect(suggestion).toMatchObject({ columns: { 担当者: 'csm' }, unknownOwners: 'leave' });
    await ops.post(`/imports/${id}/preview`, { mapping: suggestion });
    await api.drain();
    expect((await ops.get(`/imports/${id}`)).body).toMatchObject({ added: 1, rejected: 1 });
    expect((await ops.get(`/imports/${id}/rejects`)).body.items).toMatchObject([
      { row: 2, column: '担当者', loaded: true, message: '「佐藤」というメンバーがいないため、担当はそのままで取り込みます。' },
      { row: 3, column: '会社名', loaded: false },
    ]);
    expect((await ops.get(`/imports/${id}/rejected-rows.csv`)).body.split('\r\n').slice(1)).toEqual(['3,会社名: 必須の値が空です。,O-2,,佐藤', '']);
    await ops.delete(`/imports/${id}`);
  });

  it('loads another noun from the same file without a second upload', async () => {
    const id = await upload(
      Buffer.from('顧客コード,会社名,フリガナ,備考,先方担当者,メールアドレス\nL-1,会社,カイシャ,大口,山田,yamada@example.jp\n'),
      '一覧.csv',
    );
    const accountsOf = (await ops.get(`/imports/${id}/inspection?source=list`)).body;
    expect(accountsOf.others).toEqual(['contacts']);
    await ops.post(`/imports/${id}/preview`, { mapping: accountsOf.suggestion });
    await api.drain();
    await ops.post(`/imports/${id}/run`, {});
    await api.drain();
    expect((await api.as('csm').post(`/imports/${id}/copy`, { noun: 'contacts' })).status).toBe(403);
    expect((await ops.post(`/imports/${id}/copy`, { noun: 'cats' })).status).toBe(400);
    expect((await ops.post('/imports/01900000-0000-7000-8000-000000000000/copy', { noun: 'contacts' })).status).toBe(404);
    const copied = await ops.post(`/imports/${id}/copy`, { noun: 'contacts' });
    expect(copied.status).toBe(201);
    const { suggestion } = (await ops.get(`/imports/${copied.body.importId}/inspection`)).body;
    // The reading and the remark are those of the company, which has them already.
    expect(suggestion).toMatchObject({ source: 'list' });
    expect(suggestion.columns).toEqual({ 顧客コード: 'accountExternalId', 先方担当者: 'name', メールアドレス: 'email' });
    await ops.post(`/imports/${copied.body.importId}/preview`, { mapping: suggestion });
    await api.drain();
    expect((await ops.get(`/imports/${copied.body.importId}`)).body).toMatchObject({ noun: 'contacts', fileName: '一覧.csv', added: 1, rejected: 0 });
    expect((await api.audit()).at(-2)).toMatchObject({ action: 'imports.copy' });
    await ops.delete(`/imports/${copied.body.importId}`);
    await ops.post(`/imports/${id}/undo`);
    await api.drain();
    await api.database.pool.query('delete from import_chunks where import_id = $1', [id]);
    expect((await ops.post(`/imports/${id}/copy`, { noun: 'contacts' })).status).toBe(409);
  });
});
