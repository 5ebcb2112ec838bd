import { defineTexts } from '#platform/i18n/texts.ts';

/** What files are imported into. */
export const importTerms = defineTexts({
  ja: { accounts: '顧客', contacts: '先方担当者', contracts: '契約', events: '利用ログ' },
  en: { accounts: 'Customers', contacts: 'Contacts', contracts: 'Contracts', events: 'Usage' },
});
