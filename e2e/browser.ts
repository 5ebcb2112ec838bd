import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';

/** An own Chromium where there is one, else the one from npm, unpacked once. */
export async function chromiumPath(): Promise<string> {
  const own = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return own.find((path) => path && existsSync(path)) ?? chromium.executablePath();
}
