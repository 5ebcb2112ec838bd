import { z } from 'zod';
import { endpoint, id, page, pageInput } from '#platform/http/contract.ts';
import { mappingSchema, nouns } from './mapping.ts';

const counts = { added: z.number().int(), changed: z.number().int(), unchanged: z.number().int(), missing: z.number().int(), rejected: z.number().int() };
const problemValues = z.record(z.string(), z.union([z.string(), z.number()])).optional();

export const importStatuses = ['uploaded', 'previewing', 'previewed', 'queued', 'running', 'done', 'failed', 'refused', 'undoing', 'undone'] as const;

export const importError = z.object({
  code: z.string(),
  message: z.string(),
  row: z.number().int().optional(),
  column: z.number().int().optional(),
  values: problemValues,
});

export const importSummary = z.object({
  importId: id,
  noun: z.enum(nouns),
  source: z.string(),
  fileName: z.string(),
  fileBytes: z.number(),
  history: z.boolean(),
  status: z.enum(importStatuses),
  rowsTotal: z.number().int().nullable(),
  rowsDone: z.number().int(),
  ...counts,
  error: importError.nullable(),
  feedId: id.nullable(),
  createdByName: z.string(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  undoneAt: z.iso.datetime().nullable(),
});

export const importDetail = importSummary.extend({
  mapping: mappingSchema.nullable(),
  hasFile: z.boolean().describe('The file is still kept: it can be mapped and run, and rejected rows can be downloaded'),
  columns: z.array(z.object({ header: z.string(), field: z.string() })),
  samples: z.array(z.object({ row: z.number().int(), action: z.enum(['new', 'changed', 'same']), cells: z.array(z.string().nullable()) })),
});

const field = z.object({
  key: z.string(),
  label: z.object({ ja: z.string(), en: z.string() }),
  group: z.object({ ja: z.string(), en: z.string() }).nullable(),
  kind: z.string(),
  required: z.boolean().describe('Every row needs a value'),
  mustMap: z.boolean().describe('A mapping needs this field, or its stand-in'),
  standIn: z.string().nullable().describe('The field that says which row it is in a file that lacks this one'),
});

const fileProblem = z.object({
  code: z.string(),
  message: z.string(),
  row: z.number().int().optional(),
  column: z.number().int().optional(),
  values: problemValues,
});

export const inspection = z.object({
  kind: z.enum(['csv', 'xlsx']),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  sheet: z.string().nullable(),
  sheets: z.array(z.string()),
  skipLines: z.number().int(),
  header: z.array(z.string()),
  samples: z.array(z.object({ row: z.number().int(), cells: z.array(z.string()) })),
  warnings: z.array(fileProblem),
  suggestion: mappingSchema.describe('Columns found by their header or by how this source was mapped before'),
  remembered: z.boolean(),
  others: z.array(z.enum(nouns)).describe('What else the columns of this file hold, by their headers'),
  fields: z.array(field),
});

const one = z.object({ importId: id });
const reject = z.object({
  row: z.number().int(),
  column: z.string().nullable(),
  columnNo: z.number().int().nullable(),
  code: z.string(),
  message: z.string(),
  values: problemValues,
  loaded: z.boolean().describe('Only a note: the row is loaded all the same'),
});

export const feed = z.object({
  feedId: id,
  name: z.string(),
  noun: z.enum(nouns),
  source: z.string(),
  kind: z.enum(['folder', 'https']),
  location: z.string().describe('Of an address, its password and the values of its query are shown as ***'),
  atHour: z.number().int(),
  mapping: mappingSchema,
  staleAfterDays: z.number().int(),
  lastRunAt: z.iso.datetime().nullable(),
  lastSuccessAt: z.iso.datetime().nullable(),
  lastError: z.string().nullable(),
  stale: z.boolean().describe('Nothing has come, or nothing new, for longer than staleAfterDays'),
  unchangedDays: z.number().int().describe('For how many days it has brought the same'),
  paused: z.boolean(),
  running: z.boolean(),
});
const feedFields = z.object({
  name: z.string().trim().min(1).max(120),
  noun: z.enum(nouns),
  kind: z.enum(['folder', 'https']),
  location: z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .describe('A folder below the data directory’s `feeds`, or an HTTPS address; sent back as it was shown, it stays as it is'),
  atHour: z.number().int().min(0).max(23).describe('Hour of the day in the organisation’s zone'),
  mapping: mappingSchema,
  staleAfterDays: z.number().int().min(1).max(365),
});
const newFeed = feedFields.extend({ atHour: feedFields.shape.atHour.default(5), staleAfterDays: feedFields.shape.staleAfterDays.default(2) });

export const contract = {
  list: endpoint('imports.read', { method: 'GET', path: '/imports', summary: 'List imports, newest first' })
    .input(z.object({ ...pageInput, noun: z.enum(nouns).optional(), feedId: id.optional() }))
    .output(page(importSummary)),
  upload: endpoint(
    'imports.write',
    { method: 'POST', path: '/imports', summary: 'Upload a CSV or Excel file (the body is the file)', successStatus: 201 },
    { raw: true, takes: 'application/octet-stream' },
  )
    .input(z.object({ noun: z.enum(nouns), fileName: z.string().min(1).max(255) }))
    .output(one),
  find: endpoint('imports.read', { method: 'GET', path: '/imports/{importId}', summary: 'One import: progress, counts, and the rows it looked at' })
    .input(one)
    .output(importDetail),
  inspect: endpoint('imports.read', {
    method: 'GET',
    path: '/imports/{importId}/inspection',
    summary: 'How the file reads: encoding, header, suggested columns',
  })
    .input(
      one.extend({
        source: mappingSchema.shape.source.optional(),
        encoding: z.string().max(20).optional(),
        delimiter: z.string().max(1).optional(),
        skipLines: z.coerce.number().int().min(0).max(1000).optional(),
        sheet: z.string().max(100).optional(),
      }),
    )
    .output(inspection),
  preview: endpoint('imports.write', { method: 'POST', path: '/imports/{importId}/preview', summary: 'Count what an import would do' })
    .input(one.extend({ mapping: mappingSchema, history: z.boolean().default(false) }))
    .output(importSummary),
  run: endpoint('imports.write', { method: 'POST', path: '/imports/{importId}/run', summary: 'Run an import that has been previewed' })
    .input(one.extend({ rows: z.enum(['all', 'good']).optional(), gone: z.enum(['leave', 'mark']).optional() }))
    .output(importSummary),
  copy: endpoint('imports.write', {
    method: 'POST',
    path: '/imports/{importId}/copy',
    summary: 'Begin an import of another noun from the same file',
    successStatus: 201,
  })
    .input(one.extend({ noun: z.enum(nouns) }))
    .output(one),
  undo: endpoint('imports.write', { method: 'POST', path: '/imports/{importId}/undo', summary: 'Take a whole import back' }).input(one).output(importSummary),
  discard: endpoint('imports.write', { method: 'DELETE', path: '/imports/{importId}', summary: 'Throw away an upload that was not run' }).input(one),
  rejects: endpoint('imports.read', { method: 'GET', path: '/imports/{importId}/rejects', summary: 'Problems by row and column' })
    .input(one.extend(pageInput))
    .output(page(reject)),
  rejectedRows: endpoint(
    'imports.read',
    { method: 'GET', path: '/imports/{importId}/rejected-rows.csv', summary: 'The rejected rows with their reasons, as CSV' },
    { raw: true, gives: ['text/csv'] },
  ).input(one.extend({ encoding: z.enum(['utf-8', 'cp932']).default('utf-8') })),
  feeds: endpoint('imports.read', { method: 'GET', path: '/import-feeds', summary: 'List feeds: files that come by themselves' }).output(z.array(feed)),
  addFeed: endpoint('imports.write', { method: 'POST', path: '/import-feeds', summary: 'Add a feed', successStatus: 201 }).input(newFeed).output(feed),
  changeFeed: endpoint('imports.write', { method: 'PATCH', path: '/import-feeds/{feedId}', summary: 'Change, pause or resume a feed' })
    .input(feedFields.omit({ noun: true }).partial().extend({ feedId: id, paused: z.boolean().optional() }))
    .output(feed),
  deleteFeed: endpoint('imports.write', { method: 'DELETE', path: '/import-feeds/{feedId}', summary: 'Delete a feed; what it loaded stays' }).input(
    z.object({ feedId: id }),
  ),
  runFeed: endpoint('imports.write', { method: 'POST', path: '/import-feeds/{feedId}/run', summary: 'Look for a new file now' })
    .input(z.object({ feedId: id }))
    .output(feed),
};
