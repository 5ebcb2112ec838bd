import type { Command } from './command.ts';
import { commands } from './commands.ts';

const EXIT_CODES = 'Exit codes: 0 done, 1 it did not work (the reason is on stderr), 2 the command line makes no sense.';

export function generalHelp(words: string[]): string {
  const [first] = words.filter((word) => !word.startsWith('-') && word !== 'help');
  const shown = commands.filter(({ name }) => !first || name.startsWith(`${first} `));
  const list = shown.length ? shown : commands;
  const width = Math.max(...list.map(({ name }) => name.length));
  const lines = list.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Usage: banso <command> [options]',
    '',
    ...lines,
    '',
    'banso <command> --help explains one command; banso --version tells the version.',
    'Settings are environment variables: PORT, HOST, DATABASE_URL, BANSO_DATA_DIR, BANSO_URL, BANSO_SECRET, LOG_LEVEL,',
    'SMTP_URL (or SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD), MAIL_FROM, OIDC_*.',
    EXIT_CODES,
    '',
  ].join('\n');
}

export function commandHelp(command: Command): string {
  const [first = '', ...rest] = command.usage.split('\n');
  return `Usage: ${`banso ${command.name} ${first}`.trim()}\n\n${[command.summary, rest.join('\n').replace(/^\n+|\s+$/g, ''), EXIT_CODES].filter(Boolean).join('\n\n')}\n`;
}
