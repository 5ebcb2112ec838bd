import { defineTexts } from '#platform/i18n/texts.ts';

/** How the scorecard that comes with an installation is called; its row carries the Japanese name. */
export const cardTerms = defineTexts({ ja: { defaultCard: '標準スコアカード' }, en: { defaultCard: 'Default scorecard' } });
