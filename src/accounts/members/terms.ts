import { defineTexts } from '#platform/i18n/texts.ts';

/** What a member may do, by name; the rights are in platform/auth/permissions.ts. */
export const memberTerms = defineTexts({
  ja: {
    admin: '管理者',
    ops: '運用担当（Ops）',
    manager: 'マネージャー',
    csm: 'CSM',
    support: 'サポート',
    sales: '営業',
    product: 'プロダクト',
    viewer: '閲覧のみ',
  },
  en: { admin: 'Administrator', ops: 'Ops', manager: 'Manager', csm: 'CSM', support: 'Support', sales: 'Sales', product: 'Product', viewer: 'Viewer' },
});
