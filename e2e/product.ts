import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const banso = fileURLToPath(new URL('../bin/banso', import.meta.url));
const READY_MS = 180_000;

/** Starts the product as a person would, on a data folder and port of its own; `more` are settings. */
export async function startProduct(more: Record<string, string> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'banso-e2e-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = { ...process.env, PORT: String(port), BANSO_DATA_DIR: dataDir, BANSO_URL: url, DATABASE_URL: '', LOG_LEVEL: 'warn', ...more };
  const server = spawn(process.execPath, [banso, 'start'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  let stopping = false;
  const stopped = new Promise<void>((resolve) =>
    server.on('exit', (code) => {
      if (!stopping) process.stderr.write(`Banso ended with ${code}: ${said.slice(-2000)}\n`);
      resolve();
    }),
  );
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('Banso did not get ready')), READY_MS);
    server.stdout.on('data', (piece: Buffer) => {
      const text = piece.toString();
      said = (said + text).slice(-10_000);
      // What went wrong in the product explains a journey that fails.
      if (/"level":("error"|50)/.test(text)) process.stderr.write(text);
      if (!said.includes('Banso is ready at')) return;
      clearTimeout(late);
      resolve();
    });
    server.on('exit', (code) => reject(new Error(`Banso ended with ${code}`)));
  });
  const stop = async () => {
    stopping = true;
    server.kill('SIGINT');
    await stopped;
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url, dataDir, stop };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
