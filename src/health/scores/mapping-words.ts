import { useTexts } from '#platform/i18n/react.tsx';
import type { Unit } from '#metrics/definitions/contract.ts';
import { useMetricName, useMetricWords } from '#metrics/definitions/panel.tsx';
import type { Mapping } from '#health/scorecards/contract.ts';
import type { HealthMeasure } from './contract.ts';
import { healthTexts } from './texts.ts';

/** How a value becomes points, in words. */
export function useMappingWords(): (mapping: Mapping, unit: Unit) => string {
  const t = useTexts(healthTexts);
  const words = useMetricWords();
  return (mapping, unit) => {
    if (mapping.type === 'linear')
      return t.linear(words.value(unit, mapping.from.value), mapping.from.points, words.value(unit, mapping.to.value), mapping.to.points);
    const [first, ...rest] = mapping.bands;
    if (unit === 'yes_no' && rest.length === 1) return t.yesNo(first!.points, rest[0]!.points);
    const below = rest[0] ? [t.bandFirst(words.value(unit, rest[0].from), first!.points)] : [];
    return [...below, ...rest.map((band) => t.band(words.value(unit, band.from), band.points))].join(' · ');
  };
}

/** What a measure's value means; of several products the one that costs most, by name. */
export function useMeasureSentence(): (measure: HealthMeasure) => string {
  const t = useTexts(healthTexts);
  const words = useMetricWords();
  const name = useMetricName();
  return (measure) => {
    const metric = { ...measure, name: name(measure) };
    const worst = measure.byProduct[0];
    return worst ? t.ofProduct(worst.name, words.sentence(metric, worst.value, worst.productNo)) : words.sentence(metric, measure.value);
  };
}
