import { z } from 'zod';
import { endpoint } from '#platform/http/contract.ts';
import { ctaType, riskCategory, said } from './shapes.ts';

const name = z.string().trim().min(1).max(60);
const names = z.object({ ja: name, en: name.optional().describe('The Japanese one unless given') });
const outsideSlots = z.boolean().describe('Comes through whatever the slots of the week say');

export const reason = z.object({
  reason: z.string().describe('What rules, CTAs and scripts call it; it stays'),
  type: ctaType,
  name: said,
  riskCategory: riskCategory.nullable(),
  outsideSlots,
  archived: z.boolean().describe('Retired: not offered any more, still readable on the CTAs that have it'),
});

export const reasonsContract = {
  create: endpoint('reasons.write', { method: 'POST', path: '/cta-reasons', summary: 'Add a reason to the catalogue', successStatus: 201 })
    .input(z.object({ type: ctaType, name: names, riskCategory: riskCategory.nullable().default(null), outsideSlots: outsideSlots.default(false) }))
    .output(reason),
  update: endpoint('reasons.write', {
    method: 'PATCH',
    path: '/cta-reasons/{reason}',
    summary: 'Rename a reason, retire it or use it again; its key and type stay',
  })
    .input(
      z.object({
        reason: z.string().max(60),
        name: names.optional(),
        riskCategory: riskCategory.nullable().optional(),
        outsideSlots: outsideSlots.optional(),
        archived: z.boolean().optional(),
      }),
    )
    .output(reason),
};
