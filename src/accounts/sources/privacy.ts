import { hash } from 'node:crypto';
import { cut } from '#platform/text/cut.ts';

/** What a source may keep. `allowed` null: everything. Names may be paths: `address.city`. */
export type Privacy = { allowed: readonly string[] | null; masked: readonly string[]; salt: string };
type Properties = Record<string, unknown>;

export const maskText = '***';

/** The properties that may be stored: what is not on the allow-list is gone, what is masked reads `***`. */
export function keptProperties(given: Properties, privacy: Privacy): Properties {
  const kept = privacy.allowed ? onlyAllowed(given, privacy.allowed) : given;
  return privacy.masked.length ? masked(kept, privacy.masked) : kept;
}

/** One property by name, as text for a column of its own (name, email); null when it may not be kept or is masked. */
export function keptText(given: Properties, name: string, privacy: Privacy): string | null {
  const value = given[name];
  if (typeof value !== 'string' || !value.trim()) return null;
  if (privacy.allowed && !privacy.allowed.includes(name)) return null;
  return privacy.masked.includes(name) ? null : cut(value.trim(), 300);
}

/** A masked user id becomes a pseudonym, so that users can still be counted but not looked up. */
export function keptUserKey(userKey: string, privacy: Privacy): string {
  if (!privacy.masked.includes('userId')) return userKey;
  return `anon_${hash('sha256', `${privacy.salt}\0${userKey}`, 'base64url').slice(0, 22)}`;
}

// Written as `a.__proto__.b` a path would reach what all objects share.
const unsafePath = /(^|\.)__proto__(\.|$)/;

function onlyAllowed(given: Properties, allowed: readonly string[]): Properties {
  const out: Properties = {};
  for (const path of allowed) if (!unsafePath.test(path)) copyPath(given, out, path);
  return out;
}

function copyPath(from: Properties, to: Properties, path: string): void {
  if (Object.hasOwn(from, path)) {
    to[path] = from[path];
    return;
  }
  const dot = path.indexOf('.');
  if (dot < 0) return;
  const [head, rest] = [path.slice(0, dot), path.slice(dot + 1)];
  const inner = Object.hasOwn(from, head) ? from[head] : undefined;
  if (!isObject(inner)) return;
  if (to[head] === inner) return;
  const target = isObject(to[head]) ? to[head] : {};
  copyPath(inner, target, rest);
  if (Object.keys(target).length) to[head] = target;
}

function masked(given: Properties, paths: readonly string[]): Properties {
  const out = { ...given };
  for (const path of paths) {
    if (unsafePath.test(path)) continue;
    if (Object.hasOwn(out, path)) {
      out[path] = maskText;
      continue;
    }
    const dot = path.indexOf('.');
    const head = path.slice(0, dot);
    if (dot > 0 && Object.hasOwn(out, head) && isObject(out[head])) out[head] = masked(out[head], [path.slice(dot + 1)]);
  }
  return out;
}

function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
