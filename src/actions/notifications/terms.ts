import { defineTexts } from '#platform/i18n/texts.ts';

/** The kinds of notifications, as settings, mails and channels name them. */
export const notificationTerms = defineTexts({
  ja: {
    ctas: 'CTA',
    escalations: 'エスカレーション',
    mentions: 'メンション',
    rules: 'ルールからの通知',
    assignments: '担当の変更',
    attention: '顧客の変化',
    snoozes: 'スヌーズが明けるCTA',
    overflow: '枠外のCTA',
    renewals: '更新・解約通知期限',
    imports: 'データの取り込み',
    sources: 'データの停止',
    system: 'システム',
  },
  en: {
    ctas: 'CTAs',
    escalations: 'Escalations',
    mentions: 'Mentions',
    rules: 'Messages from rules',
    assignments: 'Assignments',
    attention: 'Changes in customers',
    snoozes: 'CTAs back from snooze',
    overflow: 'CTAs beyond the slots',
    renewals: 'Renewals and notice deadlines',
    imports: 'Imports',
    sources: 'Silent sources',
    system: 'System',
  },
});
