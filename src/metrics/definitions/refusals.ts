import { problem } from '#platform/http/problem.ts';
import { defineTexts, textsIn, type Language } from '#platform/i18n/texts.ts';
import { whyImpossible, type Definition } from './definition.ts';

const texts = defineTexts({
  ja: {
    taken: 'このキーはすでに使われています。',
    full: '指標は200個までです。使わなくなった指標の番号も、過去の値のために残ります。',
    unknown: '指標が見つかりません。',
    needed: 'MRRは製品ごとの加重に使うため、変更・停止できません。',
    usedBy: (name: string) => `「${name}」で使われているため停止できません。`,
    inScorecard: '公開中のスコアカードで使われているため停止できません。',
    users_have_no_events: '利用者数は利用ログの種類では絞り込めません。',
    equals_missing: '比べる値を入力してください。',
    unknown_metric: '使えない指標が含まれています。',
    circle: '指標が自分自身をもとにしています。',
  },
  en: {
    taken: 'This key is in use already.',
    full: 'There can be 200 metrics. Places of archived ones stay taken, since past values are kept.',
    unknown: 'There is no such metric.',
    needed: 'MRR weighs the products of an account, so it cannot be changed or archived.',
    usedBy: (name) => `"${name}" is made from it, so it cannot be archived.`,
    inScorecard: 'A published scorecard uses it, so it cannot be archived.',
    users_have_no_events: 'Users cannot be narrowed to certain events.',
    equals_missing: 'Enter the value to compare with.',
    unknown_metric: 'It uses a metric that is not there.',
    circle: 'The metric would be made from itself.',
  },
});

export const refusals = (language: Language) => textsIn(texts, language);

/** Throws 422 that says why `definition` cannot be made; `find` gives the definition of another metric's key. */
export function refuseImpossible(language: Language, key: string, definition: Definition, find: (key: string) => Definition | undefined): void {
  const why = whyImpossible(key, definition, find);
  if (!why) return;
  const message = refusals(language)[why];
  throw problem('UNPROCESSABLE_CONTENT', message, [{ path: 'definition', message }]);
}
