import type { ParseArgsConfig } from 'node:util';
import type { Logger } from 'pino';
import type { Clock } from '#platform/clock/days.ts';
import type { Config } from '#platform/config/config.ts';
import type { OpenDatabase } from '../open-database.ts';

/** One command of bin/banso, in a file of its own, listed in commands.ts. */
export interface Command {
  /** As typed: `backup`, `user add`. */
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** Shown by --help: what follows the name, and what each option means. */
  usage: string;
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
}

/** The value of a text option, or a UsageError when it is missing. */
export function required(args: CliArgs, option: string): string {
  const value = args.values[option];
  if (typeof value === 'string' && value) return value;
  throw new UsageError(`--${option} is missing.`);
}

/** Refuses arguments that belong to no option. */
export function onlyOptions(args: CliArgs): void {
  if (args.positionals.length) throw new UsageError(`${JSON.stringify(args.positionals[0])} belongs to no option.`);
}

/** The only positional argument, such as a file. */
export function onlyPositional(args: CliArgs, what: string): string {
  if (args.positionals.length === 1) return args.positionals[0]!;
  throw new UsageError(args.positionals.length ? `Only one ${what} is expected.` : `${what} is missing.`);
}
