import { z } from 'zod';
import { condition } from '#rules/conditions/contract.ts';
import { assignmentRoles } from '#accounts/assignments/terms.ts';
import { phases } from '#accounts/account-products/terms.ts';
import { unknownFields } from './merge.ts';

export type OwnerRole = (typeof assignmentRoles)[number];

const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .nullable()
    .transform((v) => v || null);

/** When a task is due: business days after the start (0: the day itself), or so many days before a date of the customer's. */
export const due = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), businessDays: z.number().int().min(0).max(260) }),
  z.object({ kind: z.literal('before'), date: z.enum(['renewal', 'notice']), days: z.number().int().min(0).max(400) }),
]);
export type Due = z.infer<typeof due>;

const link = z.object({
  title: z.string().trim().min(1).max(120),
  url: z.url({ protocol: /^https?$/ }).max(2000),
});

/** Text of a mail; {{account.name}} and its like are filled in when it is copied. */
export const mailTemplate = z.object({ subject: z.string().trim().min(1).max(200), body: z.string().trim().min(1).max(10_000) });
export type MailTemplate = z.infer<typeof mailTemplate>;

export const taskDefinition = z.object({
  key: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,40}$/)
    .describe('Stays the same from version to version: a running task is known by it'),
  title: z.string().trim().min(1).max(120),
  body: text(20_000).default(null).describe('Markdown'),
  due,
  ownerRole: z.enum(assignmentRoles).default('csm'),
  links: z.array(link).max(10).default([]),
  template: mailTemplate.nullable().default(null),
  required: z.boolean().default(true),
  condition: condition.nullable().default(null).describe('Needed only for customers of whom it holds; asked at the start and every morning'),
  doneWhen: condition.nullable().default(null).describe('Done by itself when it holds'),
});
export type TaskDefinition = z.infer<typeof taskDefinition>;

export const playbookDefinition = z.object({
  tasks: z.array(taskDefinition).min(1).max(40),
  startOnPhase: z.enum(phases).nullable().default(null).describe('Starts by itself for customers who enter this phase'),
});
export type PlaybookDefinition = z.infer<typeof playbookDefinition>;

export type Fault = { code: 'same_key' | 'merge_field'; path: string; name: string };

/** What is wrong with a playbook beyond its shape and its conditions, each with its place. */
export function faultsOf(definition: PlaybookDefinition): Fault[] {
  const seen = new Set<string>();
  return definition.tasks.flatMap((task, i) => {
    const faults: Fault[] = seen.has(task.key) ? [{ code: 'same_key', path: `tasks.${i}.key`, name: task.key }] : [];
    seen.add(task.key);
    for (const part of ['subject', 'body'] as const)
      for (const name of unknownFields(task.template?.[part] ?? '')) faults.push({ code: 'merge_field', path: `tasks.${i}.template.${part}`, name });
    return faults;
  });
}
