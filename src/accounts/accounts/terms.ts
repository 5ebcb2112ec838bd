import { defineTexts } from '#platform/i18n/texts.ts';

export const touchModels = ['high', 'hybrid', 'low', 'tech', 'community'] as const;
export const paymentStatuses = ['ok', 'late', 'stopped'] as const;

/** The words for what an account can be. */
export const accountTerms = defineTexts({
  ja: {
    touchModels: { high: 'ハイタッチ', hybrid: 'ハイブリッド', low: 'ロータッチ', tech: 'テックタッチ', community: 'コミュニティ' },
    payments: { ok: '正常', late: '遅延', stopped: '停止' },
  },
  en: {
    touchModels: { high: 'High touch', hybrid: 'Hybrid', low: 'Low touch', tech: 'Tech touch', community: 'Community' },
    payments: { ok: 'Up to date', late: 'Late', stopped: 'Stopped' },
  },
});
