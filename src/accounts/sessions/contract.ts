import { z } from 'zod';
import { endpoint, id } from '#platform/http/contract.ts';
import { roles } from '#platform/auth/permissions.ts';

const language = z.enum(['ja', 'en']);
/** Length is what makes a password hard to guess (NIST SP 800-63B); no rules about its letters. */
export const newPassword = z.string().min(10).max(128);
export const code = z.string().trim().min(1).max(40);

const me = z.object({
  setup: z.boolean().describe('True until the organisation has been made'),
  member: z
    .object({
      id,
      name: z.string(),
      kana: z.string().nullable(),
      email: z.string(),
      role: z.enum(roles),
      language: language.nullable(),
      theme: z.enum(['light', 'dark']).nullable(),
      twoFactor: z.boolean(),
      hasPassword: z.boolean(),
    })
    .nullable(),
  organisation: z.object({ name: z.string(), timeZone: z.string(), fiscalMonth: z.number().int(), currency: z.string(), language }).nullable(),
  permissions: z.array(z.string()),
  signIn: z.object({ oidc: z.string().nullable().describe('Label of the single sign-on button'), mail: z.boolean().describe('Whether mail can be sent') }),
});

const session = z.object({
  sessionId: id,
  current: z.boolean(),
  address: z.string().nullable(),
  browser: z.string().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

const raw = { raw: true };

export const contract = {
  me: endpoint('public', { method: 'GET', path: '/me', summary: 'Who is signed in' }).output(me),
  updateMe: endpoint('session.own', { method: 'PATCH', path: '/me', summary: 'Change my settings' })
    .input(
      z.object({
        name: z.string().trim().min(1).max(120).optional(),
        kana: z.string().trim().max(120).nullish(),
        language: language.nullish(),
        theme: z.enum(['system', 'light', 'dark']).nullish(),
      }),
    )
    .output(me),
  list: endpoint('session.own', { method: 'GET', path: '/me/sessions', summary: 'List my sessions' }).output(z.array(session)),
  end: endpoint('session.own', { method: 'DELETE', path: '/me/sessions/{sessionId}', summary: 'End one of my sessions' })
    .input(z.object({ sessionId: id }))
    .output(z.object({ ended: z.number().int() })),
  endOthers: endpoint('session.own', { method: 'DELETE', path: '/me/sessions', summary: 'End all my other sessions' }).output(
    z.object({ ended: z.number().int() }),
  ),

  signIn: endpoint(
    'public',
    {
      method: 'POST',
      path: '/auth/sign-in/email',
      summary: 'Sign in with a password',
      description: 'Sets the session cookie; `twoFactor: true` asks for a code first.',
    },
    raw,
  )
    .input(z.object({ email: z.string().trim().min(1).max(254), password: z.string().min(1).max(128) }))
    .output(z.object({ twoFactor: z.boolean() })),
  signOut: endpoint('public', { method: 'POST', path: '/auth/sign-out', summary: 'Sign out' }, raw).output(z.object({ success: z.boolean() })),
  signInOidc: endpoint('public', { method: 'POST', path: '/auth/sign-in/social', summary: 'Start single sign-on' }, raw)
    .input(z.object({ next: z.string().max(2000).optional() }))
    .output(z.object({ url: z.string() })),
  oidcCallback: endpoint('public', { method: 'GET', path: '/auth/callback/oidc', summary: 'Where the identity provider sends people back to' }, raw),
  verifyCode: endpoint('public', { method: 'POST', path: '/auth/two-factor/verify-totp', summary: 'Give the code of the authenticator app' }, raw)
    .input(z.object({ code, trustDevice: z.boolean().optional() }))
    .output(z.object({ success: z.boolean() })),
  verifyRecoveryCode: endpoint('public', { method: 'POST', path: '/auth/two-factor/verify-backup-code', summary: 'Give a recovery code' }, raw)
    .input(z.object({ code }))
    .output(z.object({ success: z.boolean() })),
  enableTwoFactor: endpoint(
    'session.own',
    {
      method: 'POST',
      path: '/auth/two-factor/enable',
      summary: 'Begin with two-factor sign-in',
      description: 'It counts once a code of the app has been given.',
    },
    raw,
  )
    .input(z.object({ password: z.string().max(128).optional() }))
    .output(z.object({ totpURI: z.string(), recoveryCodes: z.array(z.string()) })),
  disableTwoFactor: endpoint('session.own', { method: 'POST', path: '/auth/two-factor/disable', summary: 'Stop two-factor sign-in' }, raw)
    .input(z.object({ password: z.string().max(128).optional() }))
    .output(z.object({ success: z.boolean() })),
  newRecoveryCodes: endpoint('session.own', { method: 'POST', path: '/auth/two-factor/generate-backup-codes', summary: 'Replace my recovery codes' }, raw)
    .input(z.object({ password: z.string().max(128).optional() }))
    .output(z.object({ recoveryCodes: z.array(z.string()) })),
  changePassword: endpoint(
    'session.own',
    { method: 'POST', path: '/auth/change-password', summary: 'Change my password', description: 'Ends all other sessions.' },
    raw,
  )
    .input(z.object({ currentPassword: z.string().min(1).max(128), newPassword }))
    .output(z.object({ success: z.boolean() })),
};
