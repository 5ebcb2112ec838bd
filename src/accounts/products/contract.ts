import { z } from 'zod';
import { endpoint } from '#platform/http/contract.ts';

export const product = z.object({
  productNo: z.number().int(),
  key: z.string(),
  name: z.string(),
  embeddedDaily: z.boolean(),
  archived: z.boolean(),
});

const fields = z.object({
  key: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .regex(/^[A-Za-z0-9_-]+$/)
    .describe('What files and scripts call it'),
  name: z.string().trim().min(1).max(120),
  embeddedDaily: z.boolean().describe("Used in the customer's daily work: then the onboarding rate is the KPI"),
});

export const contract = {
  list: endpoint('products.read', { method: 'GET', path: '/products', summary: 'List products' }).output(z.array(product)),
  create: endpoint('products.write', { method: 'POST', path: '/products', summary: 'Add a product', successStatus: 201 })
    .input(fields.extend({ embeddedDaily: fields.shape.embeddedDaily.default(false) }))
    .output(product),
  update: endpoint('products.write', { method: 'PATCH', path: '/products/{productNo}', summary: 'Change a product' })
    .input(fields.partial().extend({ productNo: z.coerce.number().int(), archived: z.boolean().optional() }))
    .output(product),
};
