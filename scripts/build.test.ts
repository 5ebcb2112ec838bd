import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { ensureWeb } from './build.mjs';

const root = mkdtempSync(join(tmpdir(), 'banso-build-'));
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a build that is no longer wanted ends at once, and leaves nothing half done', async () => {
  mkdirSync(join(root, 'node_modules/vite/bin'), { recursive: true });
  mkdirSync(join(root, 'src'));
  for (const name of ['package.json', 'vite.config.ts']) writeFileSync(join(root, name), '{}');
  // A build that takes a minute, and has begun to write.
  const script = `const fs = require('node:fs'); const out = process.argv[process.argv.indexOf('--outDir') + 1];
    fs.mkdirSync(out, { recursive: true }); fs.writeFileSync(${JSON.stringify(join(root, 'pid'))}, String(process.pid)); setTimeout(() => {}, 60_000);`;
  writeFileSync(join(root, 'node_modules/vite/bin/vite.js'), script);
  const unwanted = new AbortController();
  const built = ensureWeb(root, () => {}, unwanted.signal).then(
    () => 'built',
    () => 'ended',
  );
  while (!existsSync(join(root, 'pid'))) await sleep(20);
  const asked = performance.now();
  unwanted.abort();
  expect(await built).toBe('ended');
  expect(performance.now() - asked).toBeLessThan(5_000);
  expect(() => process.kill(Number(readFileSync(join(root, 'pid'), 'utf8')), 0)).toThrow();
  expect(readdirSync(join(root, 'dist'))).toEqual([]);
});
