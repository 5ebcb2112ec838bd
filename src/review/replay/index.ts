/**
 * Replay (過去データで試算): a rule, draft or live, asked of the last 90, 180 or 365 days as it would have run. Takes raw firings
 * from the engine of rules, folds them as CTAs and weekly slots would have; gives what it would have cost and what came after.
 * Table: replays (local).
 */
export { replayJob, resumeReplaysJob } from './jobs.ts';
