import { defineTexts } from '#platform/i18n/texts.ts';

/** What an attribute tells in the brief before a meeting. */
export const topicTerms = defineTexts({
  ja: { news: '最近の動き', reputation: '評判', satisfaction: '満足度', seminars: 'セミナー・資料', fit: '当社との相性' },
  en: { news: 'News', reputation: 'Reputation', satisfaction: 'Satisfaction', seminars: 'Seminars and material', fit: 'Fit' },
});

/** The kinds of attributes. */
export const attributeTerms = defineTexts({
  ja: { text: '文字', number: '数値', money: '金額', date: '日付', choice: '選択', boolean: 'はい／いいえ' },
  en: { text: 'Text', number: 'Number', money: 'Money', date: 'Date', choice: 'Choice', boolean: 'Yes / no' },
});
