import { defineTexts } from '#platform/i18n/texts.ts';

/** Apart from the page's: these are on the first screen. */
export const meetingTexts = defineTexts({
  ja: {
    today: '今日の予定',
    settings: 'カレンダー',
    empty: '今日の予定はありません',
    connect: 'カレンダーを登録すると、今日の会議と事前メモがここに並びます。',
    failing: '読み込めていないカレンダーがあります',
    allDay: '終日',
    brief: '事前メモ',
    untitled: '（題名なし）',
  },
  en: {
    today: 'Today’s meetings',
    settings: 'Calendars',
    empty: 'No meetings today',
    connect: 'Subscribe to your calendar, and today’s meetings appear here with a brief for each.',
    failing: 'A calendar cannot be read',
    allDay: 'All day',
    brief: 'Brief',
    untitled: '(no title)',
  },
});
