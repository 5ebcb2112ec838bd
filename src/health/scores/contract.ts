import { z } from 'zod';
import { day, endpoint, id } from '#platform/http/contract.ts';
import { definitionSchema, directions, units } from '#metrics/definitions/contract.ts';
import { mappingSchema, sides } from '#health/scorecards/contract.ts';
import { colours } from './terms.ts';

const colour = z.enum(colours);
const score = z.number().nullable();

const measureOut = z.object({
  position: z.number().int(),
  metric: z.string(),
  name: z.string(),
  nameEn: z.string().nullable(),
  group: z.string(),
  side: z.enum(sides),
  weight: z.number().describe('Percent of its side'),
  mapping: mappingSchema,
  on: z.boolean().describe('False while the company has not connected what it is made from'),
  value: z.number().nullable(),
  points: score,
  change28: score.describe('Points against 28 days before'),
  valueBefore: z.number().nullable(),
  cost: z.number().describe('Points of its side it costs: weight × (100 − points)'),
  perProduct: z.boolean(),
  byProduct: z
    .array(z.object({ productNo: z.number().int(), name: z.string(), value: z.number().nullable(), points: score }))
    .describe('Value and points of each product it is rolled up from, the one that costs most first; empty when there is one product'),
  definition: definitionSchema.nullable(),
  unit: z.enum(units),
  direction: z.enum(directions),
});

export const health = z.object({
  day: day.nullable().describe('The day the score is of; null when there is none yet'),
  provisional: z.boolean().describe('The day has not closed'),
  frozen: z.boolean().describe('The customer has left; this is its last score'),
  madeLater: z.boolean().describe('Made after the day, from what was known on it'),
  version: z.object({ versionId: z.number().int(), version: z.number().int(), fromDay: day.nullable() }).nullable(),
  total: score,
  co: score,
  cx: score,
  change28: score,
  colour,
  coverage: z.number(),
  onlyOutcome: z.boolean().describe('CX is not switched on: 成果のみ'),
  thresholds: z.object({ good: z.number(), watch: z.number(), minCoverage: z.number() }),
  sideWeights: z.object({ co: z.number(), cx: z.number() }),
  groups: z.array(z.object({ key: z.string(), side: z.enum(sides), name: z.string(), nameEn: z.string().nullable(), points: score, change28: score })),
  measures: z.array(measureOut),
  reason: z.number().int().nullable().describe('Position of the measure that costs most'),
  products: z.array(z.object({ productNo: z.number().int(), name: z.string(), total: score, colour, mrr: z.number().nullable() })),
  series: z.array(z.object({ day, total: score, colour, versionId: z.number().int() })),
  versions: z
    .array(z.object({ versionId: z.number().int(), version: z.number().int(), day, note: z.string().nullable() }))
    .describe('Where the version changes within the series'),
});
export type Health = z.infer<typeof health>;
export type HealthMeasure = z.infer<typeof measureOut>;

export const measureRows = z.object({
  metric: z.string(),
  day,
  total: z.number().int(),
  rows: z.array(
    z.object({
      on: day.nullable(),
      what: z.string(),
      detail: z.string().nullable(),
      n: z.number().nullable(),
      code: z.string().nullable().describe('What kind of row it is; of a metric, the unit of n'),
    }),
  ),
});
export type MeasureRows = z.infer<typeof measureRows>;

export const contract = {
  account: endpoint('health.read', {
    method: 'GET',
    path: '/accounts/{accountId}/health',
    summary: 'The score of an account: measures, reason, change over 28 days, course',
  })
    .input(z.object({ accountId: id, days: z.coerce.number().int().min(1).max(800).default(180) }))
    .output(health),
  rows: endpoint('health.read', {
    method: 'GET',
    path: '/accounts/{accountId}/health/{metric}/rows',
    summary: 'The rows behind a measure: events, touches, contracts, contacts',
  })
    .input(z.object({ accountId: id, metric: z.string().max(63), day: day.optional() }))
    .output(measureRows),
  summary: endpoint('health.read', { method: 'GET', path: '/health/summary', summary: 'Customers by colour, newest day' }).output(
    z.object({
      day: day.nullable(),
      computedAt: z.string().nullable(),
      counts: z.object({ good: z.number(), watch: z.number(), risk: z.number(), unknown: z.number() }),
      off: z.array(z.string()).describe('Metrics of measures that are not switched on'),
    }),
  ),
};
