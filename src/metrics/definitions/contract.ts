import { z } from 'zod';
import { day, endpoint, id } from '#platform/http/contract.ts';
import { definitionSchema, directions, units } from './definition.ts';

export { definitionSchema, directions, isPerProduct, naturalDirection, naturalUnit, units } from './definition.ts';
export type { Definition, DefinitionInput, Direction, Kind, Levels, Unit } from './definition.ts';

export const metric = z.object({
  metricId: id,
  version: z.number().int(),
  slot: z.number().int().describe('Its place in the values of a day; never given to another metric'),
  key: z.string(),
  name: z.string(),
  nameEn: z.string().nullable(),
  definition: definitionSchema,
  unit: z.enum(units),
  direction: z.enum(directions).describe('Which way is better'),
  fromDay: day.describe('The first day made by this version'),
  archived: z.boolean(),
  isDefault: z.boolean(),
});
export type MetricOut = z.infer<typeof metric>;

const fields = z.object({
  key: z
    .string()
    .trim()
    .regex(/^[a-z][a-z0-9_]{0,62}$/)
    .describe('What conditions, scorecards and scripts call it'),
  name: z.string().trim().min(1).max(80),
  nameEn: z.string().trim().max(80).nullable().default(null),
  definition: definitionSchema,
  unit: z.enum(units).optional(),
  direction: z.enum(directions).optional(),
});

export const contract = {
  list: endpoint('metrics.read', { method: 'GET', path: '/metrics', summary: 'List metrics' }).output(z.array(metric)),
  choices: endpoint('metrics.read', { method: 'GET', path: '/metrics/choices', summary: 'Events and attributes a metric can be made from' }).output(
    z.object({
      events: z.array(z.object({ name: z.string(), label: z.string().nullable(), productNo: z.number().int().nullable() })),
      attributes: z.array(z.object({ key: z.string(), name: z.string(), kind: z.string() })),
    }),
  ),
  create: endpoint('metrics.write', { method: 'POST', path: '/metrics', summary: 'Add a metric', successStatus: 201 }).input(fields).output(metric),
  update: endpoint('metrics.write', { method: 'PUT', path: '/metrics/{metricId}', summary: 'Change a metric: a new version, valid from today' })
    .input(fields.omit({ key: true }).extend({ metricId: id }))
    .output(metric),
  archive: endpoint('metrics.write', { method: 'POST', path: '/metrics/{metricId}/archive', summary: 'Take a metric out of use' })
    .input(z.object({ metricId: id, archived: z.boolean().default(true) }))
    .output(metric),
};
