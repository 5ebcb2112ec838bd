import { z } from 'zod';
import { day, endpoint, id, page, pageInput, textOrNull } from '#platform/http/contract.ts';
import { written } from '#platform/http/issues.ts';

export const lineKind = z.enum(['recurring', 'one_off']);

/** Whole minor units: text or a whole number in, text out, so that no float ever touches an amount. */
const money = z
  .union([z.string().regex(/^-?\d{1,15}$/), z.number().int(), z.bigint()], {
    error: written({ ja: '金額は整数（最小通貨単位）で入力してください。', en: 'Must be an amount as a whole number of the smallest unit of the currency.' }),
  })
  .transform((v) => BigInt(v));
const quantity = z
  .union([z.string().regex(/^\d{1,10}(\.\d{1,4})?$/), z.number().min(0).max(9_999_999_999)], {
    error: written({ ja: '数量は0以上、小数点以下4桁までで入力してください。', en: 'Must be a number from 0 with at most 4 decimals.' }),
  })
  .transform((v) => String(v))
  .refine(
    (v) => /^\d{1,10}(\.\d{1,4})?$/.test(v),
    written({ ja: '数量は小数点以下4桁までで入力してください。', en: 'Must be a number with at most 4 decimals.' }),
  );

const lineFields = z.object({
  lineId: id.optional().describe('Of a line that is there; without it a new one is added'),
  productNo: z.number().int().min(1),
  kind: lineKind.default('recurring'),
  quantity: quantity.default('1'),
  unitPrice: money.describe('Whole minor units, tax excluded, for one unit and one billing period'),
  billingMonths: z.number().int().min(1).max(120).default(1),
  startsOn: day.optional().describe('As the contract unless given'),
  endsOn: day.nullable().default(null).describe('Last day; null: as long as the contract'),
  isSeats: z.boolean().default(false).describe('The quantity counts seats'),
});

const fields = z.object({
  externalId: textOrNull(200),
  name: z.string().trim().min(1).max(200),
  signedOn: day.nullable(),
  startsOn: day,
  endsOn: day.nullable().describe('Last day; null: open-ended'),
  autoRenew: z.boolean(),
  noticeDeadlineOn: day.nullable(),
  cancelledOn: day.nullable().describe('The day notice was given: the contract ends without renewal'),
  note: textOrNull(5000),
  lines: z.array(lineFields).max(200).describe('All lines: those that are missing are deleted'),
});

export const contractLine = z.object({
  lineId: id,
  productNo: z.number().int(),
  productName: z.string(),
  kind: lineKind,
  quantity: z.number(),
  unitPrice: z.bigint(),
  billingMonths: z.number().int(),
  startsOn: day,
  endsOn: day.nullable(),
  isSeats: z.boolean(),
  mrr: z.bigint().describe('Unit price × quantity ÷ billing months, half up; 0 for one-off'),
  counts: z.boolean().describe('Whether it is in the MRR of today'),
});

export const contractDetail = z.object({
  accountId: id,
  contractId: id,
  externalId: z.string().nullable(),
  name: z.string(),
  signedOn: day.nullable(),
  startsOn: day,
  endsOn: day.nullable(),
  autoRenew: z.boolean(),
  noticeDeadlineOn: day.nullable(),
  cancelledOn: day.nullable(),
  currency: z.string(),
  note: z.string().nullable(),
  isSample: z.boolean(),
  isHistory: z.boolean().describe('Loaded as history: it counts as known from a day before it was loaded'),
  running: z.boolean(),
  renewalOn: day.nullable().describe('End of the running term: it moves on by itself when the contract renews itself'),
  noticeOn: day.nullable().describe('Notice deadline of the running term'),
  mrr: z.bigint(),
  lines: z.array(contractLine),
});

const figure = z.object({
  mrr: z.bigint(),
  arr: z.bigint(),
  products: z.number().int(),
  seats: z.number().nullable(),
  customerSince: day.nullable(),
  next: z
    .object({
      contractId: id,
      name: z.string(),
      renewalOn: day,
      noticeOn: day.nullable(),
      autoRenew: z.boolean(),
      cancelledOn: day.nullable(),
      daysLeft: z.number().int(),
    })
    .nullable(),
  lines: z.array(
    z.object({
      lineId: id,
      contractName: z.string(),
      productNo: z.number().int(),
      productName: z.string(),
      quantity: z.number(),
      unitPrice: z.bigint(),
      billingMonths: z.number().int(),
      mrr: z.bigint(),
    }),
  ),
});

const renewal = z.object({
  accountId: id,
  accountName: z.string(),
  contractId: id,
  name: z.string(),
  renewalOn: day,
  noticeOn: day.nullable(),
  daysToRenewal: z.number().int(),
  daysToNotice: z.number().int().nullable(),
  autoRenew: z.boolean(),
  cancelledOn: day.nullable(),
  mrr: z.bigint(),
  ownerId: id.nullable(),
  ownerName: z.string().nullable(),
});

const by = z.enum(['notice', 'end']).default('notice');
const accountId = { accountId: id };
const both = { ...accountId, contractId: id };

export const contract = {
  list: endpoint('contracts.read', {
    method: 'GET',
    path: '/accounts/{accountId}/contracts',
    summary: 'Contracts of an account with their lines, the newest first',
  })
    .input(z.object({ ...accountId, ...pageInput }))
    .output(page(contractDetail)),
  mrr: endpoint('contracts.read', {
    method: 'GET',
    path: '/accounts/{accountId}/mrr',
    summary: 'MRR of an account today, with the lines behind it and the next renewal',
  })
    .input(z.object(accountId))
    .output(figure),
  get: endpoint('contracts.read', { method: 'GET', path: '/accounts/{accountId}/contracts/{contractId}', summary: 'A contract' })
    .input(z.object(both))
    .output(contractDetail),
  create: endpoint('contracts.write', { method: 'POST', path: '/accounts/{accountId}/contracts', summary: 'Add a contract with its lines', successStatus: 201 })
    .input(fields.partial().required({ name: true, startsOn: true }).extend(accountId))
    .output(contractDetail),
  update: endpoint('contracts.write', {
    method: 'PATCH',
    path: '/accounts/{accountId}/contracts/{contractId}',
    summary: 'Change a contract: only the given fields; lines as a whole',
  })
    .input(fields.partial().extend(both))
    .output(contractDetail),
  remove: endpoint('contracts.write', {
    method: 'DELETE',
    path: '/accounts/{accountId}/contracts/{contractId}',
    summary: 'Delete a contract entered by mistake',
    successStatus: 204,
  }).input(z.object(both)),
  renewals: endpoint('contracts.read', {
    method: 'GET',
    path: '/renewals',
    summary: 'Running contracts by notice deadline (the end where there is none) or by end, the nearest first',
  })
    .input(z.object({ ...pageInput, by, within: z.coerce.number().int().min(1).max(3650).default(90), ownerId: id.optional() }))
    .output(page(renewal)),
  renewalCounts: endpoint('contracts.read', {
    method: 'GET',
    path: '/renewals/counts',
    summary: 'How many renewals, and how much MRR, within 30, 60, 90 and 180 days',
  })
    .input(z.object({ by, ownerId: id.optional() }))
    .output(z.array(z.object({ within: z.number().int(), contracts: z.number().int(), mrr: z.bigint() }))),
};
