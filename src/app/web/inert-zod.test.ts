import { afterAll, describe, expect, it, vi } from 'vitest';

describe('contracts in the browser', () => {
  // Modules are kept from file to file: the next one wants the real schemas.
  afterAll(() => {
    vi.doUnmock('zod');
    vi.resetModules();
  });

  it('know where endpoints are and which options there are, without their schemas', async () => {
    const real = await import('#actions/ctas/contract.ts');
    vi.resetModules();
    vi.doMock('zod', () => import('./inert-zod.ts'));
    const light = await import('#actions/ctas/contract.ts');
    expect(light.contract).not.toBe(real.contract);
    const places = (contract: object) => Object.entries(contract).map(([name, one]) => [name, one['~orpc'].route.method, one['~orpc'].route.path]);
    expect(places(light.contract)).toEqual(places(real.contract));
    expect(places(light.contract).length).toBeGreaterThan(5);
    expect(light.ctaType.options).toEqual(real.ctaType.options);
    expect(light.riskCategory.options).toEqual(real.riskCategory.options);
  });

  it('refuse to check, so that nobody relies on it', async () => {
    const { z } = (await import('./inert-zod.ts')) as never as typeof import('zod');
    expect(() => z.enum(['a']).parse('a')).toThrow('not in the browser');
    expect(() => z.object({ name: z.string().min(1).optional() }).safeParse({})).toThrow('not in the browser');
  });
});
