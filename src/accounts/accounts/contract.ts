import { z } from 'zod';
import { day, endpoint, id, page, pageInput, queryBoolean, textOrNull } from '#platform/http/contract.ts';
import { written } from '#platform/http/issues.ts';
import { isCorporateNumber, plainCorporateNumber, plainTags } from './logic.ts';
import { paymentStatuses, touchModels } from './terms.ts';

export const touchModel = z.enum(touchModels);
export const paymentStatus = z.enum(paymentStatuses);
const attributeValue = z.union([z.string(), z.number(), z.boolean()]);

/** A text that may be empty: '' is read as null. */

const corporateNumber = z
  .string()
  .max(40)
  .nullable()
  .transform((v) => (v ? plainCorporateNumber(v) : null))
  .refine(
    (v) => v === null || isCorporateNumber(v),
    written({
      ja: '法人番号が正しくありません。13桁の数字に間違いがないか、ご確認ください。',
      en: 'This is not a corporate number. Please check its 13 digits.',
    }),
  );

const website = z
  .string()
  .trim()
  .max(500)
  .nullable()
  .transform((v) => v || null)
  .refine(
    (v) => v === null || /^https?:\/\/[^\s]+$/i.test(v),
    written({ ja: 'http:// または https:// から始まるURLを入力してください。', en: 'Enter a URL that begins with http:// or https://.' }),
  );

const fields = z.object({
  externalId: textOrNull(200).describe('The id of the account in your own systems; usage logs and files find it by this'),
  name: z.string().trim().min(1).max(200),
  kana: textOrNull(200),
  corporateNumber,
  industry: textOrNull(100),
  employees: z.number().int().min(0).max(10_000_000).nullable(),
  region: textOrNull(100),
  website,
  parentAccountId: id.nullable(),
  tags: z.array(z.string().max(60)).max(50).transform(plainTags),
  touchModel: touchModel.nullable(),
  partnerId: id.nullable(),
  firstContractOn: day.nullable(),
  paymentStatus: paymentStatus.nullable(),
  churnedOn: day.nullable().describe('From this day it is no customer any more and its score is frozen'),
  description: textOrNull(10_000),
  attributes: z.record(z.string(), attributeValue.nullable()).describe('Only the given ones change; null takes one away. Money is whole minor units'),
});

export const account = z.object({
  accountId: id,
  externalId: z.string().nullable(),
  name: z.string(),
  kana: z.string().nullable(),
  corporateNumber: z.string().nullable(),
  industry: z.string().nullable(),
  employees: z.number().int().nullable(),
  region: z.string().nullable(),
  website: z.string().nullable(),
  parentAccountId: id.nullable(),
  tags: z.array(z.string()),
  touchModel: touchModel.nullable(),
  partnerId: id.nullable(),
  firstContractOn: day.nullable(),
  paymentStatus: paymentStatus.nullable(),
  churnedOn: day.nullable(),
  description: z.string().nullable(),
  attributes: z.record(z.string(), attributeValue),
  archived: z.boolean(),
  isSample: z.boolean(),
  createdAt: z.date(),
  updatedAt: z.date(),
});

export const accountDetail = account.extend({
  parentName: z.string().nullable(),
  partnerName: z.string().nullable(),
  tenureMonths: z.number().int().nullable().describe('Whole months since the first contract'),
  children: z.array(z.object({ accountId: id, name: z.string() })).describe('Accounts below this one, at most 50'),
  keys: z.array(z.object({ source: z.string(), externalId: z.string() })).describe('What its sources call it'),
});

const changeOfField = z.object({ field: z.string(), before: z.unknown(), after: z.unknown() });
const accountId = { accountId: id };

export const contract = {
  list: endpoint('accounts.read', { method: 'GET', path: '/accounts', summary: 'List accounts, or find them by a key' })
    .input(
      z.object({
        ...pageInput,
        externalId: z.string().optional(),
        source: z.string().optional().describe('With externalId: the source that calls it so'),
        corporateNumber: z.string().optional(),
        parentAccountId: id.optional(),
        tag: z.string().optional(),
        archived: queryBoolean.default(false),
      }),
    )
    .output(page(account)),
  get: endpoint('accounts.read', { method: 'GET', path: '/accounts/{accountId}', summary: 'An account' }).input(z.object(accountId)).output(accountDetail),
  create: endpoint('accounts.write', { method: 'POST', path: '/accounts', summary: 'Add an account', successStatus: 201 })
    .input(fields.partial().required({ name: true }))
    .output(accountDetail),
  update: endpoint('accounts.write', { method: 'PATCH', path: '/accounts/{accountId}', summary: 'Change an account: only the given fields' })
    .input(fields.partial().extend(accountId))
    .output(accountDetail),
  archive: endpoint('accounts.write', { method: 'POST', path: '/accounts/{accountId}/archive', summary: 'Put an account out of sight, or back' })
    .input(z.object({ ...accountId, archived: z.boolean().default(true) }))
    .output(accountDetail),
  remove: endpoint('accounts.delete', {
    method: 'DELETE',
    path: '/accounts/{accountId}',
    summary: 'Delete an account with all that hangs on it',
    successStatus: 204,
  }).input(z.object(accountId)),
  history: endpoint('accounts.read', { method: 'GET', path: '/accounts/{accountId}/history', summary: 'What changed in an account, the newest first' })
    .input(z.object({ ...accountId, ...pageInput }))
    .output(page(z.object({ at: z.date(), by: z.string().nullable(), changes: z.array(changeOfField) }))),
  tags: endpoint('accounts.read', { method: 'GET', path: '/tags', summary: 'Tags in use, the most used first' }).output(
    z.array(z.object({ tag: z.string(), accounts: z.number().int() })),
  ),
  words: endpoint('accounts.read', { method: 'GET', path: '/account-words', summary: 'Words in use for a field, to suggest while typing' })
    .input(z.object({ field: z.enum(['industry', 'region']) }))
    .output(z.array(z.string())),
};
