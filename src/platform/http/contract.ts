import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Permission } from '../auth/permissions.ts';
import { written } from './issues.ts';

/** `takes` and `gives` are media types of a body that is a file instead of JSON. */
export type RawBody = { raw?: boolean; takes?: string; gives?: string[] };
export type EndpointMeta = { permission: Permission } & RawBody;
type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: `/${string}`;
  summary: string;
  tags?: string[];
  description?: string;
  successStatus?: number;
};

/**
 * Declares an endpoint under /api: its permission, method and path ('/accounts/{accountId}'), and a summary for the
 * API page. Add `.input(zod)` (path, query and body parameters in one object) and `.output(zod)`.
 * `raw` endpoints stream; they are served by a `rawRoute` and declared here to be documented and permitted alike.
 */
export function endpoint(permission: Permission, route: Route, options: RawBody = {}) {
  return oc.$meta<EndpointMeta>({ permission, ...options }).route(route);
}

/** Query strings carry text; this reads 'true' and 'false'. */
export const queryBoolean = z.union([z.boolean(), z.enum(['true', 'false']).transform((v) => v === 'true')]);

/** Page size and cursor of a list; the cursor is opaque. */
export const pageInput = { limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(2000).optional() };

/** One page of a list. `nextCursor` is null on the last one. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** A day of the calendar; Postgres knows no year 0. */
export const day = z.iso.date().refine((text) => text >= '0001', written({ ja: '暦にある日付を入力してください。', en: 'Write a date of the calendar.' }));
export const id = z.uuid();

/** A text that may be left empty; empty is null. */
export const textOrNull = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .nullable()
    .transform((v) => v || null);
