import { transaction, type Database } from '#platform/db/db.ts';
import { fillDays } from './fill.ts';
import type { Clock } from '#platform/clock/days.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import { ruleSource } from '#rules/rules/index.ts';
import type { ReplayFailure } from './failures.ts';
import { runReplay, TooMany } from './run.ts';
import { beatSeconds, endSilent, findReplay, silentReplays, takeUp, updateReplay } from './store.ts';

/** A replay that would keep a request waiting for too long. */
export const replayJob: Job<{ replayId: string }> = {
  name: 'replay-rule',
  minutes: 60,
  retries: 1,
  async run({ database, clock, log }, { replayId }) {
    await makeReplay(database, clock, replayId);
    log.info({ replayId }, 'rule asked of the past');
  },
};

/** Takes up replays whose process was killed while it made them; one that was interrupted again and again has failed, and says so. */
export const resumeReplaysJob: Job = {
  name: 'replays.resume',
  once: true,
  cron: '* * * * *',
  async run({ database, clock, jobs, log }) {
    await transaction(database, async (tx) => {
      const failed = await endSilent(tx, clock());
      const again = await silentReplays(tx, clock());
      for (const replayId of again) await jobs.enqueue(tx, replayJob, { replayId });
      if (failed || again.length) log.warn({ again, failed }, 'replays had been interrupted');
    });
  },
};

/** Runs a replay whose row is there, and keeps what came out. Run again, it gives the same. */
export async function makeReplay(database: Database, clock: Clock, replayId: string): Promise<void> {
  const { db } = database;
  const asked = await findReplay(db, replayId);
  if (!asked || asked.status === 'done' || !(await takeUp(db, replayId, clock()))) return;
  const beat = setInterval(() => void updateReplay(db, replayId, { beatAt: clock() }).catch(() => {}), beatSeconds * 1000);
  const { definition, ruleId, days, day: today, closedAfterDays } = asked;
  const rule = ruleId ? await ruleSource(db, ruleId) : undefined;
  const live = Boolean(rule?.definition);
  try {
    const asking = { definition, ruleId, live, days, today, closedAfterDays };
    const tell = (done: number, total: number) => updateReplay(db, replayId, { done, total });
    const filled = asked.fill ? await fillDays(database, clock, asking, tell) : 0;
    const { result } = await runReplay(db, asking, (done, total) => tell(filled + done, filled + total));
    await updateReplay(db, replayId, { status: 'done', result, error: null, finishedAt: clock() });
  } catch (error) {
    const known = error instanceof TooMany;
    const failure: ReplayFailure = known ? 'too_many' : 'failed';
    await updateReplay(db, replayId, { status: 'failed', error: failure, finishedAt: clock() });
    if (!known) throw error;
  } finally {
    clearInterval(beat);
  }
}
