import { expect, type Page } from '@playwright/test';
import axe, { type AxeResults, type RunOptions } from 'axe-core';

type Axe = { run(options: RunOptions): Promise<AxeResults> };

/** What depends on the theme; the rest of a page is the same in both. */
export const colourRules = ['color-contrast', 'link-in-text-block'];

/** Nothing that axe finds, best practices included; or nothing that these rules find. */
export async function expectAccessible(page: Page, where: string, rules?: string[]) {
  await page.evaluate(() => document.fonts.ready);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const options: RunOptions = { resultTypes: ['violations'], ...(rules ? { runOnly: { type: 'rule', values: rules } } : {}) };
  const { violations, passes } = await page.evaluate((how) => (window as unknown as { axe: Axe }).axe.run(how), options);
  const found = violations.flatMap((v) => v.nodes.map((node) => `${where}: ${v.id}: ${v.help}\n  ${node.html.slice(0, 200)}\n  ${node.any[0]?.message ?? ''}`));
  expect(found).toEqual([]);
  expect(
    passes.map((rule) => rule.id),
    `${where}: axe looked at the page`,
  ).toContain('color-contrast');
}
