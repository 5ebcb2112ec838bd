import { fileProblemText, type FileProblemText } from '#platform/files/texts.ts';
import { defineTexts, textsIn, type Language } from '#platform/i18n/texts.ts';

type V = Record<string, string | number>;

/** Why a row or a whole import was not loaded. Problems of the file itself have their texts in platform/files. */
const reasons = defineTexts({
  ja: {
    required: '必須の値が空です。',
    badNumber: (v: V) => `数値として読み取れません（${v.value}）。`,
    badInteger: (v: V) => `整数として読み取れません（${v.value}）。`,
    badDate: (v: V) => `日付として読み取れません（${v.value}）。例: 2026/11/24、令和8年11月24日`,
    badTime: (v: V) => `日時として読み取れません（${v.value}）。例: 2026-11-24 09:30`,
    badBoolean: (v: V) => `はい／いいえとして読み取れません（${v.value}）。`,
    badChoice: (v: V) => `選択肢にない値です（${v.value}）。`,
    badEmail: (v: V) => `メールアドレスの形式ではありません（${v.value}）。`,
    badCorporateNumber: (v: V) => `法人番号は 13 桁の数字です（${v.value}）。`,
    badCheckDigit: (v: V) => `法人番号の検査用数字が合いません（${v.value}）。`,
    badMonths: (v: V) => `請求周期として読み取れません（${v.value}）。例: 月額、年額、12`,
    badCurrency: (v: V) => `通貨コードとして読み取れません（${v.value}）。例: JPY`,
    tooLong: '値が長すぎます。',
    negative: (v: V) => `負の値は指定できません（${v.value}）。`,
    duplicateInFile: (v: V) => `同じ ID の行がファイル内にあります（${v.value} 行目）。`,
    nameMissing: '新しい顧客には顧客名が必要です。',
    contactNameMissing: '新しい先方担当者には氏名が必要です。',
    ownParent: '自分自身を親会社にすることはできません。',
    unknownParent: '親会社の顧客コードが見つかりません。',
    badWebsite: (v: V) => `Webサイトのアドレスとして読み取れません（${v.value}）。`,
    unknownMember: (v: V) => `「${v.value}」というメールアドレスまたは氏名のメンバーがいません。`,
    ambiguousMember: (v: V) => `「${v.value}」という氏名のメンバーが複数います。メールアドレスで指定してください。`,
    ownerLeft: (v: V) => `「${v.value}」というメンバーがいないため、担当はそのままで取り込みます。`,
    unknownAccount: '顧客コードが見つかりません。先に顧客を取り込んでください。',
    ambiguousAccount: '同じ顧客コードが複数の取り込み元にあります。',
    otherAccount: 'この ID は別の顧客に登録されています。',
    keyMissing: '担当者コード・メールアドレス・氏名がいずれも空です。',
    unknownContact: '後任の担当者コードが見つかりません。',
    productMissing: '製品が空です。製品が複数あるときは指定が必要です。',
    unknownProduct: '製品が見つかりません。',
    endsBeforeStarts: '終了日が開始日より前です。',
    contractDiffers: (v: V) => `同じ契約の行（${v.value} 行目）と契約の内容が異なります。`,
    otherLineBad: '同じ契約の別の明細に問題があります。',
    unknownField: (v: V) => `「${v.column}」の対応先「${v.field}」がありません。`,
    unknownColumn: (v: V) => `列「${v.column}」がファイルにありません。${v.columns ? `ファイルの列: ${v.columns}` : ''}`,
    mappedTwice: (v: V) => `「${v.field}」に複数の列が対応しています（${v.column}）。`,
    fieldMissing: (v: V) => `「${v.label}」に対応する列を選んでください。`,
    keptRows: (v: V) => `${v.count} 件は、あとから別のデータが紐づいたため残しました。`,
    tooManyGone: (v: V) =>
      v.known === undefined
        ? '前回よりも大幅に件数が減っています。'
        : `前回までの ${v.known} 件のうち ${v.missing} 件がファイルにありません。内容を確認してから手動で取り込んでください。`,
    rowsRefused: '問題のある行があったため、取り込みませんでした。',
    unreadable: 'ファイルを開けません。Banso から読み取れるよう、ファイルの権限を確認してください。',
    failed: '取り込み中に問題が起きました。時間をおいてもう一度お試しください。',
    undoFailed: '取り消し中に問題が起きたため、取り込んだままにしています。時間をおいてもう一度お試しください。',
  },
  en: {
    required: 'A required value is empty.',
    badNumber: (v: V) => `Not a number (${v.value}).`,
    badInteger: (v: V) => `Not a whole number (${v.value}).`,
    badDate: (v: V) => `Not a date (${v.value}). Example: 2026-11-24`,
    badTime: (v: V) => `Not a date and time (${v.value}). Example: 2026-11-24 09:30`,
    badBoolean: (v: V) => `Not yes or no (${v.value}).`,
    badChoice: (v: V) => `Not one of the choices (${v.value}).`,
    badEmail: (v: V) => `Not an email address (${v.value}).`,
    badCorporateNumber: (v: V) => `A corporate number has 13 digits (${v.value}).`,
    badCheckDigit: (v: V) => `The check digit of the corporate number is wrong (${v.value}).`,
    badMonths: (v: V) => `Not a billing period (${v.value}). Examples: monthly, yearly, 12`,
    badCurrency: (v: V) => `Not a currency code (${v.value}). Example: JPY`,
    tooLong: 'The value is too long.',
    negative: (v: V) => `Must not be negative (${v.value}).`,
    duplicateInFile: (v: V) => `The file has the same id in row ${v.value}.`,
    nameMissing: 'A new customer needs a name.',
    contactNameMissing: 'A new contact needs a name.',
    ownParent: 'A company cannot be its own parent.',
    unknownParent: 'The parent is not known.',
    badWebsite: (v: V) => `Not a web address (${v.value}).`,
    unknownMember: (v: V) => `No member has the email address or name “${v.value}”.`,
    ambiguousMember: (v: V) => `Several members are called “${v.value}”. Use the email address.`,
    ownerLeft: (v: V) => `There is no member “${v.value}”, so the row is loaded and its owner left as it is.`,
    unknownAccount: 'The customer is not known. Import customers first.',
    ambiguousAccount: 'Several sources know this customer id.',
    otherAccount: 'This id belongs to another customer.',
    keyMissing: 'Neither an id nor an email address nor a name is given.',
    unknownContact: 'The successor is not known.',
    productMissing: 'The product is empty; with several products it must be named.',
    unknownProduct: 'The product is not known.',
    endsBeforeStarts: 'It ends before it starts.',
    contractDiffers: (v: V) => `Row ${v.value} is of the same contract but has other contract values.`,
    otherLineBad: 'Another line of the same contract has a problem.',
    unknownField: (v: V) => `“${v.column}” is mapped to “${v.field}”, which does not exist.`,
    unknownColumn: (v: V) => `The file has no column “${v.column}”.${v.columns ? ` It has: ${v.columns}` : ''}`,
    mappedTwice: (v: V) => `“${v.field}” has more than one column (${v.column}).`,
    fieldMissing: (v: V) => `Choose the column for “${v.field}”.`,
    keptRows: (v: V) => `${v.count} were kept because other data hangs on them.`,
    tooManyGone: (v: V) =>
      v.known === undefined ? 'Far fewer rows than before.' : `${v.missing} of ${v.known} rows are missing from the file. Check it and import it by hand.`,
    rowsRefused: 'Nothing was loaded because some rows have problems.',
    unreadable: 'The file cannot be opened; see that Banso may read it.',
    failed: 'Something went wrong during the import. Please try again later.',
    undoFailed: 'Something went wrong while the import was taken back, so it stays as loaded. Please try again later.',
  },
});

