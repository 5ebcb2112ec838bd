import { defineTexts } from '#platform/i18n/texts.ts';

export const ruleStatuses = ['draft', 'live', 'paused', 'retired'] as const;
export const ctaTypes = ['risk', 'opportunity', 'lifecycle', 'activity'] as const;
export const riskCategories = ['implementation', 'sentiment', 'product', 'company', 'support'] as const;

/** The words for what a rule can be, and for the CTAs it makes. */
export const ruleTerms = defineTexts({
  ja: {
    statuses: { draft: '下書き', live: '実行中', paused: '一時停止中', retired: '使用停止' },
    ctaTypes: { risk: 'リスク', opportunity: '機会', lifecycle: 'ライフサイクル', activity: '活動' },
    riskCategories: { implementation: '導入', sentiment: 'センチメント', product: '製品', company: '企業', support: 'サポート' },
  },
  en: {
    statuses: { draft: 'Draft', live: 'Live', paused: 'Paused', retired: 'Retired' },
    ctaTypes: { risk: 'Risk', opportunity: 'Opportunity', lifecycle: 'Lifecycle', activity: 'Activity' },
    riskCategories: { implementation: 'Implementation', sentiment: 'Sentiment', product: 'Product', company: 'Company', support: 'Support' },
  },
});
