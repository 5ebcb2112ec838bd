import { fork, type ChildProcess } from 'node:child_process';
import { Pool } from 'undici';

/** Starts another process of this folder with tsx and waits until it says that it is ready. */
export async function startChild(file: URL, args: string[]): Promise<ChildProcess> {
  const child = fork(file, args, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`${file.pathname} ended with ${code}`)));
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
