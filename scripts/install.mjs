import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs `npm ci` when node_modules is missing or does not hold what package-lock.json asks for. */
export function ensureInstalled(root) {
  if (isInstalled(root)) return;
  process.stderr.write('Installing packages (npm ci) …\n');
  // npm's own script, run with this Node: a shell in between would lose signals.
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const args = [...npm.slice(1), 'ci', '--include=dev', '--include=optional', '--no-fund', '--no-audit', '--loglevel=error'];
  const done = spawnSync(npm[0], args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (done.status === 0) return;
  const reason = done.error ? ` (${done.error.message})` : '';
  process.stderr.write(`The packages could not be installed${reason}; run "npm ci" in ${root} to see why.\n`);
  process.exit(1);
}

/** Compares what npm wrote down when it installed, since times say little after a checkout. */
function isInstalled(root) {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
  const present = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  if (!present) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => path === '' || optional || present[path]?.version === version);
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
