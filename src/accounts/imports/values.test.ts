import { describe, expect, it } from 'vitest';
import { contactTerms } from '#accounts/contacts/terms.ts';
import { contactFields } from './fields.ts';
import { parseDay } from './moments.ts';
import { decimalText, parseValue, type FieldKind, type ParseContext } from './values.ts';

const yen: ParseContext = { minorDigits: 0, timeZone: 'Asia/Tokyo' };
const read = (kind: FieldKind, cell: string, context: Partial<ParseContext> = {}) => {
  const parsed = parseValue(kind, cell, { ...yen, ...context });
  return 'problem' in parsed ? `!${parsed.problem}` : parsed.value;
};

describe('values as people write them', () => {
  it.each([
    ['2024-05-31', '2024-05-31'],
    ['2024/5/31', '2024-05-31'],
    ['2024.5.31', '2024-05-31'],
    ['2024年5月31日', '2024-05-31'],
    ['２０２４年５月３１日', '2024-05-31'],
    ['20240531', '2024-05-31'],
    ['令和6年5月31日', '2024-05-31'],
    ['令和元年5月1日', '2019-05-01'],
    ['R6.5.31', '2024-05-31'],
    ['平成31年4月30日', '2019-04-30'],
    ['S64/1/7', '1989-01-07'],
    ['45443', '2024-05-31'],
    ['2024-05-31 09:30:00', '2024-05-31'],
    ['2024-05-31T15:00:00Z', '2024-05-31'],
    ['2026年11月24日(火)', '2026-11-24'],
    ['5月31日', '!badDate'],
    ['2024-02-30', '!badDate'],
    ['31/05/2024', '!badDate'],
    ['2024/13/1', '!badDate'],
    ['未定', '!badDate'],
    ['', null],
  ])('date %s', (cell, wanted) => expect(read('date', cell)).toBe(wanted));

  it.each([
    ['1,234,567円', '1234567'],
    ['¥1,234,567', '1234567'],
    ['￥１２３', '123'],
    ['△500', '-500'],
    ['(1,000)', '-1000'],
    ['48.0万円', '480000'],
    ['1.5億', '150000000'],
    ['12千円', '12000'],
    ['-0', '0'],
    ['1.5', '!badNumber'],
    ['abc', '!badNumber'],
    ['1,2,3x', '!badNumber'],
  ])('yen %s', (cell, wanted) => expect(read('money', cell)).toBe(wanted));

  it('money of a currency with cents', () =>
    expect(['$1,234.5', '0.07', '1.234'].map((c) => read('money', c, { minorDigits: 2 }))).toEqual(['123450', '7', '!badNumber']));

  it.each([
    ['integer', '１２３人', '123'],
    ['integer', '-1', '!negative'],
    ['integer', '1.5', '!badInteger'],
    ['integer', '9999999999', '!badInteger'],
    ['decimal', '1.50', '1.5'],
    ['decimal', '-2', '-2'],
    ['boolean', '○', 't'],
    ['boolean', 'なし', 'f'],
    ['boolean', 'ＴＲＵＥ', 't'],
    ['boolean', '多分', '!badBoolean'],
    ['corporateNumber', '5070001000715', '5070001000715'],
    ['corporateNumber', 'T5070001000715', '5070001000715'],
    ['corporateNumber', '5070001000716', '!badCheckDigit'],
    ['corporateNumber', '507000100071', '!badCorporateNumber'],
    ['email', ' Taro@Example.JP ', 'taro@example.jp'],
    ['email', 'taro@', '!badEmail'],
    ['website', 'banso.example.co.jp', 'https://banso.example.co.jp'],
    ['website', 'ｈｔｔｐ://Example.jp:8080/a?b=1', 'http://Example.jp:8080/a?b=1'],
    ['website', 'example.jp:8080', 'https://example.jp:8080'],
    ['website', 'javascript:alert(1).x', '!badWebsite'],
    ['website', 'mailto:a@b.jp', '!badWebsite'],
    ['website', 'なし', '!badWebsite'],
    ['member', ' Taro@Example.JP ', 'taro@example.jp'],
    ['member', '佐藤　花子', '佐藤 花子'],
    ['months', '年額', '12'],
    ['months', '6ヶ月', '6'],
    ['months', '2年', '24'],
    ['months', '0', '!badMonths'],
    ['currency', 'usd', 'USD'],
    ['key', 'x'.repeat(256), '!tooLong'],
    ['text', '　株式会社　', '株式会社'],
  ] as [FieldKind, string, string][])('%s %s', (kind, cell, wanted) => expect(read(kind, cell)).toBe(wanted));

  it('choices and lists', () => {
    const choices = { high: ['ハイタッチ', 'ハイ'], low: ['ロータッチ'] };
    expect(['ハイ タッチ', 'LOW', 'なにか'].map((c) => read('choice', c, { choices }))).toEqual(['high', 'low', '!badChoice']);
    expect(read('choices', 'ハイ、low', { choices })).toEqual(['high', 'low']);
    expect(read('list', '重要、東日本,重要')).toEqual(['重要', '東日本']);
  });

  it('every word that a screen shows for a value is read again', () => {
    const status = contactFields.find((f) => f.key === 'status')!;
    const roles = contactFields.find((f) => f.key === 'roles')!;
    for (const terms of [contactTerms.ja, contactTerms.en]) {
      for (const [value, word] of Object.entries(terms.statuses)) expect(read('choice', word, { choices: status.choices! })).toBe(value);
      for (const [value, word] of Object.entries(terms.roles)) expect(read('choices', word, { choices: roles.choices! })).toEqual([value]);
    }
  });

  it('moments', () => {
    expect(['2024-05-31T15:00:00Z', '2024/5/31 9:05', '2010-01-04', '1717135200', '2024-05-31 25:00', 'いつか'].map((c) => read('time', c))).toEqual([
      '2024-05-31 15:00:00 Z',
      '2024-05-31 09:05:00 Asia/Tokyo',
      '2010-01-04 00:00:00 Asia/Tokyo',
      '2024-05-31T06:00:00.000Z',
      '!badTime',
      '!badTime',
    ]);
  });

  it('plain helpers', () => {
    expect(decimalText('0012.50')).toBe('12.5');
    expect(parseDay('明治45年7月29日')).toBe('1912-07-29');
  });
});
