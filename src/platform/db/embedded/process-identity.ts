import { readFileSync } from 'node:fs';

/** A process as text: its id and, where the system tells, when it began; ids are reused, above all in containers. */
export function processIdentity(pid: number): string {
  return `${pid} ${startedAt(pid)}`;
}

export function isRunning(identity: string): boolean {
  const pid = Number(identity.split(' ')[0]);
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) && processIdentity(pid) === identity;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return processState(pid) !== 'Z';
}

/** Fields of /proc/<pid>/stat after the name, which may itself hold spaces and parentheses. */
function stat(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

function startedAt(pid: number): string {
  return stat(pid)[19] ?? '';
}

function processState(pid: number): string {
  return stat(pid)[0] ?? '';
}
