import { defineTexts } from '#platform/i18n/texts.ts';

export const phases = ['considering', 'purchasing', 'onboarding', 'adoption', 'renewal', 'churned'] as const;

/** The phases of a customer with a product, in their order. */
export const phaseTerms = defineTexts({
  ja: { considering: '検討', purchasing: '購買', onboarding: 'オンボーディング', adoption: '活用', renewal: '更新・エクスパンション', churned: '解約' },
  en: {
    considering: 'Considering',
    purchasing: 'Purchasing',
    onboarding: 'Onboarding',
    adoption: 'Adoption',
    renewal: 'Renewal and expansion',
    churned: 'Churned',
  },
});
