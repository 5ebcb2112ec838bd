import { dirname, join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { projectRoot } from '#platform/config/project.ts';

export interface Import {
  /** Absolute path of the imported file of ours. */
  target: string;
  line: number;
}

/** Every import of a file of ours in `code`: types, re-exports and dynamic ones too; packages are left out. */
export function importsOf(path: string, code: string): Import[] {
  const { module, errors } = parseSync(path, code);
  if (errors.length) throw new Error(`${path}: ${errors[0]!.message}`);
  const found = [
    ...module.staticImports.map((one) => ({ text: one.moduleRequest.value, at: one.start })),
    ...module.staticExports.flatMap((one) => one.entries.flatMap((entry) => (entry.moduleRequest ? [{ text: entry.moduleRequest.value, at: one.start }] : []))),
    ...module.dynamicImports.map((one) => ({ text: code.slice(one.moduleRequest.start + 1, one.moduleRequest.end - 1), at: one.start })),
  ];
  return found.flatMap(({ text, at }) => {
    const target = resolveOurs(path, text);
    return target ? [{ target, line: code.slice(0, at).split('\n').length }] : [];
  });
}

function resolveOurs(from: string, text: string): string | undefined {
  if (text.startsWith('.')) return join(dirname(from), text);
  if (text.startsWith('#')) return join(projectRoot, 'src', text.slice(1));
  return undefined;
}
