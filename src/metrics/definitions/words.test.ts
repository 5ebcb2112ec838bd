import { describe, expect, it } from 'vitest';
import { defaultMetrics } from './defaults.ts';
import { naturalUnit, type Definition } from './definition.ts';
import { recipe, valueSentence } from './words.ts';

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
    expect(say({ kind: 'usage_level', levels: [{ name: '週1日以上', all: [] }] }, 1)).toBe('活用度L1（週1日以上）');
    expect(say({ kind: 'usage_level', levels: [{ name: '週1日以上', nameEn: 'weekly', all: [] }] }, 1, en)).toBe('usage level L1 (weekly)');
    expect(say({ kind: 'onboarding_late' }, 1, en)).toBe('onboarding 1 day overdue');
    expect(say({ kind: 'tenure' }, null)).toBe('データなし');
  });

  it('has words in both languages for every default metric, and says what each is made of', () => {
    for (const { definition } of defaultMetrics) {
      for (const place of [ja, en]) {
        for (const value of [0, 1, 12]) expect(say(definition, value, place)).not.toMatch(/undefined|NaN|null/);
        expect(recipe(place, definition, (key) => key)).not.toMatch(/undefined|^$/);
      }
    }
  });
});
