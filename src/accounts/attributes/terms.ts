import { defineTexts } from '#platform/i18n/texts.ts';

/** The kinds of attributes. */
export const attributeTerms = defineTexts({
  ja: { text: '文字', number: '数値', money: '金額', date: '日付', choice: '選択', boolean: 'はい／いいえ' },
  en: { text: 'Text', number: 'Number', money: 'Money', date: 'Date', choice: 'Choice', boolean: 'Yes / no' },
});
