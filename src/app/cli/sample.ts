import { write } from '#platform/audit/audit.ts';
import { Failure, inTerminal } from '#platform/config/failure.ts';
import { dayOf, isDay } from '#platform/clock/days.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { removeSample } from '../sample/remove.ts';
import { runSample } from '../sample/run.ts';
import { countAccounts, insertRun, lastRun, updateRun } from '../sample/store.ts';
import { type Command, onlyOptions, UsageError } from './command.ts';

export const command: Command = {
  name: 'sample',
  summary: {
    en: 'Makes a believable Japanese company with customers, contracts, usage, touches and three weeks of work, labelled as sample.',
    ja: '顧客・契約・利用ログ・接点・3 週間分の業務がそろった、架空の日本企業をサンプルデータとして作ります。',
  },
  usage: {
    en: `[--accounts N] [--seed S] [--as-of DATE]
       banso sample --remove

  --accounts N  0 to 100,000 customers (300)
  --seed S      another company; the same seed gives the same one (1)
  --as-of DATE  the day on which the story ends (today)
  --remove      take everything away that is labelled as sample

Only in a Banso without customers.`,
    ja: `[--accounts N] [--seed S] [--as-of DATE]
        banso sample --remove

  --accounts N  顧客数 0〜100,000（300）
  --seed S      別の企業にする数。同じ数なら同じ内容になります（1）
  --as-of DATE  物語の最終日（今日）
  --remove      サンプルデータをすべて削除する

顧客がまだ登録されていない場合に限ります。`,
  },
  options: { accounts: { type: 'string' }, seed: { type: 'string' }, 'as-of': { type: 'string' }, remove: { type: 'boolean' } },
  async run(context, args) {
    onlyOptions(args);
    const accounts = whole(args.values.accounts, 'accounts', 300, 100_000);
    const seed = whole(args.values.seed, 'seed', 1, 1_000_000);
    const given = args.values['as-of'];
    if (given !== undefined && (typeof given !== 'string' || !isDay(given)))
      throw new UsageError({ en: '--as-of must be a date such as 2026-11-24.', ja: '--as-of は 2026-11-24 のような日付で指定してください。' });
    const database = await context.database();
    const writer = { database, clock: context.clock, actor: { kind: 'system' as const, name: 'banso', cli: true as const } };
    if (args.values.remove) {
      const gone = await write(writer, 'sample.delete', async (tx, audit) => {
        const run = await lastRun(tx);
        const accounts = await removeSample(tx);
        if (run) await updateRun(tx, run.runId, { status: 'removed' });
        audit({ noun: 'sample', changes: { accounts: [accounts, 0] } });
        return accounts;
      });
      context.note(inTerminal({ en: `${gone} sample customers removed.`, ja: `サンプルの顧客 ${gone} 件を削除しました。` }));
      return;
    }
    const { timeZone } = await readOrganisation(database.db);
    const asOf = given ?? dayOf(context.clock(), timeZone);
    const there = await countAccounts(database.db);
    if (there.real + there.sample)
      throw new Failure({
        en: 'There are customers already; the sample is made only in an empty Banso (remove an older sample with --remove).',
        ja: '顧客がすでにあるため、サンプルデータは作れません（以前のサンプルは --remove で削除できます）。',
      });
    const run = await write(writer, 'sample.create', async (tx, audit) => {
      const made = await insertRun(tx, { accounts, seed, asOf }, context.clock());
      audit({ noun: 'sample', id: made.runId, changes: { accounts: [null, accounts] } });
      return made;
    });
    await runSample({ database, db: database.db, clock: context.clock }, run, timeZone);
    context.note(inTerminal({ en: `${accounts} sample customers made as of ${asOf}.`, ja: `${asOf} 時点のサンプルの顧客 ${accounts} 件を作成しました。` }));
  },
};

function whole(value: unknown, name: string, otherwise: number, most: number): number {
  if (value === undefined) return otherwise;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > most)
    throw new UsageError({ en: `--${name} must be a whole number from 0 to ${most}.`, ja: `--${name} は 0〜${most} の整数で指定してください。` });
  return number;
}
