/**
 * CTAs (アクション): the piece of work for one person about one customer, made by a rule or by hand, until it is closed
 * with an outcome. Takes firings of rules; gives work and what came of it.
 * Tables: ctas, cta_changes, cta_comments, cta_files (account), cta_reasons, member_slots, slot_defaults (reference).
 */
export { ctasClosed, ctasCreated, ruleWebhooks, type CtasCreated, type RuleWebhook } from './signals.ts';
export { proposeRetirementJob, takeFiringsJob } from './jobs.ts';
export { weekUse } from './load.sql.ts';
export { isExempt, placeInSlots, rankOf, shareOf, weekOf, type Place, type Placed, type Placing, type RankInput, type RankParts } from './logic.ts';
export { mrrScale, slotsOf, type MemberSlots } from './slots.sql.ts';
export { ctaMoments } from './timeline.sql.ts';
