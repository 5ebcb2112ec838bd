/**
 * Playbooks (プレイブック): ordered tasks, by version. Takes a CTA, a phase, a list of customers; gives runs with tasks that have a day
 * and an owner, and what came of them.
 * Tables: playbooks, playbook_versions, cadences (reference), playbook_runs, tasks, playbook_redatings (account).
 */
export { askPlaybooks, endWithCta, morningPlaybooks, startForCta } from './jobs.ts';
export { findablePlaybooks } from './findable.sql.ts';
export { playbookMoments } from './timeline.sql.ts';
export { dueByCadence } from './cadences.sql.ts';
