import { defineTexts } from '#platform/i18n/texts.ts';

export const assignmentRoles = ['csm', 'onboarding', 'sales', 'support'] as const;

/** The roles in which a member looks after a customer. */
export const assignmentTerms = defineTexts({
  ja: { csm: '担当CSM', onboarding: 'オンボーディング担当', sales: '営業担当', support: 'サポート担当' },
  en: { csm: 'CSM', onboarding: 'Onboarding owner', sales: 'Sales owner', support: 'Support owner' },
});
