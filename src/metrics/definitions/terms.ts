import { defineTexts } from '#platform/i18n/texts.ts';

/** The words for what a metric is measured in, and which way is better. */
export const metricTerms = defineTexts({
  ja: {
    units: { count: '回・件', people: '人数', days: '日数', percent: '割合（%）', money: '金額', level: '段階', yes_no: 'はい／いいえ', number: '数値' },
    directions: { higher: '大きいほど良い', lower: '小さいほど良い', neutral: 'どちらでもない' },
  },
  en: {
    units: { count: 'count', people: 'people', days: 'days', percent: 'share (%)', money: 'money', level: 'level', yes_no: 'yes or no', number: 'number' },
    directions: { higher: 'higher', lower: 'lower', neutral: 'neither' },
  },
});
