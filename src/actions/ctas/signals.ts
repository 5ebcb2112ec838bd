import { signal } from '#platform/jobs/jobs.ts';

/** A CTA has been made, by a rule or by hand: `{ accountId, ctaId, playbookId }`. Whoever starts playbooks or tells people listens. */
export const ctasCreated = signal('ctas.created');
export type CtaCreated = { accountId: string; ctaId: string; playbookId: string | null };

/** CTAs have been closed: `{ ctas: [{ accountId, ctaId }] }`. */
export const ctasClosed = signal('ctas.closed');

/** A rule wants a webhook called: `{ webhookId, ruleId, accountId, productNo, firedOn, facts }`, once for each firing. */
export const ruleWebhooks = signal('ctas.webhook');
export type RuleWebhook = { webhookId: string; ruleId: string; accountId: string; productNo: number; firedOn: string; facts: unknown };
