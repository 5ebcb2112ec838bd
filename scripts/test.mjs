// npm test: the quick checks, the tests on a real Postgres, the journeys in a real browser; one sum at the end.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, runChecks } from './checks.mjs';
import { ensureInstalled } from './install.mjs';
import { add, fromChecks, fromPlaywright, fromVitest, none, sentence } from './test-sum.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const results = mkdtempSync(join(tmpdir(), 'banso-test-results-'));

ensureInstalled(root);
let sum = none;
for (const kind of [quickChecks, unitTests, journeys]) sum = add(sum, await kind());
rmSync(results, { recursive: true, force: true });
process.exitCode = sum.failed ? 1 : 0;
process.stdout.write(`${sentence(sum)}\n`);

async function quickChecks() {
  title('Format, lint, types, import rules, unused code');
  return fromChecks(await runChecks(root, (result) => process.stdout.write(`${describe(result)}\n`)));
}

async function unitTests() {
  title('Tests on a real Postgres');
  const file = join(results, 'vitest.json');
  const code = await run(['vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], {});
  return fromVitest(read(file), code);
}

async function journeys() {
  title('Journeys in a real browser');
  if (!existsSync(join(root, 'playwright.config.ts'))) return none;
  const file = join(results, 'playwright.json');
  const code = await run(['@playwright/test/cli.js', 'test', '--pass-with-no-tests'], { CI_JSON: file });
  return fromPlaywright(read(file), code);
}

/** What a run prints appears as it comes, so that one that hangs can be seen. */
function run([script, ...args], env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function title(text) {
  process.stdout.write(`\n── ${text} ──\n`);
}
