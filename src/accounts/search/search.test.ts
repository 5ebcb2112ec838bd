import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeContact } from '#accounts/contacts/factory.ts';
import { row } from '#platform/db/db.ts';
import { testApi } from '#platform/testing/api.ts';
import { gramsSql } from './entries.ts';
import { foldName, gramsOf, legalForms, mergeHits, partsOf, queryWords } from './logic.ts';
import { searchRoutes } from './routes.ts';

const api = await testApi({ search: searchRoutes([]) });
const { db } = api;
const labels = async (q: string) => (await api.as('viewer').get(`/search?q=${encodeURIComponent(q)}`)).body.items.map((i: { label: string }) => i.label);

const toyota = await makeAccount(
  db,
  { name: 'トヨタ自動車株式会社', kana: 'トヨタジドウシャカブシキガイシャ', corporateNumber: '1180301018771', externalId: 'E02144' },
  { source: 'edinet' },
);
await makeAccount(db, { name: '株式会社豊田自動織機', kana: 'トヨタジドウショッキ' });
await makeAccount(db, { name: 'ＪＲ東日本ビルテック', kana: 'ジェイアールヒガシニホンビルテック' });
await makeAccount(db, { name: '森' });
await makeAccount(db, { name: '100%オフ_商会' });
await makeContact(db, {
  accountId: toyota,
  name: '山田 太郎',
  kana: 'やまだ たろう',
  email: 'Yamada.Taro@toyota.example',
  phone: '０３−１２３４−５６７８',
  department: '情報システム部',
});

describe('search', () => {
  it('refuses who may not', async () => {
    expect((await api.as(null).get('/search?q=a')).status).toBe(401);
    expect((await api.as('viewer').get('/search')).status).toBe(400);
  });

  it('finds by part, reading, width, case and legal form', async () => {
    expect(await labels('トヨタ')).toEqual(['トヨタ自動車株式会社', '株式会社豊田自動織機']);
    expect(await labels('とよた')).toEqual(await labels('ﾄﾖﾀ'));
    expect(await labels('自動')).toEqual(['トヨタ自動車株式会社', '株式会社豊田自動織機']);
    expect(await labels('織機')).toEqual(['株式会社豊田自動織機']);
    expect(await labels('jr東')).toEqual(['ＪＲ東日本ビルテック']);
    expect(await labels('株式会社トヨタ自動車')).toEqual(['トヨタ自動車株式会社']);
    for (const typing of ['トヨタ自動車株式', 'トヨタ自動車株式会', 'トヨタ自動車株式会社']) expect(await labels(typing)).toEqual(['トヨタ自動車株式会社']);
    expect(await labels('森')).toEqual(['森']);
    expect(await labels('田')).toEqual([]);
  });

  it('finds contacts with or without the space, in any order, and says whose they are', async () => {
    for (const q of ['山田太郎', '山田 太郎', '太郎　山田', 'やまだ', '太郎', 'ﾔﾏﾀﾞ ﾀﾛｳ']) expect(await labels(q)).toEqual(['山田 太郎']);
    expect((await api.as('viewer').get(`/search?q=${encodeURIComponent('山田')}`)).body.items).toMatchObject([
      { kind: 'contact', accountId: toyota, sub: 'トヨタ自動車株式会社 · 情報システム部' },
    ]);
  });

  it('finds by number, key, mail and phone', async () => {
    for (const q of ['1180301018771', 'T1180301018771', '11803', 'E02144', 'E021']) expect(await labels(q)).toEqual(['トヨタ自動車株式会社']);
    for (const q of ['yamada.taro@toyota.example', 'YAMADA.taro', '03-1234-5678', '03-1234', '０３１２３４']) expect(await labels(q)).toEqual(['山田 太郎']);
  });

  it('takes signs as signs', async () => {
    for (const q of ['100%', 'フ_商']) expect(await labels(q)).toEqual(['100%オフ_商会']);
    for (const q of ['%', '_', '\\', '%%', '「」', '   ', "'; drop", '\u{20bb7}']) expect(await labels(q)).toEqual([]);
  });

  it('puts the exact before the beginning before the middle, and customers before contacts', async () => {
    const account = await makeAccount(db, { name: 'みなと' });
    await makeAccount(db, { name: '北みなと商店' });
    await makeAccount(db, { name: 'みなと物流株式会社' });
    await makeContact(db, { accountId: account, name: 'みなと 花子' });
    expect(await labels('みなと')).toEqual(['みなと', 'みなと物流株式会社', 'みなと 花子', '北みなと商店']);
  });
});

describe('words', () => {
  it('looks for one character only together with what stands beside it', () => {
    expect(partsOf(['東京', '物流'])).toEqual(['東京', '物流']);
    expect(partsOf(['佐藤', '葵'])).toEqual(['佐藤葵']);
    expect(partsOf(['森'])).toEqual([]);
  });

  it('puts names among the entries, by rank, and keeps them a third of the places', () => {
    const entry = (kind: string, rank: number) => ({ kind, rank });
    const [customer, note, rule] = [entry('account', 1), entry('activity', 2), entry('rule', 2)];
    expect(mergeHits([customer, note], [rule], 9)).toEqual([customer, rule, note]);
    expect(mergeHits([customer, note], [entry('rule', 0)], 9).map((one) => one.kind)).toEqual(['rule', 'account', 'activity']);
    expect(mergeHits(Array(9).fill(note), Array(9).fill(rule), 9).filter((one) => one === rule)).toHaveLength(3);
    expect(mergeHits([note], Array(9).fill(rule), 9).filter((one) => one === rule)).toHaveLength(8);
    expect(mergeHits([customer], [rule], 1)).toEqual([customer]);
  });

  it('drops a legal form that is being typed, and keeps what only looks like its start', () => {
    expect(queryWords(['とよた自動車株式会'])).toEqual(['とよた自動車']);
    expect(queryWords(['株式'])).toEqual(['株式']);
    expect(queryWords(['名古屋株'])).toEqual(['名古屋株']);
  });

  it('makes the same pieces as the database, of any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 30 }), async (text) => {
        const found = await row<{ folded: string; grams: string[] }>(
          db,
          sql`select f as folded, ${gramsSql(sql`f`)} as grams from search_text(${text.replaceAll('\0', '')}) f`,
        );
        expect([...new Set(found!.grams)].sort()).toEqual(gramsOf(found!.folded).sort());
      }),
      { numRuns: 100 },
    );
  });

  it('folds a name here as the database does', async () => {
    const unit = fc.constantFrom(...'アヴヶヷーんｱﾞガＡａÉ森（株）㈱①㍻-・･。、./|'.split(''), ' ', '　', 'Co., Ltd.', ', Inc.', ...legalForms);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, maxLength: 12 }), async (name) => {
        expect(await row(db, sql`select search_text(${name}) as t`)).toEqual({ t: foldName(name) });
      }),
      { numRuns: 300 },
    );
  });

  it('takes every legal form out of a name', async () => {
    for (const form of legalForms) expect(await row(db, sql`select search_text(${`${form}みなと${form}`}) as t`)).toEqual({ t: 'みなと' });
  });
});
