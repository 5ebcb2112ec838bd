import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, inTerminal } from '#platform/config/failure.ts';
import { projectRoot } from '#platform/config/project.ts';
import { isLostConnection } from '#platform/db/lost.ts';
import { type Command, UsageError } from './command.ts';
import { commands } from './commands.ts';
import { createContext } from './context.ts';
import { commandHelp, generalHelp } from './help.ts';

/** Runs one command line. Returns the exit code: 0 done, 1 it did not work, 2 the command line makes no sense. */
export async function main(argv: string[]): Promise<number> {
  // A reader that has seen enough, such as head, is no reason to fall over.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  if (argv[0] === 'help') argv = [...argv.slice(1), '--help'];
  const entry = find(argv);
  if (!entry) return withoutCommand(argv);
  const command = await entry.load();
  try {
    const args = parse(command, argv.slice(command.name.split(' ').length));
    if (args.values.help) {
      process.stdout.write(commandHelp(command));
      return 0;
    }
    return await run(command, args);
  } catch (error) {
    return explain(error, command);
  }
}

async function run(command: Command, args: ReturnType<typeof parse>): Promise<number> {
  const { context, close } = createContext();
  try {
    return (await command.run(context, args)) ?? 0;
  } finally {
    await close();
    context.log.flush();
  }
}

/** The longest name that the words begin with, so that `user add` is found before `user`. */
function find(argv: string[]) {
  const fits = commands.filter(({ name }) => name.split(' ').every((word, i) => argv[i] === word));
  return fits.sort((a, b) => b.name.length - a.name.length)[0];
}

function withoutCommand(argv: string[]): number {
  if (argv[0] === '--version') {
    process.stdout.write(`banso ${version()}\n`);
    return 0;
  }
  const asked = argv.length === 0 || argv.includes('--help') || argv.includes('-h');
  if (asked) {
    process.stdout.write(generalHelp(argv));
    return argv.length === 0 ? 2 : 0;
  }
  const typed = argv.join(' ');
  process.stderr.write(
    `${inTerminal({ en: `There is no command "${typed}". See banso --help.`, ja: `「${typed}」というコマンドはありません。banso --help をご覧ください。` })}\n`,
  );
  return 2;
}

function version(): string {
  return JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')).version;
}

function parse(command: Command, args: string[]) {
  const options = { ...command.options, help: { type: 'boolean', short: 'h' } } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError({ en: message, ja: `オプションの指定が正しくありません（${message}）。` });
  }
}

function explain(error: unknown, command: Command): number {
  if (error instanceof UsageError) {
    process.stderr.write(
      `${error.message}\n${inTerminal({ en: `See banso ${command.name} --help.`, ja: `使い方は banso ${command.name} --help をご覧ください。` })}\n`,
    );
    return 2;
  }
  const said = isLostConnection(error) && !(error instanceof Failure) ? lost(error) : error;
  const text = said instanceof Failure ? said.message : said instanceof Error ? said.stack : String(said);
  process.stderr.write(`${text}\n`);
  return 1;
}

function lost(cause: unknown): Failure {
  return new Failure(
    {
      en: 'The connection to Postgres was lost; what was not committed is as it was before. Run the command again.',
      ja: 'Postgres との接続が切れました。確定前の変更は元のままです。もう一度実行してください。',
    },
    { cause },
  );
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
