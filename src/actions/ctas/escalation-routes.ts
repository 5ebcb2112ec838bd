import { and, eq } from 'drizzle-orm';
import { write } from '#platform/audit/audit.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { changed, locked, shown } from './act-routes.ts';
import { isActive, released } from './acts.ts';
import { contract } from './contract.ts';
import { ctasClosed } from './signals.ts';
import { byOf, changeCtas, noteChanges, unknownLinks } from './store.ts';
import { ctaComments, ctaFiles } from './tables.ts';
import { tellEscalated } from './tell.ts';

const on = implementSlice(contract);
const over = () => problem('CONFLICT', { ja: 'このCTAは、すでに終わっています。', en: 'This CTA is closed already.' });

/** Escalations, and two CTAs becoming one. */
export const escalationRoutes = {
  escalate: on.escalate.handler(({ context, input: { accountId, ctaId, to, reason, until } }) =>
    changed(context, 'ctas.escalate', accountId, ctaId, async (tx, row) => {
      if (!isActive(row)) throw over();
      if (until < context.today) throw problemAt('until', { ja: '今日以降の日付を選んでください。', en: 'Choose a day that is not before today.' });
      if ((await unknownLinks(tx, accountId, { ownerId: to })).length) throw problemAt('to', { ja: 'メンバーが見つかりません。', en: 'No such member.' });
      const at = context.clock();
      await tellEscalated(tx, context, row, to, reason);
      const escalation = { escalatedTo: to, escalatedAt: at, escalatedBy: byOf(context.actor).id, escalationReason: reason, escalatedUntil: until };
      // Escalations come through whatever the week's slots say; somebody waits for it, so it is awake and started.
      return {
        kind: 'escalated',
        change: { ...escalation, slot: 'outside', snoozedUntil: null, snoozeReason: null, firstActedAt: row.firstActedAt ?? at },
        note: reason,
      };
    }),
  ),

  release: on.release.handler(({ context, input: { accountId, ctaId } }) =>
    changed(context, 'ctas.release', accountId, ctaId, async (_tx, row) => (row.escalatedTo ? { kind: 'released', change: released } : null)),
  ),

  merge: on.merge.handler(({ context, input: { accountId, ctaId, into } }) =>
    write(context, 'ctas.merge', async (tx, audit) => {
      if (ctaId === into) throw problemAt('into', { ja: '別のCTAを選んでください。', en: 'Choose another CTA.' });
      // In the order of ids, so that two merges cannot block each other.
      const first = await locked(tx, accountId, ctaId < into ? ctaId : into);
      const second = await locked(tx, accountId, ctaId < into ? into : ctaId);
      const [row, target] = first.ctaId === ctaId ? [first, second] : [second, first];
      if (!isActive(row) || !isActive(target)) throw over();
      const at = context.clock();
      const by = byOf(context.actor);
      const change = {
        status: 'wont_do',
        outcome: 'duplicate',
        mergedInto: into,
        closedAt: at,
        closedBy: by.id,
        snoozedUntil: null,
        snoozeReason: null,
        ...released,
      };
      await changeCtas(tx, [row], change, { kind: 'merged', at, by });
      await noteChanges(tx, [{ accountId, ctaId: into, kind: 'merged', at, by, before: null, after: { from: ctaId, title: row.title } }]);
      // What stays takes the sooner day and the higher priority; comments and files move along.
      const dueOn = [row.dueOn, target.dueOn].filter((d) => d !== null).toSorted()[0] ?? null;
      await changeCtas(tx, [target], { dueOn, priority: Math.min(row.priority, target.priority) }, { kind: 'changed', at, by });
      for (const table of [ctaComments, ctaFiles])
        await tx
          .update(table)
          .set({ ctaId: into })
          .where(and(eq(table.accountId, accountId), eq(table.ctaId, ctaId)));
      await context.jobs.publish(tx, ctasClosed, { ctas: [{ accountId, ctaId }] });
      audit({ noun: 'cta', id: ctaId, accountId, label: row.title, changes: { mergedInto: [null, into] } });
      return shown(tx, context, accountId, into);
    }),
  ),
};
