import { describe, expect, it } from 'vitest';
import type { Condition } from './condition.ts';
import { fixedFields } from './fixed-fields.ts';
import type { Field } from './fields.ts';
import { checkCondition } from './check.ts';
import { sentence } from './sentence.ts';

const member = '00000000-0000-7000-8000-00000000000a';
const fields = new Map<string, Field>(
  fixedFields.map((field) => {
    if (field.key === 'csm') return [field.key, { ...field, choices: [{ value: member, name: { ja: '佐藤 花子', en: 'Hanako Sato' } }] }];
    if (field.key === 'products') return [field.key, { ...field, choices: [{ value: '1', name: { ja: 'バックオフィス', en: 'Back office' } }] }];
    return [field.key, field];
  }),
);
const hasChampion = { ja: 'チャンピオンの有無', en: 'Has a champion' };
fields.set('metric.has_champion', { ...fields.get('auto_renew')!, key: 'metric.has_champion', name: hasChampion, phrases: undefined });
const both = (c: Condition) => (['ja', 'en'] as const).map((language) => sentence(c, { fields, language, currency: 'JPY' }));

describe('sentences', () => {
  it.each<[Condition, string, string]>([
    [{ all: [] }, 'すべての顧客', 'All customers'],
    [
      {
        all: [
          { field: 'mrr', operator: 'gte', value: 100_000 },
          { field: 'renewal_on', operator: 'nextDays', value: 90 },
        ],
      },
      'MRRが10万円以上 かつ 更新日が90日以内',
      'MRR is at least ¥100,000 and Renewal date is within 90 days',
    ],
    [{ field: 'mrr', operator: 'lt', value: 1_234_567 }, 'MRRが1,234,567円未満', 'MRR is less than ¥1,234,567'],
    [{ field: 'employees', operator: 'gte', value: 50 }, '従業員数が50名以上', 'Employees is at least 50 people'],
    [
      {
        any: [
          { field: 'colour', operator: 'in', value: ['risk', 'watch'] },
          {
            all: [
              { field: 'csm', operator: 'in', value: ['@me', member] },
              { field: 'tags', operator: 'hasAny', value: ['重要', '解約懸念'] },
            ],
          },
        ],
      },
      'ヘルスが危険・注意 または （担当CSMが自分・佐藤 花子 かつ タグに「重要」・「解約懸念」のいずれかがある）',
      'Health is Risk or Watch or (CSM is me or Hanako Sato and Tags include any of “重要” or “解約懸念”)',
    ],
    [{ field: 'products', operator: 'hasAny', value: ['1'] }, '利用中の製品に「バックオフィス」がある', 'Products in use include “Back office”'],
    [
      { field: 'tags', operator: 'hasAll', value: ['重要', '解約懸念'] },
      'タグに「重要」・「解約懸念」のすべてがある',
      'Tags include all of “重要” and “解約懸念”',
    ],
    [
      { field: 'tags', operator: 'hasNone', value: ['重要', '解約懸念'] },
      'タグに「重要」・「解約懸念」のいずれもない',
      'Tags include none of “重要” or “解約懸念”',
    ],
    [{ field: 'metric.has_champion', operator: 'is', value: false }, 'チャンピオンなし', 'Has a champion: no'],
    [{ field: 'churned_on', operator: 'unknown' }, '解約していない', 'Not churned'],
    [{ field: 'csm', operator: 'unknown' }, '担当CSMが未設定', 'No CSM'],
    [
      { field: 'score', operator: 'fell', value: { by: 10, unit: 'absolute', days: 28 } },
      'ヘルススコアが28日間で10点以上減少',
      'Health score fell by at least 10 points in 28 days',
    ],
    [{ field: 'mrr', operator: 'rose', value: { by: 20, unit: 'percent', days: 90 } }, 'MRRが90日間で20%以上増加', 'MRR rose by at least 20% in 90 days'],
    [
      { held: { field: 'score', operator: 'lt', value: 40 }, days: 14 },
      '「ヘルススコアが40点未満」が14日以上続いている',
      '“Health score is less than 40 points” for at least 14 days',
    ],
    [{ not: { field: 'name', operator: 'contains', value: 'テスト' } }, '（顧客名に「テスト」を含む）に当てはまらない', 'not (Name contains “テスト”)'],
    [
      { field: 'industry', operator: 'ne', value: '製造業', orUnknown: true },
      '業種が「製造業」以外（データなしを含む）',
      'Industry is not “製造業” (or no data)',
    ],
    [{ field: 'last_touch_on', operator: 'olderThan', value: 30 }, '最終接点が30日より前', 'Last touch was more than 30 days ago'],
    [{ field: 'onboarding_due_on', operator: 'overdue' }, 'オンボーディング期限を過ぎている', 'Onboarding is past its due date'],
    [
      { field: 'renewal_on', operator: 'between', value: ['2026-12-01', '2026-12-31'] },
      '更新日が2026年12月1日(火)〜2026年12月31日(木)',
      'Renewal date is from Tue 1 Dec 2026 to Thu 31 Dec 2026',
    ],
  ])('reads %j', (condition, ja, en) => {
    expect(both(condition)).toEqual([ja, en]);
  });
});

describe('what is wrong is said with its place', () => {
  const places = (c: Condition) => checkCondition(c, fields, 'ja').map((i) => i.path);
  it.each<[Condition, string[]]>([
    [
      { all: [{ field: 'nothing', operator: 'eq', value: 1 }, { any: [{ field: 'mrr', operator: 'contains', value: 'x' }] }] },
      ['all.0.field', 'all.1.any.0.operator'],
    ],
    [{ field: 'mrr', operator: 'gte', value: 1.5 }, ['value']],
    [{ field: 'mrr', operator: 'between', value: [2, 1] }, ['value']],
    [{ field: 'renewal_on', operator: 'on', value: '2026-02-30' }, ['value']],
    [{ field: 'touch_model', operator: 'in', value: ['middle'] }, ['value']],
    [{ field: 'csm', operator: 'in', value: ['somebody'] }, ['value']],
    [{ held: { held: { field: 'score', operator: 'lt', value: 1 }, days: 3 }, days: 3 }, ['held']],
    [{ held: { field: 'seats', operator: 'lt', value: 1 }, days: 3 }, ['held.field']],
    [{ field: 'churned_on', operator: 'known', orUnknown: true }, ['orUnknown']],
    [{ not: { not: { not: { not: { not: { not: { field: 'mrr', operator: 'known' } } } } } } }, ['not.not.not.not.not.not']],
  ])('%j', (condition, expected) => {
    expect(places(condition)).toEqual(expected);
  });
});
