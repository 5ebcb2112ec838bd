import { fork, type ChildProcess } from 'node:child_process';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { projectRoot } from '#platform/config/project.ts';
import { bundle } from '../scripts/build.mjs';

/** Starts another process of this folder, bundled as the product is, and waits until it says that it is ready. */
export async function startChild(file: URL, args: string[]): Promise<ChildProcess> {
  const built = join(projectRoot, 'dist/bench');
  await bundle(fileURLToPath(file), built);
  const program = join(built, basename(file.pathname).replace(/\.ts$/, '.js'));
  const child = fork(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
  });
  return child;
}

export async function stopChild(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

export type Asked = { path: string; headers: Record<string, string>; body: string };

/** `connections` clients in a closed loop over the questions for `ms`; gives each answer's time by question. */
export async function load(origin: string, questions: Asked[], connections: number, ms: number): Promise<number[][]> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const times: number[][] = questions.map(() => []);
  const end = performance.now() + ms;
  let next = 0;
  const client = async () => {
    while (performance.now() < end) {
      const i = next++ % questions.length;
      const { path, headers, body } = questions[i]!;
      const started = performance.now();
      const answer = await pool.request({ method: 'POST', path, headers: { 'content-type': 'application/json', ...headers }, body });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${text}`);
      times[i]!.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  await pool.close();
  return times;
}

export function percentile(times: number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
