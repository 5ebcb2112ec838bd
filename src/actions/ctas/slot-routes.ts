import { sql } from 'drizzle-orm';
import { write } from '#platform/audit/audit.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { slotsContract } from './contract.ts';
import { teamLoad, weekUse } from './load.sql.ts';
import { weekOf } from './logic.ts';
import { recordOf, recordsOf } from './record.sql.ts';
import { slotDefaultsOf, slotsOf } from './slots.sql.ts';

const on = implementSlice(slotsContract);

/** Weekly slots, load, and the record of rules. */
export const slotRoutes = {
  get: on.get.handler(({ context }) => shown(context.db)),

  put: on.put.handler(({ context, input: { defaults, members } }) =>
    write(context, 'slots.set', async (tx, audit) => {
      const before = await shown(tx);
      const wanted = members.map((m) => m.memberId);
      const known = await rows<{ id: string }>(tx, sql`select id from members where id = any(${sql.param(wanted)}::uuid[])`);
      const unknown = members.findIndex((m) => !known.some((k) => k.id === m.memberId));
      if (unknown >= 0) throw problemAt(`members.${unknown}.memberId`, { ja: 'メンバーが見つかりません。', en: 'No such member.' });
      for (const { touchModel, perWeek } of defaults)
        await tx.execute(
          sql`insert into slot_defaults (touch_model, per_week) values (${touchModel}, ${perWeek}) on conflict (touch_model) do update set per_week = excluded.per_week`,
        );
      await setOwn(tx, members);
      const after = await shown(tx);
      const changes = differences(before, after);
      audit(Object.keys(changes).length ? { noun: 'slots', changes } : null);
      return after;
    }),
  ),

  week: on.week.handler(async ({ context, input }) => {
    const memberId = input.memberId ?? (context.actor.kind === 'member' ? context.actor.id : null);
    const [slots] = memberId ? await slotsOf(context.db, sql`m.id = ${memberId}::uuid`) : [];
    if (!slots) throw problem('NOT_FOUND', { ja: 'メンバーが見つかりません。', en: 'No such member.' });
    const week = weekOf(context.today);
    return { week, perWeek: slots.perWeek, ...(await weekUse(context.db, slots.memberId, week)) };
  }),

  load: on.load.handler(async ({ context, input: { weeks, teamId } }) => {
    const { today, organisation } = context;
    const [loads, slots] = await Promise.all([
      teamLoad(context.db, { monday: weekOf(today), today, weeks, zone: organisation.timeZone, teamId }),
      slotsOf(context.db, sql`m.status <> 'disabled'`),
    ]);
    const perWeek = new Map(slots.map((s) => [s.memberId, s.perWeek]));
    return loads.map((load) => ({ ...load, perWeek: (load.memberId && perWeek.get(load.memberId)) || 0 }));
  }),

  records: on.records.handler(({ context }) => recordsOf(context.db, null, context.today)),

  record: on.record.handler(async ({ context, input: { ruleId } }) => {
    const found = await recordOf(context.db, ruleId, context.today, context.organisation.timeZone);
    if (!found) throw problem('NOT_FOUND', { ja: 'ルールが見つかりません。', en: 'No such rule.' });
    return found;
  }),
};

async function shown(db: Db) {
  return { defaults: await slotDefaultsOf(db), members: await slotsOf(db, sql`m.status <> 'disabled'`) };
}

async function setOwn(tx: Db, members: readonly { memberId: string; perWeek: number | null }[]): Promise<void> {
  if (!members.length) return;
  const given = JSON.stringify(members);
  const of = sql`jsonb_to_recordset(${given}::jsonb) as g("memberId" uuid, "perWeek" int)`;
  await tx.execute(sql`delete from member_slots s using ${of} where s.member_id = g."memberId" and g."perWeek" is null`);
  await tx.execute(sql`
    insert into member_slots (member_id, per_week) select distinct on (g."memberId") g."memberId", g."perWeek" from ${of} where g."perWeek" is not null
    on conflict (member_id) do update set per_week = excluded.per_week`);
}

type Shown = Awaited<ReturnType<typeof shown>>;

function differences(before: Shown, after: Shown): Record<string, [unknown, unknown]> {
  const changes: Record<string, [unknown, unknown]> = {};
  for (const now of after.defaults) {
    const was = before.defaults.find((d) => d.touchModel === now.touchModel)?.perWeek ?? null;
    if (was !== now.perWeek) changes[now.touchModel] = [was, now.perWeek];
  }
  for (const now of after.members) {
    const was = before.members.find((m) => m.memberId === now.memberId)?.own ?? null;
    if (was !== now.own) changes[now.name] = [was, now.own];
  }
  return changes;
}
