import { z } from 'zod';
import { endpoint, id, page, pageInput } from '#platform/http/contract.ts';
import { roles } from '#platform/auth/permissions.ts';

const name = z.string().trim().min(1).max(120);
const email = z.email().max(254);
const role = z.enum(roles);
const language = z.enum(['ja', 'en']);
const status = z.enum(['invited', 'active', 'disabled']);

export const member = z.object({
  id,
  email: z.string(),
  name: z.string(),
  kana: z.string().nullable(),
  role,
  language: language.nullable(),
  status,
  twoFactor: z.boolean(),
  teams: z.array(z.object({ id, name: z.string() })),
  lastSignInAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});

/** A one-time link: shown to pass on by hand, and sent when mail is set up. */
const link = z.object({ url: z.string(), expiresAt: z.iso.datetime(), mailed: z.boolean() });
const token = z.string().min(20).max(200);

export const contract = {
  list: endpoint('members.read', { method: 'GET', path: '/members', summary: 'List members' })
    .input(z.object({ ...pageInput, q: z.string().max(200).optional(), status: status.optional(), role: role.optional(), teamId: id.optional() }))
    .output(page(member)),
  get: endpoint('members.read', { method: 'GET', path: '/members/{memberId}', summary: 'Read a member' })
    .input(z.object({ memberId: id }))
    .output(member),
  invite: endpoint('members.write', { method: 'POST', path: '/members', summary: 'Invite a member', successStatus: 201 })
    .input(z.object({ email, name, role, kana: z.string().trim().max(120).nullish(), language: language.nullish(), teamIds: z.array(id).max(50).default([]) }))
    .output(z.object({ member, link })),
  update: endpoint('members.write', {
    method: 'PATCH',
    path: '/members/{memberId}',
    summary: 'Change a member',
    description: 'Disabling ends all sessions. The last administrator stays.',
  })
    .input(
      z.object({
        memberId: id,
        name: name.optional(),
        kana: z.string().trim().max(120).nullish(),
        email: email.optional(),
        role: role.optional(),
        disabled: z.boolean().optional(),
      }),
    )
    .output(member),
  makeLink: endpoint('members.write', {
    method: 'POST',
    path: '/members/{memberId}/link',
    summary: 'Make a new one-time link: an invitation, or to set another password',
  })
    .input(z.object({ memberId: id }))
    .output(link),
  endSessions: endpoint('members.write', { method: 'DELETE', path: '/members/{memberId}/sessions', summary: 'End all sessions of a member' })
    .input(z.object({ memberId: id }))
    .output(z.object({ ended: z.number().int() })),
  removeTwoFactor: endpoint('members.write', {
    method: 'DELETE',
    path: '/members/{memberId}/two-factor',
    summary: 'Take two-factor off a member who lost the device and the codes',
  })
    .input(z.object({ memberId: id }))
    .output(member),
  readLink: endpoint('public', { method: 'POST', path: '/member-links/read', summary: 'What a one-time link is for' })
    .input(z.object({ token }))
    .output(z.object({ purpose: z.enum(['invite', 'reset']), name: z.string(), email: z.string(), organisation: z.string(), language: language.nullable() })),
  acceptLink: endpoint('public', { method: 'POST', path: '/member-links/accept', summary: 'Set a password with a one-time link and sign in' }, { raw: true })
    .input(z.object({ token, name: name.optional(), password: z.string().min(10).max(128) }))
    .output(z.object({ twoFactor: z.boolean() })),
  askReset: endpoint('public', {
    method: 'POST',
    path: '/password-resets',
    summary: 'Ask for a mail to set another password',
    successStatus: 202,
    description: 'The answer is the same whether or not the address is known.',
  })
    .input(z.object({ email }))
    .output(z.object({ accepted: z.boolean() })),
};
