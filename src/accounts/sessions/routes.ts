import { changedFields, write } from '#platform/audit/audit.ts';
import { permissionsOf } from '#platform/auth/permissions.ts';
import type { Context } from '#platform/http/context.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { say } from '#platform/http/say.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { contract } from './contract.ts';
import { signInRoutes } from './sign-in.ts';
import { endSession, endSessions, findStanding, listSessions, updateOwn } from './store.ts';
import { securityRoutes } from './two-factor.ts';

const on = implementSlice(contract);

// Those under /auth are served by `sessionRoutes`.
export const routes = {
  me: on.me.handler(({ context }) => meOf(context)),

  updateMe: on.updateMe.handler(async ({ context, input }) => {
    const member = own(context);
    const { theme, ...rest } = input;
    const change = { ...rest, theme: theme === 'system' ? null : theme };
    const after = await write(context, 'members.update', async (tx, audit) => {
      const { before, after } = await updateOwn(tx, member.id, change);
      const changes = changedFields(before, after);
      audit(Object.keys(changes).length ? { noun: 'member', id: member.id, label: after.name, changes } : null);
      return after;
    });
    return meOf({ ...context, actor: { ...member, name: after.name, language: after.language } });
  }),

  list: on.list.handler(({ context }) => listSessions(context.db, own(context).id, context.site.auth.sessionToken(context.headers), context.clock())),

  end: on.end.handler(({ context, input }) =>
    write(context, 'sessions.end', async (tx, audit) => {
      const member = own(context);
      if (!(await endSession(tx, member.id, input.sessionId))) throw problem('NOT_FOUND', say(context, 'セッションが見つかりません。', 'No such session.'));
      audit({ noun: 'session', id: input.sessionId, label: member.name });
      return { ended: 1 };
    }),
  ),

  endOthers: on.endOthers.handler(({ context }) =>
    write(context, 'sessions.end', async (tx, audit) => {
      const member = own(context);
      const ended = await endSessions(tx, member.id, context.site.auth.sessionToken(context.headers));
      audit(ended ? { noun: 'session', label: member.name, changes: { ended } } : null);
      return { ended };
    }),
  ),
};

export const sessionRoutes = [...signInRoutes, ...securityRoutes];

async function meOf(context: Context) {
  const { exists, ...organisation } = await readOrganisation(context.db);
  const { actor, site } = context;
  const member =
    actor.kind === 'member'
      ? { id: actor.id, name: actor.name, email: actor.email, role: actor.role, language: actor.language, ...(await findStanding(context.db, actor.id)) }
      : null;
  return {
    setup: !exists,
    member,
    // A stranger learns the name on the door and the language, as the sign-in page shows them.
    organisation: exists ? organisation : null,
    permissions: permissionsOf(actor),
    signIn: { oidc: site.oidcName, mail: site.sendMail !== null },
  };
}

function own(context: Context) {
  if (context.actor.kind !== 'member') throw problem('FORBIDDEN', { ja: 'メンバーだけが使えます。', en: 'Only for members.' });
  return context.actor;
}
