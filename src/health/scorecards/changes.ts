import type { Language } from '#platform/i18n/texts.ts';
import { formatNames, formatNumber, inBrackets } from '#platform/i18n/format.ts';
import type { Mapping, Measure, Scorecard } from './definition.ts';

/** What differs between two scorecards, as the audit log says it: `{ field: [before, after] }`, measures in words of the organisation's language. */
export function cardChanges(before: Scorecard, after: Scorecard, language: Language): Record<string, [unknown, unknown]> {
  const changes: Record<string, [unknown, unknown]> = {};
  const differs = (key: string, was: unknown, is: unknown) => {
    if (was !== is) changes[key] = [was, is];
  };
  differs('good', before.good, after.good);
  differs('watch', before.watch, after.watch);
  differs('minCoverage', percent(before.minCoverage * 100), percent(after.minCoverage * 100));
  differs('co', percent(before.sideWeights.co), percent(after.sideWeights.co));
  const said = ({ measures }: Scorecard) => measures.map((m) => saidMeasure(m, language));
  const [was, is] = [said(before), said(after)];
  const measures = [was.filter((m) => !is.includes(m)), is.filter((m) => !was.includes(m))] as [string[], string[]];
  if (measures.some((side) => side.length)) changes.measures = measures;
  return changes;
}

const percent = (n: number) => `${Math.round(n * 100) / 100}%`;

function saidMeasure(measure: Measure, language: Language): string {
  const name = (language === 'en' && measure.nameEn) || measure.name;
  return `${name} ${percent(measure.weight)}${inBrackets(saidMapping(measure.mapping, language), language)}`;
}

/** 30: 0点、0: 100点 */
function saidMapping(mapping: Mapping, language: Language): string {
  const said = (value: number | null, points: number) =>
    `${value === null ? '–' : formatNumber(value, language, 2)}: ${points}${language === 'ja' ? '点' : ' points'}`;
  const pairs = mapping.type === 'linear' ? [mapping.from, mapping.to].map((p) => said(p.value, p.points)) : mapping.bands.map((b) => said(b.from, b.points));
  return formatNames(pairs, language);
}
