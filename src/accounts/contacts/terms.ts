import { defineTexts } from '#platform/i18n/texts.ts';

export const contactRoles = ['champion', 'decision_maker', 'operator', 'influencer', 'billing', 'technical', 'executive'] as const;
export const contactStatuses = ['active', 'transferred', 'left'] as const;

/** The words for what a contact can be. */
export const contactTerms = defineTexts({
  ja: {
    roles: {
      champion: 'チャンピオン',
      decision_maker: '決裁者',
      operator: '運用担当',
      influencer: '影響者',
      billing: '請求窓口',
      technical: '技術窓口',
      executive: '経営層',
    },
    statuses: { active: '在籍中', transferred: '異動', left: '退職' },
  },
  en: {
    roles: {
      champion: 'Champion',
      decision_maker: 'Decision maker',
      operator: 'Operator',
      influencer: 'Influencer',
      billing: 'Billing contact',
      technical: 'Technical contact',
      executive: 'Executive',
    },
    statuses: { active: 'Active', transferred: 'Transferred', left: 'Left' },
  },
});
