import { inTerminal, type Said } from '#platform/config/failure.ts';
import type { Command } from './command.ts';
import { commands } from './commands.ts';

const USAGE: Said = { en: 'Usage', ja: '使い方' };
const EXIT_CODES: Said = {
  en: 'Exit codes: 0 done, 1 it did not work (the reason is on stderr), 2 the command line makes no sense.',
  ja: '終了コード: 0 成功、1 失敗（理由は標準エラー出力）、2 コマンドの指定が正しくない。',
};
const GENERAL: Said = {
  en: `banso <command> --help explains one command; banso --version tells the version.
Settings are environment variables: PORT, HOST, DATABASE_URL, BANSO_DATA_DIR, BANSO_URL, BANSO_SECRET, LOG_LEVEL,
SMTP_URL (or SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD), MAIL_FROM, OIDC_*.`,
  ja: `各コマンドの説明は banso <command> --help、バージョンは banso --version で表示します。
設定は環境変数で行います: PORT, HOST, DATABASE_URL, BANSO_DATA_DIR, BANSO_URL, BANSO_SECRET, LOG_LEVEL,
SMTP_URL（または SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD）, MAIL_FROM, OIDC_*`,
};

export function generalHelp(words: string[]): string {
  const [first] = words.filter((word) => !word.startsWith('-') && word !== 'help');
  const shown = commands.filter(({ name }) => !first || name.startsWith(`${first} `));
  const list = shown.length ? shown : commands;
  const width = Math.max(...list.map(({ name }) => name.length));
  const lines = list.map(({ name, summary }) => `  ${name.padEnd(width)}  ${inTerminal(summary)}`);
  return [`${inTerminal(USAGE)}: banso <command> [options]`, '', ...lines, '', inTerminal(GENERAL), inTerminal(EXIT_CODES), ''].join('\n');
}

export function commandHelp(command: Command): string {
  const [first = '', ...rest] = inTerminal(command.usage).split('\n');
  const parts = [inTerminal(command.summary), rest.join('\n').replace(/^\n+|\s+$/g, ''), inTerminal(EXIT_CODES)];
  return `${inTerminal(USAGE)}: ${`banso ${command.name} ${first}`.trim()}\n\n${parts.filter(Boolean).join('\n\n')}\n`;
}
