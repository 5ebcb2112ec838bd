import { expect, test } from 'vitest';
import { add, fromChecks, fromPlaywright, fromVitest, none, sentence } from './test-sum.mjs';

const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 2, testResults: [] };

test('sums the kinds into the last line', () => {
  const checks = fromChecks([{ ok: true }, { ok: false }]);
  const browser = fromPlaywright({ stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] }, 0);
  expect(sentence([checks, fromVitest(vitest, 0), browser].reduce(add, none))).toBe('9 passed, 1 failed, 2 skipped');
  expect(sentence({ ...none, passed: 1 })).toBe('1 passed, 0 failed');
});

test('a file that cannot be loaded, a runner that breaks or leaves no report: one failure', () => {
  const unloaded = { ...vitest, testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(fromVitest(unloaded, 1).failed).toBe(1);
  expect(fromVitest(vitest, 1).failed).toBe(1);
  expect(fromVitest(undefined, 0).failed).toBe(1);
  expect(fromPlaywright({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }, errors: [{}] }, 1).failed).toBe(1);
});
