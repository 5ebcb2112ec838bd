import { readdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { passed, type Result } from './result.ts';

const folder = new URL('.', import.meta.url);
const page = fileURLToPath(new URL('RESULTS.md', folder));
const only = process.argv.slice(2);

/** Runs every bench/*.ts that exports bench(), one after another, and writes them into RESULTS.md. Names as arguments run only those. */
const files = (await readdir(folder)).filter((name) => name.endsWith('.ts') && name !== 'run.ts' && !name.endsWith('-server.ts')).sort();
const sections: { file: string; results: Result[]; seconds: number; error?: string }[] = [];
for (const file of files) {
  const name = file.replace(/\.ts$/, '');
  if (only.length && !only.includes(name)) continue;
  const { bench } = (await import(new URL(file, folder).href)) as { bench?: () => Promise<Result[]> };
  if (!bench) continue;
  const started = performance.now();
  process.stdout.write(`${name} …\n`);
  try {
    const results = await bench();
    sections.push({ file: name, results, seconds: (performance.now() - started) / 1000 });
    for (const r of results) console.log(`  ${mark(r)} ${r.name}: ${figure(r)} (${limit(r)}); ${r.detail}`);
  } catch (error) {
    sections.push({ file: name, results: [], seconds: 0, error: (error as Error).message });
    console.error(`  failed: ${(error as Error).stack}`);
  }
}

const all = sections.flatMap((s) => s.results);
const failed = all.filter((r) => !passed(r)).length + sections.filter((s) => s.error).length;
await writeFile(page, await report());
console.log(`${all.length} measured, ${failed} beyond their limit or failed`);
process.exit(failed ? 1 : 0);

/** One section a file; what did not run this time keeps the figures and the date it had. */
async function report(): Promise<string> {
  const kept = new Map(
    (await readFile(page, 'utf8'))
      .split(/^## /m)
      .slice(1)
      .map((text) => [text.slice(0, text.indexOf('\n')), text.trimEnd()] as const),
  );
  for (const s of sections) kept.set(s.file, section(s));
  const machine = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB`;
  return [
    '# Measured',
    '',
    `Made by \`npm run bench\`, the last part on: ${machine}. Each part bears its day.`,
    'Where a limit is a ratio, both sides ran on this machine in the same run. ✓ within the limit, ✗ beyond it, · for the record.',
    '',
    ...[...kept].sort().map(([, text]) => `## ${text}\n`),
  ].join('\n');
}

function section(s: (typeof sections)[number]): string {
  const lines = s.error
    ? [`Failed: ${s.error}`]
    : [
        '| | measured | limit | |',
        '|---|---:|---:|---|',
        ...s.results.map((r) => `| ${r.name} | ${figure(r)} | ${limit(r)} | ${mark(r)} ${r.detail.replaceAll('|', '/')} |`),
      ];
  return [s.file, '', new Date().toISOString().slice(0, 10), '', ...lines].join('\n');
}

function mark(r: Result): string {
  return r.limit === null ? '·' : passed(r) ? '✓' : '✗';
}

function figure(r: Result): string {
  const digits = r.unit === '×' ? 2 : r.value < 10 ? 2 : r.value < 100 ? 1 : 0;
  return `${r.value.toLocaleString('en', { maximumFractionDigits: digits })} ${r.unit}`;
}

function limit(r: Result): string {
  if (r.limit === null) return '—';
  return `${r.atLeast ? '≥' : '≤'} ${r.limit.toLocaleString('en')} ${r.unit}`;
}
