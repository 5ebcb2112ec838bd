import { z } from 'zod';
import { day, endpoint, id } from '#platform/http/contract.ts';

export const scopes = ['ingest', 'read', 'write'] as const;

export const key = z.object({
  keyId: id,
  name: z.string(),
  scope: z.enum(scopes),
  prefix: z.string().describe('The first characters, to tell keys apart'),
  source: z.string().nullable(),
  history: z.boolean(),
  status: z.enum(['active', 'expired', 'revoked']),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  createdBy: z.string().nullable().describe('Name of the member'),
  createdAt: z.iso.datetime(),
});

const fields = z.object({
  name: z.string().trim().min(1).max(120),
  scope: z.enum(scopes).describe('ingest: send events only; read: read everything; write: what ops may do'),
  source: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/)
    .nullish()
    .describe('Where the data of this key comes from; made when it does not exist'),
  history: z.boolean().default(false).describe('Loads the past: facts become known at the date they carry'),
  expiresOn: day.nullish().describe('The last day on which the key works'),
});

export const contract = {
  list: endpoint('keys.read', { method: 'GET', path: '/keys', summary: 'List API keys and write keys' }).output(z.array(key)),
  create: endpoint('keys.write', {
    method: 'POST',
    path: '/keys',
    summary: 'Make a key',
    successStatus: 201,
    description: 'The secret is in this answer only.',
  })
    .input(fields)
    .output(key.extend({ secret: z.string() })),
  revoke: endpoint('keys.write', { method: 'DELETE', path: '/keys/{keyId}', summary: 'Revoke a key' })
    .input(z.object({ keyId: id }))
    .output(key),
};
