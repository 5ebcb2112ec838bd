import { z } from 'zod';
import { endpoint } from '#platform/http/contract.ts';
import { written } from '#platform/http/issues.ts';

const fields = {
  name: z.string().trim().min(1).max(120),
  timeZone: z
    .string()
    .max(60)
    .refine(isTimeZone, written({ ja: 'タイムゾーンが正しくありません。', en: 'There is no such time zone.' })),
  fiscalMonth: z.number().int().min(1).max(12).describe('First month of the fiscal year'),
  currency: z.string().refine(isCurrency, written({ ja: '通貨コードが正しくありません。', en: 'There is no such currency.' })),
  language: z.enum(['ja', 'en']),
};

export const setupInput = z.object({
  organisation: z.object({
    ...fields,
    timeZone: fields.timeZone.default('Asia/Tokyo'),
    fiscalMonth: fields.fiscalMonth.default(4),
    currency: fields.currency.default('JPY'),
    language: fields.language.default('ja'),
  }),
  admin: z.object({ name: z.string().trim().min(1).max(120), email: z.email().max(254), password: z.string().min(10).max(128) }),
});

const organisation = z.object({ ...fields, nextTimeZone: z.string().nullable().describe('Holds from tomorrow') });

export const contract = {
  setup: endpoint(
    'public',
    { method: 'POST', path: '/setup', summary: 'First visit: make the organisation and the first administrator', successStatus: 201 },
    { raw: true },
  )
    .input(setupInput)
    .output(z.object({ memberId: z.uuid() })),
  read: endpoint('organisation.read', { method: 'GET', path: '/organisation', summary: 'Read the organisation' }).output(organisation),
  update: endpoint('organisation.write', {
    method: 'PATCH',
    path: '/organisation',
    summary: 'Change the organisation',
    description: 'A new time zone holds from tomorrow: days that are stored do not move.',
  })
    .input(z.object(fields).partial())
    .output(organisation),
};

function isTimeZone(zone: string): boolean {
  try {
    return /^[A-Za-z]/.test(new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone);
  } catch {
    return false;
  }
}

function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) && Intl.supportedValuesOf('currency').includes(code);
}
