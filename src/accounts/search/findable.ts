import type { SQL } from 'drizzle-orm';
import type { Permission } from '#platform/auth/permissions.ts';
import type { NameKind } from './contract.ts';

/**
 * What has a name and belongs to no customer: a few hundred rows, read anew for each search, so never out of date.
 * `names` is a query of (id, name, name in English, reading, what is shown below), all text, of what is in use; `me` is the
 * member who asks, null for a key.
 */
export type Findable = { kind: NameKind; permission: Permission; names: (me: string | null) => SQL };
