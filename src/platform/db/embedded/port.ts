import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** The port this cluster had before, so that whoever starts it again is found by all who used it; another only when that one is taken. */
export async function choosePort(file: string): Promise<number> {
  const before = remembered(file);
  const port = (before && (await listening(before))) || (await listening(0));
  if (!port) throw new Error('no free port on 127.0.0.1');
  if (port !== before) writeFileSync(file, String(port));
  return port;
}

function remembered(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/** The port when it could be listened on (0: any); undefined when it is taken. */
function listening(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const found = (probe.address() as { port: number }).port;
      probe.close(() => resolve(found));
    });
  });
}
