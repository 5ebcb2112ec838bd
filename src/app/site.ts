import type { Logger } from 'pino';
import { createAuth } from '#platform/auth/auth.ts';
import { createVault } from '#platform/auth/vault.ts';
import type { Config } from '#platform/config/config.ts';
import { secretOf } from '#platform/config/secret.ts';
import type { Database } from '#platform/db/db.ts';
import type { Site } from '#platform/http/site.ts';
import { LiveHub } from '#platform/live/live.ts';
import { createSendMail } from '#platform/mail/mail.ts';

/** Sign-in and mail as the configuration says. */
export async function openSite(config: Config, database: Database, log: Logger): Promise<Site> {
  const secret = secretOf(config);
  const auth = await createAuth({ database, secret, url: config.url, oidc: config.oidc, log });
  return { url: config.url, auth, sendMail: createSendMail(config), oidcName: config.oidc?.name ?? null, vault: createVault(secret), live: new LiveHub() };
}
