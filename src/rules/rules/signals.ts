import { signal } from '#platform/jobs/jobs.ts';

/** Rules have fired, or conditions of rules have cleared: `rule_firings` without `handled_at` wait. */
export const rulesFired = signal('rules.fired');
