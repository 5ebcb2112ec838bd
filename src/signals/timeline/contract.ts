import { z } from 'zod';
import { endpoint, id, page, pageInput } from '#platform/http/contract.ts';

export const timelineKind = z.enum(['activity', 'cta', 'goal', 'playbook', 'contract', 'assignment', 'contact', 'import']);

export const moment = z.object({
  key: z.string(),
  at: z.date(),
  kind: timelineKind,
  event: z
    .string()
    .describe(
      'activity: its kind · contract: added, changed, deleted · assignment: opened, closed · contact: added, transferred, left, back, roles, deleted · cta: done, wont_do · goal: agreed, reached, given_up · playbook: started, done, stopped, task · import: the noun',
    ),
  title: z.string(),
  detail: z.record(z.string(), z.unknown()).describe('What the event says: people, days, amounts, notes'),
});

export const contract = {
  list: endpoint('accounts.read', { method: 'GET', path: '/accounts/{accountId}/timeline', summary: 'What happened with an account, the newest first' })
    .input(z.object({ accountId: id, ...pageInput, kind: timelineKind.optional() }))
    .output(page(moment)),
};
