import { defineTexts } from '#platform/i18n/texts.ts';

export const activityKinds = ['visit', 'web_meeting', 'call', 'email', 'chat', 'memo'] as const;
export const directions = ['proactive', 'reactive'] as const;

/** The words for what an activity can be. */
export const activityTerms = defineTexts({
  ja: {
    kinds: { visit: '訪問', web_meeting: 'Web会議', call: '電話', email: 'メール', chat: 'チャット', memo: 'メモ' },
    directions: { proactive: '自発', reactive: '依頼' },
  },
  en: {
    kinds: { visit: 'Visit', web_meeting: 'Web meeting', call: 'Call', email: 'Email', chat: 'Chat', memo: 'Memo' },
    directions: { proactive: 'Proactive', reactive: 'Reactive' },
  },
});
