import { z } from 'zod';
import { endpoint, id } from '#platform/http/contract.ts';

export const attributeKind = z.enum(['text', 'number', 'money', 'date', 'choice', 'boolean']);
export const attributeTopic = z.enum(['news', 'reputation', 'satisfaction', 'seminars', 'fit']);
export const attribute = z.object({
  id,
  key: z.string(),
  name: z.string(),
  kind: attributeKind,
  choices: z.array(z.string()),
  topic: attributeTopic.nullable().describe('What it tells in the brief before a meeting; null: its name decides'),
  position: z.number().int(),
  archived: z.boolean(),
});

const name = z.string().trim().min(1).max(120);
const choices = z.array(z.string().trim().min(1).max(120)).max(200).describe('In their order; only for kind choice');

export const contract = {
  list: endpoint('attributes.read', { method: 'GET', path: '/attributes', summary: 'List the attributes accounts can have' }).output(z.array(attribute)),
  create: endpoint('attributes.write', { method: 'POST', path: '/attributes', summary: 'Add an attribute', successStatus: 201 })
    .input(
      z.object({
        key: z
          .string()
          .regex(/^[a-z][a-z0-9_]{0,62}$/)
          .describe('What files and scripts call it'),
        name,
        kind: attributeKind,
        choices: choices.default([]),
        topic: attributeTopic.nullable().default(null),
      }),
    )
    .output(attribute),
  update: endpoint('attributes.write', { method: 'PATCH', path: '/attributes/{attributeId}', summary: 'Change an attribute; its key and kind stay' })
    .input(
      z.object({
        attributeId: id,
        name: name.optional(),
        choices: choices.optional(),
        topic: attributeTopic.nullable().optional(),
        position: z.number().int().min(0).max(10_000).optional(),
        archived: z.boolean().optional(),
      }),
    )
    .output(attribute),
};
