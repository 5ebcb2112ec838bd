import type { XlsxCell } from '#platform/files/write-xlsx.ts';
import { textsIn, type Language } from '#platform/i18n/texts.ts';
import type { Catalogue, Field } from '#rules/conditions/index.ts';
import { reasonText, type Reason } from './reason.ts';
import { listTexts } from './texts.ts';

type Printing = { catalogue: Catalogue; language: Language; digits: number };

/** What a column is called in a file. */
export function headerOf(key: string, catalogue: Catalogue, language: Language): string {
  const t = textsIn(listTexts, language);
  if (key === 'usage') return t.columns.usage;
  return catalogue.fields.get(key)?.name[language] ?? key;
}

// As the screen rounds: one decimal; shares, which it prints as percentages, to a tenth of one percent.
const rounded = (value: number, { share, whole }: Field): number => Number(value.toFixed(whole ? 0 : share ? 3 : 1));

/** A value as a spreadsheet wants it: amounts in the currency's unit, days as days, choices by their names. */
export function cellOf(key: string, value: unknown, { catalogue, language, digits }: Printing): XlsxCell {
  if (value === null || value === undefined) return null;
  if (key === 'reason') return reasonText(value as Reason, language);
  const field = catalogue.fields.get(key);
  const named = (v: unknown) => field?.choices?.find((choice) => choice.value === String(v))?.name[language] ?? String(v);
  switch (field?.type) {
    case 'money':
      return Number(value) / 10 ** digits;
    case 'number':
      return rounded(Number(value), field);
    case 'date':
      return { day: String(value) };
    case 'boolean':
      return textsIn(listTexts, language)[value ? 'yes' : 'no'];
    case 'set':
      return (value as unknown[]).map(named).join(', ');
    case 'choice':
    case 'member':
      return named(value);
    default:
      return String(value);
  }
}
