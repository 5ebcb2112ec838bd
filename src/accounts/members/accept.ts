import { write } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/permissions.ts';
import { readJson } from '#platform/http/body.ts';
import { rawRoute } from '#platform/http/raw.ts';
import { answer, endSessions, signIn } from '#accounts/sessions/index.ts';
import { z } from 'zod';
import { contract } from './contract.ts';
import { consumeLink, findLink } from './links.ts';
import { setPassword } from './password.ts';
import { linkGone } from './refusals.ts';
import { findMember, updateMember } from './store.ts';

const accepted = z.object({ token: z.string().min(20).max(200), name: z.string().trim().min(1).max(120).optional(), password: z.string().min(10).max(128) });

export const acceptRoutes = [
  // The password is hashed only for a link that holds: hashing is slow on purpose, and anybody may ask.
  rawRoute(contract.acceptLink, async (context, http) => {
    const { token, name, password } = await readJson(http.req.raw, accepted);
    const linked = await findLink(context.db, token, context.clock());
    if (!linked) throw linkGone(context);
    const actor: Actor = { kind: 'member', id: linked.memberId, name: linked.name, email: linked.email, role: linked.role, language: linked.language };
    const email = await write({ ...context, actor }, linked.purpose === 'invite' ? 'members.accept' : 'passwords.reset', async (tx, audit) => {
      const used = await consumeLink(tx, token, context.clock());
      const before = used && (await findMember(tx, used.memberId));
      if (!used || !before) throw linkGone(context);
      await setPassword(tx, before.id, password);
      await updateMember(tx, before, { status: 'active', ...(used.purpose === 'invite' && name ? { name } : {}) });
      await endSessions(tx, before.id);
      audit({ noun: 'member', id: before.id, label: name ?? before.name });
      return before.email;
    });
    const { forwarded } = await signIn(context, http, email, password);
    return answer(forwarded, { twoFactor: forwarded.body.twoFactorRedirect === true });
  }),
];
