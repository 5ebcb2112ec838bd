/**
 * Rules (ルール): a condition, when it fires, and what then. Takes values of closed days (and of today, for rules on change);
 * gives `rule_firings`, which the actions to the right turn into CTAs, notes and changes, each once.
 * Tables: rules, rule_versions (reference), rule_state, rule_firings (account).
 */
export { ruleDefinition, type OwnerRule, type RuleAction, type RuleDefinition, type Trigger } from './definition.ts';
export { readableRule } from './check.ts';
export { liveRules } from './evaluate.ts';
export { type Fact } from './facts.sql.ts';
export { findableRules } from './findable.sql.ts';
export { firingDelay, firingsAreExact, isHappening, ruleFrame, type RuleFrame } from './frame.ts';
export { firingsOver } from './islands.sql.ts';
export { evaluateRulesJob, fireChangedJob, fireHourlyJob } from './jobs.ts';
export { ruleSource, type RuleSource } from './store.ts';
export { readWorld, refuseRule } from './world.ts';
export { rulesFired } from './signals.ts';
export { proposeRetirement } from './retirement.ts';
