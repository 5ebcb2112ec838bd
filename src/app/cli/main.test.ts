import { createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { commands } from './commands.ts';
import { main } from './main.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Runs a command line in this process and keeps what it printed. */
async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((out += String(text))));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((err += String(text))));
  return { code: await main(argv), out, err };
}

test('--help lists every command, and every command explains itself', async () => {
  const general = await run('--help');
  expect(general.code).toBe(0);
  for (const { name, load } of commands) {
    expect(general.out).toContain(`  ${name} `);
    expect((await load()).name).toBe(name);
    const own = await run(...name.split(' '), '--help');
    expect(own.code).toBe(0);
    expect(own.out).toMatch(new RegExp(`^Usage: banso ${name}[ \n]`));
  }
});

test('help NAME says the same as NAME --help, and --version is the version of the package', async () => {
  expect((await run('help', 'backup')).out).toBe((await run('backup', '--help')).out);
  expect((await run('help', 'user', 'add')).out).toBe((await run('user', 'add', '--help')).out);
  expect((await run('help', 'user')).out).toBe((await run('user', '--help')).out);
  expect(await run('--version')).toEqual({ code: 0, out: expect.stringMatching(/^banso \d+\.\d+\.\d+\n$/), err: '' });
});

test.each([
  [[]],
  [['nonsense']],
  [['migrate', '--nonsense']],
  [['backup']],
  [['backup', 'a', 'b']],
  [['start', 'now']],
  [['migrate', 'now']],
  [['doctor', 'me']],
  [['sample', 'big']],
])('%j makes no sense: 2', async (argv) => {
  vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/nothing');
  expect((await run(...argv)).code).toBe(2);
});

test.each([
  ['PORT', 'many'],
  ['BANSO_URL', 'here'],
  ['DATABASE_URL', 'postgres://nobody@127.0.0.1:1/nothing'],
  ['BANSO_DATA_DIR', '/proc/banso'],
])('%s=%s: one sentence that names it, 1', async (name, value) => {
  vi.stubEnv(name, value);
  const { code, err } = await run('migrate');
  expect(code).toBe(1);
  expect(err).toContain(name);
  expect(err.trim().split('\n')).toHaveLength(1);
});

test('a taken port: one sentence that names it, 1', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, resolve));
  const { port } = taken.address() as AddressInfo;
  vi.stubEnv('PORT', String(port));
  const { code, err } = await run('start');
  taken.close();
  expect(code).toBe(1);
  expect(err).toMatch(new RegExp(`^Port ${port} is in use[^\n]*\n$`));
});

test('help and refusals are Japanese in a Japanese terminal, every command of them', async () => {
  vi.stubEnv('LC_ALL', 'ja_JP.UTF-8');
  const general = await run('--help');
  const kana = /[぀-ヿ一-鿿]/;
  for (const { name } of commands) {
    expect(general.out).toMatch(new RegExp(`^  ${name} +.*${kana.source}`, 'm'));
    const own = (await run(...name.split(' '), '--help')).out;
    expect(own).toMatch(new RegExp(`^使い方: banso ${name}[ \n]`));
    const words = own.split('\n').filter((line) => /[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}/.test(line) && !kana.test(line));
    expect(words, name).toEqual([]);
  }
  for (const argv of [['nonsense'], ['backup'], ['start', 'now'], ['migrate', '--nonsense'], ['sample', '--accounts', 'x']])
    expect((await run(...argv)).err).toMatch(kana);
});

test('sentences are Japanese in a Japanese terminal', async () => {
  vi.stubEnv('LC_ALL', '');
  vi.stubEnv('LANG', 'ja_JP.UTF-8');
  vi.stubEnv('PORT', 'many');
  expect((await run('migrate')).err).toMatch(/^PORT は/);
});
