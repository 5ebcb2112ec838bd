import { defineTexts, textsIn, type Language } from '#platform/i18n/texts.ts';

const texts = defineTexts({
  ja: {
    badUrl: 'アドレスの形式ではありません。',
    notHttps: 'https:// で始まるアドレスを指定してください。',
    privateAddress: '社内や自分自身のネットワークのアドレスは読み込めません。',
    notFound: 'アドレスのサーバーが見つかりません。',
    tooLarge: 'カレンダーが大きすぎます（5MBまで）。',
    timeout: '時間内に応答がありませんでした。',
    tooManyRedirects: '転送が多すぎます。',
    status: 'サーバーがカレンダーを返しませんでした',
    unreachable: 'サーバーに接続できませんでした。',
    noCalendar: 'iCalendar形式の内容ではありません。公開用・非公開用の iCal 形式のアドレスか確認してください。',
    secret: '登録したときと別の設定で動いているため、アドレスを開けません。カレンダーを登録し直してください。',
    tooMany: 'カレンダーは10件まで登録できます。',
  } as Record<string, string>,
  en: {
    badUrl: 'This is not an address.',
    notHttps: 'The address must begin with https://.',
    privateAddress: 'Addresses of our own network cannot be read.',
    notFound: 'The server of the address cannot be found.',
    tooLarge: 'The calendar is too large (5 MB at most).',
    timeout: 'There was no answer in time.',
    tooManyRedirects: 'Too many redirects.',
    status: 'The server did not give the calendar',
    unreachable: 'The server could not be reached.',
    noCalendar: 'This is not iCalendar. Please check that it is the address in iCal format.',
    secret: 'The address cannot be opened, as the installation has another secret now. Please add the calendar again.',
    tooMany: 'At most ten calendars.',
  },
});

/** The stored code of a failure in words; a status is shown with its number. */
export function calendarProblem(stored: string, language: Language): string {
  const [code = '', ...detail] = stored.split(' ');
  const said = textsIn(texts, language)[code] ?? stored;
  return code === 'status' ? `${said} (HTTP ${detail.join(' ')})` : said;
}

export const fileTexts = defineTexts({
  ja: {
    name: (member: string) => `Banso: ${member}`,
    renewal: (account: string) => `更新日: ${account}`,
    kinds: { cta: 'CTAの期限', task: 'タスクの期限', renewal: '契約の更新日' },
  },
  en: {
    name: (member) => `Banso: ${member}`,
    renewal: (account) => `Renewal: ${account}`,
    kinds: { cta: 'CTA due', task: 'Task due', renewal: 'Renewal of the contract' },
  },
});
