import { spawn } from 'node:child_process';
import { join } from 'node:path';

const FORMATTED = ['bin', 'src', 'e2e', 'test', 'bench', 'scripts', 'vite.config.ts', 'vitest.config.ts', 'playwright.config.ts'];

/** The quick checks. Each runs a tool's own script with this Node: through npx they would start slower and lose signals. */
export const checks = [
  { name: 'types', run: ['typescript/bin/tsc', '-p', '.', '--checkers', '1'] },
  { name: 'lint', run: ['oxlint/bin/oxlint', '--type-aware', '--quiet'] },
  { name: 'unused code', run: ['knip/bin/knip.js', '--no-progress'] },
  { name: 'format', run: ['oxfmt/bin/oxfmt', '--list-different', '--no-error-on-unmatched-pattern', ...FORMATTED] },
  { name: 'imports', script: ['--import', 'tsx', 'scripts/check-imports.ts'] },
];

/** Runs all of them, two at a time, and tells each result as it comes: { name, ok, output, seconds }. */
export async function runChecks(root, tell) {
  const waiting = [...checks];
  const results = [];
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const result = await runOne(root, check);
      results.push(result);
      tell(result);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

function runOne(root, { name, run, script }) {
  const args = script ?? [join(root, 'node_modules', run[0]), ...run.slice(1)];
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    const end = (ok) => resolve({ name, ok, output, seconds: (performance.now() - started) / 1000 });
    child.on('error', (error) => {
      output += error.message;
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}

export function describe({ name, ok, output, seconds }) {
  const head = `${ok ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`;
  return ok ? head : `${head}\n${output.trimEnd()}`;
}
