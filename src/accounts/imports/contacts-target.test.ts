import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { rows } from '#platform/db/db.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { accountsTarget } from './accounts-target.ts';
import { contactsTarget } from './contacts-target.ts';
import { makeImport } from './factory.ts';
import { listRejects } from './rejects.ts';
import { undoImport } from './undo.ts';

describe('import of contacts', async () => {
  const database = await testDatabase();
  const { db } = database;
  const runner = { database, clock: () => new Date('2026-11-24T03:00:00Z'), jobs: { publish: async () => {} }, targets: [accountsTarget, contactsTarget] };
  const load = (file: string, columns: object) => makeImport(runner, { noun: 'accounts', file, mapping: { source: 'crm', columns } });
  const q = <T extends object>(text: string) => rows<T>(db, sql.raw(text));
  const columns = { コード: 'externalId', 顧客名: 'name', 法人番号: 'corporateNumber', 従業員数: 'employees', タグ: 'tags' };
  const header = 'コード,顧客名,法人番号,従業員数,タグ\n';

  beforeEach(async () => {
    await database.pool.query('truncate accounts, account_keys, account_versions, contacts, contact_keys, contact_versions, search_entries, imports cascade');
    await database.pool.query(`insert into organisation (id, name, created_at) values (1, 'x', now()) on conflict do nothing`);
  });

  it('refuses new contacts of a file without names, each with its row', async () => {
    await load(`${header}A-1,あ,,,\n`, columns);
    const contacts = (file: string, of: object) => makeImport(runner, { noun: 'contacts', file, mapping: { source: 'crm', columns: of } });
    const who = { コード: 'externalId', 顧客: 'accountExternalId' };
    const roles = await contacts('コード,顧客,役割\nC-1,A-1,決裁者\n', { ...who, 役割: 'roles' });
    expect(roles.outcome).toMatchObject({ rows: 1, added: 0, rejected: 1 });
    expect(await listRejects(db, roles.importId, 0, 10)).toMatchObject([{ row: 2, code: 'contactNameMissing' }]);
    expect((await contacts('コード,顧客\nC-1,A-1\n', who)).outcome).toMatchObject({ rows: 1, added: 0, rejected: 1 });
  });

  it('finds people without id and mail address by the name within their customer', async () => {
    await load(`${header}A-1,あ,,,\nA-2,い,,,\n`, columns);
    const mapping = { source: 'sfa', columns: { 顧客: 'accountExternalId', 氏名: 'name', メール: 'email', 役職: 'title' } };
    const people = (file: string, more: object = {}) =>
      makeImport(runner, { noun: 'contacts', file: `顧客,氏名,メール,役職\n${file}`, mapping: { ...mapping, ...more } });
    const first = await people('A-1,佐藤,,部長\nA-2,佐藤,,\nA-2,鈴木,suzuki@example.jp,\nA-2,佐藤,,課長\n');
    expect(first.outcome).toMatchObject({ added: 3, rejected: 1 });
    expect(await listRejects(db, first.importId, 0, 9)).toMatchObject([{ row: 5, column: '氏名', code: 'duplicateInFile', values: { value: '3' } }]);
    expect(await q('select name, external_id, title from contacts order by name, title')).toEqual([
      { name: '佐藤', external_id: null, title: '部長' },
      { name: '佐藤', external_id: null, title: null },
      { name: '鈴木', external_id: 'suzuki@example.jp', title: null },
    ]);
    // A row with a problem is in the file all the same: nobody of it is gone.
    const second = await people('A-1,佐藤,,本部長\nA-2,佐藤,だめ,\n', { gone: 'mark' });
    expect(second.outcome).toMatchObject({ changed: 1, rejected: 1, missing: 1 });
    expect(await q("select name from contacts where status = 'left'")).toEqual([{ name: '鈴木' }]);
    const third = await people('A-1,佐藤,,本部長\nA-2,佐藤,,\nA-2,鈴木,suzuki@example.jp,\n', { gone: 'mark' });
    expect(third.outcome).toMatchObject({ missing: 0 });
    const plain = { 顧客: 'accountExternalId', 氏名: 'name' };
    const none = await makeImport(runner, { noun: 'contacts', file: '顧客,氏名\nA-1,田中\n', mapping: { source: 'cards', columns: plain } });
    expect(none.outcome).toMatchObject({ added: 1 });
    expect((await makeImport(runner, { noun: 'contacts', file: '顧客,氏名\nA-1,田中\n', mapping: { source: 'cards', columns: plain } })).outcome).toMatchObject(
      {
        unchanged: 1,
        missing: 0,
      },
    );
  });

  it('loads contacts of accounts known by any source, by mail address when there is no id', async () => {
    await load(`${header}A-1,あ,,,\nA-2,い,,,\n`, columns);
    await makeImport(runner, { noun: 'accounts', file: 'id,name\nA-2,別の会社\n', mapping: { source: 'other', columns: { id: 'externalId', name: 'name' } } });
    const mapping = { source: 'sfa', columns: { 顧客: 'accountExternalId', 氏名: 'name', メール: 'email', 役割: 'roles', 部署: 'department' } };
    const people = (file: string, more: object = {}) =>
      makeImport(runner, { noun: 'contacts', file: `顧客,氏名,メール,役割,部署\n${file}`, mapping: { ...mapping, ...more } });
    const first = await people(
      'A-1,佐藤,Sato@example.jp,決裁者,営業\nA-1,鈴木,suzuki@example.jp,,\nA-2,田中,tanaka@example.jp,,\nA-9,山田,yamada@example.jp,,\nA-1,,,,\n',
    );
    expect(first.outcome).toMatchObject({ added: 2, rejected: 3 });
    expect((await listRejects(db, first.importId, 0, 9)).map((r) => [r.row, r.code])).toEqual([
      [4, 'ambiguousAccount'],
      [5, 'unknownAccount'],
      [6, 'required'],
    ]);
    expect((await people('A-1,佐藤,sato@example.jp,決裁者,経営企画\nA-1,鈴木,suzuki@example.jp,,\n')).outcome).toMatchObject({
      changed: 1,
      unchanged: 1,
      missing: 0,
    });
    const gone = await people('A-1,佐藤,sato@example.jp,決裁者,経営企画\n', { gone: 'mark' });
    expect(await q('select name, status, status_on, department, roles from contacts order by name')).toEqual([
      { name: '佐藤', status: 'active', status_on: null, department: '経営企画', roles: ['decision_maker'] },
      { name: '鈴木', status: 'left', status_on: '2026-11-24', department: null, roles: [] },
    ]);
    expect((await people('A-1,佐藤,sato@example.jp,決裁者,経営企画\nA-1,鈴木,suzuki@example.jp,,\n', { gone: 'mark' })).outcome).toMatchObject({
      changed: 1,
      unchanged: 1,
    });
    expect(await q('select status, status_on from contacts')).toEqual(Array(2).fill({ status: 'active', status_on: null }));
    await undoImport(runner, gone.importId);
    await undoImport(runner, first.importId);
    expect(await q('select name from contacts')).toEqual([]);
    expect(await q('select count(*)::int as n from contact_versions where known_to is null')).toEqual([{ n: 0 }]);
  });
});
