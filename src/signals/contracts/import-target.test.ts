import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountsTarget, listRejects, undoImport } from '#accounts/imports/index.ts';
import { makeImport } from '#accounts/imports/factory.ts';
import { rows } from '#platform/db/db.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { contractsTarget } from './import-target.ts';
import { findContracts } from './read.sql.ts';

describe('import of contracts', async () => {
  const database = await testDatabase();
  let now = new Date('2026-11-24T03:00:00Z');
  const runner = { database, clock: () => now, jobs: { publish: async () => {} }, targets: [accountsTarget, contractsTarget] };
  const columns = {
    契約番号: 'externalId',
    顧客コード: 'accountExternalId',
    開始日: 'startsOn',
    終了日: 'endsOn',
    締結日: 'signedOn',
    自動更新: 'autoRenew',
    製品: 'product',
    数量: 'quantity',
    単価: 'unitPrice',
    周期: 'billingMonths',
  };
  const header = '契約番号,顧客コード,開始日,終了日,締結日,自動更新,製品,数量,単価,周期\n';
  const load = (file: string, more: object = {}, history = false) =>
    makeImport(runner, { noun: 'contracts', file: header + file, mapping: { source: 'crm', columns, ...more }, history });
  const q = (text: string) => rows<Record<string, unknown>>(database.db, sql.raw(text));
  const lines = () =>
    q(
      'select c.external_id, p.key, l.quantity::float8, l.unit_price::int, l.billing_months, l.starts_on from contract_lines l join contracts c using (account_id, contract_id) join products p using (product_no) order by 1, 2, 6',
    );

  beforeEach(async () => {
    now = new Date('2026-11-24T03:00:00Z');
    await database.pool.query(
      'truncate accounts, account_keys, contracts, contract_keys, contract_versions, contract_line_versions, contract_lines, products, imports, search_entries cascade',
    );
    await makeImport(runner, { noun: 'accounts', file: 'id,name\nA-1,あ\nA-2,い\n', mapping: { source: 'crm', columns: { id: 'externalId', name: 'name' } } });
    await database.pool.query("insert into products (product_no, key, name) values (1, 'core', 'コア'), (2, 'bi', '分析オプション')");
  });

  const two =
    'K-1,A-1,2026/4/1,2027/3/31,2026/3/15,あり,コア,10,"1,000円",月額\nK-1,A-1,2026/4/1,2027/3/31,2026/3/15,あり,分析オプション,1,120000,年額\nK-2,A-2,2026-01-01,,,なし,CORE,5,900,1\n';

  it('makes one contract of the rows with one number, and the same again changes nothing', async () => {
    expect((await load(two)).outcome).toMatchObject({ rows: 3, added: 3, rejected: 0 });
    expect(await q('select external_id, name, starts_on, ends_on, signed_on, auto_renew, currency from contracts order by 1')).toEqual([
      { external_id: 'K-1', name: 'K-1', starts_on: '2026-04-01', ends_on: '2027-03-31', signed_on: '2026-03-15', auto_renew: true, currency: 'JPY' },
      { external_id: 'K-2', name: 'K-2', starts_on: '2026-01-01', ends_on: null, signed_on: null, auto_renew: false, currency: 'JPY' },
    ]);
    expect(await lines()).toEqual([
      { external_id: 'K-1', key: 'bi', quantity: 1, unit_price: 120000, billing_months: 12, starts_on: '2026-04-01' },
      { external_id: 'K-1', key: 'core', quantity: 10, unit_price: 1000, billing_months: 1, starts_on: '2026-04-01' },
      { external_id: 'K-2', key: 'core', quantity: 5, unit_price: 900, billing_months: 1, starts_on: '2026-01-01' },
    ]);
    expect((await load(two)).outcome).toMatchObject({ added: 0, changed: 0, unchanged: 3, missing: 0 });
  });

  it('changes, drops and adds lines, and takes all of it back', async () => {
    await load(two);
    const before = [await lines(), await q('select name, ends_on, cancelled_on from contracts order by external_id')];
    now = new Date('2026-12-01T03:00:00Z');
    const { importId, outcome } = await load('K-1,A-1,2026/4/1,2028/3/31,2026/3/15,あり,コア,12,1000,月額\nK-3,A-2,2026/12/1,,,なし,コア,1,500,月額\n', {
      gone: 'mark',
    });
    expect(outcome).toMatchObject({ added: 1, changed: 1, unchanged: 0, missing: 1 });
    expect((await lines()).map((l) => [l.external_id, l.key, l.quantity])).toEqual([
      ['K-1', 'core', 12],
      ['K-2', 'core', 5],
      ['K-3', 'core', 1],
    ]);
    expect((await q('select external_id, ends_on, cancelled_on from contracts order by 1')).map((c) => [c.ends_on, c.cancelled_on])).toEqual([
      ['2028-03-31', null],
      [null, '2026-12-01'],
      [null, null],
    ]);
    expect(await q("select count(*)::int as n from contract_line_versions where known_to = '2026-12-01T03:00:00Z'")).toEqual([{ n: 2 }]);
    await undoImport(runner, importId);
    expect([await lines(), await q('select name, ends_on, cancelled_on from contracts order by external_id')]).toEqual(before);
    expect((await load(two)).outcome).toMatchObject({ unchanged: 3 });
  });

  it('takes the mark away when a contract is in the file again', async () => {
    await load(two);
    await load('K-2,A-2,2026-01-01,,,なし,CORE,5,900,1\n', { gone: 'mark' });
    expect((await q('select cancelled_on from contracts order by external_id')).map((c) => c.cancelled_on)).toEqual(['2026-11-24', null]);
    expect((await load(two, { gone: 'mark' })).outcome).toMatchObject({ changed: 2, unchanged: 1 });
    expect((await q('select cancelled_on from contracts')).map((c) => c.cancelled_on)).toEqual([null, null]);
  });

  it('refuses what does not fit together, whole contracts at a time', async () => {
    const file =
      'K-1,A-9,2026/4/1,,,,コア,1,100,\nK-2,A-1,2026/4/1,2026/3/1,,,コア,1,100,\nK-3,A-1,2026/4/1,,,,ない製品,1,100,\nK-3,A-1,2026/4/1,,,,コア,1,100,\nK-4,A-1,2026/4/1,,,,,1,100,\nK-5,A-1,2026/4/1,,,,コア,1,100,\nK-5,A-1,2026/5/1,,,,コア,1,100,\nK-6,A-1,2026/4/1,,,,コア,1,,\n';
    const { importId, outcome } = await load(file);
    expect(outcome).toMatchObject({ added: 0, rejected: 8 });
    expect((await listRejects(database.db, importId, 0, 99)).map((r) => [r.row, r.column, r.code])).toEqual([
      [2, '顧客コード', 'unknownAccount'],
      [3, '終了日', 'endsBeforeStarts'],
      [4, '製品', 'unknownProduct'],
      [5, '契約番号', 'otherLineBad'],
      [6, null, 'productMissing'],
      [7, '契約番号', 'otherLineBad'],
      [8, '契約番号', 'contractDiffers'],
      [9, '単価', 'required'],
    ]);
    await load('K-1,A-1,2026/4/1,,,,コア,1,100,\n');
    expect((await listRejects(database.db, (await load('K-1,A-2,2026/4/1,,,,コア,1,100,\n')).importId, 0, 9)).map((r) => r.code)).toEqual(['otherAccount']);
  });

  describe('in a customer list', () => {
    const list = { 顧客コード: 'accountExternalId', 開始日: 'startsOn', 終了日: 'endsOn', 製品: 'product', 月額: 'unitPrice' };
    const loadList = (file: string, of: object, more: object = {}) =>
      makeImport(runner, { noun: 'contracts', file, mapping: { source: 'crm', columns: of, ...more } });
    const contracts = () => q('select external_id, name, ends_on, cancelled_on from contracts order by 1');

    it('needs no number: each customer has one contract, called by its product', async () => {
      const head = '顧客コード,開始日,終了日,製品,月額\n';
      const file = `${head}A-1,2026/4/1,2027/3/31,コア,"50,000円"\nA-2,2026/1/1,2026/12/31,分析オプション,12000\n`;
      expect((await loadList(file, list)).outcome).toMatchObject({ added: 2, rejected: 0 });
      expect(await contracts()).toMatchObject([
        { external_id: 'A-1', name: 'コア', ends_on: '2027-03-31' },
        { external_id: 'A-2', name: '分析オプション' },
      ]);
      expect((await loadList(file, list)).outcome).toMatchObject({ unchanged: 2, missing: 0 });
      const later = `${head}A-1,2026/4/1,2028/3/31,コア,"50,000円"\nA-1,2026/4/1,2028/3/31,分析オプション,1000\n`;
      expect((await loadList(later, list, { gone: 'mark' })).outcome).toMatchObject({ added: 1, changed: 1, missing: 1 });
      expect(await contracts()).toMatchObject([{ ends_on: '2028-03-31' }, { external_id: 'A-2', cancelled_on: '2026-11-24' }]);
      const { importId } = await loadList(`${head}A-1,2026/4/1,2028/3/31,コア,1\nA-1,2026/5/1,2028/3/31,コア,1\n`, list);
      expect((await listRejects(database.db, importId, 0, 9)).map((r) => [r.row, r.column, r.code])).toEqual([
        [2, '顧客コード', 'otherLineBad'],
        [3, '顧客コード', 'contractDiffers'],
      ]);
    });

    it('takes a price of a year as such', async () => {
      const yearly = { 顧客コード: 'accountExternalId', 開始日: 'startsOn', 製品: 'product', 年額: 'yearlyPrice' };
      const file = '顧客コード,開始日,製品,年額\nA-1,2026/4/1,コア,"600,000円"\nA-2,2026/4/1,コア,\n';
      const { importId, outcome } = await loadList(file, yearly);
      expect(outcome).toMatchObject({ added: 1, rejected: 1 });
      expect(await listRejects(database.db, importId, 0, 9)).toMatchObject([{ row: 3, column: '年額', code: 'required' }]);
      expect(await lines()).toMatchObject([{ external_id: 'A-1', unit_price: 600000, billing_months: 12 }]);
      expect((await loadList(file, yearly)).outcome).toMatchObject({ unchanged: 1 });
    });

    it('needs no prices: the dates come first, and a list without prices leaves lines alone', async () => {
      const dates = { 顧客コード: 'accountExternalId', 開始日: 'startsOn', 更新日: 'endsOn' };
      const file = '顧客コード,開始日,更新日\nA-1,2026/4/1,2027/3/31\nA-2,2026/1/1,2026/12/31\n';
      const first = await loadList(file, dates);
      expect(first.outcome).toMatchObject({ added: 2, rejected: 0 });
      expect(await contracts()).toMatchObject([{ external_id: 'A-1', name: 'A-1', ends_on: '2027-03-31' }, { external_id: 'A-2' }]);
      expect((await loadList(file, dates)).outcome).toMatchObject({ unchanged: 2 });
      const priced = await loadList('顧客コード,開始日,終了日,製品,月額\nA-1,2026/4/1,2027/3/31,コア,100\n', list);
      expect(priced.outcome).toMatchObject({ added: 1, rejected: 0 });
      expect((await loadList(file.replace('2027/3/31', '2028/3/31'), dates)).outcome).toMatchObject({ changed: 1, unchanged: 1 });
      expect(await lines()).toMatchObject([{ external_id: 'A-1', key: 'core', unit_price: 100 }]);
      await undoImport(runner, priced.importId);
      expect(await lines()).toEqual([]);
      await undoImport(runner, first.importId);
      expect(await q('select count(*)::int as n from contract_keys')).toEqual([{ n: 0 }]);
    });
  });

  it('as history becomes known on the day it was signed', async () => {
    await load(two, {}, true);
    expect(await q('select external_id, known_from from contract_versions order by 1')).toEqual([
      { external_id: 'K-1', known_from: '2026-03-14 15:00:00+00' },
      { external_id: 'K-2', known_from: '2026-11-24 03:00:00+00' },
    ]);
    expect((await q('select known_from from contract_line_versions order by 1')).map((v) => v.known_from)).toEqual([
      '2026-03-14 15:00:00+00',
      '2026-03-14 15:00:00+00',
      '2026-11-24 03:00:00+00',
    ]);
    const accounts = await q('select account_id from accounts order by name');
    const marked = await Promise.all(accounts.map((a) => findContracts(database.db, a.account_id as string, '2026-11-24', sql`true`, 9)));
    expect(marked.flat().map((c) => [c.externalId, c.isHistory])).toEqual([
      ['K-1', true],
      ['K-2', false],
    ]);
  });

  it('names the products of the first file when there are none', async () => {
    await database.pool.query('delete from products');
    await load('K-1,A-1,2026/4/1,,,,標準プラン,1,100,\n');
    expect(await q('select key, name from products')).toEqual([{ key: 'product-1', name: '標準プラン' }]);
  });
});
