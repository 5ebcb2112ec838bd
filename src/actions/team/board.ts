import { sql } from 'drizzle-orm';
import { slotsOf } from '#actions/ctas/index.ts';
import { findItems, itemsSaid, proactiveOf, touchesOf } from '#actions/today/index.ts';
import type { Context } from '#platform/http/context.ts';
import { escalationsSaid, inTeam, peopleOf, renewalsOf, risksOf } from './board.sql.ts';
import { needsOf } from './logic.ts';

/** The team's day: what its risk meeting and its renewal meeting look at, and who is owed help. */
export async function boardOf(context: Context, teamId: string | null) {
  const { db, today } = context;
  const [risks, renewals, escalated, people] = await Promise.all([
    risksOf(db, teamId, today),
    renewalsOf(db, teamId, today),
    findItems(db, {
      ctas: sql`c.status in ('open', 'doing') and c.escalated_to is not null and ${inTeam(sql`c.owner_id`, teamId)}`,
      order: 'rank',
      limit: 50,
      me: context.actor.kind === 'member' ? context.actor.id : null,
      today,
    }),
    peopleOf(db, teamId, today),
  ]);
  const ids = sql`m.id = any(${sql.param(people.map((p) => p.memberId))}::uuid[])`;
  const [said, slots, touches] = await Promise.all([
    escalationsSaid(
      db,
      escalated.map((e) => e.id),
    ),
    slotsOf(db, ids),
    touchesOf(db, ids, today, context.organisation.timeZone),
  ]);
  const lines = await itemsSaid(context, escalated);
  const about = new Map(said.map(({ id, ...rest }) => [id, rest]));
  const none = { toName: null, byName: null, reason: null, until: null };
  const strained = people.map((p) => {
    const proactive = proactiveOf(touches.find((t) => t.memberId === p.memberId) ?? { touches: 0, started: 0, automatic: 0 });
    const perWeek = slots.find((s) => s.memberId === p.memberId)?.perWeek ?? 0;
    return { ...p, perWeek, proactive, needs: needsOf({ ...p, perWeek, state: proactive.state }) };
  });
  return {
    day: today,
    risks,
    renewals,
    escalations: lines.map((line) => ({ ...line, ...(about.get(line.id) ?? none) })),
    people: strained.sort((a, b) => b.needs.length - a.needs.length || b.open - a.open),
  };
}
