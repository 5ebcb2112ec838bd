import type { Wrong } from '#platform/http/problem.ts';
import { isDay } from '#platform/clock/days.ts';
import type { attributeKinds } from './tables.ts';

export type AttributeKind = (typeof attributeKinds)[number];
export type AttributeValue = string | number | boolean;
export type AttributeRule = { key: string; name: string; kind: AttributeKind; choices: readonly string[] };

const wanted: Record<AttributeKind, { ja: string; en: string }> = {
  text: { ja: '2,000文字以内の文字列で入力してください。', en: 'Must be a text of at most 2,000 characters.' },
  number: { ja: '数値で入力してください。', en: 'Must be a number.' },
  money: { ja: '金額は最小通貨単位の整数で入力してください。', en: 'Must be an amount as a whole number of the smallest unit of the currency.' },
  date: { ja: '日付は YYYY-MM-DD の形式で入力してください。', en: 'Write the date as YYYY-MM-DD.' },
  choice: { ja: '選択肢から選んでください。', en: 'Must be one of the choices.' },
  boolean: { ja: 'はい（true）か、いいえ（false）で入力してください。', en: 'Must be true or false.' },
};

function fits(rule: AttributeRule, value: unknown): value is AttributeValue {
  if (rule.kind === 'text') return typeof value === 'string' && value.length <= 2000;
  if (rule.kind === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (rule.kind === 'money') return typeof value === 'number' && Number.isSafeInteger(value);
  if (rule.kind === 'date') return typeof value === 'string' && isDay(value);
  if (rule.kind === 'choice') return typeof value === 'string' && rule.choices.includes(value);
  return typeof value === 'boolean';
}

/** Lays a change over an account's attributes: null or '' takes one away; unknown keys and wrong types are errors. */
export function changeAttributes(
  rules: readonly AttributeRule[],
  before: Record<string, AttributeValue>,
  change: Record<string, unknown>,
): { values: Record<string, AttributeValue>; errors: Wrong[] } {
  const values = { ...before };
  const errors: Wrong[] = [];
  for (const [key, value] of Object.entries(change)) {
    const rule = rules.find((r) => r.key === key);
    if (!rule) errors.push({ path: `attributes.${key}`, message: { ja: 'この項目は定義されていません。', en: 'There is no such field.' } });
    else if (value === null || value === '') delete values[key];
    else if (fits(rule, value)) values[key] = value;
    else errors.push({ path: `attributes.${key}`, message: named(rule.name, wanted[rule.kind]) });
  }
  return { values, errors };
}

const named = (name: string, { ja, en }: { ja: string; en: string }) => ({ ja: `${name}: ${ja}`, en: `${name}: ${en}` });
