import { pino, type Logger } from 'pino';
import { systemClock } from '#platform/clock/days.ts';
import { type Config, readConfig } from '#platform/config/config.ts';
import { migrateDatabase, openConfigured, type OpenDatabase } from '../open-database.ts';
import type { CliContext } from './command.ts';

/** What a command gets, and the way to give back what it opened. */
export function createContext(): { context: CliContext; close(): Promise<void> } {
  const config = readConfig();
  let opened: Promise<OpenDatabase> | undefined;
  let migrated: Promise<unknown> | undefined;
  const note = (line: string) => void process.stderr.write(`${line}\n`);
  const databaseAsIs = () => (opened ??= openConfigured(config, { log: note }));
  const context: CliContext = {
    config,
    clock: systemClock,
    log: createLog(config),
    out: (line) => void process.stdout.write(`${line}\n`),
    note,
    databaseAsIs,
    async database() {
      const database = await databaseAsIs();
      await (migrated ??= migrateDatabase(database));
      return database;
    },
  };
  return { context, close: async () => (await opened?.catch(() => undefined))?.close() };
}

/** JSON lines on stderr, so that stdout stays what a command prints; on a terminal only what needs a look. */
function createLog(config: Config): Logger {
  const level = config.logLevel ?? (process.stderr.isTTY ? 'warn' : 'info');
  return pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: false }));
}
