// Adds up what the test runners report; a run that ends badly without a failed test counts as one failure.
export const none = { passed: 0, failed: 0, skipped: 0 };

export function add(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

export function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
}

export function fromChecks(results) {
  const passed = results.filter(({ ok }) => ok).length;
  return { passed, failed: results.length - passed, skipped: 0 };
}

export function fromVitest(report, code) {
  if (!report) return { ...none, failed: 1 };
  const broken = report.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed'));
  const failed = report.numFailedTests + broken.length;
  return withCode({ passed: report.numPassedTests, failed, skipped: report.numPendingTests + (report.numTodoTests ?? 0) }, code);
}

export function fromPlaywright(report, code) {
  if (!report) return { ...none, failed: 1 };
  const { expected, unexpected, flaky, skipped } = report.stats;
  return withCode({ passed: expected + flaky, failed: unexpected + (unexpected ? 0 : report.errors.length), skipped }, code);
}

function withCode(sum, code) {
  return code !== 0 && sum.failed === 0 ? { ...sum, failed: 1 } : sum;
}
