import { defineTexts } from '#platform/i18n/texts.ts';

export const reasonTexts = defineTexts({
  ja: {
    measure: (name: string, value: string) => `${name} ${value}`,
    risk: 'ヘルスが危険',
    notice: (days: string) => `解約通知期限まで${days}`,
    noticeToday: '解約通知期限は今日',
    renewal: (days: string) => `更新まで${days}`,
    renewalToday: '更新日は今日',
    paymentLate: '支払いが遅れている',
    paymentStopped: '支払いが止まっている',
    championLeft: 'チャンピオンが離任',
    onboarding: (days: string) => `オンボーディング ${days}超過`,
    noTouch: (days: string) => `${days}接点なし`,
    neverTouched: '接点の記録がない',
    unassigned: '担当CSMが未設定',
  },
  en: {
    measure: (name: string, value: string) => `${name}: ${value}`,
    risk: 'Health at risk',
    notice: (days: string) => `Notice deadline in ${days}`,
    noticeToday: 'Notice deadline is today',
    renewal: (days: string) => `Renewal in ${days}`,
    renewalToday: 'Renewal is today',
    paymentLate: 'Payment is late',
    paymentStopped: 'Payment has stopped',
    championLeft: 'Champion has left',
    onboarding: (days: string) => `Onboarding ${days} overdue`,
    noTouch: (days: string) => `No contact for ${days}`,
    neverTouched: 'Never in touch',
    unassigned: 'No CSM assigned',
  },
});

export const listTexts = defineTexts({
  ja: {
    yes: 'はい',
    no: 'いいえ',
    columns: { usage: '利用 12週' },
    sorted: { asc: (name: string) => `${name}の昇順`, desc: (name: string) => `${name}の降順` },
  },
  en: {
    yes: 'Yes',
    no: 'No',
    columns: { usage: 'Usage, 12 weeks' },
    sorted: { asc: (name) => `${name}, ascending`, desc: (name) => `${name}, descending` },
  },
});
