import { z } from 'zod';
import { day, endpoint, id, page, pageInput, textOrNull } from '#platform/http/contract.ts';
import { written } from '#platform/http/issues.ts';
import { contactRoles, contactStatuses } from './terms.ts';

export const contactRole = z.enum(contactRoles);
export const contactStatus = z.enum(contactStatuses);

const email = textOrNull(254).refine(
  (v) => v === null || /^[^\s@<>]+@[^\s@<>]+$/.test(v),
  written({ ja: 'メールアドレスの形式が正しくありません。', en: 'This is not an email address.' }),
);
const phone = textOrNull(40).refine(
  (v) => v === null || /^[0-9０-９+＋()（）\-－ー‐ 　.]+(内線\d+)?$/.test(v),
  written({ ja: '電話番号の形式が正しくありません。', en: 'This is not a phone number.' }),
);

const fields = z.object({
  externalId: textOrNull(200),
  name: z.string().trim().min(1).max(200),
  kana: textOrNull(200),
  department: textOrNull(200),
  title: textOrNull(200),
  email,
  phone,
  roles: z
    .array(contactRole)
    .max(7)
    .transform((roles) => [...new Set(roles)]),
  userKey: textOrNull(200).describe('Who this person is in the usage log (userId)'),
  note: textOrNull(5000),
});

export const contact = z.object({
  accountId: id,
  contactId: id,
  externalId: z.string().nullable(),
  name: z.string(),
  kana: z.string().nullable(),
  department: z.string().nullable(),
  title: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  roles: z.array(z.string()),
  status: contactStatus,
  statusOn: day.nullable(),
  successorContactId: id.nullable(),
  successorName: z.string().nullable(),
  userKey: z.string().nullable(),
  note: z.string().nullable(),
  isSample: z.boolean(),
  createdAt: z.date(),
  updatedAt: z.date(),
});

const accountId = { accountId: id };
const both = { ...accountId, contactId: id };

export const contract = {
  list: endpoint('contacts.read', { method: 'GET', path: '/accounts/{accountId}/contacts', summary: 'Contacts of an account: active ones first, by reading' })
    .input(z.object({ ...accountId, ...pageInput, status: contactStatus.optional() }))
    .output(page(contact)),
  get: endpoint('contacts.read', { method: 'GET', path: '/accounts/{accountId}/contacts/{contactId}', summary: 'A contact' })
    .input(z.object(both))
    .output(contact),
  create: endpoint('contacts.write', { method: 'POST', path: '/accounts/{accountId}/contacts', summary: 'Add a contact', successStatus: 201 })
    .input(fields.partial().required({ name: true }).extend(accountId))
    .output(contact),
  update: endpoint('contacts.write', {
    method: 'PATCH',
    path: '/accounts/{accountId}/contacts/{contactId}',
    summary: 'Change a contact: only the given fields',
  })
    .input(fields.partial().extend(both))
    .output(contact),
  status: endpoint('contacts.write', {
    method: 'POST',
    path: '/accounts/{accountId}/contacts/{contactId}/status',
    summary: 'A contact is transferred, has left, or is back',
  })
    .input(z.object({ ...both, status: contactStatus, on: day.optional().describe('Today unless given'), successorContactId: id.nullable().optional() }))
    .output(contact),
  remove: endpoint('contacts.write', {
    method: 'DELETE',
    path: '/accounts/{accountId}/contacts/{contactId}',
    summary: 'Delete a contact entered by mistake',
    successStatus: 204,
  }).input(z.object(both)),
};
