import { describe, expect, it } from 'vitest';
import { fixedFields } from '#rules/conditions/fixed-fields.ts';
import { factsSaid } from './fact-words.ts';

const fields = new Map(fixedFields.map((field) => [field.key, field]));
const ja = { fields, language: 'ja', currency: 'JPY' } as const;
const en = { ...ja, language: 'en' } as const;

describe('facts of a firing', () => {
  it.each([
    [{ field: 'mrr', value: 480_000 }, 'MRR 48.0万円', 'MRR ¥480K'],
    [{ field: 'score', value: 40, before: 61.25, days: 28 }, 'ヘルススコア 61.3点 → 40点（28日間）', 'Health score 61.3 points → 40 points in 28 days'],
    [{ field: 'colour', value: 'risk' }, 'ヘルス 危険', 'Health Risk'],
    [{ field: 'champion_left', value: true }, 'チャンピオンが離任している', 'Champion has left'],
    [{ unusual: { of: 'events', value: 56, usual: 148.2, z: -4 } }, '通常 148回/週 → 56回/週', 'usually 148 a week → 56 a week'],
    [{ unusual: { of: 'users', value: 9, usual: 20, z: -4 } }, '通常 延べ20名/週 → 延べ9名/週', 'usually 20 user days a week → 9 user days a week'],
    [{ event: { name: 'export', count: 1200 } }, 'export 1,200回', 'export, 1,200 times'],
    [{ left: [{ contactId: 'x', name: '伊藤 誠' }] }, '伊藤 誠様が離任', '伊藤 誠 left'],
    [{ field: 'attributes.gone', value: 3 }, 'attributes.gone 3', 'attributes.gone 3'],
  ])('%j', (fact, said, inEnglish) => {
    expect(factsSaid([fact], ja)).toEqual([said]);
    expect(factsSaid([fact], en)).toEqual([inEnglish]);
  });

  it('say what was not known only where there is a phrase for it, and nothing of what is no fact', () => {
    expect(factsSaid([{ field: 'csm', value: null }, { field: 'mrr', value: null }, { field: 'name', value: null }, null], ja)).toEqual(['担当CSMが未設定']);
    expect(factsSaid({ score: 28 }, ja)).toEqual([]);
  });
});
