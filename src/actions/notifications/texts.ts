import { defineTexts } from '#platform/i18n/texts.ts';

export const notificationTexts = defineTexts({
  ja: {
    none: 'お知らせはありません',
    noneHint: '取り込みの結果や、担当・顧客の変化をここでお知らせします。',
    unread: '未読',
    settings: '通知設定',
  },
  en: {
    none: 'No notifications',
    noneHint: 'Results of imports, and changes of your customers, appear here.',
    unread: 'Unread',
    settings: 'Notification settings',
  },
});
