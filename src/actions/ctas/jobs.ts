import { sql } from 'drizzle-orm';
import { write } from '#platform/audit/audit.ts';
import { dayOf } from '#platform/clock/days.ts';
import { rows } from '#platform/db/db.ts';
import type { Job, JobContext } from '#platform/jobs/jobs.ts';
import { announce } from '#platform/live/live.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { proposeRetirement } from '#rules/rules/index.ts';
import { closeCleared } from './close.sql.ts';
import { lockTaking } from './identity.sql.ts';
import { ignoredForRetirement, streaksSql } from './record.sql.ts';
import { ctasClosed } from './signals.ts';
import { takeFirings } from './take.ts';

const system = { kind: 'system', name: 'ルール' } as const;

/** Turns firings into CTAs, then closes those whose condition has cleared. Also every minute, for signals lost with a crash. */
export const takeFiringsJob: Job = {
  name: 'take-firings',
  once: true,
  cron: '* * * * *',
  async run(context) {
    const taken = await takeFirings(context);
    const closed = await closeClearedCtas(context);
    if (taken || closed) context.log.info({ taken, closed }, 'firings taken');
  },
};

async function closeClearedCtas({ database, clock, jobs }: JobContext): Promise<number> {
  return write({ database, actor: system, clock }, 'ctas.clear', async (tx, audit) => {
    await lockTaking(tx);
    const closed = await closeCleared(tx, clock());
    for (const c of closed) audit({ noun: 'cta', id: c.ctaId, accountId: c.accountId, label: c.title, changes: { status: [c.status, 'done'] } });
    if (closed.length) {
      await jobs.publish(tx, ctasClosed, { ctas: closed.map(({ accountId, ctaId }) => ({ accountId, ctaId })) });
      await announce(tx, 'ctas');
    } else audit(null);
    return closed.length;
  });
}

/** Proposes the retirement of rules whose last ten CTAs in a row nobody cared for, and takes a proposal back when somebody does. */
export const proposeRetirementJob: Job = {
  name: 'propose-retirement',
  once: true,
  cron: '20 6 * * *',
  async run({ database, db, clock }) {
    const now = clock();
    const today = dayOf(now, (await readOrganisation(db)).timeZone);
    await write({ database, actor: system, clock }, 'rules.propose_retirement', async (tx, audit) => {
      const found = await rows<{ rule_id: string; in_a_row: number }>(
        tx,
        streaksSql(today, sql`c.rule_id in (select rule_id from rules where status = 'live' or retirement_proposed_at is not null)`),
      );
      const changed = await proposeRetirement(
        tx,
        found.map((f) => ({ ruleId: f.rule_id, propose: f.in_a_row >= ignoredForRetirement })),
        now,
      );
      for (const c of changed) audit({ noun: 'rule', id: c.ruleId, label: c.name, changes: { retirementProposed: [!c.propose, c.propose] } });
      if (!changed.length) audit(null);
    });
  },
};
