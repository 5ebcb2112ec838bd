import { sql } from 'drizzle-orm';
import { changedFields, write } from '#platform/audit/audit.ts';
import { attempt } from '#platform/auth/attempts.ts';
import { row, rows, sqlState, type Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { say } from '#platform/http/say.ts';
import { newId } from '#platform/ids/ids.ts';
import { endSessions } from '#accounts/sessions/index.ts';
import { contract } from './contract.ts';
import { inviteMember, mailLink, renewLink } from './invite.ts';
import { mailReset } from './jobs.ts';
import { findLink } from './links.ts';
import { lastAdmin, linkGone, notFound } from './refusals.ts';
import { deleteTwoFactor, findMember, listMembers, lockAdmins, updateMember, type Member } from './store.ts';

export { acceptRoutes } from './accept.ts';

const on = implementSlice(contract);

export const routes = {
  list: on.list.handler(async ({ context, input: { limit, cursor, ...filter } }) => {
    const found = await listMembers(context.db, filter, limit + 1, readCursor(cursor));
    const items = found.slice(0, limit).map(({ place: _place, ...member }) => member);
    const last = found[limit - 1];
    return { items, nextCursor: found.length > limit && last ? JSON.stringify([last.place, last.id]) : null };
  }),

  get: on.get.handler(async ({ context, input }) => (await findMember(context.db, input.memberId)) ?? notFound(context)),

  invite: on.invite.handler(async ({ context, input: { teamIds, ...wish } }) => {
    const { member, link } = await inviteMember(context, wish, context.site.url, (tx, id) => joinTeams(tx, id, teamIds));
    const inviter = context.actor.kind === 'member' ? context.actor.name : null;
    return { member, link: { ...link, mailed: await mailLink(context, 'invite', member, link, inviter) } };
  }),

  update: on.update.handler(({ context, input: { memberId, disabled, ...rest } }) =>
    takenAddress(context, () =>
      write(context, 'members.update', async (tx, audit) => {
        const admins = await lockAdmins(tx);
        const before = (await findMember(tx, memberId)) ?? notFound(context);
        const status = disabled === undefined ? before.status : disabled ? 'disabled' : before.status === 'disabled' ? 'active' : before.status;
        const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
        const after = { ...before, ...given, status } as Member;
        if (admins.length === 1 && admins[0]!.id === memberId && (after.role !== 'admin' || status === 'disabled')) throw lastAdmin(context);
        await updateMember(tx, before, after);
        if (status === 'disabled') await endSessions(tx, memberId);
        const changes = changedFields(before, after);
        audit(Object.keys(changes).length ? { noun: 'member', id: memberId, label: after.name, changes } : null);
        return (await findMember(tx, memberId))!;
      }),
    ),
  ),

  makeLink: on.makeLink.handler(async ({ context, input }) => {
    const made = (await renewLink(context, input.memberId, context.site.url)) ?? notFound(context);
    const inviter = context.actor.kind === 'member' ? context.actor.name : null;
    return { ...made.link, mailed: await mailLink(context, made.purpose, made.member, made.link, inviter) };
  }),

  endSessions: on.endSessions.handler(({ context, input }) =>
    write(context, 'sessions.end', async (tx, audit) => {
      const member = (await findMember(tx, input.memberId)) ?? notFound(context);
      const ended = await endSessions(tx, member.id);
      audit(ended ? { noun: 'session', id: member.id, label: member.name, changes: { ended } } : null);
      return { ended };
    }),
  ),

  removeTwoFactor: on.removeTwoFactor.handler(({ context, input }) =>
    write(context, 'two_factor.disable', async (tx, audit) => {
      const before = (await findMember(tx, input.memberId)) ?? notFound(context);
      await deleteTwoFactor(tx, before.id);
      audit(before.twoFactor ? { noun: 'two_factor', id: before.id, label: before.name } : null);
      return { ...before, twoFactor: false };
    }),
  ),

  readLink: on.readLink.handler(async ({ context, input }) => {
    const found = await findLink(context.db, input.token, context.clock());
    if (!found) throw linkGone(context);
    const { memberId: _id, role: _role, ...shown } = found;
    return { ...shown, organisation: context.organisation.name };
  }),

  askReset: on.askReset.handler(async ({ context, input }) => {
    const email = input.email.toLowerCase();
    const allowed = await attempt(context.db, `reset ${email}`, { max: 3, seconds: 15 * 60 }, context.clock());
    const member = await row<{ id: string }>(context.db, sql`select id from members where lower(email) = ${email} and status = 'active' and not is_sample`);
    if (allowed && member && context.site.sendMail) await context.jobs.enqueue(context.db, mailReset, { memberId: member.id, requestId: newId() });
    return { accepted: true };
  }),
};

async function joinTeams(tx: Db, memberId: string, teamIds: string[]): Promise<void> {
  if (!teamIds.length) return;
  await rows(tx, sql`insert into team_members (team_id, member_id) select id, ${memberId}::uuid from teams where id = any(${sql.param(teamIds)}::uuid[])`);
}

function readCursor(cursor: string | undefined): { place: string; id: string } | null {
  if (!cursor) return null;
  try {
    const [place, id] = JSON.parse(cursor) as [string, string];
    if (typeof place === 'string' && /^[0-9a-f-]{36}$/.test(id)) return { place, id };
  } catch {}
  throw problemAt('cursor', { ja: 'カーソルが正しくありません。', en: 'This cursor is not right.' });
}

async function takenAddress<T>(context: Context, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    const text = say(context, 'このメールアドレスは別のメンバーが使用しています。', 'Another member has this address.');
    throw problemAt('email', text, 'CONFLICT');
  }
}
