import { textsIn, type Language } from '#platform/i18n/texts.ts';
import { fieldTexts } from './change-texts.ts';
import { actionTexts, actorTexts, nounTexts, verbTexts } from './field-texts.ts';
import { auditTexts } from './texts.ts';
import { valueTexts } from './value-texts.ts';

type Words = Record<string, string>;

/** 'accounts.update' → 顧客の変更 / Customer changed. A word that has no text yet is shown as it is. */
export function actionLabel(action: string, language: Language): string {
  const whole = (textsIn(actionTexts, language) as Words)[action];
  if (whole) return whole;
  const [noun = '', verb = ''] = action.split('.');
  const word = (textsIn(verbTexts, language) as Words)[verb] ?? verb;
  return language === 'ja' ? `${nounLabel(noun, 'ja')}の${word}` : `${nounLabel(noun, 'en')} ${word}`;
}

/** The noun of a row or the first word of an action, which is in the plural. */
export function nounLabel(noun: string, language: Language): string {
  const words = textsIn(nounTexts, language) as Words;
  return words[noun] ?? words[noun.replace(/ies$/, 'y')] ?? words[noun.replace(/s$/, '')] ?? noun;
}

/** Who did it, when it was no person: 'nightly' of the jobs, 'anonymous' of a sign-in that failed. */
export function actorLabel(name: string, language: Language): string {
  return (textsIn(actorTexts, language) as Words)[name] ?? name;
}

export type Change = { field: string; before: string | null; after: string };
type Reading = { noun: string; names: Record<string, string>; language: Language };

/** What changed, ready to read: `names` are those of the ids in it. `before` is null where there was nothing before, and for counts. */
export function changeLines(changes: unknown, language: Language, noun = '', names: Record<string, string> = {}): Change[] {
  if (!isObject(changes)) return [];
  const reading = { noun, names, language };
  const lines: Change[] = [];
  for (const [key, value] of Object.entries(changes)) {
    const field = fieldLabel(key, reading);
    const pair = Array.isArray(value) && value.length === 2 ? value : null;
    if (pair && isNothing(pair[0]) && isNothing(pair[1])) continue;
    if (pair) lines.push({ field, before: isNothing(pair[0]) ? null : read(key, pair[0], reading), after: read(key, pair[1], reading) });
    else if (!isNothing(value)) lines.push({ field, before: null, after: read(key, value, reading) });
  }
  return lines;
}

function read(key: string, value: unknown, reading: Reading): string {
  const t = textsIn(auditTexts, reading.language);
  if (isNothing(value)) return t.empty;
  if (typeof value === 'boolean') return value ? t.on : t.off;
  if (Array.isArray(value)) return value.map((one) => read(key, one, reading)).join(value.some(isObject) ? ' ／ ' : t.separator);
  if (isObject(value))
    return Object.entries(value)
      .filter(([, one]) => !isNothing(one) && one !== false)
      .map(([inner, one]) => `${fieldLabel(inner, reading)} ${read(inner, one, reading)}`)
      .join(t.separator);
  const words = textsIn(valueTexts, reading.language) as Record<string, Words>;
  const plain = String(value);
  return words[`${reading.noun}.${key}`]?.[plain] ?? words[key]?.[plain] ?? reading.names[plain] ?? plain;
}

function fieldLabel(key: string, { noun, language }: Reading): string {
  const words = textsIn(fieldTexts, language) as Words;
  return words[`${noun}.${key}`] ?? words[key] ?? key;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNothing = (value: unknown) => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
