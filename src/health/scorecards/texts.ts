import { defineTexts } from '#platform/i18n/texts.ts';
import type { Fault } from './definition.ts';

export const faultTexts = defineTexts({
  ja: {
    weights: (side: string, sum: number) => `${side}の重みの合計が${sum}%です。100%にしてください。`,
    sides: { co: '成果（CO）', cx: '体験（CX）' },
    side_weights: '成果と体験の比率の合計を100%にしてください。',
    thresholds: '「良好」の下限は「注意」の下限より大きくしてください。',
    same_group: '同じキーのグループがあります。',
    unknown_group: (name: string) => `「${name}」のグループが見つかりません。`,
    unknown_metric: (name: string) => `「${name}」の指標が見つかりません。`,
    twice: (name: string) => `「${name}」の指標が重複しています。`,
    flat: (name: string) => `「${name}」は2点の値を変えてください。`,
    bands_order: (name: string) => `「${name}」の区間は小さい順に並べてください。`,
    none: 'スコアカードが見つかりません。',
  },
  en: {
    weights: (side, sum) => `The weights of ${side} add to ${sum}%; they must add to 100%.`,
    sides: { co: 'outcome (CO)', cx: 'experience (CX)' },
    side_weights: 'The weights of outcome and experience must add to 100%.',
    thresholds: 'The lower edge of "good" must be above that of "watch".',
    same_group: 'Two groups have the same key.',
    unknown_group: (name) => `"${name}" is in a group that is not there.`,
    unknown_metric: (name) => `"${name}" uses a metric that is not there.`,
    twice: (name) => `"${name}" uses a metric that another measure uses already.`,
    flat: (name) => `"${name}" needs two different values.`,
    bands_order: (name) => `The bands of "${name}" must go upwards.`,
    none: 'There is no scorecard.',
  },
});
export type FaultTexts = (typeof faultTexts)['ja'];

export function faultText(t: FaultTexts, fault: Fault): string {
  if (fault.code === 'weights') return t.weights(t.sides[fault.side], fault.sum);
  return 'name' in fault ? t[fault.code](fault.name) : t[fault.code];
}
