/**
 * Scorecards (スコアカード): which metrics make a score, how they become points and what they weigh, by version. Several
 * scorecards may come; today the default one applies to everybody. Tables: scorecards, scorecard_versions (reference).
 */
export { findableScorecards } from './findable.sql.ts';
export { ensureDefaultScorecard, findVersion, listVersions, versionOn, type Version } from './store.ts';
export { scorecardPublished } from './routes.ts';
export { type Mapping, type Measure, type Scorecard, type Side } from './definition.ts';
export { defaultScorecard } from './default.ts';
