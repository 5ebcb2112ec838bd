// npm run check: format, lint, types, import rules, unused code.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, runChecks } from './checks.mjs';
import { ensureInstalled } from './install.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
ensureInstalled(root);
const results = await runChecks(root, (result) => process.stdout.write(`${describe(result)}\n`));
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
