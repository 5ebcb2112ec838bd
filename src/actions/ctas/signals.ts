import { signal } from '#platform/jobs/jobs.ts';

/** CTAs have been made, by rules or by hand, those of one transaction together: `{ ctas }`. Whoever starts playbooks or tells people listens. */
export const ctasCreated = signal('ctas.created');
export type CtasCreated = { ctas: { accountId: string; ctaId: string; playbookId: string | null }[] };

/** CTAs have been closed: `{ ctas: [{ accountId, ctaId }] }`. */
export const ctasClosed = signal('ctas.closed');

/** A rule wants a webhook called: `{ webhookId, ruleId, accountId, productNo, firedOn, facts }`, once for each firing. */
export const ruleWebhooks = signal('ctas.webhook');
export type RuleWebhook = { webhookId: string; ruleId: string; accountId: string; productNo: number; firedOn: string; facts: unknown };
