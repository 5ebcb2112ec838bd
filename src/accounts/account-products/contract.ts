import { z } from 'zod';
import { day, endpoint, id, page, pageInput } from '#platform/http/contract.ts';
import { phases } from './terms.ts';

export const phase = z.enum(phases);

export const accountProduct = z.object({
  accountId: id,
  productNo: z.number().int(),
  productName: z.string(),
  phase,
  phaseSince: day.nullable(),
  startedOn: day.nullable(),
  endedOn: day.nullable(),
  seats: z.number().int().nullable(),
  onboardingStartedOn: day.nullable(),
  onboardingDueOn: day.nullable(),
  onboardingDoneOn: day.nullable(),
  updatedAt: z.date(),
});

const fields = z.object({
  phase,
  phaseSince: day.nullable().describe('Today when the phase changes and nothing is given'),
  startedOn: day.nullable(),
  endedOn: day.nullable(),
  seats: z.number().int().min(0).max(100_000_000).nullable(),
  onboardingStartedOn: day.nullable(),
  onboardingDueOn: day.nullable(),
  onboardingDoneOn: day.nullable().describe('Ends the onboarding phase too, unless a phase is given'),
});

export const onboarding = z.object({
  accountId: id,
  accountName: z.string(),
  productNo: z.number().int(),
  productName: z.string(),
  startedOn: day.nullable(),
  dueOn: day.nullable(),
  doneOn: day.nullable(),
  daysLeft: z.number().int().nullable().describe('Days to the deadline; negative when it has passed'),
  ownerId: id.nullable().describe('Who has the onboarding role, else the CSM'),
  ownerName: z.string().nullable(),
});
const whose = { productNo: z.coerce.number().int().min(1).optional(), ownerId: id.optional() };

const both = { accountId: id, productNo: z.coerce.number().int().min(1) };

export const contract = {
  list: endpoint('accounts.read', { method: 'GET', path: '/accounts/{accountId}/products', summary: 'What an account uses: phase, seats, onboarding dates' })
    .input(z.object({ accountId: id }))
    .output(z.array(accountProduct)),
  put: endpoint('accounts.write', {
    method: 'PUT',
    path: '/accounts/{accountId}/products/{productNo}',
    summary: 'Set what an account uses of a product; only the given fields change',
  })
    .input(fields.partial().extend(both))
    .output(accountProduct),
  remove: endpoint('accounts.write', {
    method: 'DELETE',
    path: '/accounts/{accountId}/products/{productNo}',
    summary: 'An account never used this product',
    successStatus: 204,
  }).input(z.object(both)),
  onboardings: endpoint('accounts.read', {
    method: 'GET',
    path: '/onboardings',
    summary: 'Onboardings of all customers, one for each product: running or overdue by deadline, or done, the last first',
  })
    .input(z.object({ ...pageInput, ...whose, state: z.enum(['running', 'overdue', 'done']).default('running') }))
    .output(page(onboarding)),
  onboardingCounts: endpoint('accounts.read', {
    method: 'GET',
    path: '/onboardings/counts',
    summary: 'How many onboardings run, are overdue, and were done within 90 days',
  })
    .input(z.object(whose))
    .output(z.object({ running: z.number().int(), overdue: z.number().int(), done: z.number().int() })),
};
