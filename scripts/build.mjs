import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from './fingerprint.mjs';

const KEPT_BUILDS = 3;
const isServerSource = (path) => /\.(ts|json|sql)$/.test(path) && !path.endsWith('.test.ts');
const isWebSource = (path) => !/\.test\.tsx?$/.test(path);

/** Bundles server and command line into dist/server/<fingerprint>/ unless that is there. Returns the file to import. */
export async function ensureServer(root) {
  const folder = join(root, 'dist', 'server');
  const build = join(
    folder,
    fingerprint(root, ['src', 'package.json', 'scripts/build.mjs'], (path) => isServerSource(path) || path.endsWith('.mjs')),
  );
  const entry = join(build, 'main.js');
  if (existsSync(entry)) return entry;
  const aside = `${build}.${process.pid}`;
  await bundle(join(root, 'src/app/cli/main.ts'), aside);
  put(aside, build);
  removeOld(folder, build);
  return entry;
}

/** Bundles a program for Node into `outdir`, its packages left outside. */
export async function bundle(entry, outdir) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [entry],
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  });
}

/**
 * Builds the web app into dist/web unless it is of the present sources. `say` tells a person that it takes a while; with the
 * signal aborted it ends at once, fails, and leaves what was there.
 */
export async function ensureWeb(root, say, signal) {
  const folder = join(root, 'dist', 'web');
  const stamp = join(folder, '.fingerprint');
  const now = fingerprint(root, ['src', 'package.json', 'vite.config.ts'], isWebSource);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  say();
  const aside = `${folder}.${process.pid}`;
  const vite = [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', aside, '--emptyOutDir', '--logLevel', 'error'];
  await run(process.execPath, vite, root, signal).catch((error) => {
    rmSync(aside, { recursive: true, force: true });
    throw error;
  });
  writeFileSync(join(aside, '.fingerprint'), now);
  rmSync(folder, { recursive: true, force: true });
  put(aside, folder);
}

/** Another process may have put the same build there first: then ours is not needed. */
function put(from, to) {
  mkdirSync(join(to, '..'), { recursive: true });
  try {
    renameSync(from, to);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error;
    rmSync(from, { recursive: true, force: true });
  }
}

/** A server that still runs loads parts of its own build later, so a few are kept. */
function removeOld(folder, current) {
  const age = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const others = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => path !== current)
    .sort((a, b) => age(b) - age(a));
  for (const path of others.slice(KEPT_BUILDS - 1)) rmSync(path, { recursive: true, force: true });
}

// Whatever NODE_ENV says outside: with 'test' the development build of React would be served.
function run(file, args, cwd, signal) {
  const env = { ...process.env, NODE_ENV: 'production' };
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 2, 2] });
    // Waits for nothing: a build that is cut off leaves nothing that anybody needs.
    const cut = () => child.kill('SIGKILL');
    if (signal?.aborted) cut();
    signal?.addEventListener('abort', cut);
    child.on('error', reject);
    child.on('exit', (code) => {
      signal?.removeEventListener('abort', cut);
      if (code === 0) resolve();
      else reject(new Error(signal?.aborted ? 'it was cut off.' : 'the reason is above.'));
    });
  });
}
