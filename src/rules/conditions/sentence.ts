import { formatDay, formatDays, formatMoney, formatMoneyShort, formatNumber, minorDigits } from '#platform/i18n/format.ts';
import { textsIn, type Language } from '#platform/i18n/texts.ts';
import { isAll, isAny, isHeld, isNot, type Comparison, type Condition } from './condition.ts';
import type { Field } from './fields.ts';
import { sentenceTexts } from './texts.ts';

export type Reading = { fields: ReadonlyMap<string, Field>; language: Language; currency: string };

/** A condition as a person would say it: 「MRRが10.0万円以上 かつ 更新日が90日以内」. */
export function sentence(condition: Condition, reading: Reading): string {
  const t = textsIn(sentenceTexts, reading.language);
  if (isAll(condition) && !condition.all.length) return t.everything;
  return say(condition, reading, false);
}

function say(c: Condition, reading: Reading, inside: boolean): string {
  const t = textsIn(sentenceTexts, reading.language);
  if (isAll(c) || isAny(c)) {
    const parts = isAll(c) ? c.all : c.any;
    if (!parts.length) return isAll(c) ? t.everything : t.nothing;
    const text = parts.map((p) => say(p, reading, parts.length > 1)).join(isAll(c) ? t.and : t.or);
    return inside && parts.length > 1 ? `${t.open}${text}${t.close}` : text;
  }
  if (isNot(c)) {
    const text = t.not(say(c.not, reading, false));
    return c.orUnknown ? t.orUnknown(text) : text;
  }
  if (isHeld(c)) return t.held(say(c.held, reading, false), formatDays(c.days, reading.language));
  const text = sayComparison(c, reading);
  return c.orUnknown ? t.orUnknown(text) : text;
}

function sayComparison(c: Comparison, reading: Reading): string {
  const { language } = reading;
  const t = textsIn(sentenceTexts, language);
  const field = reading.fields.get(c.field);
  const name = field?.name[language] ?? c.field;
  const value = (v: unknown) => sayValue(v, field, reading);
  const given = Array.isArray(c.value) ? c.value : [c.value];
  const values = () => t.anyOf(given.map(value));
  const phrase = (key: 'known' | 'unknown' | 'yes' | 'no' | 'overdue') => field?.phrases?.[key]?.[language];
  const days = () => formatDays(c.value as number, language);
  switch (c.operator) {
    case 'known':
    case 'unknown':
    case 'overdue':
      return phrase(c.operator) ?? t[c.operator](name);
    case 'is':
      return phrase(c.value ? 'yes' : 'no') ?? t[c.value ? 'yes' : 'no'](name);
    case 'between': {
      const [from, to] = c.value as [unknown, unknown];
      return t.between(name, value(from), value(to));
    }
    case 'in':
      return field?.type === 'segment' ? t.segment(values()) : t.in(name, values());
    case 'notIn':
      return field?.type === 'segment' ? t.notSegment(values()) : t.notIn(name, values());
    case 'hasAny':
      return t[given.length === 1 ? 'has' : 'hasAny'](name, values());
    case 'hasAll':
      return t[given.length === 1 ? 'has' : 'hasAll'](name, t.allOf(given.map(value)));
    case 'hasNone':
      return t[given.length === 1 ? 'hasNot' : 'hasNone'](name, values());
    case 'nextDays':
      return c.value === 0 ? t.today(name) : t.nextDays(name, days());
    case 'pastDays':
    case 'olderThan':
    case 'furtherThan':
      return t[c.operator](name, days());
    case 'rose':
    case 'fell': {
      const move = c.value as { by: number; unit: string; days: number };
      const by = move.unit === 'percent' ? `${formatNumber(move.by, language, 2)}%` : value(move.by);
      return t[c.operator](name, by, formatDays(move.days, language));
    }
    default:
      return t[c.operator](name, value(c.value));
  }
}

/** A value of a field, as a sentence prints it. */
export function sayValue(value: unknown, field: Field | undefined, { language, currency }: Reading): string {
  const t = textsIn(sentenceTexts, language);
  if (value === '@me') return t.me;
  const chosen = field?.choices?.find((choice) => choice.value === value);
  if (chosen) return field!.type === 'choice' || field!.type === 'member' ? chosen.name[language] : t.quote(chosen.name[language]);
  switch (field?.type) {
    case 'money':
      return printMoney(value as number, currency, language);
    case 'number':
      return field.share
        ? `${formatNumber((value as number) * 100, language, 2)}%`
        : `${formatNumber(value as number, language, 4)}${field.unit ? unitOf(field.unit[language], language) : ''}`;
    case 'date':
      return formatDay(value as string, language);
    case 'member':
    case 'segment':
      return t.gone;
    default:
      return t.quote(String(value));
  }
}

// 48.0万円 is for figures; in a sentence 48万円 is meant exactly, so what rounding would lose is written in full.
function printMoney(minor: number, currency: string, language: Language): string {
  if (currency === 'JPY' && language === 'ja' && minor !== 0) {
    if (minor % 100_000_000 === 0) return `${formatNumber(minor / 100_000_000, language)}億円`;
    if (minor % 1_000 === 0 && Math.abs(minor) >= 10_000 && Math.abs(minor) < 100_000_000) return `${formatNumber(minor / 10_000, language, 1)}万円`;
    if (minor % 10_000 === 0) return formatMoneyShort(minor, currency, language);
  }
  return minorDigits(currency) === 0 && currency === 'JPY' && language === 'ja' ? `${formatNumber(minor, language)}円` : formatMoney(minor, currency, language);
}

const unitOf = (unit: string, language: Language) => (language === 'en' && /^[a-z]/i.test(unit) ? ` ${unit}` : unit);
