import type { Said } from '#platform/config/failure.ts';
import type { Command } from './command.ts';

/** Every command, in the order of --help. Loaded when asked for, so that each starts fast. */
export const commands: { name: string; summary: Said; load(): Promise<Command> }[] = [
  {
    name: 'start',
    summary: { en: 'start Banso: database, web server and jobs', ja: 'Banso を起動する（データベース・Web サーバー・ジョブ）' },
    load: async () => (await import('./start.ts')).command,
  },
  {
    name: 'migrate',
    summary: { en: 'bring the database up to date and stop', ja: 'データベースを最新にして終了する' },
    load: async () => (await import('./migrate.ts')).command,
  },
  {
    name: 'user add',
    summary: { en: 'add a member and print a one-time link', ja: 'メンバーを追加し、1 回限りのリンクを表示する' },
    load: async () => (await import('./user.ts')).add,
  },
  {
    name: 'user link',
    summary: { en: 'print a new one-time link for a member', ja: 'メンバーの 1 回限りのリンクを再発行する' },
    load: async () => (await import('./user.ts')).link,
  },
  {
    name: 'key add',
    summary: { en: 'make an API key or write key and print it', ja: 'API キー・書き込みキーを発行して表示する' },
    load: async () => (await import('./key.ts')).add,
  },
  {
    name: 'recompute',
    summary: { en: 'make values of metrics and scores again', ja: '指標とスコアを計算し直す' },
    load: async () => (await import('./recompute.ts')).command,
  },
  {
    name: 'export scores',
    summary: { en: 'print the scores of a day as CSV', ja: 'ある日のスコアを CSV で出力する' },
    load: async () => (await import('./export.ts')).scores,
  },
  {
    name: 'backup',
    summary: { en: 'write everything into one file, also while Banso runs', ja: 'すべてを 1 つのファイルに保存する（稼働中も可）' },
    load: async () => (await import('./backup.ts')).command,
  },
  {
    name: 'restore',
    summary: { en: 'fill an empty database from such a file', ja: 'そのファイルから空のデータベースに復元する' },
    load: async () => (await import('./restore.ts')).command,
  },
  {
    name: 'doctor',
    summary: { en: 'look for trouble and say what to do', ja: '問題を調べ、対処を示す' },
    load: async () => (await import('./doctor.ts')).command,
  },
  {
    name: 'import',
    summary: { en: 'load customers, contacts, contracts or events from a file', ja: '顧客・先方担当者・契約・利用ログをファイルから取り込む' },
    load: async () => (await import('./import.ts')).command,
  },
  {
    name: 'sample',
    summary: { en: 'make a believable company to try Banso with', ja: '試用のためのサンプル企業を作る' },
    load: async () => (await import('./sample.ts')).command,
  },
];
