import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '#platform/config/project.ts';

const isServer = (file: string) => file.endsWith('.ts') && !/(\.test|factory|texts|terms)\.ts$|^app\/cli/.test(file);
const sources = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(isServer)
  .map((file) => ({ file, code: readFileSync(join(projectRoot, 'src', file), 'utf8') }));

/** From each match of `opening`, which ends with '(', to the bracket that closes it. */
function calls(code: string, opening: RegExp): string[] {
  return [...code.matchAll(opening)].map((match) => {
    let depth = 1;
    let end = match.index + match[0].length;
    while (depth > 0 && end < code.length) depth += { '(': 1, ')': -1 }[code[end++]!] ?? 0;
    return code.slice(match.index, end);
  });
}

const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
/** Texts with Japanese in them that do not stand as `ja:` beside an `en:`, nor in `say`, which takes both. */
function alone(code: string): string[] {
  const rest = calls(code, /\b(?:say|describe)\(/g).reduce((left, call) => left.replace(call, ''), code);
  const texts = [...rest.matchAll(/(\bja: )?('(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)/g)];
  return texts.filter(([, paired, text]) => !paired && japanese.test(text!)).map(([, , text]) => text!);
}
const found = (opening: RegExp) => sources.flatMap(({ file, code }) => calls(code, opening).map((call) => ({ file, call })));
const lonely = (all: { file: string; call: string }[]) => all.flatMap(({ file, call }) => alone(call).map((text) => `${file}: ${text}`));

describe('what the server refuses with', () => {
  it('is seen by this test where a language is missing', () => {
    expect(alone(`problem('NOT_FOUND', '顧客が見つかりません。')`)).toEqual([`'顧客が見つかりません。'`]);
    expect(alone('problemAt(`a.${i}`, { ja: `${n}件まで（最大）`, en: `At most ${n}.` })')).toEqual([]);
    expect(alone(`problem('GONE', say(context, 'ありません。', 'Gone.'))`)).toEqual([]);
  });

  it('is there in both languages where it is thrown', () => {
    const thrown = found(/\b(?:problem|problemAt|wrong|refuse|refused|errors\.push)\(/g);
    expect(thrown.length).toBeGreaterThan(200);
    expect(lonely(thrown)).toEqual([]);
  });

  it('is there in both languages where a schema refuses', () => {
    const checks = found(/\.(?:refine|regex|union|check|superRefine)\(/g);
    expect(checks.length).toBeGreaterThan(20);
    expect(lonely(checks.map(({ file, call }) => ({ file, call: call.replace(/\/\^.*?\$\//g, '') })))).toEqual([]);
  });

  it('is there in both languages where it is named as a message', () => {
    const named = sources.flatMap(({ file, code }) =>
      [...code.matchAll(/\b(?:message|error|detail): ('[^'\n]*'|`[^`\n]*`)/g)].map(([, call]) => ({ file, call: call! })),
    );
    expect(lonely(named)).toEqual([]);
  });
});
