import { sql } from 'drizzle-orm';
import { write } from '#platform/audit/audit.ts';
import { rows, type Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { colours } from '#health/scores/terms.ts';
import { cadencesContract } from './cadences-contract.ts';
import { dueByCadence, readCadences, replaceCadences, type CadenceRow } from './cadences.sql.ts';
import { wordsFor } from './asked.ts';

const on = implementSlice(cadencesContract);

export const cadenceRoutes = {
  get: on.get.handler(({ context }) => readCadences(context.db, context.today)),

  put: on.put.handler(({ context, input }) =>
    write(context, 'cadences.put', async (tx, audit) => {
      await refuseTable(tx, context, input.rows);
      const before = (await readCadences(tx, context.today)).rows.length;
      await replaceCadences(tx, input.rows, context.clock());
      const after = await readCadences(tx, context.today);
      audit({ noun: 'cadence', changes: { rows: [before, after.rows.length], cells: after.rows.map(said) } });
      return after;
    }),
  ),

  due: on.due.handler(({ context, input }) => dueByCadence(context.db, context.today, input.memberId, input.limit)),
};

type Shown = Awaited<ReturnType<typeof readCadences>>['rows'][number];

const said = ({ segmentName, cells }: Shown) => ({
  segment: segmentName,
  ...Object.fromEntries(colours.map((c) => [c, { everyDays: cells[c].everyDays, playbook: cells[c].playbookName, ownerRole: cells[c].ownerRole }])),
});

async function refuseTable(db: Db, context: Context, table: readonly CadenceRow[]): Promise<void> {
  const t = wordsFor(context);
  const issues: { path: string; message: string }[] = [];
  if (table.length && (table.at(-1)!.segmentId !== null || table.filter((r) => r.segmentId === null).length > 1))
    issues.push({ path: 'rows', message: t.defaultRow });
  const segments = new Set((await rows<{ id: string }>(db, sql`select segment_id as id from segments where archived_at is null`)).map((s) => s.id));
  const live = new Map((await rows<{ id: string; status: string }>(db, sql`select playbook_id as id, status from playbooks`)).map((p) => [p.id, p.status]));
  const seen = new Set<string>();
  table.forEach(({ segmentId, cells }, i) => {
    if (segmentId && !segments.has(segmentId)) issues.push({ path: `rows.${i}.segmentId`, message: t.segment });
    else if (segmentId && seen.has(segmentId)) issues.push({ path: `rows.${i}.segmentId`, message: t.sameSegment });
    if (segmentId) seen.add(segmentId);
    for (const colour of colours) {
      const playbookId = cells[colour]?.playbookId;
      if (!playbookId || live.get(playbookId) === 'live') continue;
      const message = { draft: t.notPublished, retired: t.retired }[live.get(playbookId) ?? ''] ?? t.notFound;
      issues.push({ path: `rows.${i}.cells.${colour}.playbookId`, message });
    }
  });
  if (issues.length) throw problem('BAD_REQUEST', issues[0]!.message, issues);
}
