import { pino } from 'pino';
import { createAuth } from '../auth/auth.ts';
import { createVault } from '../auth/vault.ts';
import type { Oidc } from '../config/config.ts';
import type { Database } from '../db/db.ts';
import type { Site } from '../http/site.ts';
import { LiveHub } from '../live/live.ts';

export const testSecret = 'a secret of thirty-two characters or more';

/** An installation without a mail server, unless one is given. */
export async function testSite(database: Database, options: { url?: string; oidc?: Oidc; sendMail?: Site['sendMail'] } = {}): Promise<Site> {
  const url = options.url ?? 'http://localhost';
  const auth = await createAuth({ database, secret: testSecret, url, oidc: options.oidc, log: pino({ level: process.env.TEST_LOG ?? 'silent' }) });
  const own = { vault: createVault(testSecret), live: new LiveHub() };
  return { url, auth, sendMail: options.sendMail ?? null, oidcName: options.oidc?.name ?? null, ...own };
}
