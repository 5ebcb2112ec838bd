import { sql } from 'drizzle-orm';
import type { Context as HonoContext } from 'hono';
import { write } from '#platform/audit/audit.ts';
import { attempt, forgive } from '#platform/auth/attempts.ts';
import { oidcProvider } from '#platform/auth/oidc.ts';
import { row } from '#platform/db/db.ts';
import { addressOf } from '#platform/http/address.ts';
import { readJson } from '#platform/http/body.ts';
import type { Context } from '#platform/http/context.ts';
import { problem } from '#platform/http/problem.ts';
import { rawRoute } from '#platform/http/raw.ts';
import { say } from '#platform/http/say.ts';
import { code as codeSchema, contract } from './contract.ts';
import { answer, forward, signedInBy, signInRefused, tooMany, type Forwarded } from './forward.ts';
import { z } from 'zod';

const perMinutes = 15 * 60;
const perAddress = { max: 10, seconds: perMinutes };
// Higher, since somebody else may be trying: it must not lock a member out who comes from another address.
const perMember = { max: 100, seconds: perMinutes };
const credentials = z.object({ email: z.string().trim().min(1).max(254), password: z.string().min(1).max(128) });

export const signInRoutes = [
  rawRoute(contract.signIn, async (context, http) => {
    const given = await readJson(http.req.raw, credentials);
    const { forwarded } = await signIn(context, http, given.email.toLowerCase(), given.password);
    return answer(forwarded, { twoFactor: forwarded.body.twoFactorRedirect === true });
  }),

  rawRoute(contract.signOut, async (context, http) => {
    const forwarded = await forward(context, http, '/sign-out', {});
    const { actor } = context;
    if (actor.kind === 'member') await write(context, 'sessions.end', async (_tx, audit) => audit({ noun: 'session', label: actor.name }));
    return answer(forwarded, { success: true });
  }),

  rawRoute(contract.signInOidc, async (context, http) => {
    const { next } = await readJson(http.req.raw, z.object({ next: z.string().max(2000).optional() }));
    if (!context.site.oidcName) throw problem('NOT_FOUND', say(context, 'シングルサインオンは設定されていません。', 'Single sign-on is not set up.'));
    const callbackURL = isOwnPath(next) ? next : '/';
    const forwarded = await forward(context, http, '/sign-in/social', {
      provider: oidcProvider,
      callbackURL,
      errorCallbackURL: '/sign-in',
      disableRedirect: true,
    });
    return answer(forwarded, { url: forwarded.body.url });
  }),

  rawRoute(contract.oidcCallback, async (context, http) => {
    const forwarded = await forward(context, http, `/callback/${oidcProvider}`);
    await auditSignIn(context, forwarded);
    return forwarded.response;
  }),

  ...(
    [
      [contract.verifyCode, '/two-factor/verify-totp'],
      [contract.verifyRecoveryCode, '/two-factor/verify-backup-code'],
    ] as const
  ).map(([declared, path]) =>
    rawRoute(declared, async (context, http) => {
      const given = await readJson(http.req.raw, z.object({ code: codeSchema, trustDevice: z.boolean().optional() }));
      const forwarded = await forward(context, http, path, given);
      const { actor } = context;
      if (actor.kind === 'member')
        await write(context, 'two_factor.confirm', async (_tx, audit) => audit({ noun: 'two_factor', id: actor.id, label: actor.name }));
      else await auditSignIn(context, forwarded);
      return answer(forwarded, { success: true });
    }),
  ),
];

/** Signs in by password, counting attempts by member and by address. Counts nothing else, says nothing about who exists. */
export async function signIn(context: Context, http: HonoContext, email: string, password: string): Promise<{ forwarded: Forwarded }> {
  const now = context.clock();
  const counted = [`sign-in ${email} ${addressOf(http)}`, `sign-in ${email}`];
  const allowed = (await attempt(context.db, counted[0]!, perAddress, now)) && (await attempt(context.db, counted[1]!, perMember, now));
  if (!allowed) throw problem('TOO_MANY_REQUESTS', say(context, ...tooMany));
  let forwarded: Forwarded;
  try {
    forwarded = await forward(context, http, '/sign-in/email', { email, password });
  } catch (error) {
    const status = (error as { status?: number }).status ?? 500;
    if (status === 400) {
      await auditRefusal(context, email);
      throw problem('BAD_REQUEST', say(context, ...signInRefused), undefined, { code: 'INVALID_EMAIL_OR_PASSWORD' });
    }
    throw error;
  }
  await forgive(context.db, counted);
  await auditSignIn(context, forwarded);
  return { forwarded };
}

async function auditSignIn(context: Context, forwarded: Forwarded): Promise<void> {
  const signedIn = await signedInBy(context, forwarded);
  if (!signedIn) return;
  const { member } = signedIn;
  await write({ ...context, actor: member }, 'sessions.start', async (_tx, audit) => audit({ noun: 'session', label: member.name }));
}

// People type passwords into the wrong field: only an address that is a member's is kept.
async function auditRefusal(context: Context, email: string): Promise<void> {
  const member = await row<{ id: string; email: string }>(context.db, sql`select id, email from members where lower(email) = ${email}`);
  await write({ ...context, actor: { kind: 'anonymous' } }, 'sessions.refuse', async (_tx, audit) =>
    audit({ noun: 'session', id: member?.id, label: member?.email }),
  );
}

/** A path of ours to go on to; anything else could lead a member to somebody else's page. */
function isOwnPath(next: string | undefined): next is string {
  return Boolean(next && /^\/(?![/\\])/.test(next));
}
