import { createHmac, timingSafeEqual } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { twoFactor } from 'better-auth/plugins';
import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Oidc } from '../config/config.ts';
import { row, type Database } from '../db/db.ts';
import { newId } from '../ids/ids.ts';
import { oidcPlugin } from './oidc.ts';
import { authAccounts, authRateLimits, authSessions, authTwoFactors, authUsers, authVerifications } from './tables.ts';

/** The header under which the caller's address is handed to better-auth; whatever a client sends there is replaced. */
export const addressHeader = 'x-banso-client';
export const passwordLength = { min: 10, max: 128 };
const sessionDays = 30;

export type Auth = {
  /** Answers a request under /api/auth. */
  handler(request: Request): Promise<Response>;
  /** The token in the session cookie, if the cookie carries our signature. */
  sessionToken(headers: Headers): string | null;
};

export type AuthOptions = { database: Database; secret: string; url: string; oidc?: Oidc; log: Logger };

export async function createAuth({ database, secret, url, oidc, log }: AuthOptions): Promise<Auth> {
  const auth = betterAuth({
    appName: 'Banso',
    baseURL: url,
    basePath: '/api/auth',
    secret,
    database: drizzleAdapter(database.db, {
      provider: 'pg',
      schema: {
        user: authUsers,
        session: authSessions,
        account: authAccounts,
        verification: authVerifications,
        twoFactor: authTwoFactors,
        rateLimit: authRateLimits,
      },
    }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: passwordLength.min, maxPasswordLength: passwordLength.max },
    session: { expiresIn: sessionDays * 86_400, disableSessionRefresh: true, freshAge: 0 },
    account: { encryptOAuthTokens: true, accountLinking: { enabled: true, trustedProviders: [] } },
    advanced: {
      cookiePrefix: 'banso',
      useSecureCookies: url.startsWith('https:'),
      database: { generateId: () => newId() },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    // By address of the client; limits by member are in attempts.ts. An office signs in from one address at nine o'clock.
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 120,
      customRules: { '/sign-in/*': { window: 60, max: 40 }, '/two-factor/*': { window: 60, max: 40 }, '/change-password': { window: 60, max: 10 } },
    },
    trustedOrigins: (request) => ownOrigin(url, request),
    onAPIError: { errorURL: `${url}/sign-in` },
    telemetry: { enabled: false },
    logger: { log: (level, message) => log[level === 'error' ? 'warn' : 'debug']({ part: 'auth' }, message) },
    plugins: [twoFactor({ issuer: 'Banso', allowPasswordless: true }), ...(oidc ? [oidcPlugin(oidc)] : [])],
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) =>
            (await admit(database, session.userId)) ? { data: { ...session, ipAddress: context?.headers?.get(addressHeader) } } : false,
        },
      },
      user: {
        create: {
          before: async (user) => (oidc?.domains.includes(user.email.split('@').at(-1)!.toLowerCase()) && user.emailVerified ? undefined : false),
          after: async (user) =>
            void (await database.db.execute(
              sql`insert into members (id, email, name, role, status) values (${user.id}, ${user.email}, ${user.name || user.email}, 'viewer', 'active')`,
            )),
        },
      },
    },
  });
  const cookie = (await auth.$context).authCookies.sessionToken.name;
  return { handler: (request) => auth.handler(request), sessionToken: (headers) => signedCookie(headers, cookie, secret) };
}

// Single sign-on may be an invited member's first way in; a disabled member has none.
async function admit(database: Database, userId: string): Promise<boolean> {
  return Boolean(await row(database.db, sql`update members set status = 'active' where id = ${userId} and status <> 'disabled' returning id`));
}

/** Our address, and the address under which the browser reached us: the same page by another name is not another site. */
function ownOrigin(url: string, request?: Request): string[] {
  const origin = request?.headers.get('origin');
  const hosts = [request?.headers.get('host'), request?.headers.get('x-forwarded-host')];
  const same = origin && URL.canParse(origin) && hosts.includes(new URL(origin).host);
  return same ? [url, origin] : [url];
}

function signedCookie(headers: Headers, name: string, secret: string): string | null {
  const found = headers
    .get('cookie')
    ?.split(/;\s*/)
    .find((part) => part.startsWith(`${name}=`));
  if (!found) return null;
  const value = safeDecode(found.slice(name.length + 1));
  const dot = value.lastIndexOf('.');
  if (dot < 1) return null;
  const given = Buffer.from(value.slice(dot + 1), 'base64');
  const expected = createHmac('sha256', secret).update(value.slice(0, dot)).digest();
  return given.length === expected.length && timingSafeEqual(given, expected) ? value.slice(0, dot) : null;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
