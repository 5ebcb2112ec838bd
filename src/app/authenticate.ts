import { findKey, secretOf } from '#accounts/keys/index.ts';
import { findSignedIn } from '#accounts/sessions/index.ts';
import type { Actor } from '#platform/auth/permissions.ts';
import type { Clock } from '#platform/clock/days.ts';
import type { Database } from '#platform/db/db.ts';
import type { Site } from '#platform/http/site.ts';

/** Who is asking: the key of the Authorization header if there is one, else the member of the session cookie. */
export function authenticateWith({ database, clock, site }: { database: Database; clock: Clock; site: Site }) {
  return async (headers: Headers): Promise<Actor> => {
    const authorization = headers.get('authorization');
    const secret = authorization && secretOf(authorization);
    if (authorization) return (secret && (await findKey(database.db, secret, clock()))) || { kind: 'anonymous' };
    const token = site.auth.sessionToken(headers);
    return (token && (await findSignedIn(database.db, token, clock()))) || { kind: 'anonymous' };
  };
}
