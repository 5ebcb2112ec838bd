import { useContext, useMemo } from 'react';
import { PlaceContext, useLanguage } from '#platform/i18n/react.tsx';
import type { Definition, Unit } from './definition.ts';
import { recipe, valueSentence, valueText, type Names } from './words.ts';

export type { Names } from './words.ts';
export { wordTexts } from './words-texts.ts';

/** Values of metrics in the reader's language: `value` with its unit, `sentence` what it means, `recipe` what it is made of. */
export function useMetricWords() {
  const { language, currency } = useContext(PlaceContext);
  return useMemo(
    () => ({
      value: (unit: Unit, value: number | null) => valueText({ language, currency }, unit, value),
      sentence: (metric: { definition: Definition | null; unit: Unit; name: string }, value: number | null, productNo = 0) =>
        valueSentence({ language, currency }, metric, value, productNo),
      recipe: (definition: Definition, names: Names, how?: 'short' | 'in full') => recipe({ language, currency }, definition, names, how),
    }),
    [language, currency],
  );
}

/** The name in the reader's language. */
export function useMetricName() {
  const english = useLanguage() === 'en';
  return (one: { name: string; nameEn: string | null }) => (english && one.nameEn) || one.name;
}
