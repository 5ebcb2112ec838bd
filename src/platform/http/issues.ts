import type { Language } from '../i18n/texts.ts';

/** A sentence in both languages; a plain string is in the language of the reader already. */
export type Said = string | { ja: string; en: string };

export const inLanguage = (said: Said, language: Language): string => (typeof said === 'string' ? said : said[language]);

/** What zod found wrong with a value. */
export type Issue = {
  path?: readonly (PropertyKey | { key: PropertyKey })[];
  message: string;
  code?: string;
  origin?: string;
  minimum?: unknown;
  maximum?: unknown;
  inclusive?: boolean;
  format?: string;
  expected?: string;
  values?: unknown[];
  keys?: string[];
  input?: unknown;
};

const formats: Record<string, Said> = {
  email: { ja: 'メールアドレスの形式が正しくありません。', en: 'This is not an email address.' },
  url: { ja: 'URLの形式が正しくありません（https:// から入力してください）。', en: 'This is not a URL (it begins with https://).' },
  uuid: { ja: 'IDの形式が正しくありません。', en: 'This is not an ID.' },
  date: { ja: '日付は YYYY-MM-DD の形式で入力してください。', en: 'Write the date as YYYY-MM-DD.' },
  datetime: { ja: '日時の形式が正しくありません。', en: 'This is not a date and time.' },
};
const kinds: Record<string, { ja: string; en: string }> = {
  string: { ja: '文字列', en: 'a text' },
  number: { ja: '数値', en: 'a number' },
  int: { ja: '整数', en: 'a whole number' },
  bigint: { ja: '整数', en: 'a whole number' },
  boolean: { ja: 'true か false', en: 'true or false' },
  array: { ja: '一覧', en: 'a list' },
  object: { ja: 'オブジェクト', en: 'an object' },
  date: { ja: '日時', en: 'a date and time' },
};
const required = { ja: '入力してください。', en: 'Required.' };

const english = new Map<string, string>();

/** The message of a check in a contract. zod carries one text only, so the English waits here for `issueText`. */
export function written({ ja, en }: { ja: string; en: string }): string {
  english.set(ja, en);
  return ja;
}

/** A sentence a person can act on. zod's own texts read like a machine; a message written in a contract wins. */
export function issueText(issue: Issue): Said {
  const { code, origin, minimum: min, maximum: max } = issue;
  const en = english.get(issue.message);
  if (en) return { ja: issue.message, en };
  if (code === 'custom' && issue.message !== 'Invalid input') return issue.message;
  if (code === 'invalid_type') return isMissing(issue) ? required : wrongKind(issue.expected ?? '');
  if (code === 'too_small' && origin === 'string')
    return min === 1 ? required : { ja: `${min}文字以上で入力してください。`, en: `At least ${min} characters.` };
  if (code === 'too_small' && issue.inclusive === false) return { ja: `${min}より大きい値を入力してください。`, en: `More than ${min}.` };
  if (code === 'too_small')
    return origin === 'array' ? { ja: `${min}件以上必要です。`, en: `At least ${min}.` } : { ja: `${min}以上で入力してください。`, en: `At least ${min}.` };
  if (code === 'too_big' && origin === 'string') return { ja: `${max}文字以内で入力してください。`, en: `At most ${max} characters.` };
  if (code === 'too_big')
    return origin === 'array' ? { ja: `${max}件までです。`, en: `At most ${max}.` } : { ja: `${max}以下で入力してください。`, en: `At most ${max}.` };
  if (code === 'invalid_format') return formats[issue.format ?? ''] ?? { ja: '使えない文字が含まれています。', en: 'Some of these characters cannot be used.' };
  if (code === 'invalid_value') return listed('次のいずれかで入力してください', 'One of these', issue.values);
  if (code === 'unrecognized_keys') return listed('知らない項目です', 'Unknown fields', issue.keys);
  return { ja: '入力内容が正しくありません。', en: 'This is not right.' };
}

function wrongKind(expected: string): Said {
  const kind = kinds[expected] ?? { ja: expected, en: expected };
  return { ja: `${kind.ja}で入力してください。`, en: `Must be ${kind.en}.` };
}

const listed = (ja: string, en: string, values: unknown[] = []): Said => ({ ja: `${ja}: ${values.join('、')}`, en: `${en}: ${values.join(', ')}` });

function isMissing(issue: Issue): boolean {
  return 'input' in issue ? issue.input === undefined : / (undefined|null)$/.test(issue.message);
}
