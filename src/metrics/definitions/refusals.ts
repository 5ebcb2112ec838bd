import { problem } from '#platform/http/problem.ts';
import { defineTexts, textsIn, type Language } from '#platform/i18n/texts.ts';
import { whyImpossible, type Definition } from './definition.ts';
import type { Metric } from './store.ts';
import { whyLevelsWrong, type LevelsWrong } from './levels-wrong.ts';

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
    commonLevels: '共通の段階',
    levelsOf: (product: string) => `「${product}」の段階`,
    levelsTwice: (product: string) => `「${product}」の段階が重複しています。製品ごとに1つにしてください。`,
    levelsNotSold: (no: string) => `製品番号${no}の製品がありません。`,
    levelsUneven: (product: string, own: number, common: number) =>
      `「${product}」の段階は${own}つ、共通の段階は${common}つです。段階の数を共通の段階に合わせてください。`,
    levelOfAccount: (whose: string, level: number, metric: string) =>
      `${whose}のL${level}にある「${metric}」は、製品ごとには計算できません。製品ごとの段階を設けるときは、製品ごとに計算できる指標だけを条件にしてください。`,
    levelsNeed: (name: string) => `「${name}」の製品ごとの段階で使われているため、製品ごとに計算できない内容には変更できません。`,
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
    commonLevels: 'the common levels',
    levelsOf: (product) => `the levels of "${product}"`,
    levelsTwice: (product) => `"${product}" has its levels twice. Give each product one list.`,
    levelsNotSold: (no) => `There is no product number ${no}.`,
    levelsUneven: (product, own, common) => `"${product}" has ${own} level(s), the common list has ${common}. Give it as many as the common list.`,
    levelOfAccount: (whose, level, metric) =>
      `"${metric}" in L${level} of ${whose} cannot be computed for a single product. With levels by product, use only metrics that can.`,
    levelsNeed: (name) => `Levels by product of "${name}" use it, so it has to stay something that can be computed for a single product.`,
  },
});

export const refusals = (language: Language) => textsIn(texts, language);

/** What a definition may refer to: metrics in use, and every product there is or was. */
export type Known = { metrics: Pick<Metric, 'key' | 'name' | 'nameEn' | 'definition'>[]; products: { productNo: number; name: string }[] };

const finding = (metrics: Known['metrics']) => (key: string) => metrics.find((m) => m.key === key)?.definition;

/** Throws 422 that says why `definition` cannot be made under `key`. */
export function refuseImpossible(language: Language, key: string, definition: Definition, known: Known): void {
  const find = finding(known.metrics);
  const why = whyImpossible(key, definition, find);
  if (why) throw impossible(refusals(language)[why]);
  const wrong = whyLevelsWrong(definition, find, (no) => known.products.some((p) => p.productNo === no));
  if (wrong) throw impossible(levelsWrong(language, wrong, known));
}

/** Throws 422 when another metric's levels by product would stop making sense once `key` is `definition`. */
export function refuseForLevels(language: Language, key: string, definition: Definition, { metrics }: Known): void {
  const before = finding(metrics);
  const after = (other: string) => (other === key ? definition : before(other));
  const broken = metrics.find((m) => whyLevelsWrong(m.definition, after, () => true) && !whyLevelsWrong(m.definition, before, () => true));
  if (broken) throw impossible(refusals(language).levelsNeed(named(broken, language)));
}

const impossible = (message: string) => problem('UNPROCESSABLE_CONTENT', message, [{ path: 'definition', message }]);
const named = (one: { name: string; nameEn: string | null }, language: Language) => (language === 'en' && one.nameEn) || one.name;

function levelsWrong(language: Language, wrong: LevelsWrong, { metrics, products }: Known): string {
  const t = refusals(language);
  const product = products.find((p) => p.productNo === wrong.productNo)?.name ?? String(wrong.productNo);
  switch (wrong.why) {
    case 'twice':
      return t.levelsTwice(product);
    case 'not_sold':
      return t.levelsNotSold(product);
    case 'uneven':
      return t.levelsUneven(product, wrong.own, wrong.common);
    case 'of_account': {
      const metric = metrics.find((m) => m.key === wrong.metric);
      return t.levelOfAccount(wrong.productNo ? t.levelsOf(product) : t.commonLevels, wrong.level, metric ? named(metric, language) : wrong.metric);
    }
  }
}
