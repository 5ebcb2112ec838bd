// Holds the import rules of CONTRIBUTING.md: leftwards between stages, only public files across slices, no cycles between slices.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot } from '#platform/config/project.ts';
import { importsOf } from './imports-of.ts';

const STAGES = ['platform', 'accounts', 'signals', 'metrics', 'health', 'rules', 'actions', 'outcomes', 'review', 'app'];
const PUBLIC = /^(index\.ts|terms\.ts|contract\.ts|panel\.tsx|factory\.ts|tables\.ts)$/;
/** What the shells put together: they may also take a slice's answers, jobs and screens. */
const FOR_SHELLS = /^(routes\.ts|jobs\.ts|texts\.ts|([\w-]+-)?page\.tsx|command\.ts)$/;

export interface Place {
  stage: string;
  /** `stage/noun`, or the stage alone for files directly in it. */
  slice: string;
  /** Within the slice. */
  file: string;
}

/** Where a path below src/ lies. */
export function placeOf(path: string): Place {
  const [stage = '', noun = '', ...rest] = path.split('/');
  return rest.length ? { stage, slice: `${stage}/${noun}`, file: rest.join('/') } : { stage, slice: stage, file: noun };
}

/** What is wrong with an import from one file to another, both as paths below src/; undefined when nothing is. */
export function objection(from: string, to: string): string | undefined {
  const [source, target] = [placeOf(from), placeOf(to)];
  const isTest = /\.test\.tsx?$/.test(from) || source.file.startsWith('testing/') || from.startsWith('platform/testing/');
  if (STAGES.indexOf(target.stage) > STAGES.indexOf(source.stage) && !isTest) return `${source.stage} comes before ${target.stage}`;
  if (isTest || source.slice === target.slice || target.stage === 'platform') return undefined;
  if (source.stage === 'app') return target.stage === 'app' || PUBLIC.test(target.file) || FOR_SHELLS.test(target.file) ? undefined : `${to} is not public`;
  return PUBLIC.test(target.file) ? undefined : `${to} is not public`;
}

/** Circles among slices, each as the list of slices it runs through. */
export function circles(edges: Map<string, Set<string>>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (slice: string, path: string[]) => {
    const at = path.indexOf(slice);
    if (at >= 0) return void found.push([...path.slice(at), slice]);
    if (done.has(slice)) return;
    for (const next of edges.get(slice) ?? []) visit(next, [...path, slice]);
    done.add(slice);
  };
  for (const slice of edges.keys()) visit(slice, []);
  return found;
}

function main(): void {
  const src = join(projectRoot, 'src');
  const complaints: string[] = [];
  const edges = new Map<string, Set<string>>();
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path));
  for (const path of files) {
    const from = path.replaceAll('\\', '/');
    for (const { target, line } of importsOf(join(src, from), readFileSync(join(src, from), 'utf8'))) {
      const to = relative(src, target).replaceAll('\\', '/');
      if (to.startsWith('..')) continue;
      const wrong = objection(from, to);
      if (wrong) complaints.push(`src/${from}:${line}  ${wrong}`);
      if (!/\.test\.tsx?$/.test(from)) connect(edges, placeOf(from), placeOf(to));
    }
  }
  for (const circle of circles(edges)) complaints.push(`These slices import each other in a circle: ${circle.join(' → ')}`);
  for (const line of complaints) process.stderr.write(`${line}\n`);
  process.stderr.write(`${files.length} files, ${complaints.length} imports against the rules\n`);
  process.exitCode = complaints.length ? 1 : 0;
}

/** Slices of platform and app are parts of one thing; circles are forbidden between the slices of the pipeline. */
function connect(edges: Map<string, Set<string>>, from: Place, to: Place): void {
  if (from.slice === to.slice || from.stage === 'platform' || from.stage === 'app') return;
  if (!edges.has(from.slice)) edges.set(from.slice, new Set());
  edges.get(from.slice)!.add(to.slice);
}

if (process.argv[1]?.endsWith('check-imports.ts')) main();
