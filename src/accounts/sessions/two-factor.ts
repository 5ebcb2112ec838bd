import { z } from 'zod';
import { write } from '#platform/audit/audit.ts';
import { readJson } from '#platform/http/body.ts';
import type { Context } from '#platform/http/context.ts';
import { rawRoute } from '#platform/http/raw.ts';
import { contract, newPassword } from './contract.ts';
import { answer, forward } from './forward.ts';

const withPassword = z.object({ password: z.string().max(128).optional() });

/** What a member changes about the own way in. Two-factor counts from the first code on, see verifyCode. */
export const securityRoutes = [
  rawRoute(contract.enableTwoFactor, async (context, http) => {
    const forwarded = await forward(context, http, '/two-factor/enable', { ...(await readJson(http.req.raw, withPassword)), method: 'totp' });
    await auditOwn(context, 'two_factor.begin');
    return answer(forwarded, { totpURI: forwarded.body.totpURI, recoveryCodes: forwarded.body.backupCodes });
  }),
  rawRoute(contract.disableTwoFactor, async (context, http) => {
    const forwarded = await forward(context, http, '/two-factor/disable', await readJson(http.req.raw, withPassword));
    await auditOwn(context, 'two_factor.disable');
    return answer(forwarded, { success: true });
  }),
  rawRoute(contract.newRecoveryCodes, async (context, http) => {
    const forwarded = await forward(context, http, '/two-factor/generate-backup-codes', await readJson(http.req.raw, withPassword));
    await auditOwn(context, 'two_factor.renew_codes');
    return answer(forwarded, { recoveryCodes: forwarded.body.backupCodes });
  }),
  rawRoute(contract.changePassword, async (context, http) => {
    const given = await readJson(http.req.raw, z.object({ currentPassword: z.string().min(1).max(128), newPassword }));
    const forwarded = await forward(context, http, '/change-password', { ...given, revokeOtherSessions: true });
    await auditOwn(context, 'passwords.change');
    return answer(forwarded, { success: true });
  }),
];

async function auditOwn(context: Context, action: string): Promise<void> {
  const { actor } = context;
  if (actor.kind !== 'member') throw new Error(`${action} without a member`);
  await write(context, action, async (_tx, audit) => audit({ noun: action.split('.')[0]!, id: actor.id, label: actor.name }));
}
