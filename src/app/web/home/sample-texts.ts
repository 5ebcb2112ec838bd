import { defineTexts } from '#platform/i18n/texts.ts';

/** Asked only when somebody takes the sample away. */
export const sampleTexts = defineTexts({
  ja: {
    remove: 'サンプルを削除',
    removeTitle: 'サンプルデータを削除しますか',
    removeText:
      'サンプルの顧客と、その契約・活動履歴・利用ログ・CTA・ゴール、サンプル用のルールとプレイブックをすべて削除します。取り込んだ実際の顧客はそのまま残ります。',
    removed: (n: number) => `サンプルの顧客${n.toLocaleString()}社を削除しました`,
  },
  en: {
    remove: 'Remove samples',
    removeTitle: 'Remove the sample data?',
    removeText:
      'Sample customers with their contracts, activities, usage, CTAs and goals are removed, and so are the rules and playbooks of the sample. Customers of your own stay.',
    removed: (n) => `${n.toLocaleString()} sample customers removed`,
  },
});
