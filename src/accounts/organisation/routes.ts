import { changedFields, write } from '#platform/audit/audit.ts';
import { addDays, startOfDay } from '#platform/clock/days.ts';
import { readJson } from '#platform/http/body.ts';
import { problem } from '#platform/http/problem.ts';
import { rawRoute } from '#platform/http/raw.ts';
import { implementSlice } from '#platform/http/server.ts';
import { newId } from '#platform/ids/ids.ts';
import type { Actor } from '#platform/auth/permissions.ts';
import { forgetOrganisation, readOrganisation } from '#platform/organisation/organisation.ts';
import { insertMember, setPassword } from '#accounts/members/index.ts';
import { answer, signIn } from '#accounts/sessions/index.ts';
import { contract, setupInput } from './contract.ts';
import { turnZone } from './jobs.ts';
import { insertOrganisation, readSettings, updateSettings, type Settings } from './store.ts';

const on = implementSlice(contract);

export const routes = {
  read: on.read.handler(({ context }) => readSettings(context.db)),

  update: on.update.handler(async ({ context, input: { timeZone, ...input } }) => {
    const updated = await write(context, 'organisation.update', async (tx, audit) => {
      const before = await readSettings(tx, true);
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<Settings>;
      const nextTimeZone = timeZone === undefined ? before.nextTimeZone : timeZone === before.timeZone ? null : timeZone;
      const after = { ...before, ...given, nextTimeZone };
      const changes = changedFields(before, after);
      if (!Object.keys(changes).length) {
        audit(null);
        return before;
      }
      const zoneFrom = nextTimeZone ? startOfDay(addDays(context.today, 1), before.timeZone) : null;
      await updateSettings(tx, after, zoneFrom);
      if (zoneFrom) await context.jobs.enqueue(tx, turnZone, {}, { after: Math.ceil((zoneFrom.getTime() - context.clock().getTime()) / 1000) });
      audit({ noun: 'organisation', id: '1', label: after.name, changes });
      return after;
    });
    forgetOrganisation(context.db);
    return updated;
  }),
};

export const setupRoutes = [
  rawRoute(contract.setup, async (context, http) => {
    const { organisation, admin } = await readJson(http.req.raw, setupInput);
    const email = admin.email.toLowerCase();
    if (context.organisation.exists) throw alreadySetUp();
    const memberId = newId();
    const actor: Actor = { kind: 'member', id: memberId, name: admin.name, email, role: 'admin', language: null };
    await write({ ...context, actor }, 'organisation.create', async (tx, audit) => {
      if (!(await insertOrganisation(tx, organisation, context.clock()))) throw alreadySetUp();
      await insertMember(tx, { name: admin.name, email, role: 'admin', status: 'active', language: null }, context.clock(), memberId);
      await setPassword(tx, memberId, admin.password);
      audit({ noun: 'organisation', id: '1', label: organisation.name, changes: changedFields({}, organisation) });
      audit({ noun: 'member', id: memberId, label: admin.name, changes: { role: [null, 'admin'] } });
    });
    const made = { ...context, organisation: await readOrganisation(context.db) };
    const { forwarded } = await signIn(made, http, email, admin.password);
    const response = answer(forwarded, { memberId });
    return new Response(response.body, { status: 201, headers: response.headers });
  }),
];

function alreadySetUp() {
  return problem('CONFLICT', { ja: '初期設定はすでに完了しています。サインインしてください。', en: 'Banso is set up already. Please sign in.' });
}
