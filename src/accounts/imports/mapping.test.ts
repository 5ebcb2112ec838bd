import { describe, expect, it } from 'vitest';
import { contractFields } from './fact-fields.ts';
import { accountFields, assignmentFields, contactFields, productFields } from './fields.ts';
import { alsoIn, bindColumns, mappingSchema, suggestColumns } from './mapping.ts';

describe('columns are found by their header', () => {
  it('in Japanese, whatever the width', () => {
    const header = ['ＥＤＩＮＥＴコード', '提出者種別', '提出者名', '提出者名（ヨミ）', '所在地', '提出者業種', '提出者法人番号'];
    expect(suggestColumns(header, accountFields)).toEqual({
      ＥＤＩＮＥＴコード: 'externalId',
      提出者名: 'name',
      '提出者名（ヨミ）': 'kana',
      所在地: 'region',
      提出者業種: 'industry',
      提出者法人番号: 'corporateNumber',
    });
  });

  it('of who looks after them, also when it only says 担当', () => {
    expect(suggestColumns(['コード', '社名', '担当'], [...accountFields, ...assignmentFields.map((a) => a.field)])).toEqual({
      コード: 'externalId',
      社名: 'name',
      担当: 'csm',
    });
  });

  it('in English, each field once', () => {
    expect(suggestColumns(['Account ID', 'Contact ID', 'Full Name', 'E-mail', 'Name'], contactFields)).toEqual({
      'Account ID': 'accountExternalId',
      'Contact ID': 'externalId',
      'E-mail': 'email',
      Name: 'name',
    });
    expect(suggestColumns(['契約番号', '顧客コード', '開始日', '終了日', '月額', '数量', '自動更新'], contractFields)).toEqual({
      契約番号: 'externalId',
      顧客コード: 'accountExternalId',
      開始日: 'startsOn',
      終了日: 'endsOn',
      月額: 'unitPrice',
      数量: 'quantity',
      自動更新: 'autoRenew',
    });
  });

  it('as the source was mapped before, also when a column was left out on purpose', () => {
    expect(suggestColumns(['番号', '会社名', '備考'], accountFields, { 番号: 'externalId', 備考: '' })).toEqual({ 番号: 'externalId', 会社名: 'name' });
  });

  it('per product when there are several', () => {
    const fields = productFields([
      { key: 'core', name: 'コア' },
      { key: 'bi', name: '分析' },
    ]);
    expect(suggestColumns(['コア 席数', '契約席数（分析）', '席数'], fields)).toEqual({
      'コア 席数': 'products.core.seats',
      '契約席数（分析）': 'products.bi.seats',
    });
  });
});

describe('a mapping', () => {
  const mapping = (columns: Record<string, string>) => mappingSchema.parse({ source: 'crm', columns });
  it('is bound to the columns of the file', () => {
    const { columns, problems } = bindColumns(
      mapping({ コード: 'externalId', お客様名: 'name', 無い列: 'kana', 業種: 'branch' }),
      ['お客様名', 'ｺｰﾄﾞ', '業種'],
      accountFields,
    );
    expect(columns.map((c) => [c.index, c.field.key])).toEqual([
      [0, 'name'],
      [1, 'externalId'],
    ]);
    expect(problems).toEqual([
      { code: 'unknownColumn', values: { column: '無い列', columns: 'お客様名 / ｺｰﾄﾞ / 業種' } },
      { code: 'unknownField', values: { field: 'branch', column: '業種' } },
    ]);
    expect(bindColumns(mapping({ a: 'name', b: 'name' }), ['a', 'b'], accountFields).problems.map((p) => p.code)).toEqual(['mappedTwice']);
  });

  it('tells what else a customer list holds', () => {
    const known = { accounts: accountFields, contacts: contactFields, contracts: contractFields };
    const others = (...header: string[]) => alsoIn(header, 'accounts', known);
    expect(others('顧客コード', '会社名', '契約開始日', '契約終了日', '月額', '先方担当者', 'メールアドレス')).toEqual(['contacts', 'contracts']);
    expect(others('顧客コード', '会社名', '契約開始日', '担当者', '業種')).toEqual([]);
    expect(others('会社名', '契約開始日', '契約終了日', '氏名', 'メール')).toEqual(['contacts', 'contracts']);
    expect(others('業種', '契約開始日', '契約終了日', '氏名', 'メール')).toEqual([]);
    expect(alsoIn(['customer id', 'name', 'start date', 'renewal date', 'mrr'], 'contracts', known)).toEqual(['accounts']);
  });

  it('has the form of the command line, and refuses the rest', () => {
    expect(
      mappingSchema.parse({ source: 'edinet', encoding: 'cp932', skipLines: 1, columns: { ＥＤＩＮＥＴコード: 'externalId' }, rows: 'all' }),
    ).toMatchObject({ rows: 'all', gone: 'leave' });
    expect(mappingSchema.safeParse({ source: 'EDI NET', columns: {} }).success).toBe(false);
    expect(mappingSchema.safeParse({ source: 'a', columns: {}, colums: {} }).success).toBe(false);
  });
});
