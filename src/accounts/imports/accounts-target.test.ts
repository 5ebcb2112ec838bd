import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memberId } from '#platform/testing/api.ts';
import { rows } from '#platform/db/db.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { accountsTarget } from './accounts-target.ts';
import { contactsTarget } from './contacts-target.ts';
import { makeImport } from './factory.ts';
import { listRejects } from './rejects.ts';
import { undoImport } from './undo.ts';

describe('import of accounts', async () => {
  const database = await testDatabase();
  const { db } = database;
  let now = new Date('2026-11-24T03:00:00Z');
  const runner = { database, clock: () => now, jobs: { publish: async () => {} }, targets: [accountsTarget, contactsTarget] };
  const load = (file: string, columns: object, more: object = {}) =>
    makeImport(runner, { noun: 'accounts', file, mapping: { source: 'crm', columns, ...more } });
  const accounts = () => rows<Record<string, unknown>>(db, sql`select * from accounts order by external_id`);
  const q = <T extends object>(text: string) => rows<T>(db, sql.raw(text));
  const columns = { コード: 'externalId', 顧客名: 'name', 法人番号: 'corporateNumber', 従業員数: 'employees', タグ: 'tags' };
  const header = 'コード,顧客名,法人番号,従業員数,タグ\n';

  beforeEach(async () => {
    now = new Date('2026-11-24T03:00:00Z');
    await database.pool
      .query(`truncate accounts, account_keys, account_versions, contacts, contact_keys, contact_versions, account_products, account_product_versions, assignments, assignment_versions,
      account_dirty, search_entries, imports, import_mappings, sources, products, attribute_definitions, partners, members cascade`);
    await database.pool.query(`insert into organisation (id, name, created_at) values (1, 'x', now()) on conflict do nothing`);
    for (const role of ['csm', 'manager'] as const)
      await database.pool.query('insert into members (id, email, name, role) values ($1, $2, $2, $3)', [memberId(role), `${role}@example.jp`, role]);
  });

  afterEach(() => void vi.restoreAllMocks());

  it('adds, then changes only what differs, and counts', async () => {
    const first = await load(`${header}A-1,株式会社あ,5070001000715,"1,200人",重要、東日本\nA-2,い商店,,,\n`, columns);
    expect(first.outcome).toMatchObject({ rows: 2, added: 2, changed: 0, unchanged: 0, missing: 0, rejected: 0 });
    expect(await accounts()).toMatchObject([
      { external_id: 'A-1', name: '株式会社あ', corporate_number: '5070001000715', employees: 1200, tags: ['重要', '東日本'], import_id: first.importId },
      { external_id: 'A-2', employees: null, tags: [] },
    ]);
    now = new Date('2026-11-25T03:00:00Z');
    const second = await load(`${header}A-1,株式会社あ,5070001000715,1200,重要／東日本\nA-2,い商店株式会社,,3,\nA-3,う,,,\n`, columns);
    expect(second.outcome).toMatchObject({ added: 1, changed: 1, unchanged: 1, missing: 0 });
    expect(
      await q("select known_from, known_to, name from account_versions v join account_keys using (account_id) where v.external_id = 'A-2' order by known_from"),
    ).toMatchObject([
      { known_from: '2026-11-24 03:00:00+00', known_to: '2026-11-25 03:00:00+00', name: 'い商店' },
      { known_from: '2026-11-25 03:00:00+00', known_to: null, name: 'い商店株式会社' },
    ]);
    expect(await q("select title from search_entries where kind = 'account' order by title")).toHaveLength(3);
    expect((await load(`${header}A-1,株式会社あ,5070001000715,1200,重要,東日本\n`.replace('重要,東日本', '"重要,東日本"'), columns)).outcome).toMatchObject({
      unchanged: 1,
      missing: 2,
    });
  });

  it('changes what a file has besides the code, be it only the owner or nothing at all', async () => {
    await load(`${header}A-1,あ,,,\n`, columns);
    const { importId, outcome } = await load('コード,担当\nA-1,csm@example.jp\nA-9,csm@example.jp\n', { コード: 'externalId', 担当: 'csm' });
    expect(outcome).toMatchObject({ rows: 2, added: 0, changed: 1, rejected: 1 });
    expect(await listRejects(db, importId, 0, 10)).toMatchObject([{ row: 3, code: 'nameMissing' }]);
    expect(await q('select member_id from assignments')).toEqual([{ member_id: memberId('csm') }]);
    expect((await load('コード\nA-1\n', { コード: 'externalId' })).outcome).toMatchObject({ rows: 1, unchanged: 1, rejected: 0 });
  });

  it('names every problem by row and column, and loads the good rows or none', async () => {
    const file = `${header}A-1,あ,5070001000716,,\nA-2,,,x,\n,う,,,\nA-3,え,,,\nA-3,お,,,\nA-4,か\n`;
    const good = await load(file, columns);
    expect(good.outcome).toMatchObject({ rows: 6, added: 1, rejected: 5, refused: false });
    expect((await listRejects(db, good.importId, 0, 100)).map((r) => [r.row, r.column, r.columnNo, r.code])).toEqual([
      [2, '法人番号', 3, 'badCheckDigit'],
      [3, '顧客名', 2, 'required'],
      [3, '従業員数', 4, 'badInteger'],
      [4, 'コード', 1, 'required'],
      [6, 'コード', 1, 'duplicateInFile'],
      [7, '法人番号', 3, 'missingCells'],
    ]);
    const none = await load(`${header}B-1,あ,,,\nB-2,,,,\n`, columns, { rows: 'all' });
    expect(none.outcome).toMatchObject({ added: 1, rejected: 1, refused: true });
    expect(await accounts()).toHaveLength(1);
    expect(await q(`select status from imports where import_id = '${none.importId}'`)).toEqual([{ status: 'refused' }]);
  });

  it('marks those that are gone only when asked, never those whose row has a problem', async () => {
    await load(`${header}A-1,あ,,,\nA-2,い,,,\nA-3,う,,,\n`, columns);
    const file = `${header}A-1,あ,,,\nA-2,い,,多い,\n`;
    expect((await load(file, columns)).outcome).toMatchObject({ missing: 1, rejected: 1 });
    expect((await accounts()).map((a) => a.churned_on)).toEqual([null, null, null]);
    const marked = await load(file, columns, { gone: 'mark' });
    expect((await accounts()).map((a) => a.churned_on)).toEqual([null, null, '2026-11-24']);
    await undoImport(runner, marked.importId);
    expect((await accounts()).map((a) => a.churned_on)).toEqual([null, null, null]);
  });

  it('takes the mark away when they are in the file again, but not what a person has set', async () => {
    await load(`${header}A-1,あ,,,\nA-2,い,,,\nA-3,う,,,\n`, columns);
    await load(`${header}A-1,あ,,,\n`, columns, { gone: 'mark' });
    expect((await accounts()).map((a) => a.churned_on)).toEqual([null, '2026-11-24', '2026-11-24']);
    await database.pool.query("update accounts set churned_on = '2026-10-31' where external_id = 'A-3'");
    const back = await load(`${header}A-1,あ,,,\nA-2,い,,,\nA-3,う,,,\n`, columns, { gone: 'mark' });
    expect(back.outcome).toMatchObject({ changed: 1, unchanged: 2 });
    expect((await accounts()).map((a) => a.churned_on)).toEqual([null, null, '2026-10-31']);
  });

  it('lets two imports of the same new customers wait for each other', async () => {
    const file = `${header}${Array.from({ length: 500 }, (_, i) => `P-${i},会社,,,`).join('\n')}\n`;
    const both = await Promise.all([load(file, columns), load(file, columns), load(file, columns)]);
    expect(both.map((b) => b.outcome.added).sort((a, b) => a - b)).toEqual([0, 0, 500]);
    expect(await accounts()).toHaveLength(500);
  });

  it('knows parents in the same file, partners, attributes and products', async () => {
    await database.pool.query(`insert into products (product_no, key, name) values (1, 'core', 'コア')`);
    await database.pool.query(
      `insert into attribute_definitions (id, key, name, kind, choices) values (gen_random_uuid(), 'rank', 'ランク', 'choice', '{A,B}'), (gen_random_uuid(), 'budget', '予算', 'money', '{}')`,
    );
    const wide = {
      コード: 'externalId',
      名: 'name',
      親: 'parentExternalId',
      代理店: 'partner',
      ランク: 'attributes.rank',
      予算: 'attributes.budget',
      席: 'products.core.seats',
      期限: 'products.core.onboardingDueOn',
    };
    const head = 'コード,名,親,代理店,ランク,予算,席,期限\n';
    const first = await load(`${head}C,子,P,販売社,a,12万円,30,令和8年12月1日\nP,親,,,,,,\nX,孤児,無い,,C,,,\n`, wide);
    expect(first.outcome).toMatchObject({ added: 2, rejected: 1 });
    expect((await listRejects(db, first.importId, 0, 9)).map((r) => r.code)).toEqual(['badChoice']);
    const [child, parent] = await accounts();
    expect(child).toMatchObject({ parent_account_id: parent!.account_id, attributes: { rank: 'A', budget: 120000 } });
    expect(await q('select seats, onboarding_due_on, phase from account_products')).toEqual([
      { seats: 30, onboarding_due_on: '2026-12-01', phase: 'onboarding' },
    ]);
    expect((await load(`${head}C,子,P,販売社,A,12万円,,\nP,親,,,,,,\n`, wide)).outcome).toMatchObject({ unchanged: 2 });
    expect((await load(`${head}C,子,P,販売社,,12万円,31,\nP,親,,,,,,\n`, wide)).outcome).toMatchObject({ changed: 1, unchanged: 1 });
    expect((await accounts())[0]).toMatchObject({ attributes: { budget: 120000 } });
    expect(await q('select seats, onboarding_due_on from account_products')).toEqual([{ seats: 31, onboarding_due_on: '2026-12-01' }]);
  });

  it('hands over who is in charge and takes it back', async () => {
    const head = { コード: 'externalId', 名: 'name', 担当: 'csm' };
    await load('コード,名,担当\nA,あ,CSM@example.jp\nB,い,\n', head);
    now = new Date('2026-12-01T03:00:00Z');
    const second = await load('コード,名,担当\nA,あ,manager@example.jp\nB,い,nobody@example.jp\n', head);
    expect(second.outcome).toMatchObject({ changed: 1, rejected: 1 });
    expect(await listRejects(db, second.importId, 0, 9)).toMatchObject([
      { row: 3, column: '担当', code: 'unknownMember', values: { value: 'nobody@example.jp' } },
    ]);
    expect(await q('select member_id, from_on, to_on from assignments order by from_on')).toEqual([
      { member_id: memberId('csm'), from_on: '2026-11-24', to_on: '2026-11-30' },
      { member_id: memberId('manager'), from_on: '2026-12-01', to_on: null },
    ]);
    await undoImport(runner, second.importId);
    expect(await q('select member_id, from_on, to_on from assignments')).toEqual([{ member_id: memberId('csm'), from_on: '2026-11-24', to_on: null }]);
  });

  it('finds who is in charge by name too, as lists in Japan have it, and never guesses between two of one name', async () => {
    await database.pool.query(`insert into members (id, email, name, role) values (gen_random_uuid(), 'hanako@example.jp', '佐藤 花子', 'csm'),
      (gen_random_uuid(), 't1@example.jp', '田中一郎', 'csm'), (gen_random_uuid(), 't2@example.jp', '田中 一郎', 'csm')`);
    const head = { コード: 'externalId', 名: 'name', 担当: 'csm' };
    const file = 'コード,名,担当\nA,あ,佐藤　花子\nB,い,佐藤花子\nC,う,田中一郎\nD,え,鈴木\nE,お,hanako@\nF,か,HANAKO@example.jp\n';
    const { importId, outcome } = await load(file, head);
    expect(outcome).toMatchObject({ added: 3, rejected: 3 });
    expect((await listRejects(db, importId, 0, 9)).map((r) => [r.row, r.column, r.code, r.values])).toEqual([
      [4, '担当', 'ambiguousMember', { value: '田中一郎' }],
      [5, '担当', 'unknownMember', { value: '鈴木' }],
      [6, '担当', 'unknownMember', { value: 'hanako@' }],
    ]);
    expect(
      await q('select a.external_id, m.email from accounts a join assignments s using (account_id) join members m on m.id = s.member_id order by 1'),
    ).toEqual(['A', 'B', 'F'].map((external_id) => ({ external_id, email: 'hanako@example.jp' })));
    expect((await load(file, head)).outcome).toMatchObject({ unchanged: 3, rejected: 3 });
  });

  it('loads customers whose owner is no member yet when asked to, and says so by row', async () => {
    const head = { コード: 'externalId', 名: 'name', 担当: 'csm' };
    await load('コード,名,担当\nA,あ,csm@example.jp\n', head);
    const file = 'コード,名,担当\nA,あ,鈴木\nB,い,佐藤:花子\nC,,鈴木\n';
    const { importId, outcome } = await load(file, head, { unknownOwners: 'leave' });
    expect(outcome).toMatchObject({ added: 1, changed: 0, unchanged: 1, rejected: 1 });
    expect((await listRejects(db, importId, 0, 9)).map((r) => [r.row, r.code, r.values])).toEqual([
      [2, 'ownerLeft', { value: '鈴木' }],
      [3, 'ownerLeft', { value: '佐藤:花子' }],
      [4, 'required', undefined],
    ]);
    expect(await q('select member_id from assignments')).toEqual([{ member_id: memberId('csm') }]);
    expect((await load('コード,名,担当\nB,い,鈴木\n', head, { unknownOwners: 'leave', rows: 'all' })).outcome).toMatchObject({ unchanged: 1, refused: false });
  });

  it('finds customers by name when the list has no codes, and contacts and contracts by the name of their customer', async () => {
    const list = { 会社名: 'name', 業種: 'industry', 親会社: 'parentExternalId' };
    const file = '会社名,業種,親会社\n株式会社あ,IT,\nい商店,小売,株式会社あ\nい商店,小売,\n';
    const first = await load(file, list);
    expect(first.outcome).toMatchObject({ added: 2, rejected: 1 });
    expect(await listRejects(db, first.importId, 0, 9)).toMatchObject([{ row: 4, column: '会社名', code: 'duplicateInFile', values: { value: '3' } }]);
    expect(await q('select name, external_id, parent_account_id is not null as child from accounts order by name')).toEqual([
      { name: 'い商店', external_id: null, child: true },
      { name: '株式会社あ', external_id: null, child: false },
    ]);
    expect((await load('会社名,業種,親会社\n株式会社あ,IT,\nい商店,卸売,株式会社あ\n', list)).outcome).toMatchObject({ changed: 1, unchanged: 1, missing: 0 });
    expect((await load('会社名,業種,親会社\n株式会社あ,IT,\n', list, { gone: 'mark' })).outcome).toMatchObject({ unchanged: 1, missing: 1 });
    const people = (source: string, rows_: string) =>
      makeImport(runner, {
        noun: 'contacts',
        file: `会社,氏名,メール\n${rows_}`,
        mapping: { source, columns: { 会社: 'accountExternalId', 氏名: 'name', メール: 'email' } },
      });
    await load('コード,顧客名\nA-1,同じ名前\nA-2,同じ名前\nA-3,う\n', { コード: 'externalId', 顧客名: 'name' });
    const other = await people('sfa', '株式会社あ,佐藤,a@example.jp\nう,鈴木,b@example.jp\n同じ名前,田中,c@example.jp\n無い,山田,d@example.jp\n');
    expect(other.outcome).toMatchObject({ added: 2, rejected: 2 });
    expect((await listRejects(db, other.importId, 0, 9)).map((r) => [r.row, r.code])).toEqual([
      [4, 'ambiguousAccount'],
      [5, 'unknownAccount'],
    ]);
    await expect(load('業種\nIT\n', { 業種: 'industry' })).rejects.toThrow(/externalId/);
  });

  it('gives the codes of a later list to the customers of the same name that have none, and takes them back', async () => {
    const named = { 会社名: 'name', 業種: 'industry' };
    const coded = { ...named, コード: 'externalId' };
    const file = 'コード,会社名,業種\nA-1,株式会社あ,IT\nA-2,い商店,卸売\nA-3,う,\nA-4,う,\nA-5,え,\n';
    await load('会社名,業種\n株式会社あ,IT\nい商店,小売\nう,\n', named);
    await q(`insert into accounts (account_id, name, created_at, updated_at) values (gen_random_uuid(), 'え', now(), now())`);
    const people = () => q('select name, external_id, industry from accounts order by name, external_id nulls first');
    const before = await people();
    const { importId, outcome } = await load(file, coded);
    // Two rows of one name may be two customers: they are added.
    expect(outcome).toMatchObject({ added: 2, changed: 3, unchanged: 0, missing: 1 });
    expect(await people()).toEqual([
      { name: 'い商店', external_id: 'A-2', industry: '卸売' },
      { name: 'う', external_id: null, industry: null },
      { name: 'う', external_id: 'A-3', industry: null },
      { name: 'う', external_id: 'A-4', industry: null },
      { name: 'え', external_id: 'A-5', industry: null },
      { name: '株式会社あ', external_id: 'A-1', industry: 'IT' },
    ]);
    expect((await load(file, coded)).outcome).toMatchObject({ added: 0, changed: 0, unchanged: 5 });
    expect((await load('会社名,業種\n株式会社あ,IT\n', named)).outcome).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
    await undoImport(runner, importId);
    expect(await people()).toEqual(before);
    expect(await q(`select external_id from account_keys order by 1`)).toEqual(['い商店', 'う', '株式会社あ'].map((external_id) => ({ external_id })));
  });

  it('gives no second row of the file to a customer that has one by its code', async () => {
    await load('コード,会社名\nA-1,株式会社あ\n', { コード: 'externalId', 会社名: 'name' });
    await q(`update accounts set external_id = null`);
    const { outcome } = await load('コード,会社名\nA-1,あ改め\nA-2,株式会社あ\n', { コード: 'externalId', 会社名: 'name' });
    expect(outcome).toMatchObject({ added: 1, changed: 1 });
    expect(await q('select external_id, name from accounts order by 1')).toEqual([
      { external_id: 'A-1', name: 'あ改め' },
      { external_id: 'A-2', name: '株式会社あ' },
    ]);
  });

  it('says how far it is while its transaction is open', async () => {
    let clock = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (clock += 600));
    expect((await load(`${header}${Array.from({ length: 50 }, (_, i) => `S-${i},会社,,,`).join('\n')}\n`, columns)).outcome).toMatchObject({ added: 50 });
  });

  it('is undone as a whole: values put back unless edited since, new rows removed unless something hangs on them', async () => {
    await load(`${header}A-1,あ,,10,\nA-2,い,,20,\n`, columns);
    const { importId } = await load(`${header}A-1,あ２,,11,\nA-2,い２,,21,\nA-3,う,,,\nA-4,え,,,\n`, columns);
    await database.pool.query(`update accounts set name = '人が直した' where external_id = 'A-2'`);
    await database.pool.query(
      `insert into contacts (account_id, contact_id, name, created_at, updated_at) select account_id, gen_random_uuid(), '佐藤', now(), now() from accounts where external_id = 'A-4'`,
    );
    expect(await undoImport(runner, importId)).toEqual({ kept: 1 });
    expect((await accounts()).map((a) => [a.external_id, a.name, a.employees])).toEqual([
      ['A-1', 'あ', 10],
      ['A-2', '人が直した', 20],
      ['A-4', 'え', null],
    ]);
    expect(await q(`select count(*)::int as n from account_versions where external_id = 'A-3' and known_to is null`)).toEqual([{ n: 0 }]);
    expect(await q(`select count(*)::int as n from account_keys`)).toEqual([{ n: 3 }]);
    expect(await undoImport(runner, importId)).toBeUndefined();
    expect((await load(`${header}A-3,う,,,\n`, columns)).outcome).toMatchObject({ added: 1 });
  });
});
