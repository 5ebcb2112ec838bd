import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure } from '#platform/config/failure.ts';
import { projectRoot } from '#platform/config/project.ts';

/** Builds the web app into dist/web unless it is there already; its folder. Fails at once when the signal is aborted. */
export async function buildWeb(say: (line: string) => void, signal?: AbortSignal): Promise<string> {
  const { ensureWeb } = await import(pathToFileURL(join(projectRoot, 'scripts', 'build.mjs')).href);
  await ensureWeb(projectRoot, () => say('Building the web app …'), signal).catch((cause: Error) => {
    throw new Failure({ en: `The web app could not be built: ${cause.message}`, ja: `Web アプリをビルドできませんでした: ${cause.message}` }, { cause });
  });
  return join(projectRoot, 'dist', 'web');
}
