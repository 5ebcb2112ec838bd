import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openDatabase, type Database } from '#platform/db/db.ts';
import { startThrowaway } from '#platform/db/embedded/throwaway.ts';
import { makeListData } from './list-data.ts';

export type Product = { url: string; pid: number; database: Database; cookie: string; stop(): Promise<void> };

const banso = fileURLToPath(new URL('../bin/banso', import.meta.url));
const readyMs = 300_000;

/** The whole product as a person starts it, with its jobs, over 100,000 customers and one member who is signed in. */
export async function startProduct(port: number): Promise<Product> {
  const postgres = await startThrowaway();
  const url = `http://localhost:${port}`;
  const env = { ...process.env, PORT: String(port), DATABASE_URL: postgres.url, BANSO_URL: url, BANSO_SECRET: 'b'.repeat(40), LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [banso, 'start'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const database = openDatabase(postgres.url, { max: 2 });
  const stop = async () => {
    await ended(child);
    await database.close();
    await postgres.stop();
  };
  try {
    await ready(child);
    const cookie = await firstVisit(url);
    await makeListData(database);
    return { url, pid: child.pid!, database, cookie, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('Banso did not get ready')), readyMs);
    let said = '';
    child.stdout!.on('data', (piece: Buffer) => {
      said += piece.toString();
      if (!said.includes('Banso is ready at')) return;
      clearTimeout(late);
      resolve();
    });
    child.once('exit', (code) => reject(new Error(`Banso ended with ${code}: ${said}`)));
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await gone;
}

async function firstVisit(url: string): Promise<string> {
  const password = 'correct horse battery staple';
  const email = 'sato@example.jp';
  const post = (path: string, body: object) =>
    fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', origin: url }, body: JSON.stringify(body) });
  const made = await post('/api/setup', { organisation: { name: 'ベンチ株式会社' }, admin: { name: '佐藤 花子', email, password } });
  if (!made.ok) throw new Error(await made.text());
  const signed = await post('/api/auth/sign-in/email', { email, password });
  if (!signed.ok) throw new Error(await signed.text());
  return signed.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

/** Resident memory of a process in MB; `peak` since it began. */
export async function residentMb(pid: number): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const read = (key: string) => Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(status)?.[1] ?? NaN) / 1024;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}
