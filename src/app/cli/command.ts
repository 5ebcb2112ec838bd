import type { ParseArgsConfig } from 'node:util';
import type { Logger } from 'pino';
import type { Clock } from '#platform/clock/days.ts';
import type { Config } from '#platform/config/config.ts';
import { inTerminal, type Said } from '#platform/config/failure.ts';
import type { OpenDatabase } from '../open-database.ts';

/** One command of bin/banso, in a file of its own, listed in commands.ts. */
export interface Command {
  /** As typed: `backup`, `user add`. */
  name: string;
  /** One line for the list of commands. */
  summary: Said;
  /** Shown by --help: what follows the name, and what each option means. */
  usage: Said;
  options?: ParseArgsConfig['options'];
  /** A number is the exit code: 0 unless given. Throw a Failure (exit 1) or a UsageError (exit 2). */
  run(context: CliContext, args: CliArgs): Promise<number | void>;
}

export interface CliContext {
  config: Config;
  clock: Clock;
  log: Logger;
  /** A line on stdout: only what a script would read. */
  out(line: string): void;
  /** A line on stderr: what a person would read. */
  note(line: string): void;
  /** The database, opened and migrated at the first call and closed when the command ends, whether or not the server runs. */
  database(): Promise<OpenDatabase>;
  /** The same without migrating it. */
  databaseAsIs(): Promise<OpenDatabase>;
}

export interface CliArgs {
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  positionals: string[];
}

/** The command line makes no sense: exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
  constructor(text: Said) {
    super(inTerminal(text));
  }
}

/** The value of a text option, or a UsageError when it is missing. */
export function required(args: CliArgs, option: string): string {
  const value = args.values[option];
  if (typeof value === 'string' && value) return value;
  throw new UsageError({ en: `--${option} is missing.`, ja: `--${option} を指定してください。` });
}

/** Refuses arguments that belong to no option. */
export function onlyOptions(args: CliArgs): void {
  if (args.positionals.length) {
    const stray = JSON.stringify(args.positionals[0]);
    throw new UsageError({ en: `${stray} belongs to no option.`, ja: `${stray} はどのオプションの値でもありません。` });
  }
}

/** The only positional argument, such as a file. */
export function onlyPositional(args: CliArgs, what: string): string {
  if (args.positionals.length === 1) return args.positionals[0]!;
  throw new UsageError(
    args.positionals.length
      ? { en: `Only one ${what} is expected.`, ja: `${what} は 1 つだけ指定してください。` }
      : { en: `${what} is missing.`, ja: `${what} を指定してください。` },
  );
}
