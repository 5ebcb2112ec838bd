import { z } from 'zod';
import { endpoint, id } from '#platform/http/contract.ts';
import { condition } from '#rules/conditions/contract.ts';
import { touchModels } from '#accounts/accounts/terms.ts';
import { assignmentRoles } from '#accounts/assignments/terms.ts';

export const sort = z.object({ field: z.string().max(120), direction: z.enum(['asc', 'desc']).default('asc') });
export type Sort = z.infer<typeof sort>;
const columns = z.array(z.string().max(120)).max(40);

export const defaultColumns = ['usage', 'phase', 'touch_model', 'mrr', 'renewal_on', 'reason', 'last_touch_on', 'csm'];
export const defaultSort: Sort = { field: 'mrr', direction: 'desc' };
/** Counting stops here; the exact figure takes another call. */
export const countCap = 1_000;

const asked = { condition: condition.optional(), archived: z.boolean().default(false).describe('Archived customers instead of the others') };

// Cells differ by the columns asked for.
const listRow = z.looseObject({ accountId: z.string(), name: z.string() });
export type ListRow = z.infer<typeof listRow> & { score: number | null; colour: 'good' | 'watch' | 'risk' | 'unknown' | null };

export const summary = z.object({
  count: z.number().int(),
  mrr: z.string().nullable(),
  meanScore: z.number().nullable(),
  good: z.number().int(),
  watch: z.number().int(),
  risk: z.number().int(),
  unknown: z.number().int(),
  scored: z.number().int().describe('How many have a score at all'),
});

export const target = z.union([z.object({ accountIds: z.array(id).min(1).max(2000) }).strict(), z.object({ condition }).strict()]);
export type Target = z.infer<typeof target>;

export const view = z.object({
  viewId: id,
  name: z.string(),
  ownerId: id,
  ownerName: z.string(),
  mine: z.boolean(),
  shared: z.boolean(),
  condition: condition.nullable(),
  columns: z.array(z.string()),
  sort,
});
export type View = z.infer<typeof view>;
const viewFields = z.object({
  name: z.string().trim().min(1).max(60),
  shared: z.boolean(),
  condition: condition.nullable(),
  columns,
  sort,
});
const newView = viewFields.extend({
  shared: viewFields.shape.shared.default(false),
  condition: viewFields.shape.condition.default(null),
  sort: sort.default(defaultSort),
});
const capped = z.object({ value: z.number().int(), more: z.boolean() });

export const exportInput = z.object({
  ...asked,
  sort: sort.default(defaultSort),
  columns: columns.default(defaultColumns),
  format: z.enum(['csv', 'csv-cp932', 'xlsx']).default('csv'),
  language: z.enum(['ja', 'en']).optional(),
});

export const contract = {
  query: endpoint('accounts.read', {
    method: 'POST',
    path: '/accounts/query',
    summary: 'Find accounts by a condition, sorted, with chosen columns',
    description: 'Give nextCursor back as cursor for the next page. The count stops at 1,000; /accounts/count gives it exactly.',
  })
    .input(
      z.object({
        ...asked,
        sort: sort.default(defaultSort),
        columns: columns.default(defaultColumns),
        limit: z.number().int().min(1).max(200).default(50),
        cursor: z.string().max(4000).optional(),
      }),
    )
    .output(z.object({ items: z.array(listRow), nextCursor: z.string().nullable(), count: capped.nullable().describe('Only with the first page') })),
  count: endpoint('accounts.read', { method: 'POST', path: '/accounts/count', summary: 'Count accounts exactly, with their MRR, mean score and colours' })
    .input(z.object(asked))
    .output(summary),
  export: endpoint(
    'accounts.export',
    { method: 'POST', path: '/accounts/export', summary: 'Download accounts as CSV or Excel' },
    { raw: true, gives: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'] },
  ).input(exportInput),
  tag: endpoint('accounts.write', { method: 'POST', path: '/accounts/bulk/tags', summary: 'Add and remove tags of many accounts; with preview, only count' })
    .input(
      z.object({
        target,
        add: z.array(z.string().trim().min(1).max(60)).max(20).default([]),
        remove: z.array(z.string().trim().min(1).max(60)).max(20).default([]),
        preview: z.boolean().default(false),
      }),
    )
    .output(z.object({ accounts: z.number().int(), changed: z.number().int() })),
  touchModel: endpoint('accounts.write', {
    method: 'POST',
    path: '/accounts/bulk/touch-model',
    summary: 'Set the touch model of many accounts; with preview, only count',
  })
    .input(z.object({ target, touchModel: z.enum(touchModels).nullable(), preview: z.boolean().default(false) }))
    .output(z.object({ accounts: z.number().int(), changed: z.number().int() })),
  assign: endpoint('assignments.write', { method: 'POST', path: '/accounts/bulk/assign', summary: 'Hand many accounts to a member; with preview, only count' })
    .input(
      z.object({
        target,
        role: z.enum(assignmentRoles).default('csm'),
        memberId: id,
        handoverNote: z.string().trim().max(5000).default(''),
        preview: z.boolean().default(false),
      }),
    )
    .output(z.object({ accounts: z.number().int(), changed: z.number().int() })),
  views: endpoint('views.own', { method: 'GET', path: '/views', summary: 'Saved views of the list: own ones and shared ones' }).output(z.array(view)),
  viewCounts: endpoint('views.own', { method: 'POST', path: '/views/counts', summary: 'Count several conditions at once, each up to 1,000' })
    .input(z.object({ conditions: z.record(z.string().max(80), condition).refine((all) => Object.keys(all).length <= 40) }))
    .output(z.record(z.string(), capped)),
  createView: endpoint('views.own', { method: 'POST', path: '/views', summary: 'Save a view', successStatus: 201 }).input(newView).output(view),
  updateView: endpoint('views.own', { method: 'PATCH', path: '/views/{viewId}', summary: 'Change a view of one’s own' })
    .input(viewFields.partial().extend({ viewId: id }))
    .output(view),
  removeView: endpoint('views.own', { method: 'DELETE', path: '/views/{viewId}', summary: 'Remove a view of one’s own', successStatus: 204 }).input(
    z.object({ viewId: id }),
  ),
};
