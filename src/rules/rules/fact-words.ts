import { formatDayShort, formatDays, formatMoneyShort, formatNumber } from '#platform/i18n/format.ts';
import { textsIn } from '#platform/i18n/texts.ts';
import type { Field, Reading } from '#rules/conditions/contract.ts';
import { factTexts } from './fact-texts.ts';
import type { Fact } from './facts.sql.ts';

type FactReading = Omit<Reading, 'fields'> & { fields: ReadonlyMap<string, Pick<Field, 'name' | 'type' | 'unit' | 'share' | 'choices' | 'phrases'>> };

/**
 * The frozen facts of a firing as short phrases: 「通常 148回/週 → 56回/週」「MRR 48.0万円」. A field that is gone keeps its
 * key; what was not known is said only where there is a phrase for it.
 */
export function factsSaid(facts: unknown, reading: FactReading): string[] {
  if (!Array.isArray(facts)) return [];
  return (facts as Fact[]).flatMap((fact) => (fact && typeof fact === 'object' ? (factSaid(fact, reading) ?? []) : []));
}

function factSaid(fact: Fact, reading: FactReading): string | null {
  const { fields, language } = reading;
  const t = textsIn(factTexts, language);
  if ('unusual' in fact) {
    const amount = (n: number) => t[fact.unusual.of ?? 'events'](formatNumber(Math.round(n), language));
    return t.usually(amount(fact.unusual.usual), amount(fact.unusual.value));
  }
  if ('event' in fact) return t.event(fact.event.name, formatNumber(fact.event.count, language));
  if ('left' in fact) return fact.left.length ? t.left(fact.left.map((one) => t.person(one.name)).join(t.separator)) : null;
  if (fact.field === 'name') return null;
  const field = fields.get(fact.field);
  const name = field?.name[language] ?? fact.field;
  if (fact.value === null || fact.value === undefined) return field?.phrases?.unknown?.[language] ?? null;
  if (typeof fact.value === 'boolean') {
    const word = fact.value ? 'yes' : 'no';
    return field?.phrases?.[word]?.[language] ?? t[word](name);
  }
  const now = printed(fact.value, fact.field, reading);
  if (fact.before === null || fact.before === undefined) return t.is(name, now);
  return t.changed(name, printed(fact.before, fact.field, reading), now, formatDays(fact.days ?? 0, language));
}

function printed(value: unknown, key: string, reading: FactReading): string {
  const { fields, language, currency } = reading;
  const field = fields.get(key);
  const chosen = field?.choices?.find((choice) => choice.value === value);
  if (chosen) return chosen.name[language];
  if (field?.type === 'money') return formatMoneyShort(String(value), currency, language);
  if (field?.type === 'date') return formatDayShort(String(value), language);
  if (typeof value === 'number') {
    if (field?.share) return `${formatNumber(value * 100, language, 1)}%`;
    const unit = field?.unit?.[language] ?? '';
    return `${formatNumber(value, language, 1)}${language === 'en' && unit ? ` ${unit}` : unit}`;
  }
  if (Array.isArray(value)) return value.map((one) => printed(one, key, reading)).join(textsIn(factTexts, language).separator);
  return String(value);
}
