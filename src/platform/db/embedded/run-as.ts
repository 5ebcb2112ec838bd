import { spawnSync } from 'node:child_process';
import { chownSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../../config/failure.ts';
import type { Binaries } from './binaries.ts';

/** Who Postgres runs as: it refuses root, so root becomes another user, or one without a name in a user namespace. */
export interface RunAs {
  uid?: number;
  gid?: number;
  /** Put before the program and its arguments. */
  prefix: string[];
}

const NAMESPACE = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];

/** `cluster` is the database folder, which need not exist yet; its parent must. */
export function chooseRunAs(cluster: string, binaries: Binaries): RunAs {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, prefix: [] };
  const candidates = owner ? [namespace()] : [...namedUsers(), namespace()];
  const chosen = candidates.find((who) => canReach(who, dirname(cluster), binaries));
  if (chosen) return chosen;
  throw new Failure({
    en: `Postgres does not run as root, and no other user can reach ${dirname(cluster)}; start Banso as a normal user or set BANSO_DATA_DIR to a folder others can reach, such as /var/lib/banso.`,
    ja: `Postgres は root では動作せず、他のユーザーは ${dirname(cluster)} に到達できません。一般ユーザーで起動するか、BANSO_DATA_DIR に /var/lib/banso のような到達可能なフォルダーを指定してください。`,
  });
}

export function command(who: RunAs, program: string, args: string[]): { file: string; args: string[] } {
  const [file, ...rest] = [...who.prefix, program, ...args];
  return { file: file!, args: rest };
}

/** Gives what root made to the user Postgres runs as. */
export function give(who: RunAs, path: string): void {
  if (who.uid === undefined || who.gid === undefined) return;
  chownSync(path, who.uid, who.gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) give(who, join(path, name));
}

function namespace(): RunAs {
  return { prefix: NAMESPACE };
}

function namedUsers(): RunAs[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  return ['postgres', 'nobody'].flatMap((name) => {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    return uid && gid ? [{ uid: Number(uid), gid: Number(gid), prefix: [] }] : [];
  });
}

/** Tried rather than worked out: access lists, mount options and container rules all have a say. */
function canReach(who: RunAs, folder: string, binaries: Binaries): boolean {
  const script = 'cd "$1" && exec "$2" --version';
  const tried = command(who, '/bin/sh', ['-c', script, 'sh', folder, binaries.postgres]);
  return spawnSync(tried.file, tried.args, { uid: who.uid, gid: who.gid, stdio: 'ignore' }).status === 0;
}