/** The sentence for a problem of a row. */
export function rejectText(problem: { code: string; values?: V }, language: Language): string {
  const own = textsIn(reasons, language)[problem.code as keyof typeof reasons.ja];
  if (own !== undefined) return typeof own === 'function' ? own(problem.values ?? {}) : own;
  return fileProblemText(problem as FileProblemText, language) ?? textsIn(reasons, language).failed;
}

/** The sentence for what stopped an import, with its place. */
export function importErrorText(error: { code: string; values?: V; row?: number; column?: number }, language: Language): string {
  const place = [
    error.row && (language === 'ja' ? `${error.row} 行目` : `row ${error.row}`),
    error.column && (language === 'ja' ? `${error.column} 列目` : `column ${error.column}`),
  ];
  const where = place.filter(Boolean).join(language === 'ja' ? ' ' : ', ');
  return where ? `${where}: ${rejectText(error, language)}` : rejectText(error, language);
}

const feedReasons = defineTexts({
  ja: {
    'fetch.badUrl': 'アドレスの形式ではありません。',
    'fetch.notHttps': 'https:// で始まるアドレスを指定してください。',
    'fetch.secretHidden': 'アドレスを変えるときは、*** になっている部分（パスワードやトークン）も入力し直してください。',
    'fetch.secret': '保存されたアドレスを読み取れません。アドレスを入力し直してください。',
    'fetch.privateAddress': '社内や自分自身のネットワークのアドレスは読み込めません。',
    'fetch.notFound': 'アドレスのサーバーが見つかりません。',
    'fetch.tooLarge': 'ファイルが大きすぎます。',
    'fetch.timeout': '時間内に応答がありませんでした。',
    'fetch.tooManyRedirects': '転送が多すぎます。',
    'fetch.status': 'サーバーがファイルを返しませんでした',
    'fetch.unreachable': 'サーバーに接続できませんでした。',
    'folder.missing': 'フォルダーがありません。データフォルダーの feeds の下に作成してください。',
    'folder.outside': 'データフォルダーの feeds の下を指定してください。',
  },
  en: {
    'fetch.badUrl': 'This is not an address.',
    'fetch.notHttps': 'The address must begin with https://.',
    'fetch.secretHidden': 'To change the address, please also enter what is shown as *** (a password or token).',
    'fetch.secret': 'The stored address cannot be read; please enter it again.',
    'fetch.privateAddress': 'Addresses of our own network cannot be read.',
    'fetch.notFound': 'The server of the address cannot be found.',
    'fetch.tooLarge': 'The file is too large.',
    'fetch.timeout': 'There was no answer in time.',
    'fetch.tooManyRedirects': 'Too many redirects.',
    'fetch.status': 'The server did not give the file',
    'fetch.unreachable': 'The server could not be reached.',
    'folder.missing': 'There is no such folder. Make it below `feeds` in the data directory.',
    'folder.outside': 'The folder must lie below `feeds` in the data directory.',
  },
});

/** What stopped the import of a feed's file, as it is kept with the feed. */
export function keptReason({ code, values }: { code: string; values?: V }): string {
  return values ? `${code} ${JSON.stringify(values)}` : code;
}

/** Why a feed could not get its file; a stored reason is a code with a detail behind it, or the reason of an import. */
export function feedProblemText(reason: string, language: Language): string {
  const [code = '', ...more] = reason.split(' ');
  const detail = more.join(' ');
  const own = textsIn(feedReasons, language)[code as keyof typeof feedReasons.ja];
  if (own !== undefined) return code === 'fetch.status' ? `${own} (HTTP ${detail})` : own;
  return rejectText({ code, values: detail.startsWith('{') ? (JSON.parse(detail) as V) : {} }, language);
}
