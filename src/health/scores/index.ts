/**
 * Scores (ヘルススコア): values and scores of every account by day, closed at midnight, with the reason. Takes metric values
 * and a scorecard version; gives rows and the signal `scoresChanged`. Table: score_days (account, partitioned by month).
 */
export { backfillDay, scoresAsOf, todayOf, type ExportedScore } from './backfill.ts';
export { closeDays, refreshAll, scoresChanged } from './close-days.ts';
export { storeDay } from './day.ts';
export { ensureDefaults } from './ensure-defaults.ts';
export { restateDays } from './restate.ts';
export { nightlyJob, refreshChangedJob, restateScoresJob } from './jobs.ts';
