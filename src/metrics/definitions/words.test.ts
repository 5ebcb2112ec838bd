import { describe, expect, it } from 'vitest';
import { defaultMetrics } from './defaults.ts';
import { naturalUnit, type Definition } from './definition.ts';
import { recipe, valueSentence, type Names } from './words.ts';

const ja = { language: 'ja', currency: 'JPY' } as const;
const en = { language: 'en', currency: 'JPY' } as const;
const say = (definition: Definition, value: number | null, place: typeof ja | typeof en = ja) =>
  valueSentence(place, { definition, unit: naturalUnit(definition), name: '名' }, value);

describe('a value in words', () => {
  it('reads as a person would say it', () => {
    expect(say({ kind: 'days_since_contact', with: 'anyone' }, 74)).toBe('74日間接点なし');
    expect(say({ kind: 'days_since_contact', with: 'decision_maker' }, 61)).toBe('決裁者と61日間接点なし');
    expect(say({ kind: 'change', of: 'events', events: 'all', days: 28 }, -0.62)).toBe('利用が28日で62%減少');
    expect(say({ kind: 'change', of: 'events', events: 'all', days: 28 }, 0)).toBe('利用は前の28日と同じ');
    expect(say({ kind: 'usual', of: 'events', events: 'all', days: 28 }, 0.38, en)).toBe('usage at 38% of the usual (28 days)');
    expect(say({ kind: 'has_role', role: 'champion' }, 0)).toBe('チャンピオンの登録なし');
    expect(say({ kind: 'onboarding_late' }, 12, en)).toBe('onboarding 12 days overdue');
    expect(say({ kind: 'mrr' }, 480_000)).toBe('MRR 48.0万円');
    expect(say({ kind: 'usage_level', levels: [{ name: '週1日以上', all: [] }], products: [] }, 1)).toBe('活用度L1（週1日以上）');
    expect(say({ kind: 'usage_level', levels: [{ name: '週1日以上', nameEn: 'weekly', all: [] }], products: [] }, 1, en)).toBe('usage level L1 (weekly)');
    expect(say({ kind: 'onboarding_late' }, 1, en)).toBe('onboarding 1 day overdue');
    expect(say({ kind: 'tenure' }, null)).toBe('データなし');
  });

  it('has words in both languages for every default metric, and says what each is made of', () => {
    for (const { definition } of defaultMetrics) {
      for (const place of [ja, en]) {
        for (const value of [0, 1, 12]) expect(say(definition, value, place)).not.toMatch(/undefined|NaN|null/);
        expect(recipe(place, definition, { metric: () => undefined, product: () => undefined }, 'in full')).not.toMatch(/undefined|^$/);
      }
    }
  });

  it('says levels of a product by their own names, and lists them after the common ones', () => {
    const counted = (metric: string, value: number) => [{ metric, op: '>=' as const, value }];
    const levels: Definition = {
      kind: 'usage_level',
      levels: [{ name: '利用あり', nameEn: 'in use', all: counted('events_28', 1) }],
      products: [
        { productNo: 2, levels: [{ name: '申請あり', nameEn: 'requests made', all: [...counted('events_28', 5), ...counted('seat_use', 0.6)] }] },
        { productNo: 3, levels: [{ name: '連携済み', all: counted('events_28', 9) }] },
      ],
    };
    const of = (productNo: number, place: typeof ja | typeof en = ja) => valueSentence(place, { definition: levels, unit: 'level', name: '名' }, 1, productNo);
    expect([of(0), of(1), of(2), of(3)]).toEqual(['活用度L1（利用あり）', '活用度L1（利用あり）', '活用度L1（申請あり）', '活用度L1（連携済み）']);
    expect(of(2, en)).toBe('usage level L1 (requests made)');
    const names: Names = {
      metric: (key) => (key === 'seat_use' ? { name: '席の利用率', unit: 'percent' } : { name: '利用回数', unit: 'count' }),
      product: (no) => ({ 2: '申請' })[no],
    };
    expect(recipe(ja, levels, names)).toBe('条件を満たす最も高い段階: L1 利用あり。申請: L1 申請あり');
    expect(recipe(ja, levels, names, 'in full')).toBe(
      '条件を満たす最も高い段階: L1 利用あり（利用回数が1以上）。申請: L1 申請あり（利用回数が5以上、席の利用率が60%以上）',
    );
    expect(recipe(en, levels, names, 'in full')).toMatch(/in use \(.* at least 1\)\. 申請: L1 requests made \(.* at least 5, .* at least 60%\)$/);
  });
});
